package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.OfGpuWeek;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.gpu.GpuWeekCommand.Reserve;
import bootcamp.platform.aggregate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Weeks of a pool with two GPUs, eight hours for each team, and what is asked of them. */
final class Weeks {

    /** Monday, 09:00 in Seoul. */
    static final Instant NOW = ContestExamples.NOW;

    static final GpuTerms TERMS = terms(Map.of());

    static final GpuPoolPlan PLAN =
            new GpuPoolPlan(
                    List.of(ContestExamples.COHORT),
                    "Basement",
                    List.of("RTX 3090 × 1", "RTX 3090 × 2"),
                    60,
                    8,
                    "Asia/Seoul");

    private Weeks() {}

    static GpuTerms terms(Map<String, Long> minutesBefore) {
        return new GpuTerms(List.of("a", "b"), 480, minutesBefore, Map.of());
    }

    static GpuWeek empty() {
        return GpuWeek.initial("pool-first.2025-W10");
    }

    static Instant hour(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    /** From an hour since {@link #NOW} on. */
    static Reserve reserve(
            String id,
            String teamId,
            @Nullable String gpu,
            int from,
            int hours,
            Instant at,
            GpuTerms terms) {
        return new Reserve(id, teamId, List.of(), gpu, hour(from), hour(from + hours), at, terms);
    }

    static Reserve reserve(String id, String teamId, int from, int hours, Instant at) {
        return reserve(id, teamId, null, from, hours, at, TERMS);
    }

    /** A refusal changes nothing. */
    static GpuWeek after(GpuWeek week, GpuWeekCommand command) {
        return switch (week.decide(command)) {
            case Decision.Accepted<OfGpuWeek>(var facts) -> {
                GpuWeek next = week;
                for (OfGpuWeek fact : facts) {
                    next = next.evolve(fact);
                }
                yield next;
            }
            case Decision.Refused<OfGpuWeek> _ -> week;
        };
    }

    static @Nullable String refusal(GpuWeek week, GpuWeekCommand command) {
        return week.decide(command) instanceof Decision.Refused<OfGpuWeek>(var refusal)
                ? refusal.code()
                : null;
    }
}
