package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.gateway.feed.CohortFact.CompetitionStands;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From the public states of the competition service to facts of cohorts. */
class CompetitionFeedTest {

    private static final String COMPETITION =
            """
            {"competitionId": "id", "status": "CLOSED", "hasSolution": true, "files": 0,
             "plan": {"cohortIds": ["c", "d"], "title": "Digits", "moduleId": null, "metric": "rmse",
                      "startsAt": "2024-05-02T19:00:00+09:00", "endsAt": "2024-05-12T18:00:00+09:00",
                      "timeZone": "Asia/Seoul", "dailyLimit": 3, "maxTeamSize": 3, "finalPicks": 2},
             "closedAt": "2024-05-12T09:00:00Z", "somethingNew": {"deep": [1]}}
            """;

    private static final String TEAM =
            """
            {"competitionId": "k", "teamId": "id", "members": ["b", "a"], "authors": ["a", "gone"],
             "cohortIds": ["c", "d"], "submissions": {"2024-05-03": 3, "2024-05-04": 0},
             "submittedBy": {"gone": {"2024-05-03": 1}, "a": {"2024-05-04": 1, "2024-05-03": 2}},
             "scored": 2, "somethingNew": 1}
            """;

    private final List<CohortFact> facts = new ArrayList<>();
    private final DashboardFeed feed = new DashboardFeed((fact, _, _) -> facts.add(fact));

    @Test
    void competitionIsReadWithItsTimesAsTheyAreWritten() {
        feed.on(event("Competition", COMPETITION));

        assertThat(facts)
                .containsExactly(
                        new CompetitionStands(
                                List.of("c", "d"),
                                new Competition(
                                        "id",
                                        "Digits",
                                        OffsetDateTime.parse("2024-05-02T19:00:00+09:00"),
                                        OffsetDateTime.parse("2024-05-12T18:00:00+09:00"),
                                        "Asia/Seoul",
                                        "CLOSED",
                                        Instant.parse("2024-05-12T09:00:00Z"))));
    }

    @ParameterizedTest
    @CsvSource({"DRAFT, 0", "ARCHIVED, 0", "PUBLISHED, 1"})
    void whatWasNeverPublishedNobodyKnows(String status, int told) {
        ObjectNode state = state(COMPETITION);
        state.put("status", status).putNull("closedAt");

        feed.on(event("Competition", state.toString()));

        assertThat(facts).hasSize(told);
    }

    @Test
    void teamIsReadWithWhoSubmittedWhen() {
        feed.on(event("Team", TEAM));

        CompetitionTeamStands stands = (CompetitionTeamStands) facts.getFirst();
        assertThat(stands.cohortIds()).containsExactly("c", "d");
        assertThat(stands.team())
                .isEqualTo(
                        new CompetitionTeam(
                                "id",
                                "k",
                                List.of("b", "a", "gone"),
                                true,
                                List.of(
                                        new CompetitionTeam.Author(
                                                "a",
                                                Map.of(
                                                        LocalDate.parse("2024-05-03"), 2,
                                                        LocalDate.parse("2024-05-04"), 1)),
                                        new CompetitionTeam.Author(
                                                "gone",
                                                Map.of(LocalDate.parse("2024-05-03"), 1)))));
        assertThat(stands.team().authors().getFirst().sent())
                .containsExactly(
                        new CompetitionTeam.Sent(LocalDate.parse("2024-05-03"), 2),
                        new CompetitionTeam.Sent(LocalDate.parse("2024-05-04"), 1));
    }

    @Test
    void teamOfWhichNothingCountsHasNotSubmitted() {
        ObjectNode state = state(TEAM);
        state.putObject("submissions").put("2024-05-03", 0);
        state.putObject("submittedBy");

        feed.on(event("Team", state.toString()));

        assertThat(((CompetitionTeamStands) facts.getFirst()).team().submitted()).isFalse();
    }

    /** Its version counts on, and nobody is in two teams: what it had is the other's by then. */
    @Test
    void teamThatWentIntoAnotherStaysWithNobodyAndNothingInIt() {
        ObjectNode state = state(TEAM);
        state.putArray("members");
        state.putArray("authors");
        state.putObject("submissions");
        state.putObject("submittedBy");
        state.put("removed", true).put("mergedInto", "other");

        feed.on(event("Team", state.toString()));

        CompetitionTeamStands stands = (CompetitionTeamStands) facts.getFirst();
        assertThat(stands.cohortIds()).containsExactly("c", "d");
        assertThat(stands.team())
                .isEqualTo(new CompetitionTeam("id", "k", List.of(), false, List.of()));
    }

    @Test
    void teamThatNamesNoCohortsYetIsPassedOver() {
        ObjectNode state = state(TEAM);
        state.remove("cohortIds");

        feed.on(event("Team", state.toString()));

        assertThat(facts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Competition, status, null",
        "Competition, status, '\"OPEN\"'",
        "Competition, plan, null",
        "Competition, plan, '{\"cohortIds\": [\"c\"]}'",
        "Team, competitionId, null",
        "Team, members, null",
        "Team, authors, null",
        "Team, submissions, null",
        "Team, submittedBy, '{\"a\": {\"2024-02-30\": 1}}'",
        "Team, submittedBy, '{\"a\": {\"2024-02-03\": 0}}'",
        "Team, submittedBy, '{\"a\": {\"2024-02-03\": 256}}'"
    })
    void stateWithoutWhichAFigureWouldBeWrongIsParked(
            String aggregate, String field, String value) {
        ObjectNode state = state(aggregate.equals("Team") ? TEAM : COMPETITION);
        state.set(field, JsonMapper.shared().readTree(value));
        Event event = event(aggregate, state.toString());

        assertThatThrownBy(() -> feed.on(event))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT));
        assertThat(facts).isEmpty();
    }

    @Test
    void gpusAndWhatMembersContributedAreNoFactsOfACohort() {
        feed.on(event("GpuPool", "{}"));
        feed.on(event("GpuWeek", "{}"));
        feed.on(event("PeerContribution", "{}"));

        assertThat(facts).isEmpty();
    }

    @Test
    void aggregateOfAnotherServiceIsNotReadFromThisTopic() {
        Event foreign = event("Lecture", "{}");

        assertThatThrownBy(() -> feed.on(foreign))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.UNKNOWN_TYPE));
    }

    private static ObjectNode state(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private static Event event(String aggregate, String state) {
        return new Event(
                aggregate,
                "id",
                1,
                1,
                "competition",
                Instant.parse("2024-03-01T00:00:00Z"),
                List.of(),
                JsonMapper.shared().readTree(state),
                null);
    }
}
