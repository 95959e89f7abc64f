package bootcamp.review.topic;

import java.util.List;

/**
 * A word that texts have more often than others.
 *
 * @param word as it is shown: Korean verbs and adjectives in their dictionary form, English words
 *     in the form that most texts have
 * @param texts how many have it, {@value TopicFinder#TEXTS_MIN} at least
 * @param sentences that show it, of as many texts, {@value TopicFinder#SENTENCES_MAX} at most
 */
public record Topic(String word, int texts, List<String> sentences) {

    public Topic {
        sentences = List.copyOf(sentences);
    }
}
