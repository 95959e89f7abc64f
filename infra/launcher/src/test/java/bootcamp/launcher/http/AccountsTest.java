package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Accounts, one-time links, and what becomes of an account when its person is erased. */
class AccountsTest {

    private static final Pattern LINK = Pattern.compile("/invite#(\\d{6}[0-9a-f]{64})");

    private final Site site = Site.get();

    @AfterEach
    void now() {
        SecondGateway.CLOCK.reset();
    }

    @Test
    void anAdminMakesListsChangesAndDeletesAccounts() {
        Client admin = site.admin();

        Answer made =
                admin.post(
                                "/api/users",
                                """
                                {"username": "Acc-Kim", "role": "STUDENT", "studentId": "s-1"}""")
                        .is(201);
        Answer read = admin.get(made.header("Location")).is(200);
        Answer changed =
                admin.patch(
                                "/api/users/acc-kim",
                                """
                                {"role": "STAFF", "studentId": null, "cohortIds": ["c-1"]}""",
                                "If-Match",
                                read.header("ETag"))
                        .is(200);

        assertThat(read.json()).isEqualTo(made.json());
        assertThat(made.text("username")).isEqualTo("acc-kim");
        assertThat(made.json().path("hasPassword").asBoolean()).isFalse();
        assertThat(changed.text("role")).isEqualTo("STAFF");
        assertThat(changed.json().has("studentId")).isFalse();
        assertThat(changed.json().path("cohortIds").toString()).isEqualTo("[\"c-1\"]");
        assertThat(admin.get("/api/users?limit=200").is(200).body()).contains("\"acc-kim\"");
        assertThat(admin.get("/api/users?limit=1", "Accept", "text/csv").is(200).body())
                .startsWith("username,role,")
                .contains("\nadmin,ADMIN,", "\nacc-kim,STAFF,");
        admin.patch("/api/users/acc-kim", "{}", "If-Match", read.header("ETag"))
                .is(412, "STALE_VERSION");
        admin.get("/api/users/acc-kim", "If-None-Match", changed.header("ETag")).is(304);
        admin.patch("/api/users/acc-kim", "{\"studentId\": \"s-1\"}").is(422, "INVALID_INPUT");
        admin.patch("/api/users/acc-kim", "{\"password\": \"x\"}").is(400, "MALFORMED_BODY");
        admin.patch("/api/users/acc-kim", "{\"role\": null}").is(400, "MALFORMED_BODY");
        admin.post("/api/users", "{\"username\": \"ACC-kim\", \"role\": \"STAFF\"}")
                .is(409, "USERNAME_TAKEN");
        admin.delete("/api/users/acc-kim").is(204);
        admin.get("/api/users/acc-kim").is(404);
    }

    @Test
    void theTableOfUsersHasAllOfThemThoughTheListHasPages() {
        Client admin = site.admin();
        List<String> names =
                IntStream.rangeClosed(1, 51).mapToObj("acc-table-%02d"::formatted).toList();
        names.forEach(
                name ->
                        admin.post(
                                        "/api/users",
                                        "{\"username\": \"%s\", \"role\": \"STAFF\"}"
                                                .formatted(name))
                                .is(201));

        List<String> rows =
                admin.get("/api/users", "Accept", "text/csv").is(200).body().lines().toList();

        assertThat(rows.stream().skip(1).map(row -> row.substring(0, row.indexOf(','))))
                .containsAll(names)
                .contains("admin")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(admin.get("/api/users").is(200).json().path("items").size()).isEqualTo(50);
        names.forEach(name -> admin.delete("/api/users/" + name).is(204));
    }

    @Test
    void oneAdminAlwaysStaysThoughAllGoAtOnce() {
        List<String> names = List.of("acc-admin-1", "acc-admin-2", "acc-admin-3");
        names.forEach(name -> site.account(name, "ADMIN", ""));
        Client admin = site.admin();

        List<Integer> together =
                IntStream.range(0, 3)
                        .parallel()
                        .map(
                                i ->
                                        admin.patch(
                                                        "/api/users/" + names.get(i),
                                                        "{\"role\": \"STAFF\"}")
                                                .status())
                        .boxed()
                        .toList();

        assertThat(together).containsOnly(200);
        otherAdmins().forEach(name -> admin.patch("/api/users/" + name, "{\"role\": \"STAFF\"}"));
        admin.patch("/api/users/admin", "{\"role\": \"STAFF\"}").is(409, "LAST_ADMIN");
        admin.delete("/api/users/admin").is(409, "LAST_ADMIN");
        admin.get("/api/session").is(200);
    }

    private List<String> otherAdmins() {
        return site.admin()
                .get("/api/users?limit=200")
                .json()
                .path("items")
                .valueStream()
                .filter(user -> user.path("role").asString().equals("ADMIN"))
                .map(user -> user.path("username").asString())
                .filter(name -> !name.equals("admin"))
                .toList();
    }

