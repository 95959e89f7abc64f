package bootcamp.enrollment.screening;

import bootcamp.enrollment.screening.Rubric.Item;
import bootcamp.enrollment.screening.ScoreSheet.Score;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a rubric went with completion. It is an association among those who were let in:
 * who was rejected shows nothing, and what is asked of everybody who is let in hardly varies.
 *
 * @param completed how many with a score completed
 * @param notCompleted how many with a score did not: judged so at the end, or withdrew before it,
 *     also those who never started; not those who moved to another cohort
 * @param items in the order of the rubric, and the sum of all at last as {@value Rubric#TOTAL}
 */
record RubricOutcomes(int completed, int notCompleted, List<ItemOutcome> items) {

    /** Where a group has fewer, its mean says little. */
    static final int FEW = 20;

    /**
     * Of one item; each applicant counts with the mean of what reviewers gave who were done.
     *
     * @param completedMean null: nobody completed
     * @param notCompletedMean null: everybody completed
     * @param difference the first less the second; null where one is
     * @param lower of Welch's 95 % interval of the difference; null where there is none, as {@code
     *     upper} is
     * @param few whether one of the groups has fewer than {@value #FEW}
     */
    record ItemOutcome(
            String itemId,
            @Nullable Double completedMean,
            @Nullable Double notCompletedMean,
            @Nullable Double difference,
            @Nullable Double lower,
            @Nullable Double upper,
            boolean few) {}

    /**
     * Somebody who was let in, and what came of it.
     *
     * @param sheet somebody is done with it
     */
    record LetIn(ScoreSheet sheet, boolean completed) {}

    static RubricOutcomes of(Rubric rubric, List<LetIn> all) {
        List<ScoreSheet> completed = sheets(all, true);
        List<ScoreSheet> others = sheets(all, false);
        return new RubricOutcomes(
                completed.size(),
                others.size(),
                Stream.concat(
                                rubric.items().stream()
                                        .map(Item::itemId)
                                        .map(
                                                id ->
                                                        item(
                                                                id,
                                                                score ->
                                                                        score.points()
                                                                                .getOrDefault(
                                                                                        id, 0),
                                                                completed,
                                                                others)),
                                Stream.of(item(Rubric.TOTAL, Score::total, completed, others)))
                        .toList());
    }

    private static List<ScoreSheet> sheets(List<LetIn> all, boolean completed) {
        return all.stream()
                .filter(each -> each.completed() == completed)
                .map(LetIn::sheet)
                .toList();
    }

    private static ItemOutcome item(
            String itemId,
            ToDoubleFunction<Score> points,
            List<ScoreSheet> completed,
            List<ScoreSheet> others) {
        double[] first = means(completed, points);
        double[] second = means(others, points);
        Double mean = first.length == 0 ? null : Welch.mean(first);
        Double otherMean = second.length == 0 ? null : Welch.mean(second);
        Welch welch = Welch.of(first, second);
        return new ItemOutcome(
                itemId,
                mean,
                otherMean,
                mean == null || otherMean == null ? null : mean - otherMean,
                welch == null ? null : welch.lower(),
                welch == null ? null : welch.upper(),
                first.length < FEW || second.length < FEW);
    }

    private static double[] means(List<ScoreSheet> sheets, ToDoubleFunction<Score> points) {
        return sheets.stream()
                .mapToDouble(
                        sheet ->
                                Welch.mean(sheet.finished().stream().mapToDouble(points).toArray()))
                .toArray();
    }
}
