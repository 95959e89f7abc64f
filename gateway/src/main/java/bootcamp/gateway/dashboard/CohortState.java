package bootcamp.gateway.dashboard;

import bootcamp.gateway.attendance.DaySheet;
import bootcamp.gateway.attendance.Policy;
import bootcamp.gateway.feed.Applicant;
import bootcamp.gateway.feed.Clinic;
import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.ClinicStands;
import bootcamp.gateway.feed.CohortFact.CohortEnded;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.CohortFact.CompetitionStands;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.ParticipationStands;
import bootcamp.gateway.feed.CohortFact.PolicyStands;
import bootcamp.gateway.feed.CohortFact.QuestionStands;
import bootcamp.gateway.feed.CohortFact.RequestStands;
import bootcamp.gateway.feed.CohortFact.ReviewsStand;
import bootcamp.gateway.feed.CohortFact.RisksStand;
import bootcamp.gateway.feed.CohortFact.SessionStands;
import bootcamp.gateway.feed.CohortFact.SheetStands;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.gateway.feed.Competition;
import bootcamp.gateway.feed.CompetitionTeam;
import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.feed.Question;
import bootcamp.gateway.feed.ReviewSummary;
import bootcamp.gateway.feed.Risks;
import bootcamp.gateway.feed.Taught;
import bootcamp.gateway.feed.TeamActivity;
import bootcamp.gateway.feed.TeamActivity.Participants;
import bootcamp.gateway.retention.Stay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that belongs to one cohort, in memory: the newest state of each entity, and no more.
 *
 * <p>An entity's state replaces the one held only if its version is above it, so facts may come
 * twice, late and in any order, and the same facts always end in the same state. Facts may come
 * before their cohort; until it comes, there is nothing to show. An enrollment that moved away, and
 * a lecture that is for this cohort no more, stay as a version without a state, so that {@link
 * Snapshot#versions} never falls.
 *
 * <p>Written by the feed, read by whoever renders: both hold its lock for a moment.
 */
final class CohortState {

    private final Entities<CohortStands> cohort = new Entities<>();
    private final Entities<Member> members = new Entities<>();
    private final Entities<Lecture> lectures = new Entities<>();
    private final Entities<Question> questions = new Entities<>();
    private final Entities<Clinic> clinics = new Entities<>();
    private final Entities<SessionStands> sessions = new Entities<>();
    private final Entities<Participants> participants = new Entities<>();
    private final Entities<ReviewSummary> reviews = new Entities<>();
    private final Entities<DaySheet> sheets = new Entities<>();
    private final Entities<List<Policy>> policies = new Entities<>();

    private final Entities<Competition> competitions = new Entities<>();
    private final Entities<CompetitionTeam> teams = new Entities<>();

    private final Entities<Risks> risks = new Entities<>();

    /** Of those that are open the last day to decide; the others have no state. */
    private final Entities<LocalDate> requests = new Entities<>();

    /** All of the above by the aggregate that their topic's keys name. */
    private final Map<String, Entities<?>> kinds =
            Map.ofEntries(
                    Map.entry("Cohort", cohort),
                    Map.entry("Enrollment", members),
                    Map.entry("Lecture", lectures),
                    Map.entry("Question", questions),
                    Map.entry("Clinic", clinics),
                    Map.entry("Session", sessions),
                    Map.entry("Participation", participants),
                    Map.entry("ReviewSummary", reviews),
                    Map.entry("Sheet", sheets),
                    Map.entry("AttendancePolicy", policies),
                    Map.entry("AttendanceRequest", requests),
                    Map.entry("Competition", competitions),
                    Map.entry("Team", teams),
                    Map.entry("RiskList", risks));

    private long deadLetterSteps;
    private boolean incomplete;
    private Instant updatedAt = Instant.EPOCH;

    /**
     * @param stay null: in no figure
     */
    private record Member(
            String studentId,
            @Nullable Stay stay,
            boolean waiting,
            @Nullable Applicant applicant) {}

    /**
     * The cohort at one moment.
     *
     * @param students all who were ever enrolled, by their ids
     * @param applicants all who applied, in no order
     * @param lectures all that are for the cohort, in no order
     * @param questions about them, in no order
     * @param clinics of the cohort, in no order
     * @param activities of its teams, in no order
     * @param taught all of its sessions that take place, in no order
     * @param participants who took part in them as far as anybody said, in no order
     * @param reviews what is published of them, in no order
     * @param sheets of its training days, in no order
     * @param requests of each open attendance request the last day to decide, in no order
     * @param competitions that are or were for the cohort's students, in no order
     * @param teams of these competitions, those without a student of the cohort among them, in no
     *     order
     * @param risks who is likeliest to leave; null: nobody was scored yet
     * @param policies its attendance policy, ascending by their first day
     * @param versions sum of the highest versions of all that ever belonged to the cohort, and of
     *     the dead letters opened and closed for it
     * @param updatedAt time of the newest write folded here
     * @param incomplete something for this cohort could not be read and waits to be looked at
     */
    record Snapshot(
            CohortStands cohort,
            Map<String, Stay> students,
            int waiting,
            List<Applicant> applicants,
            List<Lecture> lectures,
            List<Question> questions,
            List<Clinic> clinics,
            List<TeamActivity> activities,
            List<Taught> taught,
            List<Participants> participants,
            List<ReviewSummary> reviews,
            List<DaySheet> sheets,
            List<LocalDate> requests,
            List<Competition> competitions,
            List<CompetitionTeam> teams,
            @Nullable Risks risks,
            List<Policy> policies,
            long versions,
            Instant updatedAt,
            boolean incomplete) {

        Collection<Stay> stays() {
            return students.values();
        }
    }

    /** Folds the fact into the cohort with that id; true where that changed something. */
    synchronized boolean on(String cohortId, CohortFact fact, long version, Instant time) {
        boolean changed =
                switch (fact) {
                    case CohortStands stands -> cohort.put(cohortId, version, stands);
                    case CohortEnded _ -> cohort.put(cohortId, version, null);
                    case StudentStands stands ->
                            members.put(
                                    stands.enrollmentId(),
                                    version,
                                    stands.cohortId().equals(cohortId)
                                            ? new Member(
                                                    stands.studentId(),
                                                    stands.stay(),
                                                    stands.waiting(),
                                                    stands.applicant())
                                            : null);
                    case LectureStands stands ->
                            lectures.put(
                                    stands.lectureId(),
                                    version,
                                    stands.cohortIds().contains(cohortId)
                                            ? stands.lecture()
                                            : null);
                    case QuestionStands stands ->
                            questions.put(
                                    stands.questionId(),
                                    version,
                                    stands.cohortIds().contains(cohortId)
                                            ? stands.question()
                                            : null);
                    case ClinicStands stands ->
                            clinics.put(stands.clinicId(), version, stands.clinic());
                    case SessionStands stands ->
                            sessions.put(
                                    stands.sessionId(),
                                    version,
                                    stands.taught() == null && stands.activity() == null
                                            ? null
                                            : stands);
                    case ParticipationStands stands ->
                            participants.put(
                                    stands.participants().sessionId(),
                                    version,
                                    stands.participants());
                    case ReviewsStand stands ->
                            reviews.put(stands.summaryId(), version, stands.summary());
                    case SheetStands stands ->
                            sheets.put(stands.sheetId(), version, stands.sheet());
                    case RequestStands stands ->
                            requests.put(stands.requestId(), version, stands.decideBy());
                    case CompetitionStands stands ->
                            competitions.put(
                                    stands.competition().competitionId(),
                                    version,
                                    stands.competition());
                    case CompetitionTeamStands stands ->
                            teams.put(stands.team().teamId(), version, stands.team());
                    case RisksStand stands -> risks.put(cohortId, version, stands.risks());
                    case PolicyStands stands -> policies.put(cohortId, version, stands.versions());
                };
        if (changed && time.isAfter(updatedAt)) {
            updatedAt = time;
        }
        return changed;
    }

    /**
     * @param steps how many dead letters were ever opened or closed for this cohort
     * @return true where that changed something
     */
    synchronized boolean deadLetters(long steps, boolean open) {
        boolean changed = steps != deadLetterSteps || open != incomplete;
        deadLetterSteps = steps;
        incomplete = open;
        return changed;
    }

    /** Whether anything is held here in a newer version than there. */
    boolean isAheadOf(CohortState other) {
        CohortState there = other.copy();
        synchronized (this) {
            return kinds.entrySet().stream()
                    .anyMatch(each -> each.getValue().isAheadOf(there.kind(each.getKey())));
        }
    }

    /**
     * Takes over what was folded there; what is known of dead letters stays.
     *
     * @param other not behind this one
     * @return true where that changed something
     */
    boolean become(CohortState other) {
        return takeOver(other.copy());
    }

    private synchronized boolean takeOver(CohortState there) {
        boolean changed = false;
        for (String aggregate : kinds.keySet()) {
            changed |= kind(aggregate).become(there.kind(aggregate));
        }
        if (there.updatedAt.isAfter(updatedAt)) {
            updatedAt = there.updatedAt;
        }
        return changed;
    }

    /** So that nobody ever waits for two of these locks at once. */
    private synchronized CohortState copy() {
        CohortState copy = new CohortState();
        copy.takeOver(this);
        return copy;
    }

    private Entities<?> kind(String aggregate) {
        return Objects.requireNonNull(kinds.get(aggregate), aggregate);
    }

    /** Whether the entity with this id ever belonged here; false of an unknown kind. */
    synchronized boolean knows(String aggregate, String id) {
        Entities<?> kind = kinds.get(aggregate);
        return kind != null && kind.knows(id);
    }

    /** Empty until the cohort itself has come. */
    synchronized Optional<Snapshot> snapshot() {
        return cohort.states().findAny().map(this::snapshot);
    }

    private static <T, R> List<R> some(Entities<T> all, Function<T, @Nullable R> part) {
        List<R> some = new ArrayList<>();
        all.states()
                .forEach(
                        each -> {
                            R found = part.apply(each);
                            if (found != null) {
                                some.add(found);
                            }
                        });
        return some;
    }

    private Snapshot snapshot(CohortStands itself) {
        Map<String, Stay> students = new HashMap<>();
        members.states()
                .forEach(
                        member -> {
                            if (member.stay() != null) {
                                students.put(member.studentId(), member.stay());
                            }
                        });
        return new Snapshot(
                itself,
                students,
                (int) members.states().filter(Member::waiting).count(),
                members.states()
                        .map(Member::applicant)
                        .<Applicant>mapMulti(
                                (each, out) -> {
                                    if (each != null) {
                                        out.accept(each);
                                    }
                                })
                        .toList(),
                lectures.states().toList(),
                questions.states().toList(),
                clinics.states().toList(),
                some(sessions, SessionStands::activity),
                some(sessions, SessionStands::taught),
                participants.states().toList(),
                reviews.states().toList(),
                sheets.states().toList(),
                requests.states().toList(),
                competitions.states().toList(),
                teams.states().toList(),
                risks.states().findAny().orElse(null),
                policies.states().findAny().orElse(Policy.DEFAULT),
                kinds.values().stream().mapToLong(Entities::versions).sum() + deadLetterSteps,
                updatedAt,
                incomplete);
    }
}
