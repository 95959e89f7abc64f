package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as it is served, what was seen of it, and whether answers keep to it. */
final class Contract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** What {@code default} stands for: any operation may answer so. */
    private static final Set<Integer> OF_ALL = Set.of(406, 413, 415, 429, 503);

    /** One method at one path. */
    record Operation(String method, PathPattern path, JsonNode described) {

        String id() {
            return method + " " + path;
        }

        boolean forAnybody() {
            return described.path("security").isArray() && described.path("security").isEmpty();
        }

        Set<String> roles() {
            return StreamSupport.stream(described.path("x-roles").spliterator(), false)
                    .map(JsonNode::asString)
                    .collect(Collectors.toSet());
        }

        @Nullable String service() {
            return described.path("x-service").asString(null);
        }

        /** As numbers; {@code default} left out. */
        Set<Integer> statuses() {
            return described.path("responses").propertyNames().stream()
                    .filter(status -> !status.equals("default"))
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet());
        }
    }

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Contract(URI served) {
        document = JsonMapper.shared().readTree(read(served));
        document.path("paths").properties().forEach(path -> addAll(path.getKey(), path.getValue()));
        operations.sort(Comparator.comparing(Operation::path));
    }

    private static String read(URI served) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(served).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void addAll(String path, JsonNode methods) {
        PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
        methods.properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(
                        method ->
                                operations.add(
                                        new Operation(
                                                method.getKey().toUpperCase(Locale.ROOT),
                                                pattern,
                                                method.getValue())));
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    @Nullable Operation find(String method, String path) {
        PathContainer asked = PathContainer.parsePath(path.split("\\?", 2)[0]);
        return operations.stream()
                .filter(one -> one.method().equals(method) && one.path().matches(asked))
                .findFirst()
                .orElse(null);
    }

    /** An operation's own parameters, and those that all of its path have. */
    Stream<JsonNode> parameters(Operation operation) {
        JsonNode ofPath =
                document.path("paths").path(operation.path().getPatternString()).path("parameters");
        return Stream.concat(
                        ofPath.valueStream(),
                        operation.described().path("parameters").valueStream())
                .map(this::resolved);
    }

    /** Fails where the document does not say that this operation answers so. */
    void check(String method, String path, Answer answer) {
        Operation operation = find(method, path);
        if (operation == null) {
            return;
        }
        JsonNode responses = operation.described().path("responses");
        JsonNode response =
                OF_ALL.contains(answer.status()) && !responses.has("" + answer.status())
                        ? responses.path("default")
                        : responses.path("" + answer.status());
        assertThat(response.isMissingNode())
                .as(
                        "the document does not say that %s is answered with %s: %s",
                        answer.request(), answer.status(), answer.body())
                .isFalse();
        assertThat(resolved(response).path("headers").propertyNames())
                .as("headers of %s %s", answer.request(), answer.status())
                .allSatisfy(name -> assertThat(answer.header(name)).as(name).isNotEmpty());
        checkBody(operation, answer, resolved(response).path("content"));
    }

    /** As {@link #check} does, for an answer whose body does not end. */
    void checkStream(String path, HttpResponse<?> stream) {
        Operation operation = Objects.requireNonNull(find("GET", path));
        JsonNode response = operation.described().path("responses").path("" + stream.statusCode());
        String type = stream.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        assertThat(response.path("content").propertyNames()).contains(type);
        seen.add(described(operation, stream.statusCode(), type));
    }

    private void checkBody(Operation operation, Answer answer, JsonNode content) {
        if (content.isEmpty()) {
            assertThat(answer.body()).as("body of %s", answer.request()).isEmpty();
            seen.add(described(operation, answer.status(), ""));
            return;
        }
        MediaType type = MediaType.parseMediaType(answer.header("Content-Type"));
        String essence = type.getType() + "/" + type.getSubtype();
        assertThat(content.propertyNames())
                .as("content type of %s %s", answer.request(), answer.status())
                .contains(essence);
        seen.add(described(operation, answer.status(), essence));
        if (essence.endsWith("json")) {
            JsonNode schema = content.path(essence).path("schema");
            assertThat(schema(document, schema).validate(answer.json()))
                    .as("%s %s: %s", answer.request(), answer.status(), answer.body())
                    .isEmpty();
        }
    }

    /** Why the document does not allow this body of a request; empty: it does. */
    List<String> flawsOfRequest(Operation operation, JsonNode body) {
        return flaws(document, operation.described().path("requestBody").path("content"), body);
    }

    /** Why an answer may not contain this; empty: it may, whatever else it must have. */
    List<String> flawsOfPart(Operation operation, String status, JsonNode part) {
        JsonNode response = resolved(operation.described().path("responses").path(status));
        return flaws(withoutRequired(document), withoutRequired(response).path("content"), part);
    }

    private List<String> flaws(JsonNode within, JsonNode content, JsonNode value) {
        JsonNode described = content.path("application/json").path("schema");
        return schema(within, described).validate(value).stream().map(Object::toString).toList();
    }

    private static JsonNode withoutRequired(JsonNode node) {
        JsonNode copy = node.deepCopy();
        copy.findParents("required").stream()
                .filter(parent -> parent.path("required").isArray())
                .forEach(parent -> ((ObjectNode) parent).remove("required"));
        return copy;
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asString("");
        return ref.isEmpty() ? node : document.at(ref.substring(1));
    }

    /** References are into the whole document, so that is what a schema stands in. */
    private Schema schema(JsonNode within, JsonNode schema) {
        return schemas.computeIfAbsent(
                (within == document ? "whole " : "part ") + schema,
                text -> {
                    ObjectNode whole = JsonMapper.shared().createObjectNode();
                    whole.set("components", within.path("components"));
                    whole.setAll((ObjectNode) schema.deepCopy());
                    return registry.getSchema(
                            SchemaLocation.of(
                                    "urn:contract:" + Integer.toHexString(text.hashCode())),
                            whole);
                });
    }

    /** What the document says that is answered, with each type of its body, and nobody has seen. */
    List<String> unseen() {
        return operations.stream()
                .flatMap(this::answers)
                .filter(answer -> !seen.contains(answer))
                .sorted()
                .toList();
    }

    private Stream<String> answers(Operation operation) {
        return operation.statuses().stream()
                .flatMap(
                        status -> {
                            Set<String> types = types(operation, status);
                            return (types.isEmpty() ? Stream.of("") : types.stream())
                                    .map(type -> described(operation, status, type));
                        });
    }

    /** In which an answer may come; empty: it has no body. */
    Set<String> types(Operation operation, int status) {
        JsonNode response = operation.described().path("responses").path("" + status);
        return Set.copyOf(resolved(response).path("content").propertyNames());
    }

    private static String described(Operation operation, int status, String type) {
        return "%s %s %s".formatted(operation.id(), status, type).strip();
    }

    Stream<Operation> of(String service) {
        return operations.stream().filter(one -> service.equals(one.service()));
    }
}
