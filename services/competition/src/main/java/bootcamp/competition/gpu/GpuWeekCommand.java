package bootcamp.competition.gpu;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be asked of a week. Whatever is asked, what time has brought is applied first. */
public sealed interface GpuWeekCommand {

    /** When it is asked. */
    Instant at();

    GpuTerms terms();

    /**
     * @param gpu null: any
     * @param from begin of a block that is not over
     * @param until end of a block of this week
     */
    record Reserve(
            String reservationId,
            String teamId,
            @Nullable String gpu,
            Instant from,
            Instant until,
            Instant at,
            GpuTerms terms)
            implements GpuWeekCommand {}

    /** Somebody of the team is on it. */
    record Claim(String reservationId, Instant at, GpuTerms terms) implements GpuWeekCommand {}

    record GiveBack(String reservationId, Instant at, GpuTerms terms) implements GpuWeekCommand {}

    record ApplyDue(Instant at, GpuTerms terms) implements GpuWeekCommand {}
}
