package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that an import can answer with has a text, in both languages. */
class ImportTextsTest {

    /** Where a code of a file or a row is written down in the sources. */
    private static final Pattern CODE =
            Pattern.compile(
                    "(?:because\\(|RosterProblem\\.of\\([^;]*?,|new RosterProblem\\([^;]*?,"
                            + "|reject\\([^;]*?,|new Nobody\\([^;]*?,|new RosterDate\\([^;]*?[,?:]|(?<!\")[?:])"
                            + "\\s*\"([A-Z_]+)\"");

    private static final Path SOURCES = Path.of("src/main/java/bootcamp/enrollment");

    @Test
    void bothBundlesHaveTheSameKeys() throws IOException {
        assertThat(bundle("ko").stringPropertyNames())
                .isEqualTo(bundle("en").stringPropertyNames());
    }

    @Test
    void noTextIsEqualInBoth() throws IOException {
        Properties korean = bundle("ko");

        assertThat(bundle("en"))
                .allSatisfy((key, text) -> assertThat(korean.get(key)).isNotEqualTo(text));
    }

    @Test
    void everyCodeHasAText() throws IOException {
        Set<String> keys = bundle("en").stringPropertyNames();
        Set<String> codes = codes();

        assertThat(codes).hasSizeGreaterThan(25).contains("UNCLOSED_QUOTE", "SAME_PERSON_TWICE");
        assertThat(codes)
                .allSatisfy(
                        code ->
                                assertThat(keys)
                                        .containsAnyOf(
                                                "problem." + code + ".title",
                                                "import.row." + code));
        assertThat(ImportRefusal.values())
                .allSatisfy(
                        refusal ->
                                assertThat(keys)
                                        .contains(
                                                "problem." + refusal + ".title",
                                                "problem." + refusal + ".detail"));
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String part : new String[] {"roster", "person"}) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(part))) {
                for (Path file : files.toList()) {
                    Matcher found = CODE.matcher(Files.readString(file));
                    while (found.find()) {
                        codes.add(found.group(1));
                    }
                }
            }
        }
        return codes;
    }

    private static Properties bundle(String language) throws IOException {
        Properties texts = new Properties();
        String name = "/messages/imports_" + language + ".properties";
        try (InputStream in =
                Objects.requireNonNull(ImportTextsTest.class.getResourceAsStream(name))) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
