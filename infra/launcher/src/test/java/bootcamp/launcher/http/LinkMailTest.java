package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.platform.event.TopicTable;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** One-time links by mail, from the gateway through the service to a real mail server. */
class LinkMailTest {

    private static final Pattern LINK = Pattern.compile("/invite#(\\d{6}[0-9a-f]{64})");
    private static final List<String> PURPOSES = List.of("INVITATION", "RESET");
    private static final String RESET = "{\"purpose\": \"RESET\"}";

    private final Site site = Site.get();
    private final Client admin = site.admin();

    @AfterEach
    void refuseNobody() {
        Site.POSTBOX.refuse(_ -> false);
    }

    private String enrolled(String cohortId, String name, @Nullable String email) {
        return admin.post(
                        "/api/cohorts/" + cohortId + "/enrollments",
                        email == null
                                ? "{\"name\": \"%s\", \"externalId\": \"%s %s\", \"enrolledOn\": \"2024-01-02\"}"
                                        .formatted(name, cohortId, name)
                                : "{\"name\": \"%s\", \"email\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                        .formatted(name, email))
                .is(201)
                .text("studentId");
    }

    private Answer invite(String cohortId, String query, String... headers) {
        return admin.send(
                "POST",
                "/api/cohorts/" + cohortId + "/invitations/mail" + query,
                null,
                null,
                headers);
    }

    private static List<String> outcomes(Answer part) {
        return part.json()
                .path("items")
                .valueStream()
                .map(
                        each ->
                                each.path("outcome").asString()
                                        + " "
                                        + each.path("reason").asString("-"))
                .toList();
    }

    private static Received only(String address) {
        List<Received> all = Site.POSTBOX.to(address);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String secret(Received letter) {
        return LINK.matcher(letter.text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private Answer accept(String secret) {
        return site.client()
                .post(
                        "/api/invitations/acceptance",
                        "{\"token\": \"%s\", \"password\": \"my own pass phrase\"}"
                                .formatted(secret));
    }

    @Test
    void whoIsInvitedByMailChoosesAPasswordAndComesIn() {
        site.cohort("lm-way");
        String haneul = enrolled("lm-way", "김하늘", "lm.haneul@example.org");

        Answer part = invite("lm-way", "", "Accept-Language", "ko").is(200);

        assertThat(outcomes(part)).containsExactly("SENT -");
        assertThat(part.json().path("next").isNull()).isTrue();
        Received letter = only("lm.haneul@example.org");
        String username = part.json().path("items").path(0).path("username").asString();
        assertThat(letter.subject()).isEqualTo("부트캠프: 비밀번호를 정해 주세요");
        assertThat(letter.text()).contains("김하늘 님", username, "http://127.0.0.1:", "(Asia/Seoul)");
        accept(secret(letter)).is(204);
        assertThat(site.client().bearer(username, "my own pass phrase").get("/api/me").is(200))
                .extracting(me -> me.text("studentId"))
                .isEqualTo(haneul);
        accept(secret(letter)).is(422, "LINK_NOT_VALID");
        assertThat(outcomes(invite("lm-way", "").is(200))).containsExactly("ALREADY_HAS_ACCOUNT -");
        assertThat(Site.POSTBOX.to("lm.haneul@example.org")).hasSize(1);
    }

    @Test
    void eachOfARosterHasItsOutcomeAndALinkThatWasNotSentIsNone() {
        site.cohort("lm-all");
        enrolled("lm-all", "One", "lm.one@example.org");
        enrolled("lm-all", "Nowhere", null);
        enrolled("lm-all", "Refused", "lm.refused@example.org");
        enrolled("lm-all", "Two", "lm.two@example.org");
        String gone = enrolled("lm-all", "Gone", "lm.gone@example.org");
        admin.delete("/api/students/" + gone + "/personal-data").is(204);
        Site.POSTBOX.refuse("lm.refused@example.org"::equals);

        Answer part = invite("lm-all", "", "Accept-Language", "en").is(200);

        assertThat(outcomes(part))
                .containsExactly("SENT -", "NO_ADDRESS -", "NOT_SENT ADDRESS_REFUSED", "SENT -");
        assertThat(part.body()).doesNotContain("example.org", "One", "Nowhere", "invite#");
        assertThat(Site.POSTBOX.to("lm.gone@example.org")).isEmpty();
        assertThat(only("lm.one@example.org").text()).contains("Hello One,");
        List<String> usernames =
                part.json()
                        .path("items")
                        .valueStream()
                        .map(each -> each.path("username").asString())
                        .toList();
        assertThat(links(usernames.get(0))).isEqualTo(1);
        assertThat(links(usernames.get(1))).isZero();
        assertThat(links(usernames.get(2))).isZero();
        assertThat(keptByTheGateway())
                .contains(usernames.get(0))
                .doesNotContain("lm.one@example.org", "lm.two@example.org", "Nowhere");
    }

    private String keptByTheGateway() {
        try (MongoClient mongo = MongoClients.create(site.database().uri())) {
            var database = mongo.getDatabase("bootcamp_gateway");
            return Objects.requireNonNull(
                    Flux.from(database.listCollectionNames())
                            .concatMap(name -> database.getCollection(name).find())
                            .map(Document::toJson)
                            .collect(Collectors.joining("\n"))
                            .block());
        }
    }

    /** Links of an account that are kept, whether they are good or not. */
    private long links(String username) {
        return links(
                site.database(),
                new Document("username", username)
                        .append("purpose", new Document("$in", PURPOSES)));
    }

    private static long links(EmbeddedDatabase database, Document filter) {
        try (MongoClient mongo = MongoClients.create(database.uri())) {
            return Objects.requireNonNull(
                    Flux.from(
                                    mongo.getDatabase("bootcamp_gateway")
                                            .getCollection("tickets")
                                            .find(filter))
                            .count()
                            .block());
        }
    }

    @Test
    void aRosterComesInPartsWhichAllHaveTheirTurn() {
        site.cohort("lm-parts");
        for (int i = 0; i < 5; i++) {
            enrolled("lm-parts", "Part " + i, "lm.part" + i + "@example.org");
        }
        List<JsonNode> parts = new ArrayList<>();
        String cursor = "";
        do {
            Answer part = invite("lm-parts", "?limit=2" + cursor).is(200);
            parts.add(part.json());
            cursor = "&cursor=" + part.text("next");
        } while (!parts.getLast().path("next").isNull());

        assertThat(parts).map(part -> part.path("items").size()).containsExactly(2, 2, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(only("lm.part" + i + "@example.org").text()).contains("Part " + i);
        }
        invite("lm-parts", "?cursor=none").is(400, "INVALID_CURSOR");
        invite("lm-parts", "?limit=0").is(400, "MALFORMED_REQUEST");
        invite("lm-nowhere", "").is(404);
    }

    @Test
    void theSameRequestSentAgainSendsNoLetterAgain() {
        site.cohort("lm-again");
        String student = enrolled("lm-again", "Again", "lm.again@example.org");
        admin.post(
                        "/api/users",
                        "{\"username\": \"lm-again\", \"role\": \"STUDENT\", \"studentId\": \"%s\"}"
                                .formatted(student))
                .is(201);

        Answer first = invite("lm-again", "", "Idempotency-Key", "lm-1").is(200);
        Answer again = invite("lm-again", "", "Idempotency-Key", "lm-1").is(200);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(Site.POSTBOX.to("lm.again@example.org")).hasSize(1);
        invite("lm-again", "", "Idempotency-Key", "lm-2").is(200);
        assertThat(Site.POSTBOX.to("lm.again@example.org")).hasSize(2);
        String path = "/api/users/lm-again/links/mail";
        Answer sent = admin.post(path, RESET, "Idempotency-Key", "lm-3").is(200);
        assertThat(admin.post(path, RESET, "Idempotency-Key", "lm-3").is(200).json())
                .isEqualTo(sent.json());
        assertThat(Site.POSTBOX.to("lm.again@example.org")).hasSize(3);
        admin.post(path, "{\"purpose\": \"INVITATION\"}", "Idempotency-Key", "lm-3")
                .is(422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aStudentGetsALinkForANewPasswordByMail() {
        site.cohort("lm-user");
        String student = enrolled("lm-user", "Zoë", "lm.zoe@example.org");
        site.account("lm-zoe", "STUDENT", ", \"studentId\": \"%s\"".formatted(student));

        Answer sent =
                admin.post("/api/users/LM-Zoe/links/mail", RESET, "Accept-Language", "en").is(200);

        Received letter = only("lm.zoe@example.org");
        assertThat(letter.subject()).isEqualTo("Bootcamp: choose a new password");
        assertThat(letter.text()).contains("Hello Zoë,", "lm-zoe");
        assertThat(Instant.parse(sent.text("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(71)),
                        Instant.now().plus(Duration.ofHours(72)));
        accept(secret(letter)).is(204);
        site.client().token("lm-zoe", Site.PASSWORD).is(401);
        site.client().token("lm-zoe", "my own pass phrase").is(200);
    }

    @Test
    void whereNoLetterCanGoItSaysWhyAndLeavesNoLink() {
        site.cohort("lm-why");
        String nowhere = enrolled("lm-why", "Nowhere", null);
        String refused = enrolled("lm-why", "Refused", "lm.why@example.org");
        site.account("lm-nowhere", "STUDENT", ", \"studentId\": \"%s\"".formatted(nowhere));
        site.account("lm-refused", "STUDENT", ", \"studentId\": \"%s\"".formatted(refused));
        site.account("lm-staff", "STAFF", "");
        Site.POSTBOX.refuse("lm.why@example.org"::equals);
        String invitation = "{\"purpose\": \"INVITATION\"}";

        admin.post("/api/users/lm-nowhere/links/mail", invitation).is(422, "NO_ADDRESS");
        admin.post("/api/users/lm-refused/links/mail", invitation).is(422, "ADDRESS_REFUSED");
        admin.post("/api/users/lm-staff/links/mail", invitation).is(422, "NOT_A_STUDENT");
        admin.post("/api/users/lm-nobody/links/mail", invitation).is(404);
        admin.post("/api/users/lm-nowhere/links/mail", "{\"purpose\": \"SESSION\"}")
                .is(422, "INVALID_INPUT");
        admin.post("/api/users/lm-nowhere/links/mail", "{}").is(400, "MALFORMED_BODY");

        assertThat(links("lm-nowhere")).isZero();
        assertThat(links("lm-refused")).isZero();
    }

    @Test
    void whoIsNoAdminSendsNothing() {
        site.cohort("lm-rights");
        String student = enrolled("lm-rights", "Rights", "lm.rights@example.org");
        Client own =
                site.account("lm-own", "STUDENT", ", \"studentId\": \"%s\"".formatted(student));
        Client staff = site.account("lm-rights-staff", "STAFF", "");

        for (Client client : List.of(own, staff)) {
            client.get("/api/mail").is(403);
            client.post("/api/users/lm-own/links/mail", RESET).is(403);
            client.send("POST", "/api/cohorts/lm-rights/invitations/mail", null, null).is(403);
        }
        site.client().get("/api/mail").is(401);

        assertThat(Site.POSTBOX.to("lm.rights@example.org")).isEmpty();
        assertThat(admin.get("/api/mail").is(200).json().path("configured").asBoolean()).isTrue();
    }

    @Test
    void withoutAMailServerNeitherAccountsNorLinksAreMade() throws IOException {
        try (Apart apart = new Apart(new String[0])) {
            apart.student("Without");

            assertThat(apart.admin.get("/api/mail").is(200).json().path("configured").asBoolean())
                    .isFalse();
            apart.admin
                    .send("POST", "/api/cohorts/apart/invitations/mail", null, null)
                    .is(409, "MAIL_NOT_CONFIGURED");
            apart.admin
                    .post("/api/users/apart-student/links/mail", RESET)
                    .is(409, "MAIL_NOT_CONFIGURED");

            assertThat(apart.admin.get("/api/users").json().path("items")).hasSize(2);
            assertThat(apart.links()).isZero();
        }
    }

    /** The mail server hangs, and so the service is silent for longer than the gateway waits. */
    @Test
    void aLinkOfWhoseLetterNothingIsHeardIsTakenBack() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Apart apart =
                        new Apart(
                                new String[] {
                                    "--bootcamp.mail.host=127.0.0.1",
                                    "--bootcamp.mail.port=" + silent.getLocalPort(),
                                    "--bootcamp.mail.security=NONE",
                                    "--bootcamp.mail.from=school@bootcamp.example",
                                    "--bootcamp.mail.timeout=1m"
                                },
                                "--bootcamp.route.answer=4s")) {
            apart.student("Silent");

            Answer part =
                    apart.admin
                            .send("POST", "/api/cohorts/apart/invitations/mail", null, null)
                            .is(200);
            Answer one = apart.admin.post("/api/users/apart-student/links/mail", RESET);

            assertThat(outcomes(part)).containsExactly("NOT_SENT NOT_ANSWERED");
            one.is(503, "MAIL_NOT_SENT");
            assertThat(apart.links()).isZero();
        }
    }

    /** Gateway and service with broker and database of their own, and a cohort. */
    private final class Apart implements AutoCloseable {

        private final Client admin;
        private final EmbeddedDatabase database = EmbeddedDatabase.inMemory();
        private final EmbeddedBroker broker =
                EmbeddedBroker.start(Files.createTempDirectory("apart"));
        private final List<ReactiveWebServerApplicationContext> programs = new ArrayList<>();

        Apart(String[] ofService, String... ofGateway) throws IOException {
            TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
            String servers = "--bootcamp.kafka.bootstrap-servers=" + broker.bootstrapServers();
            List<String> serviceSettings = new ArrayList<>(List.of(ofService));
            serviceSettings.add(servers);
            var service = site.startEnrollment(database, serviceSettings.toArray(String[]::new));
            programs.add(service);
            List<String> gatewaySettings = new ArrayList<>(List.of(ofGateway));
            gatewaySettings.add(servers);
            gatewaySettings.add("--bootcamp.services.enrollment.url=" + Site.url(service));
            var gateway =
                    site.startGateway(
                            Clock.systemUTC(), database, gatewaySettings.toArray(String[]::new));
            programs.addFirst(gateway);
            site.client(gateway)
                    .post("/api/setup", SetupTest.body(Site.SETUP_TOKEN, "first"))
                    .is(204);
            admin = site.client(gateway).bearer("first", Site.PASSWORD);
            admin.post("/api/cohorts", Site.newCohort("apart")).is(201);
        }

        /** A student of the cohort, who has an account too. */
        void student(String name) {
            String id =
                    admin.post("/api/cohorts/apart/enrollments", Site.newcomer(name))
                            .is(201)
                            .text("studentId");
            admin.post(
                            "/api/users",
                            "{\"username\": \"apart-student\", \"role\": \"STUDENT\", \"studentId\": \"%s\"}"
                                    .formatted(id))
                    .is(201);
        }

        /** Links that are kept, whether they are good or not. */
        long links() {
            return LinkMailTest.links(
                    database, new Document("purpose", new Document("$in", PURPOSES)));
        }

        @Override
        public void close() {
            programs.forEach(ReactiveWebServerApplicationContext::close);
            broker.close();
            database.close();
        }
    }
}
