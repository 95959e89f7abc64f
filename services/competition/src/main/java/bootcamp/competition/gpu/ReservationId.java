package bootcamp.competition.gpu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pool and week of a reservation are in its id, so that it is found without a list.
 *
 * @param own 16 hexadecimal digits
 */
record ReservationId(String poolId, IsoWeek week, String own) {

    private static final int OWN_CHARS = 16;

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "([A-Za-z0-9_-]{1,64})-("
                            + IsoWeek.PATTERN
                            + ")-([0-9a-f]{"
                            + OWN_CHARS
                            + "})");

    /**
     * @param id of which it begins with as many digits as are its own
     */
    static ReservationId of(String poolId, IsoWeek week, String id) {
        return new ReservationId(poolId, week, id.substring(0, OWN_CHARS));
    }

    /** Null where it is none. */
    static @Nullable ReservationId read(String text) {
        Matcher id = WRITTEN.matcher(text);
        IsoWeek week = id.matches() ? IsoWeek.read(id.group(2)) : null;
        return week == null ? null : new ReservationId(id.group(1), week, id.group(3));
    }

    @Override
    public String toString() {
        return poolId + "-" + week + "-" + own;
    }
}
