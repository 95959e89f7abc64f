package bootcamp.review.topic;

import java.util.Map;

/**
 * How common words are in all texts.
 *
 * @param texts how many there are
 * @param having how many of them have a word, by its stem
 */
public record Whole(long texts, Map<String, Long> having) {

    public static final Whole NOTHING = new Whole(0, Map.of());

    public Whole {
        having = Map.copyOf(having);
    }
}
