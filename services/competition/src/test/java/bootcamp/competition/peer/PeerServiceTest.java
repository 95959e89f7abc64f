package bootcamp.competition.peer;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;

/**
 * Members rate each other as the service's callers see it; where rating ends the clock is moved.
 */
class PeerServiceTest {

    /** How far the clock of ratings alone is ahead. */
    private static volatile Duration ahead = Duration.ZERO;

    private static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, PeerServiceTest::program);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final List<String> NAMES = List.of("hana", "duri", "set");

    private final String cohort = "p" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);
    private String competition = "";

    private static SpringApplicationBuilder program() {
        return CompetitionApplication.builder()
                .initializers(
                        context -> context.getBeanFactory().addBeanPostProcessor(later(context)));
    }

    private static BeanPostProcessor later(ConfigurableApplicationContext context) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof PeerDesk
                        ? new PeerDesk(
                                context.<AggregateStore<
                                                        PeerContribution,
                                                        PeerCommand,
                                                        OfPeerContribution>>
                                                getBeanProvider(
                                                        ResolvableType.forClassWithGenerics(
                                                                AggregateStore.class,
                                                                PeerContribution.class,
                                                                PeerCommand.class,
                                                                OfPeerContribution.class))
                                        .getObject(),
                                context.getBean(TeamDesk.class),
                                context.getBean(Students.class),
                                () -> Instant.now().plus(ahead))
                        : bean;
            }
        };
    }

    @BeforeEach
    void teamOfThreeIsThere() {
        ahead = Duration.ZERO;
        SCHOOL.cohort(cohort);
        LocalDateTime now =
                LocalDateTime.now(ZoneId.of("Asia/Seoul")).truncatedTo(ChronoUnit.HOURS);
        competition =
                staff.post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy",
                                 "maxTeamSize": 4, "startsAt": "%s", "endsAt": "%s"}
                                """
                                        .formatted(cohort, now.minusDays(1), now.plusDays(30)))
                        .is(201)
                        .header("Location");
        byte[] labels = "id,label\n1,cat\n2,dog\n".getBytes(StandardCharsets.UTF_8);
        staff.put(competition + "/solution", labels, "text/csv").is(200);
        staff.post(competition + "/publication", "").is(200);
        SCHOOL.enrollment("hana" + cohort, cohort, 1, "ENROLLED");
        Answer team = as("hana").post(competition + "/teams", "{\"name\": \"=cats\"}").is(201);
        for (String each : NAMES.subList(1, NAMES.size())) {
            SCHOOL.enrollment(each + cohort, cohort, 1, "ENROLLED");
            as(each).post(
                            team.header("Location") + "/members",
                            "{\"code\": \"%s\"}".formatted(team.text("code")))
                    .is(200);
        }
    }

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    private Calls as(String name) {
        return SERVICE.as(
                new Caller("p-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
    }

    private void closes() {
        staff.post(competition + "/closing", "").is(200);
    }

    private Answer rates(String who, int... ratings) {
        return sends(
                who,
                IntStream.range(0, ratings.length)
                        .mapToObj(i -> rating(NAMES.get(i), ratings[i]))
                        .toArray(String[]::new));
    }

    private String rating(String whom, int rating) {
        return "{\"studentId\": \"%s\", \"rating\": %d}".formatted(whom + cohort, rating);
    }

    private Answer sends(String who, String... ratings) {
        return as(who).put(
                        competition + "/peer-ratings/me",
                        Arrays.stream(ratings)
                                .collect(Collectors.joining(",", "{\"ratings\": [", "]}")));
    }

    private JsonNode sheet() {
        return staff.get(competition + "/peer-ratings").is(200).json().at("/items/0");
    }

    private static void wrong(Answer answer, String field) {
        names(answer.is(422, "INVALID_INPUT"), field);
    }

    private static void malformed(Answer answer, String field) {
        names(answer.is(400, "MALFORMED_BODY"), field);
    }

    private static void names(Answer answer, String field) {
        assertThat(answer.json().path("errors").valueStream())
                .as(answer.response().body())
                .anySatisfy(error -> assertThat(error.path("field").asString()).isEqualTo(field));
    }

    @Test
    void membersRateUntilTheDeadlineAndStaffReadFiguresFromThenOn() {
        rates("hana", 3, 3, 3).is(409, "COMPETITION_NOT_CLOSED");
        as("hana").get(competition + "/peer-ratings/me").is(409, "COMPETITION_NOT_CLOSED");
        staff.get(competition + "/peer-ratings").is(409, "COMPETITION_NOT_CLOSED");
        closes();
        Answer before = as("hana").get(competition + "/peer-ratings/me").is(200);
        assertThat(before.json().path("open").asBoolean()).isTrue();
        assertThat(before.json().at("/ratings/0/rating").isNull()).isTrue();

        rates("hana", 1, 1, 1).is(200);
        // 5 4 3, 4 4 2, 3 5 2: the sheet that PeerSheetTest works out by hand.
        Answer own = rates("hana", 5, 4, 3).is(200);
        rates("duri", 4, 4, 2).is(200);
        JsonNode open = sheet();
        rates("set", 3, 5, 2).is(200);

        assertThat(own.json().at("/ratings/1/rating").asInt()).isEqualTo(4);
        assertThat(own.text("until")).endsWith("+09:00");
        assertThat(open.path("state").asString()).isEqualTo("OPEN");
        assertThat(open.path("raters").asInt()).isEqualTo(2);
        assertThat(open.at("/lines/0/factor").isNull()).isTrue();
        assertThat(open.path("teamMean").isNull()).isTrue();

        ahead = PeerContribution.OPEN_FOR.plusSeconds(1);
        rates("hana", 3, 3, 3).is(409, "PEER_RATING_OVER");
        JsonNode told = sheet();
        assertThat(told.path("state").asString()).isEqualTo("TOLD");
        assertThat(told.path("teamMean").asDouble()).isEqualTo(3.5);
        assertThat(told.path("lines").valueStream().map(line -> line.path("mean").asDouble()))
                .containsExactlyInAnyOrder(3.5, 4.5, 2.5);
        Answer after = as("hana").get(competition + "/peer-ratings/me").is(200);
        assertThat(after.json().path("open").asBoolean()).isFalse();
        // Nobody's rating and nobody's name but the own one.
        assertThat(told.propertyNames())
                .containsExactlyInAnyOrder(
                        "teamId",
                        "team",
                        "state",
                        "members",
                        "raters",
                        "teamMean",
                        "teamMeanWithSelf",
                        "lines",
                        "clique",
                        "conflict");
        assertThat(told.at("/lines/0").propertyNames())
                .containsExactlyInAnyOrder(
                        "studentId",
                        "mean",
                        "factor",
                        "meanWithSelf",
                        "factorWithSelf",
                        "overConfident");
    }

    @Test
    void whateverIsWrongIsNamedAndNobodyElseMay() {
        closes();
        wrong(rates("hana", 0, 3, 3), "ratings[0].rating");
        wrong(rates("hana", 3, 6, 3), "ratings[1].rating");
        wrong(rates("hana", 3, 3), "ratings");
        wrong(sends("hana"), "ratings");
        wrong(sends("hana", rating("hana", 3), rating("hana", 3)), "ratings[1].studentId");
        wrong(sends("hana", rating("stranger", 3)), "ratings[0].studentId");
        malformed(
                sends("hana", "{\"studentId\": \"x\", \"rating\": 3, \"why\": \"lazy\"}"),
                "ratings[0].why");
        malformed(sends("hana", "{\"studentId\": \"x\"}"), "ratings[0].rating");
        malformed(sends("hana", "{\"studentId\": \"x\", \"rating\": 2.5}"), "ratings[0].rating");
        wrong(sends("hana", "null"), "ratings[0]");
        malformed(as("hana").put(competition + "/peer-ratings/me", "{}"), "ratings");
        SCHOOL.enrollment("alone" + cohort, cohort, 1, "ENROLLED");
        rates("alone", 3, 3, 3).is(404, "COMPETITION_TEAM_NOT_FOUND");
        as("hana").get(competition + "/peer-ratings").is(403);
        staff.put(competition + "/peer-ratings/me", "{\"ratings\": []}").is(403);
        SERVICE.as(new Caller("p-x", Set.of(Role.STUDENT), "x" + cohort + "x", null, Set.of()))
                .get(competition + "/peer-ratings/me")
                .is(404);
        assertThat(sheet().path("raters").asInt()).isZero();
    }

    @Test
    void whoHasLeftNeitherRatesNorIsRated() {
        closes();
        rates("set", 3, 3, 3).is(200);
        SCHOOL.enrollment("set" + cohort, cohort, 2, "WITHDRAWN");
        await().atMost(Duration.ofSeconds(30)).until(() -> sheet().path("members").asInt() == 2);

        rates("set", 5, 5, 5).is(403, "NOT_A_MEMBER");
        wrong(rates("hana", 3, 3, 3), "ratings[2].studentId");
        rates("hana", 3, 3).is(200);
        ahead = PeerContribution.OPEN_FOR.plusSeconds(1);
        JsonNode told = sheet();
        assertThat(told.path("raters").asInt()).isEqualTo(1);
        assertThat(told.path("lines").size()).isEqualTo(2);
        assertThat(told.at("/lines/0/factor").isNull()).isTrue();
    }

    @Test
    void figuresAreToldThoughNobodyReadsThem() {
        closes();
        String teamId = rates("hana", 5, 4, 3).is(200).text("teamId");
        rates("duri", 4, 4, 2).is(200);
        AggregateStore<PeerContribution, ?, ?> stored = stored();

        assertThat(told(stored, teamId)).isFalse();
        ahead = PeerContribution.OPEN_FOR.plusSeconds(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> told(stored, teamId));
    }

    @SuppressWarnings("unchecked")
    private static AggregateStore<PeerContribution, ?, ?> stored() {
        return SERVICE.bean(0, "peerContributions", AggregateStore.class);
    }

    private static boolean told(AggregateStore<PeerContribution, ?, ?> stored, String teamId) {
        return stored.find(teamId).blockOptional().orElseThrow().state().told() != null;
    }

    @Test
    void ratingsOfAllAtOnceAreAllKept() throws Exception {
        closes();
        AtOnce.ask(30, i -> rates(NAMES.get(i % NAMES.size()), 1 + i % 5, 1 + i % 4, 3))
                .forEach(answer -> answer.is(200));
        assertThat(sheet().path("raters").asInt()).isEqualTo(3);
    }
}
