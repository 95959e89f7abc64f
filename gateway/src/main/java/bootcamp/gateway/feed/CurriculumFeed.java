package bootcamp.gateway.feed;

import bootcamp.gateway.attendance.DaySheet;
import bootcamp.gateway.attendance.Mark;
import bootcamp.gateway.attendance.Policy;
import bootcamp.gateway.feed.CohortFact.ClinicStands;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.ParticipationStands;
import bootcamp.gateway.feed.CohortFact.PolicyStands;
import bootcamp.gateway.feed.CohortFact.QuestionStands;
import bootcamp.gateway.feed.CohortFact.RequestStands;
import bootcamp.gateway.feed.CohortFact.SessionStands;
import bootcamp.gateway.feed.CohortFact.SheetStands;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.feed.EventReader;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the curriculum service says: special lectures and attendance become facts. Unknown
 * fields are ignored; a missing one without which a figure would be wrong makes the event {@link
 * Undecodable}.
 */
public final class CurriculumFeed implements EventReader {

    public static final String SERVICE = "curriculum";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final Map<String, Integer> NEWEST =
            Map.ofEntries(
                    Map.entry("Clinic", 1),
                    Map.entry("Lecture", 1),
                    Map.entry("Sheet", 1),
                    Map.entry("AttendancePolicy", 1),
                    Map.entry("AttendanceRequest", 1),
                    Map.entry("AttendanceImportOutcome", 1),
                    Map.entry("Question", 1),
                    Map.entry("Instructor", 1),
                    Map.entry("Module", 1),
                    Map.entry("Session", 1),
                    Map.entry("Booking", 1),
                    Map.entry("Teams", 1),
                    Map.entry("Participation", 1));

    private static final EventCodec CODEC = EventCodec.reading(NEWEST);
    private static final Set<String> CLINICS = Set.of("RESUME_FEEDBACK", "MENTORING");
    private static final Set<String> STANDINGS = Set.of("OPEN", "HELD", "HIDDEN");
    private static final Set<String> PHASES = Set.of("OPEN", "ACCEPTED", "REFUSED", "TAKEN_BACK");
    private static final Set<String> STATUSES = Set.of("DRAFT", "PUBLISHED", "HELD", "CANCELLED");

    private final FactReader reader;

    CurriculumFeed(FactReader reader) {
        this.reader = reader;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        fact(event).ifPresent(fact -> reader.on(fact, event.version(), event.time()));
    }

    private static Optional<? extends CohortFact> fact(Event event) {
        return switch (event.aggregate()) {
            case "Lecture" -> CODEC.stateAs(event, LectureDocument.class).fact(event.id());
            case "Question" ->
                    Optional.of(CODEC.stateAs(event, QuestionDocument.class).fact(event.id()));
            case "Clinic" ->
                    Optional.of(CODEC.stateAs(event, ClinicDocument.class).fact(event.id()));
            case "Sheet" -> Optional.of(CODEC.stateAs(event, SheetDocument.class).fact(event.id()));
            case "AttendancePolicy" ->
                    Optional.of(CODEC.stateAs(event, PolicyDocument.class).fact());
            case "AttendanceRequest" ->
                    Optional.of(CODEC.stateAs(event, RequestDocument.class).fact(event.id()));
            case "Session" ->
                    Optional.of(CODEC.stateAs(event, SessionDocument.class).fact(event.id()));
            case "Participation" ->
                    Optional.of(CODEC.stateAs(event, ParticipationDocument.class).fact(event.id()));
            // Dashboards show nothing of them.
            case "Instructor", "Module", "Booking", "Teams", "AttendanceImportOutcome" ->
                    Optional.empty();
            default -> throw new Undecodable(Code.UNKNOWN_TYPE, event.aggregate());
        };
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }

    /** The public state of a lecture, as far as dashboards use it. */
    private record LectureDocument(
            @Nullable List<String> cohortIds,
            @Nullable List<String> formerCohortIds,
            @Nullable String title,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone,
            @Nullable String status,
            @Nullable Integer capacity,
            @Nullable Integer registered,
            @Nullable Integer unconfirmed,
            @Nullable Integer waiting,
            @Nullable Boolean removed) {

        /** Nothing where it is no more and belonged to nobody whom it could tell. */
        Optional<CohortFact> fact(String lectureId) {
            boolean isRemoved = removed != null && removed;
            List<String> former = Objects.requireNonNullElse(formerCohortIds, List.of());
            List<String> present =
                    isRemoved
                            ? Objects.requireNonNullElse(cohortIds, List.of())
                            : State.present(cohortIds, "cohortIds");
            if (present.isEmpty() && former.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new LectureStands(
                            lectureId, present, former, isRemoved ? null : lecture(lectureId)));
        }

        private Lecture lecture(String lectureId) {
            OffsetDateTime start = time(startsAt, "startsAt");
            OffsetDateTime end = time(endsAt, "endsAt");
            if (!end.isAfter(start)) {
                throw State.doesNotFit("endsAt not after startsAt");
            }
            return new Lecture(
                    lectureId,
                    State.present(title, "title"),
                    start,
                    end,
                    State.parsed(timeZone, "timeZone", ZoneId::of).getId(),
                    known(STATUSES, status, "status"),
                    State.present(capacity, "capacity"),
                    State.present(registered, "registered"),
                    State.present(unconfirmed, "unconfirmed"),
                    State.present(waiting, "waiting"));
        }
    }

