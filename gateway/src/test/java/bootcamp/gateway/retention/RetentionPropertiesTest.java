package bootcamp.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.retention.Retention.Counts;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every roster, and a second formulation that follows the definition by the letter.
 */
class RetentionPropertiesTest {

    private static final LocalDate START = LocalDate.parse("2024-01-02");
    private static final int HORIZON = 60;
    private static final LocalDate END = START.plusDays(HORIZON);

    @Property(tries = 300)
    void orderOfStudentsChangesNothing(@ForAll("rosters") List<Stay> stays, @ForAll Random random) {
        List<Stay> shuffled = new ArrayList<>(stays);
        Collections.shuffle(shuffled, random);

        assertThat(Retention.of(shuffled, START, END, END))
                .isEqualTo(Retention.of(stays, START, END, END));
    }

    @Property(tries = 300)
    void survivalNeverRisesAndLiesWithinItsInterval(@ForAll("rosters") List<Stay> stays) {
        double before = 1;
        for (Row row : Retention.of(stays, START, END, END).retention().curve()) {
            assertThat(row.survival()).isBetween(0.0, before);
            if (row.survival() > 0) {
                assertThat(row.lower()).isNotNull().isLessThanOrEqualTo(row.survival());
                assertThat(row.upper()).isNotNull().isGreaterThanOrEqualTo(row.survival());
            } else {
                assertThat(row.lower()).isNull();
            }
            before = row.survival();
        }
    }

    @Property(tries = 300)
    void movingAwayAfterTheLastWithdrawalChangesNothingBeforeIt(
            @ForAll("rosters") List<Stay> stays) {
        List<Row> curve = Retention.of(stays, START, END, END).retention().curve();
        LocalDate after = START.plusDays(curve.getLast().day() + 1);
        List<Stay> moved =
                stays.stream()
                        .map(
                                stay ->
                                        stay.withdrawnOn() == null
                                                ? Stay.of(stay.enrolledOn(), after, "TRANSFER")
                                                : stay)
                        .toList();
        boolean nobodyLater =
                stays.stream()
                        .allMatch(s -> s.enrolledOn() == null || s.enrolledOn().isBefore(after));

        if (nobodyLater) {
            assertThat(Retention.of(moved, START, END, END).retention().curve()).isEqualTo(curve);
        }
    }

    @Property(tries = 300)
    void pastDayIsTheRosterAsItWasThen(
            @ForAll("rosters") List<Stay> stays, @ForAll @IntRange(max = 70) int day) {
        LocalDate asOf = START.plusDays(day);
        List<Stay> then =
                stays.stream()
                        .filter(s -> s.enrolledOn() == null || !s.enrolledOn().isAfter(asOf))
                        .map(
                                s ->
                                        s.withdrawnOn() != null && s.withdrawnOn().isAfter(asOf)
                                                ? Stay.of(s.enrolledOn(), null, null)
                                                : s)
                        .toList();

        assertThat(Retention.of(stays, START, END, asOf).retention())
                .isEqualTo(Retention.of(then, START, END, asOf).retention());
    }

    @Property(tries = 300)
    void countsPartitionTheEnrolled(
            @ForAll("rosters") List<Stay> stays, @ForAll @IntRange(min = -10, max = 70) int day) {
        Retention retention = Retention.of(stays, START, END, START.plusDays(day));

        Counts counts = retention.counts();
        assertThat(counts.here() + counts.withdrawn() + counts.transferred())
                .isEqualTo(counts.enrolled());
        assertThat(retention.retention().curve().stream().mapToInt(Row::withdrawn).sum())
                .isEqualTo(counts.withdrawn());
        assertThat(retention.retention().censorings().stream().mapToInt(c -> c.count()).sum())
                .isEqualTo(counts.transferred());
        assertThat(retention.retention().reasons().stream().mapToInt(r -> r.count()).sum())
                .isEqualTo(counts.withdrawn());
    }

