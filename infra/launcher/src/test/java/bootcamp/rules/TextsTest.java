package bootcamp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The texts of all modules, and the codes they explain. */
class TextsTest {

    private static final Tree TREE = Tree.find();
    private static final Map<String, String> KOREAN = texts("ko");
    private static final Map<String, String> ENGLISH = texts("en");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    /** Texts that are rightly the same in Korean and English, by key. */
    private static final Set<String> SAME_IN_BOTH = Set.of();

    private static final String DOCUMENT = "docs/problems.md";

    @Test
    void bothLanguagesSayEverythingAndNameTheSameThings() {
        assertThat(KOREAN.keySet()).isEqualTo(ENGLISH.keySet());
        assertThat(ENGLISH)
                .allSatisfy(
                        (key, text) ->
                                assertThat(parameters(KOREAN.getOrDefault(key, "")))
                                        .as(key)
                                        .isEqualTo(parameters(text)));
    }

    @Test
    void noTextIsTheSameInBothLanguagesUnlessListed() {
        Set<String> same =
                ENGLISH.entrySet().stream()
                        .filter(each -> each.getValue().equals(KOREAN.get(each.getKey())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(same).isEqualTo(SAME_IN_BOTH);
    }

    @Test
    void everyCodeHasItsTexts() {
        Set<String> keys = ENGLISH.keySet();
        Set<String> codes = Codes.in(sources());

        assertThat(codes)
                .contains(
                        "NOT_YET_KNOWN", "COHORT_FULL", "STALE_VERSION", "UNCLOSED_QUOTE", "BLANK");
        assertThat(codes)
                .allSatisfy(
                        code ->
                                assertThat(keys)
                                        .as(code)
                                        .containsAnyOf(
                                                "problem." + code + ".detail",
                                                "reason." + code,
                                                "import.row." + code));
        assertThat(keys)
                .filteredOn(key -> key.startsWith("problem.") && key.endsWith(".detail"))
                .allSatisfy(key -> assertThat(keys).contains(key.replace(".detail", ".title")));
    }

    @Test
    void aCodeIsFoundWhereverItIsGiven() {
        String source =
                """
                class A {
                    Trouble no(int status, String code) { return new Trouble(code); }
                    Trouble a(boolean b) { return no(1, b ? "LEFT_OUT" : "TAKEN_IN"); }
                    String code() { return "OF_A_RECORD"; }
                    enum Says implements Refusal { NEVER_EVER }
                    String noCode() { return say("NOT_ONE"); }
                }
                """;

        assertThat(Codes.in(List.of(source)))
                .containsExactly("LEFT_OUT", "NEVER_EVER", "OF_A_RECORD", "TAKEN_IN");
    }

    /** A text whose code nobody gives any more explains nothing. */
    @Test
    void everyProblemThatIsExplainedOccurs() {
        Set<String> words =
                sources().stream()
                        .flatMap(source -> WORD.matcher(source).results())
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());

        assertThat(words).containsAll(explained("problem.", ".detail").keySet());
    }

    @Test
    void theDocumentOfProblemsIsWhatTheTextsSay() throws IOException {
        String expected = document();
        Path made = Path.of("target", "problems.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, expected);

        assertThat(TREE.resolve(DOCUMENT)).as("replace it with %s", made).hasContent(expected);
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Problems

                        What the platform answers when it says no: the stable `code` of a problem document
                        (RFC 9457, `application/problem+json`) and its English words; by `Accept-Language` they come
                        in Korean. A code keeps its meaning for ever; words may change. The HTTP status says what
                        sort of trouble it is: 400 and 422 are the request's, 401 and 403 the caller's, 404 of a
                        thing that is not there or not the caller's, 409 and 412 of its present state, 429 and 503
                        pass (`Retry-After`), 500 is a fault of the platform, known by its incident.

                        This page is made from the message bundles; a test compares them.

                        """);
        text.append("| code | title | detail |\n|---|---|---|\n");
        explained("problem.", ".title")
                .forEach(
                        (code, title) ->
                                text.append(
                                        "| `%s` | %s | %s |%n"
                                                .formatted(
                                                        code,
                                                        title,
                                                        ENGLISH.get(
                                                                "problem." + code + ".detail"))));
        text.append("\n## Reasons of a field\n\nUnder `errors`, each with its `field`.\n\n");
        text.append("| code | the field … |\n|---|---|\n");
        explained("reason.", "")
                .forEach((code, says) -> text.append("| `%s` | %s |%n".formatted(code, says)));
        text.append("\n## Reasons of a roster's row\n\n| code | says |\n|---|---|\n");
        explained("import.row.", "")
                .forEach((code, says) -> text.append("| `%s` | %s |%n".formatted(code, says)));
        return text.toString();
    }

    private static Map<String, String> explained(String before, String after) {
        Map<String, String> explained = new TreeMap<>();
        ENGLISH.forEach(
                (key, text) -> {
                    if (key.startsWith(before) && key.endsWith(after)) {
                        String code = key.substring(before.length(), key.length() - after.length());
                        explained.put(code, text);
                    }
                });
        return explained;
    }

    private static List<String> sources() {
        return TREE.mainSources().stream()
                .filter(file -> !TREE.relative(file).contains("/embedded/"))
                .map(Tree::read)
                .toList();
    }

    /** Of all modules; a module may word a text of the platform anew. */
    private static Map<String, String> texts(String language) {
        Map<String, String> all = new TreeMap<>();
        for (Path file : TREE.texts().stream().sorted().toList()) {
            if (TREE.relative(file)
                    .matches(".*/src/main/resources/messages/\\w+_" + language + "\\.properties")) {
                Properties bundle = new Properties();
                try {
                    bundle.load(new StringReader(Tree.read(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                bundle.forEach((key, text) -> all.put((String) key, (String) text));
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    private static Set<String> parameters(String text) {
        return PARAMETER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
