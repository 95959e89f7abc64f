package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.team.TeamCommand.YieldTeam;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two teams become one, as the service's callers see it, with two processes of the service. */
class MergeServiceTest extends ContestCalls {

    private final int other = SERVICE.another();

    /** Teams merge for one more day. */
    @Override
    String published(String more) {
        return super.published(
                ", \"mergeUntil\": \"%s\", \"maxTeamSize\": 2%s"
                        .formatted(thisHour().plusDays(1), more));
    }

    private static String team(Calls who, String path) {
        return who.post(path + "/teams", "{}").is(201).text("teamId");
    }

    private static String submission(Calls who, String path, String file) {
        return path + "/submissions/" + settled(who, path, file).path("submissionId").asString();
    }

    private static Answer asks(Calls who, String path, String teamId) {
        return who.post(path + "/merges", "{\"teamId\": \"%s\"}".formatted(teamId));
    }

    private static Answer accepts(Calls who, String path, String mergeId) {
        return who.post(path + "/merges/" + mergeId + "/acceptance", "");
    }

    @Test
    void twoBecomeOneWithAllThatBothHad() {
        String path = published(", \"dailyLimit\": 3, \"finalPicks\": 1");
        Calls hana = student("hana");
        Calls duri = student("duri", other);
        String stays = team(hana, path);
        String half = submission(hana, path, HALF);
        String fitted = submission(duri, path, FITTED);
        String goes = duri.get(fitted).text("teamId");
        duri.put(fitted + "/trial", "{\"hypothesis\": \"ears\"}").is(200);
        assertThat(rows(staff, path, "public").size()).isEqualTo(2);
        assertThat(
                        duri.get(path + "/merge-candidates")
                                .is(200)
                                .json()
                                .at("/items/0/teamId")
                                .asString())
                .isEqualTo(stays);

        Answer asked = asks(duri, path, stays).is(201);
        String mergeId = asked.text("mergeId");
        assertThat(hana.get(path + "/merges").is(200).json().path("items"))
                .containsExactly(asked.json());
        assertThat(staff.get(asked.header("Location")).is(200).json()).isEqualTo(asked.json());
        accepts(duri, path, mergeId).is(404, "MERGE_NOT_FOUND");
        Answer merged = accepts(hana, path, mergeId).is(200);

        assertThat(merged.text("teamId")).isEqualTo(stays);
        assertThat(merged.json().path("members").size()).isEqualTo(2);
        assertThat(merged.json().at("/today/left").asInt()).isEqualTo(1);
        assertThat(rows(staff, path, "public").size()).isEqualTo(1);
        assertThat(rows(staff, path, "public").at("/0/score").asDouble()).isEqualTo(1.0);
        assertThat(rows(staff, path, "public").at("/0/submissions").asInt()).isEqualTo(2);
        assertThat(rows(staff, path, "private").size()).isEqualTo(1);
        for (Calls who : List.of(hana, duri)) {
            assertThat(who.get(path + "/teams").json().at("/items/0/teamId").asString())
                    .isEqualTo(stays);
            JsonNode all = who.get(path + "/submissions?limit=1").is(200).json();
            assertThat(path + "/submissions/" + all.at("/items/0/submissionId").asString())
                    .isEqualTo(fitted);
            JsonNode rest =
                    who.get(path + "/submissions?limit=1&cursor=" + all.path("next").asString())
                            .json();
            assertThat(path + "/submissions/" + rest.at("/items/0/submissionId").asString())
                    .isEqualTo(half);
            assertThat(rest.at("/items/0/teamId").asString()).isEqualTo(stays);
            assertThat(rest.path("next").isNull()).isTrue();
            assertThat(who.get(fitted + "/trial").is(200).text("hypothesis")).isEqualTo("ears");
        }
        // The old id still leads to where it went, and what went with it counts in the end.
        assertThat(staff.get(path + "/teams/" + goes).is(200).text("teamId")).isEqualTo(stays);
        assertThat(duri.get(path + "/teams/" + goes + "/trials.md").is(200).response().body())
                .contains("ears");
        assertThat(staff.get(path + "/teams").json().path("items").size()).isEqualTo(1);
        String id = half.substring(half.lastIndexOf('/') + 1);
        duri.put(
                        path + "/teams/" + stays + "/final-picks",
                        "{\"submissionIds\": [\"%s\"]}".formatted(id))
                .is(200);
        assertThat(rows(staff, path, "private").at("/0/score").asDouble()).isEqualTo(1.0);
        accepts(hana, path, mergeId).is(200);
        submission(duri, path, HALF);
        hana.upload(path + "/submissions", HALF).is(422, "DAILY_LIMIT_REACHED");
        student("sena")
                .post(
                        path + "/teams/" + stays + "/members",
                        "{\"code\": \"%s\"}".formatted(merged.text("code")))
                .is(409, "TEAM_FULL");
    }

