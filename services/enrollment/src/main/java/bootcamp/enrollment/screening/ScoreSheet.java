package bootcamp.enrollment.screening;

import java.time.Instant;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all reviewers gave one application.
 *
 * @param scores ascending by reviewer, also those that are not done
 */
record ScoreSheet(List<Score> scores) {

    /**
     * What one reviewer gave.
     *
     * @param reviewer a user name
     * @param points by item; all of them where it is done
     * @param note null: none
     * @param done what others gave may have been seen, so it stays
     * @param version counts from 1
     */
    record Score(
            String reviewer,
            Map<String, Integer> points,
            @Nullable String note,
            boolean done,
            long version,
            Instant at) {

        Score {
            points = Map.copyOf(points);
        }

        int total() {
            return points.values().stream().mapToInt(Integer::intValue).sum();
        }

        boolean saysTheSameAs(Score other) {
            return done == other.done
                    && points.equals(other.points)
                    && Objects.equals(note, other.note);
        }
    }

    /**
     * @param mean of what those gave who are done
     */
    record Spread(String itemId, double mean, int lowest, int highest) {}

    /**
     * @param mean of the sums of those who are done
     * @param of the most that could be given
     */
    record Total(double mean, int lowest, int highest, int of) {}

    ScoreSheet {
        scores = scores.stream().sorted(Comparator.comparing(Score::reviewer)).toList();
    }

    Optional<Score> of(String reviewer) {
        return scores.stream().filter(each -> each.reviewer().equals(reviewer)).findFirst();
    }

    List<Score> finished() {
        return scores.stream().filter(Score::done).toList();
    }

    int done() {
        return finished().size();
    }

    boolean isDoneBy(String reviewer) {
        return of(reviewer).filter(Score::done).isPresent();
    }

    /** Only who can't be led by it any more: what is needed does not change once it is scored. */
    boolean isShownTo(String reviewer, int reviewersNeeded) {
        return isDoneBy(reviewer) || done() >= reviewersNeeded;
    }

    /** In the order of the rubric; none where nobody is done. */
    List<Spread> spread(Rubric rubric) {
        return done() == 0
                ? List.of()
                : rubric.items().stream()
                        .map(Rubric.Item::itemId)
                        .map(
                                id -> {
                                    var all = summary(score -> score.points().getOrDefault(id, 0));
                                    return new Spread(
                                            id, all.getAverage(), all.getMin(), all.getMax());
                                })
                        .toList();
    }

    /** Null where nobody is done. */
    @Nullable Total total(Rubric rubric) {
        if (done() == 0) {
            return null;
        }
        var all = summary(Score::total);
        return new Total(all.getAverage(), all.getMin(), all.getMax(), rubric.pointsMax());
    }

    private IntSummaryStatistics summary(ToIntFunction<Score> value) {
        return finished().stream().mapToInt(value).summaryStatistics();
    }
}