    /** Not left to the decoder, which would tell it in another zone. */
    private static OffsetDateTime time(@Nullable String text, String field) {
        return State.parsed(text, field, OffsetDateTime::parse);
    }

    /** The public state of a question, as far as dashboards use it. */
    private record QuestionDocument(
            @Nullable String lectureId,
            @Nullable List<String> cohortIds,
            @Nullable List<String> formerCohortIds,
            @Nullable String standing,
            @Nullable Boolean answered,
            @Nullable Integer votes,
            @Nullable Integer reports,
            @Nullable Integer edition,
            @Nullable String mergedInto,
            @Nullable Boolean removed) {

        QuestionStands fact(String questionId) {
            return new QuestionStands(
                    questionId,
                    State.present(lectureId, "lectureId"),
                    State.present(cohortIds, "cohortIds"),
                    Objects.requireNonNullElse(formerCohortIds, List.of()),
                    removed != null && removed ? null : question(questionId));
        }

        private Question question(String questionId) {
            return new Question(
                    questionId,
                    State.present(lectureId, "lectureId"),
                    known(STANDINGS, standing, "standing"),
                    State.present(answered, "answered"),
                    State.present(votes, "votes"),
                    Objects.requireNonNullElse(reports, 0),
                    State.present(edition, "edition"),
                    mergedInto != null);
        }
    }

    /** One of those that are known; of another no figure would be right. */
    private static String known(Set<String> all, @Nullable String value, String field) {
        String present = State.present(value, field);
        if (!all.contains(present)) {
            throw State.doesNotFit(field);
        }
        return present;
    }

    /** The public state of a clinic, as far as dashboards use it. */
    private record ClinicDocument(
            @Nullable String cohortId,
            @Nullable String kind,
            @Nullable Boolean cancelled,
            @Nullable List<ClinicSlotDocument> slots) {

        ClinicStands fact(String clinicId) {
            String cohort = State.present(cohortId, "cohortId");
            List<Clinic.Slot> held =
                    State.present(slots, "slots").stream()
                            .filter(ClinicSlotDocument::takesPlace)
                            .map(ClinicSlotDocument::slot)
                            .toList();
            return new ClinicStands(
                    clinicId,
                    cohort,
                    State.present(cancelled, "cancelled")
                            ? null
                            : new Clinic(known(CLINICS, kind, "kind"), held));
        }
    }

    private record ClinicSlotDocument(
            @Nullable String startsAt, @Nullable Boolean cancelled, @Nullable List<String> booked) {

        boolean takesPlace() {
            return !State.present(cancelled, "slots/cancelled");
        }

        Clinic.Slot slot() {
            return new Clinic.Slot(
                    time(startsAt, "slots/startsAt").toLocalDate(),
                    State.present(booked, "slots/booked").stream().map(String::intern).toList());
        }
    }

    /** The public state of a session, as far as dashboards use it. */
    private record SessionDocument(
            @Nullable String cohortId,
            @Nullable String kind,
            @Nullable String moduleId,
            @Nullable String instructorId,
            @Nullable String startsAt,
            @Nullable Boolean cancelled,
            @Nullable Boolean removed) {

        SessionStands fact(String sessionId) {
            String cohort = State.present(cohortId, "cohortId");
            boolean isThere = !(removed != null && removed);
            if (!isThere || State.present(cancelled, "cancelled")) {
                return new SessionStands(sessionId, cohort, null, null);
            }
            LocalDate day = time(startsAt, "startsAt").toLocalDate();
            return new SessionStands(
                    sessionId,
                    cohort,
                    State.present(kind, "kind").equals("TEAM_ACTIVITY")
                            ? new TeamActivity(sessionId, day)
                            : null,
                    new Taught(day, interned(moduleId), interned(instructorId)));
        }

        private static @Nullable String interned(@Nullable String id) {
            return id == null ? null : id.intern();
        }
    }

