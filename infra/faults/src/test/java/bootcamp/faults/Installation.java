package bootcamp.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The whole platform in one JVM on a directory, as {@code ./bootcamp up} starts it. */
final class Installation implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("(?m)^Ready: (http\\S+)$");
    private static final Pattern SET_UP = Pattern.compile("(?m)^Set up: \\S+#(\\S+)$");

    private static final int PORT_MIN = 12_000;
    private static final int PORTS = 20_000;

    /** Other runs on this machine begin elsewhere. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131));

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
        this.port = freePort();
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

    /**
     * Free at this moment, and below those that the system gives to connections: a process that is
     * killed finds it free again when it comes back.
     */
    static int freePort() {
        for (int i = 0; i < PORTS; i++) {
            int port = PORT_MIN + Math.floorMod(NEXT_PORT.getAndAdd(7), PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
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
                                "-XX:TieredStopAtLevel=1 -Xmx768m"));
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
