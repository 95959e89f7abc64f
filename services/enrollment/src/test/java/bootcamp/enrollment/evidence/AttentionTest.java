package bootcamp.enrollment.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Requirement.AnyOf;
import bootcamp.enrollment.completion.Requirement.AttendanceRate;
import bootcamp.enrollment.completion.Requirement.TeamActivityShare;
import bootcamp.enrollment.evidence.Attention.Call;
import bootcamp.enrollment.evidence.Attention.Code;
import bootcamp.enrollment.evidence.Attention.Reason;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.Course.Contest;
import bootcamp.enrollment.evidence.Course.Request;
import bootcamp.enrollment.evidence.Course.Slot;
import bootcamp.enrollment.outreach.Contact;
import bootcamp.enrollment.outreach.Contact.Channel;
import bootcamp.enrollment.outreach.Contact.Outcome;
import bootcamp.enrollment.roster.Standing.Leave;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttentionTest {

    private static final LocalDate START = LocalDate.parse("2024-01-01");
    private static final int DAYS = 40;
    private static final CohortPlan PLAN =
            new CohortPlan(
                    "AI Lab",
                    "AI Lab 3",
                    START,
                    START.plusDays(DAYS - 1),
                    "Asia/Seoul",
                    9,
                    Arrays.asList(DayOfWeek.values()),
                    List.of());

    private static final String ID = "hana";
    private static final CourseStay STAY = new CourseStay("e", ID, null, null, List.of());

    /** Of a cohort with a day for each letter: P present, A absent, L late, a dot not marked. */
    private static Course course(String letters, String contests) {
        List<SheetRecord> sheets = new ArrayList<>();
        for (int day = 0; day < letters.length(); day++) {
            Map<String, Integer> marks = new HashMap<>(Map.of("other", 0));
            switch (letters.charAt(day)) {
                case 'P' -> marks.put(ID, 0);
                case 'L' -> marks.put(ID, 1);
                case 'A' -> marks.put(ID, SheetRecord.ABSENT);
                default -> {}
            }
            sheets.add(new SheetRecord(START.plusDays(day), true, 1, marks));
        }
        Instant now =
                START.plusDays(letters.length()).atTime(12, 0).atZone(PLAN.zone()).toInstant();
        return course(now, sheets, contests);
    }

    /** With a competition for each letter: S submitted to, N not, a small one is still open. */
    private static Course course(Instant now, List<SheetRecord> sheets, String contests) {
        List<Contest> all = new ArrayList<>();
        Map<String, Set<String>> teams = new HashMap<>();
        for (int i = 0; i < contests.length(); i++) {
            char letter = contests.charAt(i);
            boolean open = Character.isLowerCase(letter);
            String id = "k" + i;
            all.add(new Contest(id, now.plusSeconds(open ? 60 + i : i - 3_600), null, null, 1));
            teams.put(id, Character.toUpperCase(letter) == 'S' ? Set.of(ID) : Set.of("other"));
        }
        return new Course(
                PLAN,
                now,
                sheets,
                AttendanceTerms.DEFAULT,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                all,
                teams,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    private static CompletionPolicy rate(int perMille) {
        return new CompletionPolicy(List.of(new AttendanceRate(perMille)));
    }

    private static Attention attention(
            Course course,
            CompletionPolicy policy,
            List<Known> students,
            Map<String, List<Contact>> log) {
        return Attention.of(course, policy, students, log, Map.of());
    }

    private static Attention of(Course course, CourseStay stay, Contact... log) {
        return attention(
                course,
                rate(900),
                List.of(new Known(stay, course.evidence(stay), false)),
                Map.of(ID, List.of(log)));
    }

    private static List<Reason> reasons(Attention attention) {
        return attention.calls().stream().map(Call::reasons).findFirst().orElse(List.of());
    }

    private static Contact contact(
            LocalDate on,
            Channel channel,
            @Nullable Outcome outcome,
            @Nullable LocalDate followUpOn) {
        return new Contact(
                "c" + on, on, channel, null, outcome, followUpOn, null, "mina", Instant.EPOCH);
    }

    // ---- a second formulation

    /** Told by the letters alone, each by a formula of its own. */
    private static Set<Reason> expected(String letters, String contests, int perMille) {
        Set<Reason> expected = new HashSet<>();
        String marked = letters.replace(".", "");
        String there = marked.replaceAll("A+$", "");
        int run = marked.length() - there.length();
        if (run >= 3) {
            int first = -1;
            for (int seen = 0; seen <= there.length(); ) {
                first++;
                seen += letters.charAt(first) == '.' ? 0 : 1;
            }
            expected.add(new Reason(Code.ABSENT_LATELY, run, START.plusDays(first)));
        }
        long absences =
                letters.chars().filter(each -> each == 'A').count()
                        + letters.chars().filter(each -> each == 'L').count() / 3;
        int left = -1;
        // As many more as leave the rate where it is asked for.
        while ((DAYS - absences - left - 1) * 1000 >= (long) perMille * DAYS) {
            left++;
        }
        if (left == -1) {
            long over = absences;
            while ((DAYS - over) * 1000 < (long) perMille * DAYS) {
                over--;
            }
            expected.add(new Reason(Code.ABSENCES_OUT_OF_REACH, (int) (absences - over), null));
        } else if (left <= 2 && absences > 0) {
            expected.add(new Reason(Code.ABSENCES_RUNNING_OUT, left, null));
        }
        String decided = contests.replace("n", "");
        int last = decided.toUpperCase(Locale.ROOT).lastIndexOf('S');
        if (last >= 0 && last < decided.length() - 1) {
            expected.add(new Reason(Code.STOPPED_SUBMITTING, decided.length() - 1 - last, null));
        }
        return expected;
    }

    private static String letters(Random random, int count, String from) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(from.charAt(random.nextInt(from.length())));
        }
        return letters.toString();
    }

    @Test
    void theReasonsAreThoseOfASecondFormulation() {
        Random random = new Random(6);
        Map<Code, Integer> seen = new HashMap<>();
        for (int round = 0; round < 2_000; round++) {
            String days = letters(random, 1 + random.nextInt(DAYS - 1), "PPPPPPPPPLA.");
            if (random.nextInt(3) == 0) {
                days = letters(random, 1 + random.nextInt(DAYS - 5), "PPPPPPPPPLA.") + "A.AA";
            }
            String contests = letters(random, random.nextInt(5), "SN") + letters(random, 1, "sn");
            int perMille = 800 + random.nextInt(4) * 50;
            Course course = course(days, contests);

            Attention attention =
                    attention(
                            course,
                            rate(perMille),
                            List.of(new Known(STAY, course.evidence(STAY), false)),
                            Map.of());

            assertThat(reasons(attention))
                    .as("%s %s %s", days, contests, perMille)
                    .isSortedAccordingTo(Comparator.comparing(Reason::code))
                    .containsExactlyInAnyOrderElementsOf(expected(days, contests, perMille));
            reasons(attention).forEach(each -> seen.merge(each.code(), 1, Integer::sum));
        }
        // Each was tried, else the comparison says nothing.
        assertThat(seen)
                .containsOnlyKeys(
                        Code.ABSENCES_RUNNING_OUT,
                        Code.ABSENT_LATELY,
                        Code.STOPPED_SUBMITTING,
                        Code.ABSENCES_OUT_OF_REACH)
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(20));
    }

    // ---- who is on it

    @Test
    void nobodyIsOnItWhoLeftOrIsOnLeaveOrHasNotEntered() {
        Course course = course("PPPAAA", "");
        LocalDate today = course.today();

        assertThat(of(course, STAY).calls()).hasSize(1);
        assertThat(of(course, new CourseStay("e", ID, null, today, List.of())).calls()).isEmpty();
        assertThat(of(course, new CourseStay("e", ID, null, today.plusDays(1), List.of())).calls())
                .hasSize(1);
        assertThat(
                        of(
                                        course,
                                        new CourseStay(
                                                "e",
                                                ID,
                                                null,
                                                null,
                                                List.of(new Leave(today, null))))
                                .calls())
                .isEmpty();
        assertThat(of(course, new CourseStay("e", ID, today.plusDays(1), null, List.of())).calls())
                .isEmpty();
        assertThat(of(course("A".repeat(DAYS), ""), STAY).calls()).isEmpty();
    }

    @Test
    void whoIsExceptedIsNotToldOfAbsencesButOfSilence() {
        Course course = course("PAAAAAA", "");

        Attention attention =
                attention(
                        course,
                        rate(900),
                        List.of(new Known(STAY, course.evidence(STAY), true)),
                        Map.of());

        assertThat(reasons(attention))
                .containsExactly(new Reason(Code.ABSENT_LATELY, 6, START.plusDays(1)));
    }

    @Test
    void aRateThatSomethingElseCanStandInForIsNoReason() {
        Course course = course("AAAAAAP", "");
        CompletionPolicy either =
                new CompletionPolicy(
                        List.of(
                                new AnyOf(
                                        List.of(
                                                new AttendanceRate(900),
                                                new TeamActivityShare(500)))));

        Attention attention =
                attention(
                        course,
                        either,
                        List.of(new Known(STAY, course.evidence(STAY), false)),
                        Map.of());

        assertThat(attention.calls()).isEmpty();
    }

    // ---- what was done

    @Test
    void whoIsSnoozedIsBackOnTheDay() {
        LocalDate agreed = START.plusDays(8);
        Contact call = contact(START.plusDays(6), Channel.PHONE, Outcome.REACHED, agreed);

        Attention before = of(course("PPPAAAA", ""), STAY, call);
        Attention onTheDay = of(course("PPPAAAAA", ""), STAY, call);
        Attention after = of(course("PPPPPPPPPP", ""), STAY, call);

        assertThat(before.calls()).isEmpty();
        assertThat(before.snoozed()).isEqualTo(1);
        assertThat(onTheDay.snoozed()).isZero();
        assertThat(reasons(onTheDay))
                .first()
                .isEqualTo(new Reason(Code.FOLLOW_UP_DUE, null, agreed));
        assertThat(onTheDay.calls().getFirst().last()).isEqualTo(call);
        assertThat(reasons(after)).containsExactly(new Reason(Code.FOLLOW_UP_DUE, null, agreed));
    }

    @Test
    void aFollowUpIsDoneByWhoeverLooksForTheStudentOnThatDayOrLater() {
        LocalDate agreed = START.plusDays(3);
        Contact call = contact(START.plusDays(1), Channel.PHONE, null, agreed);
        Contact early = contact(START.plusDays(2), Channel.PHONE, Outcome.NOT_REACHED, null);
        Contact said = contact(START.plusDays(4), Channel.NONE, null, null);
        Contact late = contact(START.plusDays(4), Channel.EMAIL, null, null);
        Course course = course("PPPPPP", "");

        assertThat(of(course, STAY, early, call).calls()).hasSize(1);
        assertThat(of(course, STAY, said, call).calls()).hasSize(1);
        assertThat(of(course, STAY, late, call).calls()).isEmpty();
    }

    @Test
    void whoWasReachedTodayIsBackTomorrowAndWhoWasNotStays() {
        Course course = course("PPPAAA", "");
        LocalDate today = course.today();

        assertThat(of(course, STAY, contact(today, Channel.PHONE, Outcome.REACHED, null)).calls())
                .isEmpty();
        assertThat(
                        of(course, STAY, contact(today, Channel.PHONE, Outcome.NOT_REACHED, null))
                                .calls())
                .hasSize(1);
        assertThat(
                        of(
                                        course,
                                        STAY,
                                        contact(
                                                today.minusDays(1),
                                                Channel.PHONE,
                                                Outcome.REACHED,
                                                null))
                                .calls())
                .hasSize(1);
    }

    // ---- what others say

    private static final Instant NOON =
            START.plusDays(20).atTime(12, 0).atZone(PLAN.zone()).toInstant();

    private static Course owing(
            List<Slot> clinics,
            List<Request> waiting,
            List<Contest> contests,
            Set<String> members) {
        return new Course(
                PLAN,
                NOON,
                List.of(),
                AttendanceTerms.DEFAULT,
                Map.of(),
                Map.of(),
                Map.of(),
                clinics,
                contests,
                Map.of(),
                Map.of(),
                List.of(),
                waiting,
                Map.of("k", members),
                Map.of());
    }

    private static Slot slot(int days, boolean helps, Set<String> told) {
        return new Slot(NOON.plus(days, ChronoUnit.DAYS), Set.of(ID), helps, told);
    }

    private static List<Reason> reasons(Course course) {
        return reasons(of(course, STAY));
    }

    @Test
    void whoseChanceIsRisingIsTold() {
        Course course = course("PPPP", "");
        List<Known> hana = List.of(new Known(STAY, course.evidence(STAY), false));

        Attention attention = Attention.of(course, rate(900), hana, Map.of(), Map.of(ID, 0.118));

        assertThat(reasons(attention)).containsExactly(new Reason(Code.RISING_RISK, 12, null));
    }

    @Test
    void anAnswerIsLateTheDayAfterItWasDueAndNeverOnceItIsGiven() {
        LocalDate today = START.plusDays(20);
        List<Request> requests =
                List.of(
                        new Request(ID, today),
                        new Request(ID, today.minusDays(1)),
                        new Request("other", today.minusDays(9)));
        List<Slot> clinics =
                List.of(
                        slot(-3, false, Set.of()),
                        slot(-5, false, Set.of()),
                        slot(-6, false, Set.of(ID)),
                        slot(-31, false, Set.of()));

        assertThat(reasons(owing(clinics, requests, List.of(), Set.of())))
                .containsExactly(new Reason(Code.WAITING_FOR_ANSWER, 2, today.minusDays(2)));
    }

    @Test
    void whoComesToBeMentoredAsksForHelpAndWhoBringsAResumeDoesNot() {
        List<Slot> clinics =
                List.of(
                        slot(2, false, Set.of()),
                        slot(6, true, Set.of()),
                        slot(4, true, Set.of()),
                        slot(8, true, Set.of()));

        assertThat(reasons(owing(clinics, List.of(), List.of(), Set.of())))
                .containsExactly(new Reason(Code.ASKED_FOR_HELP, null, START.plusDays(24)));
        assertThat(reasons(owing(List.of(slot(8, true, Set.of())), List.of(), List.of(), Set.of())))
                .isEmpty();
    }

    /** Of the one, where there is another student in the cohort. */
    private static List<Reason> reasonsBesideOther(Course course) {
        CourseStay other = new CourseStay("o", "other", null, null, List.of());
        Attention attention =
                attention(
                        course,
                        rate(900),
                        List.of(
                                new Known(STAY, course.evidence(STAY), false),
                                new Known(other, course.evidence(other), false)),
                        Map.of());
        return attention.calls().stream()
                .filter(each -> each.studentId().equals(ID))
                .map(Call::reasons)
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void noTeamIsToldOfACompetitionThatRunsForTeamsOfWhichThereAreSome() {
        Instant begun = NOON.minus(3, ChronoUnit.DAYS);
        Instant end = NOON.plusSeconds(60);
        Contest forTeams = new Contest("k", end, null, begun, 4);

        assertThat(
                        reasonsBesideOther(
                                owing(List.of(), List.of(), List.of(forTeams), Set.of("other"))))
                .containsExactly(new Reason(Code.NO_TEAM, 1, null));
        assertThat(reasonsBesideOther(owing(List.of(), List.of(), List.of(forTeams), Set.of(ID))))
                .isEmpty();
        assertThat(reasonsBesideOther(owing(List.of(), List.of(), List.of(forTeams), Set.of())))
                .isEmpty();
        for (Contest other :
                List.of(
                        new Contest("k", end, null, begun, 1),
                        new Contest("k", end, null, begun.plusSeconds(1), 4),
                        new Contest("k", NOON, null, begun, 4),
                        new Contest("k", end, NOON, begun, 4))) {
            assertThat(
                            reasonsBesideOther(
                                    owing(List.of(), List.of(), List.of(other), Set.of("other"))))
                    .isEmpty();
        }
        // Of another cohort, for which the competition is too: half of this one have no team.
        assertThat(
                        reasonsBesideOther(
                                owing(
                                        List.of(),
                                        List.of(),
                                        List.of(forTeams),
                                        Set.of("far", "away"))))
                .isEmpty();
    }

    @Test
    void whatWasHandedOverCanBeHandedBackToAll() {
        Course course = course("PPPAAA", "");
        LocalDate day = START.plusDays(4);

        assertThat(of(course, STAY, handed(day, "jun")).calls().getFirst().handedTo())
                .isEqualTo("jun");
        assertThat(
                        of(course, STAY, handed(day, ""), handed(day, "jun"))
                                .calls()
                                .getFirst()
                                .handedTo())
                .isNull();
    }

    private static Contact handed(LocalDate on, String to) {
        return new Contact("c", on, Channel.NONE, null, null, null, to, "mina", Instant.EPOCH);
    }
}
