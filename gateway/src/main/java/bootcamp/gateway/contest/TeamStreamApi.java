package bootcamp.gateway.contest;

import bootcamp.gateway.contest.LiveTeams.Standing;
import bootcamp.gateway.route.Services;
import bootcamp.gateway.stream.EventStreamApi;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * {@code /api/competitions/{competitionId}/teams/{teamId}/stream}: how the submissions of one's own
 * team stand. That it is one's own the competition service says, before the stream begins and at
 * each look.
 */
@RestController
final class TeamStreamApi {

    private static final String SERVICE = "competition";

    /** Of a team one is scored after the other: those that wait are the newest. */
    private static final String NEWEST = "limit=50";

    private final LiveTeams teams;
    private final Services services;

    TeamStreamApi(LiveTeams teams, Services services) {
        this.teams = teams;
        this.services = services;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Submissions(List<Standing> items) {}

    @GetMapping(
            path = "/api/competitions/{competitionId}/teams/{teamId}/stream",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(
            @PathVariable String competitionId,
            @PathVariable String teamId,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.STUDENT);
        String path = "/api/competitions/" + competitionId;
        // What signs a request holds for a minute, and a stream is looked at as long as it lasts.
        Mono<List<Standing>> look =
                Mono.defer(
                                () ->
                                        services.get(
                                                caller,
                                                SERVICE,
                                                path + "/submissions",
                                                NEWEST,
                                                MediaType.APPLICATION_JSON,
                                                Submissions.class))
                        .map(Submissions::items);
        return services.get(
                        caller,
                        SERVICE,
                        path + "/teams/" + teamId,
                        null,
                        MediaType.APPLICATION_JSON,
                        JsonNode.class)
                .flatMap(
                        _ ->
                                EventStreamApi.write(
                                        exchange.getResponse(), teams.watch(teamId, look)));
    }
}
