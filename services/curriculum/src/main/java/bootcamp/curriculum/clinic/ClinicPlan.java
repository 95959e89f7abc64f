package bootcamp.curriculum.clinic;

import bootcamp.curriculum.week.SessionKind;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.form.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a clinic sets out to be: slots of the same length, one after the other. Times are those of a
 * clock on the wall in its zone; a slot lasts its minutes whatever the clock does.
 *
 * @param title that staff publish
 * @param startsAt of the first slot
 * @param minutes of each slot
 * @param slots how many
 * @param capacity students in each slot
 * @param timeZone IANA id
 * @param place null: not known yet
 * @param bookUntil students book and move until then; null: until a slot begins
 * @param cancelUntil students give up and move until then; null: until a slot begins
 */
public record ClinicPlan(
        ClinicKind kind,
        String title,
        String instructorId,
        LocalDateTime startsAt,
        int minutes,
        int slots,
        int capacity,
        String timeZone,
        @Nullable String place,
        @Nullable LocalDateTime bookUntil,
        @Nullable LocalDateTime cancelUntil) {

    public static final int MINUTES_MIN = 5;
    public static final int MINUTES_MAX = 480;
    public static final int SLOTS_MAX = 40;

    /** All slots together: a document holds what each of these students is told. */
    public static final int PLACES_MAX = 100;

    /** As of a session. */
    static final Duration LENGTH_MAX = Duration.ofHours(24);

    /** Whether there can be such a clinic; what a form says about it in detail is another thing. */
    boolean isSound() {
        return !title.isBlank()
                && title.codePointCount(0, title.length()) <= SessionPlan.TITLE_CHARS_MAX
                && WallClock.isZone(timeZone)
                && minutes >= MINUTES_MIN
                && minutes <= MINUTES_MAX
                && slots >= 1
                && slots <= SLOTS_MAX
                && capacity >= 1
                && slots * capacity <= PLACES_MAX
                && !isTooLong();
    }

    boolean isTooLong() {
        return Duration.between(starts(), ends()).compareTo(LENGTH_MAX) > 0;
    }

    // ---- moments

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public Instant starts() {
        return moment(startsAt);
    }

    public Instant ends() {
        return startsOf(slots);
    }

    private Instant moment(LocalDateTime local) {
        return ZonedDateTime.of(local, zone()).toInstant();
    }

    /**
     * @param slot from 0
     */
    public Instant startsOf(int slot) {
        return starts().plus(Duration.ofMinutes((long) slot * minutes));
    }

    public Instant endsOf(int slot) {
        return startsOf(slot + 1);
    }

    /** Until when students book a slot; that moment not included. */
    Instant bookingCloses(int slot) {
        return earlier(bookUntil, startsOf(slot));
    }

    /** Until when students give up a slot; that moment not included. */
    Instant cancellingCloses(int slot) {
        return earlier(cancelUntil, startsOf(slot));
    }

    private Instant earlier(@Nullable LocalDateTime until, Instant starts) {
        if (until == null) {
            return starts;
        }
        Instant moment = moment(until);
        return moment.isBefore(starts) ? moment : starts;
    }

    /** A moment as others read it: RFC 3339 with the offset of the zone. */
    public String written(Instant moment) {
        return moment.atZone(zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    /** As above; null is null. */
    @Nullable String writtenOrNull(@Nullable LocalDateTime local) {
        return local == null ? null : written(moment(local));
    }

    // ---- the session that takes the practitioner's time

    /** What of it is in the cohort's week. */
    SessionPlan session() {
        return new SessionPlan(
                SessionKind.CLINIC,
                title,
                null,
                instructorId,
                startsAt,
                LocalDateTime.ofInstant(ends(), zone()),
                timeZone,
                place,
                List.of());
    }

    /** Where and when its session is now, with all else as it is. */
    ClinicPlan following(SessionPlan session) {
        return new ClinicPlan(
                kind,
                session.title(),
                Objects.requireNonNullElse(session.instructorId(), instructorId),
                session.startsAt(),
                minutes,
                slots,
                capacity,
                session.timeZone(),
                session.place(),
                bookUntil,
                cancelUntil);
    }

    /** Whether the other takes the same time up to an earlier end, and nothing else of its week. */
    boolean onlyEndsLaterThan(ClinicPlan other) {
        SessionPlan own = session();
        SessionPlan shorter = other.session();
        return shorter.ends().isBefore(own.ends())
                && own.startsAt().equals(shorter.startsAt())
                && own.timeZone().equals(shorter.timeZone())
                && Objects.equals(own.instructorId(), shorter.instructorId())
                && Objects.equals(own.place(), shorter.place());
    }

    // ---- what is published

    /** What of it is in events: not the place, which is free text. */
    public record Public(
            ClinicKind kind,
            String title,
            String instructorId,
            String startsAt,
            String endsAt,
            int minutes,
            int slots,
            int capacity,
            String timeZone,
            @Nullable String bookUntil,
            @Nullable String cancelUntil) {}

    public Public published() {
        return new Public(
                kind,
                title,
                instructorId,
                written(starts()),
                written(ends()),
                minutes,
                slots,
                capacity,
                timeZone,
                writtenOrNull(bookUntil),
                writtenOrNull(cancelUntil));
    }
}
