package bootcamp.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.launcher.client.RunningPlatform;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole platform as a server runs it, one process for each container: two gateways, two
 * instances of the enrollment service, one of curriculum, the one-shot that creates topics; each
 * with the environment of {@code docker-compose.yml} in which only addresses are changed, because
 * there is no network of containers here. In the place of Kafka's and MongoDB's containers stand
 * the embedded broker and database, as processes; they know no users, so those leave the addresses
 * as well.
 *
 * <p>One story in order, since a dozen starts of a JVM are what takes the time.
 */
@Tag("processes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlatformAsProcessesTest {

    private static final String COHORT = RealCohort.ID;
    private static final String DASHBOARD = "/api/dashboards/" + COHORT;
    private static final String PASSWORD = "correct horse battery";
    private static final Pattern TIME = Pattern.compile("\"updatedAt\":\"[^\"]*\"");
    private static final List<String> STARTED_FIRST =
            List.of(
                    "enrollment-1",
                    "enrollment-2",
                    "curriculum-1",
                    "competition-1",
                    "review-1",
                    "gateway-1",
                    "gateway-2");

    @TempDir static Path directory;

    private final Compose compose = Compose.read();
    private final Address kafka = new Address();
    private final Address mongodb = new Address();

    /** Where the gateways find each service, however many instances it has. */
    private final Map<String, Address> services =
            Map.of(
                    "enrollment", new Address(),
                    "curriculum", new Address(),
                    "competition", new Address(),
                    "review", new Address());

    private Map<String, String> secrets = Map.of();

    @SuppressWarnings("NullAway.Init")
    private Programs programs;

    /**
     * An instance of a container.
     *
     * @param metrics port of the figures
     */
    private record Instance(
            String container, String name, Process process, int port, int metrics) {}

    private final Map<String, Instance> instances = new LinkedHashMap<>();

    @BeforeAll
    void unpackImages() throws Exception {
        programs = new Programs(directory);
        programs.unpack("gateway");
        programs.unpack("enrollment");
        programs.unpack("curriculum");
        programs.unpack("competition");
        programs.unpack("review");
        secrets = SecretsTest.make(directory.resolve(".env"));
    }

    @AfterAll
    void endAll() {
        programs.close();
        kafka.close();
        mongodb.close();
        services.values().forEach(Address::close);
    }

    @Test
    @Order(1)
    void programsStartWithoutBrokerAndDatabaseAndSayThatTheyAreNotReady() throws Exception {
        for (String name : STARTED_FIRST) {
            start(name);
        }

        for (Instance one : instances.values()) {
            await(one, () -> Caller.at(one.port()).status("/livez") == 200);
            assertThat(Caller.at(one.port()).status("/readyz")).as(one.name()).isEqualTo(503);
        }
        for (String name :
                List.of("enrollment-1", "curriculum-1", "competition-1", "review-1", "gateway-1")) {
            assertThat(isWell(name)).as(name).isFalse();
        }
    }

    @Test
    @Order(2)
    void programsEndWhenToldThoughNobodyElseIsThere() throws Exception {
        for (String name : List.of("enrollment-2", "gateway-2")) {
            stop(name);
        }
    }

    @Test
    @Order(3)
    void theyBecomeReadyOnceBrokerAndDatabaseAreThereAndTheTopicsAreCreated() throws Exception {
        mongodb.leadTo(List.of(startDatabase()));
        kafka.leadTo(List.of(startBroker()));
        for (int run = 1; run <= 2; run++) {
            Process topics = programs.start("topics", "topics", environment("topics", 0, 0));
            assertThat(topics.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(topics.exitValue()).as(programs.tail("topics")).isZero();
        }
        assertThat(programs.tail("topics"))
                .contains(
                        "Created bootcamp.enrollment,",
                        ", bootcamp.curriculum,",
                        ", bootcamp.competition,")
                .contains("All topics are there.");
        start("enrollment-2");
        start("gateway-2");

        for (String name : List.copyOf(instances.keySet())) {
            awaitReady(name);
        }
        for (String name :
                List.of("enrollment-1", "curriculum-1", "competition-1", "review-1", "gateway-1")) {
            assertThat(isWell(name)).as(name).isTrue();
        }
    }

    @Test
    @Order(4)
    void servicesAnswerNobodyWhoComesPastTheGateway() throws Exception {
        Caller past = Caller.at(port("enrollment-1"));

        assertThat(past.status("/api/cohorts")).isEqualTo(401);
        assertThat(past.status("/readyz")).isEqualTo(200);
        assertThat(Caller.at(port("curriculum-1")).status("/api/lectures")).isEqualTo(401);
    }

    @Test
    @Order(4)
    void figuresAreAtTheirOwnPortAndHealthOfAllPartsAtTheGateways() throws Exception {
        for (Instance one : instances.values()) {
            var figures = Caller.at(one.metrics()).get("/actuator/prometheus");
            assertThat(figures.statusCode()).as(one.name()).isEqualTo(200);
            assertThat(figures.body()).contains("bootcamp_feed_lag");
            assertThat(Caller.at(one.port()).status("/actuator/prometheus"))
                    .as(one.name())
                    .isIn(401, 404);
        }
        var health = Caller.at(port("gateway-1")).get("/healthz");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains(
                        "enrollment", "curriculum", "competition", "review", "broker", "database");
    }

    @Test
    @Order(5)
    void aRosterBecomesTheSameDashboardAtBothGateways() throws Exception {
        Caller somebody = Caller.at(port("gateway-1"));
        String setUp =
                "{\"token\":\"%s\",\"username\":\"admin\",\"password\":\"%s\"}"
                        .formatted(secrets.get("BOOTCAMP_SETUP_TOKEN"), PASSWORD);
        assertThat(somebody.post("/api/setup", setUp).statusCode()).isEqualTo(204);
        assertThat(Caller.at(port("gateway-2")).post("/api/setup", setUp).statusCode())
                .isBetween(400, 409);
        RunningPlatform platform = platform("gateway-1");
        platform.post("/api/cohorts", "the-cohort", RealCohort.plan());

        JsonNode done = imported(platform);

        assertThat(done.path("state").asString()).isEqualTo("DONE");
        assertThat(done.path("applied").asInt()).isEqualTo(365);
        Caller first = admin("gateway-1");
        Caller second = admin("gateway-2");
        awaitWithdrawn(first, RealCohort.withdrawn());
        awaitWithdrawn(second, RealCohort.withdrawn());
        assertThat(withoutTimes(second)).isEqualTo(withoutTimes(first));
        assertThat(survivalInTheEnd(first)).isCloseTo(RealCohort.survival(), within(1e-9));
    }

    @Test
    @Order(6)
    void aStreamOfOneGatewayShowsWhatWasWrittenThroughTheOther() throws Exception {
        int before = withdrawn(admin("gateway-2"));
        try (Caller.Events events = admin("gateway-2").events(DASHBOARD + "/stream")) {
            assertThat(events.next().at("/counts/withdrawn").asInt()).isEqualTo(before);

            withdraw("gateway-1");

            JsonNode next = events.next();
            while (next.at("/counts/withdrawn").asInt() == before) {
                next = events.next();
            }
            assertThat(next.at("/counts/withdrawn").asInt()).isEqualTo(before + 1);
        }
    }

    @Test
    @Order(6)
    void aLectureDraftedThroughOneGatewayIsOnTheDashboardOfTheOther() throws Exception {
        JsonNode drafted =
                platform("gateway-1")
                        .post(
                                "/api/lectures",
                                "the-lecture",
                                Map.of(
                                        "cohortIds", List.of(COHORT),
                                        "title", "Agents",
                                        "speaker", "Kim",
                                        "startsAt", "2150-05-02T19:00:00Z",
                                        "endsAt", "2150-05-02T21:00:00Z",
                                        "timeZone", "UTC",
                                        "capacity", 40));

        Caller second = admin("gateway-2");
        await(
                instance("gateway-2"),
                () -> dashboard(second).at("/lectures/0/lectureId").isString());
        assertThat(dashboard(second).at("/lectures/0/lectureId"))
                .isEqualTo(drafted.path("lectureId"));
        assertThat(dashboard(second).at("/lectures/0/status").asString()).isEqualTo("DRAFT");
    }

    @Test
    @Order(7)
    void aKilledInstanceOfTheServiceIsMissedByNobody() throws Exception {
        int before = withdrawn(admin("gateway-1"));
        instance("enrollment-1").process().destroyForcibly().waitFor();

        withdraw("gateway-1");
        withdraw("gateway-2");
        start("enrollment-1");
        awaitReady("enrollment-1");
        withdraw("gateway-1");

        awaitWithdrawn(admin("gateway-1"), before + 3);
        awaitWithdrawn(admin("gateway-2"), before + 3);
    }

    @Test
    @Order(8)
    void aKilledGatewayComesBackFromTheTopicsAloneWithTheSameBytes() throws Exception {
        String before = withoutTimes(admin("gateway-1"));
        stop("enrollment-1");
        stop("enrollment-2");
        stop("curriculum-1");
        stop("competition-1");
        stop("review-1");
        instance("gateway-2").process().destroyForcibly().waitFor();

        start("gateway-2");
        awaitReady("gateway-2");

        assertThat(withoutTimes(admin("gateway-2"))).isEqualTo(before);
        assertThat(withoutTimes(admin("gateway-1"))).isEqualTo(before);
        var refused = admin("gateway-2").get("/api/cohorts");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(admin("gateway-2").get("/api/lectures").statusCode()).isEqualTo(503);
    }

    @Test
    @Order(9)
    void whatIsLeftEndsWhenToldAndNobodySaidASecret() throws Exception {
        for (String name : List.copyOf(instances.keySet())) {
            stop(name);
        }

        for (String log : STARTED_FIRST) {
            String said = Files.readString(directory.resolve(log + ".log"));
            secrets.forEach(
                    (name, secret) -> {
                        if (!name.equals("BOOTCAMP_DOMAIN")
                                && !name.equals("IDENTITY_PUBLIC_KEY")) {
                            assertThat(said).as("%s in %s", name, log).doesNotContain(secret);
                        }
                    });
        }
    }

    // --- processes

    /** Others in a subclass; gives the port. */
    int startDatabase() throws Exception {
        return programs.store("database");
    }

    int startBroker() throws Exception {
        return programs.store("broker");
    }

    private void start(String name) throws Exception {
        String container = name.replaceAll("-[0-9]+$", "");
        int port = new Address().port();
        int metrics = new Address().port();
        Process process = programs.start(container, name, environment(container, port, metrics));
        instances.put(name, new Instance(container, name, process, port, metrics));
        Address address = services.get(container);
        if (address != null) {
            address.leadTo(
                    instances.values().stream()
                            .filter(one -> one.container().equals(container))
                            .map(Instance::port)
                            .toList());
        }
    }

    /** The environment of the compose file, with the addresses of this machine. */
    private Map<String, String> environment(String container, int port, int metrics) {
        Map<String, String> environment = compose.environment(container, secrets);
        environment.replaceAll(
                (_, value) ->
                        value.replaceFirst(
                                        "^mongodb://[a-z]+:[^@]+@mongodb:27017/\\?authSource=admin&replicaSet=bootcamp&",
                                        "mongodb://127.0.0.1:" + mongodb.port() + "/?")
                                .replace("kafka:9092", "127.0.0.1:" + kafka.port())
                                .replace("enrollment:8081", address("enrollment"))
                                .replace("curriculum:8082", address("curriculum"))
                                .replace("competition:8083", address("competition"))
                                .replace("review:8084", address("review")));
        environment.replace("SERVER_ADDRESS", "127.0.0.1");
        environment.replace("SERVER_PORT", String.valueOf(port));
        environment.replace("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.replace("MANAGEMENT_SERVER_PORT", String.valueOf(metrics));
        return environment;
    }

    private String address(String service) {
        return "127.0.0.1:" + java.util.Objects.requireNonNull(services.get(service)).port();
    }

    private void stop(String name) throws Exception {
        Instance one = instance(name);
        assertThat(one.process().isAlive()).as(name).isTrue();
        one.process().destroy();
        // What takes longer the container engine kills.
        String grace = String.valueOf(compose.service(one.container()).get("stop_grace_period"));
        long seconds = Long.parseLong(grace.replaceFirst("s$", ""));
        assertThat(one.process().waitFor(seconds, TimeUnit.SECONDS))
                .as("%s ends within %s of SIGTERM%n%s", name, grace, programs.tail(name))
                .isTrue();
        instances.remove(name);
    }

    private boolean isWell(String name) throws Exception {
        Instance one = instance(name);
        return programs.isWell(
                one.container(), environment(one.container(), one.port(), one.metrics()));
    }

    private void awaitReady(String name) throws Exception {
        Instance one = instance(name);
        await(one, () -> Caller.at(one.port()).status("/readyz") == 200);
    }

    /** Bounded: a minute on a machine that is busy with other things. */
    private void await(Instance one, Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 600 && one.process().isAlive(); i++) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (java.io.IOException notYet) {
                assertThat(one.process().isAlive()).as(one.name()).isTrue();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(one.name() + "\n" + programs.tail(one.name()));
    }

    private Instance instance(String name) {
        return java.util.Objects.requireNonNull(instances.get(name), name);
    }

    private int port(String name) {
        return instance(name).port();
    }

    // --- what is done

    private Caller admin(String name) throws Exception {
        return Caller.at(port(name)).signedIn("admin", PASSWORD);
    }

    private RunningPlatform platform(String name) {
        return RunningPlatform.at(URI.create("http://127.0.0.1:" + port(name)))
                .signedIn("admin", PASSWORD);
    }

    private JsonNode imported(RunningPlatform platform) throws Exception {
        JsonNode accepted =
                platform.post(
                        "/api/cohorts/" + COHORT + "/imports?kind=roster",
                        "text/csv",
                        BodyPublishers.ofString(RealCohort.roster()));
        String path = "/api/imports/" + accepted.path("importId").asString();
        for (int i = 0; i < 600; i++) {
            JsonNode state = platform.get(path);
            if (!state.path("state").asString().equals("RUNNING")) {
                return state;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the import does not end");
    }

    /** Somebody who is still there leaves on the last day. */
    private void withdraw(String gateway) throws Exception {
        RunningPlatform platform = platform(gateway);
        String end = RealCohort.end();
        String enrollmentId =
                platform.list("/api/cohorts/" + COHORT + "/enrollments").stream()
                        .filter(one -> one.path("status").asString().equals("ENROLLED"))
                        .findFirst()
                        .orElseThrow()
                        .path("enrollmentId")
                        .asString();
        platform.post(
                "/api/enrollments/" + enrollmentId + "/withdrawal",
                "withdrawal-of-" + enrollmentId,
                Map.of("on", end, "reason", "EMPLOYMENT"));
    }

    // --- what is seen

    private static int withdrawn(Caller caller) throws Exception {
        return dashboard(caller).at("/counts/withdrawn").asInt();
    }

    private void awaitWithdrawn(Caller caller, int count) throws Exception {
        for (int i = 0; i < 200; i++) {
            if (caller.status(DASHBOARD) == 200 && withdrawn(caller) == count) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(withdrawn(caller)).isEqualTo(count);
    }

    private static JsonNode dashboard(Caller caller) throws Exception {
        return tools.jackson.databind.json.JsonMapper.shared()
                .readTree(caller.get(DASHBOARD).body());
    }

    private static String withoutTimes(Caller caller) throws Exception {
        String body = caller.get(DASHBOARD).body();
        assertThat(TIME.matcher(body).results()).hasSize(1);
        return TIME.matcher(body).replaceAll("");
    }

    private static double survivalInTheEnd(Caller caller) throws Exception {
        JsonNode curve = dashboard(caller).at("/retention/curve");
        return curve.get(curve.size() - 1).path("survival").asDouble();
    }
}
