package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.attendance.Requests;
import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.dashboard.Facts.Fact;
import bootcamp.gateway.dashboard.LectureRow.Questions;
import bootcamp.gateway.dashboard.Participation.Clinics;
import bootcamp.gateway.feed.Applicant;
import bootcamp.gateway.feed.CohortFact.CompetitionStands;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.gateway.feed.Competition;
import bootcamp.gateway.feed.CompetitionTeam;
import bootcamp.gateway.retention.Stay;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The fold of one cohort: what arrives, how often and in which order must not matter. */
class CohortStateTest {

    private static final LocalDate DAY = Facts.START.plusDays(90);

    @Example
    void nothingIsShownBeforeTheCohortItself() {
        CohortState state = new CohortState();

        on(state, Facts.enrolled("e1", "c", 1));

        assertThat(state.snapshot()).isEmpty();
        on(state, Facts.cohort("c", 1));
        assertThat(shown(state).counts().enrolled()).isEqualTo(1);
    }

    @Example
    void olderAndEqualVersionsChangeNothing() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 2));
        on(state, Facts.left("e1", "c", 5, 20));

        assertThat(on(state, Facts.enrolled("e1", "c", 5))).isFalse();
        assertThat(on(state, Facts.enrolled("e1", "c", 4))).isFalse();
        assertThat(on(state, Facts.cohort("c", 2))).isFalse();

        assertThat(shown(state).counts().withdrawn()).isEqualTo(1);
    }

    @Example
    void revisionIsTheSumOfTheHighestVersionsAndTheDay() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 2));
        on(state, Facts.enrolled("e1", "c", 3));
        on(state, Facts.left("e1", "c", 7, 20));
        on(state, Facts.removed("e2", "c", 4));

        assertThat(shown(state).revision()).isEqualTo(2 + 7 + 4 + DAY.toEpochDay());
    }

    @Example
    void whoMovedAwayLeavesTheVersionBehind() {
        CohortState former = new CohortState();
        on(former, "c", Facts.cohort("c", 1));
        on(former, "c", Facts.enrolled("e1", "c", 3));
        Fact moved = Facts.stands("e1", "d", 4, Stay.of(null, null, null), false, "c");
        long before = shown(former).revision();

        on(former, "c", moved);
        on(former, "c", Facts.enrolled("e1", "c", 3));

        assertThat(shown(former).counts().enrolled()).isZero();
        assertThat(shown(former).revision()).isEqualTo(before + 1);
    }

    @Example
    void rowThatWasUndoneIsInNoFigureAndRevives() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.enrolled("e1", "c", 1));
        on(state, Facts.removed("e1", "c", 2));

        assertThat(shown(state).counts().enrolled()).isZero();

        on(state, Facts.enrolled("e1", "c", 3));
        assertThat(shown(state).counts().enrolled()).isEqualTo(1);
    }

    @Example
    void waitingIsOfThePresentOnly() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.waiting("e1", "c", 1));

        Snapshot snapshot = state.snapshot().orElseThrow();

        assertThat(Dashboard.of(snapshot, DAY, DAY, null).waiting()).isEqualTo(1);
        Dashboard past = Dashboard.of(snapshot, DAY, DAY.minusDays(1), null);
        assertThat(past.waiting()).isNull();
        assertThat(past.atRisk()).isNull();
        assertThat(past.attendance()).isNotNull();
    }

    @Example
    void whoAppliedIsCountedAsFarAsTheyCameAndOfThePresentOnly() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.waiting("not-an-applicant", "c", 1));
        on(state, Facts.applied("e1", "c", 1, new Applicant(false, false, "APPLIED")));
        on(state, Facts.applied("e2", "c", 1, new Applicant(false, false, "REJECTED")));
        on(state, Facts.applied("e3", "c", 1, new Applicant(true, false, "WAITING")));
        on(state, Facts.applied("e4", "c", 1, new Applicant(true, true, "ENROLLED")));
        on(state, Facts.applied("e5", "c", 1, new Applicant(true, true, "WITHDRAWN")));
        on(state, Facts.applied("e5", "c", 1, new Applicant(false, false, "APPLIED")));

        Snapshot snapshot = state.snapshot().orElseThrow();

        assertThat(Dashboard.of(snapshot, DAY, DAY, null).admission())
                .isEqualTo(new Admission(5, 3, 2, 1, 1, 1, 0.6, 2.0 / 3));
        assertThat(Dashboard.of(snapshot, DAY, DAY.minusDays(1), null).admission()).isNull();
        assertThat(Admission.of(List.of())).isEqualTo(new Admission(0, 0, 0, 0, 0, 0, null, null));
    }

    @Example
    void openDeadLetterMakesItIncompleteAndIsCounted() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        long before = shown(state).revision();

        assertThat(state.deadLetters(1, true)).isTrue();

        assertThat(shown(state).incomplete()).isTrue();
        assertThat(shown(state).revision()).isEqualTo(before + 1);
        assertThat(state.deadLetters(2, false)).isTrue();
        assertThat(shown(state).incomplete()).isFalse();
        assertThat(shown(state).revision()).isEqualTo(before + 2);
    }

    @Example
    void requestsThatWaitAreCountedAndThoseThatShouldNotAnyMore() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.request("r1", "c", 1, DAY.minusDays(1)));
        on(state, Facts.request("r2", "c", 1, DAY));
        on(state, Facts.request("r3", "c", 2, null));
        on(state, Facts.request("r3", "c", 1, DAY));

        assertThat(shown(state).attendance().requests()).isEqualTo(new Requests(2, 1));
        Snapshot snapshot = state.snapshot().orElseThrow();
        assertThat(Dashboard.of(snapshot, DAY, DAY.minusDays(1), null).attendance().requests())
                .isNull();
        on(state, Facts.request("r1", "c", 2, null));
        assertThat(shown(state).attendance().requests()).isEqualTo(new Requests(1, 0));
    }

    @Example
    void lecturesStandInTheOrderOfTheirStart() {
        CohortState state = new CohortState();
        on(state, Facts.lecture("l2", 3, 40, 5, "c"));
        on(state, Facts.lecture("l1", 1, 40, 0, "c", "d"));
        on(state, Facts.lecture("l3", 2, 10, 0, "c"));
        on(state, Facts.cohort("c", 1));
        on(state, Facts.lecture("l2", 2, 5, 9, "c"));

        Dashboard shown = shown(state);

        assertThat(shown.lectures())
                .extracting(row -> row.lecture().lectureId())
                .containsExactly("l3", "l1", "l2");
        assertThat(shown.lectures())
                .extracting(row -> row.lecture().waiting())
                .containsExactly(0, 0, 5);
        assertThat(shown.revision()).isEqualTo(1 + 3 + 1 + 2 + DAY.toEpochDay());
    }

    @Example
    void clinicsCountWhoOfThoseHereHadOneAndWhoHadNone() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.enrolled("e1", "c", 1));
        on(state, Facts.enrolled("e2", "c", 1));
        on(state, Facts.left("e3", "c", 2, 9));
        on(state, Facts.clinic("k1", "c", 2, 10, "s-e1", "s-e3"));
        on(state, Facts.clinic("k2", "c", 1, 150, "s-e2"));
        on(state, Facts.clinic("k3", "c", 1, "MENTORING", 8, "s-e3"));
        on(state, Facts.clinic("k1", "c", 1, 10, "s-e2"));

        assertThat(shown(state).participation().clinics())
                .containsExactly(
                        new Clinics("RESUME_FEEDBACK", 1, 1, 1, 1, 2),
                        new Clinics("MENTORING", 1, 0, 0, 2, 2));
        Snapshot snapshot = state.snapshot().orElseThrow();
        assertThat(
                        Dashboard.of(snapshot, DAY, Facts.START.plusDays(8), null)
                                .participation()
                                .clinics())
                .containsExactly(
                        new Clinics("RESUME_FEEDBACK", 0, null, 0, 3, 3),
                        new Clinics("MENTORING", 1, null, 1, 2, 3));
    }

    /** The activity of one team is no absence of the others. */
    @Example
    void teamActivityIsAskedOfItsTeamsAlone() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.enrolled("e1", "c", 1));
        on(state, Facts.enrolled("e2", "c", 1));
        on(state, Facts.enrolled("e3", "c", 1));
        on(state, Facts.activity("a1", "c", 1, 8));
        on(state, Facts.participants("a1", "c", 1, Set.of("s-e1", "s-e2"), Set.of("s-e1")));

        TeamActivities told = shown(state).participation().teamActivity();

        assertThat(told.n()).isEqualTo(2);
        assertThat(told.share()).isEqualTo(0.5);
        assertThat(told.students())
                .containsExactly(
                        new TeamActivities.Student("s-e1", 1, 1, 1.0),
                        new TeamActivities.Student("s-e2", 1, 0, 0.0));
    }

    @Example
    void teamActivitiesCountOnceItIsConfirmedWhoTookPart() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.enrolled("e1", "c", 1));
        on(state, Facts.enrolled("e2", "c", 1));
        on(state, Facts.left("e3", "c", 2, 9));
        on(state, Facts.participants("a1", "c", 2, "s-e1", "s-e3"));
        on(state, Facts.activity("a1", "c", 1, 8));
        on(state, Facts.activity("a2", "c", 1, 10));
        on(state, Facts.participants("a2", "c", 1, "s-e1", "s-e2", "somebody-else"));
        on(state, Facts.activity("a3", "c", 1, 12));
        on(state, Facts.proposals("a3", "c", 1, 2));
        on(state, Facts.activity("a4", "c", 1, 150));
        on(state, Facts.activity("a5", "c", 1, 11));
        on(state, Facts.noActivity("a5", "c", 2));
        on(state, Facts.participants("a5", "c", 1, "s-e2"));

        assertThat(shown(state).participation().teamActivity())
                .isEqualTo(
                        new TeamActivities(
                                3,
                                2,
                                2,
                                0.8,
                                5,
                                List.of(
                                        activity("a1", 8, true, 2, 3),
                                        activity("a2", 10, true, 2, 2),
                                        activity("a3", 12, false, 0, 2)),
                                List.of(
                                        new TeamActivities.Student("s-e1", 2, 2, 1.0),
                                        new TeamActivities.Student("s-e2", 2, 1, 0.5))));
        Snapshot snapshot = state.snapshot().orElseThrow();
        assertThat(
                        Dashboard.of(snapshot, DAY, Facts.START.plusDays(8), null)
                                .participation()
                                .teamActivity())
                .isEqualTo(
                        new TeamActivities(
                                1,
                                1,
                                null,
                                2.0 / 3,
                                3,
                                List.of(activity("a1", 8, true, 2, 3)),
                                List.of(
                                        new TeamActivities.Student("s-e1", 1, 1, 1.0),
                                        new TeamActivities.Student("s-e2", 1, 0, 0.0),
                                        new TeamActivities.Student("s-e3", 1, 1, 1.0))));
    }

    private static TeamActivities.Activity activity(
            String sessionId, int day, boolean told, int tookPart, int n) {
        return new TeamActivities.Activity(sessionId, Facts.START.plusDays(day), told, tookPart, n);
    }

    @Example
    void questionsAreCountedAtTheirLecture() {
        CohortState state = new CohortState();
        on(state, Facts.question("q1", "l1", 3, "OPEN", true, 9, "c"));
        on(state, Facts.question("q2", "l1", 1, "OPEN", false, 0, "c"));
        on(state, Facts.question("q3", "l1", 2, "HELD", false, 0, "c"));
        on(state, Facts.question("q4", "l1", 1, "HIDDEN", true, 0, "c"));
        on(state, Facts.merged("q6", "l1", 1, "c"));
        on(state, Facts.question("q5", "l2", 1, "OPEN", false, 0, "d"));
        on(state, Facts.lecture("l1", 1, 40, 0, "c"));
        on(state, Facts.lecture("l2", 1, 50, 0, "c"));
        on(state, Facts.cohort("c", 1));
        on(state, Facts.question("q1", "l1", 2, "HELD", false, 0, "c"));

        Dashboard shown = shown(state);

        assertThat(shown.lectures())
                .extracting(LectureRow::questions)
                .containsExactly(new Questions(2, 1, 1), new Questions(0, 0, 0));
        assertThat(shown.revision())
                .isEqualTo(3 + 1 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + DAY.toEpochDay());
    }

    @Example
    void lectureThatIsForThisCohortNoMoreLeavesItsVersionBehind() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.lecture("l1", 3, 40, 0, "c"));
        Fact moved = Facts.lecture("l1", 4, null, List.of("d"), List.of("c"));

        on(state, moved);
        on(state, Facts.lecture("l1", 3, 40, 0, "c"));

        assertThat(shown(state).lectures()).isEmpty();
        assertThat(shown(state).revision()).isEqualTo(1 + 4 + DAY.toEpochDay());
        assertThat(state.knows("Lecture", "l1")).isTrue();
        assertThat(state.knows("Enrollment", "l1")).isFalse();
    }

    @Example
    void lectureThatIsNoMoreIsNotShownAndNoPastDayHasAny() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.lecture("l1", 1, 40, 0, "c"));
        on(state, Facts.lecture("l2", 1, 40, 0, "c"));
        on(state, Facts.lecture("l1", 2, null, List.of("c"), List.of()));
        Snapshot snapshot = state.snapshot().orElseThrow();

        assertThat(Dashboard.of(snapshot, DAY, DAY, null).lectures())
                .extracting(row -> row.lecture().lectureId())
                .containsExactly("l2");
        assertThat(Dashboard.of(snapshot, DAY, DAY.minusDays(1), null).lectures()).isNull();
    }

    @Property(tries = 300)
    void orderAndRepetitionChangeNothing(
            @ForAll("histories") List<Fact> facts, @ForAll Random random) {
        CohortState straight = new CohortState();
        facts.forEach(fact -> on(straight, fact));
        List<Fact> delivered = new ArrayList<>(facts);
        for (Fact fact : facts) {
            if (random.nextBoolean()) {
                delivered.add(fact);
            }
        }
        Collections.shuffle(delivered, random);

        CohortState other = new CohortState();
        delivered.forEach(fact -> on(other, fact));

        assertThat(json(other)).isEqualTo(json(straight));
    }

    /** The same figures from the newest facts alone, by counting day after day. */
    @Property(tries = 200)
    void competitionIsWhatCountingTheNewestStatesGives(@ForAll("histories") List<Fact> facts) {
        CohortState state = new CohortState();
        Map<String, LocalDate> until = new TreeMap<>();
        Map<String, CompetitionTeam> teams = new HashMap<>();
        Competition newest = null;
        for (Fact each : facts) {
            on(state, each);
            switch (each.fact()) {
                case StudentStands stands when stands.stay() == null ->
                        until.remove(stands.studentId());
                case StudentStands stands -> {
                    LocalDate gone = stands.stay().withdrawnOn();
                    until.put(stands.studentId(), gone == null ? LocalDate.MAX : gone);
                }
                case CompetitionTeamStands stands ->
                        teams.put(stands.team().teamId(), stands.team());
                case CompetitionStands stands -> newest = stands.competition();
                default -> {}
            }
        }
        if (newest == null) {
            assertThat(shown(state).competitions()).isEmpty();
            return;
        }
        List<String> never = new ArrayList<>();
        int here = 0;
        for (Map.Entry<String, LocalDate> each : until.entrySet()) {
            if (each.getValue().isAfter(DAY)) {
                here++;
                if (teams.values().stream()
                        .noneMatch(team -> team.students().contains(each.getKey()))) {
                    never.add(each.getKey());
                }
            }
        }
        List<CompetitionRow.Day> days = new ArrayList<>();
        for (LocalDate day = Facts.START; !day.isAfter(DAY); day = day.plusDays(1)) {
            int submissions = 0;
            Set<String> students = new HashSet<>();
            Set<String> of = new HashSet<>();
            for (CompetitionTeam team : teams.values()) {
                for (CompetitionTeam.Author author : team.authors()) {
                    for (CompetitionTeam.Sent sent : author.sent()) {
                        LocalDate last = until.get(author.studentId());
                        if (sent.day().equals(day) && last != null && last.isAfter(day)) {
                            submissions += sent.submissions();
                            students.add(author.studentId());
                            of.add(team.teamId());
                        }
                    }
                }
            }
            if (submissions > 0) {
                days.add(new CompetitionRow.Day(day, submissions, students.size(), of.size()));
            }
        }

        CompetitionRow row = shown(state).competitions().getFirst();

        assertThat(row.n()).isEqualTo(here);
        assertThat(row.tookPart()).isEqualTo(here - never.size());
        assertThat(row.days()).isEqualTo(days);
        assertThat(row.submissions())
                .isEqualTo(days.stream().mapToInt(CompetitionRow.Day::submissions).sum());
        assertThat(row.daysSinceLast())
                .isEqualTo(
                        days.isEmpty()
                                ? null
                                : (int) ChronoUnit.DAYS.between(days.getLast().date(), DAY));
        assertThat(row.neverSubmitted())
                .isEqualTo(newest.startsAt().toLocalDate().isAfter(DAY) ? null : never);
    }

    @Property(tries = 100)
    void newestStateOfEachIsEnough(@ForAll("histories") List<Fact> facts) {
        CohortState straight = new CohortState();
        facts.forEach(fact -> on(straight, fact));
        CohortState compacted = new CohortState();
        for (int i = facts.size() - 1; i >= 0; i--) {
            on(compacted, facts.get(i));
        }

        assertThat(json(compacted)).isEqualTo(json(straight));
    }

    @Example
    void competitionShowsWhoTakesPartAndWhoNever() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        for (String id : List.of("e1", "e2", "e3", "e4", "e5")) {
            on(state, Facts.enrolled(id, "c", 1));
        }
        // Left after having submitted: in the figures of days, and among nobody who is here.
        on(state, Facts.left("e6", "c", 1, 86));
        on(state, Facts.competition("k", 3, 80, "c", "d"));
        on(
                state,
                Facts.team(
                        "t1",
                        "k",
                        4,
                        List.of("c", "d"),
                        Map.of("s-e1", List.of(81, 85, 85), "s-e2", List.of())));
        on(state, Facts.team("t2", "k", 2, List.of("c"), Map.of("s-e3", List.of())));
        on(state, Facts.team("t3", "k", 5, List.of("c"), Map.of("s-e6", List.of(85, 87))));
        on(state, Facts.team("t4", "k", 1, List.of("c", "d"), Map.of("of-d", List.of(90))));
        on(state, Facts.team("t5", "other", 1, List.of("c"), Map.of("s-e5", List.of(82))));

        CompetitionRow row = shown(state).competitions().getFirst();

        assertThat(row.n()).isEqualTo(5);
        assertThat(row.teams()).isEqualTo(2);
        assertThat(row.inTeams()).isEqualTo(3);
        assertThat(row.tookPart()).isEqualTo(2);
        assertThat(row.neverSubmitted()).containsExactly("s-e3", "s-e4", "s-e5");
        assertThat(row.submissions()).isEqualTo(4);
        assertThat(row.submittedToday()).isZero();
        assertThat(row.daysSinceLast()).isEqualTo(5);
        assertThat(row.days())
                .containsExactly(
                        new CompetitionRow.Day(Facts.START.plusDays(81), 1, 1, 1),
                        new CompetitionRow.Day(Facts.START.plusDays(85), 3, 2, 2));
        assertThat(row.students())
                .containsExactly(new CompetitionRow.Student("s-e1", 3, Facts.START.plusDays(85)));
        assertThat(row.sent())
                .containsExactly(
                        new CompetitionRow.Sent("s-e1", "t1", Facts.START.plusDays(81), 1),
                        new CompetitionRow.Sent("s-e1", "t1", Facts.START.plusDays(85), 2),
                        new CompetitionRow.Sent("s-e6", "t3", Facts.START.plusDays(85), 1));
        assertThat(shown(state).revision())
                .isEqualTo(1 + 6 + 3 + 4 + 2 + 5 + 1 + 1 + DAY.toEpochDay());
        assertThat(
                        Dashboard.of(state.snapshot().orElseThrow(), DAY, DAY.minusDays(1), null)
                                .competitions())
                .isNull();
    }

    @Example
    void nobodyIsMissedInACompetitionThatHasNotBegun() {
        CohortState state = new CohortState();
        on(state, Facts.cohort("c", 1));
        on(state, Facts.enrolled("e1", "c", 1));
        on(state, Facts.competition("k", 1, 91, "c"));
        on(state, Facts.competition("begun", 1, 90, "c"));

        List<CompetitionRow> shown = shown(state).competitions();

        assertThat(shown.getFirst().neverSubmitted()).containsExactly("s-e1");
        assertThat(shown.getLast().neverSubmitted()).isNull();
        assertThat(shown.getLast().daysSinceLast()).isNull();
    }

    /**
     * A cohort, up to eight enrollments, three lectures and three team activities, each with
     * versions that rise by one.
     */
    @Provide
    Arbitrary<List<Fact>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7).list().ofMaxSize(60),
                        Arbitraries.randoms())
                .as(CohortStateTest::history);
    }

    private static List<Fact> history(List<Integer> students, Random random) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Facts.cohort("c", 1));
        int[] versions = new int[8];
        int[] lectures = new int[3];
        int[] activities = new int[3];
        int[] said = new int[3];
        for (int student : students) {
            long version = ++versions[student];
            String id = "e" + student;
            facts.add(
                    switch (random.nextInt(4)) {
                        case 0 -> Facts.left(id, "c", version, random.nextInt(150));
                        case 1 -> Facts.waiting(id, "c", version);
                        case 2 -> Facts.removed(id, "c", version);
                        default -> Facts.enrolled(id, "c", version);
                    });
            int lecture = random.nextInt(lectures.length);
            facts.add(
                    Facts.lecture(
                            "l" + lecture,
                            ++lectures[lecture],
                            random.nextInt(150),
                            random.nextInt(9),
                            random.nextBoolean() ? "c" : "d"));
            facts.add(
                    Facts.team(
                            "t" + lecture,
                            "k",
                            lectures[lecture],
                            List.of("c", "d"),
                            Map.of("s-" + id, List.of(random.nextInt(90), random.nextInt(90)))));
            facts.add(Facts.competition("k", facts.size(), random.nextInt(150), "c"));
            int activity = random.nextInt(activities.length);
            String session = "a" + activity;
            facts.add(
                    random.nextInt(4) == 0
                            ? Facts.noActivity(session, "c", ++activities[activity])
                            : Facts.activity(
                                    session, "c", ++activities[activity], random.nextInt(90)));
            facts.add(
                    random.nextInt(3) == 0
                            ? Facts.proposals(session, "c", ++said[activity], random.nextInt(3))
                            : Facts.participants(session, "c", ++said[activity], "s-" + id));
        }
        return facts;
    }

    private static boolean on(CohortState state, Fact fact) {
        return on(state, "c", fact);
    }

    private static boolean on(CohortState state, String cohortId, Fact fact) {
        return state.on(cohortId, fact.fact(), fact.version(), fact.time());
    }

    private static Dashboard shown(CohortState state) {
        return Dashboard.of(state.snapshot().orElseThrow(), DAY, DAY, null);
    }

    private static String json(CohortState state) {
        return new String(Rendered.of(shown(state)).json(), StandardCharsets.UTF_8);
    }
}
