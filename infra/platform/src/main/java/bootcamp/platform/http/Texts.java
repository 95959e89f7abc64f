package bootcamp.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The texts that people read, Korean and English, from {@code messages/<module>_ko.properties} and
 * {@code …_en.properties} (UTF-8). Parameters stand in braces: {@code {capacity}}.
 */
public final class Texts {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final Map<Locale, Map<String, String>> bundles = new HashMap<>();

    private Texts(List<String> modules) {
        for (Locale language : LANGUAGES) {
            Map<String, String> texts = new HashMap<>();
            modules.forEach(module -> texts.putAll(read(module, language)));
            bundles.put(language, Map.copyOf(texts));
        }
    }

    /** Of the platform and of the modules named; a later module's text wins. */
    public static Texts of(String... modules) {
        List<String> all = new java.util.ArrayList<>(List.of("platform"));
        all.addAll(List.of(modules));
        return new Texts(all);
    }

    /** Of whoever asks; see {@link #languageOf(String)}. */
    public static Locale languageOf(ServerWebExchange exchange) {
        return languageOf(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** Korean where {@code Accept-Language} prefers it to English; else English. */
    public static Locale languageOf(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > 1000) {
            return Locale.ENGLISH;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    /** The text of a key, or null where no module has it. */
    public @Nullable String find(String key, Locale language, Map<String, Object> parameters) {
        String text = bundles.getOrDefault(language, Map.of()).get(key);
        return text == null ? null : filled(text, parameters);
    }

    /** The text of a key; the key itself where no module has it. */
    public String get(String key, Locale language, Map<String, Object> parameters) {
        String text = find(key, language, parameters);
        return text == null ? key : text;
    }

    private static String filled(String text, Map<String, Object> parameters) {
        return PARAMETER
                .matcher(text)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                parameters.getOrDefault(
                                                        match.group(1), match.group()))));
    }

    private static Map<String, String> read(String module, Locale language) {
        String path = "messages/" + module + "_" + language.getLanguage() + ".properties";
        try (InputStream in = Texts.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> texts = new HashMap<>();
            properties.stringPropertyNames().forEach(k -> texts.put(k, properties.getProperty(k)));
            return texts;
        } catch (IOException failure) {
            throw new UncheckedIOException(path, failure);
        }
    }
}
