package bootcamp.platform.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of topics: one of events for each service, one of dead letters for each reader of it.
 */
public final class Topics {

    /** All topics of dead letters, whoever reads. */
    public static final Pattern DEAD_LETTERS =
            Pattern.compile("bootcamp\\.([a-z][a-z0-9-]*)\\.dead\\.([a-z][a-z0-9-]*)");

    private static final Pattern EVENTS = Pattern.compile("bootcamp\\.([a-z][a-z0-9-]*)");

    private Topics() {}

    public static String events(String service) {
        return checked(EVENTS, "bootcamp." + service);
    }

    /**
     * @param service whose events are read
     * @param reader name of the reader, the same for all its instances
     */
    public static String deadLetters(String service, String reader) {
        return checked(DEAD_LETTERS, "bootcamp." + service + ".dead." + reader);
    }

    /** The service that alone may write to the topic; empty where it is no topic of events. */
    public static Optional<String> serviceOf(String topic) {
        Matcher matcher = EVENTS.matcher(topic);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String checked(Pattern pattern, String topic) {
        if (!pattern.matcher(topic).matches()) {
            throw new IllegalArgumentException("not a name for a topic: " + topic);
        }
        return topic;
    }
}
