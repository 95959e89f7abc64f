package bootcamp.curriculum.week;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A time in one booking: what of an instructor, a place or a team is taken in one ISO week.
 *
 * <p>Two sessions that overlap have a moment in common, so they meet in the booking of its week.
 * One that lasts into another week is in both with its whole time.
 *
 * @param bookingId {@code INSTRUCTOR.5f0c….2024-W10}; of a place a digest of how it is written; of
 *     a team {@code PLACE.team-1b3e….2024-W10}, a place of its own, for the published form of ids
 *     knows no third kind
 * @param until not in it any more
 */
record Slot(String bookingId, Instant from, Instant until) {

    private static final int DIGEST_BYTES = 16;
    private static final String OF_A_TEAM = "PLACE.team-";

    /** Of all weeks that the time touches; weeks are those of UTC, whatever zone a session has. */
    static Set<Slot> ofInstructor(String instructorId, Instant from, Instant until) {
        return of("INSTRUCTOR." + instructorId, from, until);
    }

    /** The bookings of an instructor in all weeks that the days touch, wherever their zone is. */
    static Set<String> bookingsOfInstructor(String instructorId, LocalDate first, LocalDate last) {
        Set<String> bookingIds = new LinkedHashSet<>();
        // A day begins in the east when it is yet the day before in UTC, and ends in the west
        // later.
        for (LocalDate day = first.minusDays(1);
                !day.isAfter(last.plusDays(1));
                day = day.plusDays(1)) {
            bookingIds.add(
                    "INSTRUCTOR."
                            + instructorId
                            + "."
                            + week(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
        }
        return bookingIds;
    }

    /** As above; a place is the same however its letters are set and its blanks counted. */
    static Set<Slot> ofPlace(String place, Instant from, Instant until) {
        return of("PLACE." + digest(place), from, until);
    }

    /** As above; a team is one of a cohort. */
    static Set<Slot> ofTeam(String teamId, Instant from, Instant until) {
        return of(OF_A_TEAM + teamId, from, until);
    }

    private static Set<Slot> of(String resource, Instant from, Instant until) {
        Set<Slot> slots = new LinkedHashSet<>();
        slots.add(new Slot(resource + "." + week(from), from, until));
        slots.add(new Slot(resource + "." + week(until.minusNanos(1)), from, until));
        return slots;
    }

    private static String week(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return "%d-W%02d"
                .formatted(
                        day.get(IsoFields.WEEK_BASED_YEAR),
                        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static String digest(String place) {
        String plain =
                Normalizer.normalize(place, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\s+", " ")
                        .strip();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Of a place, which alone may be taken twice where staff say so. */
    static boolean isOfAPlace(String bookingId) {
        return bookingId.startsWith("PLACE.") && !isOfATeam(bookingId);
    }

    static boolean isOfATeam(String bookingId) {
        return bookingId.startsWith(OF_A_TEAM);
    }
}
