package bootcamp.enrollment.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.enrollment.risk.CohortHistory.Away;
import bootcamp.enrollment.risk.CohortHistory.Happening;
import bootcamp.enrollment.risk.CohortHistory.Kind;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.risk.ContactComparison.Difference;
import bootcamp.enrollment.risk.ContactComparison.Listed;
import bootcamp.enrollment.risk.WarningModel.Basis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Withdrawals after contact against not: who is in which group, and when nothing is said. */
class ContactComparisonTest {

    private static final int KNOWN = 100;
    private static final int STAYS = Student.STAYS;

    private static Listed listed(int day, int exit, Integer... reachedOn) {
        return new Listed(day, exit, false, List.of(reachedOn));
    }

    private static List<Listed> fiveOfEach(Listed... more) {
        List<Listed> all = new ArrayList<>(List.of(more));
        IntStream.range(0, 5).forEach(_ -> all.add(listed(10, STAYS, 12)));
        IntStream.range(0, 5).forEach(_ -> all.add(listed(10, STAYS)));
        return all;
    }

    private static ContactComparison of(Listed... more) {
        return ContactComparison.of(fiveOfEach(more), KNOWN);
    }

    @Test
    void aCallCountsFromTheDayToTheLandmarkAndAWithdrawalInTheFourWeeksAfterIt() {
        assertThat(of(listed(20, 28, 20)).reached().withdrew()).isEqualTo(1);
        assertThat(of(listed(20, 55, 27)).reached().withdrew()).isEqualTo(1);
        assertThat(of(listed(20, 56, 27)).reached().withdrew()).isZero();
        assertThat(of(listed(20, 28, 19)).others().withdrew()).isEqualTo(1);
        // Who is reached after the landmark has stayed until then: not a success of the call.
        assertThat(of(listed(20, 40, 28)).others().withdrew()).isEqualTo(1);
        assertThat(of(listed(20, STAYS, 28)).others().students()).isEqualTo(6);
    }

    @Test
    void whoLeftBeforeMovedOrIsNotFollowedToTheEndIsInNoGroup() {
        ContactComparison found =
                of(
                        listed(20, 27, 21),
                        new Listed(20, 40, true, List.of(21)),
                        new Listed(20, 56, true, List.of(21)),
                        listed(66, STAYS, 67),
                        listed(66, 80, 67),
                        listed(65, 80, 66));

        assertThat(found.listed()).isEqualTo(16);
        assertThat(found.leftBefore()).isEqualTo(1);
        assertThat(found.moved()).isEqualTo(1);
        assertThat(found.notYetKnown()).isEqualTo(2);
        assertThat(found.reached().students()).isEqualTo(7);
        assertThat(found.reached().withdrew()).isEqualTo(1);
        assertThat(found.others().students()).isEqualTo(5);
    }

    @Test
    void ofFewerThanFiveNothingIsTold() {
        List<Listed> all = fiveOfEach();
        all.removeFirst();

        ContactComparison found = ContactComparison.of(all, KNOWN);

        assertThat(found.listed()).isEqualTo(9);
        assertThat(found.reached()).isNull();
        assertThat(found.others()).isNull();
        assertThat(found.difference()).isNull();
        assertThat(ContactComparison.of(List.of(), -1).reached()).isNull();
    }

    /** Newcombe 1998, Statistics in Medicine 17: tables I of 857–872 and II of 873–890. */
    @Test
    void intervalsAreThePublishedOnes() {
        Share share = Share.of(81, 263);
        assertThat(share.lower()).isCloseTo(0.2553, within(5e-5));
        assertThat(share.upper()).isCloseTo(0.3662, within(5e-5));
        assertThat(Share.of(0, 20).upper()).isCloseTo(0.1611, within(5e-5));
        assertThat(Share.of(0, 20).lower()).isZero();
        Difference difference = Difference.of(Share.of(56, 70), Share.of(48, 80));
        assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
        assertThat(difference.lower()).isCloseTo(0.0524, within(5e-5));
        assertThat(difference.upper()).isCloseTo(0.3339, within(5e-5));
    }

    /**
     * Calls that do nothing: who is reached is a lot. By any call at all, the reached would seem to
     * stay; by the landmark the interval of the difference holds 0 as often as it says.
     */
    @Test
    void callsThatDoNothingAreToldToDoNothing() {
        Random random = new Random(7);
        int held = 0;
        int naiveHeld = 0;
        int rounds = 400;
        for (int round = 0; round < rounds; round++) {
            List<Listed> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int exit = 11 + (int) (-60 * Math.log(1 - random.nextDouble()));
                int call = 10 + random.nextInt(30);
                all.add(call < exit ? listed(10, exit, call) : listed(10, exit));
            }
            Difference difference = ContactComparison.of(all, KNOWN).difference();
            held += difference.lower() <= 0 && difference.upper() >= 0 ? 1 : 0;
            Difference naive = naive(all);
            naiveHeld += naive.lower() <= 0 && naive.upper() >= 0 ? 1 : 0;
        }
        assertThat(held / (double) rounds).isBetween(0.91, 0.99);
        assertThat(naiveHeld / (double) rounds).isLessThan(0.2);
    }

    private static Difference naive(List<Listed> all) {
        return Difference.of(naive(all, true), naive(all, false));
    }

    private static Share naive(List<Listed> all, boolean reached) {
        List<Listed> some =
                all.stream().filter(each -> each.reachedOn().isEmpty() != reached).toList();
        return Share.of(some.stream().filter(each -> each.exit() <= 45).count(), some.size());
    }

    // ---- the day

    private static final WarningModel BY_ABSENCES = byAbsences();

    /** Chances rise with the share of absences alone. */
    private static WarningModel byAbsences() {
        int width = Signals.NAMES.size();
        List<Double> beta = new ArrayList<>(Collections.nCopies(width + 1, 0.0));
        beta.set(0, -3.5);
        beta.set(1, 4.0);
        return new WarningModel(
                Basis.PRIOR,
                new Weights(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0), beta),
                new Weights(List.of(0.0), List.of(1.0), List.of(-3.5, 0.1)),
                List.of(),
                0.03,
                0,
                0,
                0);
    }

    private static OptionalInt firstDay(String marks, int exit, List<Away> leaves) {
        List<Happening> happenings = new ArrayList<>();
        for (int day = 0; day < marks.length(); day++) {
            if (marks.charAt(day) != '.') {
                happenings.add(
                        new Happening(day, marks.charAt(day) == 'a' ? Kind.ABSENT : Kind.PRESENT));
            }
        }
        Student student = new Student("s", 0, exit, false, happenings, leaves);
        CohortHistory cohort = new CohortHistory(KNOWN, List.of(), List.of(student));
        return ContactComparison.firstDay(cohort, student, BY_ABSENCES, 3, KNOWN);
    }

    @Test
    void theDayIsTheFirstOnWhichAbsencesOrARisingChanceWouldHavePutTheStudentOnTheList() {
        assertThat(firstDay("aa.a", STAYS, List.of())).hasValue(3);
        assertThat(firstDay("pppppppppppppppp", STAYS, List.of())).isEmpty();
        assertThat(firstDay("aa.a", 3, List.of())).isEmpty();
        assertThat(firstDay("aa.a", STAYS, List.of(new Away(3, 5)))).hasValue(6);
        // Absent on every other day never makes three in a row, and the chance rises.
        assertThat(firstDay("ppppppppppppppppappaapapapapapa", STAYS, List.of()).orElseThrow())
                .isBetween(17, 28);
    }
}
