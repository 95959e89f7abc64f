package bootcamp.faults;

import bootcamp.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The whole platform in one JVM on a directory, as {@code ./bootcamp up} starts it. */
final class Installation implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("(?m)^Ready: (http\\S+)$");
    private static final Pattern SET_UP = Pattern.compile("(?m)^Set up: \\S+#(\\S+)$");

    private final Path script;
    private final Path data;
    private final int port;
    private final List<Path> outputs = new ArrayList<>();
    private @Nullable Jvm jvm;

    /**
     * @param home of the checkout, built
     * @param run for the data and all that is printed
     */
    Installation(Path home, Path run) {
        this.script = home.resolve("bootcamp");
        this.data = run.resolve("data");
        this.port = FreePorts.next();
        try {
            Files.createDirectories(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout that this runs in: tests run in the directory of their module. */
    static Path home() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("bootcamp")) && Files.exists(here.resolve("gateway"))) {
                return here;
            }
        }
        throw new IllegalStateException("No checkout of Bootcamp is above this directory");
    }

    /** Starts the process without waiting until it is ready. */
    Jvm begin() {
        Path output = data.resolveSibling("up-%03d.txt".formatted(outputs.size() + 1));
        outputs.add(output);
        List<String> command =
                List.of(
                        script.toString(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        String.valueOf(port));
        // The script becomes the JVM, so what is killed is the JVM.
        jvm =
                Jvm.start(
                        output,
                        command,
                        Map.of(
                                "BOOTCAMP_BUILD",
                                "never",
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "BOOTCAMP_JAVA_OPTS",
                                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx768m"));
        return jvm;
    }

    /** Starts it and waits until it is ready. */
    Jvm start() {
        Jvm started = begin();
        started.await(READY);
        return started;
    }

    /** SIGKILL, at once. */
    void kill() {
        Objects.requireNonNull(jvm).kill();
    }

    /** The one-time token that a start on an empty directory prints. */
    String setUpToken() {
        return Objects.requireNonNull(jvm).await(SET_UP);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path brokerDirectory() {
        return data.resolve("broker");
    }

    Path databaseDirectory() {
        return data.resolve("database");
    }

    /** What its processes printed lies here. */
    Path outputs() {
        return data.resolveSibling(".").normalize();
    }

    Path logs() {
        return data.resolve("logs");
    }

    @Override
    public void close() {
        if (jvm != null) {
            jvm.close();
        }
    }
}
