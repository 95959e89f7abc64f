package bootcamp.curriculum.lecture;

import bootcamp.platform.form.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lecture sets out to be. Its times are those of a clock on the wall in its zone: a change
 * of daylight saving moves none of them. A time that comes twice in a night is its first.
 *
 * @param cohortIds for whose students it is; the first one's zone is its zone unless staff say
 *     otherwise
 * @param about null: nothing was said
 * @param place null: not known yet
 * @param timeZone IANA id
 * @param capacity seats, {@value #CAPACITY_MIN} to {@value #CAPACITY_MAX}
 * @param registrationOpensAt null: from publication on
 * @param registrationClosesAt null: until it begins
 */
public record LecturePlan(
        List<String> cohortIds,
        String title,
        String speaker,
        @Nullable String about,
        @Nullable String place,
        LocalDateTime startsAt,
        LocalDateTime endsAt,
        String timeZone,
        int capacity,
        @Nullable LocalDateTime registrationOpensAt,
        @Nullable LocalDateTime registrationClosesAt) {

    public static final int TITLE_CHARS_MAX = 200;
    public static final int SPEAKER_CHARS_MAX = 200;
    public static final int ABOUT_CHARS_MAX = 10_000;
    public static final int PLACE_CHARS_MAX = 200;
    public static final int COHORTS_MAX = 50;
    static final int CAPACITY_MIN = 1;
    static final int CAPACITY_MAX = 5_000;
    static final Duration LENGTH_MAX = Duration.ofHours(24);

    public LecturePlan {
        cohortIds = List.copyOf(cohortIds);
    }

    /**
     * Why this can't be a lecture.
     *
     * @param field as a request names it
     * @param code as a reason of the message bundles
     */
    public record Flaw(String field, String code, Map<String, Object> parameters) {}

    /** All that is wrong with it; empty where it can be. */
    public List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        if (cohortIds.isEmpty() || cohortIds.size() > COHORTS_MAX) {
            flaws.add(outOfRange("cohortIds", 1, COHORTS_MAX));
        }
        if (new HashSet<>(cohortIds).size() < cohortIds.size()) {
            flaws.add(flaw("cohortIds", "DUPLICATE"));
        }
        text(flaws, "title", title, TITLE_CHARS_MAX);
        text(flaws, "speaker", speaker, SPEAKER_CHARS_MAX);
        length(flaws, "abstract", about, ABOUT_CHARS_MAX);
        length(flaws, "place", place, PLACE_CHARS_MAX);
        if (capacity < CAPACITY_MIN || capacity > CAPACITY_MAX) {
            flaws.add(outOfRange("capacity", CAPACITY_MIN, CAPACITY_MAX));
        }
        if (WallClock.isZone(timeZone)) {
            times(flaws);
        } else {
            flaws.add(flaw("timeZone", "NOT_A_TIME_ZONE"));
        }
        return List.copyOf(flaws);
    }

    private void times(List<Flaw> flaws) {
        if (!starts().isBefore(ends())) {
            flaws.add(flaw("endsAt", "END_NOT_AFTER_START"));
        } else if (Duration.between(starts(), ends()).compareTo(LENGTH_MAX) > 0) {
            flaws.add(
                    new Flaw("endsAt", "TOO_LONG_A_LECTURE", Map.of("max", LENGTH_MAX.toHours())));
        }
        if (closes().isAfter(starts())) {
            flaws.add(flaw("registrationClosesAt", "AFTER_START"));
        }
        Instant opens = opens();
        if (opens != null && !opens.isBefore(closes())) {
            flaws.add(flaw("registrationOpensAt", "OPENS_NOT_BEFORE_CLOSING"));
        }
    }

    private static void text(List<Flaw> flaws, String field, String value, int charsMax) {
        if (value.isBlank()) {
            flaws.add(flaw(field, "BLANK"));
        }
        length(flaws, field, value, charsMax);
    }

    private static void length(
            List<Flaw> flaws, String field, @Nullable String value, int charsMax) {
        if (value != null && value.codePointCount(0, value.length()) > charsMax) {
            flaws.add(new Flaw(field, "TOO_LONG", Map.of("max", charsMax)));
        }
    }

    private static Flaw flaw(String field, String code) {
        return new Flaw(field, code, Map.of());
    }

    private static Flaw outOfRange(String field, int min, int max) {
        return new Flaw(field, "OUT_OF_RANGE", Map.of("min", min, "max", max));
    }

    // ---- moments

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public Instant starts() {
        return moment(startsAt);
    }

    public Instant ends() {
        return moment(endsAt);
    }

    /** From when on students can register; null: from publication on. */
    public @Nullable Instant opens() {
        return registrationOpensAt == null ? null : moment(registrationOpensAt);
    }

    /** Until when students can register. */
    public Instant closes() {
        return moment(Objects.requireNonNullElse(registrationClosesAt, startsAt));
    }

    private Instant moment(LocalDateTime local) {
        return ZonedDateTime.of(local, zone()).toInstant();
    }

    /** As others read a time of it: RFC 3339 with the offset of the zone; null for null. */
    public @Nullable String text(@Nullable LocalDateTime local) {
        return local == null ? null : written(local);
    }

    /** As {@link #text}. */
    public String written(LocalDateTime local) {
        return ZonedDateTime.of(local, zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    // ---- what may change when

    /** Whether the other plan differs in texts at most: those may change when a lecture is over. */
    boolean differsInTextsOnly(LecturePlan other) {
        return equals(
                new LecturePlan(
                        other.cohortIds,
                        title,
                        speaker,
                        about,
                        place,
                        other.startsAt,
                        other.endsAt,
                        other.timeZone,
                        other.capacity,
                        other.registrationOpensAt,
                        other.registrationClosesAt));
    }

    // ---- what is published

    /** What of it is in events. */
    public record Public(
            List<String> cohortIds,
            String title,
            String startsAt,
            String endsAt,
            String timeZone,
            int capacity,
            @Nullable String registrationOpensAt,
            @Nullable String registrationClosesAt) {}

    Public published() {
        return new Public(
                cohortIds,
                title,
                written(startsAt),
                written(endsAt),
                timeZone,
                capacity,
                text(registrationOpensAt),
                text(registrationClosesAt));
    }
}
