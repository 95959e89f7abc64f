package bootcamp.launcher.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Chromium that is installed on this machine, started once; where there is none, tests wait.
 */
public final class Chromium {

    /** The one without windows first: it takes half the time of the same pages. */
    private static final List<String> NAMES =
            List.of(
                    "chromium-headless-shell",
                    "chromium",
                    "chromium-browser",
                    "google-chrome-stable",
                    "google-chrome");

    /** One process for all pages, and no graphics card to emulate. */
    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--force-color-profile=srgb",
                    "--disable-gpu",
                    "--renderer-process-limit=1");

    /** To wait for what a page shall show, on a machine that has other things to do as well. */
    private static final double MILLIS_MAX = 20_000;

    private static @Nullable Browser browser;
    private static boolean said;

    private Chromium() {}

    /** Skips the test, and says so in one line a run, where no Chromium is installed. */
    public static synchronized Browser installed() {
        Optional<Path> program = find();
        if (program.isEmpty() && !said) {
            said = true;
            System.out.println("Tests of the pages are skipped: no Chromium is on the PATH.");
        }
        assumeTrue(program.isPresent(), "no Chromium is on the PATH");
        if (browser == null) {
            PlaywrightAssertions.setDefaultAssertionTimeout(MILLIS_MAX);
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser =
                    playwright
                            .chromium()
                            .launch(
                                    new LaunchOptions()
                                            .setExecutablePath(program.get())
                                            .setArgs(FLAGS));
        }
        return browser;
    }

    private static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(path.split(File.pathSeparator))
                                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
