package bootcamp.competition.peer;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who rated whose contribution how, in one team: {@value #RATING_MIN} to {@value #RATING_MAX} as in
 * CATME, where 3 is a fair share of the team's work. Nobody may see it but each rater the own
 * ratings; what others see is the {@link PeerSheet}.
 *
 * @param members of the team, by student id
 * @param given by rater, then by rated member; a rater has rated everybody and also the own share,
 *     and who has not rated is not in it
 */
record PeerRatings(Set<String> members, Map<String, Map<String, Integer>> given) {

    public static final int RATING_MIN = 1;
    public static final int RATING_MAX = 5;

    /**
     * @throws IllegalArgumentException where a rater or somebody rated is no member, a rater left a
     *     member out, or a rating is out of range
     */
    PeerRatings {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
        Map<String, Map<String, Integer>> copy = new TreeMap<>();
        for (Map.Entry<String, Map<String, Integer>> each : given.entrySet()) {
            check(members.contains(each.getKey()), "a rater is no member");
            check(each.getValue().keySet().equals(members), "not exactly the members are rated");
            check(
                    each.getValue().values().stream().allMatch(PeerRatings::isRating),
                    "a rating is out of range");
            copy.put(each.getKey(), Map.copyOf(each.getValue()));
        }
        given = Collections.unmodifiableMap(copy);
    }

    static boolean isRating(int rating) {
        return rating >= RATING_MIN && rating <= RATING_MAX;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Null: the rater has not rated. */
    @Nullable Integer rating(String rater, String rated) {
        Map<String, Integer> all = given.get(rater);
        return all == null ? null : all.get(rated);
    }

    /** What others say of a member. */
    IntStream byOthers(String rated) {
        return byAllBut(Set.of(rated), rated);
    }

    /** What all say of a member, also the member. */
    IntStream byAll(String rated) {
        return byAllBut(Set.of(), rated);
    }

    /** What raters say of a member, some left out. */
    IntStream byAllBut(Set<String> leftOut, String rated) {
        return given.entrySet().stream()
                .filter(each -> !leftOut.contains(each.getKey()))
                .mapToInt(each -> Objects.requireNonNull(each.getValue().get(rated)));
    }
}
