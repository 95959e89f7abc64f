package bootcamp.competition.team;

import bootcamp.competition.scoring.Likeness;
import bootcamp.competition.scoring.Likeness.Alike;
import bootcamp.competition.scoring.Likeness.Kind;
import bootcamp.competition.scoring.Likeness.Ready;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Submissions of different teams that say the same. Of each two teams the two that are most alike
 * are told. It says that somebody should look, and nothing of why: the same closed formula over the
 * same columns, or a file that all were given, come to the same, too.
 */
final class Alikes {

    private Alikes() {}

    /** A submission that is compared. */
    record Sent(String teamId, String team, String submissionId, Instant at, Ready said) {}

    /**
     * Two of different teams.
     *
     * @param first which was sent first
     * @param pairs of submissions of these two teams that are alike
     * @param teams that have something in common with these by any number of others, with them: of
     *     many it is likely that all had it from one place
     */
    record Pair(Sent first, Sent second, Alike alike, int pairs, int teams) {}

    private record Two(String teamId, String otherId) {}

    /** Equal ones first, then those with the most in common. */
    static List<Pair> of(Likeness likeness, List<Sent> all) {
        Comparator<Pair> mostAlike =
                Comparator.comparing((Pair pair) -> pair.alike().kind() == Kind.EQUAL ? 0 : 1)
                        .thenComparing(pair -> -inCommon(pair.alike()))
                        .thenComparing(pair -> pair.second().at())
                        .thenComparing(pair -> pair.second().submissionId())
                        .thenComparing(pair -> pair.first().submissionId());
        Map<Two, Pair> pairs = new HashMap<>();
        Map<Two, Integer> counts = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                Sent one = all.get(i);
                Sent other = all.get(j);
                if (one.teamId().equals(other.teamId())) {
                    continue;
                }
                Optional<Alike> alike = likeness.compare(one.said(), other.said());
                if (alike.isPresent()) {
                    Pair pair = pair(one, other, alike.get());
                    Two two = two(one, other);
                    pairs.merge(two, pair, (a, b) -> mostAlike.compare(a, b) <= 0 ? a : b);
                    counts.merge(two, 1, Integer::sum);
                }
            }
        }
        Map<String, Integer> sizes = sizes(pairs.keySet().stream().toList());
        return pairs.entrySet().stream()
                .map(
                        each ->
                                new Pair(
                                        each.getValue().first(),
                                        each.getValue().second(),
                                        each.getValue().alike(),
                                        Objects.requireNonNull(counts.get(each.getKey())),
                                        Objects.requireNonNull(sizes.get(each.getKey().teamId()))))
                .sorted(mostAlike)
                .toList();
    }

    private static double inCommon(Alike alike) {
        Integer errors = alike.errors();
        Integer shared = alike.sharedErrors();
        Double correlation = alike.correlation();
        if (errors != null && shared != null) {
            return (double) shared / errors;
        }
        return correlation == null ? alike.share() : Math.max(alike.share(), correlation);
    }

    private static Pair pair(Sent one, Sent other, Alike alike) {
        boolean inOrder =
                Comparator.comparing(Sent::at).thenComparing(Sent::submissionId).compare(one, other)
                        < 0;
        return new Pair(inOrder ? one : other, inOrder ? other : one, alike, 1, 2);
    }

    private static Two two(Sent one, Sent other) {
        return one.teamId().compareTo(other.teamId()) < 0
                ? new Two(one.teamId(), other.teamId())
                : new Two(other.teamId(), one.teamId());
    }

    /** Of each team, how many are tied to it by any number of others, with itself. */
    private static Map<String, Integer> sizes(List<Two> ties) {
        Map<String, List<String>> groups = new HashMap<>();
        for (Two tie : ties) {
            List<String> one = groups.computeIfAbsent(tie.teamId(), Alikes::alone);
            List<String> other = groups.computeIfAbsent(tie.otherId(), Alikes::alone);
            if (one != other) {
                one.addAll(other);
                other.forEach(teamId -> groups.put(teamId, one));
            }
        }
        Map<String, Integer> sizes = new HashMap<>();
        groups.forEach((teamId, group) -> sizes.put(teamId, group.size()));
        return sizes;
    }

    private static List<String> alone(String teamId) {
        return new ArrayList<>(List.of(teamId));
    }
}
