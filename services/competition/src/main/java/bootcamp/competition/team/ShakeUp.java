package bootcamp.competition.team;

import bootcamp.competition.scoring.Metric.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the end did to the ranks, and how much of that is chance.
 *
 * <p>In each drawing of a bootstrap both boards are made anew of the scores that were drawn. Of all
 * drawings the middle 95 % are the interval of a score, of a rank, and of how many places a team
 * rose. A team whose interval of that does not have 0 moved by more than the choice of rows
 * explains; of teams that moved by chance alone about one in twenty would look so.
 */
final class ShakeUp {

    /** Of the drawings, so many are within an interval. */
    static final double LEVEL = 0.95;

    /** What the whole comes to. */
    enum Outcome {
        /** No more teams moved than chance explains. */
        WITHIN_NOISE,
        BEYOND_NOISE,
        /** Fewer than two teams have drawn scores on both boards. */
        TOO_FEW_TEAMS,
        /** There is no private score to be compared with. */
        ONE_SCORE
    }

    private ShakeUp() {}

    /** The least and the most of the middle of all drawings. */
    record Interval(double from, double to) {}

    /** As above, of whole numbers. */
    record Places(int from, int to) {}

    /**
     * Where a team stands on a board.
     *
     * @param rank from 1
     * @param drawn scores by drawing; null: nothing was drawn for it
     */
    record Seat(int rank, double score, double @Nullable [] drawn) {}

    /**
     * A team on the boards.
     *
     * @param open null: it is not on the public one
     * @param hidden null: it is not on the private one
     */
    record Stand(String teamId, String team, @Nullable Seat open, @Nullable Seat hidden) {}

    /**
     * What became of a team; each null where its board does not have the team, and the intervals
     * where nothing was drawn for it.
     *
     * @param rise places that it is higher on the private board; negative: lower
     * @param isBeyondNoise whether the interval of the rise does not have 0
     */
    record Line(
            String teamId,
            String team,
            @Nullable Integer publicRank,
            @Nullable Double publicScore,
            @Nullable Interval publicScores,
            @Nullable Places publicRanks,
            @Nullable Integer privateRank,
            @Nullable Double privateScore,
            @Nullable Interval privateScores,
            @Nullable Places privateRanks,
            @Nullable Integer rise,
            @Nullable Places rises,
            @Nullable Boolean isBeyondNoise) {}

    /**
     * @param moved teams with another rank
     * @param beyond of those with intervals, whose rise is beyond noise
     * @param byChance so many would be at most, were all of it chance
     * @param measured teams with an interval of their rise
     * @param drawings that are counted: in which the metric is defined
     */
    record Report(
            Outcome outcome,
            int moved,
            int beyond,
            int byChance,
            int measured,
            int drawings,
            List<Line> lines) {}

