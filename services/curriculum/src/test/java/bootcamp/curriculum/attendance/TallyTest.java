package bootcamp.curriculum.attendance;

import static bootcamp.curriculum.attendance.Mark.ABSENT;
import static bootcamp.curriculum.attendance.Mark.EARLY_LEAVE;
import static bootcamp.curriculum.attendance.Mark.EXCUSED;
import static bootcamp.curriculum.attendance.Mark.LATE;
import static bootcamp.curriculum.attendance.Mark.OUTING;
import static bootcamp.curriculum.attendance.Mark.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.attendance.Tally.CourseDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What days come to: every example of the rules by hand, and another way to the same figures. */
class TallyTest {

    private static final LocalDate FIRST = LocalDate.parse("2024-03-04");
    private static final LocalDate AFTER = LocalDate.parse("2024-12-31");
    private static final int STUDENT_MONTHS = 10_000;

    private static PolicyVersion version(PolicyTerms terms) {
        return new PolicyVersion(1, AttendancePolicy.EVER, terms);
    }

    private static PolicyTerms terms(Keeping record, @Nullable Integer parts, Scope scope) {
        return new PolicyTerms(Preset.CUSTOM, record, 800, parts, scope, Map.of(), null);
    }

    private static CourseDay day(LocalDate date, PolicyTerms terms, Mark... marks) {
        return new CourseDay(
                date,
                false,
                false,
                Marks.of(marks),
                marks.length == 0 ? null : Clause.STAFF_SET,
                version(terms));
    }

    /** Days one after another, all with these marks. */
    private static List<CourseDay> days(PolicyTerms terms, int count, Mark... marks) {
        return IntStream.range(0, count)
                .mapToObj(i -> day(FIRST.plusDays(i), terms, marks))
                .toList();
    }

    private static List<CourseDay> kdt(Marks... marks) {
        List<CourseDay> days = new ArrayList<>();
        for (Marks each : marks) {
            days.add(
                    day(
                            FIRST.plusDays(days.size()),
                            PolicyTerms.KDT,
                            each.all().toArray(Mark[]::new)));
        }
        return days;
    }

    private static Tally tally(List<CourseDay> days) {
        return Tally.of(days, version(PolicyTerms.KDT), AFTER, AFTER);
    }

    // ---- by hand

    @Test
    void threeOfLateEarlyLeaveOrOutingAddedTogetherAreOneAbsence() {
        Tally two = tally(kdt(Marks.of(LATE), Marks.of(OUTING), Marks.of(PRESENT)));
        Tally three = tally(kdt(Marks.of(LATE), Marks.of(OUTING), Marks.of(EARLY_LEAVE)));

        assertThat(two.penalty()).isZero();
        assertThat(two.rate()).isEqualTo(1.0);
        assertThat(three.penalty()).isEqualTo(1);
        assertThat(three.absent()).isZero();
        assertThat(three.rate()).isEqualTo(2.0 / 3);
    }

    @Test
    void dayThatIsBothLateAndEarlyLeaveCountsTwice() {
        Tally tally = tally(kdt(Marks.of(LATE, EARLY_LEAVE), Marks.of(OUTING)));

        assertThat(tally.late()).isEqualTo(1);
        assertThat(tally.earlyLeave()).isEqualTo(1);
        assertThat(tally.outing()).isEqualTo(1);
        assertThat(tally.penalty()).isEqualTo(1);
    }

    @Test
    void outingCountsOnceADay() {
        assertThat(new Marks(List.of(OUTING, OUTING)).all()).containsExactly(OUTING);
        assertThat(Marks.together(List.of(OUTING, OUTING))).isEmpty();
    }

    @Test
    void excusedCountsAsPresent() {
        Tally tally = tally(kdt(Marks.of(EXCUSED), Marks.of(ABSENT)));

        assertThat(tally.excused()).isEqualTo(1);
        assertThat(tally.penalty()).isEqualTo(1);
        assertThat(tally.rate()).isEqualTo(0.5);
    }

    @Test
    void whoIsNotMarkedOnASheetStaysOutOfTheHeldDays() {
        Tally tally = tally(kdt(Marks.of(PRESENT), Marks.UNMARKED, Marks.of(ABSENT)));

        assertThat(tally.courseDays()).isEqualTo(3);
        assertThat(tally.heldDays()).isEqualTo(2);
        assertThat(tally.unmarked()).isEqualTo(1);
        assertThat(tally.rate()).isEqualTo(0.5);
    }

    @Test
    void rateIsUnknownWhereNoDayWasHeld() {
        assertThat(tally(List.of()).rate()).isNull();
        assertThat(tally(kdt(Marks.UNMARKED)).rate()).isNull();
        assertThat(tally(List.of()).stillToMiss()).isZero();
    }

