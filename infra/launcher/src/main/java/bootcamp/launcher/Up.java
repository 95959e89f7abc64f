package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A run of the platform until it is told to stop: {@code ./bootcamp up}, and the ground of the
 * demo.
 *
 * <p>Ctrl-C and SIGTERM close everything and end with status 0, within {@value #CLOSE_SECONDS} s:
 * what has not closed by then is cut off, which loses nothing that was answered.
 */
final class Up {

    private static final int CLOSE_SECONDS = 5;
    static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(CLOSE_SECONDS) - 500;

    private final DataDirectory data;
    private final Door door;
    private final PrintWriter out;
    private final PrintWriter err;

    Up(DataDirectory data, Door door, PrintWriter out, PrintWriter err) {
        this.data = data;
        this.door = door;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts, says {@code Ready: URL}, hands the running platform on, and stays until it fails.
     *
     * @param forGateway more of the gateway's configuration
     * @param beforeReady what has to be there before anybody is told; the platform runs already
     * @param whenReady called once; it may return at once or go on in its own threads
     * @throws CommandFailure if the platform does not start, or has stopped by itself
     */
    void run(
            List<Program> services,
            Program gateway,
            Map<String, String> forGateway,
            Consumer<Platform> beforeReady,
            Consumer<Platform> whenReady) {
        Platform platform = new Platform(data, door, forGateway);
        Thread hook = new Thread(() -> stop(platform), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            say(err, "Starting on %s; what happens is logged in %s.".formatted(data, data.logs()));
            start(platform, services, gateway);
            beforeReady.accept(platform);
            say(out, "Ready: " + platform.url());
            whenReady.accept(platform);
            throw new CommandFailure(platform.failure().join());
        } finally {
            if (isStopping(hook)) {
                stayUntilStopped();
            }
            platform.close();
        }
    }

    private void start(Platform platform, List<Program> services, Program gateway) {
        try {
            platform.start(services, gateway);
        } catch (CommandFailure e) {
            throw e;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Up.class).error("The platform did not start", e);
            throw new CommandFailure(
                    "Bootcamp could not start; the end of %s says why."
                            .formatted(Logs.file(data.logs())));
        }
    }

    private void stop(Platform platform) {
        say(err, "Stopping.");
        Thread closing = new Thread(platform::close, "close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The status of a process that was told to end and did is 0, not the signal's number.
        Runtime.getRuntime().halt(Bootcamp.DONE);
    }

    /** Whether a signal has come: the hook runs then, and closes the platform. */
    private static boolean isStopping(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    private static void stayUntilStopped() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                LoggerFactory.getLogger(Up.class).debug("Interrupted while stopping", e);
            }
        }
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