    /**
     * @param stands in the order in which they are to be told
     * @param hasPrivate whether there are two splits
     */
    static Report of(List<Stand> stands, Direction direction, int digits, boolean hasPrivate) {
        int[] counted = counted(stands);
        int[][] publicRanks =
                ranks(seats(stands, Stand::open), stands.size(), counted, direction, digits);
        int[][] privateRanks =
                ranks(seats(stands, Stand::hidden), stands.size(), counted, direction, digits);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < stands.size(); i++) {
            lines.add(line(stands.get(i), counted, publicRanks[i], privateRanks[i], hasPrivate));
        }
        int measured = count(lines, line -> line.isBeyondNoise() == null ? 0 : 1);
        int beyond = count(lines, line -> Boolean.TRUE.equals(line.isBeyondNoise()) ? 1 : 0);
        int byChance = byChance(measured);
        Outcome outcome =
                !hasPrivate
                        ? Outcome.ONE_SCORE
                        : measured < 2
                                ? Outcome.TOO_FEW_TEAMS
                                : beyond > byChance ? Outcome.BEYOND_NOISE : Outcome.WITHIN_NOISE;
        return new Report(
                outcome,
                count(lines, line -> line.rise() == null || line.rise() == 0 ? 0 : 1),
                beyond,
                byChance,
                measured,
                counted.length,
                lines);
    }

    private static int count(List<Line> lines, ToIntFunction<Line> one) {
        return lines.stream().mapToInt(one).sum();
    }

    /** One in twenty, and twice its standard error. */
    static int byChance(int teams) {
        double share = 1 - LEVEL;
        return (int) (teams * share + 2 * Math.sqrt(teams * share * (1 - share)));
    }

    /** Drawings in which every score is defined; that hangs on the labels, so for all or none. */
    private static int[] counted(List<Stand> stands) {
        List<double[]> all =
                stands.stream()
                        .flatMap(stand -> Stream.of(drawn(stand.open), drawn(stand.hidden)))
                        .filter(drawn -> drawn.length > 0)
                        .toList();
        int drawings = all.isEmpty() ? 0 : all.getFirst().length;
        return IntStream.range(0, drawings)
                .filter(i -> all.stream().noneMatch(drawn -> Double.isNaN(drawn[i])))
                .toArray();
    }

    /** Empty where nothing was. */
    private static double[] drawn(@Nullable Seat seat) {
        double[] drawn = seat == null ? null : seat.drawn;
        return drawn == null ? new double[0] : drawn;
    }

    /**
     * By team and drawing, from 1; 0 where the team is not on the board. Who has nothing drawn
     * keeps its score. Of equal ones the order is that of the board.
     *
     * @param seats by team; none for one that is not on the board
     */
    private static int[][] ranks(
            Map<Integer, Seat> seats, int teams, int[] counted, Direction direction, int digits) {
        List<Map.Entry<Integer, Seat>> onBoard =
                seats.entrySet().stream()
                        .sorted(Comparator.comparingInt(each -> each.getValue().rank))
                        .toList();
        int[][] ranks = new int[teams][counted.length];
        double unit = Math.pow(10, digits) * (direction == Direction.HIGHER ? -1 : 1);
        double[] now = new double[teams];
        for (int d = 0; d < counted.length; d++) {
            for (Map.Entry<Integer, Seat> each : onBoard) {
                double[] drawn = drawn(each.getValue());
                double score = drawn.length == 0 ? each.getValue().score : drawn[counted[d]];
                now[each.getKey()] = Math.rint(score * unit);
            }
            List<Integer> sorted =
                    onBoard.stream()
                            .map(Map.Entry::getKey)
                            // Stable, so that the order of the board decides.
                            .sorted(Comparator.comparingDouble(team -> now[team]))
                            .toList();
            for (int place = 0; place < sorted.size(); place++) {
                ranks[sorted.get(place)][d] = place + 1;
            }
        }
        return ranks;
    }

    private interface Board {
        @Nullable Seat of(Stand stand);
    }

    private static Map<Integer, Seat> seats(List<Stand> stands, Board board) {
        Map<Integer, Seat> seats = new HashMap<>();
        for (int i = 0; i < stands.size(); i++) {
            Seat seat = board.of(stands.get(i));
            if (seat != null) {
                seats.put(i, seat);
            }
        }
        return seats;
    }

    private static Line line(
            Stand stand, int[] counted, int[] publicRanks, int[] privateRanks, boolean hasPrivate) {
        Seat open = stand.open;
        Seat hidden = hasPrivate ? stand.hidden : null;
        double[] before = drawn(open);
        double[] after = drawn(hidden);
        boolean isDrawnBefore = before.length > 0 && counted.length > 0;
        boolean isDrawnAfter = after.length > 0 && counted.length > 0;
        Places rises =
                isDrawnBefore && isDrawnAfter
                        ? places(
                                IntStream.range(0, counted.length)
                                        .map(d -> publicRanks[d] - privateRanks[d])
                                        .toArray())
                        : null;
        return new Line(
                stand.teamId,
                stand.team,
                open == null ? null : (Integer) open.rank,
                open == null ? null : (Double) open.score,
                isDrawnBefore ? interval(before, counted) : null,
                isDrawnBefore ? places(publicRanks) : null,
                hidden == null ? null : (Integer) hidden.rank,
                hidden == null ? null : (Double) hidden.score,
                isDrawnAfter ? interval(after, counted) : null,
                isDrawnAfter ? places(privateRanks) : null,
                open == null || hidden == null ? null : (Integer) (open.rank - hidden.rank),
                rises,
                rises == null ? null : (Boolean) (rises.from > 0 || rises.to < 0));
    }

    private static Interval interval(double[] drawn, int[] counted) {
        double[] sorted = Arrays.stream(counted).mapToDouble(d -> drawn[d]).sorted().toArray();
        return new Interval(sorted[lowest(sorted.length)], sorted[highest(sorted.length)]);
    }

    private static Places places(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Places(sorted[lowest(sorted.length)], sorted[highest(sorted.length)]);
    }

    /** The nearest rank of the percentile, from 0. */
    private static int lowest(int count) {
        return Math.max(0, (int) Math.ceil((1 - LEVEL) / 2 * count) - 1);
    }

    private static int highest(int count) {
        return count - 1 - lowest(count);
    }
}
