package bootcamp.competition.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a team is torn: groups that rate themselves high and each other low. */
final class Cliques {

    /** From here on a rating is a high one: more than a fair share. */
    private static final int HIGH = 4;

    /** Points by which ratings across groups are lower on average than those within. */
    private static final double GAP = 2;

    private Cliques() {}

    /**
     * Groups are what mutual high ratings tie together. There is a clique where two or more groups
     * have two members or more, and ratings across groups are {@value #GAP} points or more below
     * those within them.
     */
    static boolean areIn(PeerRatings ratings) {
        Map<String, Integer> groups = groups(ratings);
        long ofTwoOrMore =
                groups.values().stream()
                        .distinct()
                        .filter(
                                group ->
                                        groups.values().stream().filter(group::equals).count() >= 2)
                        .count();
        if (ofTwoOrMore < 2) {
            return false;
        }
        List<Integer> within = new ArrayList<>();
        List<Integer> across = new ArrayList<>();
        for (Map.Entry<String, Map<String, Integer>> each : ratings.given().entrySet()) {
            Integer own = groups.get(each.getKey());
            each.getValue()
                    .forEach(
                            (rated, rating) -> {
                                if (!rated.equals(each.getKey())) {
                                    boolean isOwn = Objects.equals(groups.get(rated), own);
                                    (isOwn ? within : across).add(rating);
                                }
                            });
        }
        return mean(within) - mean(across) >= GAP;
    }

    /** Not empty: groups of two have ratings within, and two groups have some across. */
    private static double mean(List<Integer> ratings) {
        return ratings.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    private static Map<String, Integer> groups(PeerRatings ratings) {
        Map<String, Integer> groups = new HashMap<>();
        for (String first : ratings.members()) {
            if (groups.containsKey(first)) {
                continue;
            }
            int group = groups.size();
            Deque<String> reached = new ArrayDeque<>(List.of(first));
            groups.put(first, group);
            while (!reached.isEmpty()) {
                String one = reached.remove();
                for (String other : ratings.members()) {
                    if (!groups.containsKey(other) && areTied(ratings, one, other)) {
                        groups.put(other, group);
                        reached.add(other);
                    }
                }
            }
        }
        return groups;
    }

    private static boolean areTied(PeerRatings ratings, String one, String other) {
        return isHigh(ratings.rating(one, other)) && isHigh(ratings.rating(other, one));
    }

    private static boolean isHigh(@Nullable Integer rating) {
        return rating != null && rating >= HIGH;
    }
}
