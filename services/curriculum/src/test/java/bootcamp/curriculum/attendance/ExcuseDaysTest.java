package bootcamp.curriculum.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.attendance.AmendmentDesk.Allowance;
import bootcamp.curriculum.attendance.ExcuseDays.Day;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many days of a kind of excuse the policy takes. */
class ExcuseDaysTest {

    private static final LocalDate DAY = LocalDate.parse("2024-03-28");

    private static PolicyTerms terms(Scope scope, Map<Excuse, Integer> caps) {
        return new PolicyTerms(Preset.CUSTOM, Keeping.SHEET, 800, 3, scope, caps, null);
    }

    private static ExcuseDays take(ExcuseDays days, LocalDate date, Excuse excuse, PolicyTerms of) {
        return days.with("request of " + date, date, excuse, of, "hold");
    }

    private static boolean isTaken(ExcuseDays days, LocalDate date) {
        return Objects.requireNonNull(days.of("request of " + date)).taken();
    }

    @Test
    void whatIsOverTheCapOfItsKindIsNotTakenAndAMonthBeginsAnew() {
        PolicyTerms terms = terms(Scope.MONTH, Map.of(Excuse.SICK, 2));
        ExcuseDays days = ExcuseDays.NONE;
        for (int i = 0; i < 5; i++) {
            days = take(days, DAY.plusDays(i), Excuse.SICK, terms);
        }
        days = take(days, DAY.minusDays(1), Excuse.INTERVIEW, terms);

        // The 28th to the 31st, the first of April, and another kind.
        assertThat(isTaken(days, DAY)).isTrue();
        assertThat(isTaken(days, DAY.plusDays(1))).isTrue();
        assertThat(isTaken(days, DAY.plusDays(2))).isFalse();
        assertThat(isTaken(days, DAY.plusDays(3))).isFalse();
        assertThat(isTaken(days, DAY.plusDays(4))).isTrue();
        assertThat(isTaken(days, DAY.minusDays(1))).isTrue();
        assertThat(days.allowance(Excuse.SICK, DAY.plusDays(5), terms))
                .isEqualTo(new Allowance(1, 2, Scope.MONTH, false));
        assertThat(days.allowance(Excuse.INTERVIEW, DAY, terms))
                .isEqualTo(new Allowance(1, null, Scope.MONTH, false));
    }

    @Test
    void thePresetsHaveThreeDaysOfIllnessAndNoCap() {
        ExcuseDays days = ExcuseDays.NONE;
        for (int i = 0; i < 3; i++) {
            days = take(days, DAY.plusDays(i * 40L), Excuse.SICK, PolicyTerms.KDT);
        }

        assertThat(days.allowance(Excuse.SICK, DAY.minusDays(9), PolicyTerms.KDT).over()).isTrue();
        assertThat(days.allowance(Excuse.OTHER, DAY.minusDays(9), PolicyTerms.KDT).over())
                .isFalse();
        assertThat(days.allowance(Excuse.SICK, DAY.minusDays(9), PolicyTerms.SIMPLE).over())
                .isFalse();
    }

    @Test
    void aDayIsOneDayHoweverManyRequestsItHas() {
        PolicyTerms terms = terms(Scope.COURSE, Map.of(Excuse.SICK, 1));
        ExcuseDays days = ExcuseDays.NONE.with("first", DAY, Excuse.SICK, terms, "a");

        ExcuseDays again = days.with("second", DAY, Excuse.SICK, terms, "b");

        assertThat(Objects.requireNonNull(again.of("second")).taken()).isTrue();
        assertThat(again.allowance(Excuse.SICK, DAY.plusDays(1), terms).used()).isOne();
    }

    @Test
    void whatWasDecidedOnceStaysSoWhateverIsAdoptedSince() {
        PolicyTerms none = terms(Scope.COURSE, Map.of(Excuse.SICK, 0));
        PolicyTerms any = terms(Scope.COURSE, Map.of());

        ExcuseDays over = take(ExcuseDays.NONE, DAY, Excuse.SICK, none);
        ExcuseDays taken = take(ExcuseDays.NONE, DAY, Excuse.SICK, any);

        assertThat(isTaken(take(over, DAY, Excuse.SICK, any), DAY)).isFalse();
        assertThat(isTaken(take(taken, DAY, Excuse.SICK, none), DAY)).isTrue();
    }

    @Test
    void onlyWhoAskedLastGivesADayBack() {
        PolicyTerms terms = terms(Scope.COURSE, Map.of(Excuse.SICK, 1));
        ExcuseDays first = ExcuseDays.NONE.with("first", DAY, Excuse.SICK, terms, "a");
        Day ofFirst = Objects.requireNonNull(first.of("first"));
        ExcuseDays second = first.with("first", DAY, Excuse.SICK, terms, "b");

        assertThat(second.without(ofFirst)).isEqualTo(second);
        assertThat(first.without(ofFirst)).isEqualTo(ExcuseDays.NONE);
    }

    /** Against counters by the text of the month, over random acceptances in any order. */
    @Test
    void noMoreAreEverTakenThanTheCap() {
        Random random = new Random(20240328);
        int over = 0;
        for (int round = 0; round < 500; round++) {
            Scope scope = Scope.values()[random.nextInt(2)];
            int cap = random.nextInt(4);
            PolicyTerms terms = terms(scope, Map.of(Excuse.SICK, cap));
            ExcuseDays days = ExcuseDays.NONE;
            Map<String, Set<LocalDate>> counted = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                LocalDate date = DAY.plusDays(random.nextInt(90));
                Excuse excuse = random.nextInt(3) == 0 ? Excuse.OTHER : Excuse.SICK;
                String within = scope == Scope.MONTH ? date.toString().substring(0, 7) : "course";
                Set<LocalDate> there = counted.computeIfAbsent(within, _ -> new HashSet<>());
                boolean fits = there.contains(date) || there.size() < cap;

                days = days.with("request " + i, date, excuse, terms, "hold " + i);

                boolean taken = Objects.requireNonNull(days.of("request " + i)).taken();
                if (excuse == Excuse.OTHER) {
                    assertThat(taken).isTrue();
                } else {
                    // A cap of none has no day that is there already.
                    assertThat(taken).isEqualTo(fits);
                    over += taken ? 0 : 1;
                    if (taken) {
                        there.add(date);
                    }
                }
            }
        }
        assertThat(over).isGreaterThan(1_000);
    }
}
