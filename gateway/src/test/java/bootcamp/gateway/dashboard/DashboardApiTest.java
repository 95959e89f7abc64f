package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.dashboard.Facts.Fact;
import bootcamp.gateway.retention.Stay;
import bootcamp.platform.security.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Dashboards over HTTP on a real port: what is answered, to whom, in which form. */
class DashboardApiTest {

    /** Noon of day 90 in Seoul. */
    private static final Instant NOON = Instant.parse("2024-04-01T03:00:00Z");

    private Gate gate = Gate.open(NOON);

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void dashboardHasTheShapeOfTheContract() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.enrolled("e1", "c", 1),
                Facts.left("e2", "c", 2, 9),
                Facts.waiting("e3", "c", 1));

        HttpResponse<String> response = gate.get("/api/dashboards/c");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode dashboard = Gate.json(response);
        assertThat(dashboard.propertyNames())
                .containsExactly(
                        "cohortId",
                        "programme",
                        "name",
                        "startDate",
                        "endDate",
                        "timeZone",
                        "status",
                        "closedOn",
                        "capacity",
                        "waiting",
                        "today",
                        "asOf",
                        "revision",
                        "updatedAt",
                        "incomplete",
                        "staleSince",
                        "counts",
                        "retention",
                        "attendance",
                        "participation",
                        "atRisk",
                        "risk",
                        "competitions",
                        "reviews",
                        "lectures",
                        "admission");
        assertThat(dashboard.get("asOf").asString()).isEqualTo("2024-04-01");
        assertThat(dashboard.get("revision").asLong())
                .isEqualTo(5 + LocalDate.parse("2024-04-01").toEpochDay());
        assertThat(dashboard.get("updatedAt").asString()).isEqualTo("2024-01-01T00:00:02Z");
        assertThat(dashboard.get("counts").toString())
                .isEqualTo(
                        """
                        {"enrolled":2,"active":1,"onLeave":0,"withdrawn":1,"transferred":0,\
                        "completed":0,"notCompleted":0,"neverStarted":0}""");
        JsonNode retention = dashboard.get("retention");
        assertThat(retention.propertyNames())
                .containsExactly(
                        "curve",
                        "riskTable",
                        "censorings",
                        "median",
                        "restrictedMean",
                        "horizon",
                        "reasons");
        assertThat(retention.at("/curve/0").toString())
                .isEqualTo(
                        "{\"day\":0,\"atRisk\":2,\"withdrawn\":0,\"survival\":1.0,\"lower\":1.0,\"upper\":1.0}");
        assertThat(retention.at("/curve/1/survival").asDouble()).isEqualTo(0.5);
        assertThat(retention.at("/reasons").toString())
                .isEqualTo("[{\"reason\":\"EMPLOYMENT\",\"count\":1}]");
        assertThat(dashboard.at("/participation/clinics/0").toString())
                .isEqualTo(
                        """
                        {"kind":"RESUME_FEEDBACK","held":0,"booked":0,"hadOne":0,"hadNone":1,"n":1}""");
        assertThat(dashboard.get("waiting").asInt()).isEqualTo(1);
    }

    @Test
    void pastDayShowsWhatWasDatedByThen() {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1), Facts.left("e2", "c", 2, 9));

        JsonNode before = Gate.json(gate.get("/api/dashboards/c?asOf=2024-01-10"));
        JsonNode after = Gate.json(gate.get("/api/dashboards/c?asOf=2024-01-11"));

        assertThat(before.at("/counts/withdrawn").asInt()).isZero();
        assertThat(after.at("/counts/withdrawn").asInt()).isEqualTo(1);
        assertThat(before.get("asOf").asString()).isEqualTo("2024-01-10");
        assertThat(before.get("today").asString()).isEqualTo("2024-04-01");
        for (String section :
                List.of("atRisk", "competitions", "reviews", "lectures", "admission")) {
            assertThat(before.get(section).isNull()).as(section).isTrue();
        }
        assertThat(before.get("attendance").isObject()).isTrue();
        assertThat(before.get("participation").isObject()).isTrue();
    }

    @Test
    void reviewsAreThePublishedFiguresOfTheCohortWithoutASumOverThem() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.cohort("d", 1),
                Facts.reviews("r1", "c", 1, "SESSION", 9, 9, 9, 9, 9, 4),
                Facts.reviews("r2", "c", 1, "SESSION", 1, 2),
                Facts.reviews("r3", "c", 1, "PROGRAMME", 5, 5, 5, 5, 10),
                Facts.reviews("r4", "d", 1, "PROGRAMME", 1, 1, 1, 1, 2),
                Facts.reviews("r3", "c", 2, "PROGRAMME", 6, 6, 6, 6, 10));

        JsonNode reviews = Gate.json(gate.get("/api/dashboards/c")).get("reviews");

        assertThat(reviews.propertyNames()).containsExactly("targets", "hidden");
        assertThat(reviews.get("hidden").toString())
                .isEqualTo("[{\"kind\":\"SESSION\",\"count\":1}]");
        assertThat(reviews.get("targets").toString())
                .isEqualTo(
                        """
                        [{"summaryId":"r3","kind":"PROGRAMME","targetId":"of-r3","title":"Agents","n":5,\
                        "mean":6.8,"interval":{"low":2.5,"high":9.25},"nps":null,\
                        "distribution":[0,0,0,0,0,4,0,0,0,1],"aspects":null,"range":null,\
                        "responseRate":0.5,"hidden":null},\
                        {"summaryId":"r1","kind":"SESSION","targetId":"of-r1","title":"Agents","n":6,\
                        "mean":8.166666666666666,"interval":{"low":2.5,"high":9.25},"nps":null,\
                        "distribution":[0,0,0,1,0,0,0,0,5,0],"aspects":null,"range":null,\
                        "responseRate":0.5,"hidden":null}]""");
        assertThat(
                        gate.get("/api/dashboards/c?section=reviews", "Accept", "text/csv")
                                .body()
                                .replace("\r", ""))
                .isEqualTo(
                        """
                        kind,targetId,title,n,mean,low,high,nps,responseRate,hidden,from,until
                        PROGRAMME,of-r3,Agents,5,6.8,2.5,9.25,,0.5,,,
                        SESSION,of-r1,Agents,6,8.166666666666666,2.5,9.25,,0.5,,,
                        """);
    }

    @Test
    void lecturesAreThoseOfTheCohortByTheirStartWithTheirOwnOffset() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.cohort("d", 1),
                Facts.lecture("late", 2, 120, 3, "c"),
                Facts.lecture("soon", 1, 91, 0, "d", "c"),
                Facts.lecture("other", 1, 91, 0, "d"),
                Facts.question("q1", "late", 1, "OPEN", true, 3, "c"),
                Facts.question("q2", "late", 1, "OPEN", false, 0, "c"),
                Facts.question("q3", "late", 1, "HELD", false, 0, "c"));

        JsonNode dashboard = Gate.json(gate.get("/api/dashboards/c"));

        assertThat(dashboard.get("lectures").toString())
                .isEqualTo(
                        """
                        [{"lectureId":"soon","title":"Agents","startsAt":"2024-04-02T19:00:00+09:00",\
                        "endsAt":"2024-04-02T21:00:00+09:00","timeZone":"Asia/Seoul","status":"PUBLISHED",\
                        "capacity":2,"registered":2,"unconfirmed":1,"waiting":0,"questions":{"asked":0,"answered":0,"held":0}},\
                        {"lectureId":"late","title":"Agents","startsAt":"2024-05-01T19:00:00+09:00",\
                        "endsAt":"2024-05-01T21:00:00+09:00","timeZone":"Asia/Seoul","status":"PUBLISHED",\
                        "capacity":2,"registered":2,"unconfirmed":1,"waiting":3,"questions":{"asked":2,"answered":1,"held":1}}]""");
        assertThat(dashboard.get("revision").asLong())
                .isEqualTo(7 + LocalDate.parse("2024-04-01").toEpochDay());
    }

    @Test
    void teamActivityOfADayIsThereAsCsv() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.enrolled("e1", "c", 1),
                Facts.enrolled("e2", "c", 1),
                Facts.activity("a1", "c", 1, 20),
                Facts.participants("a1", "c", 1, "s-e2"));
        String path = "/api/dashboards/c?section=team-activity";

        assertThat(gate.get(path, "Accept", "text/csv").body().lines())
                .containsExactly("studentId,held,tookPart,share", "s-e1,1,0,0.0", "s-e2,1,1,1.0");
        assertThat(gate.get(path + "&asOf=2024-01-03", "Accept", "text/csv").body().lines())
                .containsExactly("studentId,held,tookPart,share");
        assertThat(
                        Gate.json(gate.get("/api/dashboards/c?asOf=2024-01-03"))
                                .at("/participation/teamActivity")
                                .toString())
                .isEqualTo(
                        """
                        {"held":0,"told":0,"waiting":null,"share":null,"n":0,"activities":[],\
                        "students":[]}""");
    }

    @Test
    void competitionsAreShownWithWhoTakesPartAndAsTables() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.enrolled("e1", "c", 1),
                Facts.enrolled("e2", "c", 1),
                Facts.competition("k", 1, 80, "c"),
                Facts.team("t", "k", 2, List.of("c"), Map.of("s-e1", List.of(81, 90, 90))));

        assertThat(Gate.json(gate.get("/api/dashboards/c")).get("competitions").toString())
                .isEqualTo(
                        """
                        [{"competitionId":"k","title":"Digits","startsAt":"2024-03-22T19:00:00+09:00",\
                        "endsAt":"2024-04-05T19:00:00+09:00","timeZone":"Asia/Seoul","status":"PUBLISHED",\
                        "closedAt":null,"teams":1,"n":2,"inTeams":1,"tookPart":1,"submissions":3,\
                        "submittedToday":2,"daysSinceLast":0,\
                        "days":[{"date":"2024-03-23","submissions":1,"students":1,"teams":1},\
                        {"date":"2024-04-01","submissions":2,"students":1,"teams":1}],\
                        "neverSubmitted":["s-e2"],\
                        "students":[{"studentId":"s-e1","submissions":3,"lastOn":"2024-04-01"}]}]""");
        String path = "/api/dashboards/c?section=";
        assertThat(gate.get(path + "competitions", "Accept", "text/csv").body().lines())
                .containsExactly(
                        "competitionId,title,startsAt,endsAt,timeZone,status,teams,n,inTeams,tookPart,neverSubmitted,submissions,submittedToday,daysSinceLast",
                        "k,Digits,2024-03-22T19:00:00+09:00,2024-04-05T19:00:00+09:00,Asia/Seoul,PUBLISHED,1,2,1,1,1,3,2,0");
        assertThat(gate.get(path + "submissions", "Accept", "text/csv").body().lines())
                .containsExactly(
                        "competitionId,title,studentId,day,submissions",
                        "k,Digits,s-e1,2024-03-23,1",
                        "k,Digits,s-e1,2024-04-01,2",
                        "k,Digits,s-e2,,0");
        for (String section : List.of("competitions", "submissions")) {
            HttpResponse<String> past =
                    gate.get(path + section + "&asOf=2024-03-31", "Accept", "text/csv");
            assertThat(past.statusCode()).as(section).isEqualTo(422);
        }
    }

    @Test
    void lecturesAsCsvAreOfTodayOnly() {
        gate.tell(Facts.cohort("c", 1), Facts.lecture("l1", 1, 91, 4, "c"));
        String path = "/api/dashboards/c?section=lectures";

        HttpResponse<String> table = gate.get(path, "Accept", "text/csv");
        HttpResponse<String> past = gate.get(path + "&asOf=2024-03-31", "Accept", "text/csv");
        HttpResponse<String> wrong = gate.get("/api/dashboards/c?section=all");

        assertThat(table.body().lines())
                .containsExactly(
                        "lectureId,title,startsAt,endsAt,timeZone,status,capacity,registered,unconfirmed,waiting,questions,answered,held",
                        "l1,Agents,2024-04-02T19:00:00+09:00,2024-04-02T21:00:00+09:00,Asia/Seoul,PUBLISHED,2,2,1,4,0,0,0");
        assertThat(past.statusCode()).isEqualTo(422);
        assertThat(Gate.json(past).get("code").asString()).isEqualTo("SECTION_OF_TODAY_ONLY");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Gate.json(wrong).at("/errors/0/field").asString()).isEqualTo("section");
        assertThat(gate.get("/api/dashboards/c?section=retention", "Accept", "text/csv").body())
                .isEqualTo(gate.get("/api/dashboards/c", "Accept", "text/csv").body());
    }

    @Test
    void todayAsPastDayIsTheLiveDashboard() {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1));

        assertThat(gate.get("/api/dashboards/c?asOf=2024-04-01").body())
                .isEqualTo(gate.get("/api/dashboards/c").body());
    }

    @Test
    void dayToComeIsRefusedByTheClockOfTheCohort() {
        gate.tell(
                Facts.cohort("east", 1, ZoneId.of("Pacific/Kiritimati")),
                Facts.cohort("west", 1, ZoneId.of("Pacific/Pago_Pago")));

        assertThat(gate.get("/api/dashboards/east?asOf=2024-04-01").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = gate.get("/api/dashboards/west?asOf=2024-04-01");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Gate.json(refused).get("code").asString()).isEqualTo("AS_OF_IN_FUTURE");
        assertThat(Gate.json(refused).get("detail").asString()).contains("2024-03-31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/dashboards/c?asOf=2024-02-30",
                "/api/dashboards/c?asOf=",
                "/api/dashboards/c?asOf=today",
                "/api/dashboards?asOf=1.4.2024",
                "/api/dashboards?limit=0",
                "/api/dashboards?cursor=made-up",
                "/api/dashboards/c/changes",
                "/api/dashboards/c/changes?since=yesterday",
                "/api/retention",
                "/api/retention?cohorts=",
                "/api/retention?cohorts=c,,d",
                "/api/retention?cohorts=c&section=none"
            })
    void malformedRequestIsA400WithAProblem(String path) {
        gate.tell(Facts.cohort("c", 1));

        HttpResponse<String> response = gate.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
    }

    @Test
    void unknownCohortIsSaidToBeSoWhenTheTopicsWereReadToTheirEndsSince() {
        gate.close();
        gate = Gate.open(NOON, "bootcamp.dashboards.known-within=30s");
        CompletableFuture<@Nullable Board> asked = gate.dashboards.known("none").toFuture();
        gate.heardAt.set(Optional.of(NOON));
        assertThat(asked).isNotDone();

        gate.heardAt.set(Optional.of(NOON.plusMillis(1)));

        assertThat(asked)
                .failsWithin(Duration.ofSeconds(15))
                .withThrowableThat()
                .withMessageContaining("COHORT_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/dashboards/none",
                "/api/dashboards/none/changes?since=2024-01-01",
                "/api/dashboards/none/stream",
                "/api/retention?cohorts=c,none"
            })
    void unknownCohortIsA404(String path) {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e", "none", 1));

        HttpResponse<String> response = gate.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Gate.json(response).get("code").asString()).isEqualTo("COHORT_NOT_FOUND");
    }

    @Test
    void cohortThatComesWhileItIsAskedForIsWaitedFor() {
        gate.close();
        gate = Gate.open(NOON, "bootcamp.dashboards.known-within=30s");
        CompletableFuture<@Nullable Board> asked = gate.dashboards.known("late").toFuture();
        assertThat(asked).isNotDone();

        gate.tell(Facts.cohort("late", 1));

        assertThat(asked).succeedsWithin(Duration.ofSeconds(15));
        assertThat(gate.get("/api/dashboards/late").statusCode()).isEqualTo(200);
    }

    @Test
    void behindTheTopicAnUnknownCohortMayOnlyNotBeKnownYet() {
        gate.open(true);

        HttpResponse<String> response = gate.get("/api/dashboards/none");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        assertThat(Gate.json(response).get("code").asString()).isEqualTo("NOT_YET_KNOWN");
    }

    @Test
    void nothingIsShownBeforeTheTopicsWereRead() {
        try (Gate starting = new Gate(NOON)) {
            starting.tell(Facts.cohort("c", 1));

            assertThat(starting.get("/api/dashboards/c").statusCode()).isEqualTo(503);
            assertThat(starting.get("/api/dashboards").statusCode()).isEqualTo(503);

            starting.open(false);
            assertThat(starting.get("/api/dashboards/c").statusCode()).isEqualTo(200);
        }
    }

    // --- age

    @Test
    void whereTheTopicsAreSilentEverythingSaysSinceWhen() {
        gate.tell(Facts.cohort("c", 1));
        String fresh = gate.get("/api/dashboards/c").body();
        gate.heardAt.set(Optional.of(NOON));

        gate.now.set(NOON.plusSeconds(10));
        gate.dashboards.tick();
        assertThat(gate.get("/api/dashboards/c").body()).isEqualTo(fresh);

        gate.now.set(NOON.plusSeconds(11));
        gate.dashboards.tick();
        awaitStaleSince(NOON.toString());
        String stale = gate.get("/api/dashboards/c").body();
        gate.now.set(NOON.plusSeconds(600));
        gate.dashboards.tick();
        assertThat(gate.get("/api/dashboards/c").body()).isEqualTo(stale);
        assertThat(Gate.json(gate.get("/api/dashboards")).at("/items/0/staleSince").asString())
                .isEqualTo(NOON.toString());
        assertThat(
                        Gate.json(gate.get("/api/dashboards/c?asOf=2024-01-10"))
                                .get("staleSince")
                                .asString())
                .isEqualTo(NOON.toString());

        gate.heardAt.set(Optional.of(NOON.plusSeconds(600)));
        gate.dashboards.tick();
        awaitStaleSince(null);
        assertThat(gate.get("/api/dashboards/c").body()).isEqualTo(fresh);
    }

    private void awaitStaleSince(@Nullable String since) {
        for (int i = 0; i < 500; i++) {
            JsonNode told = Gate.json(gate.get("/api/dashboards/c")).get("staleSince");
            if (since == null ? told.isNull() : told.asString().equals(since)) {
                return;
            }
        }
        throw new AssertionError("never stale since " + since);
    }

    // --- bytes

    @Test
    void tagOfTheContentSavesTheContent() {
        gate.tell(Facts.cohort("c", 1));
        String etag = gate.get("/api/dashboards/c").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> same = gate.get("/api/dashboards/c", "If-None-Match", etag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("etag")).hasValue(etag);

        gate.tell(Facts.enrolled("e1", "c", 1));
        awaitEnrolled(1);
        HttpResponse<String> other = gate.get("/api/dashboards/c", "If-None-Match", etag);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("etag")).isPresent().isNotEqualTo(etag);
    }

    @Test
    void gzipIsGivenToThoseWhoTakeIt() throws IOException {
        gate.tell(Facts.cohort("c", 1));
        String plain = gate.get("/api/dashboards/c").body();

        HttpResponse<byte[]> zipped =
                gate.getBytes("/api/dashboards/c", "Accept-Encoding", "br;q=0.5, gzip");
        HttpResponse<byte[]> refused =
                gate.getBytes("/api/dashboards/c", "Accept-Encoding", "gzip;q=0, identity");

        assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(zipped.headers().allValues("vary")).contains("Accept-Encoding");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        assertThat(refused.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void twoGatewaysGiveEqualBytesWhateverTheOrder() {
        try (Gate other = Gate.open(NOON)) {
            gate.tell(Facts.cohort("c", 1));
            gate.tell(Facts.enrolled("e1", "c", 1), Facts.left("e1", "c", 2, 30));
            gate.tell(Facts.enrolled("e2", "c", 1));
            other.tell(Facts.enrolled("e2", "c", 1), Facts.left("e1", "c", 2, 30));
            other.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1));
            awaitEnrolled(2);

            HttpResponse<String> here = gate.get("/api/dashboards/c");
            HttpResponse<String> there = other.get("/api/dashboards/c");

            assertThat(there.body()).isEqualTo(here.body());
            assertThat(there.headers().firstValue("etag"))
                    .isEqualTo(here.headers().firstValue("etag"));
        }
    }

    @Test
    void curveAsCsv() {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1), Facts.left("e2", "c", 2, 9));

        HttpResponse<String> response = gate.get("/api/dashboards/c", "Accept", "text/csv");

        assertThat(response.headers().firstValue("content-type"))
                .hasValue("text/csv;charset=UTF-8");
        assertThat(response.body().lines())
                .hasSize(3)
                .startsWith("day,date,atRisk,withdrawn,survival,lower,upper")
                .contains("0,2024-01-02,2,0,1.0,1.0,1.0");
    }

    // --- overview

    @Test
    void overviewHasOneRowACohortTheNewestFirstInPages() {
        gate.tell(Facts.cohort("b", 1), Facts.cohort("a", 1), Facts.cohort("c", 1));
        gate.tell(Facts.enrolled("e1", "a", 1), Facts.left("e2", "a", 1, 9));
        awaitEnrolled("a", 2);

        JsonNode first = Gate.json(gate.get("/api/dashboards?limit=2"));
        JsonNode second =
                Gate.json(
                        gate.get("/api/dashboards?limit=2&cursor=" + first.get("next").asString()));

        assertThat(first.at("/items/0/cohortId").asString()).isEqualTo("a");
        assertThat(first.at("/items/1/cohortId").asString()).isEqualTo("b");
        assertThat(second.get("items").size()).isEqualTo(1);
        assertThat(second.get("next").isNull()).isTrue();
        JsonNode survival = first.at("/items/0/survival");
        assertThat(survival.get("day").asInt()).isEqualTo(90);
        assertThat(survival.get("n").asInt()).isEqualTo(2);
        assertThat(survival.get("survival").asDouble()).isEqualTo(0.5);
        assertThat(survival.get("lower").asDouble()).isLessThan(0.5);
    }

    @Test
    void overviewAsCsvGuardsAgainstFormulas() {
        Fact sly =
                new Fact(
                        new bootcamp.gateway.feed.CohortFact.CohortStands(
                                "c",
                                "=cmd()",
                                "@3기",
                                Facts.START,
                                Facts.END,
                                Facts.SEOUL,
                                java.util.Set.of(java.time.DayOfWeek.MONDAY),
                                java.util.Set.of(),
                                10,
                                "OPEN",
                                null),
                        1,
                        Facts.at(1));
        gate.tell(sly);
        awaitEnrolled(0);

        List<String> lines =
                gate.get("/api/dashboards", "Accept", "text/csv").body().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("cohortId,programme,name,");
        assertThat(lines.get(1)).startsWith("c,'=cmd(),'@3기,2024-01-02,");
        assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1));
    }

    // --- what changed, and comparison

    @Test
    void changesSinceADayAreTakenApart() {
        gate.tell(
                Facts.cohort("c", 1),
                Facts.enrolled("e1", "c", 1),
                Facts.left("e2", "c", 1, 85),
                Facts.stands(
                        "e3", "c", 1, Stay.of(null, Facts.START.plusDays(88), "TRANSFER"), false));

        JsonNode changes = Gate.json(gate.get("/api/dashboards/c/changes?since=2024-03-25"));

        assertThat(changes.get("before").asInt()).isEqualTo(3);
        assertThat(changes.get("now").asInt()).isEqualTo(1);
        assertThat(changes.get("items").toString())
                .isEqualTo(
                        """
                        [{"kind":"WITHDREW","count":1,"reasons":{"EMPLOYMENT":1}},\
                        {"kind":"MOVED","count":1,"reasons":{}}]""");
        assertThat(
                        Gate.json(
                                        gate.get(
                                                "/api/dashboards/c/changes?since=2024-03-25&asOf=2024-03-28"))
                                .get("items")
                                .size())
                .isEqualTo(1);
    }

    @Test
    void cohortsAreComparedByTheLogRankTest() {
        gate.tell(Facts.cohort("a", 1), Facts.cohort("b", 1));
        for (int i = 0; i < 10; i++) {
            gate.tell(Facts.left("a" + i, "a", 1, 5 + i), Facts.enrolled("b" + i, "b", 1));
        }
        awaitEnrolled("b", 10);

        JsonNode answer = Gate.json(gate.get("/api/retention?cohorts=a,b,a"));

        assertThat(answer.get("curves").size()).isEqualTo(2);
        assertThat(answer.at("/curves/0/cohortId").asString()).isEqualTo("a");
        assertThat(answer.at("/curves/0/median").asInt()).isEqualTo(9);
        assertThat(answer.at("/curves/1/restrictedMean").asDouble()).isEqualTo(90);
        assertThat(answer.at("/logRank/degreesOfFreedom").asInt()).isEqualTo(1);
        assertThat(answer.at("/logRank/chiSquare").asDouble()).isGreaterThan(10);
        assertThat(answer.at("/logRank/pValue").asDouble()).isCloseTo(0, within(0.01));
        assertThat(
                        Gate.json(gate.get("/api/retention?cohorts=a&asOf=2024-01-08"))
                                .get("logRank")
                                .isNull())
                .isTrue();
        assertThat(gate.get("/api/retention?cohorts=a,b", "Accept", "text/csv").body().lines())
                .startsWith(
                        "cohortId,day,atRisk,withdrawn,survival,lower,upper",
                        "a,0,10,0,1.0,1.0,1.0")
                .hasSize(
                        1
                                + answer.at("/curves/0/curve").size()
                                + answer.at("/curves/1/curve").size());
    }

    @Test
    void whyAndWhenStudentsLeftIsToldWithFewOfAReasonJoinedAcrossCohorts() {
        gate.tell(Facts.cohort("a", 1), Facts.cohort("b", 1));
        for (int i = 0; i < 4; i++) {
            gate.tell(Facts.left("a" + i, "a", 1, 8 + i), Facts.enrolled("b" + i, "b", 1));
        }
        awaitEnrolled("a", 4);
        awaitEnrolled("b", 4);

        JsonNode alone = Gate.json(gate.get("/api/retention?cohorts=a&section=reasons"));
        JsonNode both = Gate.json(gate.get("/api/retention?cohorts=a,b&section=reasons"));
        JsonNode weeks = Gate.json(gate.get("/api/retention?cohorts=a&section=weeks"));

        assertThat(alone.at("/curves/0/reasons/0/reason").asString()).isEqualTo("EMPLOYMENT");
        assertThat(alone.at("/curves/0/reasons/0/curve/2/incidence").asDouble())
                .isCloseTo(0.75, within(1e-12));
        assertThat(both.at("/curves/0/reasons").size()).isEqualTo(1);
        assertThat(both.at("/curves/0/reasons/0/reason").asString()).isEqualTo("OTHER");
        assertThat(weeks.at("/curves/0/hazard/weeks/1/withdrawn").asInt()).isEqualTo(4);
        assertThat(weeks.at("/curves/0/hazard/weeks/0/withdrawn").asInt()).isZero();
        String reasons = "/api/retention?cohorts=a,b&section=reasons";
        assertThat(gate.get(reasons, "Accept", "text/csv").body().lines())
                .startsWith(
                        "cohortId,reason,day,atRisk,withdrawn,incidence,standardError,lower,upper")
                .hasSize(5)
                .noneMatch(line -> line.contains("EMPLOYMENT"));
        assertThat(
                        gate.get("/api/retention?cohorts=a&section=weeks", "Accept", "text/csv")
                                .body()
                                .lines())
                .startsWith(
                        "cohortId,week,daysAtRisk,withdrawn,hazard,lower,upper,pValue,standsOut")
                .hasSize(1 + weeks.at("/curves/0/hazard/weeks").size());
    }

    @Test
    void whenTheyLeftIsToldByModuleAndByInstructorToo() {
        gate.tell(Facts.cohort("a", 1));
        for (int i = 0; i < 6; i++) {
            gate.tell(Facts.left("a" + i, "a", 1, 8 + i), Facts.enrolled("b" + i, "a", 1));
        }
        gate.tell(Facts.taught("s1", "a", 1, 1, "m1", "i1"));
        gate.tell(Facts.taught("s2", "a", 1, 9, "m2", "i1"));
        gate.tell(Facts.taught("s3", "a", 1, 10, "m2", null));
        gate.tell(Facts.taught("s4", "a", 1, 12, "m3", "i2"), Facts.noActivity("s4", "a", 2));
        awaitEnrolled("a", 12);
        String path = "/api/retention?cohorts=a&section=teaching";

        JsonNode teaching = Gate.json(gate.get(path)).at("/curves/0/teaching");

        assertThat(teaching.path("modules").size()).isEqualTo(2);
        assertThat(teaching.at("/modules/0/withdrawn").asInt()).isZero();
        assertThat(teaching.at("/modules/1/id").asString()).isEqualTo("m2");
        assertThat(teaching.at("/modules/1/weeks").asInt()).isEqualTo(1);
        assertThat(teaching.at("/modules/1/withdrawn").asInt()).isEqualTo(6);
        assertThat(teaching.at("/modules/1/ratioLower").asDouble()).isGreaterThan(1);
        assertThat(teaching.path("instructors").size()).isEqualTo(1);
        assertThat(teaching.at("/instructors/0/weeks").asInt()).isEqualTo(2);
        assertThat(gate.get(path, "Accept", "text/csv").body().lines())
                .startsWith(
                        "cohortId,kind,id,weeks,daysAtRisk,withdrawn,hazard,lower,upper,ratio,ratioLower,ratioUpper")
                .hasSize(4);
        assertThat(
                        Gate.json(gate.get("/api/retention?cohorts=a&section=weeks"))
                                .at("/curves/0/teaching")
                                .isNull())
                .isTrue();
    }

    // --- rights

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"STUDENT", "INSTRUCTOR"})
    void dashboardsAreForThoseWhoWorkHere(Role role) {
        gate.tell(Facts.cohort("c", 1));

        for (String path :
                List.of(
                        "/api/dashboards",
                        "/api/dashboards/c",
                        "/api/dashboards/c/stream",
                        "/api/dashboards/c/changes?since=2024-01-01",
                        "/api/retention?cohorts=c")) {
            assertThat(gate.getAs(role, "", path).statusCode()).as(path).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"c, 200, 1", "d, 404, 0", "'', 200, 2"})
    void staffSeeTheCohortsTheyWorkWith(String cohortIds, int status, int rows) {
        gate.tell(Facts.cohort("c", 1), Facts.cohort("x", 1));
        awaitEnrolled("x", 0);

        assertThat(gate.getAs(Role.STAFF, cohortIds, "/api/dashboards/c").statusCode())
                .isEqualTo(status);
        assertThat(gate.getAs(Role.STAFF, cohortIds, "/api/retention?cohorts=c").statusCode())
                .isEqualTo(status);
        assertThat(
                        Gate.json(gate.getAs(Role.STAFF, cohortIds, "/api/dashboards"))
                                .get("items")
                                .size())
                .isEqualTo(rows);
    }

    private void awaitEnrolled(int enrolled) {
        awaitEnrolled("c", enrolled);
    }

    /** Rendering follows folding in another thread. */
    private void awaitEnrolled(String cohortId, int enrolled) {
        for (int i = 0; i < 500; i++) {
            JsonNode counts = Gate.json(gate.get("/api/dashboards/" + cohortId)).path("counts");
            if (counts.path("enrolled").asInt(-1) == enrolled) {
                return;
            }
        }
        throw new AssertionError("never " + enrolled + " enrolled");
    }
}
