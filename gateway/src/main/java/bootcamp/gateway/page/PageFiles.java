package bootcamp.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * All files of the pages, in memory: a few hundred kilobytes, read once.
 *
 * <p>They are served under a folder named by a digest of them all, so a browser may keep each for
 * good: another build has another folder. Imports among the files are relative and stay inside it,
 * as does lit-html, which comes from its jar.
 */
final class PageFiles {

    enum Language {
        KO,
        EN;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Theme {
        AUTO,
        LIGHT,
        DARK;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String OWN = "classpath:/static/";
    private static final String LIT_HTML = "META-INF/resources/_static/lit-html/";
    private static final String LIT_HTML_VERSION =
            "META-INF/maven/org.mvnpm/lit-html/pom.properties";

    /** What the pages import of it, and what that imports. */
    private static final List<String> LIT_HTML_FILES =
            List.of("lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js");

    private static final String INDEX = "index.html";
    private static final String TITLE = "<title>Bootcamp</title>";

    private final Map<String, PageFile> files;
    private final Map<String, PageFile> pages = new TreeMap<>();
    private final String build;

    private PageFiles(Map<String, byte[]> contents, String index) {
        files = new TreeMap<>();
        var all = new ByteArrayOutputStream();
        contents.forEach(
                (name, bytes) -> {
                    files.put(name, PageFile.of(name, bytes));
                    all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
                    all.writeBytes(bytes);
                });
        build = PageFile.digest(all.toByteArray());
        for (Language language : Language.values()) {
            for (Theme theme : Theme.values()) {
                pages.put(key(language, theme), PageFile.html(filled(index, language, theme)));
            }
        }
    }

    static PageFiles read() {
        Map<String, byte[]> contents = new TreeMap<>();
        try {
            readOwn(contents);
            readLitHtml(contents);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        byte[] index = Objects.requireNonNull(contents.remove(INDEX), INDEX);
        return new PageFiles(contents, new String(index, StandardCharsets.UTF_8));
    }

    /** Names the folder of these files. */
    String build() {
        return build;
    }

    @Nullable PageFile file(String name) {
        return files.get(name);
    }

    /** The one document all pages are drawn in. */
    PageFile page(Language language, Theme theme) {
        return Objects.requireNonNull(pages.get(key(language, theme)));
    }

    /** The same with a title of its own, for who reads the document and runs nothing of it. */
    PageFile page(Language language, Theme theme, String title) {
        String shown = escaped(title);
        String text = new String(page(language, theme).bytes(), StandardCharsets.UTF_8);
        return PageFile.html(
                text.replace(
                        TITLE,
                        "<title>%s · Bootcamp</title>%n<meta property=\"og:title\" content=\"%s\">"
                                .formatted(shown, shown)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    Map<String, PageFile> all() {
        return Map.copyOf(files);
    }

    private String filled(String index, Language language, Theme theme) {
        return index.replace("{{base}}", PageApi.ASSETS + build)
                .replace("{{lang}}", language.tag())
                .replace("{{theme}}", theme.tag());
    }

    private static String key(Language language, Theme theme) {
        return language.tag() + ' ' + theme.tag();
    }

    private static void readOwn(Map<String, byte[]> contents) throws IOException {
        for (Resource resource :
                new PathMatchingResourcePatternResolver().getResources(OWN + "**/*.*")) {
            String name = resource.getURL().getPath().replaceFirst(".*/static/", "");
            if (PageFile.isServed(name)) {
                contents.put(name, resource.getContentAsByteArray());
            }
        }
    }

    /** Its jar has no entries for folders, so the files are asked for by name. */
    private static void readLitHtml(Map<String, byte[]> contents) throws IOException {
        var properties = new Properties();
        try (var in = new ClassPathResource(LIT_HTML_VERSION).getInputStream()) {
            properties.load(in);
        }
        String folder = LIT_HTML + properties.getProperty("version") + "/";
        for (String name : LIT_HTML_FILES) {
            var resource = new ClassPathResource(folder + name);
            contents.put("vendor/" + name, resource.getContentAsByteArray());
        }
    }
}
