package bootcamp.enrollment.roster;

import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.roster.SeatFeed.Hint;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Reads what any process of this service has said, as a hint that a ledger may have to be settled
 * or a claim be looked after. A hint is not believed: what is done is read from the documents.
 *
 * <p>The processes share the hints. One that dies takes those it held with it; so whoever takes
 * over its partitions looks once at everything, which finds more than the lost hints would have
 * shown.
 */
public final class SeatFeed implements BatchReader<Hint> {

    /** The consumer group. */
    public static final String READER = "enrollment-seats";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(
                    Map.of(
                            Cohort.TYPE.name(), 1,
                            Enrollment.TYPE.name(), 1,
                            Erasure.TYPE.name(), 1,
                            AttendanceImport.TYPE.name(), 1,
                            RiskList.TYPE.name(), 1));

    private final SeatKeeper seats;
    private final Mono<Void> lookAtEverything;

    /**
     * @param lookAtEverything what a process does after its start to finish what another left
     */
    public SeatFeed(SeatKeeper seats, Mono<Void> lookAtEverything) {
        this.seats = seats;
        this.lookAtEverything = lookAtEverything;
    }

    /** That something was written which may concern a ledger. */
    public sealed interface Hint {

        /** A ledger itself was written; it may hold claims. */
        record OfCohort(String cohortId) implements Hint {}

        /** An enrollment was written; its cohort's ledger is to know of it. */
        record OfEnrollment(String cohortId, String enrollmentId, long version) implements Hint {}
    }

    @Override
    public List<Hint> read(Event event) {
        String aggregate = event.aggregate();
        if (aggregate.equals(Cohort.TYPE.name())) {
            return List.of(new Hint.OfCohort(event.id()));
        }
        return aggregate.equals(Enrollment.TYPE.name()) ? ofEnrollment(event) : List.of();
    }

    private static List<Hint> ofEnrollment(Event event) {
        // A claim that lapsed before anybody was enrolled may leave a state without a cohort.
        String cohortId = event.state().path("cohortId").asString("");
        return cohortId.isEmpty()
                ? List.of()
                : List.of(new Hint.OfEnrollment(cohortId, event.id(), event.version()));
    }

    @Override
    public Mono<Void> apply(List<Hint> hints) {
        return Mono.fromRunnable(() -> hints.forEach(this::note));
    }

    private void note(Hint hint) {
        switch (hint) {
            case Hint.OfCohort(var cohortId) -> seats.watch(cohortId);
            case Hint.OfEnrollment(var cohortId, var enrollmentId, var version) ->
                    seats.hint(cohortId, enrollmentId, version);
        }
    }

    @Override
    public Mono<Void> takeOver() {
        return lookAtEverything;
    }
}
