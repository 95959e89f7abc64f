package bootcamp.review.conduct;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.Places;
import bootcamp.review.box.ReviewCalls;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A report of conduct, its answers, and whoever comes back with its code. */
class ConductServiceTest extends ReviewCalls {

    private static final String RETURN = "/api/conduct-reports/return";
    private static final String MESSAGES = "/api/conduct-reports/messages";
    private static final int WRONG_TRIES = 120;

    private int students;

    private static String review(String ticket, String conduct) {
        return "{" + ticket + ", \"rating\": 7, \"conduct\": \"" + conduct + "\"}";
    }

    /** A ticket of somebody new, target and all. */
    private String ticket() {
        Calls student = student("s" + students++);
        return ticketFor(student, programme(student));
    }

    private String code(String ticket, String conduct) {
        return nobody.post("/api/reviews", review(ticket, conduct)).is(201).text("conductCode");
    }

    private static String by(String code) {
        return "{\"code\": \"" + code + "\"}";
    }

    private static String by(String code, String text) {
        return "{\"code\": \"" + code + "\", \"text\": \"" + text + "\"}";
    }

    private static String says(String text) {
        return "{\"text\": \"" + text + "\"}";
    }

    private List<JsonNode> reports() {
        return staff.get("/api/conduct-reports")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/cohortId").asString().equals(cohort))
                .toList();
    }

    private static String thread(JsonNode report) {
        return String.join(
                " ",
                report.path("messages")
                        .valueStream()
                        .map(
                                each ->
                                        each.path("from").asString()
                                                + ":"
                                                + each.path("text").asString())
                        .toList());
    }

    @Test
    void theWriterComesBackWithTheCodeReadsTheAnswerAndWritesAgain() {
        String ticket = ticket();
        String code = code(ticket, "shouts");
        assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(
                        nobody.post("/api/reviews", review(ticket, "shouts"))
                                .is(200)
                                .text("conductCode"))
                .as("an answer that got lost is given again")
                .isEqualTo(code);
        JsonNode waiting = reports().getFirst();
        assertThat(reports()).hasSize(1);
        assertThat(waiting.path("state").asString()).isEqualTo("WAITING");
        assertThat(thread(waiting)).isEqualTo("WRITER:shouts");
        String path = "/api/conduct-reports/" + waiting.path("reportId").asString();

        staff.post(path + "/answer", says("When was it?")).is(200);
        staff.post(path + "/answer", says("When was it?")).is(200);

        String typed = code.toLowerCase(java.util.Locale.ROOT).replace("-", " ");
        JsonNode seen = nobody.post(RETURN, by(typed)).is(200).json();
        assertThat(seen.path("state").asString()).isEqualTo("ANSWERED");
        assertThat(thread(seen)).isEqualTo("WRITER:shouts STAFF:When was it?");
        assertThat(seen.toString()).doesNotContain(STAFF.username(), "reportId");
        nobody.post(MESSAGES, by(code, "어제")).is(200);
        nobody.post(MESSAGES, by(code, "어제")).is(200);
        assertThat(thread(staff.get(path).is(200).json()))
                .isEqualTo("WRITER:shouts STAFF:When was it? WRITER:어제");
        staff.post(path + "/answer", says("When was it?")).is(200);
        assertThat(thread(staff.get(path).json())).endsWith("WRITER:어제 STAFF:When was it?");

        assertThat(staff.post(path + "/closing", "").is(200).text("state")).isEqualTo("CLOSED");
        assertThat(nobody.post(RETURN, by(code)).is(200).text("state")).isEqualTo("CLOSED");
        assertThat(nobody.post(MESSAGES, by(code, "again")).is(200).text("state"))
                .as("whoever writes again is heard")
                .isEqualTo("WAITING");
        assertThat(
                        staff.get("/api/reviews/summaries?kind=PROGRAMME&cohortId=" + cohort)
                                .json()
                                .toString())
                .doesNotContain("shouts", "어제");
    }

