package bootcamp.platform.feed;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which topics a follower reads.
 *
 * @param required without these it has not caught up; they may be created later
 * @param wanted what else it reads as soon as it exists
 */
public record TopicSet(Set<String> required, Predicate<String> wanted) {

    public TopicSet {
        required = Set.copyOf(required);
    }

    public static TopicSet named(Collection<String> topics) {
        return new TopicSet(Set.copyOf(topics), _ -> false);
    }

    public static TopicSet matching(Pattern pattern) {
        return new TopicSet(Set.of(), pattern.asMatchPredicate());
    }

    Set<String> among(Set<String> existing) {
        Set<String> chosen = new TreeSet<>(existing);
        chosen.removeIf(topic -> !required.contains(topic) && !wanted.test(topic));
        return chosen;
    }
}
