package bootcamp.gateway.route;

import bootcamp.platform.http.Unseen;
import bootcamp.platform.security.Role;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that can be asked under {@code /api}, read from the OpenAPI document: what is not described
 * there is not there. So the document, the rights and the routes cannot drift apart.
 */
public final class Operations {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "patch", "delete", "head");

    private final List<Operation> all;

    Operations(ObjectNode document) {
        PathPatternParser parser = new PathPatternParser();
        JsonNode schemes = document.path("components").path("securitySchemes");
        this.all =
                document.path("paths").properties().stream()
                        .flatMap(
                                path ->
                                        path.getValue().properties().stream()
                                                .filter(e -> METHODS.contains(e.getKey()))
                                                .map(
                                                        e ->
                                                                operation(
                                                                        parser,
                                                                        path.getKey(),
                                                                        e.getKey(),
                                                                        e.getValue(),
                                                                        schemes)))
                        .sorted(Comparator.comparing(Operation::path))
                        .toList();
    }

    private static Operation operation(
            PathPatternParser parser,
            String path,
            String method,
            JsonNode described,
            JsonNode schemes) {
        JsonNode service = described.path("x-service");
        Set<Role> roles = new HashSet<>();
        described.path("x-roles").forEach(role -> roles.add(Role.valueOf(role.asString())));
        JsonNode security = described.path("security");
        boolean forAnybody = security.isArray() && security.isEmpty();
        if (forAnybody == !roles.isEmpty()) {
            throw new IllegalStateException(
                    method
                            + " "
                            + path
                            + " says neither, or both, that anybody and that roles may");
        }
        boolean unseen = described.path("x-unseen").asBoolean(false);
        if (unseen && !forAnybody) {
            throw new IllegalStateException(
                    method + " " + path + " is unseen, and yet asks who somebody is");
        }
        return new Operation(
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                parser.parse(path),
                Set.copyOf(roles),
                forAnybody,
                link(security, schemes),
                unseen,
                described.path("x-per-hour").isInt()
                        ? (Integer) described.path("x-per-hour").asInt()
                        : null,
                service.isString() ? service.asString() : null);
    }

    /** Of the ways in that an operation names for itself, the one that is a secret in the query. */
    private static @Nullable String link(JsonNode security, JsonNode schemes) {
        return security.valueStream()
                .flatMap(way -> way.propertyNames().stream())
                .map(schemes::path)
                .filter(scheme -> scheme.path("in").asString("").equals("query"))
                .map(scheme -> scheme.path("name").asString())
                .findFirst()
                .orElse(null);
    }

    List<Operation> all() {
        return all;
    }

    /** Those of which nothing is kept. */
    Unseen unseen() {
        return new Unseen(
                all.stream()
                        .filter(Operation::unseen)
                        .map(each -> new Unseen.Route(each.method(), each.path()))
                        .toList());
    }

    /** Whether anybody may ask for this, signed in or not. */
    public boolean isForAnybody(ServerWebExchange exchange) {
        Operation operation = find(exchange);
        return operation != null && operation.isForAnybody(exchange);
    }

    /** The operation that a request asks for; null: there is none. */
    @Nullable Operation find(ServerWebExchange exchange) {
        HttpMethod asked = exchange.getRequest().getMethod();
        HttpMethod method = asked == HttpMethod.HEAD ? HttpMethod.GET : asked;
        return at(exchange).stream()
                .filter(operation -> operation.method() == method)
                .findFirst()
                .orElse(null);
    }

    /** What can be done at the request's path. */
    Set<HttpMethod> methods(ServerWebExchange exchange) {
        return at(exchange).stream().map(Operation::method).collect(Collectors.toSet());
    }

    /** Of patterns that fit, the most specific one's operations. */
    private List<Operation> at(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        List<Operation> fitting =
                all.stream().filter(operation -> operation.path().matches(path)).toList();
        return fitting.stream()
                .filter(operation -> operation.path().equals(fitting.getFirst().path()))
                .toList();
    }
}
