package bootcamp.gateway.signin;

import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends every stream of events with the session that opened it, whoever writes the stream, and
 * refuses those that are too many.
 */
final class StreamsApi implements WebFilter, Ordered {

    private final OpenStreams streams;

    StreamsApi(OpenStreams streams) {
        this.streams = streams;
    }

    @Override
    public int getOrder() {
        // After the limits (-50), before routes (-40).
        return -45;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        SignedIn signedIn = SignedIn.of(exchange);
        return signedIn == null
                ? chain.filter(exchange)
                : chain.filter(
                        exchange.mutate()
                                .response(
                                        new Guarded(
                                                exchange.getResponse(),
                                                signedIn,
                                                SignInApi.address(exchange)))
                                .build());
    }

    /** A response that ends early where it is a stream of events. */
    private final class Guarded extends ServerHttpResponseDecorator {

        private final SignedIn signedIn;
        private final String address;

        Guarded(ServerHttpResponse response, SignedIn signedIn, String address) {
            super(response);
            this.signedIn = signedIn;
            this.address = address;
        }

        @Override
        public Mono<Void> writeAndFlushWith(
                Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return MediaType.TEXT_EVENT_STREAM.isCompatibleWith(getHeaders().getContentType())
                    ? Mono.using(
                            () -> streams.enter(signedIn, address),
                            stay ->
                                    getDelegate()
                                            .writeAndFlushWith(
                                                    Flux.from(body).takeUntilOther(stay.end())),
                            OpenStreams.Stay::leave)
                    : super.writeAndFlushWith(body);
        }
    }
}