    /** Of 101 days 80.8 are asked for, so 81. */
    @ParameterizedTest
    @CsvSource({"100, 0, 20", "100, 4, 16", "101, 0, 20", "5, 1, 0", "5, 2, -1", "1, 0, 0"})
    void stillToMissIsWhatTheThresholdOfAllDaysLeaves(int courseDays, int absent, int left) {
        List<CourseDay> days = new ArrayList<>();
        for (int i = 0; i < courseDays; i++) {
            Mark mark = i < absent ? ABSENT : PRESENT;
            days.add(day(FIRST.plusDays(i), PolicyTerms.KDT, mark));
        }

        assertThat(tally(days).stillToMiss()).isEqualTo(left);
    }

    @Test
    void daysToComeAreCourseDaysAndNothingElse() {
        Tally tally =
                Tally.of(
                        days(PolicyTerms.KDT, 10, ABSENT),
                        version(PolicyTerms.KDT),
                        FIRST.plusDays(1),
                        FIRST.plusDays(5));

        assertThat(tally.courseDays()).isEqualTo(10);
        assertThat(tally.heldDays()).isEqualTo(2);
        assertThat(tally.penalty()).isEqualTo(2);
        assertThat(tally.stillToMiss()).isZero();
    }

    @Test
    void todayIsHeldOnceItsSheetIsClosed() {
        CourseDay open = day(FIRST, PolicyTerms.KDT, PRESENT);
        CourseDay closed =
                new CourseDay(FIRST, true, false, open.marks(), Clause.STAFF_SET, open.policy());

        assertThat(Tally.of(List.of(open), open.policy(), FIRST, FIRST).heldDays()).isZero();
        assertThat(Tally.of(List.of(closed), open.policy(), FIRST, FIRST).heldDays()).isOne();
        assertThat(Tally.of(List.of(open), open.policy(), FIRST, FIRST.plusDays(1)).heldDays())
                .isOne();
    }

    @Test
    void whoDoesNotStampIsAbsentOnceTheNextDayIsOver() {
        List<CourseDay> days = List.of(day(FIRST, terms(Keeping.STAMPS, 3, Scope.COURSE)));
        PolicyVersion policy = days.getFirst().policy();
        LocalDate next = FIRST.plusDays(1);

        Tally shown = Tally.of(days, policy, next, next);
        Tally absent = Tally.of(days, policy, next.plusDays(1), next.plusDays(1));

        assertThat(shown.unmarked()).isEqualTo(1);
        assertThat(shown.heldDays()).isZero();
        assertThat(absent.unmarked()).isZero();
        assertThat(absent.heldDays()).isEqualTo(1);
        assertThat(absent.absent()).isEqualTo(1);
        assertThat(Tally.judged(days, next.plusDays(1)).getFirst().clause())
                .isEqualTo(Clause.NOT_MARKED);
    }

    /** Nobody was marked: as far as anybody knows there was no such day. */
    @Test
    void dayOfWhichNobodyHasAMarkIsNotHeld() {
        PolicyTerms terms = terms(Keeping.STAMPS, 3, Scope.COURSE);
        CourseDay day = new CourseDay(FIRST, false, true, Marks.UNMARKED, null, version(terms));

        Tally tally = Tally.of(List.of(day), day.policy(), AFTER, AFTER);

        assertThat(tally.heldDays()).isZero();
        assertThat(tally.unmarked()).isZero();
    }

    @Test
    void whatIsLeftOverOfAMonthIsNotTakenIntoTheNext() {
        LocalDate march = LocalDate.parse("2024-03-28");
        for (Scope scope : Scope.values()) {
            PolicyTerms terms = terms(Keeping.SHEET, 3, scope);
            List<CourseDay> days =
                    List.of(
                            day(march, terms, LATE),
                            day(march.plusDays(1), terms, LATE),
                            day(march.plusDays(4), terms, LATE));

            assertThat(tally(days).penalty()).isEqualTo(scope == Scope.COURSE ? 1 : 0);
        }
    }

    @Test
    void presentOrAbsentIsAllThatCountsInThePresetSimple() {
        Tally tally = tally(days(PolicyTerms.SIMPLE, 9, LATE, EARLY_LEAVE, OUTING));

        assertThat(tally.penalty()).isZero();
        assertThat(tally.late()).isEqualTo(9);
    }

