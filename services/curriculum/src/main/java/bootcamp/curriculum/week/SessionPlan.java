package bootcamp.curriculum.week;

import bootcamp.platform.form.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session sets out to be. Its times are those of a clock on the wall in its zone: a change
 * of daylight saving moves none of them. A time that comes twice in a night is its first.
 *
 * @param title that staff publish
 * @param moduleId null: of no module
 * @param instructorId null: nobody yet, or nobody who is known here
 * @param timeZone IANA id
 * @param place null: not known yet
 * @param teamIds the teams of the cohort that it is for, in order of id, none twice; empty: for the
 *     whole cohort. A plan of before teams were kept has none
 */
public record SessionPlan(
        SessionKind kind,
        String title,
        @Nullable String moduleId,
        @Nullable String instructorId,
        LocalDateTime startsAt,
        LocalDateTime endsAt,
        String timeZone,
        @Nullable String place,
        List<String> teamIds) {

    public static final int TITLE_CHARS_MAX = 200;
    public static final int PLACE_CHARS_MAX = 200;
    static final int TEAMS_MAX = 50;
    static final Duration LENGTH_MAX = Duration.ofHours(24);

    public SessionPlan {
        teamIds =
                Objects.requireNonNullElse(teamIds, List.<String>of()).stream()
                        .distinct()
                        .sorted()
                        .toList();
    }

    boolean isSound() {
        return !title.isBlank()
                && title.codePointCount(0, title.length()) <= TITLE_CHARS_MAX
                && teamIds.size() <= TEAMS_MAX
                && WallClock.isZone(timeZone)
                && starts().isBefore(ends())
                && !isTooLong();
    }

    boolean isTooLong() {
        return Duration.between(starts(), ends()).compareTo(LENGTH_MAX) > 0;
    }

    /** Whether a team is asked to be there. */
    public boolean isFor(String teamId) {
        return teamIds.isEmpty() || teamIds.contains(teamId);
    }

    // ---- moments

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public Instant starts() {
        return ZonedDateTime.of(startsAt, zone()).toInstant();
    }

    public Instant ends() {
        return ZonedDateTime.of(endsAt, zone()).toInstant();
    }

    /** Whether it has a moment of these days, both among them, by the clock of its zone. */
    boolean touches(LocalDate first, LocalDate last) {
        return !endsAt.toLocalDate().isBefore(first) && !startsAt.toLocalDate().isAfter(last);
    }

    /** A time of it as others read it: RFC 3339 with the offset of the zone. */
    public String written(LocalDateTime local) {
        return ZonedDateTime.of(local, zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    // ---- what it takes

    /** The time of its instructor, its place and its teams. */
    Set<Slot> slots() {
        Set<Slot> slots = new LinkedHashSet<>();
        if (instructorId != null) {
            slots.addAll(Slot.ofInstructor(instructorId, starts(), ends()));
        }
        if (place != null) {
            slots.addAll(Slot.ofPlace(place, starts(), ends()));
        }
        teamIds.forEach(teamId -> slots.addAll(Slot.ofTeam(teamId, starts(), ends())));
        return slots;
    }

    // ---- what is published

    /** What of it is in events: not the place, which is free text. */
    public record Public(
            SessionKind kind,
            String title,
            @Nullable String moduleId,
            @Nullable String instructorId,
            String startsAt,
            String endsAt,
            String timeZone) {}

    public Public published() {
        return new Public(
                kind, title, moduleId, instructorId, written(startsAt), written(endsAt), timeZone);
    }
}
