package bootcamp.launcher;

import java.nio.file.Path;

/**
 * Where this process writes its log: a file of the data directory for a run of the platform, and
 * warnings on the standard error for a tool.
 */
final class Logs {

    private Logs() {}

    /** To be called before anything logs: logging is set up once, by whoever logs first. */
    static void to(Path directory) {
        System.setProperty("bootcamp.logs", directory.toString());
        System.setProperty("logback.configurationFile", "logback-platform.xml");
        keep();
    }

    /** Each Spring context would set logging up again, for itself and so for all of them. */
    static void keep() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    static Path file(Path directory) {
        return directory.resolve("bootcamp.log");
    }
}
