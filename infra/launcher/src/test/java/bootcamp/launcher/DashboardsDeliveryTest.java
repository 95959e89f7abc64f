package bootcamp.launcher;

import bootcamp.enrollment.Histories;
import bootcamp.gateway.dashboard.CompetitionHistories;
import bootcamp.gateway.dashboard.CurriculumHistories;
import bootcamp.gateway.dashboard.DashboardsReading;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.delivery.Mutant;
import bootcamp.review.box.SummaryExamples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A gateway's dashboards, fed with what enrollment really decides and with lectures, competitions
 * and figures of reviews of its cohorts, come out the same however these topics are delivered. It
 * is here because only the launcher may know all modules.
 */
class DashboardsDeliveryTest {

    private final DeliveryKit kit =
            new DeliveryKit(
                    seed ->
                            Log.of(
                                    SummaryExamples.among(
                                            CompetitionHistories.among(
                                                    CurriculumHistories.among(
                                                            Histories.of(seed), seed),
                                                    seed),
                                            seed)));

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(DashboardsReading::new);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForThousandsOfSeeds() {
        kit.holdsFor(DashboardsReading::new, DeliveryKit.SEEDS_FULL);
    }

    @Test
    void gatewayWithoutItsVersionGuardIsFound() {
        kit.finds(
                Mutant.withoutVersionGuard(DashboardsReading.guarded())
                        .of(DashboardsReading.class));
    }
}
