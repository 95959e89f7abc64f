package bootcamp.platform.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import tools.jackson.databind.json.JsonMapper;

/**
 * One log event as one line of JSON that holds nothing a person typed.
 *
 * <p>What gets through: the time, level and logger; the words of our own log calls, which are
 * constants, without the arguments in them; fields whose names are {@link #FIELDS}, with values
 * that look like an id, a place or a number; of a failure the classes and frames, never a message,
 * for messages quote what they stumbled over (a driver the document, a parser the text). Of other
 * people's loggers only those whose words are known to be about machines are repeated; of the rest
 * it is only said that they spoke.
 *
 * <p>Named in {@code logging.structured.format.console} of a process, and by {@link LogEncoder} in
 * a Logback file.
 */
public final class LogLine implements StructuredLogFormatter<ILoggingEvent> {

    /** Names of fields that may be logged. One more is a decision: think of what it may hold. */
    static final Set<String> FIELDS =
            Set.of(
                    "aggregate",
                    "attempt",
                    "code",
                    "count",
                    "error",
                    "feed",
                    "hop",
                    "incident",
                    "method",
                    "millis",
                    "offset",
                    "part",
                    "partition",
                    "reader",
                    "route",
                    "service",
                    "status",
                    "step",
                    "task",
                    "topic",
                    "traceId",
                    "version");

    private static final String OWN = "bootcamp.";

    /** These speak of brokers, partitions, ports and beans. */
    private static final List<String> OF_MACHINES =
            List.of(
                    "org.apache.kafka.",
                    "kafka.",
                    "org.mongodb.driver.cluster",
                    "org.mongodb.driver.connection",
                    "org.springframework.boot.",
                    "org.springframework.context.");

    private static final Pattern HARMLESS =
            Pattern.compile("[A-Za-z0-9_.,:;/=+*$#{}\\[\\]-]{1,300}");
    private static final int FRAMES_MAX = 40;
    private static final int CAUSES_MAX = 8;

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String format(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        String words = words(event);
        if (words != null) {
            line.put("message", words);
        }
        event.getMDCPropertyMap().forEach((name, value) -> put(line, name, value));
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            fields.forEach(field -> put(line, field.key, field.value));
        }
        if (event.getThrowableProxy() != null) {
            line.put("failure", failure(event.getThrowableProxy()));
        }
        return JSON.writeValueAsString(line) + '\n';
    }

    /** Null: not to be repeated. */
    private static @Nullable String words(ILoggingEvent event) {
        String logger = event.getLoggerName();
        if (logger.startsWith(OWN)) {
            return event.getMessage();
        }
        return OF_MACHINES.stream().anyMatch(logger::startsWith)
                ? event.getFormattedMessage()
                : null;
    }

    private static void put(Map<String, Object> line, String name, @Nullable Object value) {
        if (FIELDS.contains(name) && value != null) {
            line.put(name, harmless(value));
        }
    }

    private static Object harmless(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value.toString();
        return HARMLESS.matcher(text).matches() ? text : "(not shown)";
    }

    private static List<Map<String, Object>> failure(IThrowableProxy thrown) {
        List<Map<String, Object>> causes = new ArrayList<>();
        IThrowableProxy cause = thrown;
        while (cause != null && causes.size() < CAUSES_MAX) {
            causes.add(Map.of("type", cause.getClassName(), "frames", frames(cause)));
            cause = cause.getCause();
        }
        return causes;
    }

    private static List<String> frames(IThrowableProxy thrown) {
        List<String> frames = new ArrayList<>();
        StackTraceElementProxy[] all = thrown.getStackTraceElementProxyArray();
        int own = all.length - thrown.getCommonFrames();
        for (int each = 0; each < Math.min(own, FRAMES_MAX); each++) {
            frames.add(all[each].getStackTraceElement().toString());
        }
        return frames;
    }
}
