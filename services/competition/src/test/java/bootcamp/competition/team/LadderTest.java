package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a ladder tells, and the two attacks of the threat model on it: they find the labels of a
 * board that tells scores as they are, and not of one with a ladder.
 */
class LadderTest {

    private static final int ROWS = 2_000;

    @Test
    void aScoreIsToldOnceItIsBetterByAStepAndNeverBetterThanItIs() {
        Ladder ladder = new Ladder(Direction.HIGHER, 0.1);

        assertThat(ladder.climbed(null, 0.55)).isCloseTo(0.5, within(1e-12));
        assertThat(ladder.climbed(0.5, 0.6)).isNull();
        assertThat(ladder.climbed(0.5, 0.4)).isNull();
        assertThat(ladder.climbed(0.5, 0.601)).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void whereLowerIsBetterAStepIsOfTheSizeOfTheScore() {
        Ladder ladder = Ladder.of(Metric.named("rmse", Map.of()), 10_000);

        assertThat(ladder.climbed(null, 1_000.0)).isCloseTo(1_003.52, within(1e-9));
        assertThat(ladder.climbed(1_000.0, 990.0)).isNull();
        assertThat(ladder.climbed(1_000.0, 980.0)).isCloseTo(983.04, within(1e-9));
        assertThat(ladder.climbed(null, 0.0)).isZero();
        assertThat(ladder.climbed(0.0, 0.0)).isNull();
    }

    /** The same file again tells nothing, whatever was rounded away. */
    @Test
    void nothingIsToldTwice() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            Direction better = Direction.values()[random.nextInt(2)];
            Ladder ladder = new Ladder(better, 1 / Math.sqrt(1 + random.nextInt(5_000)));
            double score = Math.exp(20 * random.nextDouble() - 10);
            double told = Objects.requireNonNull(ladder.climbed(null, score));

            assertThat(better == Direction.HIGHER ? told <= score : told >= score * (1 - 1e-15))
                    .isTrue();
            assertThat(ladder.climbed(told, score)).isNull();
        }
    }

    // ---- attacks

    /** What a team is told of its submissions. */
    private static final class Board {

        private final Solution solution;
        private final @Nullable Ladder ladder;
        private @Nullable Double told;

        Board(Solution solution, boolean hasLadder) {
            this.solution = solution;
            this.ladder = hasLadder ? Ladder.of(solution.metric(), solution.publicRows()) : null;
        }

        /** Null: nothing new. */
        @Nullable Double submit(String file) {
            double score = scored(solution, file).publicScore();
            Double now = ladder == null ? (Double) score : ladder.climbed(told, score);
            told = now == null ? told : now;
            return now;
        }

        double last() {
            return Objects.requireNonNull(told);
        }
    }

    private static Verdict.Scored scored(Solution solution, String file) {
        try {
            return (Verdict.Scored)
                    solution.score(
                            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                            ContestFiles.LIMITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Solution solution(String metric, BitSet labels, int rows) throws IOException {
        StringBuilder file = new StringBuilder("id,label,usage\n");
        for (int i = 0; i < rows; i++) {
            file.append(i).append(labels.get(i) ? ",1," : ",0,");
            file.append(i % 2 == 0 ? "Public\n" : "Private\n");
        }
        return Solution.read(
                new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.UTF_8)),
                Metric.named(metric, Map.of()),
                ContestFiles.LIMITS);
    }

    private static BitSet random(Random random, int rows) {
        BitSet bits = new BitSet(rows);
        for (int i = 0; i < rows; i++) {
            bits.set(i, random.nextBoolean());
        }
        return bits;
    }

    private static String file(BitSet bits, int rows) {
        StringBuilder file = new StringBuilder("id,label\n");
        for (int i = 0; i < rows; i++) {
            file.append(i).append(bits.get(i) ? ",1\n" : ",0\n");
        }
        return file.toString();
    }

    /**
     * Boosting by the board (Hardt 2015): of random submissions those that were told to be better
     * vote, without a look at the data. True is one half, whatever is sent.
     */
    @ParameterizedTest
    @ValueSource(ints = {150, 1_500})
    void majorityOfLuckySubmissionsIsNoBetterOnALadder(int queries) throws IOException {
        Random random = new Random(queries);
        Solution solution = solution("accuracy", random(random, 2 * ROWS), 2 * ROWS);
        double step = 1 / Math.sqrt(ROWS);

        double exact = boosted(new Board(solution, false), new Random(5), queries);
        double climbed = boosted(new Board(solution, true), new Random(5), queries);

        System.out.printf(
                "%,d queries of %,d rows: public minus true %.4f as scores are, %.4f on a ladder,"
                        + " whose step is %.4f%n",
                queries, ROWS, exact - 0.5, climbed - 0.5, step);
        assertThat(exact - 0.5).isGreaterThan(3 * step);
        assertThat(climbed - 0.5).isLessThanOrEqualTo(step);
    }

    /** What is told of the vote in the end. */
    private static double boosted(Board board, Random random, int queries) {
        int rows = 2 * ROWS;
        int[] votes = new int[rows];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < queries; i++) {
            BitSet sent = random(random, rows);
            Double told = board.submit(file(sent, rows));
            // As the attack has it where all is told; of a ladder, all that is told of.
            boolean isLucky = told != null && (board.ladder == null ? told > 0.5 : told > best);
            if (isLucky) {
                best = told;
                for (int row = 0; row < rows; row++) {
                    votes[row] += sent.get(row) ? 1 : -1;
                }
            }
        }
        BitSet majority = new BitSet(rows);
        for (int row = 0; row < rows; row++) {
            majority.set(row, votes[row] > 0);
        }
        board.submit(file(majority, rows));
        return board.last();
    }

    /**
     * Labels by log loss (Whitehill 2016): the odds of ten rows at a time are powers of two, so
     * that the score is a sum in which each label is a digit.
     */
    @Test
    void labelsAreReadOffALogLossAndNotOffALadder() throws IOException {
        int rows = 400;
        BitSet labels = random(new Random(3), rows);
        Solution solution = solution("log-loss", labels, rows);

        double exact = read(new Board(solution, false), labels, rows);
        double climbed = read(new Board(solution, true), labels, rows);

        System.out.printf(
                "Of %d public labels %.1f %% were read off scores as they are, %.1f %% off a"
                        + " ladder%n",
                rows / 2, 100 * exact, 100 * climbed);
        assertThat(exact).isEqualTo(1.0);
        assertThat(climbed).isBetween(0.4, 0.6);
    }

    /** The share of public labels that come out right; those of which nothing is told are 1. */
    private static double read(Board board, BitSet labels, int rows) {
        int block = 10;
        int publicRows = rows / 2;
        int right = 0;
        for (int from = 0; from < publicRows; from += block) {
            List<Double> odds = new ArrayList<>();
            StringBuilder file = new StringBuilder("id,probability\n");
            for (int i = 0; i < rows; i++) {
                int at = i / 2 - from;
                boolean isAsked = i % 2 == 0 && at >= 0 && at < block;
                double odd = isAsked ? Math.scalb(0.01, at) : 0;
                if (isAsked) {
                    odds.add(odd);
                }
                file.append(i).append(',').append(1 / (1 + Math.exp(-odd))).append('\n');
            }
            Double told = board.submit(file.toString());
            double sum = told == null ? Double.POSITIVE_INFINITY : -publicRows * told;
            // ln p(1) = odd + ln p(0): what is left is the sum of odds whose label is 1.
            sum += (publicRows - block) * Math.log(2);
            for (double odd : odds) {
                sum += Math.log1p(Math.exp(odd));
            }
            for (int at = block - 1; at >= 0; at--) {
                boolean isOne = sum > odds.get(at) - 0.005;
                sum -= isOne ? odds.get(at) : 0;
                right += isOne == labels.get(2 * (from + at)) ? 1 : 0;
            }
        }
        return (double) right / publicRows;
    }
}
