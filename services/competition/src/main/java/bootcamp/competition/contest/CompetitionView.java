package bootcamp.competition.contest;

import bootcamp.competition.scoring.Metric;
import bootcamp.platform.aggregate.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A competition as its readers see it.
 *
 * @param direction which score is better
 * @param publicFraction null for students
 * @param mergeUntil null: teams do not merge
 * @param solution null: there is none, or the reader is a student
 * @param rescorings how often all was scored anew, the first one first
 * @param rescoring whether it is scored anew now, or waits to be published; null: not of staff
 */
record CompetitionView(
        String competitionId,
        long version,
        List<String> cohortIds,
        String title,
        @Nullable String moduleId,
        Status status,
        String metric,
        Map<String, String> metricOptions,
        @Nullable String secondaryMetric,
        Metric.Direction direction,
        String startsAt,
        String endsAt,
        String timeZone,
        int dailyLimit,
        int maxTeamSize,
        int finalPicks,
        int digits,
        @Nullable Double publicFraction,
        PublicScores publicScores,
        @Nullable String mergeUntil,
        @Nullable String closedAt,
        List<File> files,
        @Nullable SolutionView solution,
        List<RescoringView> rescorings,
        @Nullable Boolean rescoring) {

    /** When all was scored anew, and why. */
    record RescoringView(int generation, String at, String reason) {}

    /**
     * @param sha256 in hex
     */
    record File(String name, long bytes, String sha256, String sentAt) {}

    /**
     * @param privateRows 0: there is one score only
     */
    record SolutionView(
            int version, long bytes, String sha256, int publicRows, int privateRows, String at) {}

    static CompetitionView ofStaff(Versioned<Competition> competition) {
        return of(competition, true);
    }

    static CompetitionView of(Versioned<Competition> competition, boolean isStaff) {
        Competition state = competition.state();
        CompetitionPlan plan = state.planned();
        Labels labels = state.labels();
        return new CompetitionView(
                competition.id(),
                competition.version(),
                plan.cohortIds(),
                plan.title(),
                plan.moduleId(),
                state.status(),
                plan.metric(),
                plan.metricOptions(),
                plan.secondaryMetric(),
                plan.scoredBy().direction(),
                plan.written(plan.starts()),
                plan.written(plan.ends()),
                plan.timeZone(),
                plan.dailyLimit(),
                plan.maxTeamSize(),
                plan.finalPicks(),
                plan.digits(),
                isStaff ? plan.publicFraction() : null,
                plan.publicScores(),
                plan.mergesUntil() == null
                        ? null
                        : plan.written(Objects.requireNonNull(plan.mergesUntil())),
                state.closedAt() == null
                        ? null
                        : plan.written(Objects.requireNonNull(state.closedAt())),
                state.files().values().stream()
                        .map(
                                file ->
                                        new File(
                                                file.name(),
                                                file.bytes(),
                                                file.sha256(),
                                                plan.written(file.at())))
                        .toList(),
                labels == null || !isStaff
                        ? null
                        : new SolutionView(
                                labels.version(),
                                labels.bytes(),
                                labels.sha256(),
                                labels.publicRows(),
                                labels.privateRows(),
                                plan.written(labels.at())),
                state.generations().past().stream()
                        .map(
                                each ->
                                        new RescoringView(
                                                each.generation(),
                                                plan.written(each.at()),
                                                each.reason()))
                        .toList(),
                isStaff ? state.generations().proposal() != null : null);
    }
}