    @Test
    void versionThatChangesOnlyTheThresholdSplitsNothing() {
        PolicyTerms stricter =
                new PolicyTerms(Preset.CUSTOM, Keeping.SHEET, 900, 3, Scope.COURSE, Map.of(), null);
        PolicyTerms looser =
                new PolicyTerms(Preset.CUSTOM, Keeping.SHEET, 800, 4, Scope.COURSE, Map.of(), null);
        List<CourseDay> days = new ArrayList<>(days(PolicyTerms.KDT, 2, LATE));

        days.add(day(FIRST.plusDays(2), stricter, LATE));
        assertThat(tally(days).penalty()).isEqualTo(1);
        days.set(2, day(FIRST.plusDays(2), looser, LATE));
        assertThat(tally(days).penalty()).isZero();
    }

    // ---- the other way

    /**
     * Written down from the rules, day by day with counters that carry over, over words instead of
     * marks; nothing of it is shared with {@link Tally}.
     */
    private static final class ByCounters {

        private final boolean stamps;
        private final int partsToOne;
        private final boolean monthly;
        private int held;
        private int absences;
        private int carried;
        private int unmarked;
        private int month;

        ByCounters(PolicyTerms terms) {
            stamps = terms.record().name().equals("STAMPS");
            partsToOne = terms.marksPerAbsence() == null ? 0 : terms.marksPerAbsence();
            monthly = terms.scope().name().equals("MONTH");
        }

        /**
         * @param status as it is written on a sheet
         */
        void day(CourseDay day, String status, LocalDate asOf, LocalDate today) {
            if (monthly && day.date().getMonthValue() != month) {
                month = day.date().getMonthValue();
                carried = 0;
            }
            Set<String> words = new HashSet<>(List.of(status.split("\\+")));
            boolean late2 = asOf.toEpochDay() - day.date().toEpochDay() >= 2;
            if (words.contains("UNMARKED") && stamps && late2 && !day.blank()) {
                held++;
                absences++;
                return;
            }
            boolean over =
                    day.date().compareTo(asOf) <= 0
                            && (day.date().compareTo(today) < 0 || day.closed());
            if (!over) {
                return;
            }
            if (words.contains("UNMARKED")) {
                unmarked += day.blank() ? 0 : 1;
                return;
            }
            held++;
            if (words.contains("ABSENT")) {
                absences++;
            }
            for (String part : List.of("LATE", "EARLY_LEAVE", "OUTING")) {
                if (words.contains(part) && partsToOne > 0 && ++carried == partsToOne) {
                    carried = 0;
                    absences++;
                }
            }
        }

        /** Tried one after another: the least number of days that makes the share. */
        static int leastDays(int courseDays, int perMille) {
            int least = 0;
            while (least * 1_000 < courseDays * perMille) {
                least++;
            }
            return least;
        }
    }

    /** A student's stamps in minutes since midnight, in their order; -1: none. */
    private record Minutes(int in, int outing, int back, int out) {

        static Minutes random(Random random, int starts, int ends) {
            int in = starts - 30 + random.nextInt(random.nextBoolean() ? 45 : ends - starts + 30);
            int outing = random.nextInt(4) == 0 ? within(random, Math.max(in, starts), ends) : -1;
            int back = outing >= 0 && random.nextInt(4) > 0 ? within(random, outing, ends) : -1;
            int last = Math.max(Math.max(in, starts), Math.max(outing, back));
            int out =
                    switch (random.nextInt(4)) {
                        case 0 -> -1;
                        case 1 -> within(random, last, ends + 60);
                        default -> Math.max(last, ends - 15 + random.nextInt(60));
                    };
            return new Minutes(in, outing, back, out);
        }

        private static int within(Random random, int from, int until) {
            return from + random.nextInt(Math.max(1, until - from));
        }

        Stamps stamps(LocalDate day) {
            return new Stamps(at(day, in), at(day, out), at(day, outing), at(day, back));
        }

        private static @Nullable Instant at(LocalDate day, int minute) {
            return minute < 0
                    ? null
                    : day.atStartOfDay(ZoneOffset.UTC).plusMinutes(minute).toInstant();
        }

        /**
         * Counted minute by minute of the hours: was the student there?
         *
         * @param outAsked whether who never stamps out is absent
         */
        String status(boolean kdt, boolean outAsked, int starts, int ends) {
            if (!kdt) {
                return "PRESENT";
            }
            boolean late = in > starts + 10;
            boolean early = out >= 0 && out < ends - 10;
            int missed = 0;
            for (int minute = starts; minute < ends; minute++) {
                boolean before = late && minute < in;
                boolean after = early && minute >= out;
                int leaves = out >= 0 ? out : ends;
                int returns = back >= 0 ? back : leaves;
                boolean away = outing >= 0 && minute >= outing && minute < returns;
                missed += before || after || away ? 1 : 0;
            }
            if (missed * 2 >= ends - starts || outAsked && out < 0) {
                return "ABSENT";
            }
            List<String> words = new ArrayList<>();
            if (late) {
                words.add("LATE");
            }
            if (early) {
                words.add("EARLY_LEAVE");
            }
            if (outing >= 0) {
                words.add("OUTING");
            }
            return words.isEmpty() ? "PRESENT" : String.join("+", words);
        }
    }

