package bootcamp.gateway.signin;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever is named as a reader of reports of conduct has an account of staff or of an admin: a name
 * that is mistyped would leave reports that nobody reads. Services know no accounts, so that is
 * looked at on the way; whatever else is wrong with the request is the service's to say.
 */
final class NamedAccounts implements WebFilter, Ordered {

    private static final PathPattern PATH =
            PathPatternParser.defaultInstance.parse("/api/conduct-recipients/{cohortId}");

    /** As many as the service takes. */
    private static final int NAMED_MAX = 50;

    private final Function<List<String>, Mono<Set<String>>> staff;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * @param staff which of these names are of staff or admins
     */
    NamedAccounts(Function<List<String>, Mono<Set<String>>> staff) {
        this.staff = staff;
    }

    @Override
    public int getOrder() {
        // After the gate, the page's token and the limits; before it is handed on (-40).
        return -45;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getMethod() != HttpMethod.PUT
                || !PATH.matches(request.getPath().pathWithinApplication())) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(request.getBody())
                .map(NamedAccounts::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(
                        body ->
                                check(named(body))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                chain.filter(
                                                                        again(exchange, body)))));
    }

    private Mono<Void> check(List<String> named) {
        return named.isEmpty()
                ? Mono.empty()
                : staff.apply(named).doOnNext(known -> check(named, known)).then();
    }

    private static void check(List<String> named, Set<String> known) {
        Checks checks = InvalidInput.checking();
        for (int each = 0; each < named.size(); each++) {
            checks.that(
                    known.contains(named.get(each)), "usernames[" + each + "]", "UNKNOWN_STAFF");
        }
        checks.orThrow();
    }

    /** None where the body is not what the service takes. */
    private List<String> named(byte[] body) {
        try {
            List<String> named = new ArrayList<>();
            json.readTree(body)
                    .path("usernames")
                    .valueStream()
                    .forEach(each -> named.add(each.asString("")));
            boolean isTaken = named.stream().noneMatch(String::isBlank);
            return isTaken && named.size() <= NAMED_MAX ? named : List.of();
        } catch (JacksonException notJson) {
            return List.of();
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** The same request, whose body was read once. */
    private static ServerWebExchange again(ServerWebExchange exchange, byte[] body) {
        return exchange.mutate()
                .request(
                        new ServerHttpRequestDecorator(exchange.getRequest()) {
                            @Override
                            public Flux<DataBuffer> getBody() {
                                return Flux.defer(
                                        () ->
                                                Flux.just(
                                                        exchange.getResponse()
                                                                .bufferFactory()
                                                                .wrap(body)));
                            }
                        })
                .build();
    }
}
