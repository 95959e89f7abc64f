package bootcamp.platform.telemetry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The way of one command through the platform: a line at DEBUG of the logger {@code bootcamp.trace}
 * at each hop, all with the same {@code traceId}: the requests at gateway and service, the record
 * that the relay published, and every reader's fold of it.
 */
public final class Hops {

    private static final Logger LOG = LoggerFactory.getLogger("bootcamp.trace");

    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private Hops() {}

    /** Part of a W3C {@code traceparent} that all hops share; null where it is none. */
    public static @Nullable String traceId(@Nullable String traceparent) {
        if (traceparent == null) {
            return null;
        }
        var found = TRACE_PARENT.matcher(traceparent);
        return found.matches() ? found.group(1) : null;
    }

    /**
     * @param route the pattern of the path, never the path
     */
    public static void answered(
            @Nullable String traceparent, String method, String route, int status, long millis) {
        hop("request", traceparent)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("millis", millis)
                .log("A request was answered");
    }

    public static void published(
            @Nullable String traceparent, String topic, int partition, long offset, long version) {
        hop("relay", traceparent)
                .addKeyValue("topic", topic)
                .addKeyValue("partition", partition)
                .addKeyValue("offset", offset)
                .addKeyValue("version", version)
                .log("A record was published");
    }

    public static void folded(
            @Nullable String traceparent,
            String reader,
            String topic,
            int partition,
            long offset,
            long version) {
        hop("fold", traceparent)
                .addKeyValue("reader", reader)
                .addKeyValue("topic", topic)
                .addKeyValue("partition", partition)
                .addKeyValue("offset", offset)
                .addKeyValue("version", version)
                .log("A record was folded");
    }

    private static LoggingEventBuilder hop(String hop, @Nullable String traceparent) {
        LoggingEventBuilder line = LOG.atDebug().addKeyValue("hop", hop);
        // Hops are many and mostly not asked for.
        if (!LOG.isDebugEnabled()) {
            return line;
        }
        String traceId = traceId(traceparent);
        return traceId == null ? line : line.addKeyValue("traceId", traceId);
    }
}
