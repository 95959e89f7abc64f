package bootcamp.gateway.route;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.TraceFilter;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentitySigner;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Asks the services behind the gateway, each request with a word for who makes it. A service that
 * does not answer is 503 {@code SERVICE_NOT_AVAILABLE}.
 */
public final class Services {

    /** What a client says that a service may hear; identity, cookies and all else stays here. */
    private static final List<String> TO_SERVICE =
            List.of(
                    HttpHeaders.ACCEPT,
                    HttpHeaders.ACCEPT_LANGUAGE,
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.CONTENT_LENGTH,
                    HttpHeaders.IF_MATCH,
                    HttpHeaders.IF_NONE_MATCH,
                    HttpHeaders.IF_RANGE,
                    HttpHeaders.RANGE,
                    "GPU-Pool-Token",
                    "Idempotency-Key",
                    "Last-Event-ID");

    /** The same, of a request that nobody is to recognise. */
    private static final List<String> TO_SERVICE_UNSEEN =
            List.of(
                    HttpHeaders.ACCEPT,
                    HttpHeaders.ACCEPT_LANGUAGE,
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.CONTENT_LENGTH);

    /** What a service says that a client may hear; what guards the browser is the gateway's. */
    private static final List<String> TO_CLIENT =
            List.of(
                    HttpHeaders.ACCEPT_RANGES,
                    HttpHeaders.ALLOW,
                    HttpHeaders.CACHE_CONTROL,
                    HttpHeaders.CONTENT_DISPOSITION,
                    HttpHeaders.CONTENT_LANGUAGE,
                    HttpHeaders.CONTENT_LENGTH,
                    HttpHeaders.CONTENT_RANGE,
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.ETAG,
                    HttpHeaders.LAST_MODIFIED,
                    HttpHeaders.LINK,
                    HttpHeaders.LOCATION,
                    HttpHeaders.RETRY_AFTER,
                    HttpHeaders.VARY);

    private static final String READINESS = "/readyz";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final RouteProperties properties;
    private final IdentitySigner signer;
    private final WebClient client;

