package bootcamp.curriculum.attendance;

import static bootcamp.curriculum.attendance.Mark.ABSENT;
import static bootcamp.curriculum.attendance.Mark.EARLY_LEAVE;
import static bootcamp.curriculum.attendance.Mark.LATE;
import static bootcamp.curriculum.attendance.Mark.OUTING;
import static bootcamp.curriculum.attendance.Mark.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.attendance.StampHours.Judged;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stamps of a day come to, from nine to six in Seoul unless said otherwise. */
class StampHoursTest {

    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final StampTerms KDT =
            StampTerms.ofKdt(LocalTime.of(9, 0), LocalTime.of(18, 0), 30);
    private static final StampTerms WITHOUT_OUT =
            new StampTerms(LocalTime.of(9, 0), LocalTime.of(18, 0), 30, 10, false, true);

    private static @Nullable Instant at(@Nullable String time) {
        return time == null ? null : DAY.atTime(LocalTime.parse(time)).atZone(SEOUL).toInstant();
    }

    private static Judged judged(
            StampTerms terms,
            String in,
            @Nullable String out,
            @Nullable String outing,
            @Nullable String back) {
        return StampHours.of(terms, DAY, SEOUL)
                .judge(new Stamps(at(in), at(out), at(outing), at(back)));
    }

    private static Judged kdt(String in, @Nullable String out) {
        return judged(KDT, in, out, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "08:57, 18:00, PRESENT",
        "09:10, 17:50, PRESENT",
        "09:10:00.001, 18:00, LATE",
        "09:11, 18:00, LATE",
        "09:00, 17:49:59, EARLY_LEAVE",
        "09:11, 17:49, LATE+EARLY_LEAVE",
        "09:00, 23:59:59, PRESENT",
    })
    void tenMinutesAtBothEndsAreOnTime(String in, String out, String status) {
        Judged judged = kdt(in, out);

        assertThat(judged.marks().status()).isEqualTo(status);
        assertThat(judged.clause()).isEqualTo(Clause.STAMPED);
        assertThat(judged.soFar()).isNull();
    }

    /** Of nine hours; what is within the grace is not missed. */
    @ParameterizedTest
    @CsvSource({
        "13:29, 18:00, LATE, STAMPED",
        "13:30, 18:00, ABSENT, HALF_DAY_MISSED",
        "09:00, 13:30, ABSENT, HALF_DAY_MISSED",
        "09:00, 13:31, EARLY_LEAVE, STAMPED",
        "11:00, 15:31, LATE+EARLY_LEAVE, STAMPED",
        "11:00, 15:30, ABSENT, HALF_DAY_MISSED",
        "09:10, 13:35, EARLY_LEAVE, STAMPED",
    })
    void halfOfTheHoursMissedIsAbsent(String in, String out, String status, Clause clause) {
        Judged judged = kdt(in, out);

        assertThat(judged.marks().status()).isEqualTo(status);
        assertThat(judged.clause()).isEqualTo(clause);
    }

    @Test
    void whoCameAfterHalfOfTheHoursIsAbsentWithoutStampingOut() {
        Judged judged = kdt("13:30", null);

        assertThat(judged.clause()).isEqualTo(Clause.HALF_DAY_MISSED);
        assertThat(judged.soFar()).isNull();
    }

    @Test
    void withoutStampOutItIsAnAbsenceAndUntilThenWhatItIsByNow() {
        Judged present = kdt("08:57", null);
        Judged late = judged(KDT, "09:20", null, "11:00", "11:30");

        assertThat(present.marks()).isEqualTo(Marks.of(ABSENT));
        assertThat(present.clause()).isEqualTo(Clause.NOT_STAMPED_OUT);
        assertThat(present.soFar()).isEqualTo(Marks.of(PRESENT));
        assertThat(late.soFar()).isEqualTo(Marks.of(LATE, OUTING));
    }

    @Test
    void outingIsAMarkAndItsTimeIsMissed() {
        assertThat(judged(KDT, "09:00", "18:00", "12:00", "13:00").marks())
                .isEqualTo(Marks.of(OUTING));
        assertThat(judged(KDT, "09:00", "18:00", "12:00", "16:30").clause())
                .isEqualTo(Clause.HALF_DAY_MISSED);
        assertThat(judged(KDT, "10:00", "18:00", "12:00", "15:30").clause())
                .isEqualTo(Clause.HALF_DAY_MISSED);
    }

    /** Who never says to be back was away until leaving. */
    @Test
    void outingWithoutAReturnLastsUntilLeaving() {
        assertThat(judged(KDT, "09:00", "18:00", "15:00", null).marks())
                .isEqualTo(Marks.of(OUTING));
        assertThat(judged(KDT, "09:00", "18:00", "13:00", null).clause())
                .isEqualTo(Clause.HALF_DAY_MISSED);
        assertThat(judged(KDT, "09:00", "14:00", "13:50", null).marks())
                .isEqualTo(Marks.of(EARLY_LEAVE, OUTING));
    }

