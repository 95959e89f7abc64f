package bootcamp.competition.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.school.Students;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Reads which cohorts there are and who belongs to them, and says who may have left. That is a
 * hint, said after it was written down: whoever gets it reads what is known then.
 */
public final class EnrollmentFeed implements BatchReader<Entry> {

    public static final String SERVICE = "enrollment";

    /** The consumer group. */
    public static final String READER = "competition-school";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(
                    Map.of(
                            "Cohort",
                            1,
                            "Enrollment",
                            1,
                            "Erasure",
                            1,
                            "AttendanceImport",
                            1,
                            "RiskList",
                            1));

    private final Projection cohorts;
    private final Projection students;
    private final ProjectionReader projections = new ProjectionReader(this::entries);
    private final Function<Set<String>, Mono<Void>> mayHaveLeft;
    private final Mono<Void> lookAtEverything;

    /**
     * @param mayHaveLeft is told of students
     * @param lookAtEverything what a process does after its start to finish what another left
     */
    public EnrollmentFeed(
            Projection cohorts,
            Projection students,
            Function<Set<String>, Mono<Void>> mayHaveLeft,
            Mono<Void> lookAtEverything) {
        this.cohorts = cohorts;
        this.students = students;
        this.mayHaveLeft = mayHaveLeft;
        this.lookAtEverything = lookAtEverything;
    }

    @Override
    public List<Entry> read(Event event) {
        return projections.read(event);
    }

    private List<Entry> entries(Event event) {
        return switch (event.aggregate()) {
            case "Cohort" -> List.of(new Entry(cohorts, Cohorts.row(event, cohort(event))));
            case "Enrollment" -> enrollment(event);
            case "Erasure" -> List.of(new Entry(students, Students.erasure(event, erased(event))));
            default -> List.of();
        };
    }

    private static KnownCohort cohort(Event event) {
        return new KnownCohort(event.id(), State.of(event).zone("timeZone"));
    }

    private List<Entry> enrollment(Event event) {
        State state = State.of(event);
        String studentId = state.text("studentId");
        String cohortId = state.text("cohortId");
        if (studentId.isEmpty() || cohortId.isEmpty()) {
            // A claim that lapsed before anybody was enrolled.
            return List.of();
        }
        boolean removed = state.isTrue("removed");
        String status = state.text("status");
        return List.of(
                new Entry(
                        students,
                        Students.enrollment(event, studentId, cohortId, status, removed)));
    }

    private static boolean erased(Event event) {
        return State.of(event).dayOrNull("erasedOn") != null;
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        Set<String> left =
                batch.stream()
                        .filter(entry -> entry.into() == students)
                        .filter(entry -> Students.mayHaveLeft(entry.row()))
                        .map(entry -> Students.studentOf(entry.row()))
                        .collect(Collectors.toSet());
        Mono<Void> told = left.isEmpty() ? Mono.empty() : Mono.defer(() -> mayHaveLeft.apply(left));
        return projections.apply(batch).then(told);
    }

    @Override
    public Mono<Void> takeOver() {
        return lookAtEverything;
    }
}
