package bootcamp.bench;

import bootcamp.review.topic.TopicFinder;
import bootcamp.review.topic.Whole;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ko.KoreanTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Topics of 30 films by 2,958 Korean reviews, none of which was read before. */
final class Topics implements Benchmark {

    private static final Path FILMS =
            Path.of("services/review/src/test/resources/films/reviews.csv.gz");

    private final Path home;
    private final Map<String, List<String>> films = new TreeMap<>();
    private final List<String> all = new ArrayList<>();

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile int sink;

    /**
     * @param home where the script is
     */
    Topics(Path home) {
        this.home = home;
    }

    @Override
    public String id() {
        return "TOPICS";
    }

    @Override
    public String title() {
        return "topics of 30 films by 2,958 Korean reviews, all read anew";
    }

    @Override
    public String limitTitle() {
        return "Nori splitting the same texts into its tokens, one thread";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.time("", "ms", 2).with(1_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("texts", String.valueOf(all.size()), "topics in a run", String.valueOf(sink));
    }

    @Override
    public void prepare() throws IOException {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder()
                        .ofNamedCsvRecord(
                                new InputStreamReader(
                                        new GZIPInputStream(
                                                Files.newInputStream(home.resolve(FILMS))),
                                        StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : csv) {
                films.computeIfAbsent(row.getField("film"), _ -> new ArrayList<>())
                        .add(row.getField("review"));
                all.add(row.getField("review"));
            }
        }
    }

    @Override
    public Map<String, Double> limit() throws IOException {
        long start = System.nanoTime();
        int tokens = 0;
        try (KoreanTokenizer tokenizer =
                new KoreanTokenizer(
                        TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY,
                        null,
                        KoreanTokenizer.DecompoundMode.NONE,
                        false)) {
            tokenizer.addAttribute(CharTermAttribute.class);
            for (String text : all) {
                tokenizer.setReader(new StringReader(text));
                tokenizer.reset();
                while (tokenizer.incrementToken()) {
                    tokens++;
                }
                tokenizer.end();
                tokenizer.close();
            }
        }
        sink = tokens;
        return Map.of("", 1000 * Rate.secondsSince(start));
    }

    @Override
    public Map<String, Double> ours() {
        long start = System.nanoTime();
        TopicFinder finder = new TopicFinder();
        Whole whole = finder.whole(all);
        int topics = 0;
        for (List<String> texts : films.values()) {
            topics += finder.topics(texts, whole).size();
        }
        sink = topics;
        return Map.of("", 1000 * Rate.secondsSince(start));
    }

    @Override
    public void close() {
        sink = 0;
    }
}
