package bootcamp.platform.form;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time of a clock on the wall: {@code 2025-03-14T19:00}, with seconds or without, with an
 * offset or without; an offset must be the one that the zone has then.
 */
public final class WallClock {

    static final int YEAR_MIN = 2000;
    static final int YEAR_MAX = 2199;

    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d)?)(Z|[+-]\\d\\d:\\d\\d)?");

    private WallClock() {}

    /**
     * What was read: a time, or why it is none, as a reason of the message bundles.
     *
     * @param local null where it is none
     * @param flaw null where there is none
     */
    public record Reading(@Nullable LocalDateTime local, @Nullable String flaw) {}

    public static Reading read(String text, ZoneId zone) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return flawed("NOT_A_TIME");
        }
        try {
            LocalDateTime local = LocalDateTime.parse(matcher.group(1));
            String offset = matcher.group(2);
            return in(zone, local, offset == null ? null : ZoneOffset.of(offset));
        } catch (DateTimeException malformed) {
            return flawed("NOT_A_TIME");
        }
    }

    /** The same time of the clock in another zone. */
    public static Reading in(ZoneId zone, LocalDateTime local, @Nullable ZoneOffset offset) {
        if (local.getYear() < YEAR_MIN || local.getYear() > YEAR_MAX) {
            return flawed("NOT_A_YEAR_TO_PLAN");
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return flawed("NO_SUCH_TIME");
        }
        if (offset != null && !offsets.contains(offset)) {
            return flawed("OFFSET_NOT_OF_ZONE");
        }
        return offset == null || offset.equals(offsets.getFirst())
                ? new Reading(local, null)
                : flawed("TIME_COMES_TWICE");
    }

    /** Whether this is the IANA id of a zone. */
    public static boolean isZone(String id) {
        try {
            return ZoneId.of(id).getId().contains("/") || id.equals("UTC");
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Reading flawed(String flaw) {
        return new Reading(null, flaw);
    }
}
