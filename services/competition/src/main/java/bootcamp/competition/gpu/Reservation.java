package bootcamp.competition.gpu;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A GPU for a team for a while.
 *
 * @param wanted name of the GPU; null: any
 * @param until not in it any more
 * @param gpu that it has or had; null: none yet
 * @param heldAt when it got it; null: not yet
 * @param endedAt when it ended, by time or earlier; null: not yet
 */
public record Reservation(
        String reservationId,
        String teamId,
        @Nullable String wanted,
        Instant from,
        Instant until,
        Instant askedAt,
        State state,
        @Nullable String gpu,
        @Nullable Instant heldAt,
        @Nullable Instant endedAt) {

    /** Until then before its begin it is asked for only; then all that want the time are drawn. */
    static final Duration DRAWN_BEFORE = Duration.ofHours(24);

    /** So long before its begin it may be claimed, and so long after it, it must have been. */
    static final Duration CLAIM = Duration.ofMinutes(15);

    /** How far a reservation has come. */
    public enum State {
        /** Asked for, to be drawn. */
        ASKED,
        /** Everything it may have is taken: it has a place in the line. */
        WAITING,
        /** It has a GPU, and has to be claimed. */
        HELD,
        /** Somebody of the team is on it. */
        CLAIMED,
        /** It was claimed, and is over; or it was given back after its begin. */
        ENDED,
        /** Nobody claimed it in time. */
        RETURNED
    }

    static Reservation asked(
            String reservationId,
            String teamId,
            @Nullable String wanted,
            Instant from,
            Instant until,
            Instant at) {
        return new Reservation(
                reservationId, teamId, wanted, from, until, at, State.ASKED, null, null, null);
    }

    // ---- what becomes of it

    Reservation queued() {
        return with(State.WAITING, endedAt);
    }

    Reservation held(String name, Instant at) {
        return new Reservation(
                reservationId, teamId, wanted, from, until, askedAt, State.HELD, name, at, null);
    }

    Reservation claimed() {
        return with(State.CLAIMED, endedAt);
    }

    Reservation returned(Instant at) {
        return with(State.RETURNED, at);
    }

    Reservation ended(Instant at) {
        return with(State.ENDED, at);
    }

    private Reservation with(State next, @Nullable Instant ended) {
        return new Reservation(
                reservationId, teamId, wanted, from, until, askedAt, next, gpu, heldAt, ended);
    }

    // ---- moments

    Instant drawnAt() {
        return from.minus(DRAWN_BEFORE);
    }

    Instant claimFrom() {
        return from.minus(CLAIM);
    }

    /** Of one that is held: from then on it is too late to claim it. */
    Instant claimBy() {
        Instant last = begins(Objects.requireNonNull(heldAt, "nobody holds it")).plus(CLAIM);
        return last.isBefore(until) ? last : until;
    }

    /** From when on it has, or would have, a GPU that it gets at that moment. */
    Instant begins(Instant at) {
        return at.isAfter(from) ? at : from;
    }

    /** When time will bring something; null: never. */
    @Nullable Instant nextDue() {
        return switch (state) {
            case ASKED -> drawnAt();
            case HELD -> claimBy();
            case WAITING, CLAIMED -> until;
            case ENDED, RETURNED -> null;
        };
    }

    // ---- what it takes

    /** Whether it has a GPU now or will have it. */
    boolean isTaking() {
        return state == State.HELD || state == State.CLAIMED;
    }

    /** Whether it has, or had, a GPU. */
    boolean wasGiven() {
        return gpu != null;
    }

    /** Whether it has that GPU in any moment of the time. */
    boolean isInTheWay(String name, Instant start, Instant end) {
        return isTaking() && name.equals(gpu) && from.isBefore(end) && start.isBefore(until);
    }

    boolean overlaps(Reservation other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /**
     * What of the team's quota it takes, in minutes, a begun one as a whole: all of its time from
     * when it had the GPU, up to when it was given back. Who waits takes nothing. One that nobody
     * claimed takes all of it, for others could not have it.
     */
    long minutes() {
        return switch (state) {
            case WAITING -> 0;
            case ASKED -> minutes(from, until);
            case HELD, CLAIMED, RETURNED -> minutes(begun(), until);
            case ENDED -> minutes(begun(), Objects.requireNonNull(endedAt, "it has not ended"));
        };
    }

    /** When it ended or, where it has not, will. */
    Instant over() {
        return endedAt == null ? until : endedAt;
    }

    /** Of one that was given: from when on it has, or had, its GPU. */
    Instant begun() {
        return begins(Objects.requireNonNull(heldAt, "nobody holds it"));
    }

    static long minutes(Instant from, Instant until) {
        Duration time = Duration.between(from, until);
        return time.plusMinutes(1).minusNanos(1).toMinutes();
    }
}
