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
        @Nullable String claimBy) {

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
                isHeld ? plan.written(each.claimBy()) : null);
    }

    /** As another team's. */
    ReservationView of(String otherTeamId) {
        return new ReservationView(
                reservationId,
                poolId,
                week,
                otherTeamId,
                wanted,
                gpu,
                from,
                until,
                state,
                position,
                drawnAt,
                claimFrom,
                claimBy);
    }
}
