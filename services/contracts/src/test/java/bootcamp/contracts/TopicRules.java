package bootcamp.contracts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the topic table keeps to: one compacted topic of events for every service that has a schema,
 * and for its readers topics of dead letters, which age out instead.
 */
final class TopicRules {

    private static final Pattern EVENTS = Pattern.compile("bootcamp\\.([a-z][a-z0-9-]*)");
    private static final Pattern DEAD_LETTERS =
            Pattern.compile("(bootcamp\\.[a-z][a-z0-9-]*)\\.dead\\.[a-z][a-z0-9-]*");

    private static final Map<String, String> OF_EVENTS =
            Map.of(
                    "cleanup.policy", "compact",
                    "min.compaction.lag.ms", "3600000",
                    "max.compaction.lag.ms", "86400000",
                    "segment.ms", "21600000",
                    "min.cleanable.dirty.ratio", "0.2",
                    "max.message.bytes", "1048576");

    /** A letter is larger than its record by the headers that say what is wrong. */
    private static final Map<String, String> OF_DEAD_LETTERS =
            Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", "2592000000",
                    "max.message.bytes", "4194304");

    private TopicRules() {}

    static List<String> broken(JsonNode table, List<String> services) {
        List<String> found = new ArrayList<>();
        Map<String, JsonNode> topics = new HashMap<>();
        for (JsonNode topic : table.path("topics")) {
            String name = topic.path("name").asString("");
            if (topics.put(name, topic) != null) {
                found.add(name + " is there twice");
            }
        }
        topics.forEach((name, topic) -> check(name, topic, topics, found));
        for (String service : services) {
            if (!topics.containsKey("bootcamp." + service)) {
                found.add("bootcamp.%s is missing: it has schemas".formatted(service));
            }
        }
        return found;
    }

    private static void check(
            String name, JsonNode topic, Map<String, JsonNode> topics, List<String> found) {
        Matcher dead = DEAD_LETTERS.matcher(name);
        if (EVENTS.matcher(name).matches()) {
            checkConfig(name, topic, OF_EVENTS, found);
        } else if (dead.matches()) {
            checkConfig(name, topic, OF_DEAD_LETTERS, found);
            JsonNode events = topics.get(dead.group(1));
            if (events == null
                    || events.path("partitions").asInt() != topic.path("partitions").asInt()) {
                found.add(name + " has not as many partitions as the topic that is read");
            }
        } else {
            found.add(name + " is no name for a topic");
        }
    }

    private static void checkConfig(
            String name, JsonNode topic, Map<String, String> expected, List<String> found) {
        expected.forEach(
                (key, value) -> {
                    String present = topic.path("config").path(key).asString("");
                    if (!present.equals(value)) {
                        found.add("%s: %s is '%s', not %s".formatted(name, key, present, value));
                    }
                });
    }
}