    @Test
    void whatIsTakenBackOrDeclinedIsNoneAndOneIsAskedAtATime() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Calls sena = student("sena");
        asks(hana, path, "none").is(404, "COMPETITION_TEAM_NOT_FOUND");
        String stays = team(hana, path);
        String third = team(sena, path);
        asks(duri, path, stays).is(404, "COMPETITION_TEAM_NOT_FOUND");
        String goes = team(duri, path);
        asks(duri, path, goes).is(422, "INVALID_INPUT");
        staff.post(path + "/merges", "{\"teamId\": \"%s\"}".formatted(stays)).is(403);

        String first = asks(duri, path, stays).is(201).text("mergeId");
        asks(duri, path, third).is(409, "MERGE_PENDING");
        sena.delete(path + "/merges/" + first).is(404, "MERGE_NOT_FOUND");
        sena.get(path + "/merges/" + first).is(404, "MERGE_NOT_FOUND");
        duri.delete(path + "/merges/" + first).is(204);
        accepts(hana, path, first).is(404, "MERGE_NOT_FOUND");
        String second = asks(duri, path, stays).is(201).text("mergeId");
        hana.delete(path + "/merges/" + second).is(204);
        assertThat(duri.get(path + "/merges").is(200).json().path("items").size()).isZero();
        String last = asks(duri, path, third).is(201).text("mergeId");

