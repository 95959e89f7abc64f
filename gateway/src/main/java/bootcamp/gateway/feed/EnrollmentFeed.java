package bootcamp.gateway.feed;

import bootcamp.gateway.feed.CohortFact.CohortEnded;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.CohortFact.RisksStand;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.feed.EventReader;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the enrollment service says: cohorts and enrollments become facts; an erasure changes
 * no figure and is told apart. Unknown fields are ignored; a missing one without which a figure
 * would be wrong makes the event {@link Undecodable}.
 */
public final class EnrollmentFeed implements EventReader {

    public static final String SERVICE = "enrollment";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final Map<String, Integer> NEWEST =
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
                    1);

    private static final EventCodec CODEC = EventCodec.reading(NEWEST);

    private final FactReader reader;
    private final Consumer<String> erased;

    /**
     * @param erased is told the student's id, as often as it comes
     */
    EnrollmentFeed(FactReader reader, Consumer<String> erased) {
        this.reader = reader;
        this.erased = erased;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        if (event.aggregate().equals("Erasure")) {
            erased.accept(event.id());
            return;
        }
        fact(event).ifPresent(fact -> reader.on(fact, event.version(), event.time()));
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }

    private static Optional<CohortFact> fact(Event event) {
        return switch (event.aggregate()) {
            case "Cohort" ->
                    Optional.of(CODEC.stateAs(event, CohortDocument.class).fact(event.id()));
            case "Enrollment" -> CODEC.stateAs(event, EnrollmentDocument.class).fact(event.id());
            case "RiskList" -> risks(event);
            // Dashboards show nothing of it.
            case "AttendanceImport" -> Optional.empty();
            default -> throw new Undecodable(Code.UNKNOWN_TYPE, event.aggregate());
        };
    }

    /** Nothing of a list that nobody has written yet. */
    private static Optional<CohortFact> risks(Event event) {
        State state = State.of(event);
        LocalDate on = state.dayOrNull("on");
        return on == null
                ? Optional.empty()
                : Optional.of(
                        new RisksStand(
                                state.text("cohortId"),
                                new Risks(
                                        on,
                                        state.text("basis"),
                                        state.list("students").stream()
                                                .map(EnrollmentFeed::atRisk)
                                                .toList())));
    }

    private static Risks.AtRisk atRisk(State state) {
        return new Risks.AtRisk(
                state.text("studentId"),
                state.decimal("score"),
                state.decimal("usual"),
                state.list("signals").stream()
                        .map(
                                each ->
                                        new Risks.Signal(
                                                each.text("code"),
                                                each.number("count"),
                                                each.numberOrNull("of")))
                        .toList());
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return value != null && value;
    }

    /** The public state of a cohort, as far as dashboards use it. */
    private record CohortDocument(
            @Nullable String programme,
            @Nullable String name,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable String timeZone,
            @Nullable Set<DayOfWeek> trainingWeekdays,
            @Nullable Set<LocalDate> holidays,
            @Nullable Integer capacity,
            @Nullable String status,
            @Nullable LocalDate closedOn,
            @Nullable Boolean removed) {

        CohortFact fact(String cohortId) {
            if (isTrue(removed)) {
                return new CohortEnded(cohortId);
            }
            LocalDate start = State.present(startDate, "startDate");
            LocalDate end = State.present(endDate, "endDate");
            if (end.isBefore(start)) {
                throw State.doesNotFit("endDate before startDate");
            }
            return new CohortStands(
                    cohortId,
                    State.present(programme, "programme"),
                    State.present(name, "name"),
                    start,
                    end,
                    State.parsed(timeZone, "timeZone", ZoneId::of),
                    State.present(trainingWeekdays, "trainingWeekdays"),
                    State.present(holidays, "holidays"),
                    State.present(capacity, "capacity"),
                    State.present(status, "status"),
                    closedOn);
        }
    }

    /** The public state of an enrollment, as far as dashboards use it. */
    private record EnrollmentDocument(
            @Nullable String studentId,
            @Nullable String cohortId,
            @Nullable String status,
            @Nullable LocalDate appliedOn,
            @Nullable LocalDate enrolledOn,
            @Nullable Withdrawal withdrawal,
            @Nullable List<StatusOn> statuses,
            @Nullable List<String> formerCohortIds,
            @Nullable Boolean removed) {

        Optional<CohortFact> fact(String enrollmentId) {
            // A claim that lapsed before anybody was enrolled may leave a state without a cohort.
            boolean undone = isTrue(removed);
            if (undone && (cohortId == null || cohortId.isEmpty())) {
                return Optional.empty();
            }
            String standing = State.present(status, "status");
            return Optional.of(
                    new StudentStands(
                            enrollmentId,
                            State.present(studentId, "studentId"),
                            State.present(cohortId, "cohortId"),
                            undone ? null : stay(standing),
                            !undone && standing.equals("WAITING"),
                            undone || appliedOn == null ? null : applicant(standing),
                            formerCohortIds == null ? List.of() : formerCohortIds));
        }

        private Applicant applicant(String standing) {
            List<String> all =
                    statuses == null
                            ? List.of()
                            : statuses.stream()
                                    .map(each -> State.present(each.status, "statuses/status"))
                                    .toList();
            return Applicant.of(standing, all);
        }

        private @Nullable Stay stay(String standing) {
            return switch (standing) {
                case "APPLIED", "SELECTED", "WAITING", "REJECTED" -> null;
                case "ENROLLED", "ON_LEAVE", "COMPLETED", "NOT_COMPLETED" ->
                        new Stay(enrolledOn, null, null, turns());
                case "WITHDRAWN" -> left(State.present(withdrawal, "withdrawal"));
                default -> throw State.doesNotFit("status");
            };
        }

        private Stay left(Withdrawal withdrew) {
            return new Stay(
                    enrolledOn,
                    State.present(withdrew.on, "withdrawal/on"),
                    withdrew.reason,
                    turns());
        }

        private List<Turn> turns() {
            return statuses == null
                    ? List.of()
                    : statuses.stream().flatMap(each -> each.turn().stream()).toList();
        }
    }

    private record Withdrawal(@Nullable LocalDate on, @Nullable String reason) {}

    private record StatusOn(@Nullable String status, @Nullable LocalDate on) {

        /** Nothing for what comes before enrolling, and for leaving, which is told apart. */
        Optional<Turn> turn() {
            return standing().map(standing -> new Turn(on == null ? LocalDate.MIN : on, standing));
        }

        private Optional<Standing> standing() {
            return switch (State.present(status, "statuses/status")) {
                case "ENROLLED" -> Optional.of(Standing.ACTIVE);
                case "ON_LEAVE" -> Optional.of(Standing.ON_LEAVE);
                case "COMPLETED" -> Optional.of(Standing.COMPLETED);
                case "NOT_COMPLETED" -> Optional.of(Standing.NOT_COMPLETED);
                default -> Optional.empty();
            };
        }
    }
}
