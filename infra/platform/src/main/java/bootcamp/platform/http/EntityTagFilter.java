package bootcamp.platform.http;

import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.DigestUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives what is read under {@code /api} an {@code ETag} made of its bytes, and answers 304 to who
 * has them, where its handler did neither. What comes in pieces is left as it is: a stream, and
 * what a service behind a gateway answered, which has its tag from there.
 */
final class EntityTagFilter implements WebFilter, Ordered {

    @Override
    public int getOrder() {
        // Within the guard, around everything that answers.
        return Ordered.HIGHEST_PRECEDENCE + 20;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean isRead =
                exchange.getRequest().getMethod() == HttpMethod.GET
                        && exchange.getRequest().getPath().value().startsWith("/api/");
        return chain.filter(
                isRead
                        ? exchange.mutate()
                                .response(
                                        new Tagging(
                                                exchange.getResponse(),
                                                exchange.getRequest().getHeaders()))
                                .build()
                        : exchange);
    }

    private static final class Tagging extends ServerHttpResponseDecorator {

        private final HttpHeaders asked;

        Tagging(ServerHttpResponse response, HttpHeaders asked) {
            super(response);
            this.asked = asked;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            boolean isOk = getStatusCode() == null || getStatusCode() == HttpStatus.OK;
            return isOk && getHeaders().getETag() == null && body instanceof Mono<?>
                    ? Mono.from(body).flatMap(this::tagged)
                    : super.writeWith(body);
        }

        private Mono<Void> tagged(DataBuffer whole) {
            byte[] bytes = new byte[whole.readableByteCount()];
            whole.toByteBuffer(ByteBuffer.wrap(bytes));
            String tag = '"' + DigestUtils.md5DigestAsHex(bytes) + '"';
            HttpHeaders headers = getHeaders();
            headers.setETag(tag);
            if (!Etags.isKnown(asked, tag)) {
                return super.writeWith(Mono.just(whole));
            }
            DataBufferUtils.release(whole);
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            headers.remove(HttpHeaders.CONTENT_TYPE);
            setStatusCode(HttpStatus.NOT_MODIFIED);
            return setComplete();
        }
    }
}
