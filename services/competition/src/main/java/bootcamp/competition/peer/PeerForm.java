package bootcamp.competition.peer;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.platform.http.InvalidInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a member sends of the team: a rating of everybody, the sender among them. */
record PeerForm(List<@Nullable Rating> ratings) {

    /**
     * @param rating {@value PeerRatings#RATING_MIN} to {@value PeerRatings#RATING_MAX}
     */
    record Rating(String studentId, int rating) {}

    /** By id of the rated; fails with {@link InvalidInput} where it is not of all of the team. */
    Map<String, Integer> of(Set<String> members) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .range("ratings", ratings.size(), 1, CompetitionPlan.TEAM_SIZE_MAX);
        // Nobody reads of each of ten thousand what is wrong with it.
        checks.orThrow();
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < ratings.size(); i++) {
            Rating each = ratings.get(i);
            String at = "ratings[" + i + "]";
            if (each == null) {
                checks.wrong(at, "REQUIRED");
                continue;
            }
            if (!members.contains(each.studentId())) {
                checks.wrong(at + ".studentId", "NOT_OF_THE_TEAM");
            } else if (found.put(each.studentId(), each.rating()) != null) {
                checks.wrong(at + ".studentId", "DUPLICATE");
            }
            checks.range(
                    at + ".rating", each.rating(), PeerRatings.RATING_MIN, PeerRatings.RATING_MAX);
        }
        Set<String> missing = new HashSet<>(members);
        missing.removeAll(found.keySet());
        checks.that(missing.isEmpty(), "ratings", "MEMBER_LEFT_OUT").orThrow();
        return found;
    }
}
