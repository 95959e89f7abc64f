package bootcamp.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages' sources hold what the server, the policy and the two languages ask of them. */
class PageSourcesTest {

    /** Texts that are rightly the same in Korean and English. */
    private static final Set<String> EQUAL_IN_BOTH = Set.of("fig.of", "student.moved-said");

    private static final Pattern TEXT = Pattern.compile("(?m)^ {2}'([^']+)': (.*),$");
    private static final Pattern USED = Pattern.compile("\\bt\\('([^']+)'");
    private static final Pattern IMPORT =
            Pattern.compile("(?:from|import) ?\\(?'([^']+\\.js)'|import '([^']+)'");
    private static final Pattern WITH_WORDS = Pattern.compile("WITH_WORDS = new Set\\((.*)\\)");
    private static final Pattern NAME = Pattern.compile("'([a-z-]+)'");
    private static final Pattern ROUTE = Pattern.compile("(?m)^ {2}\\['(/[^']*)', ");

    private final Map<String, String> sources = new TreeMap<>();

    PageSourcesTest() {
        PageFiles.read()
                .all()
                .forEach(
                        (name, file) ->
                                sources.put(
                                        name, new String(file.bytes(), StandardCharsets.UTF_8)));
        sources.keySet().removeIf(name -> name.startsWith("vendor/"));
    }

    @Test
    void theServerAndTheBrowserKnowTheSameAddresses() {
        List<String> browser =
                found(ROUTE, source("js/app.js")).stream()
                        .map(path -> path.replace(":id", "{id}"))
                        .toList();

        assertThat(browser).containsExactlyInAnyOrderElementsOf(PageApi.PAGES);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(texts("ko").keySet()).containsExactlyElementsOf(texts("en").keySet());
    }

    @Test
    void aTextThatIsTheSameInBothLanguagesIsListed() {
        Map<String, String> english = texts("en");
        Set<String> same = new TreeSet<>();
        texts("ko")
                .forEach(
                        (key, text) -> {
                            if (text.equals(english.get(key))) {
                                same.add(key);
                            }
                        });

        assertThat(same).isEqualTo(new TreeSet<>(EQUAL_IN_BOTH));
    }

    @Test
    void bothLanguagesNameTheSameParameters() {
        Map<String, String> english = texts("en");
        texts("ko")
                .forEach(
                        (key, text) ->
                                assertThat(parameters(text))
                                        .as(key)
                                        .isEqualTo(
                                                parameters(
                                                        Objects.requireNonNull(english.get(key)))));
    }

    @Test
    void everyTextAPageAsksForIsThere() {
        Set<String> ofAll = texts("i18n/ko.js").keySet();
        sources.forEach(
                (name, source) -> {
                    Set<String> known = new TreeSet<>(ofAll);
                    String own = name.replace("js/pages/", "i18n/ko/");
                    if (name.startsWith("js/pages/") && sources.containsKey(own)) {
                        known.addAll(texts(own).keySet());
                    }
                    assertThat(known).as(name).containsAll(found(USED, source));
                });
    }

    @Test
    void thePagesWithWordsOfTheirOwnAreKnown() {
        List<String> own =
                sources.keySet().stream()
                        .filter(name -> name.startsWith("i18n/ko/"))
                        .map(name -> name.substring("i18n/ko/".length(), name.length() - 3))
                        .toList();

        assertThat(found(WITH_WORDS, source("js/app.js")))
                .singleElement()
                .satisfies(
                        names ->
                                assertThat(found(NAME, names))
                                        .containsExactlyInAnyOrderElementsOf(own));
    }

    @Test
    void importsAreRelativeAndLeadToFilesThatAreServed() {
        PageFiles files = PageFiles.read();
        sources.forEach(
                (name, source) ->
                        found(IMPORT, source)
                                .forEach(
                                        target ->
                                                assertThat(files.file(resolved(name, target)))
                                                        .as(name + " imports " + target)
                                                        .isNotNull()));
    }

    @Test
    void noTemplateHasInlineStyleOrScript() {
        sources.forEach(
                (name, source) ->
                        assertThat(source)
                                .as(name)
                                .doesNotContainPattern("<[^>]* style=")
                                .doesNotContainPattern("<[^>]* on[a-z]+=")
                                .doesNotContain("innerHTML", "unsafeHTML", "eval(", "javascript:"));
    }

    /** Of a language, or of one of its files. */
    private Map<String, String> texts(String languageOrFile) {
        Map<String, String> texts = new LinkedHashMap<>();
        sources.keySet().stream()
                .filter(
                        name ->
                                name.equals(languageOrFile)
                                        || name.equals("i18n/" + languageOrFile + ".js")
                                        || name.startsWith("i18n/" + languageOrFile + "/"))
                .forEach(
                        name -> {
                            Matcher matcher = TEXT.matcher(source(name));
                            while (matcher.find()) {
                                assertThat(texts.put(matcher.group(1), matcher.group(2)))
                                        .as(matcher.group(1))
                                        .isNull();
                            }
                        });
        assertThat(texts).isNotEmpty();
        return texts;
    }

    private String source(String name) {
        return Objects.requireNonNull(sources.get(name), name);
    }

    private static Set<String> parameters(String text) {
        return new TreeSet<>(found(Pattern.compile("\\{(\\w+)}"), text));
    }

    private static List<String> found(Pattern pattern, String source) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(source);
        while (matcher.find()) {
            found.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return found;
    }

    private static String resolved(String name, String target) {
        assertThat(target).startsWith(".");
        return java.net.URI.create("/" + name).resolve(target).getPath().substring(1);
    }
}
