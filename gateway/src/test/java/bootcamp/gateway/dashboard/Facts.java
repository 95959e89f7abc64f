package bootcamp.gateway.dashboard;

import bootcamp.gateway.attendance.DaySheet;
import bootcamp.gateway.attendance.Mark;
import bootcamp.gateway.attendance.Policy;
import bootcamp.gateway.feed.Applicant;
import bootcamp.gateway.feed.Clinic;
import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.ClinicStands;
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
import bootcamp.gateway.feed.FactReader;
import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.feed.Question;
import bootcamp.gateway.feed.ReviewSummary;
import bootcamp.gateway.feed.Risks;
import bootcamp.gateway.feed.Taught;
import bootcamp.gateway.feed.TeamActivity;
import bootcamp.gateway.retention.Stay;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts about a cohort of two hundred days in Seoul, as the feed would hand them on. */
final class Facts {

    static final LocalDate START = LocalDate.parse("2024-01-02");
    static final LocalDate END = START.plusDays(200);
    static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    private Facts() {}

    record Fact(CohortFact fact, long version, Instant time) {

        void tell(FactReader reader) {
            reader.on(fact, version, time);
        }
    }

    static Fact cohort(String cohortId, long version) {
        return cohort(cohortId, version, SEOUL);
    }

    static Fact cohort(String cohortId, long version, ZoneId zone) {
        return new Fact(
                new CohortStands(
                        cohortId,
                        "AI Lab",
                        "AI Lab 3기",
                        START,
                        END,
                        zone,
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        Set.of(),
                        100,
                        "OPEN",
                        null),
                version,
                at(version));
    }

    static Fact enrolled(String enrollmentId, String cohortId, long version) {
        return stands(enrollmentId, cohortId, version, Stay.of(null, null, null), false);
    }

    static Fact left(String enrollmentId, String cohortId, long version, int day) {
        return stands(
                enrollmentId,
                cohortId,
                version,
                Stay.of(null, START.plusDays(day), "EMPLOYMENT"),
                false);
    }

    static Fact waiting(String enrollmentId, String cohortId, long version) {
        return stands(enrollmentId, cohortId, version, null, true);
    }

    static Fact removed(String enrollmentId, String cohortId, long version) {
        return stands(enrollmentId, cohortId, version, null, false);
    }

    static Fact stands(
            String enrollmentId,
            String cohortId,
            long version,
            @Nullable Stay stay,
            boolean waiting,
            String... formerCohortIds) {
        return new Fact(
                new StudentStands(
                        enrollmentId,
                        "s-" + enrollmentId,
                        cohortId,
                        stay,
                        waiting,
                        null,
                        List.of(formerCohortIds)),
                version,
                at(version));
    }

    /** Of somebody who applied. */
    static Fact applied(String enrollmentId, String cohortId, long version, Applicant applicant) {
        return new Fact(
                new StudentStands(
                        enrollmentId,
                        "s-" + enrollmentId,
                        cohortId,
                        null,
                        applicant.status().equals("WAITING"),
                        applicant,
                        List.of()),
                version,
                at(version));
    }

    /** A sheet on which these students have that mark. */
    static Fact sheet(String cohortId, long version, int day, String mark, String... students) {
        byte[] marks = new byte[students.length];
        Arrays.fill(marks, Mark.marks(List.of(mark)));
        LocalDate date = START.plusDays(day);
        return new Fact(
                new SheetStands(
                        cohortId + "." + date,
                        cohortId,
                        new DaySheet(date, true, 1, Stream.of(students).sorted().toList(), marks)),
                version,
                at(version));
    }

    /** Asks for that share of the course's days, from its start on. */
    static Fact policy(String cohortId, long version, int thresholdPerMille) {
        return new Fact(
                new PolicyStands(
                        cohortId,
                        List.of(new Policy(1, START, false, thresholdPerMille, 3, false))),
                version,
                at(version));
    }