    @Test
    void aLinkSetsOnePasswordOnceWithinThreeDaysAndEndsWhatWasOpen() {
        Client user = site.account("acc-link", "STAFF", "");
        String wish = "{\"purpose\": \"RESET\"}";

        Answer made = site.admin().post("/api/users/acc-link/links", wish).is(201);
        String token = secret(made.text("url"));
        Answer other = site.admin().post("/api/users/acc-link/links", wish).is(201);
        user.get("/api/session").is(200);
        accept(token, "tiny").is(422, "INVALID_INPUT");
        accept(token, "acc-link").is(422, "INVALID_INPUT");
        accept(token, "a new pass phrase").is(204);

        assertThat(Instant.parse(made.text("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(71)),
                        Instant.now().plus(Duration.ofHours(72)));
        assertThat(made.text("url")).startsWith("http://127.0.0.1:");
        user.get("/api/session").is(401);
        accept(token, "another pass phrase").is(422, "LINK_NOT_VALID");
        accept(secret(other.text("url")), "another pass phrase").is(422, "LINK_NOT_VALID");
        accept("0".repeat(70), "another pass phrase").is(422, "LINK_NOT_VALID");
        site.client().token("acc-link", Site.PASSWORD).is(401);
        site.client().token("acc-link", "a new pass phrase").is(200);
        site.admin()
                .post("/api/users/acc-link/links", "{\"purpose\": \"SESSION\"}")
                .is(422, "INVALID_INPUT");
    }

    @Test
    void aLinkEndsAfterThreeDaysAndItsSecretIsKeptNowhere() {
        site.account("acc-late", "STAFF", "");
        String url =
                site.admin()
                        .post("/api/users/acc-late/links", "{\"purpose\": \"INVITATION\"}")
                        .is(201)
                        .text("url");
        String token = secret(url);

        try (MongoClient mongo = MongoClients.create(site.database().uri())) {
            var database = mongo.getDatabase("bootcamp_gateway");
            List<String> kept =
                    Objects.requireNonNull(
                            Flux.from(database.listCollectionNames())
                                    .concatMap(name -> database.getCollection(name).find())
                                    .map(Document::toJson)
                                    .collectList()
                                    .block());
            assertThat(kept)
                    .anyMatch(document -> document.contains("acc-late"))
                    .noneMatch(document -> document.contains(token.substring(6)))
                    .noneMatch(document -> document.contains(Site.PASSWORD));
        }
        SecondGateway.CLOCK.advance(Duration.ofHours(73));
        SecondGateway.client()
                .post("/api/invitations/acceptance", acceptance(token, "a new pass phrase"))
                .is(422, "LINK_NOT_VALID");
        SecondGateway.CLOCK.advance(Duration.ofHours(-2));
        SecondGateway.client()
                .post("/api/invitations/acceptance", acceptance(token, "a new pass phrase"))
                .is(204);
    }

    @Test
    void aWholeRosterIsInvitedAtOnceAndAnErasedStudentIsOut() throws InterruptedException {
        site.cohort("acc-cohort");
        Answer kim = site.enrolled("acc-cohort", "Acc Kim");
        Answer lee = site.enrolled("acc-cohort", "=Acc Lee");
        Answer gone = site.enrolled("acc-cohort", "Acc Gone");
        site.admin()
                .post(
                        "/api/enrollments/" + gone.text("enrollmentId") + "/withdrawal",
                        "{\"on\": \"2024-02-02\", \"reason\": \"TIME\"}")
                .is(200);
        Client admin = site.admin();
        String path = "/api/cohorts/acc-cohort/invitations";

        Answer first = invite(admin, path, "key-1").is(200);
        Answer again = invite(admin, path, "key-1").is(200);
        Answer later = invite(admin, path, "key-2").is(200);
        String line =
                first.body()
                        .lines()
                        .filter(one -> one.contains("Acc Kim"))
                        .findFirst()
                        .orElseThrow();
        String username = line.split(",", -1)[3];
        accept(secret(line), "my own pass phrase").is(204);

        assertThat(first.body().lines().skip(1))
                .hasSize(2)
                .anyMatch(one -> one.contains("'=Acc Lee"))
                .noneMatch(one -> one.contains("Gone"));
        assertThat(first.header("Content-Disposition")).contains("invitations-acc-cohort.csv");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(later.body()).isNotEqualTo(first.body()).contains(username);
        assertThat(username).matches("s-[0-9a-v]{9}");
        assertThat(invite(admin, path, "key-3").body().lines().skip(1)).hasSize(1);

        Client student = site.client().bearer(username, "my own pass phrase");
        Answer me = student.get("/api/me").is(200);
        assertThat(me.text("studentId")).isEqualTo(kim.text("studentId"));
        assertThat(me.json().path("enrollments")).hasSize(1);

        admin.delete("/api/students/" + kim.text("studentId") + "/personal-data").is(204);
        Eventually.within(
                Duration.ofSeconds(10), () -> student.get("/api/session").status() == 401);
        Eventually.within(
                Duration.ofSeconds(10), () -> admin.get("/api/users/" + username).status() == 404);
        site.client().token(username, "my own pass phrase").is(401, "SIGN_IN_FAILED");
        assertThat(invite(admin, path, "key-4").body()).doesNotContain(username);
        admin.post(
                        "/api/users",
                        "{\"username\": \"acc-again\", \"role\": \"STUDENT\", \"studentId\": \"%s\"}"
                                .formatted(kim.text("studentId")))
                .is(409, "STUDENT_ERASED");
        assertThat(lee.status()).isEqualTo(201);
    }

    private static Answer invite(Client admin, String path, String key) {
        return admin.send("POST", path, null, null, "Idempotency-Key", key, "Accept", "text/csv");
    }

    private Answer accept(String token, String password) {
        return site.client().post("/api/invitations/acceptance", acceptance(token, password));
    }

    private static String acceptance(String token, String password) {
        return "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, password);
    }

    private static String secret(String text) {
        return LINK.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
