package bootcamp.review.topic;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.review.box.Figures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Figures and topics of real reviews, 30 films instead of 30 instructors: {@code
 * docs/film-reviews.md} is what the code makes of them today ({@code -Dfilms.write=true} writes it
 * anew).
 */
class FilmReviewsTest {

    private static final Path PAGE = Path.of("../../docs/film-reviews.md");

    private static final Map<String, List<Said>> FILMS = films();

    private record Said(int rating, String text) {}

    private record Film(
            String id,
            int n,
            double mean,
            Figures.Interval interval,
            double adjusted,
            List<Topic> topics) {}

    /** Fields of the last column have no line breaks; quotes are doubled within quotes. */
    private static Map<String, List<Said>> films() {
        try (InputStream file = FilmReviewsTest.class.getResourceAsStream("/films/reviews.csv.gz");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(Objects.requireNonNull(file)),
                                        StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .collect(
                            Collectors.groupingBy(
                                    parts -> parts[0],
                                    TreeMap::new,
                                    Collectors.mapping(
                                            parts ->
                                                    new Said(
                                                            Integer.parseInt(parts[1]),
                                                            text(parts[2])),
                                            Collectors.toList())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String field) {
        return field.startsWith("\"")
                ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
                : field;
    }

    private static List<Film> figures() {
        TopicFinder finder = new TopicFinder();
        List<String> all = FILMS.values().stream().flatMap(List::stream).map(Said::text).toList();
        Whole whole = finder.whole(all);
        double mean =
                FILMS.values().stream()
                        .flatMap(List::stream)
                        .collect(Collectors.averagingInt(Said::rating));
        List<Film> films = new ArrayList<>();
        FILMS.forEach(
                (id, said) -> {
                    List<Integer> ratings = said.stream().map(Said::rating).toList();
                    films.add(
                            new Film(
                                    id,
                                    ratings.size(),
                                    Figures.mean(ratings),
                                    Figures.interval(ratings, 10),
                                    Figures.adjusted(ratings, mean),
                                    finder.topics(said.stream().map(Said::text).toList(), whole)));
                });
        films.sort(Comparator.comparingDouble(Film::adjusted).reversed());
        return films;
    }

    @Test
    void thePageIsWhatTheCodeMakes() throws IOException {
        String page =
                """
                # Thirty films

                What the figures and topics of reviews make of real ones: 2,958 Korean reviews of 30
                films (`services/review/src/test/resources/films`), as if each were an instructor, ordered
                by the adjusted mean. Written by `FilmReviewsTest`. Sentences are left out here, for nobody
                moderated these texts; in the platform each topic comes with three.

                | film | reviews | mean | 95 % | adjusted | topics (texts) |
                |---|---|---|---|---|---|
                """
                        + figures().stream()
                                .map(FilmReviewsTest::row)
                                .collect(Collectors.joining());
        if (Boolean.getBoolean("films.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String row(Film film) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.1f to %.1f | %.2f | %s |%n",
                film.id(),
                film.n(),
                film.mean(),
                film.interval().low(),
                film.interval().high(),
                film.adjusted(),
                film.topics().stream()
                        .map(each -> each.word() + " (" + each.texts() + ")")
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void theAdjustedMeanLiesBetweenTheFilmsAndThatOfAll() {
        double all =
                FILMS.values().stream()
                        .flatMap(List::stream)
                        .collect(Collectors.averagingInt(Said::rating));
        assertThat(figures())
                .hasSize(30)
                .allSatisfy(
                        film ->
                                assertThat(film.adjusted())
                                        .isBetween(
                                                Math.min(film.mean(), all),
                                                Math.max(film.mean(), all)));
    }

    @Test
    void everyTopicIsInTextsAndItsSentencesHaveIt() {
        TextReader reader = new TextReader();
        for (Film film : figures()) {
            for (Topic topic : film.topics()) {
                assertThat(topic.texts()).isGreaterThanOrEqualTo(TopicFinder.TEXTS_MIN);
                assertThat(topic.sentences())
                        .allSatisfy(
                                sentence ->
                                        assertThat(
                                                        reader.read(sentence).stream()
                                                                .flatMap(
                                                                        each ->
                                                                                each
                                                                                        .words()
                                                                                        .values()
                                                                                        .stream())
                                                                .toList())
                                                .contains(topic.word()));
            }
        }
    }
}
