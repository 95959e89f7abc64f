package bootcamp.competition.contest;

import bootcamp.competition.school.Cohorts;
import bootcamp.competition.school.KnownCohort;
import bootcamp.platform.form.Findings;
import bootcamp.platform.form.WallClock;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes plans of what staff fill in: whatever is wrong is told field by field before anything is
 * done.
 */
public final class CompetitionForm {

    /** Fields that a patch may empty. */
    static final Set<String> MAY_BE_EMPTIED =
            Set.of("moduleId", "metricOptions", "secondaryMetric", "publicFraction", "mergeUntil");

    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    /** Options of a metric; none has so many. */
    private static final int OPTIONS_MAX = 10;

    private final Cohorts cohorts;

    public CompetitionForm(Cohorts cohorts) {
        this.cohorts = cohorts;
    }

    /**
     * A new competition.
     *
     * @param dailyLimit null: 5
     * @param maxTeamSize null: 1
     * @param finalPicks null: 2
     * @param digits null: {@value CompetitionPlan#DIGITS_DEFAULT}
     * @param timeZone IANA id; null: that of the first cohort
     * @param publicScores null: {@link PublicScores#EXACT}
     * @param mergeUntil null: teams do not merge
     */
    record NewCompetition(
            List<String> cohortIds,
            String title,
            @Nullable String moduleId,
            String metric,
            @Nullable Map<String, String> metricOptions,
            @Nullable String secondaryMetric,
            String startsAt,
            String endsAt,
            @Nullable String timeZone,
            @Nullable Integer dailyLimit,
            @Nullable Integer maxTeamSize,
            @Nullable Integer finalPicks,
            @Nullable Integer digits,
            @Nullable Double publicFraction,
            @Nullable PublicScores publicScores,
            @Nullable String mergeUntil) {}

    /** What is to be different: null stays as it is, or is emptied where the patch says null. */
    record EditedCompetition(
            @Nullable List<String> cohortIds,
            @Nullable String title,
            @Nullable String moduleId,
            @Nullable String metric,
            @Nullable Map<String, String> metricOptions,
            @Nullable String secondaryMetric,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone,
            @Nullable Integer dailyLimit,
            @Nullable Integer maxTeamSize,
            @Nullable Integer finalPicks,
            @Nullable Integer digits,
            @Nullable Double publicFraction,
            @Nullable PublicScores publicScores,
            @Nullable String mergeUntil) {}

    // ---- a new one

    /** Fails with {@link InvalidInput} where there is no such plan. */
    Mono<CompetitionPlan> plan(NewCompetition form, Instant now) {
        check(form.title(), form.moduleId(), form.timeZone(), form.metricOptions());
        checkCohortIds(form.cohortIds());
        return known(form.cohortIds())
                .map(
                        found ->
                                form.timeZone() == null
                                        ? found.getFirst().zone()
                                        : ZoneId.of(form.timeZone()))
                .map(zone -> sound(plan(form, zone), now, true));
    }

    private static CompetitionPlan plan(NewCompetition form, ZoneId zone) {
        Findings findings = new Findings();
        LocalDateTime starts = findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends = findings.time("endsAt", form.endsAt(), zone);
        LocalDateTime mergeUntil =
                form.mergeUntil() == null
                        ? null
                        : findings.time("mergeUntil", form.mergeUntil(), zone);
        findings.orThrow();
        return new CompetitionPlan(
                form.cohortIds(),
                form.title().strip(),
                form.moduleId(),
                form.metric(),
                Objects.requireNonNullElse(form.metricOptions(), Map.of()),
                form.secondaryMetric(),
                starts,
                ends,
                zone.getId(),
                Objects.requireNonNullElse(form.dailyLimit(), 5),
                Objects.requireNonNullElse(form.maxTeamSize(), 1),
                Objects.requireNonNullElse(form.finalPicks(), 2),
                Objects.requireNonNullElse(form.digits(), CompetitionPlan.DIGITS_DEFAULT),
                form.publicFraction(),
                Objects.requireNonNullElse(form.publicScores(), PublicScores.EXACT),
                mergeUntil);
    }

    // ---- an edit

    /**
     * As {@link #plan}; what the patch does not name stays, on the wall clock of a new zone too.
     */
    Mono<CompetitionPlan> edited(
            CompetitionPlan before, MergePatch<EditedCompetition> patch, Instant now) {
        EditedCompetition form = patch.named();
        check(form.title(), form.moduleId(), form.timeZone(), form.metricOptions());
        List<String> cohortIds = Objects.requireNonNullElse(form.cohortIds(), before.cohortIds());
        checkCohortIds(cohortIds);
        List<String> added = new ArrayList<>(cohortIds);
        added.removeAll(before.cohortIds());
        return known(added)
                .map(_ -> merged(before, cohortIds, patch))
                .map(after -> sound(after, now, !after.ends().equals(before.ends())));
    }

