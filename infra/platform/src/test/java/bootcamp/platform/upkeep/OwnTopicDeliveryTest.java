package bootcamp.platform.upkeep;

import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Mutant;
import bootcamp.platform.delivery.small.Inn;
import org.junit.jupiter.api.Test;

/** What a service knows of its own topic, however that reached it. */
class OwnTopicDeliveryTest {

    private final DeliveryKit kit = new DeliveryKit(Inn::history);

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(PublishedReading::new);
    }

    @Test
    void whoKeepsTheFirstVersionIsFound() {
        kit.finds(
                Mutant.calling(OwnTopicFeed.class, "putIfAbsent", "put")
                        .of(PublishedReading.class));
    }
}
