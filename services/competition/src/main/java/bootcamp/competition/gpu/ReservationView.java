package bootcamp.competition.gpu;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as its readers see it; moments are RFC 3339 with the offset of the pool's zone.
 *
 * @param wanted name of a GPU; null: any
 * @param gpu that it has or had; null: none yet
 * @param position in the line, of those that want any of its time; null: it does not wait
 * @param drawnAt when it is decided who gets a GPU; null: that is over
 * @param claimFrom null: it is not to be claimed; so {@code claimBy}
 * @param note that its team leaves for the next; null: none, or not for the reader
 * @param handover note of the team that had the GPU before; null: none, or not for the reader, or
 *     it is too early
 * @param busyAt when the cluster saw its GPU at work last; null: it has not, or not for the reader
 * @param stillBusyAt the same, for the team before, after that was over; null: as {@code handover}
 */
record ReservationView(
        String reservationId,
        String poolId,
        String week,
        String teamId,
        @Nullable String wanted,
        @Nullable String gpu,
        String from,
        String until,
        Reservation.State state,
        @Nullable Integer position,
        @Nullable String drawnAt,
        @Nullable String claimFrom,
        @Nullable String claimBy,
        @Nullable NoteView note,
        @Nullable NoteView handover,
        @Nullable String busyAt,
        @Nullable String stillBusyAt) {

    /**
     * @param at when it was written last
     */
    record NoteView(String text, String at) {

        static @Nullable NoteView of(GpuPoolPlan plan, @Nullable HandoverNote note) {
            return note == null ? null : new NoteView(note.text(), plan.written(note.at()));
        }
    }

    static ReservationView of(GpuPoolPlan plan, GpuWeek week, String reservationId) {
        return of(
                plan,
                week,
                Objects.requireNonNull(
                        week.reservations().get(reservationId), "it was reserved just now"));
    }

    static ReservationView of(GpuPoolPlan plan, GpuWeek week, Reservation each) {
        boolean isHeld = each.state() == Reservation.State.HELD;
        return new ReservationView(
                each.reservationId(),
                week.poolId(),
                week.week(),
                each.teamId(),
                each.wanted(),
                each.gpu(),
                plan.written(each.from()),
                plan.written(each.until()),
                each.state(),
                each.state() == Reservation.State.WAITING ? week.position(each) : null,
                each.state() == Reservation.State.ASKED ? plan.written(each.drawnAt()) : null,
                isHeld ? plan.written(each.claimFrom()) : null,
                isHeld ? plan.written(each.claimBy()) : null,
                null,
                null,
                null,
                null);
    }

    /** With what its reader is told beside it. */
    ReservationView telling(@Nullable NoteView left, @Nullable NoteView found) {
        return with(teamId, left, found, busyAt, stillBusyAt);
    }

    /** With what the cluster saw. */
    ReservationView busy(@Nullable String seenAt, @Nullable String seenBeforeAt) {
        return with(teamId, note, handover, seenAt, seenBeforeAt);
    }

    /** As another team's. */
    ReservationView of(String otherTeamId) {
        return with(otherTeamId, note, handover, busyAt, stillBusyAt);
    }

    private ReservationView with(
            String presentTeamId,
            @Nullable NoteView left,
            @Nullable NoteView found,
            @Nullable String seenAt,
            @Nullable String seenBeforeAt) {
        return new ReservationView(
                reservationId,
                poolId,
                week,
                presentTeamId,
                wanted,
                gpu,
                from,
                until,
                state,
                position,
                drawnAt,
                claimFrom,
                claimBy,
                left,
                found,
                seenAt,
                seenBeforeAt);
    }
}
