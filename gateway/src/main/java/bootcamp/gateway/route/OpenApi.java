package bootcamp.gateway.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document, put together from one part for each module: {@code openapi/<part>.yml}.
 * A path or schema that two parts describe is a mistake that stops the start.
 */
final class OpenApi {

    static final List<String> PARTS =
            List.of(
                    "frame",
                    "signin",
                    "enrollment",
                    "admission",
                    "screening",
                    "certificates",
                    "curriculum",
                    "clinics",
                    "teams",
                    "competition",
                    "gpus",
                    "review",
                    "dashboard",
                    "replay");

    private OpenApi() {}

    static ObjectNode read() {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode whole = json.createObjectNode();
        PARTS.forEach(part -> merge(whole, json.valueToTree(part(part)), part));
        return whole;
    }

    private static void merge(ObjectNode into, ObjectNode part, String name) {
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            JsonNode present = into.get(field.getKey());
            if (present == null) {
                into.set(field.getKey(), field.getValue());
            } else if (present instanceof ObjectNode both
                    && field.getValue() instanceof ObjectNode more) {
                merge(both, more, name + "/" + field.getKey());
            } else {
                throw new IllegalStateException(
                        name + "/" + field.getKey() + " is described twice");
            }
        }
    }

    private static Map<String, Object> part(String part) {
        String resource = "/openapi/" + part + ".yml";
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setMaxAliasesForCollections(500);
            return new Yaml(
                            new SafeConstructor(options),
                            new Representer(new DumperOptions()),
                            new DumperOptions(),
                            options,
                            new Words())
                    .load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(resource, failure);
        }
    }

    /** As YAML 1.2 has it: {@code on}, {@code off}, {@code yes} and {@code no} are words. */
    private static final class Words extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "n~\0");
        }
    }
}
