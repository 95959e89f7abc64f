package bootcamp.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code schemas.lock}: every schema as it was published, so that a promise once given is kept.
 *
 * <p>A published schema may gain optional fields and kinds of change; anything else is a new
 * version. It may lose nothing, and it stays for ever.
 */
final class SchemaLock {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMMAND =
            "mvn -pl services/contracts test -Dcontracts.write=true, and commit schemas.lock";

    private final Contracts contracts;
    private final Path file;

    SchemaLock(Contracts contracts) {
        this.contracts = contracts;
        this.file = contracts.directory().resolve("schemas.lock");
    }

    /** What is wrong, each with what to do about it; empty where every promise is kept. */
    List<String> problems() {
        Map<String, JsonNode> locked = locked();
        Map<String, JsonNode> present = present();
        List<String> problems = new ArrayList<>(broken(locked, present));
        present.forEach(
                (name, schema) -> {
                    JsonNode published = locked.get(name);
                    if (published == null) {
                        problems.add("%s is new. Publish it: %s.".formatted(name, COMMAND));
                    } else if (problems.isEmpty()
                            && !canonical(published).equals(canonical(schema))) {
                        problems.add(
                                "%s has gained optional parts, which is allowed. Publish them: %s."
                                        .formatted(name, COMMAND));
                    }
                });
        return problems;
    }

    /**
     * Takes over what is new and allowed.
     *
     * @throws IllegalStateException where something is not
     */
    void write() {
        Map<String, JsonNode> present = present();
        List<String> broken = broken(locked(), present);
        if (!broken.isEmpty()) {
            throw new IllegalStateException(String.join("\n", broken));
        }
        ObjectNode lock = JSON.createObjectNode();
        present.forEach(
                (name, schema) -> {
                    ObjectNode entry = lock.putObject(name);
                    entry.put("sha256", sha256(schema));
                    entry.set("schema", canonical(schema));
                });
        try {
            Files.writeString(file, JSON.writeValueAsString(lock).replace("},\"", "},\n\"") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> broken(
            Map<String, JsonNode> locked, Map<String, JsonNode> present) {
        List<String> problems = new ArrayList<>();
        locked.forEach(
                (name, published) -> {
                    JsonNode schema = present.get(name);
                    if (schema == null) {
                        problems.add(
                                "%s was published and is gone: bring its file back, records of that version are in topics."
                                        .formatted(name));
                    } else {
                        SchemaChange.between(published, schema)
                                .forEach(
                                        change ->
                                                problems.add(
                                                        "%s %s. Take that back, and say it in a new version: a schema file of the next number, the number in the AggregateType, an upcaster in every reader, new examples; the old files stay."
                                                                .formatted(name, change)));
                    }
                });
        return problems;
    }

    private Map<String, JsonNode> present() {
        Map<String, JsonNode> present = new TreeMap<>();
        contracts.all().forEach(each -> present.put(each.name(), each.json()));
        return present;
    }

    private Map<String, JsonNode> locked() {
        Map<String, JsonNode> locked = new TreeMap<>();
        if (!Files.exists(file)) {
            return locked;
        }
        try {
            JSON.readTree(Files.readString(file))
                    .properties()
                    .forEach(each -> locked.put(each.getKey(), unharmed(each.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return locked;
    }

    private static JsonNode unharmed(JsonNode entry) {
        JsonNode schema = entry.path("schema");
        if (!sha256(schema).equals(entry.path("sha256").asString())) {
            throw new IllegalStateException(
                    "schemas.lock was changed by hand: a schema in it does not have its SHA-256. Take the file from the last commit.");
        }
        return schema;
    }

    /** Without what only people read, and with the fields of objects in order. */
    static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = JSON.createObjectNode();
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(each -> fields.put(each.getKey(), each.getValue()));
            fields.forEach(
                    (name, value) -> {
                        if (!isForPeople(name, value)) {
                            sorted.set(name, canonical(value));
                        }
                    });
            return sorted;
        }
        if (node.isArray()) {
            var items = JSON.createArrayNode();
            node.forEach(each -> items.add(canonical(each)));
            return items;
        }
        return node;
    }

    /** A field of an event that is called {@code title} is an object here, not a text. */
    private static boolean isForPeople(String name, JsonNode value) {
        return value.isString() && (name.equals("title") || name.equals("description"));
    }

    private static String sha256(JsonNode schema) {
        try {
            byte[] bytes = JSON.writeValueAsString(canonical(schema)).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
