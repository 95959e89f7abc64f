package bootcamp.competition.contest;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.SharedService;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Competitions as the service's callers see them. */
class ContestServiceTest {

    private static final RunningService SERVICE = SharedService.SERVICE;
    private static final SchoolTopic SCHOOL = SharedService.SCHOOL;
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final String LABELS = "id,label,usage\n1,cat,Public\n2,dog,Private\n";

    private final String cohort = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);

    @BeforeEach
    void cohortIsThere() {
        SCHOOL.cohort(cohort);
    }

    private static LocalDateTime ahead(int days) {
        return LocalDateTime.now(SEOUL).plusDays(days).truncatedTo(ChronoUnit.HOURS);
    }

    private String body(String more) {
        return """
        {"cohortIds": ["%s"], "title": "고양이", "metric": "accuracy", "startsAt": "%s",
         "endsAt": "%s"%s}
        """
                .formatted(cohort, ahead(-1), ahead(5), more);
    }

    private String drafted(String more) {
        return staff.post("/api/competitions", body(more)).is(201).header("Location");
    }

    private static Answer puts(Calls calls, String path, String body, String type) {
        return calls.put(path, body.getBytes(StandardCharsets.UTF_8), type);
    }

    private static Answer solves(Calls calls, String path, String labels) {
        return puts(calls, path + "/solution", labels, "text/csv");
    }

    private Calls student(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
    }

    @Test
    void studentsSeeWhatIsPublishedToTheirCohortAndNothingOfItsLabels() {
        String path = drafted("");
        Calls hana = student("hana");
        Calls stranger =
                SERVICE.as(new Caller("x", Set.of(Role.STUDENT), "stranger", null, Set.of()));
        solves(staff, path, LABELS).is(200);
        hana.get(path).is(404, "COMPETITION_NOT_FOUND");
        staff.post(path + "/publication", "").is(200);

        Answer seen = hana.get(path).is(200);
        assertThat(seen.text("title")).isEqualTo("고양이");
        assertThat(seen.json().path("solution").isNull()).isTrue();
        assertThat(staff.get(path).json().at("/solution/privateRows").asInt()).isEqualTo(1);
        hana.get(path + "/solution").is(403, "FORBIDDEN");
        solves(hana, path, LABELS).is(403, "FORBIDDEN");
        stranger.get(path).is(404, "COMPETITION_NOT_FOUND");
        assertThat(hana.get("/api/competitions").is(200).json().path("items").size()).isEqualTo(1);
        assertThat(stranger.get("/api/competitions").json().path("items").size()).isZero();
        assertThat(staff.get(path + "/solution").is(200).response().body()).isEqualTo(LABELS);
    }

    @Test
    void predictionsAreTriedBeforeAnybodySeesTheCompetition() {
        String path = drafted("");
        previews(staff, path, LABELS).is(404, "SOLUTION_NOT_FOUND");
        solves(staff, path, LABELS).is(200);

        Answer scored = previews(staff, path, "id,label\n1,cat\n2,cat\n").is(200);
        assertThat(scored.text("state")).isEqualTo("SCORED");
        assertThat(scored.json().path("publicScore").asDouble()).isEqualTo(1);
        assertThat(scored.json().path("privateScore").asDouble()).isZero();
        Answer refused = previews(staff, path, "id,label\n1,cat\n2,cow\n").is(200);
        assertThat(refused.text("state")).isEqualTo("REJECTED");
        assertThat(refused.json().at("/error/row").asInt()).isEqualTo(3);
        assertThat(refused.json().path("publicScore").isNull()).isTrue();
        staff.post(path + "/publication", "").is(200);
        previews(student("hana"), path, LABELS).is(403, "FORBIDDEN");
    }

    private static Answer previews(Calls calls, String path, String predictions) {
        return calls.upload(path + "/solution/preview", predictions);
    }

    @Test
    void wrongFormsNameTheirFieldAndMakeNothing() {
        Answer wrong =
                staff.post(
                                "/api/competitions",
                                body(", \"dailyLimit\": 0, \"metricOptions\": {\"clip\": \"1\"}"))
                        .is(422, "INVALID_INPUT");
        assertThat(wrong.response().body()).contains("dailyLimit", "metricOptions");
        staff.post(
                        "/api/competitions",
                        body("").replace(ahead(-1).toString(), ahead(-1) + ":00+01:00"))
                .is(422, "INVALID_INPUT");
        staff.post("/api/competitions", body("").replace(cohort, "none-such"))
                .is(422, "INVALID_INPUT");
        assertThat(staff.get("/api/competitions?cohortId=" + cohort).json().path("items").size())
                .isZero();
    }

    @Test
    void labelsThatScoreNothingAreRefusedByLineAndReasonInTheAskersLanguage() {
        String path = drafted("");

        Answer wrong = solves(staff, path, "id,label\n1,a\n1,b\n").is(422, "SOLUTION_ROW_UNUSABLE");

        assertThat(wrong.text("detail")).startsWith("Line 3:");
        staff.post(path + "/publication", "").is(409, "NO_SOLUTION");
        assertThat(staff.get(path).json().path("solution").isNull()).isTrue();
    }

    @Test
    void setUpIsLookedAtForStaffBeforeItOpens() {
        String path = drafted("");
        staff.get(path + "/checks").is(404, "SOLUTION_NOT_FOUND");
        StringBuilder labels = new StringBuilder("id,label,usage\n");
        for (int i = 0; i < 400; i++) {
            labels.append(i).append(i < 200 ? ",cat," : ",dog,");
            labels.append(i % 2 == 0 ? "Public\n" : "Private\n");
        }
        solves(staff, path, labels.toString()).is(200);

        var items = staff.get(path + "/checks").is(200).json().path("items");

        assertThat(items.size()).isEqualTo(7);
        assertThat(items.at("/0/code").asString()).isEqualTo("FILE_ORDER");
        assertThat(items.at("/0/verdict").asString()).isEqualTo("WARNED");
        assertThat(items.at("/1/verdict").asString()).isEqualTo("NOT_APPLICABLE");
        assertThat(items.at("/3/verdict").asString()).isEqualTo("PASSED");
        assertThat(items.at("/3/figures/privateRows").asInt()).isEqualTo(200);
        assertThat(items.at("/6/verdict").asString()).isEqualTo("NOT_APPLICABLE");
        student("hana").get(path + "/checks").is(403, "FORBIDDEN");
    }

    @Test
    void testRowsInTheTrainingFileAreToldAndTheFilesAreReadOnceForTheSame() throws IOException {
        String path = drafted("");
        solves(staff, path, "id,label,usage\n1,cat,Public\n2,dog,Private\n").is(200);
        String bytes = "application/octet-stream";
        puts(staff, path + "/files/test.csv", "id,x,y\n1,7,a\n2,8,b\n", bytes).is(200);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("id,y,x,label\nt1,a,7,cat\nt2,b,9,dog\n".getBytes(StandardCharsets.UTF_8));
        }
        staff.put(path + "/files/train.csv.gz", packed.toByteArray(), bytes).is(200);
        puts(staff, path + "/files/readme.md", "x", bytes).is(200);
        puts(staff, path + "/files/broken.csv.gz", "not packed", bytes).is(200);

        var leaking = staff.get(path + "/checks").is(200).json().at("/items/6");

        assertThat(leaking.path("code").asString()).isEqualTo("SHARED_ROWS");
        assertThat(leaking.path("verdict").asString()).isEqualTo("WARNED");
        assertThat(leaking.at("/figures/rows").asInt()).isEqualTo(2);
        assertThat(leaking.at("/figures/found").asInt()).isEqualTo(1);
        ContestLook look = look(path);
        assertThat(look(path)).isSameAs(look);

        puts(staff, path + "/files/test.csv", "id,x,y\n1,5,a\n2,8,b\n", bytes).is(200);

        assertThat(staff.get(path + "/checks").json().at("/items/6/verdict").asString())
                .isEqualTo("PASSED");
        assertThat(look(path)).isNotSameAs(look);
    }

    private static ContestLook look(String path) {
        Competition competition =
                Objects.requireNonNull(
                                SERVICE.bean(CompetitionDesk.class)
                                        .find(path.substring(path.lastIndexOf('/') + 1))
                                        .block())
                        .state();
        return Objects.requireNonNull(
                SERVICE.bean(ContestFiles.class)
                        .look(Objects.requireNonNull(competition.labels()), competition)
                        .block());
    }

    @Test
    void rowsWithoutUsageAreDrawnByTheFractionFromASeed() {
        String path = drafted(", \"publicFraction\": 0.3");
        StringBuilder labels = new StringBuilder("id,label\n");
        for (int i = 0; i < 100; i++) {
            labels.append(i).append(',').append(i % 4 == 0 ? "dog" : "cat").append('\n');
        }

        Answer solved = solves(staff, path, labels.toString()).is(200);

        assertThat(solved.json().at("/solution/publicRows").asInt()).isEqualTo(30);
        assertThat(solved.json().at("/solution/privateRows").asInt()).isEqualTo(70);
    }

    @Test
    void dataFlowInPartsUnderTheirDigestAndAreReplaced() {
        String path = drafted("");
        solves(staff, path, LABELS).is(200);
        staff.post(path + "/publication", "").is(200);
        Calls hana = student("hana");
        String file = path + "/files/train.csv";
        puts(staff, file, "0123456789", "application/octet-stream").is(200);

        Answer whole = hana.get(file).is(200);
        Answer part = hana.get(file, "Range", "bytes=7-").is(206);

        assertThat(whole.response().body()).isEqualTo("0123456789");
        assertThat(whole.header("ETag"))
                .isEqualTo("\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"");
        assertThat(part.response().body()).isEqualTo("789");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 7-9/10");
        assertThat(hana.get(file, "Range", "bytes=-2").is(206).response().body()).isEqualTo("89");
        hana.get(file, "Range", "bytes=10-12").is(416, "NO_SUCH_PART");
        hana.get(file, "If-None-Match", whole.header("ETag")).is(304);
        hana.get(file, "Range", "bytes=7-", "If-Range", "\"other\"").is(200);
        puts(hana, file, "x", "application/octet-stream").is(403, "FORBIDDEN");
        puts(staff, file, "abc", "application/octet-stream").is(200);
        assertThat(hana.get(file).is(200).response().body()).isEqualTo("abc");
        staff.delete(file).is(204);
        staff.delete(file).is(204);
        hana.get(file).is(404, "DATA_FILE_NOT_FOUND");
        puts(staff, path + "/files/.hidden", "x", "application/octet-stream")
                .is(422, "INVALID_INPUT");
    }

    @Test
    void onceItIsPublishedItsDatesMayMoveAndItsMetricStays() {
        String path = drafted("");
        solves(staff, path, LABELS).is(200);
        staff.post(path + "/publication", "").is(200);

        staff.patch(path, "{\"metric\": \"mcc\"}").is(409, "COMPETITION_IS_PUBLISHED");
        staff.patch(path, "{\"finalPicks\": 7}").is(409, "COMPETITION_IS_PUBLISHED");
        Answer moved =
                staff.patch(path, "{\"endsAt\": \"%s\", \"dailyLimit\": 7}".formatted(ahead(9)))
                        .is(200);

        assertThat(moved.json().path("dailyLimit").asInt()).isEqualTo(7);
        assertThat(moved.text("endsAt")).startsWith(ahead(9).toString()).endsWith("+09:00");
        staff.patch(path, "{\"dailyLimit\": 8}", "If-Match", "\"1\"").is(412, "STALE_VERSION");
        staff.post(path + "/closing", "").is(200);
        assertThat(staff.get(path).text("status")).isEqualTo("CLOSED");
        staff.patch(path, "{\"dailyLimit\": 8}").is(409, "COMPETITION_CLOSED");
    }

    @Test
    void competitionSentAgainIsOne() {
        Answer first = staff.post("/api/competitions", body(""), "Idempotency-Key", cohort).is(201);
        Answer again = staff.post("/api/competitions", body(""), "Idempotency-Key", cohort).is(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(staff.get("/api/competitions?cohortId=" + cohort).json().path("items").size())
                .isEqualTo(1);
    }
}
