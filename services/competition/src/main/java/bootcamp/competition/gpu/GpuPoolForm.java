package bootcamp.competition.gpu;

import bootcamp.competition.school.Cohorts;
import bootcamp.competition.school.KnownCohort;
import bootcamp.platform.form.Findings;
import bootcamp.platform.form.WallClock;
import bootcamp.platform.http.InvalidInput;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes plans of what staff fill in: whatever is wrong is told field by field before anything is
 * done.
 */
final class GpuPoolForm {

    private final Cohorts cohorts;

    public GpuPoolForm(Cohorts cohorts) {
        this.cohorts = cohorts;
    }

    /**
     * A new pool.
     *
     * @param timeZone IANA id; null: that of the first cohort
     */
    record NewPool(
            List<String> cohortIds,
            String name,
            List<String> gpus,
            int blockMinutes,
            int quotaHours,
            @Nullable String timeZone) {}

    /** What is to be different: null stays as it is. */
    record EditedPool(
            @Nullable List<String> cohortIds,
            @Nullable String name,
            @Nullable List<String> gpus,
            @Nullable Integer quotaHours) {}

    /** Fails with {@link InvalidInput} where there is no such plan. */
    Mono<GpuPoolPlan> plan(NewPool form) {
        check(form.cohortIds(), form.name(), form.gpus());
        String timeZone = form.timeZone();
        InvalidInput.checking()
                .that(timeZone == null || WallClock.isZone(timeZone), "timeZone", "NOT_A_TIME_ZONE")
                .orThrow();
        return known(form.cohortIds())
                .map(
                        found ->
                                sound(
                                        new GpuPoolPlan(
                                                form.cohortIds(),
                                                form.name().strip(),
                                                stripped(form.gpus()),
                                                form.blockMinutes(),
                                                form.quotaHours(),
                                                timeZone == null
                                                        ? zone(found).getId()
                                                        : timeZone)));
    }

    private static ZoneId zone(List<KnownCohort> cohorts) {
        return cohorts.isEmpty() ? ZoneId.of("UTC") : cohorts.getFirst().zone();
    }

    /** As {@link #plan}. */
    Mono<GpuPoolPlan> edited(GpuPoolPlan before, EditedPool form) {
        List<String> cohortIds = Objects.requireNonNullElse(form.cohortIds(), before.cohortIds());
        check(cohortIds, form.name(), form.gpus());
        List<String> added = new ArrayList<>(cohortIds);
        added.removeAll(before.cohortIds());
        List<String> gpus = form.gpus();
        return known(added)
                .map(
                        _ ->
                                sound(
                                        new GpuPoolPlan(
                                                cohortIds,
                                                form.name() == null
                                                        ? before.name()
                                                        : form.name().strip(),
                                                gpus == null ? before.gpus() : stripped(gpus),
                                                before.blockMinutes(),
                                                Objects.requireNonNullElse(
                                                        form.quotaHours(), before.quotaHours()),
                                                before.timeZone())));
    }

    private static List<String> stripped(List<String> names) {
        return names.stream().map(String::strip).toList();
    }

    private static void check(
            List<String> cohortIds, @Nullable String name, @Nullable List<String> gpus) {
        InvalidInput.Checks checks =
                InvalidInput.checking().optionalText("name", name, GpuPoolPlan.NAME_CHARS_MAX);
        for (int i = 0; i < cohortIds.size(); i++) {
            checks.text("cohortIds[" + i + "]", cohortIds.get(i), GpuPoolPlan.NAME_CHARS_MAX);
        }
        for (int i = 0; gpus != null && i < gpus.size(); i++) {
            checks.text("gpus[" + i + "]", gpus.get(i), GpuPoolPlan.NAME_CHARS_MAX);
        }
        checks.orThrow();
    }

    private Mono<List<KnownCohort>> known(List<String> cohortIds) {
        return Flux.fromIterable(cohortIds)
                .flatMapSequential(cohorts::find)
                .collectList()
                .doOnNext(found -> checkKnown(cohortIds, found));
    }

    private static void checkKnown(List<String> cohortIds, List<KnownCohort> found) {
        List<String> known = found.stream().map(KnownCohort::cohortId).toList();
        Findings findings = new Findings();
        for (int i = 0; i < cohortIds.size(); i++) {
            if (!known.contains(cohortIds.get(i))) {
                findings.add("cohortIds[" + i + "]", "UNKNOWN_COHORT");
            }
        }
        findings.orThrow();
    }

    private static GpuPoolPlan sound(GpuPoolPlan plan) {
        InvalidInput.Checks checks = InvalidInput.checking();
        plan.flaws()
                .forEach(flaw -> checks.that(false, flaw.field(), flaw.code(), flaw.parameters()));
        checks.orThrow();
        return plan;
    }
}
