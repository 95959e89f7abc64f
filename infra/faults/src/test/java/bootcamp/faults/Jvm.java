package bootcamp.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the platform; what it prints goes to a file. */
final class Jvm implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(4);

    /** Whoever ends this process ends those that it started too. */
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> CHILDREN.forEach(Process::destroyForcibly), "children"));
    }

    private final Process process;
    private final Path output;

    private Jvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a main class on this process's own class path, after {@code before}. */
    static Jvm start(
            Path output,
            List<Path> before,
            Class<?> main,
            Map<String, String> env,
            String... args) {
        StringBuilder classPath = new StringBuilder();
        before.forEach(path -> classPath.append(path).append(java.io.File.pathSeparatorChar));
        classPath.append(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Started very often and never for long: the second compiler would not pay.
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        classPath.toString(),
                        main.getName()));
        command.addAll(List.of(args));
        return start(output, command, env);
    }

    static Jvm start(Path output, List<String> command, Map<String, String> env) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(env);
        try {
            Process process = builder.start();
            CHILDREN.add(process);
            return new Jvm(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of the first match in what it printed; waits for it while it lives. */
    String await(Pattern line) {
        boolean came = Pause.until(START_MAX, () -> found(line).isPresent() || !process.isAlive());
        return found(line)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "%s before %s was printed in %s:%n%s"
                                                .formatted(
                                                        came ? "It ended" : "Time was up",
                                                        line,
                                                        output,
                                                        printed())));
    }

    Optional<String> found(Pattern line) {
        Matcher matcher = line.matcher(printed());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    String printed() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Whether it ended in time. */
    boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    int exitValue() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }
}
