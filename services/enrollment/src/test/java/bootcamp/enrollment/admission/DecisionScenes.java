package bootcamp.enrollment.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import bootcamp.enrollment.notice.Postbox;
import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.enrollment.notice.Postman;
import bootcamp.enrollment.notice.Postmen;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.screening.Screened;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Decisions and their letters, at a service that somebody else has started, and a mail server. */
final class DecisionScenes {

    private static final Duration IN_OTHER_HANDS_MAX = Duration.ofSeconds(60);
    private static final Duration LOOKING = Duration.ofMillis(20);

    private static final String LETTER =
            """
            "letter": {"subject": {"ko": "{cohort} 결과", "en": "Your place at {cohort}"},
                       "text": {"ko": "{name} 님, 합격입니다.\\n{name}", "en": "Dear {name}, welcome."}}""";

    private final RunningService service;
    private final Postbox postbox;

    DecisionScenes(RunningService service, Postbox postbox) {
        this.service = service;
        this.postbox = postbox;
    }

    List<DynamicTest> all() {
        return List.of(
                dynamicTest("severalAreDecidedAndToldOnce", this::severalAreDecidedAndToldOnce),
                dynamicTest("aBadDecisionIsRefusedByField", this::aBadDecisionIsRefusedByField),
                dynamicTest("whoWaitsStandsInLine", this::whoWaitsStandsInLine),
                dynamicTest("whatAProcessLeftIsSentOnce", this::whatAProcessLeftIsSentOnce),
                dynamicTest("aLetterThatCannotGoSaysSo", this::aLetterThatCannotGoSaysSo),
                dynamicTest(
                        "withoutAMailServerNothingIsLost", this::withoutAMailServerNothingIsLost),
                dynamicTest("anotherDecisionOvertakes", this::anotherDecisionOvertakes),
                dynamicTest("whoIsErasedLeavesNoDecision", this::whoIsErasedLeavesNoDecision));
    }

    private static String decision(String decision, String letter, String... ids) {
        return "{\"applicationIds\": [%s], \"decision\": \"%s\", \"on\": \"2024-07-31\"%s}"
                .formatted(
                        List.of(ids).stream()
                                .map(id -> '"' + id + '"')
                                .collect(Collectors.joining(", ")),
                        decision,
                        letter.isEmpty() ? "" : ", " + letter);
    }

    private static Answer decide(Screened it, String body, String... headers) {
        return it.staff.post(it.path + "/application-decisions", body, headers);
    }

    private void send() {
        service.bean(DecisionLetters.class).send().block();
    }

    /** The service sends by itself as well, so a letter may be in its hands for a moment. */
    private void sendUntil(BooleanSupplier so) {
        await().atMost(IN_OTHER_HANDS_MAX)
                .pollInterval(LOOKING)
                .until(
                        () -> {
                            letters(service.bean(Postman.class), Instant.now().plusSeconds(60))
                                    .send()
                                    .block();
                            return so.getAsBoolean();
                        });
    }

    private static boolean isSent(Screened it, String applicationId) {
        return decided(it, applicationId).at("/letter/state").asString().equals("SENT");
    }

    private List<Received> to(Screened it, String name) {
        return postbox.to(it.email(name) + "@example.org");
    }

    private static JsonNode decided(Screened it, String applicationId) {
        return it.read(applicationId).is(200).json().path("decision");
    }

    private MongoDatabase people() {
        return service.bean(0, "people", MongoDatabase.class);
    }

    // ---- deciding

    private void severalAreDecidedAndToldOnce() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada {cohort}", "ko");
        String ben = it.applied("Ben", "en");
        String twice = it.applied("Ben", "en");
        assertThat(decided(it, ada).isNull()).isTrue();
        String body = decision("SELECTED", LETTER, ada, twice, ben, "none");

        Answer answer = decide(it, body, "Idempotency-Key", "decide-" + it.cohort).is(200);
        Answer again = decide(it, body, "Idempotency-Key", "decide-" + it.cohort).is(200);
        Flux.range(0, 8).flatMap(_ -> service.bean(DecisionLetters.class).send(), 8).then().block();
        Answer anew = decide(it, body).is(200);
        sendUntil(() -> isSent(it, ada) && isSent(it, ben));