    /** A lecture of two hours that evening, for these cohorts. */
    static Fact lecture(String lectureId, long version, int day, int waiting, String... cohortIds) {
        OffsetDateTime start = evening(day);
        return lecture(
                lectureId,
                version,
                new Lecture(
                        lectureId,
                        "Agents",
                        start,
                        start.plusHours(2),
                        SEOUL.getId(),
                        "PUBLISHED",
                        2,
                        2,
                        1,
                        waiting),
                List.of(cohortIds),
                List.of());
    }

    /**
     * A request about a day of attendance.
     *
     * @param decideBy null: it is decided
     */
    static Fact request(
            String requestId, String cohortId, long version, @Nullable LocalDate decideBy) {
        return new Fact(new RequestStands(requestId, cohortId, decideBy), version, at(version));
    }

    /** A question with so many votes about that lecture, which is for these cohorts. */
    static Fact question(
            String questionId, String lectureId, long version, int votes, String... cohortIds) {
        return question(questionId, lectureId, version, "OPEN", votes > 5, votes, cohortIds);
    }

    static Fact question(
            String questionId,
            String lectureId,
            long version,
            String standing,
            boolean answered,
            int votes,
            String... cohortIds) {
        return question(
                new Question(questionId, lectureId, standing, answered, votes, 1, 1, false),
                version,
                cohortIds);
    }

    /** An open question without an answer, which was merged into another. */
    static Fact merged(String questionId, String lectureId, long version, String... cohortIds) {
        return question(
                new Question(questionId, lectureId, "OPEN", false, 0, 1, 2, true),
                version,
                cohortIds);
    }

    private static Fact question(Question question, long version, String... cohortIds) {
        return new Fact(
                new QuestionStands(
                        question.questionId(),
                        question.lectureId(),
                        List.of(cohortIds),
                        List.of(),
                        question),
                version,
                at(version));
    }

    /** A competition of a fortnight from that day of the cohort on, for these cohorts. */
    static Fact competition(String competitionId, long version, int day, String... cohortIds) {
        OffsetDateTime start = evening(day);
        return new Fact(
                new CompetitionStands(
                        List.of(cohortIds),
                        new Competition(
                                competitionId,
                                "Digits",
                                start,
                                start.plusDays(14),
                                SEOUL.getId(),
                                "PUBLISHED",
                                null)),
                version,
                at(version));
    }

    /**
     * A team of these students.
     *
     * @param days for each of them the days of the cohort on which one submission was sent
     */
    static Fact team(
            String teamId,
            String competitionId,
            long version,
            List<String> cohortIds,
            Map<String, List<Integer>> days) {
        return new Fact(
                new CompetitionTeamStands(
                        cohortIds,
                        new CompetitionTeam(
                                teamId,
                                competitionId,
                                days.keySet().stream().sorted().toList(),
                                days.values().stream().anyMatch(each -> !each.isEmpty()),
                                days.entrySet().stream()
                                        .filter(each -> !each.getValue().isEmpty())
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(each -> author(each.getKey(), each.getValue()))
                                        .toList())),
                version,
                at(version));
    }

    private static CompetitionTeam.Author author(String studentId, List<Integer> days) {
        return new CompetitionTeam.Author(
                studentId,
                days.stream()
                        .collect(
                                Collectors.toMap(
                                        day -> START.plusDays(day), _ -> 1, Integer::sum)));
    }

    /** A clinic of one slot on that day of the cohort, with these students. */
    static Fact clinic(
            String clinicId, String cohortId, long version, int day, String... studentIds) {
        return clinic(clinicId, cohortId, version, "RESUME_FEEDBACK", day, studentIds);
    }

    static Fact clinic(
            String clinicId,
            String cohortId,
            long version,
            String kind,
            int day,
            String... studentIds) {
        return new Fact(
                new ClinicStands(
                        clinicId,
                        cohortId,
                        new Clinic(
                                kind,
                                List.of(
                                        new Clinic.Slot(
                                                START.plusDays(day), List.of(studentIds))))),
                version,
                at(version));
    }

