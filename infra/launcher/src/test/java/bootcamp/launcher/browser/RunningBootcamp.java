package bootcamp.launcher.browser;

import bootcamp.enrollment.notice.Postbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./bootcamp up} in a process of its own, on an empty directory and any free port; ends with
 * this JVM.
 *
 * @param url of pages and API
 * @param setupToken for the first admin
 */
record RunningBootcamp(URI url, String setupToken) {

    /** Where the letters to students go. */
    static final Postbox POSTBOX = Postbox.open();

    static RunningBootcamp start() {
        try {
            Path data = Files.createTempDirectory("bootcamp-browser");
            Path complaints = data.resolve("err");
            ProcessBuilder program =
                    new ProcessBuilder(command(data)).redirectError(complaints.toFile());
            program.environment().putAll(POSTBOX.environment());
            Process process = program.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, data)));
            BufferedReader lines = process.inputReader();
            String url = valueAfter("Ready: ", lines, complaints);
            String setUp = valueAfter("Set up: ", lines, complaints);
            return new RunningBootcamp(URI.create(url), setUp.substring(setUp.indexOf('#') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path data) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx700m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "bootcamp.launcher.Bootcamp",
                "up",
                "--port",
                "0",
                "--data",
                data.resolve("data").toString());
    }

    private static String valueAfter(String start, BufferedReader lines, Path complaints)
            throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new AssertionError(
                "The platform ended before it said " + start + Files.readString(complaints));
    }

    private static void end(Process process, Path data) {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(data)) {
            process.waitFor();
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
