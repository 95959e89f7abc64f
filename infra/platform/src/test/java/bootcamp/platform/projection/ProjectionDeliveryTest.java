package bootcamp.platform.projection;

import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Mutant;
import bootcamp.platform.delivery.small.Inn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A projection keeps the newest of each however that is delivered, and over crashes. */
class ProjectionDeliveryTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 20;

    private static final int SEEDS_FULL = 1_000;

    private final DeliveryKit kit = new DeliveryKit(Inn::history);

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(ProjectionReading::new, SEEDS);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForManySeeds() {
        kit.holdsFor(ProjectionReading::new, SEEDS_FULL);
    }

    @Test
    void projectionThatReplacesWhateverIsThereIsFound() {
        kit.finds(Mutant.saying(Projection.class, "$exists", "$lt").of(ProjectionReading.class));
    }

    @Test
    void batchThatTakesItsLastRowForTheNewestIsFound() {
        kit.finds(Mutant.withoutVersionGuard(Projection.Row.class).of(ProjectionReading.class));
    }
}
