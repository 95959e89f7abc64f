package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, run as a user runs it but without building. */
class ScriptTest {

    private static final Path SCRIPT = Path.of("../../bootcamp").toAbsolutePath().normalize();

    @TempDir Path directory;

    @Test
    void itRunsFromAnyDirectoryAndPassesStatusAndOutputOn() throws Exception {
        Files.write(directory.resolve("roster.csv"), List.of("externalId", "1"));

        Run done =
                script(
                        Map.of(),
                        "retention",
                        "roster.csv",
                        "--start",
                        "2024-01-01",
                        "--end",
                        "2024-06-30",
                        "--json");
        Run wrong = script(Map.of(), "retention");

        assertThat(done.err()).isEmpty();
        assertThat(done.out()).startsWith("{\"counts\":{\"enrolled\":1");
        assertThat(done.status()).isZero();
        assertThat(wrong.status()).isEqualTo(Bootcamp.WRONG_USAGE);
    }

    @Test
    void itFindsTheJdkThoughJavaHomePointsAtNone() throws Exception {
        Run run = script(Map.of("JAVA_HOME", directory.toString()), "--version");

        assertThat(run.out()).startsWith("bootcamp ");
        assertThat(run.status()).isZero();
    }

    @Test
    void itBuildsWithTheWrapperWhereThereIsOne() throws Exception {
        Path copy = Files.copy(SCRIPT, directory.resolve("bootcamp"));
        Path wrapper = Files.writeString(directory.resolve("mvnw"), "#!/bin/sh\necho wrapped $*\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();

        Run run = run(copy, Map.of(), "test", "-Dtest=One");

        assertThat(run.out()).startsWith("wrapped -f ").endsWith(" -Dtest=One verify\n");
        assertThat(run.status()).isZero();
    }

    private Run script(Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        return run(SCRIPT, environment, args);
    }

    private Run run(Path script, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.command().addAll(List.of(args));
        builder.environment().put("BOOTCAMP_BUILD", "never");
        // A JDK in an unusual place is found by the PATH.
        builder.environment().put("JDK_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process =
                builder.directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
