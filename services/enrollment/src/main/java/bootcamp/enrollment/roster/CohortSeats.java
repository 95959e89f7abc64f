package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.ClaimSeats;
import bootcamp.enrollment.cohort.CohortCommand.ListEnrollments;
import bootcamp.enrollment.cohort.CohortCommand.SettlePlaces;
import bootcamp.enrollment.cohort.Ledger;
import bootcamp.enrollment.cohort.Place;
import bootcamp.platform.aggregate.AggregateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Places of many enrollments in one cohort's ledger, each question one write at most. */
final class CohortSeats {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final InstantSource clock;

    CohortSeats(AggregateStore<Cohort, CohortCommand, OfCohort> cohorts, InstantSource clock) {
        this.cohorts = cohorts;
        this.clock = clock;
    }

    /**
     * Claims a seat for each, in this order.
     *
     * @return the claims that hold one, by enrollment; who is not in it got none
     */
    Mono<Map<String, Instant>> claim(String cohortId, List<String> enrollmentIds) {
        return enrollmentIds.isEmpty()
                ? Mono.just(Map.of())
                : cohorts.transact(cohortId, new ClaimSeats(enrollmentIds, clock.instant()))
                        .map(done -> held(done.after().state().ledger(), enrollmentIds));
    }

    private static Map<String, Instant> held(Ledger ledger, List<String> enrollmentIds) {
        Map<String, Instant> held = new HashMap<>();
        for (String id : enrollmentIds) {
            Ledger.Hold hold = ledger.holdOf(id);
            if (hold != null && ledger.placeOf(id) == Place.SEAT) {
                held.put(id, hold.since());
            }
        }
        return held;
    }

    /** Names those that take no seat, so that lists find them. */
    Mono<Void> list(String cohortId, List<String> enrollmentIds) {
        return enrollmentIds.isEmpty()
                ? Mono.empty()
                : cohorts.transact(cohortId, new ListEnrollments(enrollmentIds)).then();
    }

    /** Tells what became of them. */
    Mono<Void> settle(String cohortId, List<Settlement> settlements) {
        return settlements.isEmpty()
                ? Mono.empty()
                : cohorts.transact(cohortId, new SettlePlaces(settlements)).then();
    }
}