    /** The public state of who took part, as far as dashboards use it. */
    private record ParticipationDocument(
            @Nullable String cohortId,
            @Nullable Boolean said,
            @Nullable List<String> participantIds,
            @Nullable List<String> askedIds,
            @Nullable Integer waiting) {

        ParticipationStands fact(String sessionId) {
            return new ParticipationStands(
                    State.present(cohortId, "cohortId"),
                    new TeamActivity.Participants(
                            sessionId,
                            State.present(said, "said"),
                            interned(State.present(participantIds, "participantIds")),
                            askedIds == null ? null : interned(askedIds),
                            State.present(waiting, "waiting")));
        }

        private static Set<String> interned(List<String> ids) {
            return ids.stream().map(String::intern).collect(Collectors.toSet());
        }
    }

    /** The public state of an attendance sheet, as far as dashboards use it. */
    private record SheetDocument(
            @Nullable String cohortId,
            @Nullable LocalDate date,
            @Nullable Boolean closed,
            @Nullable Integer policyVersion,
            @Nullable List<MarkedDocument> students,
            @Nullable Boolean removed) {

        SheetStands fact(String sheetId) {
            String cohort = State.present(cohortId, "cohortId");
            return new SheetStands(sheetId, cohort, removed != null && removed ? null : sheet());
        }

        private DaySheet sheet() {
            List<MarkedDocument> marked =
                    State.present(students, "students").stream()
                            .sorted(Comparator.comparing(MarkedDocument::id))
                            .toList();
            byte[] marks = new byte[marked.size()];
            for (int i = 0; i < marks.length; i++) {
                marks[i] = marked.get(i).packed();
            }
            return new DaySheet(
                    State.present(date, "date"),
                    State.present(closed, "closed"),
                    State.present(policyVersion, "policyVersion"),
                    marked.stream().map(MarkedDocument::id).toList(),
                    marks);
        }
    }

    /**
     * @param soFar what it comes to while the day is not over; null: no other than the marks, which
     *     are an absence where there is one
     */
    private record MarkedDocument(
            @Nullable String studentId,
            @Nullable List<String> marks,
            @Nullable List<String> soFar) {

        /** The same object for all sheets: there is a sheet for every day. */
        String id() {
            return State.present(studentId, "students/studentId").intern();
        }

        byte packed() {
            try {
                byte inTheEnd = Mark.marks(State.present(marks, "students/marks"));
                if (soFar == null) {
                    return inTheEnd;
                }
                if (inTheEnd != Mark.marks(List.of(Mark.ABSENT.name()))) {
                    throw State.doesNotFit("students/soFar");
                }
                return Mark.unless(soFar);
            } catch (IllegalArgumentException e) {
                throw State.doesNotFit("students/marks");
            }
        }
    }

    /** The public state of an attendance request, as far as dashboards use it. */
    private record RequestDocument(
            @Nullable String cohortId,
            @Nullable String phase,
            @Nullable LocalDate decideBy,
            @Nullable Boolean removed) {

        RequestStands fact(String requestId) {
            boolean isOpen =
                    known(PHASES, phase, "phase").equals("OPEN") && !(removed != null && removed);
            return new RequestStands(
                    requestId,
                    State.present(cohortId, "cohortId"),
                    isOpen ? State.present(decideBy, "decideBy") : null);
        }
    }

    /** The public state of an attendance policy, as far as dashboards use it. */
    private record PolicyDocument(
            @Nullable String cohortId, @Nullable List<PolicyVersionDocument> versions) {

        PolicyStands fact() {
            List<Policy> policies =
                    State.present(versions, "versions").stream()
                            .map(PolicyVersionDocument::policy)
                            .sorted(
                                    Comparator.comparing(Policy::from)
                                            .thenComparing(Policy::version))
                            .toList();
            if (policies.isEmpty()) {
                throw State.doesNotFit("versions");
            }
            return new PolicyStands(State.present(cohortId, "cohortId"), policies);
        }
    }

    /**
     * @param marksPerAbsence null: they never come to an absence
     */
    private record PolicyVersionDocument(
            @Nullable Integer version,
            @Nullable LocalDate from,
            @Nullable String record,
            @Nullable Integer thresholdPerMille,
            @Nullable Integer marksPerAbsence,
            @Nullable String scope) {

        Policy policy() {
            return new Policy(
                    State.present(version, "versions/version"),
                    State.present(from, "versions/from"),
                    is(record, "versions/record", "STAMPS", "SHEET"),
                    State.present(thresholdPerMille, "versions/thresholdPerMille"),
                    marksPerAbsence,
                    is(scope, "versions/scope", "MONTH", "COURSE"));
        }

        /** Whether it is the one; that it is neither makes a figure wrong. */
        private static boolean is(@Nullable String value, String field, String one, String other) {
            String known = State.present(value, field);
            if (!known.equals(one) && !known.equals(other)) {
                throw State.doesNotFit(field);
            }
            return known.equals(one);
        }
    }
}