    private static CompetitionPlan merged(
            CompetitionPlan before, List<String> cohortIds, MergePatch<EditedCompetition> patch) {
        EditedCompetition form = patch.named();
        ZoneId zone = form.timeZone() == null ? before.zone() : ZoneId.of(form.timeZone());
        Findings findings = new Findings();
        LocalDateTime starts =
                form.startsAt() == null
                        ? findings.moved("startsAt", before.startsAt(), zone)
                        : findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends =
                form.endsAt() == null
                        ? findings.moved("endsAt", before.endsAt(), zone)
                        : findings.time("endsAt", form.endsAt(), zone);
        LocalDateTime mergeUntil = merged("mergeUntil", null, before.mergeUntil(), patch);
        if (form.mergeUntil() != null) {
            mergeUntil = findings.time("mergeUntil", form.mergeUntil(), zone);
        } else if (mergeUntil != null) {
            mergeUntil = findings.moved("mergeUntil", mergeUntil, zone);
        }
        findings.orThrow();
        return new CompetitionPlan(
                cohortIds,
                form.title() == null ? before.title() : form.title().strip(),
                merged("moduleId", form.moduleId(), before.moduleId(), patch),
                Objects.requireNonNullElse(form.metric(), before.metric()),
                Objects.requireNonNullElse(
                        merged(
                                "metricOptions",
                                form.metricOptions(),
                                // Options are those of a metric, and go with it.
                                form.metric() == null ? before.metricOptions() : null,
                                patch),
                        Map.of()),
                merged("secondaryMetric", form.secondaryMetric(), before.secondaryMetric(), patch),
                starts,
                ends,
                zone.getId(),
                Objects.requireNonNullElse(form.dailyLimit(), before.dailyLimit()),
                Objects.requireNonNullElse(form.maxTeamSize(), before.maxTeamSize()),
                Objects.requireNonNullElse(form.finalPicks(), before.finalPicks()),
                Objects.requireNonNullElse(form.digits(), before.digits()),
                merged("publicFraction", form.publicFraction(), before.publicFraction(), patch),
                Objects.requireNonNullElse(form.publicScores(), before.publicScores()),
                mergeUntil);
    }

    private static <T> @Nullable T merged(
            String field,
            @Nullable T named,
            @Nullable T before,
            MergePatch<EditedCompetition> patch) {
        if (named != null) {
            return named;
        }
        return patch.emptied().contains(field) ? null : before;
    }

    // ---- checks

    private static void check(
            @Nullable String title,
            @Nullable String moduleId,
            @Nullable String timeZone,
            @Nullable Map<String, String> options) {
        InvalidInput.checking()
                .that(title == null || !title.isBlank(), "title", "BLANK")
                .optionalText("title", title, CompetitionPlan.TITLE_CHARS_MAX)
                .that(
                        moduleId == null || moduleId.matches(ID),
                        "moduleId",
                        "NOT_AN_ID",
                        Map.of("max", 64))
                .that(timeZone == null || WallClock.isZone(timeZone), "timeZone", "NOT_A_TIME_ZONE")
                .that(
                        options == null
                                || options.size() <= OPTIONS_MAX
                                        && options.values().stream().noneMatch(Objects::isNull),
                        "metricOptions",
                        "NOT_ITS_OPTIONS")
                .orThrow();
    }

    private static void checkCohortIds(List<String> cohortIds) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .range("cohortIds", cohortIds.size(), 1, CompetitionPlan.COHORTS_MAX);
        checks.orThrow();
        for (int i = 0; i < cohortIds.size(); i++) {
            String cohortId = cohortIds.get(i);
            checks.that(
                    cohortId != null && cohortId.matches(ID),
                    "cohortIds[" + i + "]",
                    "NOT_AN_ID",
                    Map.of("max", 64));
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

    /** One may be entered that has begun, as for a course that runs; never one that is over. */
    private static CompetitionPlan sound(CompetitionPlan plan, Instant now, boolean isToCome) {
        InvalidInput.Checks checks = InvalidInput.checking();
        plan.flaws()
                .forEach(flaw -> checks.that(false, flaw.field(), flaw.code(), flaw.parameters()));
        checks.orThrow();
        checks.that(!isToCome || plan.ends().isAfter(now), "endsAt", "IN_THE_PAST").orThrow();
        return plan;
    }
}
