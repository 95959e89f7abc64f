package bootcamp.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where this process writes its log: a file of the data directory for a run of the platform, and
 * warnings on the standard error for a tool.
 */
final class Logs {

    private Logs() {}

    /**
     * From now on; what was logged before went to the standard error. Somebody always was first:
     * the library of calendars logs as soon as anybody asks for a time zone.
     */
    static void to(Path directory) {
        System.setProperty("bootcamp.logs", directory.toString());
        System.setProperty("logback.configurationFile", "logback-platform.xml");
        keep();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("logback-platform.xml can't be read", e);
        }
    }

    /** Each Spring context would set logging up again, for itself and so for all of them. */
    static void keep() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    static Path file(Path directory) {
        return directory.resolve("bootcamp.log");
    }
}