    /** Another at the same browser has the ticket, but not the words of the report. */
    @Test
    void whoReportsSomethingElseWithTheTicketIsNotToldTheCode() {
        String ticket = ticket();
        String code = code(ticket, "shouts");

        JsonNode other = nobody.post("/api/reviews", review(ticket, "x")).is(200).json();

        assertThat(other.path("conductCode").isNull()).isTrue();
        assertThat(thread(reports().getFirst())).isEqualTo("WRITER:shouts WRITER:x");
        assertThat(thread(nobody.post(RETURN, by(code)).is(200).json()))
                .isEqualTo("WRITER:shouts WRITER:x");
    }

    /** As it was kept before reports had answers. */
    @Test
    void anOlderReportIsReadAndAnswered() {
        Document old =
                new Document("_id", "old-" + cohort)
                        .append("kind", "PROGRAMME")
                        .append("target", "ai-lab")
                        .append("cohortId", cohort)
                        .append("text", "shouts");
        Flux.from(SERVICE.bean(MongoDatabase.class).getCollection("conductReports").insertOne(old))
                .blockLast(PATIENCE);
        assertThat(thread(reports().getFirst())).isEqualTo("WRITER:shouts");

        staff.post("/api/conduct-reports/old-" + cohort + "/answer", says("When?")).is(200);

        assertThat(thread(reports().getFirst())).isEqualTo("WRITER:shouts STAFF:When?");
    }

    @Test
    void nobodyElseSeesIt() {
        String mine = code(ticket(), "mine");
        String other = code(ticket(), "other");
        assertThat(mine).isNotEqualTo(other);
        assertThat(thread(nobody.post(RETURN, by(other)).is(200).json())).isEqualTo("WRITER:other");
        String id =
                reports().stream()
                        .filter(each -> each.path("text").asString().equals("mine"))
                        .findFirst()
                        .orElseThrow()
                        .path("reportId")
                        .asString();
        nobody.post(RETURN, by(id)).is(404, "CONDUCT_REPORT_NOT_FOUND");
        String path = "/api/conduct-reports/" + id;
        Calls elsewhere =
                SERVICE.as(new Caller("else", Set.of(Role.STAFF), null, null, Set.of("other")));
        elsewhere.get(path).is(404, "CONDUCT_REPORT_NOT_FOUND");
        elsewhere.post(path + "/answer", says("x")).is(404, "CONDUCT_REPORT_NOT_FOUND");
        elsewhere.post(path + "/closing", "").is(404, "CONDUCT_REPORT_NOT_FOUND");
        assertThat(elsewhere.get("/api/conduct-reports").is(200).json().path("items").size())
                .isZero();
        Calls student =
                SERVICE.as(new Caller("s", Set.of(Role.STUDENT), "s0" + cohort, null, Set.of()));
        student.get(path).is(403);
        student.post(path + "/answer", says("x")).is(403);
        student.post(path + "/closing", "").is(403);
        assertThat(thread(staff.get(path).json())).isEqualTo("WRITER:mine");
    }