    @Property(tries = 300)
    void curveIsThatOfTheDefinitionByTheLetter(
            @ForAll("rosters") List<Stay> stays, @ForAll @IntRange(min = 1, max = 70) int day) {
        int limit = Math.min(HORIZON, day);
        List<int[]> inCurve = new ArrayList<>();
        TreeSet<Integer> days = new TreeSet<>();
        for (Stay stay : stays) {
            int entry = Math.max(0, offset(stay.enrolledOn(), 0));
            int exit = offset(stay.withdrawnOn(), Integer.MAX_VALUE);
            boolean event = exit <= limit && !"TRANSFER".equals(stay.reason());
            if (entry < Math.min(exit, limit)) {
                inCurve.add(new int[] {entry, Math.min(exit, limit), event ? 1 : 0});
                if (event) {
                    days.add(exit);
                }
            }
        }

        SurvivalCurve curve = SurvivalCurve.of(RiskDays.of(stays, START, END, START.plusDays(day)));

        assertThat(curve.curve()).hasSize(days.size() + 1);
        double survival = 1;
        double mean = 0;
        int at = 0;
        for (int t : days) {
            long n = inCurve.stream().filter(s -> s[0] < t && t <= s[1]).count();
            long d = inCurve.stream().filter(s -> s[1] == t && s[2] == 1).count();
            mean += survival * (t - at);
            survival *= 1 - (double) d / n;
            at = t;
            Row row = curve.curve().get(days.headSet(t, true).size());
            assertThat(row.day()).isEqualTo(t);
            assertThat(row.atRisk()).isEqualTo((int) n);
            assertThat(row.withdrawn()).isEqualTo((int) d);
            assertThat(row.survival()).isCloseTo(survival, within(1e-12));
        }
        mean += survival * (limit - at);
        assertThat(curve.restrictedMean()).isCloseTo(inCurve.isEmpty() ? 0 : mean, within(1e-9));
    }

    @Property(tries = 300)
    void changesAddUp(
            @ForAll("rosters") List<Stay> stays,
            @ForAll @IntRange(min = -5, max = 40) int since,
            @ForAll @IntRange(max = 40) int days) {
        LocalDate from = START.plusDays(since);
        LocalDate to = from.plusDays(days);

        Changes changes = Changes.of(stays, START, END, from, to);

        assertThat(changes.before())
                .isEqualTo(Retention.of(stays, START, END, from).counts().here());
        assertThat(changes.now()).isEqualTo(Retention.of(stays, START, END, to).counts().here());
        assertThat(changes.now() - changes.before())
                .isEqualTo(
                        count(changes, Changes.Kind.JOINED)
                                - count(changes, Changes.Kind.WITHDREW)
                                - count(changes, Changes.Kind.MOVED)
                                - count(changes, Changes.Kind.NEVER_STARTED));
    }

    private static int count(Changes changes, Changes.Kind kind) {
        return changes.items().stream()
                .filter(item -> item.kind() == kind)
                .mapToInt(Changes.Item::count)
                .sum();
    }

    @Provide
    Arbitrary<List<Stay>> rosters() {
        return Combinators.combine(dates(-10, 30), dates(-12, 70), reasons())
                .as(RetentionPropertiesTest::stay)
                .list()
                .ofMaxSize(40);
    }

    private static Stay stay(LocalDate enrolledOn, LocalDate withdrawnOn, String reason) {
        boolean left = withdrawnOn.isAfter(START.minusDays(12));
        return Stay.of(
                enrolledOn.isAfter(START.minusDays(10)) ? enrolledOn : null,
                left ? withdrawnOn : null,
                left ? reason : null);
    }

    private static Arbitrary<LocalDate> dates(int from, int to) {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(START.plusDays(from))),
                net.jqwik.api.Tuple.of(
                        2, Arbitraries.integers().between(from, to).map(START::plusDays)));
    }

    private static Arbitrary<String> reasons() {
        return Arbitraries.of("EMPLOYMENT", "TRANSFER", "TIME");
    }

    private static int offset(@Nullable LocalDate date, int missing) {
        return date == null ? missing : (int) (date.toEpochDay() - START.toEpochDay());
    }
}
