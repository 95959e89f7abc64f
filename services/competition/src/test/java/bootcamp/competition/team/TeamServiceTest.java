package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.file.FileStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Teams, submissions and leaderboards as the service's callers see them. */
class TeamServiceTest extends ContestCalls {

    @Test
    void submissionIsScoredAndItsPrivateScoreIsHiddenUntilTheEnd() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri");

        Answer half = submit(hana, path, HALF);
        JsonNode scored = settled(hana, path, half);
        JsonNode fitted = settled(duri, path, submit(duri, path, FITTED));

        assertThat(scored.path("state").asString()).isEqualTo("SCORED");
        assertThat(scored.path("publicScore").asDouble()).isEqualTo(0.5);
        assertThat(scored.has("privateScore")).isFalse();
        assertThat(fitted.path("publicScore").asDouble()).isEqualTo(1.0);
        String one = path + "/submissions/" + half.text("submissionId");
        duri.get(one).is(404, "SUBMISSION_NOT_FOUND");
        assertThat(staff.get(one).is(200).json().path("privateScore").asDouble()).isEqualTo(1.0);
        JsonNode board = rows(hana, path, "public");
        assertThat(board.at("/0/teamId").asString()).isEqualTo(fitted.path("teamId").asString());
        assertThat(board.at("/1/rank").asInt()).isEqualTo(2);
        hana.get(path + "/leaderboard?board=private").is(403, "PRIVATE_BOARD_HIDDEN");
        hana.get(path + "/leaderboard?board=secret").is(400);
        assertThat(rows(staff, path, "private").at("/0/score").asDouble()).isEqualTo(1.0);

        staff.post(path + "/closing", "").is(200);

