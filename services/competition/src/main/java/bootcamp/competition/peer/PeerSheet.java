package bootcamp.competition.peer;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a team's members rated what each contributed, with every figure that leads to the factors.
 *
 * <p>A member's factor is the member's mean rating ÷ the mean of all members' means, once of what
 * the others say and once with what members say of themselves (CATME). Who has not rated is missing
 * from the mean and counts for nothing else: means of means, so that factors of a team are 1 on
 * average however many did not rate.
 *
 * <p>No figure is told that rests on fewer than {@value #RATERS_MIN} other raters. A member of a
 * team of three could still work out from a mean of two what the other said; so a whole sheet is
 * for staff, and a student sees the own line at most.
 *
 * @param members in the team
 * @param raters of them who rated
 * @param teamMean the mean of members' means by others, 1 to 5; null: fewer than {@value
 *     #RATERS_MIN} rated
 * @param teamMeanWithSelf the same with own ratings
 * @param lines one for each member, in the order of ids
 * @param clique groups rate themselves high and each other low
 * @param conflict two rate each other low and nobody else does. Not told of whom, which would tell
 *     who rated what
 */
record PeerSheet(
        int members,
        int raters,
        @Nullable Double teamMean,
        @Nullable Double teamMeanWithSelf,
        List<Line> lines,
        boolean clique,
        boolean conflict) {

    /** Other raters without whom nothing is told of a member. */
    public static final int RATERS_MIN = 2;

    /** Up to here a rating is a low one: less than a fair share. */
    private static final int LOW = 2;

    private static final int FAIR = 3;

    /** Points by which somebody who is over-confident is above what the others say. */
    private static final int TOO_CONFIDENT = 1;

    /**
     * Of one member.
     *
     * @param raters others who rated the member
     * @param mean of what they say, 1 to 5; null, as all that follow: they are too few
     * @param factor the mean ÷ the team's, above 0; 1 is a fair share
     * @param meanWithSelf with the own rating where the member has rated
     * @param overConfident the own rating is a point or more above what the others say, and they
     *     say less than a fair share; false where they are too few
     */
    public record Line(
            String studentId,
            int raters,
            @Nullable Double mean,
            @Nullable Double factor,
            @Nullable Double meanWithSelf,
            @Nullable Double factorWithSelf,
            boolean overConfident) {}

    PeerSheet {
        lines = List.copyOf(lines);
    }

    /** The sheet of a team; the same in whatever order ratings came. */
    static PeerSheet of(PeerRatings ratings) {
        Double teamMean = teamMean(ratings, ratings::byOthers);
        Double teamMeanWithSelf = teamMean(ratings, ratings::byAll);
        return new PeerSheet(
                ratings.members().size(),
                ratings.given().size(),
                teamMean,
                teamMeanWithSelf,
                ratings.members().stream()
                        .map(each -> line(ratings, each, teamMean, teamMeanWithSelf))
                        .toList(),
                Cliques.areIn(ratings),
                isConflictIn(ratings));
    }

    /** Null: too few rated. From two raters on, everybody was rated by somebody else. */
    private static @Nullable Double teamMean(
            PeerRatings ratings, Function<String, IntStream> ofMember) {
        if (ratings.given().size() < RATERS_MIN) {
            return null;
        }
        return ratings.members().stream()
                .mapToDouble(member -> mean(ofMember.apply(member)))
                .average()
                .orElseThrow();
    }

    private static double mean(IntStream ratings) {
        return ratings.average().orElseThrow();
    }

    private static Line line(
            PeerRatings ratings,
            String member,
            @Nullable Double teamMean,
            @Nullable Double teamMeanWithSelf) {
        int raters = (int) ratings.byOthers(member).count();
        if (raters < RATERS_MIN) {
            return new Line(member, raters, null, null, null, null, false);
        }
        double mean = mean(ratings.byOthers(member));
        double withSelf = mean(ratings.byAll(member));
        Integer self = ratings.rating(member, member);
        return new Line(
                member,
                raters,
                mean,
                mean / Objects.requireNonNull(teamMean),
                withSelf,
                withSelf / Objects.requireNonNull(teamMeanWithSelf),
                self != null && mean < FAIR && self - mean >= TOO_CONFIDENT);
    }

    // ---- conflict

    private static boolean isConflictIn(PeerRatings ratings) {
        return ratings.members().stream()
                .anyMatch(
                        one ->
                                ratings.members().stream()
                                        .filter(other -> one.compareTo(other) < 0)
                                        .anyMatch(other -> areInConflict(ratings, one, other)));
    }

    private static boolean areInConflict(PeerRatings ratings, String one, String other) {
        return isAloneInIt(ratings, one, other) && isAloneInIt(ratings, other, one);
    }

    /**
     * Whether a rater says little of somebody of whom the rest, whom there is, say a fair share.
     */
    private static boolean isAloneInIt(PeerRatings ratings, String rater, String rated) {
        Integer rating = ratings.rating(rater, rated);
        return rating != null
                && rating <= LOW
                && ratings.byAllBut(Set.of(rater, rated), rated).average().orElse(0) >= FAIR;
    }
}
