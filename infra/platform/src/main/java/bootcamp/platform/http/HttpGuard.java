package bootcamp.platform.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Stands before everything else: unknown hosts, compressed and overlong bodies are refused, and
 * every answer carries the headers that tell a browser what it must not do.
 */
public final class HttpGuard implements WebFilter, Ordered {

    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    /** No inline code, no foreign origin, nothing embedded: scripts and styles come from here. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
                    + " object-src 'none'; form-action 'self'; frame-ancestors 'none'";

    private final HttpProperties properties;
    private final TrustedProxies proxies;
    private final Set<String> hosts;

    /**
     * @param loopback whether the server listens on loopback only
     */
    public HttpGuard(HttpProperties properties, boolean loopback) {
        this.properties = properties;
        this.proxies = new TrustedProxies(properties.trustedProxies());
        this.hosts =
                !properties.hosts().isEmpty()
                        ? Set.copyOf(properties.hosts())
                        : loopback ? LOOPBACK_HOSTS : Set.of();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        addHeaders(exchange);
        ServerHttpRequest request = proxies.seenThrough(exchange.getRequest());
        ProblemException refused = refused(request);
        Mono<Void> answered =
                refused != null
                        ? Mono.error(refused)
                        : chain.filter(
                                exchange.mutate()
                                        .request(new Bounded(request, bytesMax(request)))
                                        .build());
        // The server (reactor-netty 1.3.6, its issue 4361) may stop reading a connection that is
        // kept alive when an answer is complete before the call that brought the request returns.
        return answered.subscribeOn(Schedulers.parallel());
    }

    private @Nullable ProblemException refused(ServerHttpRequest request) {
        if (!hosts.isEmpty() && !hosts.contains(host(request))) {
            return ProblemException.of(HttpStatus.MISDIRECTED_REQUEST, "HOST_NOT_ALLOWED");
        }
        // Rights and limits go by how a path begins: no other spelling of it gets past here.
        if (isDisguised(request)) {
            return ProblemException.notFound();
        }
        // Bodies are counted as they are read; what unpacks to more than was counted is not taken.
        if (!isPlain(request.getHeaders().getOrEmpty(HttpHeaders.CONTENT_ENCODING))) {
            return ProblemException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
        }
        if (request.getHeaders().getContentLength() > bytesMax(request)) {
            return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE");
        }
        return null;
    }

    private static boolean isDisguised(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().elements().stream()
                .filter(PathSegment.class::isInstance)
                .map(PathSegment.class::cast)
                .findFirst()
                .filter(first -> !first.valueToMatch().equals(first.value()))
                .isPresent();
    }

    private static boolean isPlain(List<String> encodings) {
        return encodings.stream().allMatch(one -> one.isBlank() || one.equals("identity"));
    }

    private static String host(ServerHttpRequest request) {
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host == null) {
            return "";
        }
        String withoutPort =
                host.startsWith("[")
                        ? host.substring(0, host.indexOf(']') + 1)
                        : host.split(":", 2)[0];
        return withoutPort.toLowerCase(Locale.ROOT);
    }

    private long bytesMax(ServerHttpRequest request) {
        return isUpload(request) ? properties.uploadBytesMax() : properties.bodyBytesMax();
    }

    private static boolean isUpload(ServerHttpRequest request) {
        try {
            MediaType type = request.getHeaders().getContentType();
            return type != null && !type.getSubtype().endsWith("json");
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private void addHeaders(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (properties.https()) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        boolean isApi = exchange.getRequest().getPath().value().startsWith("/api/");
        exchange.getResponse()
                .beforeCommit(
                        () -> {
                            if (isApi && headers.getCacheControl() == null) {
                                headers.setCacheControl("no-store");
                            }
                            return Mono.empty();
                        });
    }

    /** A request whose body fails once more bytes came than are allowed. */
    private static final class Bounded extends ServerHttpRequestDecorator {

        private final long bytesMax;

        Bounded(ServerHttpRequest request, long bytesMax) {
            super(request);
            this.bytesMax = bytesMax;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong bytes = new AtomicLong();
            return super.getBody()
                    .map(
                            buffer -> {
                                if (bytes.addAndGet(buffer.readableByteCount()) > bytesMax) {
                                    DataBufferUtils.release(buffer);
                                    throw new DataBufferLimitException("body too large");
                                }
                                return buffer;
                            });
        }
    }
}
