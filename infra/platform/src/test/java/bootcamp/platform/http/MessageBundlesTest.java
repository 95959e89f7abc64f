package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.aggregate.StoreRefusal;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageBundlesTest {

    private static Properties bundle(String language) throws IOException {
        Properties properties = new Properties();
        var in =
                Texts.class
                        .getClassLoader()
                        .getResourceAsStream("messages/platform_" + language + ".properties");
        try (var reader =
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndParametersAndNoEqualText() throws IOException {
        Properties korean = bundle("ko");
        Properties english = bundle("en");

        assertThat(korean.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(korean.getProperty(key)).isNotEqualTo(english.getProperty(key));
            assertThat(parameters(korean.getProperty(key)))
                    .as(key)
                    .isEqualTo(parameters(english.getProperty(key)));
        }
    }

    private static TreeSet<String> parameters(String text) {
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile("\\{\\w+}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(names::add);
        return names;
    }

    @Test
    void everyRefusalOfTheStoreHasATitleAndADetail() {
        Texts texts = Texts.of();

        for (StoreRefusal refusal : StoreRefusal.values()) {
            assertThat(texts.find("problem." + refusal.code() + ".title", Locale.KOREAN, Map.of()))
                    .as(refusal.code())
                    .isNotNull();
            assertThat(
                            texts.find(
                                    "problem." + refusal.code() + ".detail",
                                    Locale.ENGLISH,
                                    Map.of()))
                    .as(refusal.code())
                    .isNotNull();
        }
    }

    @Test
    void koreanIsSpokenToThoseWhoPreferItAndEnglishToAllOthers() {
        assertThat(Texts.languageOf("ko-KR,ko;q=0.9,en;q=0.8")).isEqualTo(Locale.KOREAN);
        assertThat(Texts.languageOf("en-US,en;q=0.9,ko;q=0.8")).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.languageOf("fr, ko;q=0.5")).isEqualTo(Locale.KOREAN);
        assertThat(Texts.languageOf("ko;q=0.2, en;q=0.7")).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.languageOf("*")).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.languageOf(";;q=x")).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.languageOf((String) null)).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void aParameterIsFilledInLiterally() {
        assertThat(
                        Texts.of()
                                .get(
                                        "reason.NOT_ONE_OF",
                                        Locale.ENGLISH,
                                        Map.of("allowed", "$1, \\b, {max}")))
                .isEqualTo("must be one of $1, \\b, {max}");
    }
}
