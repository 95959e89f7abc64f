package bootcamp.gateway.contest;

import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.gateway.feed.FactReader;
import bootcamp.gateway.stream.EventStreams;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams of the pages that are open on what their team has submitted. That something of the
 * team moved the feed says; how its submissions stand the service is asked then, and again every
 * second for as long as one of them waits, since its place moves with others' submissions.
 */
public final class LiveTeams implements FactReader, AutoCloseable {

    /** Between two looks: no page draws faster, and a rush is told as a few. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Between two looks while something waits; ages are told in seconds. */
    private static final Duration WAITING = Duration.ofSeconds(1);

    private static final Integer MOVED = 1;

    private final Map<String, Watched> teams = new ConcurrentHashMap<>();
    private final EventStreams streams;
    private final JsonMapper json;

    /**
     * @param heartbeat between two signs of life on a stream
     */
    LiveTeams(JsonMapper json, Duration heartbeat) {
        this.json = json;
        this.streams = new EventStreams(heartbeat);
    }

    /**
     * A submission as its team sees it while it is scored: neither scores nor texts, which the
     * service tells.
     *
     * @param at local time with its offset
     * @param place 0: it is at work; 1: it is next; null: it does not wait, or nobody knows
     * @param waitedSeconds since it arrived; null: it does not wait
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Standing(
            String submissionId,
            String teamId,
            String state,
            String at,
            @Nullable Integer place,
            @Nullable Long waitedSeconds) {

        boolean waits() {
            return state.equals("QUEUED");
        }
    }

    /** What a page is told. */
    record Told(String teamId, List<Standing> submissions) {

        boolean waits() {
            return submissions.stream().anyMatch(Standing::waits);
        }
    }

    private record Watched(Sinks.Many<Integer> moves, int pages) {

        Watched with(int more) {
            return new Watched(moves, pages + more);
        }
    }

    @Override
    public void on(CohortFact fact, long version, Instant time) {
        if (fact instanceof CompetitionTeamStands stands) {
            Watched watched = teams.get(stands.team().teamId());
            if (watched != null) {
                // A page that is behind looks anew as soon as it is not.
                var _ = watched.moves().tryEmitNext(MOVED);
            }
        }
    }

    /**
     * What becomes of a team's submissions, until the page goes away.
     *
     * @param look asks how the newest of them stand, for whoever watches
     * @return an error where the service does not answer, or too many streams are open
     */
    Flux<byte[]> watch(String teamId, Mono<List<Standing>> look) {
        return streams.open(
                Flux.using(
                        () -> entered(teamId),
                        moves -> events(teamId, moves, look),
                        _ -> left(teamId)));
    }

    private Sinks.Many<Integer> entered(String teamId) {
        return Objects.requireNonNull(
                        teams.compute(
                                teamId,
                                (_, known) ->
                                        known == null
                                                ? new Watched(
                                                        Sinks.many().multicast().directBestEffort(),
                                                        1)
                                                : known.with(1)))
                .moves();
    }

    private void left(String teamId) {
        teams.computeIfPresent(teamId, (_, known) -> known.pages() == 1 ? null : known.with(-1));
    }

    private Flux<byte[]> events(
            String teamId, Sinks.Many<Integer> moves, Mono<List<Standing>> look) {
        Mono<Told> told =
                look.map(
                        found ->
                                new Told(
                                        teamId,
                                        // Who has left the team sees another's in its place.
                                        found.stream()
                                                .filter(each -> each.teamId().equals(teamId))
                                                .toList()));
        // Listening begins before the first look, or what comes between the two would be missed.
        return moves.asFlux()
                .mergeWith(Flux.just(MOVED))
                .onBackpressureLatest()
                .concatMap(
                        move -> Mono.just(move).concatWith(Mono.delay(PAUSE).then(Mono.empty())), 0)
                .switchMap(_ -> untilSettled(told))
                .distinctUntilChanged()
                .map(this::event);
    }

    private static Flux<Told> untilSettled(Mono<Told> told) {
        return told.expand(last -> last.waits() ? Mono.delay(WAITING).then(told) : Mono.empty());
    }

    private byte[] event(Told told) {
        return "event: submissions\ndata: %s\n\n"
                .formatted(json.writeValueAsString(told))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Teams that somebody watches. */
    int watched() {
        return teams.size();
    }

    @Override
    public void close() {
        streams.close();
    }
}
