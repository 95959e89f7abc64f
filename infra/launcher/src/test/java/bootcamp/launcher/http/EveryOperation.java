package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import bootcamp.launcher.http.GoodRequest.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What can be asked of every operation in the same way, as the document describes it: by the right
 * and the wrong people, well and badly formed, once and again, about nothing, and while all is
 * away. An operation that is new in the document is asked all of it without a word here.
 */
final class EveryOperation {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "Idempotency-Key";

    /** Begin what goes on afterwards; asked again they tell how far it is. */
    private static final Set<String> TELL_HOW_FAR =
            Set.of(
                    "POST /api/cohorts/{cohortId}/imports",
                    "POST /api/imports/{importId}/application",
                    "POST /api/competitions/{competitionId}/rescoring");

    private final Stage stage;
    private final Subjects subjects;
    private final AtomicInteger keys = new AtomicInteger();

    EveryOperation(Stage stage) {
        this.stage = stage;
        this.subjects =
                new Subjects(
                        stage.admin,
                        stage.of("STUDENT"),
                        "every",
                        stage.studentId,
                        stage.letterId,
                        null);
    }

    private Subject previewed(Subject subject) {
        if (subject.get("importId").equals(Subject.NONE)) {
            return subject;
        }
        String path = "/api/imports/" + subject.get("importId");
        try {
            Eventually.within(
                    SOON, () -> stage.admin.get(path).is(200).text("state").equals("PREVIEWED"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return subject;
    }

    void isAsked(Operation operation) throws IOException, InterruptedException {
        Subject subject = previewed(subjects.next(operation));
        Client client = client(operation);
        Request good = GoodRequest.of(operation, subject);
        byNobody(operation, good);
        bySomebodyElse(operation, good);
        malformed(operation, good, client);
        inAnotherForm(operation, good, client);
        onAnotherVersion(operation, good, client);
        whileAllIsAway(operation, good, client);
        if (GoodRequest.isStream(operation)) {
            opened(good, client);
        } else if (isRead(operation)) {
            read(operation, good, client);
        } else if (has(operation, "header", KEY)) {
            twice(operation, good, client);
        } else {
            good.send(client);
        }
    }

    /** All at once, since a service waits for what might be on its way before it says 404. */
    void areAskedAboutNothing(List<Operation> operations)
            throws InterruptedException, ExecutionException {
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked = new ArrayList<>();
            for (Operation operation : operations) {
                Request unknown = GoodRequest.of(operation, Subject.unknown("no-such-thing"));
                if (operation.statuses().contains(404)
                        && unknown.path().contains("no-such-thing")) {
                    Client client = client(operation);
                    asked.add(calls.submit(() -> unknown.send(client).is(404)));
                }
            }
            for (Future<?> each : asked) {
                each.get();
            }
        }
    }

    private static boolean isRead(Operation operation) {
        return operation.method().equals("GET");
    }

    private Client client(Operation operation) {
        if (operation.forAnybody()) {
            return stage.nobody();
        }
        // Who signs out is not heard any more.
        return operation.id().equals("DELETE /api/session")
                ? stage.newOf("STAFF")
                : stage.anyOf(operation.roles());
    }

    // ---- who

    private void byNobody(Operation operation, Request good) {
        if (!operation.forAnybody()) {
            good.send(stage.nobody()).is(401, "UNAUTHENTICATED");
        }
    }

    private void bySomebodyElse(Operation operation, Request good) {
        Stream.of("INSTRUCTOR", "STUDENT", "STAFF")
                .filter(role -> !operation.forAnybody() && !operation.roles().contains(role))
                .forEach(role -> good.send(stage.of(role)).is(403, "FORBIDDEN"));
    }

    // ---- what

    private void malformed(Operation operation, Request good, Client client) {
        if (bodyOf(operation).has(Client.JSON)) {
            good.saying("{").send(client).is(400, "MALFORMED_BODY");
            good.saying("{\"noSuchField\": 1}").send(client).is(400, "MALFORMED_BODY");
        }
        stage.contract.parameters(operation).forEach(one -> malformed(one, good, client));
    }

    private void malformed(JsonNode parameter, Request good, Client client) {
        String name = parameter.path("name").asString();
        if (parameter.path("in").asString().equals("header")) {
            String wrong =
                    switch (name) {
                        case KEY -> "with blank";
                        case "If-Match" -> "\"1\", \"2\"";
                        default -> null;
                    };
            if (wrong != null) {
                good.send(client, name, wrong).is(400, "MALFORMED_REQUEST");
            }
        } else if (parameter.path("in").asString().equals("query")) {
            String wrong = wrongValue(name, parameter.path("schema"));
            if (wrong != null) {
                good.asking(name, wrong).send(client).is(400);
            }
            if (parameter.path("required").asBoolean(false)) {
                good.asking(name, null).send(client).is(400, "MALFORMED_REQUEST");
            }
        }
    }

    /** Null: every text is a good value. */
    private static @Nullable String wrongValue(String name, JsonNode schema) {
        boolean isText =
                schema.path("type").asString("").equals("string")
                        && !schema.path("format").asString("").equals("date");
        return isText && !name.equals("cursor") ? null : "none-of-the-sort";
    }

    private void inAnotherForm(Operation operation, Request good, Client client) {
        JsonNode body = bodyOf(operation);
        if (body.isEmpty()) {
            return;
        }
        good.of("application/x-none").send(client).is(415, "UNSUPPORTED_MEDIA_TYPE");
        body.propertyNames()
                .forEach(
                        type ->
                                assertThat(good.of(type).send(client).status())
                                        .as("%s of %s", operation.id(), type)
                                        .isNotEqualTo(415));
        Request tooLarge = good.saying(good.body() + " ".repeat(1024));
        tooLarge.send(stage.lonely()).is(413, "BODY_TOO_LARGE");
    }

    private void onAnotherVersion(Operation operation, Request good, Client client) {
        if (has(operation, "header", "If-Match")) {
            good.send(client, "If-Match", "\"999999\"").is(412, "STALE_VERSION");
        }
    }

    private void whileAllIsAway(Operation operation, Request good, Client client) {
        if (operation.statuses().contains(503)) {
            good.send(stage.lonely(client));
        }
    }

    // ---- well

    private void opened(Request good, Client client) throws IOException {
        HttpResponse<InputStream> stream = client.open(good.path());
        stage.contract.checkStream(good.path(), stream);
        stream.body().close();
    }

    /** In every form in which it is given, and not again to who has it. */
    private void read(Operation operation, Request good, Client client)
            throws InterruptedException {
        for (String type : stage.contract.types(operation, 200)) {
            Answer answer = good.send(client, "Accept", type).is(200);
            assertThat(answer.header("Content-Type")).startsWith(type);
        }
        if (operation.described().path("x-unseen").asBoolean(false)) {
            // A tag that comes back would tell who has asked before.
            return;
        }
        Eventually.within(
                SOON,
                () -> {
                    String tag = good.send(client).is(200).header("ETag");
                    return good.send(client, "If-None-Match", tag).status() == 304;
                });
    }

    /** The same key and body again is the same answer, with anything else it is refused. */
    private void twice(Operation operation, Request good, Client client) {
        String key = "every-" + keys.incrementAndGet();
        Answer first = good.send(client, KEY, key);
        Answer again = good.send(client, KEY, key);

        assertThat(again.status()).as(operation.id()).isEqualTo(first.status());
        if (first.status() < 300 && !TELL_HOW_FAR.contains(operation.id())) {
            assertThat(again.body()).as(operation.id()).isEqualTo(first.body());
            assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        }
        good.asking("other", "yes").send(client, KEY, key).is(422, "IDEMPOTENCY_KEY_REUSED");
    }

    // ---- of the document

    private boolean has(Operation operation, String in, String name) {
        return stage.contract
                .parameters(operation)
                .anyMatch(
                        one ->
                                one.path("in").asString().equals(in)
                                        && one.path("name").asString().equals(name));
    }

    private static JsonNode bodyOf(Operation operation) {
        return operation.described().path("requestBody").path("content");
    }
}
