package bootcamp.gateway.stream;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How every stream of events is answered. */
public final class EventStreamApi {

    private EventStreamApi() {}

    /** Writes each event as soon as it is there. */
    public static Mono<Void> write(ServerHttpResponse response, Flux<byte[]> stream) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        response.getHeaders().setCacheControl("no-cache, no-transform, private");
        // Or a proxy would gather what shall be seen at once.
        response.getHeaders().set("X-Accel-Buffering", "no");
        return response.writeAndFlushWith(
                stream.map(response.bufferFactory()::wrap).map(Mono::just));
    }
}
