package bootcamp.competition.contest;

import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.SolutionLook;
import bootcamp.competition.scoring.SolutionLook.Drift;
import bootcamp.competition.scoring.SolutionLook.Echo;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What staff had better know of a competition before it opens; none of it forbids anything. */
final class CompetitionChecks {

    /** From then on a row's neighbours tell its label. */
    private static final double ECHO_MAX = 0.2;

    /** Rows of a split, below which its score is mostly chance. */
    private static final int ROWS_MIN = 30;

    private static final double SHARE_MIN = 0.1;
    private static final double DRIFT_MAX = 0.05;

    /** Of what there is to know of the public labels. */
    private static final double TOLD_MAX = 0.1;

    /** What a number of double precision says at most. */
    private static final double BITS_OF_A_SCORE = 52;

    private CompetitionChecks() {}

    /** What is looked at, in the order in which it is told. */
    enum Code {
        /** Order of rows in the solution's file: a test file in that order gives labels away. */
        FILE_ORDER,
        /** Order of the numbers in ids. */
        ID_ORDER,
        /** Ids that people take for one and the same. */
        ALIKE_IDS,
        /** Rows of the public and of the private split. */
        SPLIT_SIZES,
        /** Labels of the public and of the private split. */
        SPLIT_LABELS,
        /** What a team can learn of the public labels by its submissions. */
        LIMITS,
        /** Rows of the test file that are in a training file, with their labels. */
        SHARED_ROWS
    }

    enum Verdict {
        PASSED,
        WARNED,
        /** There is nothing to compare. */
        NOT_APPLICABLE
    }

    /**
     * @param figures by name, what the verdict is made of; empty where there is nothing to compare
     */
    record Check(Code code, Verdict verdict, Map<String, Double> figures) {

        private static Check of(Code code, boolean passes, Map<String, Double> figures) {
            return new Check(code, passes ? Verdict.PASSED : Verdict.WARNED, figures);
        }

        private static Check without(Code code) {
            return new Check(code, Verdict.NOT_APPLICABLE, Map.of());
        }
    }

    /** All of them, one each. */
    static List<Check> of(CompetitionPlan plan, ContestLook both) {
        SolutionLook look = both.solution();
        return List.of(
                order(Code.FILE_ORDER, look.fileOrder()),
                order(Code.ID_ORDER, look.idOrder()),
                Check.of(
                        Code.ALIKE_IDS,
                        look.alikeIds() == 0,
                        Map.of("ids", (double) look.alikeIds())),
                sizes(look.publicRows(), look.privateRows()),
                labels(look.drift()),
                limits(plan, look),
                shared(both.shared()));
    }

    private static Check shared(ContestLook.@Nullable Shared shared) {
        return shared == null
                ? Check.without(Code.SHARED_ROWS)
                : Check.of(
                        Code.SHARED_ROWS,
                        shared.found() == 0,
                        Map.of("rows", (double) shared.rows(), "found", (double) shared.found()));
    }

    private static Check order(Code code, @Nullable Echo echo) {
        return echo == null
                ? Check.without(code)
                : Check.of(
                        code,
                        Math.abs(echo.strength()) <= ECHO_MAX,
                        Map.of("lag", (double) echo.lag(), "strength", echo.strength()));
    }

    /** With one split the public board is the final one. */
    private static Check sizes(int open, int hidden) {
        int least = Math.min(open, hidden);
        return Check.of(
                Code.SPLIT_SIZES,
                least >= ROWS_MIN && least >= SHARE_MIN * (open + hidden),
                Map.of("publicRows", (double) open, "privateRows", (double) hidden));
    }

    private static Check labels(@Nullable Drift drift) {
        return drift == null
                ? Check.without(Code.SPLIT_LABELS)
                : Check.of(
                        Code.SPLIT_LABELS,
                        drift.isChance() || drift.distance() <= DRIFT_MAX,
                        Map.of("distance", drift.distance()));
    }

    /** Queries times the logarithm of the values that are shown, or on a ladder of its stories. */
    private static Check limits(CompetitionPlan plan, SolutionLook look) {
        Double bits = look.labelBits();
        if (bits == null || bits == 0) {
            return Check.without(Code.LIMITS);
        }
        double hidden = look.publicRows() * bits;
        long days =
                ChronoUnit.DAYS.between(plan.startsAt().toLocalDate(), plan.endsAt().toLocalDate())
                        + 1;
        double submissions = (double) days * plan.dailyLimit();
        double told =
                plan.publicScores() == PublicScores.LADDER
                        ? onLadder(submissions, look.publicRows())
                        : submissions * bitsOfScore(plan.scoredBy(), look.publicRows());
        double share = Math.min(1, told / hidden);
        return Check.of(
                Code.LIMITS,
                share <= TOLD_MAX,
                Map.of("submissions", submissions, "bits", told, "share", share));
    }

    /** Of accuracy there are as many values as rows, and one; of others as many as of doubles. */
    private static double bitsOfScore(Metric metric, int rows) {
        return metric.kind() == Metric.Kind.ACCURACY ? log2(rows + 1.0) : BITS_OF_A_SCORE;
    }

    /**
     * Which submissions climbed, and to where: at most √rows of them, to one of √rows steps; by the
     * usual bound of the number of choices, (e·n/k)^k. Where lower is better that holds of scores
     * that fall to no less than a third of the first.
     */
    private static double onLadder(double submissions, int rows) {
        double steps = Math.min(submissions, Math.sqrt(rows));
        return steps * (log2(Math.E * submissions / steps) + log2(Math.sqrt(rows) + 1));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
