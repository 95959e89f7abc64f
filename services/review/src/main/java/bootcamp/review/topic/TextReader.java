package bootcamp.review.topic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.ko.KoreanTokenizer;
import org.apache.lucene.analysis.ko.POS;
import org.apache.lucene.analysis.ko.dict.KoMorphData.Morpheme;
import org.apache.lucene.analysis.ko.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * Splits a text into sentences and these into the words that say what it is about: Korean by
 * morphology (Nori: nouns, verbs, adjectives and roots, without particles and endings), English by
 * stems (Snowball), also both in one text. What was read is kept: a text is read once, not at every
 * look at its target.
 */
final class TextReader {

    /** Characters of texts kept as they were read: some 100,000 reviews. */
    private static final long KEPT_MAX = 10_000_000;

    private static final Set<POS.Tag> NOUNS = Set.of(POS.Tag.NNG, POS.Tag.NNP, POS.Tag.XR);
    private static final Set<POS.Tag> VERBS = Set.of(POS.Tag.VV, POS.Tag.VA);

    /** To do, to become, to be there, to be like: they say nothing by themselves. */
    private static final Set<String> EMPTY_VERBS = Set.of("하", "되", "있", "같", "이러", "그러");

    /** Of one letter says nothing in English. */
    private static final int ENGLISH_MIN = 2;

    private static final Set<String> ENGLISH_STOPS = englishStops();

    private final Analyzer korean = new Korean();
    private final Cache<String, List<Sentence>> kept =
            Caffeine.newBuilder()
                    .maximumWeight(KEPT_MAX)
                    .weigher((String text, List<Sentence> _) -> text.length() + 1)
                    .build();

    List<Sentence> read(String text) {
        return Objects.requireNonNull(kept.get(text, this::sentences));
    }

    private List<Sentence> sentences(String text) {
        List<Sentence> sentences = new ArrayList<>();
        BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        ends.setText(text);
        int from = ends.first();
        for (int until = ends.next(); until != BreakIterator.DONE; until = ends.next()) {
            String sentence = text.substring(from, until).strip();
            Map<String, String> words = words(sentence);
            if (!words.isEmpty()) {
                sentences.add(new Sentence(sentence, words));
            }
            from = until;
        }
        return List.copyOf(sentences);
    }

    private Map<String, String> words(String sentence) {
        Map<String, String> words = new HashMap<>();
        try (TokenStream tokens = korean.tokenStream("", sentence)) {
            CharTermAttribute form = tokens.addAttribute(CharTermAttribute.class);
            PartOfSpeechAttribute part = tokens.addAttribute(PartOfSpeechAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                put(words, form.toString(), part);
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    private static void put(Map<String, String> words, String form, PartOfSpeechAttribute part) {
        POS.Tag tag = part.getLeftPOS();
        if (NOUNS.contains(tag)) {
            words.putIfAbsent(form, form);
        } else if (VERBS.contains(tag)) {
            // An inflected form is told with what it is made of, its stem first.
            Morpheme[] of = part.getMorphemes();
            String stem = of == null ? form : of[0].surfaceForm();
            if (!EMPTY_VERBS.contains(stem)) {
                words.putIfAbsent(stem + "다", stem + "다");
            }
        } else if (tag == POS.Tag.SL) {
            String lower = form.toLowerCase(Locale.ROOT);
            if (lower.length() >= ENGLISH_MIN && !ENGLISH_STOPS.contains(lower)) {
                EnglishStemmer stemmer = new EnglishStemmer();
                stemmer.setCurrent(lower);
                stemmer.stem();
                words.putIfAbsent(stemmer.getCurrent(), lower);
            }
        }
    }

    /** With the halves of what has an apostrophe, for so the tokenizer splits it. */
    private static Set<String> englishStops() {
        try (InputStream list = SnowballFilter.class.getResourceAsStream("english_stop.txt")) {
            return WordlistLoader.getSnowballWordSet(
                            Objects.requireNonNull(list), StandardCharsets.UTF_8)
                    .stream()
                    .map(each -> new String((char[]) each))
                    .flatMap(each -> Arrays.stream(each.split("'")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compounds stay whole: of "난이도" the parts say nothing. */
    private static final class Korean extends Analyzer {

        @Override
        protected TokenStreamComponents createComponents(String field) {
            return new TokenStreamComponents(
                    new KoreanTokenizer(
                            TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY,
                            null,
                            KoreanTokenizer.DecompoundMode.NONE,
                            false));
        }
    }
}
