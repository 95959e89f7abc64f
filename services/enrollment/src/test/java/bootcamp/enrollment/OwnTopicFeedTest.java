package bootcamp.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.upkeep.PublishedReading;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the service knows of its own topic, however that reached it. */
class OwnTopicFeedTest {

    private final DeliveryKit kit = new DeliveryKit(seed -> Log.of(Histories.of(seed)));

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(EnrollmentApplication.NAME);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleEverPublishedIsKnownByKeyAndVersion(Example example) {
        PublishedReading reader = new PublishedReading();

        reader.accept(example.record());

        assertThat(reader.result())
                .containsOnlyKeys(example.key())
                .containsValue(Long.valueOf(example.headers().get("ce_sequence")));
    }

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(PublishedReading::new);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForThousandsOfSeeds() {
        kit.holdsFor(PublishedReading::new, DeliveryKit.SEEDS_FULL);
    }
}
