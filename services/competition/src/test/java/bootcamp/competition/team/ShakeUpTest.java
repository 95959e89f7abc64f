package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.team.ShakeUp.Line;
import bootcamp.competition.team.ShakeUp.Outcome;
import bootcamp.competition.team.ShakeUp.Report;
import bootcamp.competition.team.ShakeUp.Seat;
import bootcamp.competition.team.ShakeUp.Stand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Intervals of ranks beside a second formulation: who is better counted one by one. */
class ShakeUpTest {

    private static final int DRAWINGS = 100;
    private static final int DIGITS = 2;

    private static double[] drawn(Random random, double score, double noise) {
        return random.doubles(DRAWINGS).map(d -> score + noise * (d - 0.5)).toArray();
    }

    /** Ranked by their scores, the first team the best on both boards. */
    private static List<Stand> stands(Random random, int teams, double noise) {
        return IntStream.range(0, teams)
                .mapToObj(
                        i -> {
                            double score = 1 - i / 50.0;
                            return new Stand(
                                    "t" + i,
                                    "Team " + i,
                                    new Seat(i + 1, score, drawn(random, score, noise)),
                                    new Seat(i + 1, score, drawn(random, score, noise)));
                        })
                .toList();
    }

    private static int rank(List<double[]> drawn, int team, int drawing) {
        long own = Math.round(drawn.get(team)[drawing] * 100);
        int rank = 1;
        for (int other = 0; other < drawn.size(); other++) {
            long theirs = Math.round(drawn.get(other)[drawing] * 100);
            rank += theirs > own || theirs == own && other < team ? 1 : 0;
        }
        return rank;
    }

    private static List<Integer> middle(List<Integer> values) {
        List<Integer> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        // 95 of 100: without two below and two above, and the third is the first within.
        return List.of(sorted.get(2), sorted.get(97));
    }

    @Property(tries = 40)
    void ranksAndRisesAreTheMiddleOfAllDrawings(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int teams) {
        List<Stand> stands = stands(new Random(seed), teams, 0.2);
        List<double[]> open = new ArrayList<>();
        List<double[]> hidden = new ArrayList<>();
        stands.forEach(
                stand -> {
                    open.add(java.util.Objects.requireNonNull(stand.open()).drawn());
                    hidden.add(java.util.Objects.requireNonNull(stand.hidden()).drawn());
                });

        Report report = ShakeUp.of(stands, Direction.HIGHER, DIGITS, true);

        for (int i = 0; i < teams; i++) {
            int team = i;
            List<Integer> before =
                    IntStream.range(0, DRAWINGS).mapToObj(d -> rank(open, team, d)).toList();
            List<Integer> after =
                    IntStream.range(0, DRAWINGS).mapToObj(d -> rank(hidden, team, d)).toList();
            Line line = report.lines().get(i);
            assertThat(places(line.publicRanks())).isEqualTo(middle(before));
            assertThat(places(line.privateRanks())).isEqualTo(middle(after));
            assertThat(places(line.rises()))
                    .isEqualTo(
                            middle(
                                    IntStream.range(0, DRAWINGS)
                                            .mapToObj(d -> before.get(d) - after.get(d))
                                            .toList()));
            double[] sorted = open.get(i).clone();
            java.util.Arrays.sort(sorted);
            assertThat(line.publicScores()).isEqualTo(new ShakeUp.Interval(sorted[2], sorted[97]));
            assertThat(line.rise()).isZero();
        }
        assertThat(report.drawings()).isEqualTo(DRAWINGS);
        assertThat(report.measured()).isEqualTo(teams);
    }

    private static List<Integer> places(ShakeUp.@org.jspecify.annotations.Nullable Places places) {
        return places == null ? List.of() : List.of(places.from(), places.to());
    }

    private static double[] reversed(int teams, int i, Random random) {
        return drawn(random, 1 - (teams - 1 - i) / 50.0, 0.01);
    }

    @Test
    void aBoardThatTurnsOverIsBeyondNoiseAndOneThatTremblesIsNot() {
        Random random = new Random(3);
        int teams = 10;
        List<Stand> turned =
                IntStream.range(0, teams)
                        .mapToObj(
                                i ->
                                        new Stand(
                                                "t" + i,
                                                "Team",
                                                new Seat(i + 1, 0, drawn(random, 1 - i / 50.0, 0)),
                                                new Seat(teams - i, 0, reversed(teams, i, random))))
                        .toList();
        Report beyond = ShakeUp.of(turned, Direction.HIGHER, 5, true);
        assertThat(beyond.outcome()).isEqualTo(Outcome.BEYOND_NOISE);
        assertThat(beyond.beyond()).isEqualTo(10);
        assertThat(beyond.lines().getFirst().rise()).isEqualTo(-9);
        assertThat(beyond.lines().getFirst().isBeyondNoise()).isTrue();

        Report within = ShakeUp.of(stands(random, teams, 0.5), Direction.HIGHER, DIGITS, true);
        assertThat(within.outcome()).isEqualTo(Outcome.WITHIN_NOISE);
        assertThat(within.moved()).isZero();
    }

    @Test
    void whoHasNoFileKeepsItsScoreAndHasNoInterval() {
        double[] better = {3, 3, 3};
        double[] worse = {1, 1, Double.NaN};
        Report report =
                ShakeUp.of(
                        List.of(
                                new Stand("a", "A", new Seat(1, 2, null), new Seat(2, 2, null)),
                                new Stand("b", "B", new Seat(2, 1, worse), new Seat(1, 3, better)),
                                new Stand("c", "C", null, new Seat(3, 1, null))),
                        Direction.HIGHER,
                        5,
                        true);
        assertThat(report.outcome()).isEqualTo(Outcome.TOO_FEW_TEAMS);
        assertThat(report.drawings()).isEqualTo(2);
        assertThat(report.moved()).isEqualTo(2);
        assertThat(report.lines().getFirst().rises()).isNull();
        assertThat(report.lines().getFirst().publicRanks()).isNull();
        assertThat(report.lines().get(1).rises()).isEqualTo(new ShakeUp.Places(1, 1));
        assertThat(report.lines().get(2).rise()).isNull();
        assertThat(report.lines().get(2).publicRank()).isNull();

        Report one =
                ShakeUp.of(
                        List.of(new Stand("b", "B", new Seat(1, 1, better), new Seat(1, 1, null))),
                        Direction.LOWER,
                        5,
                        false);
        assertThat(one.outcome()).isEqualTo(Outcome.ONE_SCORE);
        assertThat(one.lines().getFirst().privateRank()).isNull();
        assertThat(ShakeUp.byChance(200)).isEqualTo(16);
    }
}
