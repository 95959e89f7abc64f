package bootcamp.enrollment.admission;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import bootcamp.platform.file.GridFsFileStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.DynamicTest;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Files of applicants, at a service that somebody else has started. */
final class FileScenes {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final String CANARY = "canary-of-a-curriculum-vitae";
    private static final int MAX = 5 << 20;
    private static final int SECONDS_MAX = 30;

    private final RunningService service;

    FileScenes(RunningService service) {
        this.service = service;
    }

    List<DynamicTest> all() {
        return List.of(
                dynamicTest("whatIsNoPaperIsRefused", this::whatIsNoPaperIsRefused),
                dynamicTest("whatIsTooLargeIsRefused", this::whatIsTooLargeIsRefused),
                dynamicTest("whatIsNotAskedIsNotTaken", this::whatIsNotAskedIsNotTaken),
                dynamicTest("aCutConnectionLeavesNothing", this::aCutConnectionLeavesNothing),
                dynamicTest("whoGoesAwayTakesNoRoom", this::whoGoesAwayTakesNoRoom),
                dynamicTest("aFloodIsHeldUp", this::aFloodIsHeldUp),
                dynamicTest(
                        "whatNobodyNamesHasSoMuchRoomAndNoMore",
                        this::whatNobodyNamesHasSoMuchRoomAndNoMore),
                dynamicTest(
                        "anApplicationThatComesAgainIsAnsweredWhateverBecameOfItsFile",
                        this::anApplicationThatComesAgainIsAnsweredWhateverBecameOfItsFile),
                dynamicTest(
                        "anApplicationNamesWhatWasSentToIt",
                        this::anApplicationNamesWhatWasSentToIt),
                dynamicTest("staffReadWhatWasSent", this::staffReadWhatWasSent),
                dynamicTest("theSameOnceMoreIsTheSameFile", this::theSameOnceMoreIsTheSameFile),
                dynamicTest("aFileGoesWithItsApplication", this::aFileGoesWithItsApplication),
                dynamicTest(
                        "whatNobodyNamesGoesOnceItCannotBeNamed",
                        this::whatNobodyNamesGoesOnceItCannotBeNamed));
    }

    // ---- what tests say

    /** A cohort that asks for a file. */
    private final class Asking {

        private final String cohort = "ai-lab-files" + COHORTS.incrementAndGet();
        private final String path = "/api/cohorts/" + cohort;
        private final Calls staff = service.as(STAFF);
        private final Calls nobody = service.as(Caller.NOBODY);

        Asking() {
            staff.post(
                            "/api/cohorts",
                            """
                            {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 6기",
                             "startDate": "2024-01-02", "endDate": "2024-07-31",
                             "timeZone": "Asia/Seoul", "capacity": 30}
                            """
                                    .formatted(cohort))
                    .is(201);
            asks(file("cv", "")).is(200);
        }

        Answer asks(String items) {
            return staff.put(
                    path + "/application-form",
                    """
                    {"items": [%s], "consent": {"ko": "동의합니다", "en": "I agree"},
                     "forgetAfterDays": 30}
                    """
                            .formatted(items));
        }

        Answer send(byte[] file, String contentType, String... headers) {
            String[] all = new String[headers.length + 2];
            all[0] = "Content-Type";
            all[1] = contentType;
            System.arraycopy(headers, 0, all, 2, headers.length);
            return nobody.upload(
                    path + "/application-files", BodyPublishers.ofByteArray(file), all);
        }

        String sent() {
            return send(pdf(100), "application/pdf").is(201).text("fileId");
        }

        Answer apply(String name, String answers, String... headers) {
            return nobody.post(
                    path + "/applications",
                    """
                    {"name": "%1$s %2$s", "email": "%1$s.%2$s@example.org", "language": "ko",
                     "consent": true, "formVersion": 1, "answers": {%3$s}}
                    """
                            .formatted(name, cohort, answers),
                    headers);
        }

        String applied(String name, String fileId) {
            return apply(name, cv(fileId)).is(201).text("applicationId");
        }

        String path(String applicationId) {
            return path + "/applications/" + applicationId;
        }

        List<Document> entries() {
            return Objects.requireNonNull(
                    Flux.from(
                                    people().getCollection("applicationFiles")
                                            .find(Filters.eq("cohortId", cohort)))
                            .collectList()
                            .block());
        }
    }

