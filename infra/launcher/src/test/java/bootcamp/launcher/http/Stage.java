package bootcamp.launcher.http;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/**
 * A gateway with everything that can be configured, on the site's broker and services and a
 * database of its own; beside it another on the same database that has nothing else to lean on, and
 * small bounds. All their answers are held against one document, which remembers what it saw.
 */
final class Stage implements AutoCloseable {

    private static final int STREAMS_MAX = 6;

    private static final Duration SOON = Duration.ofSeconds(30);

    /** So many wrong passwords are looked at where bounds are small. */
    static final int ATTEMPTS = 3;

    final Contract contract;
    final Issuer issuer = new Issuer();
    final Client admin;
    final String studentId;
    final String letterId;
    private final Site site = Site.get();
    private final EmbeddedDatabase database = EmbeddedDatabase.inMemory();

    /** A broker that takes connections and never says a word. */
    private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final ReactiveWebServerApplicationContext whole;
    private final ReactiveWebServerApplicationContext lonely;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    Stage() throws Exception {
        whole =
                site.startGateway(
                        Clock.systemUTC(),
                        database,
                        "--bootcamp.services.enrollment.url=" + Site.url(site.enrollment),
                        "--bootcamp.services.curriculum.url=" + Site.url(site.curriculum),
                        "--bootcamp.services.competition.url=" + Site.url(site.competition),
                        "--bootcamp.services.review.url=" + Site.url(site.review),
                        "--bootcamp.dashboards.known-within=200ms",
                        "--bootcamp.dashboards.viewers-max-session=1",
                        "--bootcamp.oidc.issuer=" + issuer.url(),
                        "--bootcamp.oidc.client-id=" + Issuer.CLIENT,
                        "--bootcamp.oidc.client-secret=" + Issuer.SECRET);
        lonely =
                site.startGateway(
                        Clock.systemUTC(),
                        database,
                        "--bootcamp.kafka.bootstrap-servers=127.0.0.1:" + silent.getLocalPort(),
                        "--bootcamp.services.enrollment.url=http://127.0.0.1:1",
                        "--bootcamp.services.curriculum.url=http://127.0.0.1:1",
                        "--bootcamp.services.competition.url=http://127.0.0.1:1",
                        "--bootcamp.services.review.url=http://127.0.0.1:1",
                        "--bootcamp.oidc.issuer=http://127.0.0.1:1",
                        "--bootcamp.oidc.client-id=x",
                        "--bootcamp.oidc.client-secret=x",
                        "--bootcamp.http.body-bytes-max=1024",
                        "--bootcamp.http.upload-bytes-max=1024",
                        "--bootcamp.sign-in.address-burst=" + ATTEMPTS,
                        "--bootcamp.sign-in.address-per-minute=1");
        contract = new Contract(Site.url(whole).resolve("/api/openapi.json"));
        nobody().post("/api/setup", SetupTest.body(Site.SETUP_TOKEN, "first")).is(204);
        admin = nobody().bearer("first", Site.PASSWORD);
        Eventually.within(SOON, () -> admin.get("/api/dashboards").status() == 200);
        admin.post("/api/cohorts", Site.newCohort("stage")).is(201);
        studentId =
                admin.post("/api/cohorts/stage/enrollments", Site.newcomer("Stage Student"))
                        .is(201)
                        .text("studentId");
        account("stage-student", "STUDENT", ", \"studentId\": \"%s\"".formatted(studentId));
        account("stage-staff", "STAFF", "");
        account("stage-instructor", "INSTRUCTOR", "");
        account("stage-elsewhere", "STAFF", ", \"cohortIds\": [\"elsewhere\"]");
        letterId = letter();
    }

    /** The gateway's, of a record that no reader can read. */
    private String letter() throws InterruptedException, ExecutionException {
        try (var producer = new KafkaClients(site.bootstrapServers()).producer("stage")) {
            RecordMetadata poison =
                    producer.send(
                                    new ProducerRecord<>(
                                            Topics.events("enrollment"),
                                            "Cohort/stage-poison",
                                            "poison".getBytes(StandardCharsets.UTF_8)))
                            .get();
            String id =
                    "gateway.%s.%d.%d"
                            .formatted(poison.topic(), poison.partition(), poison.offset());
            Eventually.within(SOON, () -> admin.get("/api/dead-letters/" + id).status() == 200);
            return id;
        }
    }

    void account(String username, String role, String more) {
        admin.post(
                        "/api/users",
                        """
                        {"username": "%s", "role": "%s", "password": "%s"%s}"""
                                .formatted(username, role, Site.PASSWORD, more))
                .is(201);
    }

    Client nobody() {
        return new Client(Site.url(whole), contract);
    }

    /** At the gateway to which no issuer is known. */
    Client withoutIssuer() {
        return new Client(Site.url(site.gateway), contract);
    }

    /** At the gateway that has nothing to lean on. */
    Client lonely() {
        return new Client(Site.url(lonely), contract);
    }

    /** The same program, there. */
    Client lonely(Client program) {
        return lonely().with("Authorization", program.header("Authorization"));
    }

    /** A program of somebody with one of the roles. */
    Client anyOf(Set<String> roles) {
        return roles.contains("ADMIN") ? admin : of(roles.iterator().next());
    }

    Client of(String role) {
        return clients.computeIfAbsent(role, this::newOf);
    }

    Client newOf(String role) {
        String username = role.equals("ADMIN") ? "first" : "stage-" + role.toLowerCase(Locale.ROOT);
        return nobody().bearer(username, Site.PASSWORD);
    }

    /** As many of the student's as one browser may have, and one more. */
    void streams(String of) throws IOException {
        Client browser = nobody().browser("stage-student", Site.PASSWORD);
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < STREAMS_MAX; i++) {
            HttpResponse<InputStream> stream = browser.open(of + "/stream");
            contract.checkStream(of + "/stream", stream);
            open.add(stream);
        }

        browser.get(of + "/stream").is(429, "TOO_MANY_STREAMS");
        for (HttpResponse<InputStream> stream : open) {
            stream.body().close();
        }
    }

    @Override
    public void close() throws IOException {
        // What was parked is given up, so that nothing is said to be missing afterwards.
        admin.get("/api/dead-letters?limit=200")
                .json()
                .path("items")
                .forEach(
                        letter ->
                                admin.delete("/api/dead-letters/" + letter.path("id").asString()));
        lonely.close();
        silent.close();
        whole.close();
        database.close();
    }
}
