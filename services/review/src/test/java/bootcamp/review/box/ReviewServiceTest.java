package bootcamp.review.box;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.ReviewApplication;
import bootcamp.review.SchoolTopic;
import bootcamp.review.ticket.Browser;
import bootcamp.review.ticket.QuickKeys;
import bootcamp.review.ticket.TicketKeyStore;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a ticket to the figures, as the service's callers see it. */
class ReviewServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(ReviewApplication.NAME, QuickKeys::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of one student for one target, at once. */
    private static final int TRIES = 200;

    private static final int TRIES_FULL = 1_000;

    private final String cohort = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);
    private final Calls nobody = SERVICE.as(Caller.NOBODY);

    @BeforeEach
    void cohortIsThere() {
        LocalDate today = LocalDate.now();
        SCHOOL.cohort(cohort, today.minusDays(60), today.plusDays(60));
    }

    @AfterEach
    void clockGoes() {
        SERVICE.stopClock(null);
    }

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    private Calls student(String name) {
        SCHOOL.enrolled(name + cohort, cohort);
        Calls student =
                SERVICE.as(new Caller(name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
        Instant until = Instant.now().plus(PATIENCE);
        while (student.get("/api/reviews/due").json().path("items").isEmpty()
                && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
        return student;
    }

    private static JsonNode programme(Calls student) {
        JsonNode due = student.get("/api/reviews/due").is(200).json().path("items").path(0);
        assertThat(due.at("/target/kind").asString()).isEqualTo("PROGRAMME");
        assertThat(due.at("/target/id").asString()).isEqualTo("ai-lab");
        assertThat(due.at("/publicKey/kty").asString()).isEqualTo("RSA");
        return due;
    }

    @Test
    void everybodyIsShownTheSameKeyByAListThatNobodyAsksFor() {
        JsonNode due = programme(student("a"));
        assertThat(programme(student("b")).path("publicKey")).isEqualTo(due.path("publicKey"));

        JsonNode listed =
                nobody.get("/api/reviews/keys?cohortId=" + cohort).is(200).json().path("items");

        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.path(0).path("target")).isEqualTo(due.path("target"));
        assertThat(listed.path(0).path("kid")).isEqualTo(due.at("/publicKey/kid"));
        assertThat(listed.path(0).size()).as("no title: it is anybody's").isEqualTo(2);
        nobody.get("/api/reviews/keys?cohortId=no-" + cohort).is(404);
        nobody.get("/api/reviews/keys").is(400);
    }

    private static String asks(JsonNode due, Browser browser) {
        return """
        {"target": %s, "blinded": "%s"}"""
                .formatted(due.path("target"), browser.blinded());
    }

    /** A ticket as it is sent, target and all. */
    private static String ticket(Calls student) {
        JsonNode due = programme(student);
        Browser browser = new Browser(due.path("publicKey"));
        String signature =
                student.post("/api/reviews/tickets", asks(due, browser)).is(200).text("signature");
        return """
        "target": {"kind": "PROGRAMME", "id": "ai-lab"},
        "ticket": {"message": "%s", "signature": "%s"}"""
                .formatted(browser.message(), browser.finished(signature));
    }

    private static String review(String ticket, int rating, String more) {
        return "{" + ticket + ", \"rating\": " + rating + more + "}";
    }

    private JsonNode summary() {
        return staff.get("/api/reviews/summaries?kind=PROGRAMME&cohortId=" + cohort)
                .is(200)
                .json()
                .path("items")
                .path(0);
    }

    @Test
    void figuresComeWithTheFifthReviewAndWordsWithTheTenth() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 10; each++) {
            String ticket = ticket(student("s" + each));
            tickets.add(ticket);
            nobody.post(
                            "/api/reviews",
                            review(ticket, 6 + each % 5, ", \"recommend\": 9, \"pros\": \"깊다\""))
                    .is(201);
            if (each < 4) {
                assertThat(summary().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
                assertThat(summary().path("n").isNull()).isTrue();
            }
            if (each == 5) {
                assertThat(summary().path("n").asInt()).isEqualTo(5);
                assertThat(summary().path("mean").asDouble()).isCloseTo(8, within(1e-9));
            }
        }
        assertThat(summary().path("n").asInt()).isEqualTo(10);
        assertThat(summary().path("nps").asDouble()).isEqualTo(100);
        assertThat(summary().path("responseRate").asDouble()).isEqualTo(1);

        JsonNode queue =
                staff.get("/api/reviews/moderation?cohortId=" + cohort)
                        .is(200)
                        .json()
                        .path("items");
        assertThat(queue.size()).isEqualTo(10);
        String id = queue.path(0).path("reviewId").asString();
        String texts = "/api/reviews/texts?kind=PROGRAMME&id=ai-lab&cohortId=" + cohort;
        assertThat(staff.get(texts).is(200).json().path("items").size()).isZero();
        staff.post("/api/reviews/" + id + "/moderation", "{\"decision\": \"HIDE\"}")
                .is(422, "INVALID_INPUT");
        String version = queue.path(0).path("version").asString();
        assertThat(queue.path(0).path("hints").size()).isZero();
        String redaction = "/api/reviews/" + id + "/redaction";
        String takes = "{\"version\": \"%s\", \"texts\": [\"%s\"]}";
        staff.post(redaction, takes.formatted(version, "other")).is(422, "INVALID_INPUT");
        nobody.post(redaction, takes.formatted(version, "깊")).is(403);
        assertThat(staff.post(redaction, takes.formatted(version, "깊")).is(200).text("pros"))
                .isEqualTo("■■■다");
        staff.post(redaction, takes.formatted(version, "다")).is(409, "WORDS_CHANGED");
        String decides = "{\"decision\": \"%s\", \"version\": \"%s\"%s}";
        staff.post("/api/reviews/" + id + "/moderation", decides.formatted("PUBLISH", version, ""))
                .is(409, "WORDS_CHANGED");
        staff.post(
                        "/api/reviews/" + id + "/moderation",
                        "{\"decision\": \"HIDE\", \"why\": \"INSULT\"}")
                .is(200);
        staff.post("/api/reviews/" + id + "/moderation", "{\"decision\": \"PUBLISH\"}").is(200);
        String of = "{\"decision\": \"PUBLISH\", \"target\": %s}";
        String target = queue.path(0).path("target").toString();
        staff.post("/api/reviews/" + id + "/moderation", of.formatted(target)).is(200);
        staff.post(
                        "/api/reviews/" + id + "/moderation",
                        of.formatted(target.replace("ai-lab", "other")))
                .is(404, "REVIEW_NOT_FOUND");
        staff.post(
                        "/api/reviews/" + id + "/moderation",
                        of.formatted("{\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\"}"))
                .is(422, "INVALID_INPUT");
        assertThat(staff.get(texts).json().path("items").size()).isEqualTo(1);
        // One text is no topic, and one target nothing to compare with: TopicDeskTest has them.
        assertThat(summary().path("topics").isArray()).isTrue();
        assertThat(summary().path("topics").size()).isZero();

        String first = tickets.getFirst();
        assertThat(nobody.post("/api/reviews", review(first, 1, "")).is(200).text("state"))
                .isEqualTo("WAITING");
        assertThat(summary().path("mean").asDouble()).isCloseTo(8, within(1e-9));
        nobody.post("/api/reviews/withdrawal", "{" + first + "}").is(204);
        nobody.post("/api/reviews/receipt", "{" + first + "}").is(404, "REVIEW_NOT_FOUND");
        assertThat(summary().path("n").asInt()).isEqualTo(10);
    }

    /** Of the one summary that this test's cohort has, every record that was written. */
    private List<JsonNode> told() {
        assertThat(SERVICE.bean(OutboxRelay.class).drained(PATIENCE)).isTrue();
        List<JsonNode> told = new ArrayList<>();
        try (Consumer<byte[], byte[]> topic =
                new KafkaClients(SERVICE.bootstrapServers()).consumer("told")) {
            List<TopicPartition> all =
                    topic.partitionsFor("bootcamp.review").stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            topic.assign(all);
            topic.seekToBeginning(all);
            Map<TopicPartition, Long> ends = topic.endOffsets(all);
            while (all.stream().anyMatch(each -> topic.position(each) < ends.get(each))) {
                topic.poll(Duration.ofMillis(100))
                        .forEach(each -> told.add(JsonMapper.shared().readTree(each.value())));
            }
        }
        return told.stream()
                .map(each -> each.path("state"))
                .filter(each -> each.path("cohortId").asString().equals(cohort))
                .toList();
    }

    private List<JsonNode> toldAfterPublishing() {
        SERVICE.bean(SummaryPress.class).publish().block(PATIENCE);
        return told();
    }

    @Test
    void othersAreToldOfStepsOnlyAndOnlyWhatEverybodyMaySee() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 7; each++) {
            tickets.add(ticket(student("told" + each)));
        }
        for (int each = 0; each < 4; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 10, "")).is(201);
        }
        assertThat(toldAfterPublishing()).hasSize(1);
        assertThat(told().getFirst().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
        assertThat(told().getFirst().path("n").isNull()).isTrue();
        assertThat(toldAfterPublishing()).as("nothing is said twice").hasSize(1);

        nobody.post("/api/reviews", review(tickets.get(4), 10, "")).is(201);
        assertThat(told()).as("no review makes a record by itself").hasSize(1);
        JsonNode alike = toldAfterPublishing().getLast();
        assertThat(alike.path("n").asInt()).isEqualTo(5);
        assertThat(alike.path("hidden").asString()).isEqualTo("ALL_AGREE");
        assertThat(alike.path("mean").isNull() && alike.path("distribution").isNull()).isTrue();
        assertThat(alike.path("range").toString()).isEqualTo("{\"from\":8,\"until\":10}");

        nobody.post("/api/reviews", review(tickets.get(5), 1, "")).is(201);
        nobody.post("/api/reviews", review(tickets.get(6), 1, "")).is(201);
        assertThat(toldAfterPublishing()).as("two more are no step").hasSize(2);
        for (int each = 0; each < 3; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 4, "")).is(200);
        }
        JsonNode told = toldAfterPublishing().getLast();
        JsonNode shown = summary();
        for (String figure :
                List.of("n", "mean", "interval", "nps", "aspects", "range", "hidden")) {
            assertThat(told.path(figure)).as(figure).isEqualTo(shown.path(figure));
        }
        assertThat(told.path("mean").asDouble()).isCloseTo(34.0 / 7, within(1e-9));
        assertThat(told.path("distribution").size()).isEqualTo(10);
        assertThat(told().toString()).doesNotContain("told0", "told1", "review-");
    }

    @Test
    void whatStudentsSayIsAnsweredOncePubliclyWhereItIsShown() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 5; each++) {
            tickets.add(ticket(student("answered" + each)));
        }
        String target =
                "\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\", \"cohortId\": \"%s\"}"
                        .formatted(cohort);
        String form = "{" + target + ", \"text\": \"%s\"}";
        String path = "/api/reviews/answers";
        for (int each = 0; each < 4; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 5 + each, "")).is(201);
        }
        staff.post(path, form.formatted("We know")).is(409, "NOTHING_PUBLISHED");
        nobody.post("/api/reviews", review(tickets.get(4), 9, "")).is(201);
        Calls instructor =
                SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, "i-1", Set.of()));
        instructor.post(path, form.formatted("We know")).is(404);
        student("answered0").post(path, form.formatted("We know")).is(403);
        staff.post(path, form.formatted("\u202eabc")).is(422, "INVALID_INPUT");
        staff.post(path, form.formatted("x".repeat(2001))).is(422, "INVALID_INPUT");
        String ofInstructor = form.formatted("x").replace("PROGRAMME", "INSTRUCTOR");
        staff.post(path, ofInstructor).is(403);
        assertThat(summary().path("answer").isNull()).isTrue();

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            String body = form.formatted("We know " + each);
            answers.add(CompletableFuture.supplyAsync(() -> staff.post(path, body).status()));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(each -> each == 409)).hasSize(7);
        String said = summary().at("/answer/text").asString();
        assertThat(said).startsWith("We know");
        assertThat(summary().at("/answer/from").asString()).isEqualTo("STAFF");
        assertThat(summary().toString()).doesNotContain(STAFF.username());
        staff.post(path, form.formatted(said)).is(200);

        for (String each : tickets) {
            nobody.post("/api/reviews/withdrawal", "{" + each + "}").is(204);
        }
        assertThat(summary().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
        assertThat(summary().path("answer").isNull()).as("it goes with the figures").isTrue();
        assertThat(toldAfterPublishing().toString()).doesNotContain("We know");
    }

    @Test
    void anInstructorAnswersWhatIsSaidOfThemAndNobodyElseDoes() {
        String kim = "kim-" + cohort;
        String[] there = new String[5];
        List<Calls> students = new ArrayList<>();
        for (int each = 0; each < there.length; each++) {
            students.add(student("taught" + each));
            there[each] = "taught" + each + cohort;
        }
        SCHOOL.taught(kim, cohort, LocalDate.now().minusDays(3), there);
        for (int each = 0; each < there.length; each++) {
            String ticket = ticketFor(students.get(each), due(students.get(each), "INSTRUCTOR"));
            nobody.post("/api/reviews", review(ticket, 4 + each, "")).is(201);
        }
        String body =
                "{\"target\": {\"kind\": \"INSTRUCTOR\", \"id\": \"%s\", \"cohortId\": \"%s\"}, \"text\": \"%s\"}";
        String path = "/api/reviews/answers";
        Calls own = SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, kim, Set.of()));
        Calls other = SERVICE.as(new Caller("lee", Set.of(Role.INSTRUCTOR), null, "l", Set.of()));
        staff.post(path, body.formatted(kim, cohort, "x")).is(403);
        other.post(path, body.formatted(kim, cohort, "x")).is(404);

        own.post(path, body.formatted(kim, cohort, "I will slow down")).is(201);
        own.post(path, body.formatted(kim, cohort, "I will slow down")).is(200);
        own.post(path, body.formatted(kim, cohort, "Or not")).is(409, "ALREADY_ANSWERED");

        JsonNode seen = answer(students.getFirst());
        assertThat(seen.path("text").asString()).isEqualTo("I will slow down");
        assertThat(seen.path("from").asString()).isEqualTo("INSTRUCTOR");

        String hides =
                "{\"target\": {\"kind\": \"INSTRUCTOR\", \"id\": \"%s\", \"cohortId\": \"%s\"}, \"reason\": %s}";
        String hiding = "/api/reviews/answers/hiding";
        own.put(hiding, hides.formatted(kim, cohort, "\"x\"")).is(403);
        Calls elsewhere =
                SERVICE.as(new Caller("else", Set.of(Role.STAFF), null, null, Set.of("other")));
        elsewhere.put(hiding, hides.formatted(kim, cohort, "\"x\"")).is(404);
        staff.put(hiding, hides.formatted("none", cohort, "\"x\"")).is(404);
        staff.put(hiding, hides.formatted(kim, cohort, "\"" + "x".repeat(201) + "\"")).is(422);
        staff.put(hiding, hides.formatted(kim, cohort, "\"names a student\"")).is(200);
        assertThat(answer(students.getFirst()).isNull()).isTrue();
        assertThat(answer(own).path("hiddenFor").asString()).isEqualTo("names a student");
        assertThat(answer(own).path("text").asString()).isEqualTo("I will slow down");
        own.post(path, body.formatted(kim, cohort, "Or not")).is(409, "ALREADY_ANSWERED");
        staff.put(hiding, hides.formatted(kim, cohort, "null")).is(200);
        assertThat(answer(students.getFirst()).path("text").asString())
                .isEqualTo("I will slow down");
        assertThat(answer(own).path("hiddenFor").isNull()).isTrue();
    }

    private static JsonNode answer(Calls by) {
        return by.get("/api/reviews/summaries?kind=INSTRUCTOR")
                .is(200)
                .json()
                .at("/items/0/answer");
    }

    @Test
    void aProgrammeIsSeenByAnybodyWhileAnAdminLetsIt() {
        String open = "/api/reviews/programmes/ai-lab/public";
        String decides = "/api/reviews/programmes/ai-lab";
        Calls admin = SERVICE.as(new Caller("a", Set.of(Role.ADMIN), null, null, Set.of()));
        for (int each = 0; each < 5; each++) {
            String ticket = ticket(student("public" + each));
            nobody.post("/api/reviews", review(ticket, 5 + each, ", \"pros\": \"deep\"")).is(201);
        }
        nobody.get(open).is(404);
        staff.put(decides, "{\"shown\": true}").is(403);
        admin.put("/api/reviews/programmes/none", "{\"shown\": true}").is(404);
        admin.put(decides, "{\"shown\": 1}").is(400);

        admin.put(decides, "{\"shown\": true}").is(200);

        JsonNode seen = nobody.get(open).is(200).json();
        assertThat(seen.path("n").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(seen.path("mean").isNumber()).isTrue();
        assertThat(seen.toString()).doesNotContain(cohort, "public0");
        JsonNode listed = staff.get("/api/reviews/programmes").is(200).json().at("/items/0");
        assertThat(listed.path("programme").asString()).isEqualTo("ai-lab");
        assertThat(listed.path("shown").asBoolean()).isTrue();
        admin.put(decides, "{\"shown\": false}").is(200);
        nobody.get(open).is(404);
    }

    private static String ticketFor(Calls student, JsonNode due) {
        Browser browser = new Browser(due.path("publicKey"));
        String signature =
                student.post("/api/reviews/tickets", asks(due, browser)).is(200).text("signature");
        return "\"target\": %s, \"ticket\": {\"message\": \"%s\", \"signature\": \"%s\"}"
                .formatted(due.path("target"), browser.message(), browser.finished(signature));
    }

    private static JsonNode due(Calls student, String kind) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            for (JsonNode each : student.get("/api/reviews/due").is(200).json().path("items")) {
                if (each.at("/target/kind").asString().equals(kind)) {
                    return each;
                }
            }
        }
        throw new AssertionError("never due: " + kind);
    }

    private static List<String> dues(Calls student) {
        return student.get("/api/reviews/due")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/kind").asString().equals("COMPETITION"))
                .map(each -> each.at("/target/id").asString() + " " + each.path("title").asString())
                .toList();
    }

    @Test
    void aCompetitionIsDueToWhoTookPartFromItsClosing() {
        String running = "running-" + cohort;
        String closed = "closed-" + cohort;
        String old = "old-" + cohort;
        Calls tookPart = student("part");
        Calls onlyFounded = student("founded");
        Calls elsewhere = student("elsewhere");
        SCHOOL.competition(running, cohort, 1, null);
        SCHOOL.competition(closed, cohort, 1, null);
        SCHOOL.team(running, "t0" + cohort, 3, "part" + cohort);
        SCHOOL.team(old, "t1" + cohort, 3, "part" + cohort);
        SCHOOL.team(closed, "t2" + cohort, 0, "founded" + cohort);
        SCHOOL.team(closed, "t3" + cohort, 3, "part" + cohort, "of another cohort");
        SCHOOL.competition(old, cohort, 2, Instant.now().minus(Duration.ofDays(23)));
        SCHOOL.competition(closed, cohort, 2, Instant.now().minusSeconds(60));
        Instant until = Instant.now().plus(PATIENCE);
        while (dues(tookPart).isEmpty() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }

        assertThat(dues(tookPart)).containsExactly(closed + " Cats");
        assertThat(dues(onlyFounded)).isEmpty();
        assertThat(dues(elsewhere)).isEmpty();
        assertThat(
                        staff.get("/api/reviews/summaries?kind=COMPETITION&cohortId=" + cohort)
                                .is(200)
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
    }

    private static List<String> sessions(Calls student) {
        return student.get("/api/reviews/due")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/kind").asString().equals("SESSION"))
                .map(each -> each.at("/target/id").asString() + " " + each.path("title").asString())
                .toList();
    }

    private String id(String name) {
        return name + cohort;
    }

    /** Who had a seat and is not marked to have missed it, in the cohort whose student they are. */
    @Test
    void aSpecialLectureIsDueToWhoHadASeatAndDidNotMissIt() {
        String lecture = "lecture-" + cohort;
        String other = "o" + cohort;
        Instant ended = Instant.now().minusSeconds(60);
        Calls came = student("came");
        Calls unmarked = student("unmarked");
        Calls missed = student("missed");
        Calls gaveUp = student("gave-up");
        Calls before = student("before");
        SCHOOL.withdrew(id("before"), cohort, LocalDate.now().minusDays(3));
        SCHOOL.cohort(other, LocalDate.now().minusDays(60), LocalDate.now().plusDays(60));
        SCHOOL.enrolled("foreign" + other, other);
        List<String> cohorts = List.of(cohort);
        List<String> rest = List.of(id("unmarked"), id("before"), "foreign" + other);
        SCHOOL.lecture(
                lecture,
                3,
                "HELD",
                ended,
                cohorts,
                List.of(id("came")),
                List.of(id("missed")),
                rest);
        // What is older and comes later changes nothing, and what is not held is nobody's.
        SCHOOL.lecture(lecture, 2, "PUBLISHED", ended, cohorts, List.of(), List.of(), List.of());
        String cancelled = "cancelled-" + cohort;
        SCHOOL.lecture(
                cancelled, 1, "CANCELLED", ended, cohorts, List.of(id("came")), List.of(), rest);
        String old = "old-" + cohort;
        SCHOOL.lecture(
                old,
                1,
                "HELD",
                ended.minus(Duration.ofDays(14)),
                cohorts,
                List.of(id("came")),
                List.of(),
                rest);
        String later = "later-" + cohort;
        SCHOOL.lecture(
                later,
                1,
                "HELD",
                ended.plusSeconds(3_600),
                cohorts,
                List.of(id("came")),
                List.of(),
                rest);

        JsonNode due = due(came, "SESSION");

        assertThat(Instant.parse(due.path("until").asString()))
                .isEqualTo(ended.atZone(ZoneId.of("Asia/Seoul")).plusDays(14).toInstant());
        String expected = lecture + " From the inside";
        assertThat(sessions(came)).containsExactly(expected);
        assertThat(sessions(unmarked)).containsExactly(expected);
        assertThat(sessions(missed)).isEmpty();
        assertThat(sessions(gaveUp)).isEmpty();
        await().atMost(PATIENCE).until(() -> leftOn(id("before")) != null);
        await().atMost(PATIENCE).until(() -> sessions(before).isEmpty());
        Calls foreign =
                SERVICE.as(
                        new Caller(
                                "foreign",
                                Set.of(Role.STUDENT),
                                "foreign" + other,
                                null,
                                Set.of()));
        await().atMost(PATIENCE)
                .until(() -> foreign.get("/api/reviews/due").json().toString().contains(other));
        assertThat(sessions(foreign)).isEmpty();
        String asks = asks(due, new Browser(due.path("publicKey")));
        for (Calls none : List.of(missed, gaveUp, before, foreign)) {
            none.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        }

        // The correction: one came after all, and another did not.
        SCHOOL.lecture(
                lecture,
                4,
                "HELD",
                ended,
                cohorts,
                List.of(id("missed")),
                List.of(id("came")),
                rest);
        await().atMost(PATIENCE).until(() -> sessions(came).isEmpty());
        came.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        String ticket = ticketFor(missed, due(missed, "SESSION"));
        nobody.post("/api/reviews", review(ticket, 9, ", \"pros\": \"field\"")).is(201);
        assertThat(
                        staff.get("/api/reviews/summaries?kind=SESSION&cohortId=" + cohort)
                                .is(200)
                                .json()
                                .at("/items/0/hidden")
                                .asString())
                .isEqualTo("FEWER_THAN_5");

        // For two cohorts, each of its own students reviews their own target.
        SCHOOL.lecture(
                lecture,
                5,
                "HELD",
                ended,
                List.of(cohort, other),
                List.of(id("missed")),
                List.of(id("came")),
                rest);
        assertThat(due(foreign, "SESSION").at("/target/cohortId").asString()).isEqualTo(other);
        assertThat(due(missed, "SESSION").at("/target/cohortId").asString()).isEqualTo(cohort);
    }

    @Test
    void aWeekIsAskedAboutOnceItIsOverOfWhoeverWasThere() {
        // Whichever day is today, that week is over and asked about; the one after today's is not.
        LocalDate then = LocalDate.now().minusDays(7);
        Calls absent = student("absent");
        List<Calls> there = new ArrayList<>();
        String[] ids = new String[6];
        for (int each = 0; each < ids.length; each++) {
            there.add(student("week" + each));
            ids[each] = "week" + each + cohort;
        }
        SCHOOL.attended(cohort, LocalDate.now().plusDays(7), ids);
        SCHOOL.attended(cohort, then, ids);
        JsonNode due = due(there.getFirst(), "PULSE");
        assertThat(due.path("title")).isEqualTo(due.at("/target/id"));
        assertThat(due.at("/target/id").asString()).matches("[0-9]{4}-W[0-9]{2}");
        assertThat(Instant.parse(due.path("until").asString()))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(15)));

        String asks = "{\"target\": {\"kind\": \"PULSE\", \"id\": \"%s\"%s}, \"blinded\": \"AA\"}";
        String tickets = "/api/reviews/tickets";
        for (String bad : List.of("2024-31", "2024-W54", "2021-W53", "W31", "2024-W31-1", "x")) {
            there.getFirst().post(tickets, asks.formatted(bad, "")).is(422, "INVALID_INPUT");
        }
        String week = due.at("/target/id").asString();
        String next =
                LocalDate.now()
                        .plusDays(7)
                        .format(DateTimeFormatter.ISO_WEEK_DATE)
                        .substring(0, week.length());
        there.getFirst().post(tickets, asks.formatted(next, "")).is(404, "NOT_DUE");
        there.getFirst().post(tickets, asks.formatted("2019-W01", "")).is(404, "NOT_DUE");
        there.getFirst()
                .post(tickets, asks.formatted(week, ", \"cohortId\": \"other\""))
                .is(404, "NOT_DUE");
        absent.post(tickets, asks.formatted(week, "")).is(404, "NOT_DUE");

        String first = ticketFor(there.getFirst(), due);
        for (String bad :
                List.of(
                        ", \"recommend\": 5",
                        ", \"aspects\": {}",
                        ", \"pros\": \"deep\"",
                        ", \"cons\": \"fast\"",
                        ", \"conduct\": \"shouts\"")) {
            nobody.post("/api/reviews", review(first, 3, bad)).is(422, "INVALID_INPUT");
        }
        nobody.post("/api/reviews", review(first, 0, "")).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(first, 6, "")).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", "{" + first + "}").is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(first.replace("PULSE", "SESSION"), 3, ""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post("/api/reviews/receipt", "{" + first + "}").is(404, "REVIEW_NOT_FOUND");

        nobody.post("/api/reviews", review(first, 1, "")).is(201);
        for (int each = 1; each < 5; each++) {
            assertThat(pulses(staff).path("n").isNull()).isTrue();
            assertThat(pulses(staff).path("hidden").asString()).isEqualTo("FEWER_THAN_5");
            String ticket = ticketFor(there.get(each), due(there.get(each), "PULSE"));
            nobody.post("/api/reviews", review(ticket, 1 + each, "")).is(201);
        }

        JsonNode shown = pulses(staff);
        assertThat(shown.path("n").asInt()).isEqualTo(5);
        assertThat(shown.path("mean").asDouble()).isCloseTo(3, within(1e-9));
        assertThat(shown.path("distribution").toString())
                .isEqualTo("{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1}");
        assertThat(shown.at("/interval/low").asDouble()).isBetween(1.0, 3.0);
        assertThat(shown.at("/interval/high").asDouble()).isBetween(3.0, 5.0);
        assertThat(shown.path("responseRate").asDouble()).isCloseTo(5.0 / 6, within(1e-9));
        for (String none : List.of("adjusted", "nps", "npsInterval", "aspects", "hidden")) {
            assertThat(shown.path(none).isNull()).as(none).isTrue();
        }
        assertThat(pulses(absent)).as("the cohort's own students see it").isEqualTo(shown);
        staff.get("/api/reviews/texts?kind=PULSE&id=" + week + "&cohortId=" + cohort).is(200);
        SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, "i-1", Set.of()))
                .get("/api/reviews/summaries?kind=PULSE")
                .is(400);
        assertThat(toldAfterPublishing())
                .as("no other service hears of a week")
                .extracting(each -> each.path("kind").asString())
                .doesNotContain("PULSE");
    }

    private JsonNode pulses(Calls by) {
        JsonNode items =
                by.get(
                                "/api/reviews/summaries?kind=PULSE"
                                        + (by == staff ? "&cohortId=" + cohort : ""))
                        .is(200)
                        .json()
                        .path("items");
        assertThat(items.size()).isEqualTo(1);
        return items.path(0);
    }

    @Tag("full")
    @Test
    void oneTicketForAThousandThatAreAskedFor() {
        oneOf(student("hana"), TRIES_FULL);
    }

    /** So many ask at once at most; each signature costs the service a private operation. */
    private static void oneOf(Calls student, int tries) {
        JsonNode due = programme(student);
        List<Integer> statuses;
        try (var threads = Executors.newFixedThreadPool(TRIES, Thread.ofVirtual().factory())) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int each = 0; each < tries; each++) {
                String body = asks(due, new Browser(due.path("publicKey")));
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> student.post("/api/reviews/tickets", body).status(),
                                threads));
            }
            statuses = answers.stream().map(CompletableFuture::join).toList();
        }

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(each -> each == 409)).hasSize(tries - 1);
    }

    @Test
    void oneTicketForEachStudentHoweverManyAskAtOnce() {
        Calls hana = student("hana");
        oneOf(hana, TRIES);
        JsonNode due = programme(hana);
        assertThat(due.path("taken").asBoolean()).isTrue();

        Calls mina = student("mina");
        Browser browser = new Browser(due.path("publicKey"));
        String one = mina.post("/api/reviews/tickets", asks(due, browser)).text("signature");
        assertThat(mina.post("/api/reviews/tickets", asks(due, browser)).is(200).text("signature"))
                .isEqualTo(one);
        mina.post("/api/reviews/tickets", asks(due, new Browser(due.path("publicKey"))))
                .is(409, "TICKET_TAKEN");
        // Nothing is signed for who has a ticket: not even whether it could be is said.
        String notBlinded = Base64.getUrlEncoder().withoutPadding().encodeToString(ones(256));
        String asks = "{\"target\": %s, \"blinded\": \"%s\"}";
        String bad = asks.formatted(due.path("target"), notBlinded);
        mina.post("/api/reviews/tickets", bad).is(409, "TICKET_TAKEN");
        student("late").post("/api/reviews/tickets", bad).is(422, "NOT_BLINDED_FOR_KEY");
    }

    private static byte[] ones(int bytes) {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 0xff);
        return ones;
    }

    /** A good ticket of one target is none of another, though that has a key, too. */
    @Test
    void aTicketIsOfOneTargetAndAsLongAsItsKey() {
        Calls hana = student("hana");
        SCHOOL.attended(cohort, LocalDate.now().minusDays(7), "hana" + cohort);
        JsonNode week = due(hana, "PULSE");
        JsonNode whole = due(hana, "PROGRAMME");
        String ofWeek = ticketFor(hana, week);
        String ofWhole = ticketFor(hana, whole);
        String other = "o" + cohort;
        SCHOOL.cohort(other, LocalDate.now().minusDays(60), LocalDate.now().plusDays(60));
        SCHOOL.enrolled("hana" + cohort, other);
        await().atMost(PATIENCE)
                .until(() -> hana.get("/api/reviews/due").json().toString().contains(other));

        for (String foreign :
                List.of(
                        of(week.path("target"), ofWhole),
                        of(whole.path("target"), ofWeek),
                        ofWhole.replace(cohort, other))) {
            nobody.post("/api/reviews", review(foreign, 3, "")).is(403, "TICKET_NOT_VALID");
            nobody.post("/api/reviews/receipt", "{" + foreign + "}").is(403, "TICKET_NOT_VALID");
            nobody.post("/api/reviews/withdrawal", "{" + foreign + "}").is(403, "TICKET_NOT_VALID");
        }
        for (int bytes : new int[] {1, 48, 255, 256, 257, 512}) {
            nobody.post("/api/reviews", review(with("signature", bytes, ofWhole), 3, ""))
                    .is(403, "TICKET_NOT_VALID");
        }
        for (int bytes : new int[] {0, 600}) {
            nobody.post("/api/reviews", review(with("signature", bytes, ofWhole), 3, ""))
                    .is(422, "INVALID_INPUT");
        }
        for (int bytes : new int[] {0, 32, 63, 65}) {
            nobody.post("/api/reviews", review(with("message", bytes, ofWhole), 3, ""))
                    .is(422, "INVALID_INPUT");
        }
        nobody.post("/api/reviews/receipt", "{" + ofWhole + "}").is(404, "REVIEW_NOT_FOUND");
        nobody.post("/api/reviews", review(ofWhole, 3, "")).is(201);
    }

    private static String of(JsonNode target, String ticket) {
        return "\"target\": " + target + ", " + ticket.substring(ticket.indexOf("\"ticket\""));
    }

    /** So many bytes of it, and zeros where it has no more. */
    private static String with(String part, int bytes, String ticket) {
        String start = "\"" + part + "\": \"";
        int from = ticket.indexOf(start) + start.length();
        int until = ticket.indexOf('"', from);
        byte[] whole = Base64.getUrlDecoder().decode(ticket.substring(from, until));
        byte[] cut = Arrays.copyOf(whole, bytes);
        if (bytes == whole.length) {
            Arrays.fill(cut, (byte) 0);
        }
        return ticket.substring(0, from)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(cut)
                + ticket.substring(until);
    }

    @Test
    void afterTheWindowTicketsAreWorthNothingAndTheirKeyIsDestroyed() {
        Calls gone = student("gone");
        String spent = ticket(student("spent"));
        String kept = ticket(student("kept"));
        nobody.post("/api/reviews", review(spent, 7, "")).is(201);
        SCHOOL.withdrew("gone" + cohort, cohort, LocalDate.now().minusDays(1));
        await().atMost(PATIENCE).until(() -> leftOn("gone" + cohort) != null);
        JsonNode due = programme(gone);
        String asks = asks(due, new Browser(due.path("publicKey")));
        Instant until = Instant.parse(due.path("until").asString());

        SERVICE.stopClock(until.minusMillis(1));
        nobody.post("/api/reviews", review(spent, 8, "")).is(200);
        SERVICE.stopClock(until);
        nobody.post("/api/reviews", review(kept, 7, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews", review(spent, 9, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.put("/api/reviews", review(spent, 9, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/withdrawal", "{" + spent + "}").is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/receipt", "{" + kept + "}").is(404, "REVIEW_NOT_FOUND");
        assertThat(nobody.post("/api/reviews/receipt", "{" + spent + "}").is(200).text("state"))
                .isEqualTo("NOT_COUNTED");
        gone.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        assertThat(gone.get("/api/reviews/due").is(200).json().path("items").size()).isZero();

        TicketKeyStore keys = SERVICE.bean(TicketKeyStore.class);
        keys.destroyClosed().block(PATIENCE);

        // Not even by setting the clock back.
        SERVICE.stopClock(null);
        gone.post("/api/reviews/tickets", asks).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/receipt", "{" + spent + "}").is(200);
        assertThat(keys.findAllOf(cohort).map(each -> each.sealed() == null).collectList().block())
                .containsOnly(true);
    }

    @Test
    void theKeyOfWhatWasCancelledIsDestroyedAndOfWhatMayComeBackWithItsCohort() {
        Calls there = student("there");
        String instructor = "i-" + cohort;
        SCHOOL.taught(instructor, cohort, LocalDate.now().minusDays(1), id("there"));
        String ticket = ticketFor(there, due(there, "SESSION"));
        due(there, "INSTRUCTOR");
        TicketKeyStore keys = SERVICE.bean(TicketKeyStore.class);
        keys.destroyClosed().block(PATIENCE);
        assertThat(destroyed(keys)).isEmpty();

        SCHOOL.cancelled(instructor, cohort);
        await().atMost(PATIENCE).until(() -> sessions(there).isEmpty());
        keys.destroyClosed().block(PATIENCE);

        assertThat(destroyed(keys)).containsExactly("SESSION");
        nobody.post("/api/reviews", review(ticket, 7, "")).is(409, "REVIEW_WINDOW_CLOSED");

        // Another session may yet be given to the instructor, until nothing of the cohort is asked.
        SERVICE.stopClock(Instant.now().plus(Duration.ofDays(60 + 32)));
        keys.destroyClosed().block(PATIENCE);
        assertThat(destroyed(keys)).contains("INSTRUCTOR", "PROGRAMME", "SESSION");
    }

    /** The kinds of which this test's cohort has a key without its private half. */
    private List<String> destroyed(TicketKeyStore keys) {
        return keys.findAllOf(cohort)
                .filter(each -> each.sealed() == null)
                .map(each -> each.target().kind().name())
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    @Test
    void aCompetitionThatIsArchivedIsReviewedAsLongAsItWouldBe() {
        String archived = "archived-" + cohort;
        String draft = "draft-" + cohort;
        Instant closed = Instant.now().minusSeconds(60);
        Calls part = student("part");
        SCHOOL.team(archived, "t1" + cohort, 3, id("part"));
        SCHOOL.team(draft, "t2" + cohort, 3, id("part"));
        SCHOOL.competition(archived, cohort, 1, closed);
        String ticket = ticketFor(part, due(part, "COMPETITION"));

        SCHOOL.archived(draft, cohort, 1, null);
        SCHOOL.archived(archived, cohort, 2, closed);
        await().atMost(PATIENCE).until(() -> versionOf(cohort + "/" + archived) == 2);
        // What is known of a cohort may be a moment old.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);

        assertThat(dues(part)).containsExactly(archived + " Cats");
        nobody.post("/api/reviews", review(ticket, 7, "")).is(201);
    }

    private static long versionOf(String contest) {
        return Flux.from(
                        SERVICE.bean(MongoDatabase.class)
                                .getCollection("closedContests")
                                .find(new Document("_id", contest)))
                .map(each -> ((Number) each.get("version")).longValue())
                .next()
                .blockOptional(PATIENCE)
                .orElse(0L);
    }

    @Test
    void aReceiptSaysPublishedWhileWordsAreShownAndNotWhenTheyAreHiddenAgain() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 15; each++) {
            tickets.add(ticket(student("r" + each)));
        }
        String words = ", \"pros\": \"deep\"";
        for (String each : tickets.subList(0, 10)) {
            nobody.post("/api/reviews", review(each, 7, words)).is(201);
        }
        String publish = "{\"decision\": \"PUBLISH\"}";
        for (JsonNode each :
                staff.get("/api/reviews/moderation?cohortId=" + cohort).json().path("items")) {
            String path = "/api/reviews/" + each.path("reviewId").asString() + "/moderation";
            staff.post(path, publish).is(200);
        }
        String last = "{" + tickets.get(9) + "}";
        assertThat(stateOf(last)).isEqualTo("PUBLISHED 10");

        for (String each : tickets.subList(0, 5)) {
            nobody.post("/api/reviews/withdrawal", "{" + each + "}").is(204);
        }
        for (String each : tickets.subList(5, 10)) {
            nobody.post("/api/reviews", review(each, 8, words)).is(200);
        }
        assertThat(stateOf(last)).as("five are counted").isEqualTo("COUNTED 0");

        for (String each : tickets.subList(10, 15)) {
            nobody.post("/api/reviews", review(each, 8, "")).is(201);
        }
        assertThat(stateOf(last)).as("ten are counted again").isEqualTo("PUBLISHED 5");
    }

    /** What the receipt says, and how many words anybody sees. */
    private String stateOf(String receipt) {
        String texts = "/api/reviews/texts?kind=PROGRAMME&id=ai-lab&cohortId=" + cohort;
        return nobody.post("/api/reviews/receipt", receipt).is(200).text("state")
                + " "
                + staff.get(texts).is(200).json().path("items").size();
    }

    private static @Nullable Object leftOn(String studentId) {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Flux.from(database.getCollection("roster").find())
                .map(Document::toJson)
                .filter(each -> each.contains(studentId) && each.contains("leftOn"))
                .blockFirst(PATIENCE);
    }

    @Test
    void badTicketsAndFormsKeepNothing() {
        String good = ticket(student("good"));
        for (String bad :
                List.of(
                        "\"rating\": 0",
                        "\"rating\": -1",
                        "\"rating\": 11",
                        "\"rating\": 5, \"recommend\": -1",
                        "\"rating\": 5, \"recommend\": 11",
                        "\"rating\": 5, \"aspects\": {\"depth\": 0}",
                        "\"rating\": 5, \"aspects\": {\"delivery\": 6}",
                        "\"rating\": 5, \"aspects\": {\"preparation\": -5}",
                        "\"rating\": 5, \"aspects\": {\"respect\": 100}",
                        "\"rating\": 5, \"cons\": \"a\\u0007b\"",
                        "\"rating\": 5, \"cons\": \"a\\u0000b\"",
                        "\"rating\": 5, \"pros\": \"\\u2066abc\"",
                        "\"rating\": 5, \"pros\": \"" + "가".repeat(2_001) + "\"")) {
            nobody.post("/api/reviews", "{" + good + ", " + bad + "}").is(422, "INVALID_INPUT");
        }
        for (String bad : List.of("5.5", "\"5\"", "99999999999", "true", "[5]", "null")) {
            assertThat(
                            nobody.post("/api/reviews", "{" + good + ", \"rating\": " + bad + "}")
                                    .status())
                    .as(bad)
                    .isIn(400, 422);
        }
        String forged = good.replaceFirst("\"message\": \"....", "\"message\": \"AAAA");
        nobody.post("/api/reviews", review(forged, 5, "")).is(403, "TICKET_NOT_VALID");
        nobody.post("/api/reviews", review(good.replace("ai-lab", "other"), 5, ""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post(
                        "/api/reviews",
                        review(good.replaceFirst("\"message\": \"", "\"message\": \"*"), 5, ""))
                .is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(good, 11, "")).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(good, 5, ", \"pros\": \"  \"")).is(422);
        nobody.post("/api/reviews", review(good, 5, ", \"pros\": \"\u202eabc\"")).is(422);
        nobody.post("/api/reviews", review(good, 5, ", \"pros\": \"" + "x".repeat(100_000) + "\""))
                .is(413, "BODY_TOO_LARGE");
        nobody.post(
                        "/api/reviews",
                        review(forged, 11, ", \"pros\": \"" + "x".repeat(19_000) + "\""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post("/api/reviews", "{\"pros\": \"" + "x".repeat(9000) + "\", " + good + "}")
                .is(400);
        nobody.post("/api/reviews", "{" + good + ", \"rating\": 5, \"more\": 1}")
                .is(400, "MALFORMED_BODY");
        nobody.post("/api/reviews", "{\"rating\": 5}").is(400, "MALFORMED_BODY");
        nobody.post("/api/reviews", "{" + good).is(400, "MALFORMED_BODY");
        nobody.post("/api/reviews/receipt", "{" + good + "}").is(404, "REVIEW_NOT_FOUND");
        student("other")
                .post(
                        "/api/reviews/tickets",
                        "{\"target\": {\"kind\": \"SESSION\", \"id\": \"x\"}, \"blinded\": \"AA\"}")
                .is(404, "NOT_DUE");
        staff.get("/api/reviews/due").is(403, "FORBIDDEN");
    }
}
