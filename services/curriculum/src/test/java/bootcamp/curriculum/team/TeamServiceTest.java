package bootcamp.curriculum.team;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Teams and who took part as the service's callers see them; the service is two processes. */
class TeamServiceTest {

    private static final int OTHER = SERVICE.another();
    private static final Texts TEXTS = Texts.of(CurriculumApplication.NAME);
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final int ROUNDS = 12;
    private static final int AT_ONCE = 8;
    private static final int SECONDS_MAX = 30;

    private final String cohort = "ai-lab-t" + COHORTS.incrementAndGet();
    private final String teams = "/api/cohorts/" + cohort + "/teams";
    private final Calls staff = SERVICE.as(STAFF);

    @BeforeEach
    void cohort() {
        LocalDate today = LocalDate.now(SEOUL);
        SCHOOL.cohort(cohort, today.minusDays(30), today.plusDays(90));
    }

    // ---- in short

    private String enroll(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return name + cohort;
    }

    private Caller student(String name) {
        return new Caller(
                "maple-" + name + cohort, Set.of(Role.STUDENT), name + cohort, null, Set.of());
    }

    private Calls enrolled(String name) {
        enroll(name);
        return SERVICE.as(student(name));
    }

    private String team(String name, String... members) {
        return """
        {"name": "%s", "members": [%s]}
        """
                .formatted(
                        name,
                        Stream.of(members)
                                .map(
                                        each ->
                                                "{\"studentId\": \"%s\", \"name\": \"%s\"}"
                                                        .formatted(each + cohort, each))
                                .collect(Collectors.joining(", ")));
    }

    private String formed(String name, String... members) {
        return staff.post(teams, team(name, members)).is(201).text("teamId");
    }

    private String session(String kind, LocalDateTime starts) {
        return staff.post(
                        "/api/cohorts/" + cohort + "/sessions",
                        """
                        {"kind": "%s", "title": "Project", "startsAt": "%s", "endsAt": "%s"}
                        """
                                .formatted(kind, starts, starts.plusHours(2)))
                .is(201)
                .header("Location");
    }

    /** One that has begun: who took part in it. */
    private String activity() {
        return session("TEAM_ACTIVITY", LocalDate.now(SEOUL).minusDays(3).atTime(14, 0))
                + "/participants";
    }

    private String ids(String... names) {
        return "{\"participantIds\": [%s]}"
                .formatted(
                        Stream.of(names)
                                .map(each -> "\"" + each + cohort + "\"")
                                .collect(Collectors.joining(", ")));
    }

    private static String edition(String teamId, int edition) {
        return "{\"teamId\": \"%s\", \"edition\": %d}".formatted(teamId, edition);
    }

    private List<String> counted(Answer answer) {
        return answer.is(200)
                .json()
                .path("participantIds")
                .valueStream()
                .map(each -> each.asString().replace(cohort, ""))
                .toList();
    }

