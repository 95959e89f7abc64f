package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.team.Ledger.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a team has of one generation of scores.
 *
 * @param generation from 1
 * @param best the best on the public board first; as many as may be picked at most
 * @param picks null: the team has chosen none, and its best count
 * @param steps what was told of public scores where a ladder tells them, the best last; empty where
 *     there is none
 */
public record Scores(
        int generation, List<Entry> best, @Nullable List<Entry> picks, List<Step> steps) {

    public Scores {
        best = List.copyOf(best);
        picks = picks == null ? null : List.copyOf(picks);
        steps = List.copyOf(steps);
    }

    static Scores none(int generation) {
        return new Scores(generation, List.of(), null, List.of());
    }

    Scores numbered(int number) {
        return new Scores(number, best, picks, steps);
    }

    /** With one more; what is among them already changes nothing. */
    Scores plus(Entry entry, Standing standing) {
        if (knows(entry.submissionId())) {
            return this;
        }
        List<Entry> next = new ArrayList<>(best);
        next.add(entry);
        next.sort(Comparator.comparing(Entry::onPublic, standing.order()));
        return new Scores(
                generation,
                next.subList(0, Math.min(next.size(), CompetitionPlan.PICKS_MAX)),
                picks,
                climbing(entry, standing.ladder()));
    }

    private boolean knows(String submissionId) {
        return Stream.concat(
                        best.stream().map(Entry::submissionId),
                        steps.stream().map(Step::submissionId))
                .anyMatch(submissionId::equals);
    }

    private List<Step> climbing(Entry entry, @Nullable Ladder ladder) {
        if (ladder == null) {
            return steps;
        }
        Double told =
                ladder.climbed(
                        steps.isEmpty() ? null : (Double) steps.getLast().score(),
                        entry.publicScore());
        if (told == null) {
            return steps;
        }
        List<Step> next = new ArrayList<>(steps);
        next.add(new Step(entry.submissionId(), told, entry.at()));
        return next;
    }

    /**
     * @param chosen empty: none, so that the best count
     */
    Scores choosing(List<Entry> chosen) {
        return new Scores(generation, best, chosen.isEmpty() ? null : chosen, steps);
    }

    /** Of the picks; null: the team has chosen none. */
    @Nullable List<String> pickedIds() {
        return picks == null ? null : picks.stream().map(Entry::submissionId).toList();
    }

    /** The step that a submission was; null: it was none. */
    @Nullable Step stepOf(String submissionId) {
        return steps.stream()
                .filter(step -> step.submissionId().equals(submissionId))
                .findFirst()
                .orElse(null);
    }

    /**
     * What a submission left the public score at: its own step or the last one before it, also of a
     * team that went into this one; null: there is none.
     */
    @Nullable Double toldAfter(Submission submission) {
        Double told = null;
        for (Step step : steps) {
            if (told == null || isBefore(step, submission)) {
                told = step.score();
            }
        }
        return told;
    }

    /** Those of one team are numbered in the order in which they were taken. */
    private static boolean isBefore(Step step, Submission submission) {
        String id = submission.submissionId();
        return step.submissionId().startsWith(id.substring(0, id.lastIndexOf('-') + 1))
                ? step.submissionId().compareTo(id) <= 0
                : !step.at().isAfter(submission.at());
    }

    /**
     * Those of two teams, as if one had them.
     *
     * @param picksMax of what both have picked, this one's first, so many stay
     */
    Scores merging(Scores other, Standing standing, int picksMax) {
        List<Entry> bothBest =
                Stream.concat(best.stream(), other.best.stream())
                        .sorted(Comparator.comparing(Entry::onPublic, standing.order()))
                        .limit(CompetitionPlan.PICKS_MAX)
                        .toList();
        List<Entry> bothPicks =
                Stream.of(picks, other.picks)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .limit(picksMax)
                        .toList();
        // Each climbed by itself, so the order of scores is also that of both.
        List<Step> bothSteps =
                Stream.concat(steps.stream(), other.steps.stream())
                        .sorted(
                                Comparator.comparing(
                                                (Step step) ->
                                                        new Standing.Result(
                                                                step.score(),
                                                                null,
                                                                step.at(),
                                                                step.submissionId()),
                                                standing.order())
                                        .reversed())
                        .toList();
        return new Scores(generation, bothBest, bothPicks.isEmpty() ? null : bothPicks, bothSteps);
    }

    /**
     * Those that count in the end.
     *
     * @param finalPicks how many do, where the team has chosen none
     */
    List<Entry> counting(int finalPicks) {
        return picks == null ? best.subList(0, Math.min(finalPicks, best.size())) : picks;
    }
}
