package bootcamp.curriculum.school;

import bootcamp.curriculum.school.CourseStay.Leave;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.school.Students;
import bootcamp.platform.stream.BatchReader;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads which cohorts there are and who belongs to them, and says who may have left. That is a
 * hint, said after it was written down: whoever gets it reads what is known then.
 */
public final class EnrollmentFeed implements BatchReader<Entry> {

    public static final String SERVICE = "enrollment";

    /**
     * The consumer group. It has another name than before, and so reads the topic from its start,
     * whenever the collections that it fills are new (docs/decisions/0007).
     */
    public static final String READER = "curriculum-school";

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
    private final Projection roster;
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
            Projection roster,
            Function<Set<String>, Mono<Void>> mayHaveLeft,
            Mono<Void> lookAtEverything) {
        this.cohorts = cohorts;
        this.students = students;
        this.roster = roster;
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
        State state = State.of(event);
        LocalDate start = state.day("startDate");
        LocalDate end = state.day("endDate");
        if (end.isBefore(start)) {
            throw State.doesNotFit("endDate before startDate");
        }
        return new KnownCohort(
                event.id(),
                state.zone("timeZone"),
                start,
                end,
                Set.copyOf(state.eachParsed("trainingWeekdays", DayOfWeek::valueOf)),
                Set.copyOf(state.eachParsed("holidays", LocalDate::parse)));
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
        CourseStay stay = removed ? null : stay(state, studentId, status);
        return List.of(
                new Entry(
                        students, Students.enrollment(event, studentId, cohortId, status, removed)),
                new Entry(roster, Roster.entry(event, studentId, cohortId, stay, removed)));
    }

    /** Null: has not entered the course, or left before entering it. */
    private static @Nullable CourseStay stay(State state, String studentId, String status) {
        LocalDate leftOn = status.equals("WITHDRAWN") ? state.part("withdrawal").day("on") : null;
        boolean entered =
                switch (status) {
                    case "ENROLLED", "ON_LEAVE", "COMPLETED", "NOT_COMPLETED" -> true;
                    case "WITHDRAWN" -> wasEnrolled(state);
                    default -> false;
                };
        return entered
                ? new CourseStay(studentId, state.dayOrNull("enrolledOn"), leftOn, leaves(state))
                : null;
    }

    /** Somebody may withdraw who only ever applied. */
    private static boolean wasEnrolled(State state) {
        return state.list("statuses").stream()
                .anyMatch(each -> each.text("status").equals("ENROLLED"));
    }

    private static List<Leave> leaves(State state) {
        return state.list("leaves").stream()
                .map(each -> new Leave(each.day("from"), each.dayOrNull("until")))
                .toList();
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
