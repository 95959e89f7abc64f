package bootcamp.competition.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.peer.PeerCommand.TellFigures;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who rates when, and what leaves the service of it. */
class PeerContributionTest {

    private static final Instant NOW = ContestExamples.NOW;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PeerContribution it = PeerContribution.initial("team-first");

    private String asked(PeerCommand command) {
        return switch (it.decide(command)) {
            case Decision.Accepted<OfPeerContribution>(var facts) -> {
                facts.forEach(fact -> it = it.evolve(fact));
                yield facts.isEmpty() ? "quiet" : "done";
            }
            case Decision.Refused<OfPeerContribution>(var refusal) -> refusal.code();
        };
    }

    private static Map<String, Integer> all(int first, int second, int third) {
        return Map.of("student-1", first, "student-2", second, "student-3", third);
    }

    private String rates(String rater, Map<String, Integer> ratings, Instant at) {
        return asked(PeerExamples.rate(PeerExamples.THREE, rater, ratings, at));
    }

    @Test
    void aSecondRatingIsInThePlaceOfTheFirst() {
        assertThat(rates("student-1", all(1, 1, 1), NOW)).isEqualTo("done");
        assertThat(rates("student-1", all(5, 4, 3), NOW)).isEqualTo("done");
        assertThat(rates("student-1", all(5, 4, 3), NOW)).isEqualTo("quiet");

        assertThat(it.by("student-1")).isEqualTo(all(5, 4, 3));
        assertThat(it.given()).hasSize(1);
    }

    @Test
    void ratingEndsToTheMillisecondAndFiguresAreToldOnceThen() {
        assertThat(rates("student-1", all(3, 3, 3), PeerExamples.UNTIL.minusMillis(1)))
                .isEqualTo("done");
        Instant before = PeerExamples.UNTIL.minusMillis(1);
        assertThat(asked(new TellFigures(PeerExamples.THREE, before))).isEqualTo("quiet");
        assertThat(rates("student-2", all(3, 3, 3), PeerExamples.UNTIL))
                .isEqualTo("PEER_RATING_OVER");
        assertThat(asked(new TellFigures(PeerExamples.THREE, PeerExamples.UNTIL)))
                .isEqualTo("done");
        assertThat(asked(new TellFigures(PeerExamples.THREE, PeerExamples.UNTIL)))
                .isEqualTo("quiet");
        // A clock that is behind changes nothing of what was told.
        assertThat(rates("student-2", all(3, 3, 3), NOW)).isEqualTo("PEER_RATING_OVER");
    }

    @Test
    void whereNobodyRatedNothingIsTold() {
        assertThat(asked(new TellFigures(PeerExamples.THREE, PeerExamples.UNTIL)))
                .isEqualTo("quiet");
    }

    @Test
    void onlyMembersRateAndTheyRateAll() {
        assertThat(rates("student-9", all(3, 3, 3), NOW)).isEqualTo("NOT_A_MEMBER");
        assertThat(rates("student-1", Map.of("student-1", 3), NOW))
                .isEqualTo("PEER_RATINGS_UNSOUND");
        assertThat(rates("student-1", all(0, 3, 3), NOW)).isEqualTo("PEER_RATINGS_UNSOUND");
        assertThat(rates("student-1", all(3, 6, 3), NOW)).isEqualTo("PEER_RATINGS_UNSOUND");
        assertThat(it.given()).isEmpty();
    }

    @Test
    void whoLeftNeitherRatesNorIsRatedAndWhoCameLaterIsNotRatedByTheFirst() {
        rates("student-1", all(3, 2, 5), NOW);
        rates("student-2", all(4, 3, 5), NOW);
        rates("student-3", all(1, 1, 5), NOW);

        PeerSheet left = it.sheet(Set.of("student-1", "student-2"));
        assertThat(left.raters()).isEqualTo(2);
        assertThat(left.lines()).extracting(PeerSheet.Line::factor).containsOnlyNulls();
        PeerSheet more = it.sheet(Set.of("student-1", "student-2", "student-3", "student-4"));
        assertThat(more.raters()).isZero();
    }

    /** As long as members rate, two events that differ by one rating would tell it. */
    @Test
    void whatIsPublishedIsTheSameWhateverWasRatedUntilRatingHasEnded() {
        var records = PeerExamples.records();
        assertThat(records).hasSize(4);
        for (ProducerRecord<String, byte[]> record : records) {
            JsonNode said = JSON.readTree(record.value());
            boolean told = record == records.getLast();
            assertThat(said.path("state").path("figures").size()).isEqualTo(told ? 3 : 0);
            assertThat(said.path("state").propertyNames())
                    .containsExactlyInAnyOrder("competitionId", "teamId", "cohortIds", "figures");
            said.path("changes")
                    .valueStream()
                    .forEach(each -> assertThat(each.propertyNames()).containsExactly("type"));
            assertThat(new String(record.value(), UTF_8)).doesNotContain("rater", "rating");
        }
        assertThat(records.get(0).value()).isEqualTo(records.get(1).value());
        assertThat(records.get(1).value()).isEqualTo(records.get(2).value());
        records.getLast()
                .headers()
                .forEach(
                        header ->
                                assertThat(new String(header.value(), UTF_8))
                                        .doesNotContain("student-"));
    }
}