    @Test
    void whomAnAdminNamesReadsThemAndNobodyElse() {
        String code = code(ticket(), "it");
        String path = "/api/conduct-reports/" + reports().getFirst().path("reportId").asString();
        String recipients = "/api/conduct-recipients/" + cohort;
        Calls admin = SERVICE.as(new Caller("a", Set.of(Role.ADMIN), null, null, Set.of()));
        Calls kim = SERVICE.as(new Caller("kim", Set.of(Role.STAFF), null, null, Set.of(cohort)));
        assertThat(kim.get(recipients).is(200).json().path("usernames").size()).isZero();
        kim.get(path).is(200);
        staff.put(recipients, "{\"usernames\": [\"kim\"]}").is(403);
        admin.put(recipients, "{\"usernames\": [\" \"]}").is(422, "INVALID_INPUT");
        admin.put("/api/conduct-recipients/no-" + cohort, "{\"usernames\": []}").is(404);

        admin.put(recipients, "{\"usernames\": [\"kim\", \"kim\"]}").is(200);

        assertThat(staff.get(recipients).is(200).json().path("usernames").toString())
                .isEqualTo("[\"kim\"]");
        assertThat(reports()).isEmpty();
        staff.get(path).is(404, "CONDUCT_REPORT_NOT_FOUND");
        staff.post(path + "/answer", says("x")).is(404, "CONDUCT_REPORT_NOT_FOUND");
        admin.get(path).is(404, "CONDUCT_REPORT_NOT_FOUND");
        kim.post(path + "/answer", says("When?")).is(200);
        assertThat(thread(nobody.post(RETURN, by(code)).is(200).json()))
                .isEqualTo("WRITER:it STAFF:When?");
        Calls named = SERVICE.as(new Caller("kim", Set.of(Role.STAFF), null, null, Set.of("x")));
        named.get(path).is(404, "CONDUCT_REPORT_NOT_FOUND");

        admin.put(recipients, "{\"usernames\": []}").is(200);
        assertThat(reports()).hasSize(1);
    }

    @Test
    void badTextsAndCodesKeepNothing() {
        String code = code(ticket(), "it");
        nobody.post(MESSAGES, by(code, "  ")).is(422, "INVALID_INPUT");
        nobody.post(MESSAGES, by(code, "\\u0007")).is(422, "INVALID_INPUT");
        nobody.post(MESSAGES, by(code, "\u202eabc")).is(422, "INVALID_INPUT");
        nobody.post(MESSAGES, by(code, "x".repeat(2001))).is(422, "INVALID_INPUT");
        nobody.post(MESSAGES, by(code, "x".repeat(100_000))).is(413, "BODY_TOO_LARGE");
        nobody.post(MESSAGES, by(code)).is(400, "MALFORMED_BODY");
        nobody.post(MESSAGES, by("AAAA-AAAA-AAAA-AAAA-AAAA", "text")).is(404);
        nobody.post(RETURN, by("x".repeat(101))).is(422, "INVALID_INPUT");
        nobody.post(RETURN, by(" ")).is(422, "INVALID_INPUT");
        nobody.post(RETURN, by("short")).is(404, "CONDUCT_REPORT_NOT_FOUND");
        nobody.post(RETURN, "{}").is(400, "MALFORMED_BODY");
        String path = "/api/conduct-reports/" + reports().getFirst().path("reportId").asString();
        staff.post(path + "/answer", says("\u202eabc")).is(422, "INVALID_INPUT");
        staff.post(path + "/answer", says("x".repeat(100_000))).is(413, "BODY_TOO_LARGE");
        assertThat(thread(nobody.post(RETURN, by(code)).is(200).json())).isEqualTo("WRITER:it");
        for (int each = 2; each <= ConductReport.MESSAGES_MAX; each++) {
            nobody.post(MESSAGES, by(code, "more " + each)).is(200);
        }
        nobody.post(MESSAGES, by(code, "no room")).is(409, "CONDUCT_REPORT_FULL");
        staff.post(path + "/answer", says("no room")).is(409, "CONDUCT_REPORT_FULL");
    }

    /** Nobody is counted by who they are, so all are counted together. */
    @Test
    void whoComesWhenAllPlacesAreTakenIsAskedToComeAgain() {
        String code = code(ticket(), "it");
        Places places = SERVICE.bean(Places.class);
        List<Disposable> taken = new ArrayList<>();
        // A place of the request before may be given back a moment after its answer.
        while (nobody.post(RETURN, by(code)).status() == 200) {
            for (int each = 0; each < 100; each++) {
                taken.add(places.in(Mono::never).subscribe(_ -> {}, _ -> {}));
            }
        }
        nobody.post(RETURN, by(code)).is(503, "NOT_AVAILABLE");
        nobody.post(MESSAGES, by(code, "more")).is(503, "NOT_AVAILABLE");
        nobody.get("/api/reviews/keys?cohortId=" + cohort).is(503, "NOT_AVAILABLE");
        taken.getFirst().dispose();

        assertThat(thread(nobody.post(RETURN, by(code)).is(200).json())).isEqualTo("WRITER:it");
        nobody.post(RETURN, by(code)).is(200);
        taken.forEach(Disposable::dispose);
    }

