package bootcamp.competition.gpu;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a week. Whatever is asked, what time has brought is applied first. */
public sealed interface GpuWeekCommand {

    /** When it is asked. */
    Instant at();

    GpuTerms terms();

    /**
     * @param formerTeamIds of teams that went into it, whose reservations are its own
     * @param gpu null: any
     * @param from begin of a block that is not over
     * @param until end of a block of this week
     */
    record Reserve(
            String reservationId,
            String teamId,
            List<String> formerTeamIds,
            @Nullable String gpu,
            Instant from,
            Instant until,
            Instant at,
            GpuTerms terms)
            implements GpuWeekCommand {
        public Reserve {
            formerTeamIds = List.copyOf(formerTeamIds);
        }
    }

    /** Somebody of the team is on it. */
    record Claim(String reservationId, Instant at, GpuTerms terms) implements GpuWeekCommand {}

    record GiveBack(String reservationId, Instant at, GpuTerms terms) implements GpuWeekCommand {}

    /** Nobody is on it any more, as the cluster says; of one that has begun. */
    record Release(String reservationId, Instant at, GpuTerms terms) implements GpuWeekCommand {}

    record ApplyDue(Instant at, GpuTerms terms) implements GpuWeekCommand {}
}