    private static final int STARTS = 9 * 60;
    private static final int ENDS = 18 * 60;

    /**
     * As the preset has them.
     *
     * @param outAsked of {@code KDT}: as in the preset, or as in one that is the same without it
     */
    private static StampTerms stamps(Preset preset, boolean outAsked) {
        LocalTime starts = LocalTime.ofSecondOfDay(STARTS * 60L);
        LocalTime ends = LocalTime.ofSecondOfDay(ENDS * 60L);
        return preset == Preset.KDT
                ? new StampTerms(starts, ends, 30, 10, outAsked, true)
                : StampTerms.ofSimple(starts, ends, 30);
    }

    private static Marks randomMarks(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Marks.UNMARKED;
            case 1 -> Marks.of(ABSENT);
            case 2 -> Marks.of(EXCUSED);
            case 3 -> Marks.of(LATE);
            case 4 -> Marks.of(LATE, EARLY_LEAVE);
            case 5 -> Marks.of(OUTING);
            case 6 -> Marks.of(LATE, EARLY_LEAVE, OUTING);
            default -> Marks.of(PRESENT);
        };
    }

    private static PolicyTerms randomTerms(Preset preset, Random random) {
        PolicyTerms base = preset == Preset.KDT ? PolicyTerms.KDT : PolicyTerms.SIMPLE;
        return new PolicyTerms(
                preset,
                Keeping.values()[random.nextInt(2)],
                random.nextBoolean() ? base.thresholdPerMille() : random.nextInt(1_001),
                base.marksPerAbsence(),
                Scope.values()[random.nextInt(2)],
                Map.of(),
                null);
    }

    @ParameterizedTest
    @EnumSource(names = {"KDT", "SIMPLE"})
    void tenThousandStudentMonthsComeToTheSameByCounters(Preset preset) {
        long seed = Long.getLong("bootcamp.attendance.seed", System.nanoTime());
        System.out.println("attendance by counters, " + preset + ": seed " + seed);
        Random random = new Random(seed);
        int stamped = 0;
        for (int i = 0; i < STUDENT_MONTHS; i++) {
            PolicyTerms terms = randomTerms(preset, random);
            LocalDate start = FIRST.plusDays(random.nextInt(300));
            int length = 18 + random.nextInt(8);
            LocalDate today = start.plusDays(random.nextInt(length + 3));
            LocalDate asOf = today.minusDays(random.nextInt(3));
            List<CourseDay> days = new ArrayList<>();
            List<String> statuses = new ArrayList<>();
            for (int d = 0; d < length; d++) {
                LocalDate date = start.plusDays(d);
                Marks marks = randomMarks(random);
                String status = marks.status();
                if (terms.record() == Keeping.STAMPS && random.nextBoolean()) {
                    Minutes minutes = Minutes.random(random, STARTS, ENDS);
                    boolean outAsked = random.nextInt(4) > 0;
                    marks =
                            StampHours.of(stamps(preset, outAsked), date, ZoneOffset.UTC)
                                    .judge(minutes.stamps(date))
                                    .marks();
                    status = minutes.status(preset == Preset.KDT, outAsked, STARTS, ENDS);
                    stamped++;
                }
                statuses.add(status);
                days.add(
                        new CourseDay(
                                date,
                                random.nextInt(4) == 0,
                                marks.isUnmarked() && random.nextInt(3) == 0,
                                marks,
                                marks.isUnmarked() ? null : Clause.STAFF_SET,
                                version(terms)));
            }

            Tally tally = Tally.of(days, version(terms), asOf, today);

            ByCounters other = new ByCounters(terms);
            for (int d = 0; d < length; d++) {
                other.day(days.get(d), statuses.get(d), asOf, today);
            }
            int least = ByCounters.leastDays(length, terms.thresholdPerMille());
            String what = "seed %d, student-month %d".formatted(seed, i);
            assertThat(tally.heldDays()).as(what).isEqualTo(other.held);
            assertThat(tally.penalty()).as(what).isEqualTo(other.absences);
            assertThat(tally.unmarked()).as(what).isEqualTo(other.unmarked);
            assertThat(tally.stillToMiss()).as(what).isEqualTo(length - least - other.absences);
            if (other.held == 0) {
                assertThat(tally.rate()).as(what).isNull();
            } else {
                assertThat(tally.rate())
                        .as(what)
                        .isEqualTo((other.held - other.absences) / (double) other.held);
            }
        }
        System.out.printf("%,d of the days by stamps%n", stamped);
        assertThat(stamped).isGreaterThan(STUDENT_MONTHS);
    }
}
