package bootcamp.gateway.contest;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.contest.LiveTeams.Standing;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.gateway.feed.CompetitionTeam;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page that is open on its team's submissions is told. */
class LiveTeamsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LiveTeams teams = new LiveTeams(JSON, NEVER);
    private final AtomicReference<List<Standing>> stands = new AtomicReference<>(List.of());
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void close() {
        teams.close();
    }

    private static Standing waiting(String id, int place, long seconds) {
        return new Standing(id, "t", "QUEUED", "2024-05-02T19:00:00+09:00", place, seconds);
    }

    private static Standing scored(String id) {
        return new Standing(id, "t", "SCORED", "2024-05-02T19:00:00+09:00", null, null);
    }

    private void moved(String teamId) {
        teams.on(
                new CompetitionTeamStands(
                        List.of("c"), new CompetitionTeam(teamId, "k", List.of(), true, List.of())),
                1,
                Instant.EPOCH);
    }

    private Flux<JsonNode> watched() {
        return teams.watch(
                        "t",
                        Mono.fromSupplier(
                                () -> {
                                    looks.incrementAndGet();
                                    return stands.get();
                                }))
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .doOnNext(
                        event ->
                                assertThat(event)
                                        .startsWith("event: submissions\ndata: ")
                                        .endsWith("\n\n"))
                .map(event -> JSON.readTree(event.substring(event.indexOf('{'))));
    }

    @Test
    void placeAndAgeAreToldWhileOneWaitsAndNobodyIsAskedOnceAllAreSettled() {
        stands.set(List.of(waiting("b", 2, 0)));
        AtomicInteger settled = new AtomicInteger();

        StepVerifier.create(watched())
                .assertNext(
                        told -> {
                            assertThat(told.path("teamId").asString()).isEqualTo("t");
                            assertThat(told.at("/submissions/0/place").asInt()).isEqualTo(2);
                        })
                // Others' submissions move it, of which nothing is told.
                .then(() -> stands.set(List.of(waiting("b", 0, 1))))
                .assertNext(
                        told -> {
                            assertThat(told.at("/submissions/0/place").asInt()).isZero();
                            assertThat(told.at("/submissions/0/waitedSeconds").asInt())
                                    .isEqualTo(1);
                        })
                .then(() -> stands.set(List.of(scored("b"))))
                .assertNext(
                        told -> {
                            assertThat(told.at("/submissions/0/state").asString())
                                    .isEqualTo("SCORED");
                            assertThat(told.at("/submissions/0/place").isNull()).isTrue();
                            settled.set(looks.get());
                        })
                .expectNoEvent(Duration.ofMillis(1_500))
                .then(() -> assertThat(looks).hasValue(settled.get()))
                .then(() -> stands.set(List.of(waiting("c", 1, 0), scored("b"))))
                .then(() -> moved("other"))
                .then(() -> moved("t"))
                .assertNext(
                        told -> assertThat(told.at("/submissions/0/place").asInt()).isEqualTo(1))
                .thenCancel()
                .verify(SOON);

        assertThat(teams.watched()).isZero();
    }

    @Test
    void whoHasLeftTheTeamIsToldNothingOfTheNextOne() {
        stands.set(
                List.of(
                        new Standing(
                                "x", "next", "SCORED", "2024-05-02T19:00:00+09:00", null, null)));

        StepVerifier.create(watched())
                .assertNext(told -> assertThat(told.path("submissions").isEmpty()).isTrue())
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aServiceThatDoesNotAnswerEndsTheStreamSoThatThePageComesBack() {
        StepVerifier.create(teams.watch("t", Mono.error(new IllegalStateException("away"))))
                .verifyErrorMessage("away");
        assertThat(teams.watched()).isZero();
    }
}
