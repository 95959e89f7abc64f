package bootcamp.contracts;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The schema of one version of one aggregate's events.
 *
 * @param service that writes them, such as {@code enrollment}
 * @param aggregate noun of the glossary
 * @param version of the public state, from 1
 * @param json the schema as it stands in its file
 */
public record Contract(
        String service, String aggregate, int version, JsonNode json, Schema schema) {

    static Contract of(String service, String aggregate, int version, JsonNode json) {
        return new Contract(
                service,
                aggregate,
                version,
                json,
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(json));
    }

    /** Such as {@code enrollment/Cohort.v1}. */
    public String name() {
        return "%s/%s.v%d".formatted(service, aggregate, version);
    }

    /** As the header {@code ce_dataschema} names it. */
    public String id() {
        return "bootcamp:" + name() + ".schema.json";
    }

    /** As the header {@code ce_type} names it. */
    public String eventType() {
        return "bootcamp.%s.%s.v%d".formatted(service, aggregate, version);
    }

    /** The kinds of change it describes. */
    public Set<String> kinds() {
        return json.path("$defs").properties().stream()
                .flatMap(each -> kind(each.getValue()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> kind(JsonNode definition) {
        return Optional.of(definition.at("/properties/type/const"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue);
    }

    /** What in an event's value breaks the schema; empty where nothing does. */
    public List<String> violations(JsonNode value) {
        return schema
                .validate(
                        value,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
