package bootcamp.platform.event;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that creates the topics that are missing and ends: it runs once before the services,
 * which create none.
 *
 * <p>Environment: {@code BOOTCAMP_KAFKA_BOOTSTRAP_SERVERS}, and {@code BOOTCAMP_KAFKA_REPLICATION},
 * copies of each partition, 1 to 9, default 1. Exit status 0: all topics are there; 1: they are
 * not, and the last line says why. Safe to repeat, and to run twice at once.
 */
public final class CreateTopics {

    private static final Logger LOG = LoggerFactory.getLogger(CreateTopics.class);

    private static final String SERVERS = "BOOTCAMP_KAFKA_BOOTSTRAP_SERVERS";
    private static final String REPLICATION = "BOOTCAMP_KAFKA_REPLICATION";

    private CreateTopics() {}

    public static void main(String[] args) {
        quiet();
        System.exit(run(System.getenv()));
    }

    /** What the client logs of itself hides the one line that counts. */
    private static void quiet() {
        if (LoggerFactory.getLogger("org.apache.kafka")
                instanceof ch.qos.logback.classic.Logger client) {
            client.setLevel(Level.ERROR);
        }
    }

    private static int run(Map<String, String> environment) {
        try {
            List<String> created = create(environment);
            LOG.info(
                    created.isEmpty()
                            ? "All topics are there."
                            : "Created " + String.join(", ", created));
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error(sentence(e));
            return 1;
        }
    }

    private static List<String> create(Map<String, String> environment) {
        String servers = environment.getOrDefault(SERVERS, "");
        if (servers.isBlank()) {
            throw new IllegalArgumentException(SERVERS + " is not set.");
        }
        return TopicTable.fromClassPath().createMissing(servers, replication(environment)).stream()
                .map(TopicTable.Topic::name)
                .toList();
    }

    private static int replication(Map<String, String> environment) {
        String value = environment.getOrDefault(REPLICATION, "1");
        if (!value.matches("[1-9]")) {
            throw new IllegalArgumentException(
                    "%s is %s, but must be from 1 to 9.".formatted(REPLICATION, value));
        }
        return Integer.parseInt(value);
    }

    private static String sentence(RuntimeException e) {
        @Nullable Throwable cause = e.getCause();
        return cause == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + cause.getMessage();
    }
}
