package bootcamp.curriculum.attendance;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * How stamps become marks. What times of the clock they are is the cohort's; the rest is the
 * preset's, or staff's own.
 *
 * @param startsAt when the day's hours start, on the clock of the cohort
 * @param endsAt when they end, on the same day
 * @param opensMinutesBefore how long before the start one can stamp in, 0 to {@value
 *     #OPENS_MINUTES_MAX}
 * @param graceMinutes how much later than the start, or earlier than the end, is still on time, 0
 *     to {@value #GRACE_MINUTES_MAX}; null: whoever comes is present, nothing else counts
 * @param outStamp whether who does not stamp out is absent
 * @param halfDay whether who misses half of the hours, or more, is absent
 */
public record StampTerms(
        LocalTime startsAt,
        LocalTime endsAt,
        int opensMinutesBefore,
        @Nullable Integer graceMinutes,
        boolean outStamp,
        boolean halfDay) {

    static final int OPENS_MINUTES_MAX = 240;
    static final int OPENS_MINUTES = 30;
    static final int GRACE_MINUTES_MAX = 120;

    /** Ten minutes at both ends, a stamp in and one out, and half of the day at least. */
    static StampTerms ofKdt(LocalTime startsAt, LocalTime endsAt, int opensMinutesBefore) {
        return new StampTerms(startsAt, endsAt, opensMinutesBefore, 10, true, true);
    }

    /** Present is who stamps in. */
    static StampTerms ofSimple(LocalTime startsAt, LocalTime endsAt, int opensMinutesBefore) {
        return new StampTerms(startsAt, endsAt, opensMinutesBefore, null, false, false);
    }

    /**
     * As they are published, the times as {@code 09:00}.
     *
     * @param graceMinutes as {@link StampTerms}
     */
    public record Public(
            String startsAt,
            String endsAt,
            int opensMinutesBefore,
            @Nullable Integer graceMinutes,
            boolean outStamp,
            boolean halfDay) {}

    Public published() {
        return new Public(
                startsAt.toString(),
                endsAt.toString(),
                opensMinutesBefore,
                graceMinutes,
                outStamp,
                halfDay);
    }
}
