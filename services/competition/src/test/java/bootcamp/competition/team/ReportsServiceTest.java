package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.SharedService;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Calls;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What staff are told of a competition's submissions: what is alike, and what the end shook. */
class ReportsServiceTest {

    private static final RunningService SERVICE = SharedService.SERVICE;
    private static final SchoolTopic SCHOOL = SharedService.SCHOOL;
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final int ROWS = 200;
    private static final double[] TRUTH = new Random(5).doubles(ROWS).toArray();

    private static final String COHORT = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);

    @BeforeAll
    static void cohortIsThere() {
        SCHOOL.cohort(COHORT);
        SCHOOL.cohort("other" + COHORT);
    }

    private static String file(String header, IntFunction<String> row) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> "r%d,%s\n".formatted(i, row.apply(i)))
                .collect(Collectors.joining("", header + "\n", ""));
    }

    private String published() {
        LocalDateTime now = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
        String path =
                staff.post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Houses", "metric": "rmse",
                                 "startsAt": "%s", "endsAt": "%s"}
                                """
                                        .formatted(COHORT, now.minusDays(1), now.plusDays(5)))
                        .is(201)
                        .header("Location");
        staff.get(path + "/alike-submissions").is(409, "COMPETITION_NOT_PUBLISHED");
        staff.put(
                        path + "/solution",
                        file(
                                        "id,label,usage",
                                        i -> TRUTH[i] + (i % 4 == 0 ? ",Public" : ",Private"))
                                .getBytes(),
                        "text/csv")
                .is(200);
        staff.post(path + "/publication", "").is(200);
        return path;
    }

    private static Calls student(String name) {
        SCHOOL.enrollment(name + COHORT, COHORT, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + name, Set.of(Role.STUDENT), name + COHORT, null, Set.of()));
    }

    private static Calls team(String name, String path, IntFunction<String> row) {
        Calls student = student(name);
        student.post(path + "/teams", "{\"name\": \"%s\"}".formatted(name)).is(201);
        String one =
                student.upload(path + "/submissions", file("id,label", row))
                        .is(202)
                        .text("submissionId");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                student.get(path + "/submissions/" + one)
                                        .text("state")
                                        .equals("SCORED"));
        return student;
    }

    @Test
    void staffAreToldWhatIsAlikeAndWhatTheEndShookAndNobodyElseIs() {
        String path = published();
        Random random = new Random(7);
        double[] noise = random.doubles(ROWS).map(d -> 0.1 * d).toArray();
        Calls hana = team("hana", path, i -> "" + (TRUTH[i] + noise[i]));
        // One is good where all can see it, and another where nobody can.
        team("=duri", path, i -> "" + (TRUTH[i] + (i % 4 == 0 ? 0 : random.nextDouble())));
        team("sena", path, i -> "%.13e".formatted(TRUTH[i] + noise[i] + 1e-9));
        team("jun", path, i -> "" + (TRUTH[i] + (i % 4 == 0 ? random.nextDouble() : 0)));
        String shakeUp = path + "/shake-up";
        String alike = path + "/alike-submissions";
        staff.get(shakeUp).is(409, "COMPETITION_NOT_CLOSED");

        JsonNode found = staff.get(alike).is(200).json();

        assertThat(found.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(found.path("compared").asInt()).isEqualTo(4);
        assertThat(found.path("scored").asInt()).isEqualTo(4);
        assertThat(found.path("ofTeamMax").asInt()).isEqualTo(10);
        assertThat(found.path("comparedMax").asInt()).isEqualTo(1_000);
        assertThat(found.path("unread").asInt()).isZero();
        assertThat(found.path("found").asInt()).isEqualTo(1);
        JsonNode pair = found.at("/pairs/0");
        assertThat(pair.path("kind").asString()).isEqualTo("EQUAL");
        assertThat(pair.at("/first/team").asString()).isEqualTo("hana");
        assertThat(pair.at("/second/team").asString()).isEqualTo("sena");
        assertThat(pair.path("share").asDouble()).isEqualTo(1);
        // Of what is kept, and the same.
        assertThat(staff.get(alike).json()).isEqualTo(found);
        assertThat(staff.get(alike, "Accept", "text/csv").is(200).response().body())
                .contains("EQUAL,")
                .contains(",hana,")
                .contains(",sena,");

        staff.post(path + "/closing", "").is(200);
        JsonNode shaken = staff.get(shakeUp).is(200).json();

        assertThat(shaken.path("outcome").asString()).isEqualTo("BEYOND_NOISE");
        assertThat(shaken.path("sentence").asString()).startsWith("More than noise: ");
        assertThat(staff.get(shakeUp, "Accept-Language", "ko").text("sentence"))
                .startsWith("순위 변동이 우연의 범위를 넘습니다.");
        assertThat(shaken.path("drawings").asInt()).isEqualTo(1_000);
        assertThat(shaken.path("publicRows").asInt()).isEqualTo(50);
        assertThat(shaken.path("privateRows").asInt()).isEqualTo(150);
        assertThat(shaken.path("measured").asInt()).isEqualTo(4);
        JsonNode last = shaken.at("/teams/3");
        assertThat(last.path("team").asString()).isEqualTo("=duri");
        assertThat(last.path("publicRank").asInt()).isEqualTo(1);
        assertThat(last.path("privateRank").asInt()).isEqualTo(4);
        assertThat(last.path("rise").asInt()).isEqualTo(-3);
        assertThat(last.at("/rises/to").asInt()).isEqualTo(-3);
        assertThat(last.path("beyondNoise").asBoolean()).isTrue();
        assertThat(last.path("privateScore").asDouble())
                .isBetween(
                        last.at("/privateScores/from").asDouble(),
                        last.at("/privateScores/to").asDouble());
        assertThat(staff.get(shakeUp).json()).isEqualTo(shaken);
        assertThat(staff.get(shakeUp, "Accept", "text/csv").is(200).response().body())
                .startsWith("teamId,team,publicRank,")
                .contains(",'=duri,1,1,1,4,4,4,-3,-3,-3,true,0.0,0.0,0.0,");
        staff.get(alike).is(200);

        Calls foreign =
                SERVICE.as(
                        new Caller(
                                "foreign",
                                Set.of(Role.STAFF),
                                null,
                                null,
                                Set.of("other" + COHORT)));
        for (String report : new String[] {shakeUp, alike}) {
            hana.get(report).is(403);
            hana.get(report, "Accept", "text/csv").is(403);
            foreign.get(report).is(404, "COMPETITION_NOT_FOUND");
            SERVICE.as(new Caller("teacher", Set.of(Role.INSTRUCTOR), null, "i1", Set.of()))
                    .get(report)
                    .is(403);
        }
    }
}