    private static void wrong(Answer answer, String field, String code) {
        String reason = TEXTS.get("reason." + code, Locale.ENGLISH, Map.of()).split("\\{")[0];
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
        assertThat(answer.json().path("errors").valueStream())
                .as(answer.response().body())
                .anySatisfy(
                        error -> {
                            assertThat(error.path("field").asString()).isEqualTo(field);
                            assertThat(error.path("reason").asString()).startsWith(reason);
                        });
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    // ---- teams

    @Test
    void staffFormChangeAndDissolveAndAStudentSeesTheOwn() {
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        Calls sena = enrolled("sena");

        String first = formed(" Attention 🦄 ", "hana", "duri");
        formed("<b>שלום</b>", "sena");

        assertThat(staff.get(teams).is(200).json().path("items").size()).isEqualTo(2);
        JsonNode own = hana.get(teams).is(200).json().path("items");
        assertThat(own.size()).isEqualTo(1);
        assertThat(own.at("/0/name").asString()).isEqualTo("Attention 🦄");
        assertThat(own.at("/0/members/1/name").asString()).isEqualTo("duri");
        staff.patch(teams + "/" + first, "{\"members\": " + members("duri") + "}").is(200);
        assertThat(hana.get(teams).is(200).json().path("items").size()).isZero();
        assertThat(duri.get(teams).json().at("/items/0/members").size()).isEqualTo(1);
        staff.patch(teams + "/" + first, "{\"name\": \"x\"}", "If-Match", "\"1\"")
                .is(412, "STALE_VERSION");
        assertThat(staff.delete(teams + "/" + first).status()).isEqualTo(204);
        assertThat(staff.delete(teams + "/" + first).status()).isEqualTo(204);
        staff.patch(teams + "/" + first, "{\"name\": \"x\"}").is(404, "TEAM_NOT_FOUND");
        assertThat(duri.get(teams).is(200).json().path("items").size()).isZero();
        assertThat(sena.get(teams).is(200).json().at("/items/0/name").asString())
                .isEqualTo("<b>שלום</b>");
    }

    private String members(String... names) {
        String whole = team("x", names);
        return whole.substring(whole.indexOf('['), whole.indexOf(']') + 1);
    }

    @Test
    void sameKeyIsOneTeam() {
        enroll("hana");
        Answer first = staff.post(teams, team("One", "hana"), "Idempotency-Key", cohort).is(201);
        Answer again = staff.post(teams, team("One", "hana"), "Idempotency-Key", cohort).is(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(staff.get(teams).json().path("items").size()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsToldFieldByField() {
        enroll("hana");
        SCHOOL.enrollment("gone" + cohort, cohort, 1, "WITHDRAWN");
        String twentyOne =
                IntStream.range(0, Team.MEMBERS_MAX + 1)
                        .mapToObj("{\"studentId\": \"s%d\"}"::formatted)
                        .collect(Collectors.joining(", "));

        wrong(staff.post(teams, team(" ")), "name", "BLANK");
        wrong(staff.post(teams, team("one\\nmore")), "name", "NOT_ONE_LINE");
        wrong(staff.post(teams, team("x".repeat(101))), "name", "TOO_LONG");
        wrong(staff.post(teams, team("a\\u0007")), "name", "UNPRINTABLE");
        wrong(
                staff.post(teams, "{\"name\": \"a\", \"members\": [%s]}".formatted(twentyOne)),
                "members",
                "TOO_MANY_STUDENTS");
        wrong(staff.post(teams, team("a", "hana", "hana")), "members[1].studentId", "DUPLICATE");
        wrong(
                staff.post(teams, team("a", "hana", "gone")),
                "members[1].studentId",
                "NOT_ENROLLED_IN_COHORT");
        wrong(
                staff.post(teams, team("a", "nobody")),
                "members[0].studentId",
                "NOT_ENROLLED_IN_COHORT");
        wrong(
                staff.post(
                        teams,
                        """
                        {"name": "a", "members": [{"studentId": "s", "name": "%s"}]}
                        """
                                .formatted("y".repeat(101))),
                "members[0].name",
                "TOO_LONG");
        wrong(
                staff.post(teams, "{\"name\": \"a\", \"members\": [null]}"),
                "members[0]",
                "REQUIRED");
        staff.post(teams, "{\"name\": 7, \"members\": \"x\"}").is(400);
        staff.post(teams, "{\"members\": []}").is(400);
        assertThat(staff.get(teams).json().path("items").size()).isZero();
    }

    @Test
    void whoLeavesTheCohortLeavesTheTeam() throws InterruptedException {
        enroll("hana");
        String gone = enroll("gone");
        formed("One", "hana", "gone");

        SCHOOL.enrollment(gone, cohort, 2, "WITHDRAWN");

        await(() -> staff.get(teams).json().at("/items/0/members").size() == 1);
        assertThat(staff.get(teams).response().body()).doesNotContain("gone");
    }

    @Test
    void othersSeeAndChangeNothing() {
        Calls hana = enrolled("hana");
        String team = formed("One", "hana");
        SCHOOL.cohort("other-" + cohort);
        SCHOOL.enrollment("far" + cohort, "other-" + cohort, 1, "ENROLLED");
        Calls far = SERVICE.as(student("far"));
        Calls staffOfOthers =
                SERVICE.as(new Caller("s", Set.of(Role.STAFF), null, null, Set.of("elsewhere")));
        String participants = activity();

        hana.post(teams, team("Two")).is(403);
        hana.patch(teams + "/" + team, "{\"name\": \"Mine\"}").is(403);
        assertThat(hana.delete(teams + "/" + team).status()).isEqualTo(403);
        hana.put(participants, ids("hana")).is(403);
        far.get(teams).is(404);
        far.get(participants).is(404);
        far.put(participants + "/proposal", ids("far")).is(404);
        staffOfOthers.get(teams).is(404);
        staffOfOthers.patch(teams + "/" + team, "{\"name\": \"Mine\"}").is(404);
        staffOfOthers.put(participants, ids("hana")).is(404);
        staff.patch("/api/cohorts/other-" + cohort + "/teams/" + team, "{\"name\": \"x\"}")
                .is(404, "TEAM_NOT_FOUND");
    }

    // ---- who took part

    @Test
    void oneMemberProposesAnotherConfirmsAndOnlyThenItCounts() {
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        Calls sena = enrolled("sena");
        String team = formed("One", "hana", "duri");
        String participants = activity();

        sena.put(participants + "/proposal", ids("sena")).is(409, "NOT_IN_A_TEAM");
        assertThat(counted(hana.put(participants + "/proposal", ids("hana")))).isEmpty();
        hana.put(participants + "/confirmation", edition(team, 1)).is(409, "OWN_PROPOSAL");
        duri.put(participants + "/proposal", ids("hana", "duri")).is(200);
        hana.put(participants + "/confirmation", edition(team, 1)).is(409, "PROPOSAL_CHANGED");
        wrong(sena.put(participants + "/confirmation", edition(team, 2)), "teamId", "UNKNOWN_TEAM");

        Answer confirmed = hana.put(participants + "/confirmation", edition(team, 2));

        assertThat(counted(confirmed)).containsExactly("duri", "hana");
        assertThat(confirmed.json().at("/teams/0/proposal/confirmed").asBoolean()).isTrue();
        duri.put(participants + "/proposal", ids("duri")).is(409, "PROPOSAL_CONFIRMED");
        assertThat(counted(sena.get(participants))).isEmpty();
        assertThat(sena.get(participants).json().path("teams").size()).isZero();
        assertThat(counted(staff.put(participants, ids("sena")))).containsExactly("sena");
        duri.put(participants + "/proposal", ids("duri")).is(409, "PARTICIPANTS_SET");
        assertThat(counted(duri.get(participants))).isEmpty();
    }

    @Test
    void activityOfSomeTeamsIsNoneOfTheOthers() {
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        String one = formed("One", "hana");
        String two = formed("Two", "duri");
        LocalDateTime starts = LocalDate.now(SEOUL).minusDays(3).atTime(14, 0);
        String participants =
                staff.post(
                                        "/api/cohorts/" + cohort + "/sessions",
                                        """
                                        {"kind": "TEAM_ACTIVITY", "title": "Of one", "startsAt": "%s",
                                         "endsAt": "%s", "teamIds": ["%s"]}
                                        """
                                                .formatted(starts, starts.plusHours(2), one))
                                .is(201)
                                .header("Location")
                        + "/participants";

        duri.put(participants + "/proposal", ids("duri")).is(409, "NOT_IN_A_TEAM");
        hana.put(participants + "/proposal", ids("hana")).is(200);
        wrong(staff.put(participants + "/confirmation", edition(two, 1)), "teamId", "UNKNOWN_TEAM");
        Answer seen = staff.put(participants + "/confirmation", edition(one, 1)).is(200);

        assertThat(seen.json().path("teams").size()).isEqualTo(1);
        assertThat(counted(seen)).containsExactly("hana");
        assertThat(duri.get(participants).json().path("teams").size()).isZero();
    }

    @Test
    void participantsAreOfTheTeamAndOfTheCohortAndOnce() {
        Calls hana = enrolled("hana");
        enroll("duri");
        formed("One", "hana");
        String participants = activity();
        String many =
                IntStream.range(0, Participation.STUDENTS_MAX + 1)
                        .mapToObj("\"s%d\""::formatted)
                        .collect(Collectors.joining(", "));

        wrong(
                hana.put(participants + "/proposal", ids("hana", "duri")),
                "participantIds[1]",
                "NOT_IN_TEAM");
        wrong(
                hana.put(participants + "/proposal", ids("hana", "hana")),
                "participantIds[1]",
                "DUPLICATE");
        wrong(staff.put(participants, ids("nobody")), "participantIds[0]", "NOT_IN_COURSE");
        wrong(
                staff.put(participants, "{\"participantIds\": [null]}"),
                "participantIds[0]",
                "REQUIRED");
        wrong(
                staff.put(participants, "{\"participantIds\": [%s]}".formatted(many)),
                "participantIds",
                "TOO_MANY_STUDENTS");
        staff.put(participants, "{\"participantIds\": \"x\"}").is(400);
        staff.put(participants, "{}").is(400);
        hana.put(participants + "/confirmation", "{\"teamId\": \"x\"}").is(400);
        staff.put(participants, ids("hana"), "If-Match", "\"7\"").is(412, "STALE_VERSION");
        assertThat(counted(staff.get(participants))).isEmpty();
    }

    @Test
    void onlyOfATeamActivityThatHasBegunAndTakesPlace() {
        enroll("hana");
        String lecture = session("LECTURE", LocalDate.now(SEOUL).minusDays(3).atTime(9, 0));
        String later = session("TEAM_ACTIVITY", LocalDate.now(SEOUL).plusDays(3).atTime(9, 0));
        String cancelled = session("TEAM_ACTIVITY", LocalDate.now(SEOUL).minusDays(4).atTime(9, 0));
        staff.post(cancelled + "/cancellation", "").is(200);

        staff.put(lecture + "/participants", ids("hana")).is(409, "NOT_A_TEAM_ACTIVITY");
        staff.get(lecture + "/participants").is(409, "NOT_A_TEAM_ACTIVITY");
        staff.put(later + "/participants", ids("hana")).is(409, "ACTIVITY_NOT_BEGUN");
        staff.put(cancelled + "/participants", ids("hana")).is(409, "ACTIVITY_CANCELLED");
        staff.get("/api/sessions/none/participants").is(404, "SESSION_NOT_FOUND");
    }

    // ---- races

    @Test
    void studentIsNeverInTwoTeamsHoweverManyAskAtOnce() throws Exception {
        Calls elsewhere = SERVICE.as(STAFF, OTHER);
        enroll("hana");
        for (int round = 0; round < ROUNDS; round++) {
            int number = round;

            List<Answer> answers =
                    AtOnce.ask(
                            AT_ONCE,
                            i ->
                                    (i % 2 == 0 ? staff : elsewhere)
                                            .post(teams, team(number + "-" + i, "hana")));

            assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(1);
            assertThat(answers)
                    .filteredOn(each -> each.status() != 201)
                    .allSatisfy(each -> each.is(409, "IN_ANOTHER_TEAM"));
            JsonNode all = staff.get(teams).json().path("items");
            assertThat(all.size()).isEqualTo(1);
            staff.delete(teams + "/" + all.at("/0/teamId").asString());
        }
    }

    @Test
    void whatIsConfirmedIsWhatWasReadHoweverManyProposeAndConfirmAtOnce() throws Exception {
        Calls[] members = {enrolled("hana"), enrolled("duri"), SERVICE.as(student("sena"), OTHER)};
        String[] names = {"hana", "duri", "sena"};
        enroll("sena");
        String team = formed("One", names);
        for (int round = 0; round < ROUNDS; round++) {
            String participants =
                    session(
                                    "TEAM_ACTIVITY",
                                    LocalDate.now(SEOUL).minusDays(2 + round % 20).atTime(9, 0))
                            + "/participants";
            members[0].put(participants + "/proposal", ids("hana")).is(200);

            List<Answer> answers =
                    AtOnce.ask(
                            AT_ONCE,
                            i -> {
                                Calls one = members[1 + i % 2];
                                return i % 4 < 2
                                        ? one.put(
                                                participants + "/proposal",
                                                ids("hana", names[1 + i % 2]))
                                        : one.put(participants + "/confirmation", edition(team, 1));
                            });

            Answer after = staff.get(participants).is(200);
            boolean isConfirmed = after.json().at("/teams/0/proposal/confirmed").asBoolean();
            boolean wasConfirmed =
                    IntStream.range(0, AT_ONCE)
                            .filter(i -> i % 4 >= 2)
                            .anyMatch(i -> answers.get(i).status() == 200);
            assertThat(isConfirmed).isEqualTo(wasConfirmed);
            assertThat(counted(after)).isEqualTo(isConfirmed ? List.of("hana") : List.of());
        }
    }
}