        assertThat(again.json()).isEqualTo(answer.json());
        assertThat(anew.json()).isEqualTo(answer.json());
        assertThat(answer.json().at("/decided").toString())
                .isEqualTo(
                        "[{\"applicationId\":\"%s\",\"status\":\"SELECTED\"},{\"applicationId\":\"%s\",\"status\":\"SELECTED\"}]"
                                .formatted(ada, ben));
        JsonNode refused = answer.json().path("refused");
        assertThat(refused.at("/0/code").asString()).isEqualTo("APPLICATION_WITHOUT_ENROLLMENT");
        assertThat(refused.at("/0/detail").asString()).contains("no enrollment");
        assertThat(refused.at("/1/code").asString()).isEqualTo("APPLICATION_NOT_FOUND");
        assertThat(it.read(ada).text("status")).isEqualTo("SELECTED");
        assertThat(to(it, "Ben")).hasSize(1);
        assertThat(to(it, "Ben").getFirst().subject()).isEqualTo("Your place at AI Lab 5기");
        assertThat(to(it, "Ben").getFirst().text().strip()).isEqualTo("Dear Ben, welcome.");
        JsonNode told = decided(it, ada);
        assertThat(told.path("by").asString()).isEqualTo("staff");
        assertThat(told.path("on").asString()).isEqualTo("2024-07-31");
        assertThat(told.at("/letter/text").asString())
                .isEqualTo("Ada {cohort} 님, 합격입니다.\nAda {cohort}");
        assertThat(to(it, "Ada {cohort}")).hasSize(1);
        assertThat(decided(it, ben).at("/letter/sentAt").isString()).isTrue();
        assertThat(it.staff.get(it.path + "/applications").json().path("items"))
                .anySatisfy(each -> assertThat(each.path("decision")).isEqualTo(told));
    }

    private static List<String> fields(Answer answer) {
        return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asString())
                .toList();
    }

    private void aBadDecisionIsRefusedByField() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada");
        String good = decision("REJECTED", LETTER, ada);
        List<List<String>> bad =
                List.of(
                        List.of("{name} 님", "{이름} 님", "letter.text.ko"),
                        List.of("Dear {name}", "Dear {}", "letter.text.en"),
                        List.of("{cohort} 결과", "{password} 결과", "letter.subject.ko"),
                        List.of("Dear {name}, welcome.", " ", "letter.text.en"),
                        List.of("Your place", "Your\\nplace", "letter.subject.en"),
                        List.of("welcome", "w".repeat(4_001), "letter.text.en"),
                        List.of("REJECTED", "ENROLLED", "decision"),
                        List.of("\"" + ada + "\"", "", "applicationIds.length"),
                        List.of(
                                "\"" + ada + "\"",
                                "\"%1$s\", \"%1$s\"".formatted(ada),
                                "applicationIds"),
                        List.of(
                                "\"" + ada + "\"",
                                IntStream.range(0, 201)
                                        .mapToObj(i -> "\"" + i + "\"")
                                        .collect(Collectors.joining(", ")),
                                "applicationIds.length"));
        for (List<String> each : bad) {
            assertThat(good).contains(each.getFirst());
            Answer answer = decide(it, good.replace(each.getFirst(), each.get(1)));
            assertThat(fields(answer.is(422, "INVALID_INPUT"))).containsExactly(each.get(2));
        }
        decide(it, good.replace(", \"en\": \"Dear {name}, welcome.\"", "")).is(400);
        Caller elsewhere = new Caller("oak", Set.of(Role.STAFF), null, null, Set.of("other"));
        service.as(elsewhere).post(it.path + "/application-decisions", good).is(404);
        Caller student = new Caller("maple", Set.of(Role.STUDENT), "s1", null, Set.of());
        service.as(student).post(it.path + "/application-decisions", good).is(403);
        assertThat(it.read(ada).text("status")).isEqualTo("APPLIED");
        assertThat(decided(it, ada).isNull()).isTrue();
        // A day that the enrollment does not allow refuses this one alone.
        JsonNode ahead =
                decide(it, good.replace("2024-07-31", "2099-01-02")).is(200).json().path("refused");
        assertThat(ahead.at("/0/code").asString()).isEqualTo("AFTER_COHORT");
        assertThat(decided(it, ada).isNull()).isTrue();
    }

    private void whoWaitsStandsInLine() {
        Screened it = new Screened(service);
        try {
            service.stopClock(Instant.parse("2024-02-01T03:00:00Z"));
            String came = it.applied("Came First");
            String put = it.applied("Was Put There First");
            decide(it, decision("WAITING", "", put).replace("2024-07-31", "2024-02-01")).is(200);
            service.stopClock(Instant.parse("2024-02-02T03:00:00Z"));
            String last = it.applied("Came Last");
            // In whatever order they are named: of one day who came first is before.
            decide(it, decision("WAITING", "", last, came).replace("2024-07-31", "2024-02-02"))
                    .is(200);

            assertThat(List.of(place(it, put), place(it, came), place(it, last)))
                    .containsExactly(1, 2, 3);

            // Who is selected leaves the line, and who comes back to it comes on that day.
            decide(it, decision("SELECTED", "", put).replace("2024-07-31", "2024-02-02")).is(200);
            assertThat(it.read(put).json().path("waitingPlace").isNull()).isTrue();
            service.stopClock(Instant.parse("2024-02-05T03:00:00Z"));
            decide(it, decision("WAITING", "", put).replace("2024-07-31", "2024-02-05")).is(200);

            assertThat(List.of(place(it, came), place(it, last), place(it, put)))
                    .containsExactly(1, 2, 3);
        } finally {
            service.stopClock(null);
        }
    }

    private static int place(Screened it, String applicationId) {
        return it.read(applicationId).json().path("waitingPlace").asInt();
    }

    // ---- letters

    private void whatAProcessLeftIsSentOnce() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada", "en");
        decide(it, decision("REJECTED", LETTER, ada)).is(200);
        sendUntil(() -> isSent(it, ada));
        assertThat(to(it, "Ada")).hasSize(1);
        String id = it.cohort + "/" + ada;
        String pointer = "letter/" + id + "/1";
        // It died after the mail server had taken the letter, before it noted what came of it.
        Mono.from(
                        people().getCollection("applications")
                                .updateOne(
                                        Filters.eq("_id", id),
                                        Updates.set("decisions.1.letter.state", "QUEUED")))
                .then(
                        Mono.from(
                                people().getCollection("applicationPointers")
                                        .insertOne(new Document("_id", pointer))))
                .block();

        decide(it, decision("REJECTED", LETTER, ada)).is(200);
        sendUntil(() -> isSent(it, ada) && !pointers().contains(pointer));

        assertThat(to(it, "Ada")).hasSize(1);
    }

    private String pointers() {
        return Objects.requireNonNull(
                Flux.from(people().getCollection("applicationPointers").find())
                        .map(Document::toJson)
                        .collect(Collectors.joining("\n"))
                        .block());
    }

    private void aLetterThatCannotGoSaysSo() {
        Screened it = new Screened(service);
        String gone = it.applied("Gone", "en");
        String busy = it.applied("Busy", "en");
        postbox.refuse(address -> address.startsWith(it.email("Gone")));
        postbox.busyFor(address -> address.startsWith(it.email("Busy")));

        decide(it, decision("SELECTED", LETTER, gone, busy)).is(200);
        sendUntil(() -> decided(it, gone).at("/letter/state").asString().equals("NOT_SENT"));

        assertThat(decided(it, busy).at("/letter/state").asString()).isEqualTo("QUEUED");
        postbox.refuse(_ -> false);
        postbox.busyFor(_ -> false);
        // Nobody was told, so it may be said again; who waits is told once.
        decide(it, decision("SELECTED", LETTER, gone, busy)).is(200);
        sendUntil(() -> isSent(it, gone) && isSent(it, busy));
        assertThat(to(it, "Gone")).hasSize(1);
        assertThat(to(it, "Busy")).hasSize(1);
    }

    private DecisionLetters letters(Postman postman, Instant now) {
        return new DecisionLetters(
                service.bean(DecisionStore.class),
                service.bean(ApplicationStore.class),
                service.bean(PersonStore.class),
                service.bean(Eraser.class),
                postman,
                InstantSource.fixed(now));
    }

    private void withoutAMailServerNothingIsLost() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada", "en");
        DecisionStore store = service.bean(DecisionStore.class);
        Instant now = Instant.now();
        // The service has one, and would send it.
        postbox.busyFor(address -> address.startsWith(it.email("Ada")));
        Decision selected =
                new NewDecisions(
                                List.of(ada),
                                Status.SELECTED,
                                LocalDate.parse("2024-07-31"),
                                new NewDecisions.Template(
                                        new Words("결과", "Result"), new Words("안녕", "Hello")))
                        .decision(
                                "AI Lab",
                                "staff",
                                now.minus(Decision.LETTER_LIFE).plusSeconds(3_600));
        DecisionLetters without = letters(Postmen.withoutServer(service), now);

        assertThat(without.stateOf(Objects.requireNonNull(selected.letter())))
                .isEqualTo(Decision.State.NO_MAIL);
        store.note(it.cohort, ada, selected).block();
        without.send().block();
        assertThat(pointers()).contains("letter/" + it.cohort + "/" + ada + "/1");
        letters(Postmen.withoutServer(service), now.plusSeconds(7_200)).send().block();
        postbox.busyFor(_ -> false);

        assertThat(decided(it, ada).at("/letter/state").asString()).isEqualTo("NOT_SENT");
        assertThat(pointers()).doesNotContain("letter/" + it.cohort);
        assertThat(to(it, "Ada")).isEmpty();
    }

    private void anotherDecisionOvertakes() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada", "en");
        postbox.busyFor(address -> address.startsWith(it.email("Ada")));
        decide(it, decision("REJECTED", LETTER, ada)).is(200);
        String other = LETTER.replace("welcome", "we waited for you");
        assertThat(
                        decide(it, decision("WAITING", other, ada))
                                .is(200)
                                .json()
                                .path("decided")
                                .size())
                .isEqualTo(1);
        postbox.busyFor(_ -> false);

        sendUntil(() -> isSent(it, ada) && !pointers().contains("letter/" + it.cohort));

        assertThat(to(it, "Ada")).hasSize(1);
        assertThat(to(it, "Ada").getFirst().text()).contains("we waited for you");
        assertThat(it.read(ada).text("status")).isEqualTo("WAITING");
        // Without a word: what is in force says nothing of a letter.
        decide(it, decision("SELECTED", "", ada)).is(200);
        assertThat(decided(it, ada).path("decision").asString()).isEqualTo("SELECTED");
        assertThat(decided(it, ada).path("letter").isNull()).isTrue();
    }

    private void whoIsErasedLeavesNoDecision() {
        Screened it = new Screened(service);
        String ada = it.applied("Ada", "en");
        postbox.busyFor(address -> address.startsWith(it.email("Ada")));
        decide(it, decision("SELECTED", LETTER.replace("welcome", "a canary"), ada)).is(200);
        String studentId = it.read(ada).text("studentId");
        // It is said, and nothing of it is done yet.
        Erasing.say(service, studentId);
        postbox.busyFor(_ -> false);
        letters(service.bean(Postman.class), Instant.now().plusSeconds(3_600)).send().block();
        assertThat(to(it, "Ada")).isEmpty();

        it.admin.delete("/api/students/" + studentId + "/personal-data").is(204);
        send();

        String left =
                Flux.from(people().listCollectionNames())
                        .concatMap(name -> people().getCollection(name).find())
                        .map(Document::toJson)
                        .collect(Collectors.joining("\n"))
                        .block();
        assertThat(left).doesNotContain("a canary", ada);
        assertThat(to(it, "Ada")).isEmpty();
        assertThat(
                        decide(it, decision("REJECTED", "", ada))
                                .is(200)
                                .json()
                                .at("/refused/0/code")
                                .asString())
                .isEqualTo("APPLICATION_NOT_FOUND");
    }
}