    /** A team activity on that day of the cohort. */
    static Fact activity(String sessionId, String cohortId, long version, int day) {
        return new Fact(
                new SessionStands(
                        sessionId,
                        cohortId,
                        new TeamActivity(sessionId, START.plusDays(day)),
                        new Taught(START.plusDays(day), null, null)),
                version,
                at(version));
    }

    /** A lecture of a module on that day of the cohort. */
    static Fact taught(
            String sessionId,
            String cohortId,
            long version,
            int day,
            String moduleId,
            @Nullable String instructorId) {
        return new Fact(
                new SessionStands(
                        sessionId,
                        cohortId,
                        null,
                        new Taught(START.plusDays(day), moduleId, instructorId)),
                version,
                at(version));
    }

    /** One that is cancelled, or removed. */
    static Fact noActivity(String sessionId, String cohortId, long version) {
        return new Fact(new SessionStands(sessionId, cohortId, null, null), version, at(version));
    }

    /** Who took part is confirmed. */
    static Fact participants(
            String sessionId, String cohortId, long version, String... studentIds) {
        return new Fact(
                new ParticipationStands(
                        cohortId,
                        new TeamActivity.Participants(
                                sessionId, true, Set.of(studentIds), null, 0)),
                version,
                at(version));
    }

    /** Who took part is confirmed, of an activity that was for these alone. */
    static Fact participants(
            String sessionId,
            String cohortId,
            long version,
            Set<String> askedIds,
            Set<String> studentIds) {
        return new Fact(
                new ParticipationStands(
                        cohortId,
                        new TeamActivity.Participants(sessionId, true, studentIds, askedIds, 0)),
                version,
                at(version));
    }

    /** So many teams' proposals wait, and nothing is confirmed. */
    static Fact proposals(String sessionId, String cohortId, long version, int waiting) {
        return new Fact(
                new ParticipationStands(
                        cohortId,
                        new TeamActivity.Participants(sessionId, false, Set.of(), null, waiting)),
                version,
                at(version));
    }

    static OffsetDateTime evening(int day) {
        return START.plusDays(day).atTime(19, 0).atZone(SEOUL).toOffsetDateTime();
    }

    static Fact lecture(
            String lectureId,
            long version,
            @Nullable Lecture lecture,
            List<String> cohortIds,
            List<String> formerCohortIds) {
        return new Fact(
                new LectureStands(lectureId, cohortIds, formerCohortIds, lecture),
                version,
                at(version));
    }

    /** Of a target of the cohort; under five reviews nothing of it is shown. */
    static Fact reviews(String id, String cohortId, long version, String kind, int... ratings) {
        int n = ratings.length;
        boolean hidden = n < 5;
        List<Integer> counts =
                IntStream.rangeClosed(1, 10)
                        .map(each -> (int) Arrays.stream(ratings).filter(it -> it == each).count())
                        .boxed()
                        .toList();
        ReviewSummary summary =
                new ReviewSummary(
                        id,
                        kind,
                        "of-" + id,
                        "Agents",
                        hidden ? null : n,
                        hidden ? null : Arrays.stream(ratings).average().orElseThrow(),
                        hidden ? null : new ReviewSummary.Interval(2.5, 9.25),
                        null,
                        hidden ? null : counts,
                        null,
                        null,
                        hidden ? null : 0.5,
                        hidden ? ReviewSummary.Hidden.FEWER_THAN_5 : null);
        return new Fact(new ReviewsStand(id, cohortId, summary), version, at(version));
    }

    /** Of a day of the cohort, the likeliest first. */
    static Fact risks(String cohortId, long version, int day, String... students) {
        List<Risks.AtRisk> all =
                Arrays.stream(students)
                        .map(
                                each ->
                                        new Risks.AtRisk(
                                                each,
                                                6.5,
                                                2,
                                                List.of(new Risks.Signal("ABSENT_LATELY", 3, 9))))
                        .toList();
        return new Fact(
                new RisksStand(cohortId, new Risks(START.plusDays(day), "PRIOR", all)),
                version,
                at(version));
    }

    static Instant at(long version) {
        return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(version);
    }
}