    @Test
    void twoWhoAnswerAtOnceAreBothHeard() {
        code(ticket(), "it");
        String path = "/api/conduct-reports/" + reports().getFirst().path("reportId").asString();

        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 8)
                        .mapToObj(
                                each ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        staff.post(
                                                                        path + "/answer",
                                                                        says("answer " + each))
                                                                .status()))
                        .toList();

        assertThat(answers).allSatisfy(each -> assertThat(each.join()).isEqualTo(200));
        assertThat(staff.get(path).json().path("messages").size()).isEqualTo(9);
    }

    @Test
    void whoTriesManyCodesIsMadeToWaitAndWhoHasOneStillComesBack() {
        String code = code(ticket(), "it");

        List<Integer> statuses =
                IntStream.range(0, WRONG_TRIES)
                        .parallel()
                        .map(
                                each ->
                                        nobody.post(
                                                        RETURN,
                                                        by(
                                                                "AAAA-AAAA-AAAA-AAAA-A%03d"
                                                                        .formatted(each)))
                                                .status())
                        .boxed()
                        .toList();

        assertThat(statuses).contains(404, 429).containsOnly(404, 429);
        int status =
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> nobody.post(RETURN, by(code)).status(), told -> told != 429);
        assertThat(status).isEqualTo(200);
    }

    @Test
    void nothingThatIsKeptOrLoggedHasTheCodeOrTheTicketOrATime() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.addAppender(log);
        String code;
        try {
            code = code(ticket(), "canary of conduct");
            nobody.post(RETURN, by(code)).is(200);
            nobody.post(MESSAGES, by(code, "canary again")).is(200);
            nobody.post(RETURN, "{\"code\": \"" + code + "\", \"more\": 1}").is(400);
            nobody.post(MESSAGES, by(code, "\u202ecanary")).is(422);
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        assertThat(List.copyOf(log.list))
                .noneMatch(line -> said(line).contains("canary"))
                .noneMatch(line -> said(line).contains(code))
                .noneMatch(line -> said(line).contains("conduct-reports"));
        Document kept =
                Flux.from(
                                SERVICE.bean(MongoDatabase.class)
                                        .getCollection("conductReports")
                                        .find(new Document("cohortId", cohort)))
                        .blockFirst(PATIENCE);
        assertThat(kept).isNotNull();
        assertThat(kept.keySet())
                .containsExactlyInAnyOrder(
                        "_id", "kind", "target", "cohortId", "closed", "messages");
        assertThat(kept.toJson()).doesNotContain(code, code.replace("-", ""));
    }

    private static String said(ILoggingEvent line) {
        return line.getFormattedMessage() + line.getKeyValuePairs() + line.getMDCPropertyMap();
    }

    @Test
    void aCodeIsReadAsItMayBeTypedAndIsOfTheSecretAndTheTicket() {
        byte[] ticket = new byte[64];
        ConductCode code = ConductCode.of(KeyedHash.of("a secret of the service"), ticket);

        assertThat(ConductCode.read(" " + code.shown().toLowerCase(java.util.Locale.ROOT) + "\n"))
                .isEqualTo(code);
        assertThat(ConductCode.read("OOOO-IIII-LLLL-0000-1111"))
                .isEqualTo(ConductCode.read("0000-1111-1111-0000-1111"));
        assertThat(ConductCode.read("UUUU-0000-0000-0000-0000")).isNull();
        assertThat(ConductCode.of(KeyedHash.of("another secret of it"), ticket)).isNotEqualTo(code);
        ticket[63] = 1;
        assertThat(ConductCode.of(KeyedHash.of("a secret of the service"), ticket))
                .isNotEqualTo(code);
        assertThat(code.toString()).doesNotContain(code.signs());
    }
}