        assertThat(hana.get(one).json().path("privateScore").asDouble()).isEqualTo(1.0);
        assertThat(rows(hana, path, "private").at("/0/teamId").asString())
                .isEqualTo(scored.path("teamId").asString());
        submit(hana, path, HALF).is(409, "COMPETITION_CLOSED");
        assertThat(hana.get(path + "/leaderboard", "Accept", "text/csv").is(200).response().body())
                .startsWith("rank,teamId,team,score,submissions,bestAt\r\n1,");
    }

    @Test
    void refusedFileNamesItsFirstFaultAndCostsNoAttempt() {
        String path = published(", \"dailyLimit\": 1");
        Calls hana = student("hana");

        JsonNode refused = settled(hana, path, submit(hana, path, HALF.replace("2,cat", "2,bird")));
        JsonNode scored = settled(hana, path, submit(hana, path, HALF));

        assertThat(refused.path("state").asString()).isEqualTo("REJECTED");
        assertThat(refused.at("/error/code").asString()).isEqualTo("NOT_A_LABEL");
        assertThat(refused.at("/error/row").asInt()).isEqualTo(3);
        assertThat(refused.at("/error/reason").asString()).isNotBlank();
        assertThat(scored.path("state").asString()).isEqualTo("SCORED");
        Answer over = submit(hana, path, HALF).is(422, "DAILY_LIMIT_REACHED");
        assertThat(over.text("resetsAt")).contains("T00:00").endsWith("+09:00");
        assertThat(hana.get(path + "/submissions").json().path("items").size()).isEqualTo(2);
    }

    @Test
    void limitIsExactUnderFiftyAtOnceOfOneStudentWithoutATeam() throws Exception {
        String path = published(", \"dailyLimit\": 7");
        Calls hana = student("hana");
        hana.get(path).is(200);

        List<Answer> answers = AtOnce.ask(50, _ -> submit(hana, path, HALF));

        assertThat(answers.stream().filter(each -> each.status() == 202)).hasSize(7);
        assertThat(answers.stream().filter(each -> each.status() == 422)).hasSize(43);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows(hana, path, "public").at("/0/submissions").asInt() == 7);
        assertThat(rows(hana, path, "public").size()).isEqualTo(1);
    }

    @Test
    void sameSendingIsOneSubmission() {
        String path = published("");
        Calls hana = student("hana");
        String[] key = {"Content-Type", "text/csv", "Idempotency-Key", cohort};

        Answer first = hana.post(path + "/submissions", HALF, key);
        settled(hana, path, first);
        Answer again = hana.post(path + "/submissions", HALF, key).is(202);

        assertThat(again.text("submissionId")).isEqualTo(first.text("submissionId"));
        hana.post(path + "/submissions", FITTED, key).is(422, "IDEMPOTENCY_KEY_REUSED");
        assertThat(hana.get(path + "/submissions").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void whatWaitsWhenAProcessEndsIsScoredAtTheNextStart() {
        String path = published("");
        Calls hana = student("hana");
        Answer receipt = submit(hana, path, HALF).is(202);

        ScoringDesk desk = SERVICE.bean(ScoringDesk.class);
        desk.catchUp().block(Duration.ofSeconds(20));
        desk.catchUp().block(Duration.ofSeconds(20));

        assertThat(settled(hana, path, receipt).path("state").asString()).isEqualTo("SCORED");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> rows(hana, path, "public").at("/0/submissions").asInt() == 1);
    }

    @Test
    void whatAnotherProcessScoresHasAnAgeAndNoPlaceUntilItIsSettled() {
        String path = published("");
        Calls hana = student("hana");
        JsonNode first = settled(hana, path, submit(hana, path, HALF));
        assertThat(first.has("place")).isFalse();
        assertThat(first.has("waitedSeconds")).isFalse();
        String next = first.path("submissionId").asString().replaceAll("1$", "2");
        LineStore line = SERVICE.bean(LineStore.class);
        SubmissionDesk desk = SERVICE.bean(SubmissionDesk.class);
        Submission sent =
                desk.find(
                                path.substring(path.lastIndexOf('/') + 1),
                                first.path("submissionId").asString())
                        .block();
        line.add(named(Objects.requireNonNull(sent), next)).then(line.take(next)).block();

        String one = path + "/submissions/" + submit(hana, path, HALF).is(202).text("submissionId");

        assertThat(one).endsWith(next);
        await().atMost(Duration.ofSeconds(20)).until(() -> !hana.get(one).json().has("place"));
        JsonNode waiting = hana.get(one).json();
        assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
        assertThat(waiting.path("waitedSeconds").asInt()).isBetween(0, 20);
        assertThat(hana.get(path + "/submissions").json().at("/items/0/state").asString())
                .isEqualTo("QUEUED");
    }

    private static Submission named(Submission other, String submissionId) {
        return new Submission(
                submissionId,
                other.competitionId(),
                other.teamId(),
                other.studentId(),
                other.fileId(),
                other.gzip(),
                other.at(),
                Submission.State.QUEUED,
                0,
                null,
                null,
                Map.of(),
                null);
    }

    @Test
    void studentsFoundAndJoinAndAreInOneTeamOnly() throws Exception {
        String path = published(", \"maxTeamSize\": 2");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Calls sena = student("sena");

        Answer team = hana.post(path + "/teams", "{\"name\": \"=Cats\"}").is(201);
        String members = path + "/teams/" + team.text("teamId") + "/members";
        String code = "{\"code\": \"%s\"}".formatted(team.text("code"));

        hana.post(path + "/teams", "{}").is(409, "ALREADY_IN_A_TEAM");
        duri.post(members, "{\"code\": \"guess\"}").is(422, "WRONG_TEAM_CODE");
        duri.post(path + "/teams/none/members", code).is(404);
        duri.post(members, code).is(200);
        sena.post(members, code).is(409, "TEAM_FULL");
        settled(duri, path, submit(duri, path, HALF));
        settled(sena, path, submit(sena, path, FITTED));
        assertThat(rows(hana, path, "public").size()).isEqualTo(2);
        assertThat(hana.get(path + "/submissions").json().path("items").size()).isEqualTo(1);
        hana.post(path + "/teams", "{\"name\": \" \"}").is(422, "INVALID_INPUT");
        assertThat(hana.get(path + "/leaderboard", "Accept", "text/csv").response().body())
                .contains(",'=Cats,");

        Calls jun = student("jun");
        jun.get(path).is(200);
        List<Answer> founded = AtOnce.ask(10, _ -> jun.post(path + "/teams", "{}"));
        assertThat(founded.stream().filter(each -> each.status() == 201)).hasSize(1);
    }

    /** A wrong code, of this team or another, is no reason to refuse the right one beside it. */
    @Test
    void wrongCodesBesideTheRightOneLeaveTheStudentInTheTeam() throws Exception {
        String path = published(", \"maxTeamSize\": 20");
        String other =
                student("other").post(path + "/teams", "{}").is(201).header("Location")
                        + "/members";
        for (int crowd = 0; crowd < 3; crowd++) {
            Answer team = student("founder" + crowd).post(path + "/teams", "{}").is(201);
            String members = team.header("Location") + "/members";
            String code = "{\"code\": \"%s\"}".formatted(team.text("code"));
            String guess = "{\"code\": \"guess\"}";
            for (int round = 0; round < 15; round++) {
                Calls student = student(crowd + "r" + round);
                student.get(path).is(200);

                List<Answer> answers =
                        AtOnce.ask(
                                12,
                                i ->
                                        switch (i % 3) {
                                            case 0 -> student.post(members, code);
                                            case 1 -> student.post(members, guess);
                                            default -> student.post(other, guess);
                                        });

                for (int i = 0; i < answers.size(); i++) {
                    Answer answer = answers.get(i);
                    switch (i % 3) {
                        case 0 -> answer.is(200);
                        // Who is in it already is told so, whatever the code.
                        case 1 -> assertThat(answer.status()).isIn(200, 422);
                        default -> answer.is(422, "WRONG_TEAM_CODE");
                    }
                }
                student.post(path + "/teams", "{}").is(409, "ALREADY_IN_A_TEAM");
            }
        }
    }

    @Test
    void claimIsNotGivenUpWhileAnotherRequestIsAtWorkOnIt() {
        MembershipStore memberships = SERVICE.bean(MembershipStore.class);
        var first = claimed(memberships, "a", false);
        var second = claimed(memberships, "a", false);

        memberships.giveUp(first).block();
        assertThat(claimed(memberships, "b", false).teamId()).isEqualTo("a");
        memberships.firm(second).block();
        memberships.giveUp(claimed(memberships, "a", true)).block();

        assertThat(claimed(memberships, "b", true).teamId()).isEqualTo("a");
    }

    @Test
    void claimOfATeamThatTheStudentIsNotInStandsForNothing() {
        MembershipStore memberships = SERVICE.bean(MembershipStore.class);
        memberships.firm(claimed(memberships, "a", false)).block();
        memberships.giveUp(claimed(memberships, "b", false)).block();

        assertThat(memberships.teamOf("c", cohort).blockOptional()).isEmpty();
    }

    @Test
    void claimStaysWithWhoJoinsAgainBesideLeaving() {
        MembershipStore memberships = SERVICE.bean(MembershipStore.class);
        memberships.firm(claimed(memberships, "a", false)).block();

        var atWork =
                memberships
                        .release(
                                "c",
                                cohort,
                                "a",
                                Mono.fromRunnable(() -> claimed(memberships, "a", true)))
                        .then(memberships.teamOf("c", cohort));

        assertThat(atWork.block()).isEqualTo("a");
    }

    private MembershipStore.Claim claimed(
            MembershipStore memberships, String teamId, boolean isMember) {
        return Objects.requireNonNull(
                memberships.claim("c", cohort, teamId, _ -> Mono.just(isMember)).block());
    }

    @Test
    void ladderTellsThatASubmissionIsBetterAndNothingElseUntilTheEnd() {
        String path = published(", \"publicScores\": \"LADDER\"");
        Calls hana = student("hana");
        assertThat(hana.get(path).is(200).text("publicScores")).isEqualTo("LADDER");
        staff.patch(path, "{\"publicScores\": \"EXACT\"}").is(409, "COMPETITION_IS_PUBLISHED");

        // Of two public rows a step is 0.707.
        JsonNode none = settled(hana, path, submit(hana, path, HALF.replace("1,cat", "1,dog")));
        JsonNode half = settled(hana, path, submit(hana, path, HALF));
        JsonNode fitted = settled(hana, path, submit(hana, path, FITTED));

        assertThat(none.path("publicScore").asDouble()).isZero();
        assertThat(none.path("improved").asBoolean()).isTrue();
        assertThat(half.path("publicScore").asDouble()).isZero();
        assertThat(half.path("improved").asBoolean(true)).isFalse();
        assertThat(fitted.path("publicScore").asDouble()).isBetween(0.7, 0.71);
        assertThat(fitted.path("improved").asBoolean()).isTrue();
        assertThat(hana.get(path + "/submissions").is(200).json().at("/items/1")).isEqualTo(half);
        String one = path + "/submissions/" + half.path("submissionId").asString();
        assertThat(staff.get(one).is(200).json().path("publicScore").asDouble()).isEqualTo(0.5);
        assertThat(rows(hana, path, "public").at("/0/score").asDouble()).isBetween(0.7, 0.71);
        assertThat(rows(hana, path, "public").at("/0/submissions").asInt()).isEqualTo(3);
        assertThat(rows(staff, path, "private").at("/0/score").asDouble()).isEqualTo(1.0);
    }

    @Test
    void trialIsWrittenByTheTeamAndReadByItAndStaffAlone() {
        String path = published(", \"maxTeamSize\": 2");
        Calls hana = student("hana");
        Calls duri = student("duri");
        JsonNode half = settled(hana, path, submit(hana, path, HALF));
        String one = path + "/submissions/" + half.path("submissionId").asString();
        String trials = path + "/teams/" + half.path("teamId").asString() + "/trials.md";
        hana.get(one + "/trial").is(404, "TRIAL_NOT_FOUND");
        String body =
                """
                {"hypothesis": "Cats differ\\n# by ears", "change": "more ears", "result": " ",
                 "next": null, "validation": 0.75}
                """;

        duri.put(one + "/trial", body).is(404, "SUBMISSION_NOT_FOUND");
        staff.put(one + "/trial", body).is(403);
        hana.put(one + "/trial", "{\"next\": \"%s\"}".formatted("x".repeat(2001)))
                .is(422, "INVALID_INPUT");
        hana.put(one + "/trial", "{\"validation\": 1e999}").is(422, "INVALID_INPUT");
        JsonNode trial = hana.put(one + "/trial", body).is(200).json();

        assertThat(trial.path("change").asString()).isEqualTo("more ears");
        assertThat(trial.path("validation").asDouble()).isEqualTo(0.75);
        assertThat(trial.path("result").isNull()).isTrue();
        assertThat(hana.get(one + "/trial").is(200).json()).isEqualTo(trial);
        assertThat(staff.get(one).is(200).json().path("trial")).isEqualTo(trial);
        duri.get(one + "/trial").is(404, "SUBMISSION_NOT_FOUND");
        duri.get(trials).is(404, "COMPETITION_TEAM_NOT_FOUND");
        assertThat(staff.get(trials).is(200).response().body())
                .isEqualTo(hana.get(trials).is(200).response().body())
                .contains(
                        "# Cats",
                        "Public score: 0.5",
                        "Own validation score: 0.75\n",
                        "**Hypothesis**\n\n> Cats differ\n> # by ears")
                .doesNotContain("**Result**");
        assertThat(hana.get(trials, "Accept-Language", "ko").response().body()).contains("**가설**");

        settled(hana, path, submit(hana, path, FITTED));
        assertThat(hana.get(one + "/trial").is(200).json()).isEqualTo(trial);
    }

    @Test
    void trialsAreReadByWhoTakesPartWhileTheTeamSharesThem() {
        String path = published(", \"maxTeamSize\": 2, \"publicScores\": \"LADDER\"");
        Calls hana = student("hana");
        Calls duri = student("duri");
        String elsewhere = cohort + "x";
        SCHOOL.cohort(elsewhere);
        SCHOOL.enrollment("sena" + cohort, elsewhere, 1, "ENROLLED");
        Calls sena =
                SERVICE.as(
                        new Caller(
                                "maple-sena",
                                Set.of(Role.STUDENT),
                                "sena" + cohort,
                                null,
                                Set.of()));
        JsonNode half = settled(hana, path, submit(hana, path, HALF));
        String team = path + "/teams/" + half.path("teamId").asString();
        hana.put(
                        path + "/submissions/" + half.path("submissionId").asString() + "/trial",
                        "{\"hypothesis\": \"Cats differ\", \"validation\": 0.75}")
                .is(200);

        hana.put(team + "/sharing", null).is(409, "COMPETITION_NOT_CLOSED");
        staff.post(path + "/closing", "").is(200);
        duri.get(team + "/trials").is(404, "COMPETITION_TEAM_NOT_FOUND");
        duri.put(team + "/sharing", null).is(404, "COMPETITION_TEAM_NOT_FOUND");
        duri.delete(team + "/sharing").is(404, "COMPETITION_TEAM_NOT_FOUND");
        staff.put(team + "/sharing", null).is(403);
        Answer shared = hana.put(team + "/sharing", null).is(200);
        assertThat(hana.put(team + "/sharing", null).is(200).json()).isEqualTo(shared.json());

        JsonNode read = duri.get(team + "/trials").is(200).json();
        assertThat(read.at("/items/0/trial/hypothesis").asString()).isEqualTo("Cats differ");
        // By the ladder, which tells others no more than the team.
        assertThat(read.at("/items/0/publicScore")).isEqualTo(half.path("publicScore"));
        assertThat(read.at("/items/0/publicScore").asDouble()).isNotEqualTo(0.5);
        assertThat(read.path("sharedAt")).isEqualTo(shared.json().path("sharedAt"));
        assertThat(read.at("/items/0").propertyNames())
                .containsExactlyInAnyOrder("number", "at", "publicScore", "trial");
        assertThat(duri.get(team + "/trials.md").is(200).response().body())
                .isEqualTo(hana.get(team + "/trials.md").is(200).response().body())
                .contains("> Cats differ", "Public score: " + half.path("publicScore").asDouble());
        assertThat(duri.get(path + "/shared-trials").is(200).json().path("items"))
                .containsExactly(shared.json());
        duri.get(path + "/submissions/" + half.path("submissionId").asString())
                .is(404, "SUBMISSION_NOT_FOUND");
        sena.get(team + "/trials").is(404, "COMPETITION_NOT_FOUND");
        sena.get(team + "/trials.md").is(404, "COMPETITION_NOT_FOUND");
        sena.get(path + "/shared-trials").is(404, "COMPETITION_NOT_FOUND");

        hana.delete(team + "/sharing").is(204);
        hana.delete(team + "/sharing").is(204);
        duri.get(team + "/trials").is(404, "COMPETITION_TEAM_NOT_FOUND");
        duri.get(team + "/trials.md").is(404, "COMPETITION_TEAM_NOT_FOUND");
        assertThat(duri.get(path + "/shared-trials").is(200).json().path("items")).isEmpty();
        assertThat(hana.get(team + "/trials").is(200).json().path("sharedAt").isNull()).isTrue();
        assertThat(staff.get(team + "/trials").is(200).json().path("items")).hasSize(1);
    }

    @Test
    void submissionsBeyondTheNewestThousandKeepTheirNumbers() {
        String path = published("");
        Calls hana = student("hana");
        JsonNode first = settled(hana, path, submit(hana, path, HALF));
        String id = first.path("submissionId").asString();
        String trials = path + "/teams/" + first.path("teamId").asString() + "/trials";
        assertThat(hana.get(trials).json().at("/items/0/number").asInt()).isOne();
        SubmissionStore store = SERVICE.bean(SubmissionStore.class);
        Submission sent = Objects.requireNonNull(store.find(id).block());

        Flux.range(2, 1_001)
                .map(number -> named(sent, id.replaceAll("00001$", "%05d".formatted(number))))
                .flatMap(store::add)
                .blockLast();

        JsonNode items = hana.get(trials).is(200).json().path("items");
        assertThat(items).hasSize(1_000);
        assertThat(items.at("/0/number").asInt()).isEqualTo(1_002);
        assertThat(items.at("/999/number").asInt()).isEqualTo(3);
    }

    @Test
    void teamIsReadByItsMembersAndStaffAndItsCodeByMembersAlone() {
        String path = published(", \"maxTeamSize\": 2, \"dailyLimit\": 3");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Answer team = hana.post(path + "/teams", "{\"name\": \"Cats\"}").is(201);
        String one = team.header("Location");
        Answer others = duri.post(path + "/teams", "{}").is(201);

        assertThat(hana.get(one).is(200).json()).isEqualTo(team.json());
        assertThat(hana.get(path + "/teams").is(200).json().path("items"))
                .containsExactly(team.json());
        assertThat(student("sena").get(path + "/teams").is(200).json().path("items")).isEmpty();
        duri.get(one).is(404, "COMPETITION_TEAM_NOT_FOUND");
        staff.get(path + "/teams/none").is(404, "COMPETITION_TEAM_NOT_FOUND");
        JsonNode seen = staff.get(one).is(200).json();
        assertThat(seen.path("code").isNull()).isTrue();
        assertThat(seen.path("members").values()).hasSize(1);
        JsonNode first = staff.get(path + "/teams?limit=1").is(200).json();
        JsonNode second =
                staff.get(path + "/teams?limit=1&cursor=" + first.path("next").asString())
                        .is(200)
                        .json();
        assertThat(
                        List.of(
                                first.at("/items/0/teamId").asString(),
                                second.at("/items/0/teamId").asString()))
                .containsExactlyInAnyOrder(team.text("teamId"), others.text("teamId"));
        assertThat(second.path("next").isNull()).isTrue();

        settled(hana, path, submit(hana, path, HALF));
        JsonNode today = hana.get(one).json().path("today");
        assertThat(today.path("limit").asInt()).isEqualTo(3);
        assertThat(today.path("left").asInt()).isEqualTo(2);
        assertThat(today.path("resetsAt").asString()).contains("T00:00:00+09:00");
        staff.post(path + "/closing", "").is(200);
        assertThat(hana.get(one).json().path("today").isNull()).isTrue();
    }

    @Test
    void whoAsksLeavesATeamThatHasNotSubmittedAndIsFreeThen() throws Exception {
        String path = published(", \"maxTeamSize\": 2");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Answer team = hana.post(path + "/teams", "{}").is(201);
        String members = team.header("Location") + "/members";
        String code = "{\"code\": \"%s\"}".formatted(team.text("code"));
        duri.delete(members + "/me").is(404, "COMPETITION_TEAM_NOT_FOUND");
        duri.post(members, code).is(200);

        List<Answer> left = AtOnce.ask(5, _ -> duri.delete(members + "/me"));

        assertThat(left).allSatisfy(each -> assertThat(each.status()).isIn(204, 404));
        assertThat(left).anySatisfy(each -> each.is(204));
        duri.get(team.header("Location")).is(404);
        duri.post(members, code).is(200);
        duri.delete(members + "/me").is(204);
        String own = duri.post(path + "/teams", "{}").is(201).header("Location");
        settled(duri, path, submit(duri, path, HALF));
        duri.delete(own + "/members/me").is(409, "TEAM_HAS_SUBMITTED");
        staff.delete(own + "/members/me").is(403);
        staff.post(path + "/closing", "").is(200);
        hana.delete(members + "/me").is(409, "COMPETITION_CLOSED");
    }

    @Test
    void whoLeavesTheCohortLeavesTheTeam() {
        String path = published(", \"maxTeamSize\": 2");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Answer team = hana.post(path + "/teams", "{}").is(201);
        String members = path + "/teams/" + team.text("teamId") + "/members";
        String code = "{\"code\": \"%s\"}".formatted(team.text("code"));
        duri.post(members, code).is(200);

        SCHOOL.enrollment("duri" + cohort, cohort, 2, "WITHDRAWN");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> hana.post(members, code).is(200).json().path("members").size() == 1);
        student("sena").post(members, code).is(200);
    }

    @Test
    void whatAStudentWhoIsErasedSentAndWroteIsGoneAndItsScoreStays() {
        String path = published(", \"maxTeamSize\": 3");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Calls sena = student("sena");
        Answer team = hana.post(path + "/teams", "{\"name\": \"Cats of Hana\"}").is(201);
        joins(duri, team);
        joins(sena, team);
        String hers = submission(path, settled(hana, path, submit(hana, path, HALF)));
        String his = submission(path, settled(duri, path, submit(duri, path, FITTED)));
        String last = submission(path, settled(duri, path, submit(duri, path, HALF)));
        hana.put(hers + "/trial", "{\"hypothesis\": \"Ears of Hana\"}").is(200);
        duri.put(his + "/trial", "{\"hypothesis\": \"Ears of Duri\"}").is(200);
        // Whoever writes in the place of another may have kept words of theirs.
        sena.put(last + "/trial", "{\"hypothesis\": \"Nose of Sena\"}").is(200);
        duri.put(last + "/trial", "{\"hypothesis\": \"Nose of Sena and Duri\"}").is(200);
        FileStore files = SERVICE.bean(0, "submissionFiles", FileStore.class);
        String teamId = team.text("teamId");
        assertThat(filesOf(files, teamId)).hasSize(3);
        assertThat(documentsWith("Cats of Hana")).isNotEmpty();

        // Who left before is in no team by then.
        SCHOOL.enrollment("hana" + cohort, cohort, 2, "WITHDRAWN");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> duri.get(team.header("Location")).json().path("members").size() == 2);
        assertThat(staff.get(hers).json().has("trial")).isTrue();
        SCHOOL.erasure("hana" + cohort);
        SCHOOL.erasure("sena" + cohort);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !staff.get(hers).is(200).json().has("trial"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !staff.get(last).is(200).json().has("trial"));
        await().atMost(Duration.ofSeconds(20)).until(() -> filesOf(files, teamId).size() == 2);
        assertThat(staff.get(hers).json().path("publicScore").asDouble()).isEqualTo(0.5);
        assertThat(duri.get(his + "/trial").is(200).text("hypothesis")).isEqualTo("Ears of Duri");
        String neutral = "Team " + teamId.substring(0, 6);
        await().atMost(Duration.ofSeconds(20)).until(() -> documentsWith("Cats of").isEmpty());
        assertThat(documentsWith("of Hana")).isEmpty();
        assertThat(documentsWith("of Sena")).isEmpty();
        assertThat(duri.get(team.header("Location")).text("name")).isEqualTo(neutral);
        assertThat(duri.get(team.header("Location") + "/trials.md").is(200).response().body())
                .doesNotContain("of Hana", "of Sena")
                .contains("Ears of Duri", neutral);
        for (String board : List.of("public", "private")) {
            assertThat(rows(staff, path, board).at("/0/team").asString()).isEqualTo(neutral);
        }
        for (String table : List.of("/leaderboard", "/teams")) {
            assertThat(staff.get(path + table, "Accept", "text/csv").is(200).response().body())
                    .contains(neutral)
                    .doesNotContain("of Hana");
        }
        assertThat(rows(staff, path, "public").at("/0/submissions").asInt()).isEqualTo(3);
    }

    @Test
    void nameOfATeamGoesWithWhoGaveItAlsoWhereTheyLeftWithoutSubmitting() {
        String path = published(", \"maxTeamSize\": 2");
        Calls hana = student("hana");
        Calls duri = student("duri");
        Answer team = hana.post(path + "/teams", "{\"name\": \"Cats of Hana\"}").is(201);
        joins(duri, team);
        hana.delete(team.header("Location") + "/members/me").is(204);

        SCHOOL.erasure("hana" + cohort);

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                duri.get(team.header("Location"))
                                        .text("name")
                                        .equals("Team " + team.text("teamId").substring(0, 6)));
    }

    private static void joins(Calls student, Answer team) {
        student.post(
                        team.header("Location") + "/members",
                        "{\"code\": \"%s\"}".formatted(team.text("code")))
                .is(200);
    }

    /** Of all that the service keeps. */
    private static List<String> documentsWith(String text) {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Objects.requireNonNull(
                Flux.from(database.listCollectionNames())
                        .concatMap(name -> database.getCollection(name).find())
                        .map(Document::toJson)
                        .filter(json -> json.contains(text))
                        .collectList()
                        .block());
    }

    @Test
    void boardOfADayIsRememberedAsItStoodLast() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri");
        String history = path + "/leaderboard/history";
        assertThat(hana.get(history).is(200).json().path("days").values()).isEmpty();
        JsonNode first = settled(hana, path, submit(hana, path, HALF));
        JsonNode better = settled(duri, path, submit(duri, path, FITTED));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hana.get(history).json().at("/days/0/teamIds").size() == 2);

        JsonNode days = hana.get(history).is(200).json().path("days");

        assertThat(days.values()).hasSize(1);
        assertThat(days.at("/0/day").asString())
                .isIn(
                        LocalDateTime.now(SEOUL).toLocalDate().toString(),
                        LocalDateTime.now(SEOUL).minusMinutes(1).toLocalDate().toString());
        assertThat(days.at("/0/teamIds/0").asString()).isEqualTo(better.path("teamId").asString());
        assertThat(days.at("/0/teamIds/1").asString()).isEqualTo(first.path("teamId").asString());
        SERVICE.as(new Caller("x", Set.of(Role.STUDENT), "stranger", null, Set.of()))
                .get(history)
                .is(404, "COMPETITION_NOT_FOUND");
    }

    @Test
    void teamsAndSubmissionsAreTablesInWhichANameIsNoFormula() {
        String path = published("");
        Calls hana = student("hana");
        Calls duri = student("duri");
        String name = "=HYPERLINK(\\\"http://x\\\")";
        String teamId =
                hana.post(path + "/teams", "{\"name\": \"%s\"}".formatted(name))
                        .is(201)
                        .text("teamId");
        JsonNode scored = settled(hana, path, submit(hana, path, HALF));
        settled(hana, path, submit(hana, path, HALF.replace("2,cat", "2,bird")));
        settled(duri, path, submit(duri, path, FITTED));

        List<String> teams = csv(staff, path + "/teams");
        List<String> all = csv(staff, path + "/submissions");
        List<String> own = csv(hana, path + "/submissions");

        assertThat(teams).hasSize(3).first().isEqualTo("teamId,team,members,submissions,picks");
        assertThat(teams)
                .filteredOn(row -> row.startsWith(teamId))
                .containsExactly(
                        "%s,\"'=HYPERLINK(\"\"http://x\"\")\",%s,1,"
                                .formatted(teamId, "hana" + cohort));
        assertThat(all).hasSize(4);
        assertThat(all)
                .filteredOn(row -> row.startsWith(scored.path("submissionId").asString()))
                .singleElement()
                .asString()
                .contains("\"'=HYPERLINK")
                .contains("hana" + cohort)
                .endsWith(",SCORED,0.5,1.0,1,,1");
        assertThat(all).filteredOn(row -> row.endsWith(",REJECTED,,,1,NOT_A_LABEL,")).hasSize(1);
        assertThat(csv(staff, path + "/submissions?teamId=" + teamId)).hasSize(3);
        // A private score is nobody's but staff's before the end.
        assertThat(own).hasSize(3);
        assertThat(own).filteredOn(row -> row.endsWith(",SCORED,0.5,,1,,1")).hasSize(1);
        assertThat(csv(hana, path + "/teams")).hasSize(2);
    }

    private static List<String> csv(Calls who, String path) {
        return who.get(path, "Accept", "text/csv").is(200).response().body().lines().toList();
    }

    private static String submission(String path, JsonNode settled) {
        return path + "/submissions/" + settled.path("submissionId").asString();
    }

    private static List<String> filesOf(FileStore files, String teamId) {
        return Objects.requireNonNull(
                files.begunBefore(java.time.Instant.now().plusSeconds(60))
                        .filter(id -> id.startsWith(teamId + "."))
                        .collectList()
                        .block());
    }

    @Test
    void picksDecideThePrivateScore() {
        String path = published(", \"finalPicks\": 1");
        Calls hana = student("hana");
        JsonNode half = settled(hana, path, submit(hana, path, HALF));
        JsonNode fitted = settled(hana, path, submit(hana, path, FITTED));
        String picks = path + "/teams/" + half.path("teamId").asString() + "/final-picks";
        assertThat(rows(staff, path, "private").at("/0/score").asDouble()).isZero();
        String both =
                "\"%s\", \"%s\""
                        .formatted(
                                half.path("submissionId").asString(),
                                fitted.path("submissionId").asString());

        hana.put(picks, "{\"submissionIds\": [%s]}".formatted(both)).is(422, "TOO_MANY_PICKS");
        hana.put(picks, "{\"submissionIds\": [\"none\"]}").is(404, "SUBMISSION_NOT_FOUND");
        student("duri").put(picks, "{\"submissionIds\": []}").is(404);
        hana.put(picks, "{\"submissionIds\": [%s]}".formatted(both.split(",")[0])).is(200);

        staff.post(path + "/closing", "").is(200);
        assertThat(rows(hana, path, "private").at("/0/score").asDouble()).isEqualTo(1.0);
        hana.put(picks, "{\"submissionIds\": []}").is(409, "COMPETITION_CLOSED");
    }
}
