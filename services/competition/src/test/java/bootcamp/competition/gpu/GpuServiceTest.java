package bootcamp.competition.gpu;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.SharedService;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pools of GPUs and their reservations as the service's callers see them. */
class GpuServiceTest {

    private static final RunningService SERVICE = SharedService.SERVICE;
    private static final SchoolTopic SCHOOL = SharedService.SCHOOL;
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    /** A Wednesday. */
    private static final LocalDateTime NOW = LocalDateTime.parse("2026-03-11T10:10");

    private final String cohort = "g" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);
    private String competition = "";

    /** The present block. */
    private final LocalDateTime block = NOW.truncatedTo(ChronoUnit.HOURS);

    @BeforeEach
    void competitionIsThere() {
        stopClock(NOW);
        SCHOOL.cohort(cohort);
        competition =
                staff.post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy",
                                 "startsAt": "%s", "endsAt": "%s"}
                                """
                                        .formatted(cohort, block.minusDays(1), block.plusDays(30)))
                        .is(201)
                        .header("Location");
        byte[] labels = "id,label\n1,cat\n2,dog\n".getBytes(StandardCharsets.UTF_8);
        staff.put(competition + "/solution", labels, "text/csv").is(200);
        staff.post(competition + "/publication", "").is(200);
    }

    @AfterEach
    void clockGoes() {
        SERVICE.stopClock(null);
    }

    private static void stopClock(LocalDateTime at) {
        SERVICE.stopClock(at.atZone(SEOUL).toInstant());
    }

    private Answer pool(String gpus, int quotaHours) {
        return staff.post(
                "/api/gpu-pools",
                """
                {"cohortIds": ["%s"], "name": "Basement", "gpus": %s, "blockMinutes": 60,
                 "quotaHours": %d}
                """
                        .formatted(cohort, gpus, quotaHours));
    }

    private Caller student(String name) {
        return new Caller("g-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of());
    }

    private String team(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(student(name))
                .post(competition + "/teams", "{\"name\": \"%s\"}".formatted(name))
                .is(201)
                .text("teamId");
    }

    private Answer reserve(Calls who, String teamId, LocalDateTime from, int hours) {
        return who.post("/api/gpu-reservations", asked(teamId, from, from.plusHours(hours), ""));
    }

    private static String asked(
            String teamId, LocalDateTime from, LocalDateTime until, String more) {
        return "{\"teamId\": \"%s\", \"from\": \"%s\", \"until\": \"%s\"%s}"
                .formatted(teamId, from, until, more);
    }

    private static String weekOf(LocalDateTime time) {
        return "%d-W%02d"
                .formatted(
                        time.get(IsoFields.WEEK_BASED_YEAR),
                        time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static void wrong(Answer answer, String field) {
        assertThat(answer.is(422, "INVALID_INPUT").json().path("errors").valueStream())
                .as(answer.response().body())
                .anySatisfy(error -> assertThat(error.path("field").asString()).isEqualTo(field));
    }

    /** Whole hours that lie in one week with the hour after them, a day ahead and more. */
    private LocalDateTime ahead() {
        return block.toLocalDate().plusDays(2).atTime(12, 0);
    }

    @Test
    void studentReservesClaimsAndGivesBack() {
        pool("[\"RTX 3090 × 1\"]", 10).is(201);
        String teamId = team("hana");
        String other = team("duri");
        Calls hana = SERVICE.as(student("hana"));
        Calls duri = SERVICE.as(student("duri"));

        Answer held = reserve(hana, teamId, block, 1).is(201);
        Answer waits = reserve(duri, other, block, 1).is(201);

        assertThat(held.text("state")).isEqualTo("HELD");
        assertThat(held.text("gpu")).isEqualTo("RTX 3090 × 1");
        assertThat(held.text("claimBy")).endsWith("+09:00");
        assertThat(waits.text("state")).isEqualTo("WAITING");
        assertThat(waits.json().path("position").asInt()).isEqualTo(1);
        String path = "/api/gpu-reservations/" + held.text("reservationId");
        duri.put(path + "/claim", null).is(403, "NOT_A_MEMBER");
        duri.delete(path).is(403, "NOT_A_MEMBER");
        assertThat(hana.put(path + "/claim", null).is(200).text("state")).isEqualTo("CLAIMED");
        assertThat(hana.put(path + "/claim", null).is(200).text("state")).isEqualTo("CLAIMED");

        JsonNode week = hana.get(held.header("Location")).is(200).json();
        assertThat(week.path("blocks").size()).isEqualTo(168);
        assertThat(week.path("reservations").size()).isEqualTo(2);
        assertThat(week.path("teams").valueStream())
                .anySatisfy(
                        team -> {
                            assertThat(team.path("own").asBoolean()).isTrue();
                            assertThat(team.path("name").asString()).isEqualTo("hana");
                            assertThat(team.path("usedHours").asDouble()).isPositive();
                        });

        String next = "/api/gpu-reservations/" + waits.text("reservationId");
        duri.put(next + "/claim", null).is(409, "GPU_NOT_HELD");
        staff.delete(path).is(204);
        assertThat(duri.put(next + "/claim", null).is(200).text("gpu")).isEqualTo("RTX 3090 × 1");
    }

    @Test
    void whatIsAskedForEarlyIsDrawnLaterAndSentAgainIsOne() {
        pool("[\"a\", \"b\"]", 10).is(201);
        String teamId = team("hana");
        Calls hana = SERVICE.as(student("hana"));
        String body = asked(teamId, ahead(), ahead().plusHours(2), ", \"gpu\": \"b\"");

        Answer first = hana.post("/api/gpu-reservations", body, "Idempotency-Key", cohort).is(201);
        Answer again = hana.post("/api/gpu-reservations", body, "Idempotency-Key", cohort).is(201);

        assertThat(first.text("state")).isEqualTo("ASKED");
        assertThat(first.text("drawnAt")).contains("T12:00");
        assertThat(again.text("reservationId")).isEqualTo(first.text("reservationId"));
        JsonNode week = hana.get("/api/gpu-reservations?week=" + weekOf(ahead())).is(200).json();
        assertThat(week.path("reservations").size()).isEqualTo(1);
        assertThat(week.at("/teams/0/usedHours").asDouble()).isEqualTo(2);
        hana.delete("/api/gpu-reservations/" + first.text("reservationId")).is(204);
        hana.delete("/api/gpu-reservations/" + first.text("reservationId"))
                .is(404, "GPU_RESERVATION_NOT_FOUND");
    }

    @Test
    void whateverIsWrongIsNamed() {
        String teamId = team("hana");
        Calls hana = SERVICE.as(student("hana"));
        wrong(reserve(hana, teamId, ahead(), 1), "poolId");
        Answer pool = pool("[\"a\", \"b\"]", 2).is(201);
        LocalDateTime at = ahead();

        wrong(reserve(hana, "none", at, 1), "teamId");
        wrong(reserve(hana, team("duri"), at, 1), "teamId");
        wrong(reserve(hana, teamId, at.plusMinutes(30), 1), "from");
        wrong(reserve(hana, teamId, at.minusDays(9), 1), "from");
        wrong(reserve(hana, teamId, at.plusDays(28), 1), "from");
        wrong(reserve(hana, teamId, at, 0), "until");
        wrong(reserve(hana, teamId, at, 25), "until");
        wrong(
                hana.post("/api/gpu-reservations", asked(teamId, at, at.plusMinutes(90), "")),
                "until");
        LocalDateTime sunday =
                at.toLocalDate().plusDays(7 - at.getDayOfWeek().getValue()).atTime(23, 0);
        wrong(reserve(hana, teamId, sunday, 2), "until");
        wrong(
                hana.post(
                        "/api/gpu-reservations",
                        asked(teamId, at, at.plusHours(1), ", \"gpu\": \"c\"")),
                "gpu");
        wrong(
                hana.post(
                        "/api/gpu-reservations",
                        asked(teamId, at, at.plusHours(1), ", \"poolId\": \"none\"")),
                "poolId");
        Answer over = reserve(hana, teamId, at, 3).is(422, "GPU_QUOTA_REACHED");
        assertThat(over.text("detail")).contains("has 2 hours", "asked for 0 of");
        hana.get("/api/gpu-reservations?week=2026-W54").is(400);
        hana.get("/api/gpu-reservations?poolId=none").is(404, "GPU_POOL_NOT_FOUND");
        hana.delete("/api/gpu-reservations/none").is(404, "GPU_RESERVATION_NOT_FOUND");

        wrong(pool("[]", 2), "gpus");
        wrong(pool("[\"a\", \"a\"]", 2), "gpus");
        wrong(pool("[\" \"]", 2), "gpus[0]");
        wrong(pool("[\"a\"]", 0), "quotaHours");
        pool("[\"a\"]", 2).is(201);
        wrong(reserve(hana, teamId, at, 1), "poolId");
        hana.get("/api/gpu-reservations").is(400);
        hana.patch(pool.header("Location"), "{\"quotaHours\": 3}").is(403);
        staff.patch(pool.header("Location"), "{\"quotaHours\": null}").is(422);
        assertThat(
                        staff.patch(pool.header("Location"), "{\"quotaHours\": 3}")
                                .is(200)
                                .json()
                                .path("quotaHours")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void nobodyOfAnotherCohortSeesThePool() {
        Answer pool = pool("[\"a\"]", 2).is(201);
        String teamId = team("hana");
        Answer held = reserve(SERVICE.as(student("hana")), teamId, block, 1).is(201);
        String elsewhere = cohort + "x";
        SCHOOL.cohort(elsewhere);
        SCHOOL.enrollment("sena" + cohort, elsewhere, 1, "ENROLLED");
        Calls sena = SERVICE.as(student("sena"));

        sena.get("/api/gpu-reservations?poolId=" + pool.text("poolId")).is(404);
        sena.get("/api/gpu-reservations").is(404, "GPU_POOL_NOT_FOUND");
        sena.delete("/api/gpu-reservations/" + held.text("reservationId")).is(404);
        assertThat(sena.get("/api/gpu-pools").is(200).json().path("items").size()).isZero();
    }

    /** The first has the GPU, gives it back, and the second in the line follows. */
    @Test
    void aNoteIsReadByTheTeamTheNextAndStaffAndByNobodyElseAndGoesWithItsWriter() {
        Answer pool = pool("[\"a\"]", 10).is(201);
        String week = "/api/gpu-reservations?poolId=" + pool.text("poolId");
        Calls hana = SERVICE.as(student("hana"));
        Calls duri = SERVICE.as(student("duri"));
        Calls sena = SERVICE.as(student("sena"));
        String first = reserve(hana, team("hana"), block, 1).is(201).text("reservationId");
        String second = reserve(duri, team("duri"), block, 1).is(201).text("reservationId");
        team("sena");
        String note = "/api/gpu-reservations/" + first + "/note";
        String body = "{\"text\": \" Left a cache in /data. \"}";

        hana.put(note, body).is(409, "GPU_NOTE_NOT_OPEN");
        hana.put("/api/gpu-reservations/" + first + "/claim", null).is(200);
        duri.put(note, body).is(403, "NOT_A_MEMBER");
        staff.put(note, body).is(403);
        wrong(hana.put(note, "{\"text\": \"%s\"}".formatted("x".repeat(501))), "text");
        assertThat(hana.put(note, body).is(200).json().at("/note/text").asString())
                .isEqualTo("Left a cache in /data.");

        assertThat(of(hana, week, first).at("/note/text").asString()).startsWith("Left");
        assertThat(of(staff, week, first).at("/note/text").asString()).startsWith("Left");
        assertThat(duri.get(week).is(200).response().body()).doesNotContain("cache");

        stopClock(NOW.plusMinutes(5));
        hana.delete("/api/gpu-reservations/" + first).is(204);
        JsonNode next = of(duri, week, second);
        assertThat(next.at("/handover/text").asString()).isEqualTo("Left a cache in /data.");
        assertThat(next.path("note").isNull()).isTrue();
        assertThat(of(duri, week, first).path("note").isNull()).isTrue();
        assertThat(of(staff, week, second).at("/handover/text").asString()).startsWith("Left");
        assertThat(sena.get(week).is(200).response().body()).doesNotContain("cache");

        SCHOOL.erasure("hana" + cohort);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !staff.get(week).is(200).response().body().contains("cache"));
    }

    @Test
    void aNoteGoesWithWhoeverWroteAtIt() {
        HandoverNoteStore notes =
                new HandoverNoteStore(
                        SERVICE.bean(MongoDatabase.class),
                        SERVICE.bean(0, "gpuNoteListings", ListingStore.class));
        String reservation = "r-" + cohort;
        Instant at = Instant.parse("2026-03-02T00:00:00Z");
        notes.write(reservation, new HandoverNote("A cache", at), "hana" + cohort)
                .then(
                        notes.write(
                                reservation, new HandoverNote("A cache in x", at), "duri" + cohort))
                .block();
        assertThat(notes.of(List.of(reservation)).block()).containsKey(reservation);
        assertThat(notes.authors().collectList().block())
                .contains("hana" + cohort, "duri" + cohort);

        notes.erase("hana" + cohort).block();

        assertThat(notes.of(List.of(reservation)).block()).isEmpty();
    }

    private static @Nullable JsonNode of(Calls who, String week, String reservationId) {
        return who.get(week)
                .is(200)
                .json()
                .path("reservations")
                .valueStream()
                .filter(each -> each.path("reservationId").asString().equals(reservationId))
                .findFirst()
                .orElse(null);
    }

    /** F20: one GPU for one hour, wanted by all at once, at two processes, and then given back. */
    @Test
    void neverTwoTeamsOnOneGpuHoweverManyWantIt() throws Exception {
        int many = 50;
        Answer pool = pool("[\"a\"]", 1).is(201);
        List<String> teamIds = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            teamIds.add(team("s" + i));
        }
        int other = SERVICE.another();
        String week = "/api/gpu-reservations?poolId=" + pool.text("poolId");
        for (int i = 0; i < many; i++) {
            SERVICE.as(student("s" + i), other).get(week).is(200);
        }

        List<Answer> answers =
                AtOnce.ask(
                        many,
                        i ->
                                reserve(
                                        SERVICE.as(student("s" + i), i % 2 * other),
                                        teamIds.get(i),
                                        block,
                                        1));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().filter(each -> each.text("state").equals("HELD"))).hasSize(1);
        assertThat(
                        answers.stream()
                                .filter(each -> each.text("state").equals("WAITING"))
                                .map(each -> each.json().path("position").asInt())
                                .sorted())
                .isEqualTo(IntStream.range(1, many).boxed().toList());

        AtOnce.ask(
                many,
                i -> {
                    Calls calls = SERVICE.as(student("s" + i), i % 2 * other);
                    String one = "/api/gpu-reservations/" + answers.get(i).text("reservationId");
                    return i % 3 == 0 ? calls.put(one + "/claim", null) : calls.delete(one);
                });

        List<JsonNode> left =
                staff.get(week + "&week=" + weekOf(block))
                        .is(200)
                        .json()
                        .path("reservations")
                        .valueStream()
                        .filter(each -> !each.path("state").asString().equals("ENDED"))
                        .toList();
        assertThat(
                        left.stream()
                                .filter(
                                        each ->
                                                List.of("HELD", "CLAIMED")
                                                        .contains(each.path("state").asString())))
                .hasSize(1);
        assertThat(left.stream().filter(each -> each.path("state").asString().equals("WAITING")))
                .hasSize(left.size() - 1);
    }

    /**
     * F20: at two processes the team claims what time takes back from it at that moment, the next
     * in the line claims it too, and the clock moves in between.
     */
    @Test
    void whatReturnsAsItIsClaimedIsOneTeamsAndNeverTwo() throws Exception {
        Answer pool = pool("[\"a\"]", 20).is(201);
        String first = team("hana");
        String second = team("duri");
        int other = SERVICE.another();
        for (int hour = 1; hour <= 6; hour++) {
            LocalDateTime from = block.plusHours(hour);
            String week = "/api/gpu-reservations?poolId=" + pool.text("poolId");
            String held = held(reserve(SERVICE.as(student("hana")), first, from, 1), "HELD");
            String waits =
                    held(reserve(SERVICE.as(student("duri"), other), second, from, 1), "WAITING");
            LocalDateTime claimBy = from.plus(Reservation.CLAIM);
            stopClock(claimBy.minus(Duration.ofMillis(1)));

            List<Answer> answers =
                    AtOnce.ask(
                            10,
                            i -> {
                                int process = (i < 8 ? i / 2 : i) % 2 * other;
                                if (i >= 8) {
                                    stopClock(claimBy);
                                    SERVICE.bean(process, GpuDesk.class).tick().block();
                                    return SERVICE.as(STAFF, process).get(week);
                                }
                                return SERVICE.as(student(i % 2 == 0 ? "hana" : "duri"), process)
                                        .put(claimOf(i % 2 == 0 ? held : waits), null);
                            });

            assertThat(answers).allMatch(each -> Set.of(200, 409).contains(each.status()));
            boolean claimed =
                    IntStream.of(0, 2, 4, 6).anyMatch(i -> answers.get(i).status() == 200);
            boolean followed =
                    IntStream.of(1, 3, 5, 7).anyMatch(i -> answers.get(i).status() == 200);
            assertThat(claimed && followed).isFalse();
            for (int process : new int[] {0, other}) {
                Calls calls = SERVICE.as(STAFF, process);
                assertThat(of(calls, week, held).path("state").asString())
                        .isEqualTo(claimed ? "CLAIMED" : "RETURNED");
                assertThat(of(calls, week, waits).path("state").asString())
                        .isEqualTo(claimed ? "WAITING" : followed ? "CLAIMED" : "HELD");
            }
            SERVICE.as(student("hana")).put(claimOf(held), null).is(claimed ? 200 : 409);
            SERVICE.as(student("duri")).put(claimOf(waits), null).is(claimed ? 409 : 200);
        }
    }

    private static String held(Answer reserved, String state) {
        assertThat(reserved.is(201).text("state")).isEqualTo(state);
        return reserved.text("reservationId");
    }

    private static String claimOf(String reservationId) {
        return "/api/gpu-reservations/" + reservationId + "/claim";
    }

    private String token(Answer pool) {
        return staff.post(pool.header("Location") + "/token", "").is(201).text("token");
    }

    private static Answer says(Calls script, String pool, String id, String said, String token) {
        return script.put(
                pool + "/reports/" + id,
                "{\"state\": \"%s\"}".formatted(said),
                "GPU-Pool-Token",
                token);
    }

    @Test
    void aScriptAsksAndReportsByTheTokenOfItsPoolAndOfNoOther() {
        Answer made = pool("[\"a\", \"b\"]", 10).is(201);
        String pool = made.header("Location");
        String other = pool("[\"c\"]", 10).is(201).header("Location");
        Calls script = SERVICE.as(Caller.NOBODY);
        Calls hana = SERVICE.as(student("hana"));
        String teamId = team("hana");
        String id =
                hana.post(
                                "/api/gpu-reservations",
                                asked(
                                        teamId,
                                        block,
                                        block.plusHours(1),
                                        ", \"gpu\": \"b\", \"poolId\": \"%s\""
                                                .formatted(made.text("poolId"))))
                        .is(201)
                        .text("reservationId");

        script.get(pool + "/holders").is(401, "GPU_TOKEN_NOT_VALID");
        hana.post(pool + "/token", "").is(403);
        String first = token(made);
        script.get(pool + "/holders", "GPU-Pool-Token", first).is(200);
        Answer again = staff.post(pool + "/token", "", "Idempotency-Key", cohort).is(201);
        String token = again.text("token");
        assertThat(staff.post(pool + "/token", "", "Idempotency-Key", cohort).is(201).json())
                .isEqualTo(again.json());
        script.get(pool + "/holders", "GPU-Pool-Token", first).is(401, "GPU_TOKEN_NOT_VALID");
        script.get(other + "/holders", "GPU-Pool-Token", token).is(401, "GPU_TOKEN_NOT_VALID");
        says(script, other, id, "CLAIMED", token).is(401, "GPU_TOKEN_NOT_VALID");
        String others = staff.post(other + "/token", "").is(201).text("token");
        says(script, other, id, "CLAIMED", others).is(409, "GPU_NOT_HELD");

        assertThat(says(script, pool, id, "CLAIMED", token).is(200).text("state"))
                .isEqualTo("CLAIMED");
        says(script, pool, id, "CLAIMED", token).is(200);
        says(script, pool, id, "BUSY", token).is(200);
        says(script, pool, id + "0", "BUSY", token).is(409, "GPU_NOT_HELD");
        script.put(pool + "/reports/" + id, "{\"state\": \"SOLD\"}", "GPU-Pool-Token", token)
                .is(400);
        Answer holders = script.get(pool + "/holders", "GPU-Pool-Token", token).is(200);
        JsonNode b = holders.json().at("/gpus/1");
        JsonNode held = b.path("now");
        assertThat(held.path("reservationId").asString()).isEqualTo(id);
        assertThat(held.path("teamId").asString()).isEqualTo(teamId);
        assertThat(held.path("state").asString()).isEqualTo("CLAIMED");
        assertThat(holders.json().at("/gpus/0/now").isNull()).isTrue();
        assertThat(holders.response().body()).doesNotContain("hana");
        String week = "/api/gpu-reservations?poolId=" + made.text("poolId");
        assertThat(of(hana, week, id).path("busyAt").asString()).endsWith("+09:00");
        assertThat(says(script, pool, id, "RELEASED", token).is(200).text("state"))
                .isEqualTo("ENDED");
        says(script, pool, id, "RELEASED", token).is(200);
        says(script, pool, id, "CLAIMED", token).is(409, "GPU_NOT_HELD");

        staff.delete(pool + "/token").is(204);
        says(script, pool, id, "BUSY", token).is(401, "GPU_TOKEN_NOT_VALID");
        staff.post(pool + "/token", "", "Idempotency-Key", cohort).is(409, "GPU_TOKEN_WITHDRAWN");
        JsonNode tokens = staff.get(pool + "/token").is(200).json();
        assertThat(tokens.path("present").isNull()).isTrue();
        assertThat(tokens.path("past").size()).isEqualTo(2);
        assertThat(tokens.at("/past/0/endedBy").asString()).isEqualTo("staff");
        assertThat(tokens.toString()).doesNotContain(token, first);
    }

    /** F20, at two processes: the team, its script and who gives it back, all at once. */
    @Test
    void aScriptAndAStudentAtOnceAreOneAndWhoIsLateIsTold() throws Exception {
        Answer made = pool("[\"a\"]", 20).is(201);
        String pool = made.header("Location");
        String token = token(made);
        String teamId = team("hana");
        int other = SERVICE.another();
        Calls hana = SERVICE.as(student("hana"), other);
        hana.get("/api/gpu-reservations?poolId=" + made.text("poolId")).is(200);
        Calls script = SERVICE.as(Caller.NOBODY);
        String id = reserve(hana, teamId, block, 1).is(201).text("reservationId");

        List<Answer> claims =
                AtOnce.ask(
                        20,
                        i ->
                                i % 2 == 0
                                        ? says(script, pool, id, "CLAIMED", token)
                                        : hana.put("/api/gpu-reservations/" + id + "/claim", null));
        assertThat(claims).allMatch(each -> each.status() == 200);

        List<Answer> both =
                AtOnce.ask(
                        20,
                        i ->
                                i % 2 == 0
                                        ? says(script, pool, id, "CLAIMED", token)
                                        : hana.delete("/api/gpu-reservations/" + id));

        assertThat(both).allMatch(each -> Set.of(200, 204, 404, 409).contains(each.status()));
        assertThat(both.stream().filter(each -> each.status() == 204)).isNotEmpty();
        says(script, pool, id, "CLAIMED", token).is(409, "GPU_NOT_HELD");
    }

    /** One team, all hours of a day at once, each of them free. */
    @Test
    void quotaIsExactUnderFiftyAtOnce() throws Exception {
        pool("[\"a\", \"b\", \"c\"]", 5).is(201);
        String teamId = team("hana");
        Calls hana = SERVICE.as(student("hana"));
        LocalDateTime day =
                block.toLocalDate().plusDays(9 - block.getDayOfWeek().getValue()).atTime(0, 0);
        reserve(hana, teamId, day.plusHours(20), 1).is(201);

        List<Answer> answers = AtOnce.ask(50, i -> reserve(hana, teamId, day.plusHours(i % 20), 1));

        assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(4);
        assertThat(answers.stream().filter(each -> each.status() == 422)).hasSize(46);
    }
}
