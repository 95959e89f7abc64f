package bootcamp.contracts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Compares a schema with the one that was published. Allowed are a property that is not required
 * and, in a choice of {@code oneOf}, another alternative with a definition of its own: readers
 * ignore both. Everything else must be as it was.
 */
final class SchemaChange {

    private final List<String> found = new ArrayList<>();

    private SchemaChange() {}

    /** What is not allowed, each as "changed … at …"; empty where nothing is. */
    static List<String> between(JsonNode published, JsonNode schema) {
        SchemaChange change = new SchemaChange();
        change.compare("", SchemaLock.canonical(published), SchemaLock.canonical(schema));
        return List.copyOf(change.found);
    }

    private void compare(String path, JsonNode published, JsonNode present) {
        if (published.isObject() && present.isObject()) {
            compareObjects(path, published, present);
        } else if (isChoice(path) && published.isArray() && present.isArray()) {
            compareChoices(path, published, present);
        } else if (!published.equals(present)) {
            found.add(
                    "says %s at %s where it said %s"
                            .formatted(present, path.isEmpty() ? "/" : path, published));
        }
    }

    private void compareObjects(String path, JsonNode published, JsonNode present) {
        Set<String> names = new HashSet<>();
        published.properties().forEach(each -> names.add(each.getKey()));
        present.properties().forEach(each -> names.add(each.getKey()));
        for (String name : names.stream().sorted().toList()) {
            String at = path + "/" + name;
            if (!present.has(name)) {
                found.add("has lost " + at);
            } else if (published.has(name)) {
                compare(at, published.get(name), present.get(name));
            } else if (!mayGain(path)) {
                // A property that is required too is found at "required" beside it.
                found.add("has gained " + at);
            }
        }
    }

    private void compareChoices(String path, JsonNode published, JsonNode present) {
        Set<JsonNode> now = new HashSet<>();
        present.forEach(now::add);
        for (JsonNode alternative : published) {
            if (!now.contains(alternative)) {
                found.add("has lost the alternative %s at %s".formatted(alternative, path));
            }
        }
    }

    /** Fields of an object, and definitions. */
    private static boolean mayGain(String path) {
        return path.endsWith("/properties") && !path.endsWith("/properties/properties")
                || path.equals("/$defs");
    }

    /** Only where kinds of change are chosen among. */
    private static boolean isChoice(String path) {
        return path.equals("/properties/changes/items/oneOf");
    }
}
