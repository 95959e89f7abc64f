package bootcamp.competition.gpu;

import java.util.List;

/**
 * A week of a pool as its readers see it.
 *
 * @param week {@code 2026-W48}
 * @param blocks into which it is divided, in order
 * @param reservations in the order in which they were asked for
 * @param teams that have reserved, and the reader's own
 */
record GpuWeekView(
        GpuPoolView pool,
        String week,
        List<BlockView> blocks,
        List<ReservationView> reservations,
        List<TeamUse> teams) {

    /**
     * @param until not in it any more
     */
    record BlockView(String from, String until) {}

    /**
     * What a team has of its quota.
     *
     * @param own whether the reader may reserve for it
     * @param usedHours with what it has asked for
     */
    record TeamUse(String teamId, String name, boolean own, double usedHours) {}
}
