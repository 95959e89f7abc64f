package bootcamp.review.topic;

import java.util.Map;

/**
 * One sentence of a text.
 *
 * @param words what it is about, as stem → the form that it has there
 */
record Sentence(String text, Map<String, String> words) {

    Sentence {
        words = Map.copyOf(words);
    }
}