    private static String file(String itemId, String more) {
        return """
               {"itemId": "%s", "kind": "FILE", "required": true,
                "label": {"ko": "이력서", "en": "What you have done"}%s}"""
                .formatted(itemId, more);
    }

    private static String cv(String fileId) {
        return "\"cv\": \"%s\"".formatted(fileId);
    }

    private static byte[] pdf(int bytes) {
        byte[] file = new byte[bytes];
        byte[] line = (CANARY + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes; i++) {
            file[i] = line[i % line.length];
        }
        byte[] begin = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, file, 0, Math.min(bytes, begin.length));
        return file;
    }

    private MongoDatabase people() {
        return service.bean(0, "people", MongoDatabase.class);
    }

    /** Whole ones and what there is of others. */
    private List<String> papers() {
        return Objects.requireNonNull(
                new GridFsFileStore(people(), "applicationPapers", InstantSource.system())
                        .begunBefore(Instant.now().plusSeconds(60))
                        .collectList()
                        .block());
    }

    private static List<String> errors(Answer answer) {
        return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asString())
                .toList();
    }

    // ---- sending

    private void whatIsNoPaperIsRefused() {
        Asking it = new Asking();
        List<String> before = papers();
        byte[] program = new byte[2_000];
        program[0] = 'M';
        program[1] = 'Z';
        byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);

        for (byte[] wrong : List.of(program, page, new byte[0], new byte[] {'%', 'P', 'D', 'F'})) {
            Answer answer = it.send(wrong, "application/pdf").is(422, "INVALID_INPUT");
            assertThat(errors(answer)).containsExactly("file");
        }
        it.send(pdf(100), "text/html").is(415);
        it.send(pdf(100), "image/svg+xml").is(415);
        it.send(pdf(100), "application/json").is(415);

        assertThat(papers()).isEqualTo(before);
        assertThat(it.entries()).isEmpty();
        // A PDF that is called a picture is a PDF.
        assertThat(it.send(pdf(100), "image/png").is(201).text("contentType"))
                .isEqualTo("application/pdf");
    }

    private void whatIsTooLargeIsRefused() {
        Asking it = new Asking();
        List<String> before = papers();

        it.send(pdf(MAX + 1), "application/pdf").is(413, "APPLICATION_FILE_TOO_LARGE");
        it.nobody
                .upload(
                        it.path + "/application-files",
                        // Of a length that is not told before.
                        BodyPublishers.fromPublisher(
                                JdkFlowAdapter.publisherToFlowPublisher(
                                        Flux.just(ByteBuffer.wrap(pdf(MAX + 1))))),
                        "Content-Type",
                        "application/pdf")
                .is(413, "APPLICATION_FILE_TOO_LARGE");

        assertThat(papers()).isEqualTo(before);
        Answer most = it.send(pdf(MAX), "application/pdf").is(201);
        assertThat(most.json().path("bytes").asInt()).isEqualTo(MAX);
    }

    private void whatIsNotAskedIsNotTaken() {
        Asking it = new Asking();
        Answer four =
                it.asks(
                        file("a", "")
                                + ","
                                + file("b", "")
                                + ","
                                + file("c", "")
                                + ","
                                + file("d", ""));
        assertThat(errors(four.is(422, "INVALID_INPUT"))).containsExactly("items");
        Answer chars = it.asks(file("a", ", \"charsMax\": 3"));
        assertThat(errors(chars.is(422, "INVALID_INPUT"))).containsExactly("items[0].charsMax");

        it.asks("").is(200);
        it.send(pdf(100), "application/pdf").is(409, "NO_FILE_ASKED");
        service.as(ADMIN).post(it.path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
        it.send(pdf(100), "application/pdf").is(409, "APPLICATIONS_NOT_OPEN");
        it.nobody
                .upload(
                        "/api/cohorts/none/application-files",
                        BodyPublishers.ofByteArray(pdf(100)),
                        "Content-Type",
                        "application/pdf")
                .is(404, "FORM_NOT_FOUND");

        assertThat(it.entries()).isEmpty();
    }

    private void aCutConnectionLeavesNothing() throws InterruptedException {
        Asking it = new Asking();
        List<String> before = papers();
        Flux<ByteBuffer> cut =
                Flux.concat(
                        Flux.just(ByteBuffer.wrap(pdf(1 << 20))),
                        Flux.error(new IllegalStateException("cut")));

        assertThatThrownBy(
                        () ->
                                it.nobody.upload(
                                        it.path + "/application-files",
                                        BodyPublishers.fromPublisher(
                                                JdkFlowAdapter.publisherToFlowPublisher(cut),
                                                2 << 20),
                                        "Content-Type",
                                        "application/pdf"))
                .isInstanceOf(java.io.UncheckedIOException.class);

        comes(() -> papers().equals(before));
        assertThat(it.entries()).isEmpty();
    }

    private static void comes(BooleanSupplier what) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!what.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it took too long").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** At whatever moment of it. */
    private void whoGoesAwayTakesNoRoom() throws InterruptedException {
        Asking it = new Asking();
        ApplicationFileStore files = service.bean(ApplicationFileStore.class);

        Flux.range(0, 100)
                .concatMap(
                        i ->
                                files.write(it.cohort, -1, Flux.never())
                                        .takeUntilOther(Mono.delay(Duration.ofNanos(i * 50_000L))))
                .then()
                .block();

        it.sent();
        comes(() -> room(it).size() == 1);
    }

    private void aFloodIsHeldUp() {
        Asking it = new Asking();
        ApplyTryStore tries = service.bean(ApplyTryStore.class);
        Flux.range(0, ApplyTryStore.FILES_OF_COHORT_MAX - 1)
                .concatMap(_ -> tries.countFile(it.cohort))
                .then()
                .block();

        it.send(pdf(100), "application/pdf").is(201);
        Answer more = it.send(pdf(100), "application/pdf");

        assertThat(more.is(429, "TOO_MANY_REQUESTS").header("Retry-After")).isNotEmpty();
    }

    private List<Document> room(Asking it) {
        return Objects.requireNonNull(
                Flux.from(people().getCollection("applicationFileRoom").find())
                        .filter(each -> each.getString("_id").startsWith(it.cohort + "/"))
                        .collectList()
                        .block());
    }

    private void whatNobodyNamesHasSoMuchRoomAndNoMore() {
        Asking it = new Asking();
        List<String> before = papers();
        // One that is sent right now takes what it was said to have, or the most.
        long left = ApplicationFileStore.ROOM_BYTES_MIN;
        Document others =
                new Document("_id", it.cohort + "/others")
                        .append("bytes", ApplicationFileStore.UNNAMED_BYTES_MAX - left)
                        .append("at", Date.from(Instant.now()));
        var rooms = people().getCollection("applicationFileRoom");
        Mono.from(rooms.insertOne(others)).block();

        Answer refused =
                it.send(pdf((int) left + 1), "application/pdf").is(503, "TOO_MANY_FILES_WAITING");
        it.nobody
                .upload(
                        it.path + "/application-files",
                        // Of a length that is not told before.
                        BodyPublishers.fromPublisher(
                                JdkFlowAdapter.publisherToFlowPublisher(
                                        Flux.just(ByteBuffer.wrap(pdf(100))))),
                        "Content-Type",
                        "application/pdf")
                .is(503, "TOO_MANY_FILES_WAITING");

        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(papers()).isEqualTo(before);
        assertThat(it.entries()).isEmpty();
        assertThat(room(it)).hasSize(1);
        service.bean(ApplicationFileStore.class).remove(it.sent()).block();
        new Asking().sent();
        // Nobody names it any more.
        Date old =
                Date.from(Instant.now().minus(ApplicationFileStore.KEPT_UNNAMED).minusSeconds(60));
        Mono.from(rooms.updateOne(Filters.eq("_id", others.get("_id")), Updates.set("at", old)))
                .block();
        String named = it.sent();
        String large = it.send(pdf(MAX), "application/pdf").is(201).text("fileId");
        assertThat(room(it).stream().map(each -> each.getLong("bytes")))
                .containsExactlyInAnyOrder(ApplicationFileStore.ROOM_BYTES_MIN, (long) MAX);
        // Nothing is taken by what failed, was named or is gone.
        it.send(new byte[] {1, 2, 3}, "application/pdf").is(422);
        it.applied("Named", named);
        service.bean(ApplicationFileStore.class).remove(large).block();
        assertThat(room(it)).isEmpty();
    }

    private void anApplicationThatComesAgainIsAnsweredWhateverBecameOfItsFile() {
        Asking it = new Asking();
        String fileId = it.sent();
        String key = "again-" + it.cohort;
        Answer sent = it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201);
        try {
            service.stopClock(
                    Instant.now().plus(ApplicationFileStore.NAMED_WITHIN).plusSeconds(3_600));

            assertThat(it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201).json())
                    .isEqualTo(sent.json());
            it.apply("Dul", cv(fileId), "Idempotency-Key", key).is(422, "IDEMPOTENCY_KEY_REUSED");
            it.apply("Hana", cv(fileId)).is(422, "INVALID_INPUT");
            it.asks("").is(200);
            assertThat(it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201).json())
                    .isEqualTo(sent.json());
            service.as(ADMIN).post(it.path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
            assertThat(it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201).json())
                    .isEqualTo(sent.json());
        } finally {
            service.stopClock(null);
        }
        assertThat(it.staff.get(it.path + "/applications").json().path("items").size()).isOne();
    }

    // ---- naming

    private void anApplicationNamesWhatWasSentToIt() {
        Asking it = new Asking();
        String own = it.sent();
        String elsewhere = new Asking().sent();
        String taken = it.sent();
        it.applied("First", taken);
        it.asks(file("cv", "") + "," + file("more", "").replace("true", "false")).is(200);
        String two = "\"formVersion\": 2";

        for (String answers :
                List.of(
                        "",
                        "\"cv\": \" \"",
                        "\"cv\": 7",
                        "\"cv\": {\"$gt\": \"\"}",
                        cv("none"),
                        cv(elsewhere),
                        cv(taken))) {
            Answer answer = apply(it, answers, two).is(422, "INVALID_INPUT");
            assertThat(errors(answer)).as(answers).containsExactly("answers.cv");
        }
        Answer unknown = apply(it, cv(own) + ", \"pay\": \"" + own + "\"", two);
        assertThat(errors(unknown.is(422, "INVALID_INPUT"))).containsExactly("answers");
        Answer second = apply(it, cv(own) + ", \"more\": \"none\"", two);
        assertThat(errors(second.is(422, "INVALID_INPUT"))).containsExactly("answers.more");

        assertThat(it.staff.get(it.path + "/applications").json().path("items").size()).isOne();
        // What was refused has named nothing.
        apply(it, cv(own), two).is(201);
    }

    private static Answer apply(Asking it, String answers, String version) {
        return it.nobody.post(
                it.path + "/applications",
                """
                {"name": "Some Body", "email": "some.body@example.org", "language": "ko",
                 "consent": true, %s, "answers": {%s}}
                """
                        .formatted(version, answers));
    }

    private void staffReadWhatWasSent() {
        Asking it = new Asking();
        byte[] file = pdf(300_000);
        String fileId = it.send(file, "application/pdf").is(201).text("fileId");
        String key = "apply-" + it.cohort;

        Answer sent = it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201);
        Answer again = it.apply("Hana", cv(fileId), "Idempotency-Key", key).is(201);

        assertThat(again.json()).isEqualTo(sent.json());
        String path = it.path(sent.text("applicationId"));
        JsonNode answer = it.staff.get(path).is(200).json().at("/answers/0");
        assertThat(answer.at("/file/contentType").asString()).isEqualTo("application/pdf");
        assertThat(answer.at("/file/bytes").asInt()).isEqualTo(300_000);
        assertThat(answer.path("text").isNull()).isTrue();
        for (Calls reader : List.of(it.staff, service.as(ADMIN))) {
            Answer read = reader.get(path + "/files/cv").is(200);
            assertThat(read.response().body())
                    .isEqualTo(new String(file, StandardCharsets.US_ASCII));
            assertThat(read.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"cv.pdf\"");
            assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(read.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(read.header("Cache-Control")).contains("no-store");
        }
        it.staff.get(path + "/files/none").is(404, "APPLICATION_FILE_NOT_FOUND");
        it.staff.get(it.path("none") + "/files/cv").is(404, "APPLICATION_NOT_FOUND");
        Asking other = new Asking();
        it.staff
                .get(other.path(sent.text("applicationId")) + "/files/cv")
                .is(404, "APPLICATION_NOT_FOUND");
        Caller elsewhere = new Caller("oak", Set.of(Role.STAFF), null, null, Set.of(other.cohort));
        service.as(elsewhere).get(path + "/files/cv").is(404);
        Caller student = new Caller("maple", Set.of(Role.STUDENT), "s1", null, Set.of());
        service.as(student).get(path + "/files/cv").is(403);
        assertThat(stored()).isNotEmpty().doesNotContain(CANARY);
    }

    /** All bytes of files that lie anywhere. */
    private String stored() {
        StringBuilder all = new StringBuilder();
        Flux.from(people().getCollection("applicationPapers.chunks").find())
                .map(each -> each.get("data", Binary.class).getData())
                .toIterable()
                .forEach(each -> all.append(new String(each, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    private void theSameOnceMoreIsTheSameFile() {
        Asking it = new Asking();
        String key = "file-" + it.cohort;

        Answer sent = it.send(pdf(100), "application/pdf", "Idempotency-Key", key).is(201);
        Answer again = it.send(pdf(100), "application/pdf", "Idempotency-Key", key).is(201);
        it.send(pdf(101), "application/pdf", "Idempotency-Key", key)
                .is(422, "IDEMPOTENCY_KEY_REUSED");

        assertThat(again.json()).isEqualTo(sent.json());
        assertThat(it.entries()).hasSize(1);
    }

    // ---- removing

    private void aFileGoesWithItsApplication() {
        Asking it = new Asking();
        String erased = it.sent();
        String forgotten = it.sent();
        String kept = it.sent();
        String gone = it.applied("Erased", erased);
        String due = it.applied("Rejected", forgotten);
        String stays = it.applied("Enrolled", kept);
        for (String each : List.of("SELECTED", "ENROLLED")) {
            move(it, stays, each);
        }
        move(it, due, "REJECTED");
        assertThat(papers()).contains(erased, forgotten, kept);

        String studentId = it.staff.get(it.path(gone)).text("studentId");
        service.as(ADMIN).delete("/api/students/" + studentId + "/personal-data").is(204);
        assertThat(papers()).doesNotContain(erased).contains(forgotten, kept);
        LocalDate day = LocalDate.parse(it.staff.get(it.path(due)).text("forgetOn"));
        service.bean(Applications.class).forgetDue(day).block();

        assertThat(papers()).doesNotContain(erased, forgotten).contains(kept);
        // And with them their keys.
        assertThat(it.entries()).extracting(each -> each.getString("_id")).containsExactly(kept);
        it.staff.get(it.path(stays) + "/files/cv").is(200);
        it.staff.get(it.path(due) + "/files/cv").is(404, "APPLICATION_NOT_FOUND");
    }

    private static void move(Asking it, String applicationId, String to) {
        String enrollment = it.staff.get(it.path(applicationId)).text("enrollmentId");
        it.staff
                .post(
                        "/api/enrollments/" + enrollment + "/status",
                        "{\"to\": \"%s\", \"on\": \"2024-07-31\"}".formatted(to))
                .is(200);
    }

    private void whatNobodyNamesGoesOnceItCannotBeNamed() {
        Asking it = new Asking();
        String named = it.sent();
        String application = it.applied("Named", named);
        String alone = it.sent();
        ApplicationStore store = service.bean(ApplicationStore.class);
        // As a process leaves it that ends before it writes the application.
        ApplicationFileStore files = service.bean(ApplicationFileStore.class);
        String left = it.sent();
        Application begun = Objects.requireNonNull(store.find(it.cohort, application).block());
        files.name(
                        new Application(
                                it.cohort,
                                "never-written",
                                begun.receivedAt(),
                                begun.name(),
                                begun.email(),
                                null,
                                "ko",
                                begun.consent(),
                                List.of(),
                                begun.forgetOn(),
                                null),
                        new Application.SentFile(left, "application/pdf", 100))
                .block();

        store.sweepFiles(Instant.now().plus(ApplicationFileStore.NAMED_WITHIN)).block();
        assertThat(it.entries()).hasSize(3);
        store.sweepFiles(Instant.now().plus(ApplicationFileStore.KEPT_UNNAMED).plusSeconds(60))
                .block();

        assertThat(papers()).contains(named).doesNotContain(alone, left);
        assertThat(it.entries()).extracting(each -> each.getString("_id")).containsExactly(named);
        it.staff.get(it.path(application) + "/files/cv").is(200);
    }
}
