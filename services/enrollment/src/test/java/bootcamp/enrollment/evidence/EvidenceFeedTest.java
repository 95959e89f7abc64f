package bootcamp.enrollment.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.completion.Evidence;
import bootcamp.enrollment.completion.Evidence.Activities;
import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Evidence.Days;
import bootcamp.enrollment.evidence.Histories.RiskStay;
import bootcamp.enrollment.risk.CohortHistory;
import bootcamp.enrollment.risk.CohortHistory.Away;
import bootcamp.enrollment.risk.CohortHistory.Happening;
import bootcamp.enrollment.risk.CohortHistory.Kind;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What students did, as it follows from what the other services say. */
class EvidenceFeedTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 10;

    private static final Instant NOW = Instant.parse("2024-01-19T09:00:00Z");
    private static final LocalDate MONDAY = LocalDate.parse("2024-01-08");
    private static final CohortPlan PLAN =
            new CohortPlan(
                    "AI Lab",
                    "AI Lab 3기",
                    MONDAY,
                    MONDAY.plusDays(18),
                    "Asia/Seoul",
                    81,
                    CohortPlan.WORKING_WEEK,
                    List.of(MONDAY.plusDays(4)));

    private final EvidenceStore records =
            EvidenceStore.in(EvidenceReading.DATABASE, "test" + System.identityHashCode(this));
    private final EvidenceFeed feed = new EvidenceFeed(records);
    private final Map<String, Long> versions = new HashMap<>();

    static Course course(EvidenceStore records) {
        return new EvidenceDesk(records, InstantSource.fixed(NOW))
                .course(EvidenceStates.COHORT, PLAN)
                .blockOptional()
                .orElseThrow();
    }

    static CourseStay stay(String studentId, @Nullable LocalDate enteredOn, Leave... leaves) {
        return new CourseStay("e-" + studentId, studentId, enteredOn, null, List.of(leaves));
    }

    private void say(String aggregate, String id, ObjectNode state) {
        long version = versions.merge(aggregate + "/" + id, 1L, Long::sum);
        feed.apply(feed.read(EvidenceStates.event(aggregate, id, version, state))).block();
    }

    private void sheet(LocalDate day, boolean closed, String student, String... marks) {
        say(
                "Sheet",
                "s-" + day,
                EvidenceStates.sheet(day, closed, Map.of(student, List.of(marks))));
    }

    private Evidence evidence(CourseStay stay) {
        return course(records).evidence(stay);
    }

    // ---- delivery

    @Test
    void deliveryOfWhatIsTaughtDoesNotMatter() {
        new DeliveryKit(seed -> EvidenceStates.history(seed, false))
                .holdsFor(() -> new EvidenceReading(CurriculumTopic.CODEC), SEEDS);
    }

    @Test
    void deliveryOfSubmissionsDoesNotMatter() {
        new DeliveryKit(seed -> EvidenceStates.history(seed, true))
                .holdsFor(() -> new EvidenceReading(EvidenceFeed.COMPETITION), SEEDS);
    }

    static Stream<Example> examples() {
        return Stream.of("curriculum", "competition")
                .flatMap(each -> Contracts.ofThisCheckout().examples(each).stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleEverPublishedIsRead(Example example) {
        var codec =
                example.record().topic().endsWith("curriculum")
                        ? CurriculumTopic.CODEC
                        : EvidenceFeed.COMPETITION;
        feed.apply(feed.read(codec.decode(example.record()))).block();
    }

    @Test
    void whatCannotBeUnderstoodIsParked() {
        ObjectNode state =
                EvidenceStates.sheet(MONDAY, true, Map.of("hana", List.of("ON_THE_MOON")));

        assertThatThrownBy(() -> feed.read(EvidenceStates.event("Sheet", "s", 1, state)))
                .isInstanceOf(Undecodable.class);
    }

    // ---- what it comes to

    @Test
    void daysCountWhileTheStudentIsInTheCourseAndThreePartsAreAnAbsence() {
        sheet(MONDAY, true, "hana", "LATE", "EARLY_LEAVE");
        sheet(MONDAY.plusDays(1), false, "hana", "OUTING");
        sheet(MONDAY.plusDays(2), true, "hana", "ABSENT");
        sheet(MONDAY.plusDays(3), true, "hana", "EXCUSED");
        // A holiday, the present day while it is open, and one that is to come.
        sheet(MONDAY.plusDays(4), true, "hana", "ABSENT");
        sheet(MONDAY.plusDays(11), false, "hana", "ABSENT");
        sheet(MONDAY.plusDays(14), true, "hana", "ABSENT");

        assertThat(evidence(stay("hana", null)).attendance()).isEqualTo(new Days(14, 4, 2));
        assertThat(evidence(stay("hana", MONDAY.plusDays(2))).attendance())
                .isEqualTo(new Days(12, 2, 1));
        Leave leave = new Leave(MONDAY.plusDays(2), MONDAY.plusDays(3));
        assertThat(evidence(stay("hana", null, leave)).attendance()).isEqualTo(new Days(12, 2, 1));
        assertThat(evidence(stay("dul", null)).attendance()).isEqualTo(new Days(14, 0, 0));
    }

    @Test
    void aCorrectionCorrectsWhereverItComesFrom() {
        sheet(MONDAY, true, "hana", "ABSENT");
        sheet(MONDAY, true, "hana", "EXCUSED");
        say("Session", "a", EvidenceStates.activity(MONDAY, false));
        say("Participation", "a", EvidenceStates.participation(true, List.of("hana")));
        say("Competition", "k", EvidenceStates.competition("PUBLISHED", MONDAY.plusDays(3)));
        say("Team", "t", EvidenceStates.team("k", 1, List.of("hana")));
        Evidence before = evidence(stay("hana", null));
        say("Participation", "a", EvidenceStates.participation(true, List.of()));
        say("Team", "t", EvidenceStates.team("k", 0, List.of("hana")));

        Evidence after = evidence(stay("hana", null));

        assertThat(before.attendance()).isEqualTo(new Days(14, 1, 0));
        assertThat(before.activities()).isEqualTo(new Activities(1, 1));
        assertThat(before.submitted()).containsExactly("k");
        assertThat(before.competitions()).containsExactly(new Competition("k", true));
        assertThat(after.activities()).isEqualTo(new Activities(1, 0));
        assertThat(after.submitted()).isEmpty();
    }

    @Test
    void ofAnActivityThatIsNotToldOrCancelledOrBeforeTheStudentCameNothingIsAsked() {
        say("Session", "told", EvidenceStates.activity(MONDAY, false));
        say("Participation", "told", EvidenceStates.participation(true, List.of("hana")));
        say("Session", "untold", EvidenceStates.activity(MONDAY, false));
        say("Participation", "untold", EvidenceStates.participation(false, List.of()));
        say("Session", "off", EvidenceStates.activity(MONDAY, true));
        say("Participation", "off", EvidenceStates.participation(true, List.of()));
        say("Competition", "k", EvidenceStates.competition("CLOSED", MONDAY));

        assertThat(evidence(stay("hana", null)).activities()).isEqualTo(new Activities(1, 1));
        Evidence late = evidence(stay("dul", MONDAY.plusDays(1)));
        assertThat(late.activities()).isEqualTo(new Activities(0, 0));
        assertThat(late.competitions()).isEmpty();
    }

    @Test
    void anActivityOfOtherTeamsIsNotAskedOfAStudent() {
        say("Session", "theirs", EvidenceStates.activity(MONDAY, false));
        say(
                "Participation",
                "theirs",
                EvidenceStates.participation(List.of("dul"), List.of("dul", "set")));
        say("Session", "all", EvidenceStates.activity(MONDAY, false));
        say("Participation", "all", EvidenceStates.participation(true, List.of("hana")));

        assertThat(evidence(stay("hana", null)).activities()).isEqualTo(new Activities(1, 1));
        assertThat(evidence(stay("dul", null)).activities()).isEqualTo(new Activities(2, 1));
        assertThat(evidence(stay("set", null)).activities()).isEqualTo(new Activities(2, 0));
    }

    @Test
    void contributionIsTheMedianOfTheCompetitionsInWhichEnoughOthersRated() {
        say("Competition", "a", EvidenceStates.competition("CLOSED", MONDAY));
        say("Competition", "b", EvidenceStates.competition("CLOSED", MONDAY));
        say("Competition", "c", EvidenceStates.competition("CLOSED", MONDAY));
        say("PeerContribution", "ta", EvidenceStates.contribution("a", Map.of("hana", 1.5)));
        say("PeerContribution", "tb", EvidenceStates.contribution("b", Map.of("hana", 0.5)));
        Double ofTwo = evidence(stay("hana", null)).peerContributionMedian();
        say(
                "PeerContribution",
                "tc",
                EvidenceStates.contribution("c", Map.of("hana", 0.7, "dul", 1.3)));
        // Of a competition of another cohort.
        say("PeerContribution", "tx", EvidenceStates.contribution("x", Map.of("set", 1.1)));

        assertThat(ofTwo).isEqualTo(1.0);
        assertThat(evidence(stay("hana", null)).peerContributionMedian()).isEqualTo(0.7);
        assertThat(evidence(stay("dul", null)).peerContributionMedian()).isEqualTo(1.3);
        assertThat(evidence(stay("set", null)).peerContributionMedian()).isNull();
    }

    @Test
    void earlyWarningKnowsOnWhichDayWhatHappened() {
        sheet(MONDAY, true, "hana", "PRESENT");
        sheet(MONDAY.plusDays(1), true, "hana", "LATE", "OUTING");
        sheet(MONDAY.plusDays(2), true, "hana", "ABSENT");
        say("Session", "a", EvidenceStates.activity(MONDAY.plusDays(2), false));
        say("Participation", "a", EvidenceStates.participation(true, List.of()));
        say("Competition", "k", EvidenceStates.competition("PUBLISHED", MONDAY.plusDays(8)));
        say("Competition", "l", EvidenceStates.competition("PUBLISHED", MONDAY.plusDays(9)));
        say("Team", "t", EvidenceStates.team("k", MONDAY.plusDays(7), List.of("hana")));
        LocalDate day = MONDAY.plusDays(3);
        say("Lecture", "x", EvidenceStates.lecture("HELD", day, List.of("hana"), List.of()));
        say("Lecture", "y", EvidenceStates.lecture("HELD", day, List.of(), List.of("hana")));
        say("Lecture", "z", EvidenceStates.lecture("PUBLISHED", day, List.of("hana"), List.of()));
        say("Clinic", "past", EvidenceStates.clinic(day, List.of("hana")));
        Leave leave = new Leave(MONDAY.plusDays(10), null);

        CohortHistory history =
                Histories.of(
                        course(records),
                        List.of(
                                new RiskStay(stay("hana", null, leave), false),
                                new RiskStay(stay("dul", MONDAY.plusDays(2)), false)),
                        course(records).plan().endDate());

        Student hana = history.students().getFirst();
        assertThat(hana.happenings())
                .containsExactly(
                        new Happening(0, Kind.PRESENT),
                        new Happening(1, Kind.PARTLY_PRESENT),
                        new Happening(2, Kind.ABSENT),
                        new Happening(2, Kind.MISSED_ACTIVITY),
                        new Happening(3, Kind.CAME_TO_LECTURE),
                        new Happening(3, Kind.MISSED_LECTURE),
                        new Happening(3, Kind.CLINIC),
                        new Happening(7, Kind.SUBMITTED),
                        new Happening(8, Kind.ENDED_WITH_SUBMISSION),
                        new Happening(9, Kind.ENDED_WITHOUT_SUBMISSION));
        assertThat(hana.leaves()).containsExactly(new Away(10, Student.STAYS));
        assertThat(history.students().get(1).entered()).isEqualTo(2);
        assertThat(history.horizon()).isEqualTo(18);
    }

    @Test
    void aClinicCountsOnceItIsOver() {
        say("Clinic", "past", EvidenceStates.clinic(MONDAY, List.of("hana")));
        say("Clinic", "coming", EvidenceStates.clinic(MONDAY.plusDays(15), List.of("hana")));

        assertThat(evidence(stay("hana", null)).clinics()).isEqualTo(1);
        assertThat(evidence(stay("dul", null)).clinics()).isZero();
    }
}
