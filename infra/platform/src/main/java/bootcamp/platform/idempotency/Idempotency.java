package bootcamp.platform.idempotency;

import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads on what terms a command is to be carried out: {@code Idempotency-Key} of a POST, and {@code
 * If-Match}.
 */
public final class Idempotency {

    public static final String HEADER = "Idempotency-Key";

    private static final int LENGTH_MAX = 128;

    private final KeyedHash hash;
    private final KeyStore keys;
    private final JsonMapper json;

    public Idempotency(KeyedHash hash, KeyStore keys, JsonMapper json) {
        this.hash = hash;
        this.keys = keys;
        this.json = json;
    }

    /**
     * The terms of a request.
     *
     * @param body the request's body as it was read; of an upload, a digest of it
     * @return fails with 400 for a malformed header, and with 422 {@code IDEMPOTENCY_KEY_REUSED}
     *     for a key that came with another body in the last 24 hours
     */
    public Mono<Terms> terms(ServerWebExchange exchange, Object body) {
        return Mono.defer(
                () -> {
                    ServerHttpRequest request = exchange.getRequest();
                    Long ifVersion = Etags.ifMatch(request.getHeaders());
                    String sent = sent(request);
                    return sent == null
                            ? Mono.just(new Terms(ifVersion, null))
                            : keys.claim(key(exchange, sent, body))
                                    .map(key -> new Terms(ifVersion, key));
                });
    }

    /**
     * Does what is no command to an aggregate, on the terms of a request. Its answer is kept for a
     * day: the same request again gets it and does nothing. A failure is not kept. Two that come at
     * once, or after a process ended in between, may both do it: it must do no harm twice.
     *
     * @param type what {@code work} answers with; JSON must carry it there and back
     * @return fails as {@link #terms} does
     */
    public <V> Mono<V> once(ServerWebExchange exchange, Object body, Class<V> type, Mono<V> work) {
        return terms(exchange, body)
                .flatMap(
                        terms -> {
                            CommandKey key = terms.key();
                            return key == null ? work : once(key, type, work);
                        });
    }

    private <V> Mono<V> once(CommandKey key, Class<V> type, Mono<V> work) {
        return keys.answer(key)
                .map(answer -> json.readValue(answer, type))
                .switchIfEmpty(
                        work.delayUntil(done -> keys.keep(key, json.writeValueAsString(done))));
    }

    /**
     * The id of what a POST makes: that of the first time where it came before, so that a repeated
     * create meets its own document and nobody else's.
     */
    public static String newId(Terms terms, IdSource ids) {
        CommandKey key = terms.key();
        return key == null ? ids.next() : idOf(key.key());
    }

    /**
     * The id of what a POST makes, as {@link #newId(Terms, IdSource)} gives it, before anything is
     * looked at: to find what the same request has made. {@link #terms} says whether it is the
     * same.
     *
     * @return empty: the request has no key
     */
    public Mono<String> idOf(ServerWebExchange exchange) {
        return Mono.fromSupplier(
                () -> {
                    String sent = sent(exchange.getRequest());
                    return sent == null ? null : idOf(key(exchange, sent));
                });
    }

    private static String idOf(String key) {
        return key.substring(0, 32);
    }

    private String key(ServerWebExchange exchange, String sent) {
        ServerHttpRequest request = exchange.getRequest();
        return hash.of(
                "idempotency-key",
                Caller.of(exchange).username(),
                request.getMethod().name(),
                request.getURI().getRawPath(),
                sent);
    }

    private CommandKey key(ServerWebExchange exchange, String sent, Object body) {
        ServerHttpRequest request = exchange.getRequest();
        String query = String.valueOf(request.getURI().getRawQuery());
        String text = query + '\n' + json.writeValueAsString(body);
        return new CommandKey(key(exchange, sent), hash.of("idempotency-body", text));
    }

    private static @Nullable String sent(ServerHttpRequest request) {
        List<String> values = request.getHeaders().getOrEmpty(HEADER);
        if (values.isEmpty() || request.getMethod() != HttpMethod.POST) {
            return null;
        }
        if (values.size() > 1) {
            throw ProblemException.malformed(FieldError.of(HEADER, "ONE_ONLY"));
        }
        String value = values.getFirst().strip();
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.matches("[!-~]+")) {
            throw ProblemException.malformed(FieldError.of(HEADER, "NOT_A_KEY"));
        }
        return value;
    }
}
