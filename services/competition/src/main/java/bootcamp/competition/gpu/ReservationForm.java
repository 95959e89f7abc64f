package bootcamp.competition.gpu;

import bootcamp.platform.form.Findings;
import bootcamp.platform.http.InvalidInput;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param poolId null: the only one for the team's competition
 * @param gpu null: any
 * @param from on the wall of the pool's zone, where a block begins
 * @param until as {@code from}; where a block ends
 */
record ReservationForm(
        @Nullable String poolId, @Nullable String gpu, String teamId, String from, String until) {

    /** Of the clock on the wall. */
    static final int HOURS_MAX = 24;

    private static final int ID_CHARS_MAX = 64;

    /** The time that was asked for, in a pool. */
    record Wanted(IsoWeek week, Instant from, Instant until) {}

    /** Fails with {@link InvalidInput} for what can be told without the pool. */
    void check() {
        InvalidInput.checking()
                .optionalText("poolId", poolId, ID_CHARS_MAX)
                .optionalText("gpu", gpu, GpuPoolPlan.NAME_CHARS_MAX)
                .text("teamId", teamId, ID_CHARS_MAX)
                .orThrow();
    }

    /** Fails with {@link InvalidInput} where it is no time that may be asked for there now. */
    Wanted in(GpuPoolPlan plan, Instant now) {
        Findings findings = new Findings();
        if (gpu != null && !plan.gpus().contains(gpu)) {
            findings.add("gpu", "UNKNOWN_GPU");
        }
        LocalDateTime begins = findings.time("from", from, plan.zone());
        LocalDateTime ends = findings.time("until", until, plan.zone());
        findings.orThrow();
        IsoWeek week = IsoWeek.of(begins.toLocalDate());
        InvalidInput.checking()
                .that(plan.isBoundary(begins), "from", "NOT_AT_A_BLOCK")
                .that(
                        plan.at(begins.plusMinutes(plan.blockMinutes())).isAfter(now),
                        "from",
                        "IN_THE_PAST")
                .that(
                        !begins.isAfter(
                                LocalDateTime.ofInstant(now, plan.zone())
                                        .plusWeeks(GpuDesk.WEEKS_AHEAD)),
                        "from",
                        "BEYOND_FOUR_WEEKS")
                .that(plan.isBoundary(ends), "until", "NOT_AT_A_BLOCK")
                .that(begins.isBefore(ends), "until", "END_NOT_AFTER_START")
                .that(
                        Duration.between(begins, ends).toHours() <= HOURS_MAX
                                && !begins.plusHours(HOURS_MAX).isBefore(ends),
                        "until",
                        "TOO_LONG_A_TIME")
                .that(
                        !ends.isAfter(week.plus(1).monday().atStartOfDay()),
                        "until",
                        "IN_ANOTHER_WEEK")
                .orThrow();
        return new Wanted(week, plan.at(begins), plan.at(ends));
    }
}