    /**
     * Where nobody has to say when they leave, who never says to be back was away until the end.
     */
    @ParameterizedTest
    @CsvSource({
        "09:00, 13:31, OUTING, STAMPED, ",
        "09:00, 13:30, ABSENT, HALF_DAY_MISSED, OUTING",
        "11:00, 15:31, LATE+OUTING, STAMPED, ",
        "11:00, 15:30, ABSENT, HALF_DAY_MISSED, LATE+OUTING",
        "13:30, 17:00, ABSENT, HALF_DAY_MISSED, ",
    })
    void outingWithoutAReturnLastsUntilTheEndWhereNoStampOutIsAskedFor(
            String in, String outing, String status, Clause clause, @Nullable String soFar) {
        Judged judged = judged(WITHOUT_OUT, in, null, outing, null);

        assertThat(judged.marks().status()).isEqualTo(status);
        assertThat(judged.clause()).isEqualTo(clause);
        assertThat(judged.soFar() == null ? null : judged.soFar().status()).isEqualTo(soFar);
    }

    /** A stamp out or back says how long it was. */
    @Test
    void outingThatEndedLastsNoLongerWhereNoStampOutIsAskedFor() {
        Judged back = judged(WITHOUT_OUT, "09:00", null, "10:00", "11:00");
        Judged left = judged(WITHOUT_OUT, "09:00", "18:00", "13:00", null);

        assertThat(back.marks()).isEqualTo(Marks.of(OUTING));
        assertThat(back.soFar()).isNull();
        assertThat(left.clause()).isEqualTo(Clause.HALF_DAY_MISSED);
        assertThat(left.soFar()).isNull();
    }

    @Test
    void stampsOfADayAreSettledOnceNoneCanChangeWhatTheyComeTo() {
        assertThat(StampHours.of(KDT, DAY, SEOUL).settledAt())
                .isEqualTo(DAY.plusDays(1).atStartOfDay(SEOUL).toInstant());
        assertThat(StampHours.of(WITHOUT_OUT, DAY, SEOUL).settledAt()).isEqualTo(at("18:00"));
    }

    @Test
    void inThePresetSimpleWhoComesIsPresent() {
        StampTerms simple = StampTerms.ofSimple(LocalTime.of(9, 0), LocalTime.of(18, 0), 30);

        Judged judged = judged(simple, "17:59", null, null, null);

        assertThat(judged.marks()).isEqualTo(Marks.of(PRESENT));
        assertThat(judged.clause()).isEqualTo(Clause.STAMPED);
        assertThat(judged(simple, "09:00", "09:30", "09:10", null).marks())
                .isEqualTo(Marks.of(PRESENT));
    }

    /** The processes' clocks are not the same. */
    @Test
    void stampsInTheWrongOrderMakeNoTimeNegative() {
        assertThat(kdt("12:00", "11:59:58").marks()).isEqualTo(Marks.of(ABSENT));
        assertThat(judged(KDT, "09:00", "18:00", "12:00:01", "12:00").marks())
                .isEqualTo(Marks.of(OUTING));
    }

    @Test
    void oneCanStampWithinTheWindowOfTheKindAlone() {
        StampHours hours = StampHours.of(KDT, DAY, SEOUL);

        assertThat(hours.window(StampKind.IN).opensAt()).isEqualTo(at("08:30"));
        assertThat(hours.window(StampKind.IN).closesAt()).isEqualTo(at("18:00"));
        assertThat(hours.window(StampKind.OUT).opensAt()).isEqualTo(at("09:00"));
        assertThat(hours.window(StampKind.OUT).closesAt())
                .isEqualTo(DAY.plusDays(1).atStartOfDay(SEOUL).toInstant());
        for (StampKind kind : StampKind.values()) {
            StampHours.Window window = hours.window(kind);
            assertThat(hours.refusal(kind, window.opensAt())).isNull();
            assertThat(hours.refusal(kind, window.opensAt().minusNanos(1)))
                    .isEqualTo(new AttendanceRefusal.StampTooEarly(window.opensAt(), SEOUL));
            assertThat(hours.refusal(kind, window.closesAt().minusNanos(1))).isNull();
            assertThat(hours.refusal(kind, window.closesAt()))
                    .isEqualTo(new AttendanceRefusal.StampTooLate(window.closesAt(), SEOUL));
        }
    }

    /** On that night clocks in New York go from two to three. */
    @Test
    void hoursThatTheClockSkipsAreNotMissed() {
        ZoneId newYork = ZoneId.of("America/New_York");
        LocalDate spring = LocalDate.parse("2024-03-10");
        StampTerms night =
                new StampTerms(LocalTime.of(0, 30), LocalTime.of(4, 30), 10, 10, true, true);

        StampHours hours = StampHours.of(night, spring, newYork);

        assertThat(Duration.between(hours.startsAt(), hours.endsAt()))
                .isEqualTo(Duration.ofHours(3));
        Instant afterTheGap = spring.atTime(3, 15).atZone(newYork).toInstant();
        Judged judged = hours.judge(new Stamps(afterTheGap, hours.endsAt(), null, null));
        // An hour and three quarters, of three hours.
        assertThat(judged.clause()).isEqualTo(Clause.HALF_DAY_MISSED);
        Instant before = spring.atTime(1, 45).atZone(newYork).toInstant();
        assertThat(hours.judge(new Stamps(before, hours.endsAt(), null, null)).marks())
                .isEqualTo(Marks.of(LATE));
    }
}
