package bootcamp.curriculum.calendar;

import bootcamp.curriculum.clinic.Clinic;
import bootcamp.curriculum.clinic.ClinicPlan;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something in a calendar.
 *
 * @param uid the same for ever, in whichever calendar it is
 * @param sequence rises with each write of the session or lecture, from 0. A name that is corrected
 *     elsewhere (who teaches) comes without a rise, which RFC 5546 (2.1.4) asks for when times or
 *     status change
 * @param revisedAt when what it says was last changed, as far as that is kept
 * @param place null: not known yet
 * @param about who teaches and what it belongs to, a line each; null: nothing to say
 * @param alarmBefore how long before the start a reminder rings
 */
public record CalendarEntry(
        String uid,
        long sequence,
        Instant revisedAt,
        String title,
        @Nullable String place,
        @Nullable String about,
        ZonedDateTime starts,
        ZonedDateTime ends,
        State state,
        Duration alarmBefore) {

    /** Time to walk to the room. */
    static final Duration BEFORE_SESSION = Duration.ofMinutes(15);

    /** A lecture is out of the rhythm of the week, and often in another building. */
    static final Duration BEFORE_LECTURE = Duration.ofMinutes(60);

    public enum State {
        CONFIRMED,
        /** A seat that its student has not confirmed yet. */
        TENTATIVE,
        CANCELLED
    }

    /**
     * @param module name; null: of none
     * @param instructor name; null: nobody is named
     */
    public static CalendarEntry of(
            Versioned<Session> session, @Nullable String module, @Nullable String instructor) {
        Session state = session.state();
        SessionPlan plan = state.planned();
        return new CalendarEntry(
                uidOfSession(session.id()),
                session.version() - 1,
                Objects.requireNonNullElse(state.changedAt(), Instant.EPOCH),
                plan.title(),
                plan.place(),
                lines(module, instructor),
                at(plan.startsAt(), plan.zone()),
                at(plan.endsAt(), plan.zone()),
                state.cancelled() ? State.CANCELLED : State.CONFIRMED,
                BEFORE_SESSION);
    }

    /**
     * The student's place in a clinic; of who moves it is the same entry.
     *
     * @param slot from 0
     * @param practitioner name; null: not known
     */
    static CalendarEntry of(
            Versioned<Clinic> clinic, int slot, String studentId, @Nullable String practitioner) {
        Clinic state = clinic.state();
        ClinicPlan plan = state.planned();
        Clinic.Cancellation cancellation = state.cancellationOf(slot);
        Instant booked = state.slots().get(slot).booked().get(studentId);
        return new CalendarEntry(
                "clinic-" + clinic.id() + "@bootcamp",
                clinic.version() - 1,
                cancellation == null
                        ? Objects.requireNonNullElse(booked, Instant.EPOCH)
                        : cancellation.at(),
                plan.title(),
                plan.place(),
                practitioner,
                plan.startsOf(slot).atZone(plan.zone()),
                plan.endsOf(slot).atZone(plan.zone()),
                cancellation == null ? State.CONFIRMED : State.CANCELLED,
                BEFORE_SESSION);
    }

    /** A lecture that was published, as everybody of its cohorts sees it. */
    static CalendarEntry of(Versioned<Lecture> lecture) {
        return of(lecture, State.CONFIRMED);
    }

    /** As the student has it who has a seat. */
    static CalendarEntry of(Versioned<Lecture> lecture, String studentId) {
        return of(
                lecture,
                lecture.state().hasSeatToConfirm(studentId) ? State.TENTATIVE : State.CONFIRMED);
    }

    private static CalendarEntry of(Versioned<Lecture> lecture, State unlessCancelled) {
        Lecture state = lecture.state();
        LecturePlan plan = state.planned();
        Lecture.Cancellation cancellation = state.cancellation();
        Instant published = Objects.requireNonNullElse(state.publishedAt(), Instant.EPOCH);
        return new CalendarEntry(
                "lecture-" + lecture.id() + "@bootcamp",
                lecture.version() - 1,
                cancellation == null ? published : cancellation.at(),
                plan.title(),
                plan.place(),
                plan.speaker(),
                at(plan.startsAt(), plan.zone()),
                at(plan.endsAt(), plan.zone()),
                cancellation == null ? unlessCancelled : State.CANCELLED,
                BEFORE_LECTURE);
    }

    static String uidOfSession(String sessionId) {
        return "session-" + sessionId + "@bootcamp";
    }

    private static ZonedDateTime at(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone);
    }

    private static @Nullable String lines(@Nullable String... lines) {
        String joined = Stream.of(lines).filter(Objects::nonNull).collect(Collectors.joining("\n"));
        return joined.isEmpty() ? null : joined;
    }
}
