package bootcamp.competition.contest;

import bootcamp.competition.scoring.Metric;
import bootcamp.platform.form.WallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What staff plan of a competition. Times are those of a clock on the wall of its zone, whose days
 * are also those of the daily limit.
 *
 * @param cohortIds for whose students it is; the first one's zone is its zone unless staff say
 *     otherwise
 * @param moduleId of the curriculum; null: of none
 * @param metric as {@link Metric#named}
 * @param secondaryMetric decides between equal scores; null: none does
 * @param timeZone IANA id
 * @param dailyLimit scored or waiting submissions of a team on one day, 1 to {@value
 *     #DAILY_LIMIT_MAX}
 * @param maxTeamSize students, 1 to {@value #TEAM_SIZE_MAX}
 * @param finalPicks submissions of a team of which the best counts in the end, 1 to {@value
 *     #PICKS_MAX}
 * @param digits after the point to which scores are compared, 0 to {@value #DIGITS_MAX}
 * @param publicFraction share of rows that the public score is made of, where the solution does not
 *     say it by itself; null: it does, or there is one score only
 * @param publicScores what teams learn of them before the end
 * @param mergeUntil until when two teams may become one; null: they may not
 */
public record CompetitionPlan(
        List<String> cohortIds,
        String title,
        @Nullable String moduleId,
        String metric,
        Map<String, String> metricOptions,
        @Nullable String secondaryMetric,
        LocalDateTime startsAt,
        LocalDateTime endsAt,
        String timeZone,
        int dailyLimit,
        int maxTeamSize,
        int finalPicks,
        int digits,
        @Nullable Double publicFraction,
        PublicScores publicScores,
        @Nullable LocalDateTime mergeUntil) {

    public static final int TITLE_CHARS_MAX = 200;
    public static final int COHORTS_MAX = 50;
    public static final int DAILY_LIMIT_MAX = 100;
    public static final int TEAM_SIZE_MAX = 20;
    public static final int PICKS_MAX = 10;
    public static final int DIGITS_MAX = 10;
    public static final int DIGITS_DEFAULT = 5;

    /** Days that its dates may span: a team keeps a count for each. */
    public static final int DAYS_MAX = 400;

    public CompetitionPlan {
        cohortIds = List.copyOf(cohortIds);
        // A plan that was stored before there was a choice has none.
        publicScores = Objects.requireNonNullElse(publicScores, PublicScores.EXACT);
        metricOptions = java.util.Collections.unmodifiableMap(new TreeMap<>(metricOptions));
    }

    /**
     * Why this can't be a competition.
     *
     * @param field as a request names it
     * @param code as a reason of the message bundles
     */
    public record Flaw(String field, String code, Map<String, Object> parameters) {}

    /** All that is wrong with it; empty where it can be. */
    public List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        range(flaws, "cohortIds", cohortIds.size(), 1, COHORTS_MAX);
        if (new HashSet<>(cohortIds).size() < cohortIds.size()) {
            flaws.add(flaw("cohortIds", "DUPLICATE"));
        }
        if (title.isBlank()) {
            flaws.add(flaw("title", "BLANK"));
        }
        if (title.codePointCount(0, title.length()) > TITLE_CHARS_MAX) {
            flaws.add(new Flaw("title", "TOO_LONG", Map.of("max", TITLE_CHARS_MAX)));
        }
        range(flaws, "dailyLimit", dailyLimit, 1, DAILY_LIMIT_MAX);
        range(flaws, "maxTeamSize", maxTeamSize, 1, TEAM_SIZE_MAX);
        range(flaws, "finalPicks", finalPicks, 1, PICKS_MAX);
        range(flaws, "digits", digits, 0, DIGITS_MAX);
        if (publicFraction != null && !(publicFraction > 0 && publicFraction < 1)) {
            flaws.add(flaw("publicFraction", "NOT_A_FRACTION"));
        }
        metrics(flaws);
        if (!WallClock.isZone(timeZone)) {
            flaws.add(flaw("timeZone", "NOT_A_TIME_ZONE"));
        } else if (!starts().isBefore(ends())) {
            flaws.add(flaw("endsAt", "END_NOT_AFTER_START"));
        } else if (startsAt.toLocalDate().plusDays(DAYS_MAX).isBefore(endsAt.toLocalDate())) {
            flaws.add(new Flaw("endsAt", "TOO_MANY_DAYS_AFTER", Map.of("max", DAYS_MAX)));
        } else if (mergeUntil != null && mergeUntil.isAfter(endsAt)) {
            flaws.add(flaw("mergeUntil", "AFTER_THE_END"));
        }
        return List.copyOf(flaws);
    }

    private void metrics(List<Flaw> flaws) {
        if (!isMetric(metric, Map.of())) {
            flaws.add(flaw("metric", "NOT_A_METRIC"));
        } else if (!isMetric(metric, metricOptions)) {
            flaws.add(flaw("metricOptions", "NOT_ITS_OPTIONS"));
        }
        if (secondaryMetric != null && !isMetric(secondaryMetric, Map.of())) {
            flaws.add(flaw("secondaryMetric", "NOT_A_METRIC"));
        }
    }

    private static boolean isMetric(String name, Map<String, String> options) {
        try {
            Metric.named(name, options);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static void range(List<Flaw> flaws, String field, int value, int min, int max) {
        if (value < min || value > max) {
            flaws.add(new Flaw(field, "OUT_OF_RANGE", Map.of("min", min, "max", max)));
        }
    }

    private static Flaw flaw(String field, String code) {
        return new Flaw(field, code, Map.of());
    }

    // ---- what it is scored by

    public Metric scoredBy() {
        return Metric.named(metric, metricOptions);
    }

    /** The same by another metric. */
    CompetitionPlan scoredBy(Basis basis) {
        return new CompetitionPlan(
                cohortIds,
                title,
                moduleId,
                basis.metric(),
                basis.metricOptions(),
                secondaryMetric,
                startsAt,
                endsAt,
                timeZone,
                dailyLimit,
                maxTeamSize,
                finalPicks,
                digits,
                publicFraction,
                publicScores,
                mergeUntil);
    }

    /** Null: nothing decides between equal scores. */
    public @Nullable Metric secondary() {
        return secondaryMetric == null ? null : Metric.named(secondaryMetric, Map.of());
    }

    /** Whether both are scored in the same way, from the same rows. */
    boolean isScoredAs(CompetitionPlan other) {
        return metric.equals(other.metric)
                && metricOptions.equals(other.metricOptions)
                && Objects.equals(secondaryMetric, other.secondaryMetric)
                && Objects.equals(publicFraction, other.publicFraction);
    }

    // ---- moments

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public Instant starts() {
        return ZonedDateTime.of(startsAt, zone()).toInstant();
    }

    /** From then on nothing is taken any more. */
    public Instant ends() {
        return ZonedDateTime.of(endsAt, zone()).toInstant();
    }

    /** From then on teams stay as they are; null: they always do. */
    public @Nullable Instant mergesUntil() {
        return mergeUntil == null ? null : ZonedDateTime.of(mergeUntil, zone()).toInstant();
    }

    /** The day of the daily limit. */
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, zone());
    }

    /** When the next day of the limit begins. */
    public Instant dayAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone()).toInstant();
    }

    /** A moment as others read it: RFC 3339 with the offset of the zone. */
    public String written(Instant moment) {
        return moment.atZone(zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    // ---- what may change when

    /**
     * Whether a published competition may become this one: its title, module, end, daily limit,
     * size of teams, until when they merge, and cohorts that are added. What decides scores and
     * ranks, when it begins and for whom it is stays.
     */
    boolean mayBecome(CompetitionPlan after) {
        return isScoredAs(after)
                && digits == after.digits
                && finalPicks == after.finalPicks
                && publicScores == after.publicScores
                && startsAt.equals(after.startsAt)
                && timeZone.equals(after.timeZone)
                && after.cohortIds.size() >= cohortIds.size()
                && after.cohortIds.subList(0, cohortIds.size()).equals(cohortIds);
    }

    // ---- what is published

    /** What of it is in events. */
    public record Public(
            List<String> cohortIds,
            String title,
            @Nullable String moduleId,
            String metric,
            String startsAt,
            String endsAt,
            String timeZone,
            int dailyLimit,
            int maxTeamSize,
            int finalPicks) {}

    Public published() {
        return new Public(
                cohortIds,
                title,
                moduleId,
                metric,
                written(starts()),
                written(ends()),
                timeZone,
                dailyLimit,
                maxTeamSize,
                finalPicks);
    }
}
