package bootcamp.platform.http;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.telemetry.Hops;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Carries the W3C {@code traceparent} of a request, or a new one, to what the request causes: the
 * events that are written and the services that are asked. What is {@link Unseen} has none.
 */
public final class TraceFilter implements WebFilter, Ordered {

    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final IdSource ids;

    private final Unseen unseen;

    public TraceFilter(IdSource ids, Unseen unseen) {
        this.ids = ids;
        this.unseen = unseen;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 20;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (unseen.isOf(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        String sent = exchange.getRequest().getHeaders().getFirst(HEADER);
        String trace =
                sent != null && FORM.matcher(sent).matches()
                        ? sent
                        : "00-" + ids.next() + "-" + span(ids.next()) + "-00";
        exchange.getAttributes().put(HEADER, trace);
        long began = System.nanoTime();
        // Whoever answers a failure sets the status after this filter, but before the first byte.
        exchange.getResponse()
                .beforeCommit(() -> Mono.fromRunnable(() -> answered(exchange, trace, began)));
        return chain.filter(exchange)
                .contextWrite(context -> context.put(AggregateStore.TRACE_KEY, trace));
    }

    private static void answered(ServerWebExchange exchange, String trace, long began) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        Object route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Hops.answered(
                trace,
                exchange.getRequest().getMethod().name(),
                route == null ? "none" : route.toString(),
                status == null ? 200 : status.value(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private static String span(String id) {
        return id.substring(0, 16);
    }
}