        LocalDateTime now = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
        staff.patch(path, "{\"mergeUntil\": \"%s\"}".formatted(now)).is(200);
        accepts(sena, path, last).is(409, "MERGING_OVER");
        asks(hana, path, third).is(409, "MERGING_OVER");
        assertThat(sena.get(path + "/merges").json().path("items").size()).isZero();
        assertThat(hana.get(path + "/merge-candidates").json().path("items").size()).isZero();
        staff.patch(path, "{\"mergeUntil\": \"%s\"}".formatted(now.plusDays(9)))
                .is(422, "INVALID_INPUT");
        staff.patch(path, "{\"mergeUntil\": null}").is(200);
        assertThat(hana.get(path).json().path("mergeUntil").isNull()).isTrue();
    }

    @Test
    void teamsThatAreTooLargeOrHadTooManyAttemptsStayTwo() {
        String path = published(", \"dailyLimit\": 1");
        Calls hana = student("hana");
        Calls duri = student("duri");
        submission(hana, path, HALF);
        submission(duri, path, FITTED);
        String stays = hana.get(path + "/teams").json().at("/items/0/teamId").asString();
        // Since yesterday one team could have had two.
        Answer asked = asks(duri, path, stays).is(201);
        staff.patch(path, "{\"maxTeamSize\": 1}").is(200);
        accepts(hana, path, asked.text("mergeId")).is(409, "TOO_MANY_MEMBERS_TO_MERGE");
        staff.patch(path, "{\"maxTeamSize\": 2}").is(200);
        accepts(hana, path, asked.text("mergeId")).is(200);

        Calls sena = student("sena");
        Calls jun = student("jun");
        String today = published(", \"dailyLimit\": 1");
        staff.patch(today, "{\"maxTeamSize\": 3}").is(200);
        String one = team(sena, today);
        submission(sena, today, HALF);
        submission(jun, today, HALF);
        submission(hana, today, HALF);
        String two = asks(jun, today, one).is(201).text("mergeId");
        accepts(sena, today, two).is(200);
        asks(hana, today, one).is(409, "TOO_MANY_ATTEMPTS_TO_MERGE");
    }

    @Test
    void whatAProcessLeftHalfwayIsFinishedByWhoeverMeetsIt() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri", other);
        String stays = team(hana, path);
        String goes = team(duri, path);
        submission(duri, path, HALF);
        String mergeId = asks(duri, path, stays).is(201).text("mergeId");
        yielded(goes, mergeId, stays);

        String sent = submission(duri, path, FITTED);

        assertThat(hana.get(sent).is(200).text("teamId")).isEqualTo(stays);
        assertThat(hana.get(path + "/teams/" + stays).json().path("members").size()).isEqualTo(2);
        assertThat(rows(staff, path, "public").at("/0/submissions").asInt()).isEqualTo(2);
        assertThat(rows(staff, path, "public").size()).isEqualTo(1);

        // Where the other does not take it, it goes on as it was.
        Calls sena = student("sena");
        Calls jun = student("jun");
        String alone = team(sena, path);
        String third = team(jun, path);
        String none = asks(sena, path, third).is(201).text("mergeId");
        yielded(alone, none, third);
        staff.patch(path, "{\"maxTeamSize\": 1}").is(200);

        submission(sena, path, HALF);

        assertThat(sena.get(path + "/teams").json().at("/items/0/teamId").asString())
                .isEqualTo(alone);
        assertThat(jun.get(path + "/merges").json().path("items").size()).isZero();
        accepts(jun, path, none).is(404, "MERGE_NOT_FOUND");
    }

    @Test
    void whoAskedATeamThatWentOrWasAskedByOneThatStaysIsFree() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri", other);
        Calls sena = student("sena");
        Calls jun = student("jun");
        String stays = team(hana, path);
        String goes = team(duri, path);
        String asksIt = team(sena, path);
        String askedByIt = team(jun, path);
        asks(sena, path, goes).is(201);
        asks(hana, path, askedByIt).is(201);
        String mergeId = asks(duri, path, stays).is(201).text("mergeId");

        accepts(hana, path, mergeId).is(200);

        assertThat(found(asksIt).merges().asked()).isNull();
        assertThat(found(askedByIt).merges().proposals()).isEmpty();
        assertThat(found(stays).merges().asked()).isNull();
        assertThat(found(stays).merges().proposals()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Team found(String teamId) {
        AggregateStore<Team, TeamCommand, ?> teams = SERVICE.bean(0, "teams", AggregateStore.class);
        return java.util.Objects.requireNonNull(teams.find(teamId).block()).state();
    }

    @SuppressWarnings("unchecked")
    private static void yielded(String teamId, String mergeId, String into) {
        AggregateStore<Team, TeamCommand, ?> teams = SERVICE.bean(0, "teams", AggregateStore.class);
        teams.transact(teamId, new YieldTeam(mergeId, into, Instant.now())).block();
    }

    @Test
    void oneWinsWhereTwoMergeSubmitAndJoinAtOnce() throws Exception {
        String path = published(", \"dailyLimit\": 5");
        for (int round = 0; round < 6; round++) {
            Calls hana = student("hana" + round);
            Calls duri = student("duri" + round, other);
            Calls sena = student("sena" + round, round % 2 * other);
            String stays = team(hana, path);
            String goes = team(duri, path);
            String code =
                    "{\"code\": \"%s\"}".formatted(hana.get(path + "/teams/" + stays).text("code"));
            String mergeId = asks(duri, path, stays).is(201).text("mergeId");
            List<Answer> answers =
                    AtOnce.ask(
                            6,
                            i ->
                                    switch (i) {
                                        case 0, 1 -> accepts(hana, path, mergeId);
                                        case 2 ->
                                                sena.post(
                                                        path + "/teams/" + stays + "/members",
                                                        code);
                                        case 3 -> hana.upload(path + "/submissions", HALF);
                                        default -> duri.upload(path + "/submissions", FITTED);
                                    });
            int merged =
                    (int) answers.subList(0, 2).stream().filter(a -> a.status() == 200).count();
            boolean joined = answers.get(2).status() == 200;
            assertThat(joined).isEqualTo(merged == 0);
            answers.subList(3, 6).forEach(each -> each.is(202));
            List<String> teams = new ArrayList<>();
            for (Calls who : List.of(hana, duri)) {
                JsonNode own = who.get(path + "/teams").is(200).json().at("/items/0");
                teams.add(own.path("teamId").asString());
                assertThat(own.path("members").size()).isEqualTo(who == hana || merged > 0 ? 2 : 1);
            }
            assertThat(teams).containsExactly(stays, merged > 0 ? stays : goes);
            int of = merged > 0 ? 3 : 1;
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    hana.get(path + "/teams")
                                                            .json()
                                                            .at("/items/0/submissions")
                                                            .asInt())
                                            .isEqualTo(of));
        }
    }

    @Test
    void teamsThatAskEachOtherBecomeOneOrStayTwoAndNobodyIsLost() throws Exception {
        String path = published("");
        for (int round = 0; round < 6; round++) {
            Calls hana = student("hana" + round);
            Calls duri = student("duri" + round, other);
            String hers = team(hana, path);
            String his = team(duri, path);
            String there = asks(duri, path, hers).is(201).text("mergeId");
            String back = asks(hana, path, his).is(201).text("mergeId");

            AtOnce.ask(2, i -> i == 0 ? accepts(hana, path, there) : accepts(duri, path, back));

            JsonNode first = hana.get(path + "/teams").is(200).json().at("/items/0");
            JsonNode second = duri.get(path + "/teams").is(200).json().at("/items/0");
            boolean one = first.path("teamId").equals(second.path("teamId"));
            assertThat(first.path("members").size()).isEqualTo(one ? 2 : 1);
            assertThat(second.path("members").size()).isEqualTo(one ? 2 : 1);
            hana.upload(path + "/submissions", HALF).is(202);
            duri.upload(path + "/submissions", HALF).is(202);
        }
    }
}
