package bootcamp.platform.http;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.source.IdSource;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Carries the W3C {@code traceparent} of a request, or a new one, to what the request causes: the
 * events that are written and the services that are asked.
 */
public final class TraceFilter implements WebFilter, Ordered {

    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final IdSource ids;

    public TraceFilter(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 20;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String sent = exchange.getRequest().getHeaders().getFirst(HEADER);
        String trace =
                sent != null && FORM.matcher(sent).matches()
                        ? sent
                        : "00-" + ids.next() + "-" + span(ids.next()) + "-00";
        exchange.getAttributes().put(HEADER, trace);
        return chain.filter(exchange)
                .contextWrite(context -> context.put(AggregateStore.TRACE_KEY, trace));
    }

    private static String span(String id) {
        return id.substring(0, 16);
    }
}
