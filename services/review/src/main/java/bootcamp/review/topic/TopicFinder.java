package bootcamp.review.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what some texts speak of more than all others do. A word is a topic where at least {@value
 * #TEXTS_MIN} texts have it and their share is above that of the other texts by more than chance:
 * the log-likelihood ratio of the two shares (Dunning, Accurate Methods for the Statistics of
 * Surprise and Coincidence, 1993), on texts and not on occurrences, so that one who says a word ten
 * times is one. A word that is merely common in the programme has the same share everywhere and is
 * none. Where there are no other texts there is nothing to compare with, and there are no topics.
 */
public final class TopicFinder {

    /** Texts that must have a word. */
    static final int TEXTS_MIN = 5;

    /** Sentences that show a topic. */
    static final int SENTENCES_MAX = 3;

    /** Topics of one set of texts. */
    static final int TOPICS_MAX = 8;

    /** The quantile of χ² with one degree of freedom at 99.9 %: many words are tried. */
    private static final double RATIO_MIN = 10.828;

    /** Characters of a sentence that can be read at a glance. */
    private static final int SENTENCE_MAX = 200;

    private final TextReader reader = new TextReader();

    /** How common words are in texts. */
    public Whole whole(Collection<String> texts) {
        Map<String, Long> having = new HashMap<>();
        for (String text : texts) {
            stems(text).forEach(stem -> having.merge(stem, 1L, Long::sum));
        }
        return new Whole(texts.size(), having);
    }

    /**
     * @param texts of one thing
     * @param whole of all things, this one included
     * @return the most telling first; {@value #TOPICS_MAX} at most
     */
    public List<Topic> topics(List<String> texts, Whole whole) {
        if (texts.size() < TEXTS_MIN) {
            return List.of();
        }
        Whole own = whole(texts);
        // The whole may be of some minutes ago, when these texts were fewer or other ones.
        long others = Math.max(0, whole.texts() - own.texts());
        Map<String, Double> telling = new HashMap<>();
        own.having()
                .forEach(
                        (stem, here) -> {
                            long there =
                                    Math.clamp(
                                            whole.having().getOrDefault(stem, 0L) - here,
                                            0,
                                            others);
                            if (here >= TEXTS_MIN && here * others > there * own.texts()) {
                                double ratio = ratio(here, own.texts(), there, others);
                                if (ratio >= RATIO_MIN) {
                                    telling.put(stem, ratio);
                                }
                            }
                        });
        return telling.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(TOPICS_MAX)
                .map(each -> topic(each.getKey(), texts))
                .toList();
    }

    private Set<String> stems(String text) {
        Set<String> stems = new HashSet<>();
        reader.read(text).forEach(sentence -> stems.addAll(sentence.words().keySet()));
        return stems;
    }

    /** Twice the log-likelihood of two shares above that of one share for both. */
    static double ratio(long here, long ofHere, long there, long ofThere) {
        double share = (double) (here + there) / (ofHere + ofThere);
        return 2
                * (part(here, ofHere * share)
                        + part(ofHere - here, ofHere * (1 - share))
                        + part(there, ofThere * share)
                        + part(ofThere - there, ofThere * (1 - share)));
    }

    private static double part(long seen, double expected) {
        return seen == 0 ? 0 : seen * Math.log(seen / expected);
    }

    private Topic topic(String stem, List<String> texts) {
        int having = 0;
        Map<String, Long> forms = new HashMap<>();
        List<String> sentences = new ArrayList<>();
        for (String text : texts) {
            List<Sentence> with =
                    reader.read(text).stream()
                            .filter(each -> each.words().containsKey(stem))
                            .toList();
            having += with.isEmpty() ? 0 : 1;
            with.forEach(each -> forms.merge(each.words().get(stem), 1L, Long::sum));
            with.stream()
                    .map(Sentence::text)
                    .filter(each -> each.length() <= SENTENCE_MAX)
                    .findFirst()
                    .filter(_ -> sentences.size() < SENTENCES_MAX)
                    .ifPresent(sentences::add);
        }
        String word =
                forms.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(stem);
        return new Topic(word, having, sentences);
    }
}
