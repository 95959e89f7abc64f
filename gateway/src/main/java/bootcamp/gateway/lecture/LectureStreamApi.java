package bootcamp.gateway.lecture;

import bootcamp.gateway.route.Services;
import bootcamp.gateway.stream.EventStreamApi;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * {@code /api/lectures/{lectureId}/stream}: seats and votes as they move, for whoever may see the
 * lecture. Whether that is so the curriculum service says, once, before the stream begins.
 */
@RestController
final class LectureStreamApi {

    private static final String SERVICE = "curriculum";

    private final LiveLectures lectures;
    private final Services services;

    LectureStreamApi(LiveLectures lectures, Services services) {
        this.lectures = lectures;
        this.services = services;
    }

    @GetMapping(
            path = "/api/lectures/{lectureId}/stream",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(@PathVariable String lectureId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT);
        return services.get(
                        caller,
                        SERVICE,
                        "/api/lectures/" + lectureId,
                        null,
                        MediaType.APPLICATION_JSON,
                        JsonNode.class)
                .flatMap(
                        _ ->
                                EventStreamApi.write(
                                        exchange.getResponse(),
                                        lectures.watch(lectureId, caller.worksHere())));
    }
}
