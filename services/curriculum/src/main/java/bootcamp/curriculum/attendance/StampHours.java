package bootcamp.curriculum.attendance;

import bootcamp.curriculum.attendance.AttendanceRefusal.StampTooEarly;
import bootcamp.curriculum.attendance.AttendanceRefusal.StampTooLate;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hours of one day and what stamps within them come to. All of it is of moments, so a change of
 * daylight saving moves nothing on the clock and lengthens no absence.
 *
 * @param opensAt when one can stamp in
 * @param startsAt start of the hours
 * @param endsAt end of the hours, after the start
 * @param overAt end of the day: midnight where the cohort is
 */
public record StampHours(
        StampTerms terms,
        ZoneId zone,
        Instant opensAt,
        Instant startsAt,
        Instant endsAt,
        Instant overAt) {

    static StampHours of(StampTerms terms, LocalDate day, ZoneId zone) {
        Instant starts = on(day, terms.startsAt(), zone);
        return new StampHours(
                terms,
                zone,
                starts.minus(Duration.ofMinutes(terms.opensMinutesBefore())),
                starts,
                on(day, terms.endsAt(), zone),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static Instant on(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(zone).toInstant();
    }

    // ---- when one can stamp

    /**
     * @param opensAt from then on
     * @param closesAt until just before
     */
    public record Window(Instant opensAt, Instant closesAt) {

        public boolean isOpen(Instant now) {
            return !now.isBefore(opensAt) && now.isBefore(closesAt);
        }
    }

    public Window window(StampKind kind) {
        return switch (kind) {
            case IN -> new Window(opensAt, endsAt);
            case OUTING, BACK -> new Window(startsAt, endsAt);
            case OUT -> new Window(startsAt, overAt);
        };
    }

    /** Why a stamp of this kind can't be taken then; null: it can. */
    @Nullable Refusal refusal(StampKind kind, Instant at) {
        Window window = window(kind);
        if (at.isBefore(window.opensAt())) {
            return new StampTooEarly(window.opensAt(), zone);
        }
        return at.isBefore(window.closesAt()) ? null : new StampTooLate(window.closesAt(), zone);
    }

    /** Until when who stamps in is on time; null: nobody is late. */
    public @Nullable Instant onTimeUntil() {
        Integer grace = terms.graceMinutes();
        return grace == null ? null : startsAt.plus(Duration.ofMinutes(grace));
    }

    /** From when on no stamp changes what those of the day come to. */
    Instant settledAt() {
        return terms.outStamp() ? overAt : endsAt;
    }

    // ---- what stamps come to

    /**
     * @param marks what they come to if nothing is stamped any more
     * @param soFar what they come to as long as the student can still stamp out, or back; null:
     *     that is no other
     */
    record Judged(Marks marks, Clause clause, @Nullable Marks soFar) {}

    /** Of stamps with one in. */
    Judged judge(Stamps stamps) {
        Instant in = Objects.requireNonNull(stamps.in());
        boolean late = isLate(in);
        boolean leftEarly = isEarly(stamps.out());
        Duration missed =
                (late ? between(startsAt, in) : Duration.ZERO)
                        .plus(
                                leftEarly
                                        ? between(Objects.requireNonNull(stamps.out()), endsAt)
                                        : Duration.ZERO)
                        .plus(away(stamps));
        if (isHalf(missed)) {
            return new Judged(Marks.of(Mark.ABSENT), Clause.HALF_DAY_MISSED, null);
        }
        Marks present = marks(late, leftEarly, stamps.outing() != null);
        if (terms.outStamp() && stamps.out() == null) {
            return new Judged(Marks.of(Mark.ABSENT), Clause.NOT_STAMPED_OUT, present);
        }
        return isHalf(missed.plus(awayUntilTheEnd(stamps)))
                ? new Judged(Marks.of(Mark.ABSENT), Clause.HALF_DAY_MISSED, present)
                : new Judged(present, Clause.STAMPED, null);
    }

    private boolean isHalf(Duration missed) {
        return terms.halfDay() && missed.multipliedBy(2).compareTo(between(startsAt, endsAt)) >= 0;
    }

    private Marks marks(boolean late, boolean leftEarly, boolean outing) {
        List<Mark> marks = new ArrayList<>();
        if (late) {
            marks.add(Mark.LATE);
        }
        if (leftEarly) {
            marks.add(Mark.EARLY_LEAVE);
        }
        if (outing && terms.graceMinutes() != null) {
            marks.add(Mark.OUTING);
        }
        return marks.isEmpty() ? Marks.of(Mark.PRESENT) : new Marks(marks);
    }

    private boolean isLate(Instant in) {
        Instant until = onTimeUntil();
        return until != null && in.isAfter(until);
    }

    private boolean isEarly(@Nullable Instant out) {
        Integer grace = terms.graceMinutes();
        return out != null
                && grace != null
                && out.isBefore(endsAt.minus(Duration.ofMinutes(grace)));
    }

    /** How long an outing kept the student from the hours; without a stamp back, until leaving. */
    private Duration away(Stamps stamps) {
        Instant out = stamps.outing();
        Instant back = stamps.back() == null ? stamps.out() : stamps.back();
        return out == null || back == null ? Duration.ZERO : between(out, back);
    }

    /** How long an outing that nothing ended will have been: the hours end it. */
    private Duration awayUntilTheEnd(Stamps stamps) {
        Instant out = stamps.outing();
        return out == null || stamps.back() != null || stamps.out() != null
                ? Duration.ZERO
                : between(out, endsAt);
    }

    /** Within the hours; nothing where they are in the other order. */
    private Duration between(Instant from, Instant until) {
        Instant first = from.isBefore(startsAt) ? startsAt : from;
        Instant last = until.isAfter(endsAt) ? endsAt : until;
        return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
}