    Services(RouteProperties properties, IdentitySigner signer, ReactorResourceFactory resources) {
        this.properties = properties;
        this.signer = signer;
        this.client =
                WebClient.builder()
                        .clientConnector(
                                new ReactorClientHttpConnector(
                                        resources,
                                        http ->
                                                http.option(
                                                                ChannelOption
                                                                        .CONNECT_TIMEOUT_MILLIS,
                                                                (int)
                                                                        properties
                                                                                .route()
                                                                                .connect()
                                                                                .toMillis())
                                                        .responseTimeout(
                                                                properties.route().answer())
                                                        .followRedirect(false)
                                                        .compress(false)))
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 << 20))
                        .build();
    }

    /** Hands a request on, and the answer back, as they flow; nothing is kept in memory. */
    Mono<Void> pass(ServerWebExchange exchange, Caller caller, String service) {
        return pass(exchange, caller, service, TO_SERVICE);
    }

    /** The same, by nobody and with nothing that a client says of itself but its language. */
    Mono<Void> passUnseen(ServerWebExchange exchange, String service) {
        return pass(exchange, Caller.NOBODY, service, TO_SERVICE_UNSEEN);
    }

    private Mono<Void> pass(
            ServerWebExchange exchange, Caller caller, String service, List<String> told) {
        ServerHttpRequest request = exchange.getRequest();
        WebClient.RequestBodySpec asked =
                ask(
                        caller,
                        service,
                        request.getMethod().name(),
                        request.getURI().getRawPath(),
                        request.getURI().getRawQuery());
        copy(told, request.getHeaders(), asked);
        if (exchange.getAttribute(TraceFilter.HEADER) instanceof String trace) {
            asked.header(TraceFilter.HEADER, trace);
        }
        return withBodyOf(request, asked)
                .exchangeToMono(answer -> handBack(answer, exchange.getResponse()))
                .onErrorMap(WebClientRequestException.class, Services::notAvailable);
    }

    /** Whether a service says so itself; an error where it says nothing. */
    Mono<Boolean> isReady(String service) {
        return client.get()
                .uri(uri(service, READINESS, null))
                .exchangeToMono(
                        answer ->
                                answer.releaseBody()
                                        .thenReturn(answer.statusCode().value() == 200));
    }

    /** Asks for something on behalf of a caller; anything but 200 is handed on as it is. */
    public <T> Mono<T> get(
            Caller caller,
            String service,
            String path,
            @Nullable String query,
            MediaType type,
            Class<T> as) {
        return answer(ask(caller, service, "GET", path, query).accept(type), as);
    }

    /**
     * Has something done on behalf of a caller by a service that is asked for it by nobody else.
     *
     * @param language of what people will read, as {@code Accept-Language} has it; null: none said
     */
    public <T> Mono<T> post(
            Caller caller,
            String service,
            String path,
            Object body,
            @Nullable String language,
            Class<T> as) {
        WebClient.RequestBodySpec asked =
                ask(caller, service, "POST", path, null)
                        .contentType(MediaType.APPLICATION_JSON)
                        .accept(MediaType.APPLICATION_JSON);
        if (language != null) {
            asked.header(HttpHeaders.ACCEPT_LANGUAGE, language);
        }
        return answer(asked.bodyValue(body), as);
    }

    /**
     * What has none is sent without: the client tries once more where a connection turns out to be
     * closed, and a request's body, even an empty one, can be read once.
     */
    private static WebClient.RequestHeadersSpec<?> withBodyOf(
            ServerHttpRequest request, WebClient.RequestBodySpec asked) {
        HttpHeaders headers = request.getHeaders();
        boolean hasBody =
                headers.getContentLength() > 0
                        || headers.getFirst(HttpHeaders.TRANSFER_ENCODING) != null;
        return hasBody ? asked.body(BodyInserters.fromDataBuffers(request.getBody())) : asked;
    }

    private static <T> Mono<T> answer(WebClient.RequestHeadersSpec<?> asked, Class<T> as) {
        return asked.retrieve()
                .onStatus(
                        status -> status.value() == 404,
                        _ -> Mono.error(ProblemException.notFound()))
                .onStatus(
                        HttpStatusCode::isError,
                        _ ->
                                Mono.error(
                                        ProblemException.notAvailable(
                                                "SERVICE_NOT_AVAILABLE", RETRY_AFTER)))
                .bodyToMono(as)
                .onErrorMap(WebClientRequestException.class, Services::notAvailable);
    }

    private WebClient.RequestBodySpec ask(
            Caller caller, String service, String method, String path, @Nullable String query) {
        String word = signer.sign(caller, service, method, path);
        return client.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(uri(service, path, query))
                .header(IdentitySigner.HEADER, word);
    }

    private URI uri(String service, String path, @Nullable String query) {
        RouteProperties.Service known = properties.services().get(service);
        if (known == null) {
            throw ProblemException.notAvailable("SERVICE_NOT_AVAILABLE", RETRY_AFTER);
        }
        // Raw on both sides: what is encoded stays so, and the path is the one that was signed.
        String base = known.url().toString().replaceAll("/+$", "");
        return URI.create(base + path + (query == null ? "" : "?" + query));
    }

    private static void copy(
            List<String> names, HttpHeaders from, WebClient.RequestBodySpec asked) {
        for (String name : names) {
            List<String> values = from.getOrEmpty(name);
            if (!values.isEmpty()) {
                asked.header(name, values.toArray(String[]::new));
            }
        }
    }

    private static Mono<Void> handBack(ClientResponse answer, ServerHttpResponse response) {
        response.setStatusCode(answer.statusCode());
        HttpHeaders from = answer.headers().asHttpHeaders();
        for (String name : TO_CLIENT) {
            List<String> values = from.getOrEmpty(name);
            if (!values.isEmpty()) {
                response.getHeaders().put(name, values);
            }
        }
        return response.writeWith(answer.bodyToFlux(DataBuffer.class));
    }

    private static Throwable notAvailable(WebClientRequestException failure) {
        // The client's own body may have been what failed: too large, or gone.
        Throwable cause = failure.getCause();
        return cause instanceof java.io.IOException
                        || cause instanceof io.netty.handler.timeout.TimeoutException
                ? ProblemException.notAvailable("SERVICE_NOT_AVAILABLE", RETRY_AFTER)
                : cause == null ? failure : cause;
    }
}
