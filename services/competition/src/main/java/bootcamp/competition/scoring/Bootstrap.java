package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Form.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * By how much scores would be others if other rows of the same kind had been drawn (Efron 1979):
 * the rows of each split, or queries where they are what is scored, are drawn from themselves with
 * replacement again and again, and the score is made of each drawing. All submissions meet the same
 * drawings, so that they can be compared within each.
 *
 * <p>What it costs is bounded: for many submissions or rows there are fewer drawings, down to
 * {@value #DRAWINGS_MIN}; then fewer rows take part, chosen once by chance and the same for all,
 * and how far a score strays is brought to the size of the whole by the square root of both numbers
 * (Bickel, Götze and van Zwet 1997); then fewer submissions.
 */
public final class Bootstrap {

    /** Where there is little to do. */
    static final int DRAWINGS_MAX = 1_000;

    static final int DRAWINGS_MIN = 200;

    /** Units of a split that take part, unless it has no more. */
    static final int UNITS_MIN = 500;

    static final int UNITS_MAX = 40_000;

    /** Units by drawings of a split: 16 MiB. */
    private static final int CELLS_MAX = 8_000_000;

    private static final double LESS = 0.95;

    /** A few seconds of one core. */
    static final long STEPS_MAX = 500_000_000L;

    private final Solution solution;
    private final int submissions;
    private final Part open;
    private final Part hidden;

    private Bootstrap(Solution solution, int submissions, Part open, Part hidden) {
        this.solution = solution;
        this.submissions = submissions;
        this.open = open;
        this.hidden = hidden;
    }

    /**
     * @param submissions for how many scores are to be drawn, from 1
     * @param seed the same draws the same
     */
    public static Bootstrap of(Solution solution, int submissions, long seed) {
        return of(solution, submissions, seed, STEPS_MAX);
    }

    static Bootstrap of(Solution solution, int submissions, long seed, long stepsMax) {
        Form form = solution.form();
        int[] allOpen = form.units(solution.splits(), Splits.PUBLIC);
        int[] allHidden = form.units(solution.splits(), Splits.PRIVATE);
        int ofOpen = Math.min(allOpen.length, UNITS_MAX);
        int ofHidden = Math.min(allHidden.length, UNITS_MAX);
        long each = steps(form, ofOpen, ofHidden);
        int drawings =
                (int)
                        Math.clamp(
                                Math.min(
                                        stepsMax / Math.multiplyExact(each, (long) submissions),
                                        CELLS_MAX / Math.max(ofOpen, ofHidden)),
                                DRAWINGS_MIN,
                                DRAWINGS_MAX);
        long perDrawing = stepsMax / drawings / submissions;
        double share = 1;
        int open = ofOpen;
        int hidden = ofHidden;
        while (steps(form, open, hidden) > perDrawing
                && (open > least(allOpen) || hidden > least(allHidden))) {
            share *= LESS;
            open = Math.max(least(allOpen), (int) (ofOpen * share));
            hidden = Math.max(least(allHidden), (int) (ofHidden * share));
        }
        long possible = stepsMax / (drawings * steps(form, open, hidden));
        return new Bootstrap(
                solution,
                (int) Math.clamp(possible, 1, submissions),
                Part.of(allOpen, open, drawings, new SplittableRandom(seed)),
                Part.of(allHidden, hidden, drawings, new SplittableRandom(~seed)));
    }

    private static long steps(Form form, int open, int hidden) {
        return form.steps(open) + (hidden == 0 ? 0 : form.steps(hidden));
    }

    private static int least(int[] units) {
        return Math.min(units.length, UNITS_MIN);
    }

    /** For how many submissions there is time. */
    public int submissions() {
        return submissions;
    }

    public int drawings() {
        return open.times.length;
    }

    /** Rows, or queries, of the public split that take part. */
    public int publicUnits() {
        return open.units.length;
    }

    /** 0: there is one score only. */
    public int privateUnits() {
        return hidden.units.length;
    }

    /** Of all those of the public split. */
    public int publicUnitsOfAll() {
        return open.ofAll;
    }

    public int privateUnitsOfAll() {
        return hidden.ofAll;
    }

    /**
     * Scores of one submission by drawing; NaN where the metric is not defined for what was drawn,
     * which is then so for every submission.
     *
     * @param privateScores empty: there is one score only
     */
    public record Drawn(double[] publicScores, double[] privateScores) {}

    /**
     * Reads a submission once.
     *
     * @return empty: it is none of this solution
     * @throws IOException if it cannot be read
     */
    public Optional<Drawn> of(InputStream submission, Limits limits) throws IOException {
        return solution.read(submission, limits, solution.form()::begin)
                .map(
                        all ->
                                new Drawn(
                                        open.scores(all, solution.splits(), Splits.PUBLIC),
                                        hidden.scores(all, solution.splits(), Splits.PRIVATE)));
    }

    /**
     * What is drawn of a split.
     *
     * @param units that take part
     * @param ofAll how many there are
     * @param times by drawing, how often each unit counts
     */
    private record Part(int[] units, int ofAll, short[][] times) {

        static Part of(int[] all, int count, int drawings, SplittableRandom random) {
            int[] units = chosen(all, count, random);
            short[][] times = new short[drawings][units.length];
            for (short[] drawing : times) {
                for (int i = 0; i < units.length; i++) {
                    drawing[random.nextInt(units.length)]++;
                }
            }
            return new Part(units, all.length, times);
        }

        private static int[] chosen(int[] all, int count, SplittableRandom random) {
            int[] shuffled = all.clone();
            for (int i = 0; i < count && count < all.length; i++) {
                int other = i + random.nextInt(all.length - i);
                int first = shuffled[i];
                shuffled[i] = shuffled[other];
                shuffled[other] = first;
            }
            int[] chosen = Arrays.copyOf(shuffled, count);
            Arrays.sort(chosen);
            return chosen;
        }

        double[] scores(Predictions predictions, Splits splits, int split) {
            if (units.length == 0) {
                return new double[0];
            }
            Weighed weighed = predictions.over(units);
            short[] once = new short[units.length];
            Arrays.fill(once, (short) 1);
            double ofChosen = weighed.score(once);
            double ofAllUnits = predictions.score(splits, split);
            double narrowed = Math.sqrt((double) units.length / ofAll);
            double[] scores = new double[times.length];
            for (int i = 0; i < scores.length; i++) {
                double score = weighed.score(times[i]);
                scores[i] =
                        units.length == ofAll ? score : ofAllUnits + narrowed * (score - ofChosen);
            }
            return scores;
        }
    }
}
