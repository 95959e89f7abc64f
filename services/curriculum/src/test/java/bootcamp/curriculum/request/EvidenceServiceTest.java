package bootcamp.curriculum.request;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AmendmentDesk;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.request.RequestCommand.AcceptRequest;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/**
 * Evidence, erasure, and what happens when processes race or end: once with files in a directory
 * and once with files in the database.
 */
class EvidenceServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Seoul"));
    private static final LocalDate START = TODAY.minusDays(40);
    private static final LocalDate DAY = TODAY.minusDays(2);
    private static final String CANARY = "canary-of-a-medical-certificate";
    private static final int SECONDS_MAX = 30;
    private static final int MAX = 5 << 20;

    @TempDir static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static RunningService inDatabase;

    @SuppressWarnings("NullAway.Init")
    private static RunningService inDirectory;

    @SuppressWarnings("NullAway.Init")
    private static SchoolTopic schoolOfDatabase;

    @SuppressWarnings("NullAway.Init")
    private static SchoolTopic schoolOfDirectory;

    private final String cohort = "evi-" + COHORTS.incrementAndGet();
    private RunningService service = inDatabase;
    private SchoolTopic school = schoolOfDatabase;

    @BeforeAll
    static void start() {
        inDatabase =
                RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
        inDirectory =
                RunningService.start(
                        CurriculumApplication.NAME,
                        CurriculumApplication::builder,
                        "--bootcamp.files.directory=" + directory);
        inDatabase.startAnother();
        schoolOfDatabase = new SchoolTopic(inDatabase.bootstrapServers());
        schoolOfDirectory = new SchoolTopic(inDirectory.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        schoolOfDatabase.close();
        schoolOfDirectory.close();
        inDatabase.close();
        inDirectory.close();
    }

    // ---- what tests say

    private void at(String place) {
        service = place.equals("directory") ? inDirectory : inDatabase;
        school = place.equals("directory") ? schoolOfDirectory : schoolOfDatabase;
    }

    private Calls staff() {
        return service.as(STAFF);
    }

    private Calls enrolled(String name) {
        school.cohortOfEveryDay(cohort, "Asia/Seoul", START, TODAY.plusDays(40));
        school.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return service.as(new Caller("maple", Set.of(Role.STUDENT), name + cohort, null, Set.of()));
    }

    private String asked(Calls student) {
        return student.post(
                        "/api/cohorts/" + cohort + "/attendance-requests",
                        "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"%s\"}"
                                .formatted(DAY, CANARY))
                .is(201)
                .header("Location");
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

    private AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> store(
            int process) {
        @SuppressWarnings("unchecked")
        AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> store =
                service.bean(process, "requestDocuments", AggregateStore.class);
        return store;
    }

    /** Everything that lies anywhere, as text. */
    private String stored() throws Exception {
        StringBuilder all = new StringBuilder();
        MongoDatabase database = service.bean(MongoDatabase.class);
        for (String name : Flux.from(database.listCollectionNames()).toIterable()) {
            for (Document each : Flux.from(database.getCollection(name).find()).toIterable()) {
                all.append(each.toJson());
                if (each.get("data") instanceof org.bson.types.Binary chunk) {
                    all.append(new String(chunk.getData(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private List<String> files() {
        return Objects.requireNonNull(
                service.bean(bootcamp.platform.file.FileStore.class)
                        .begunBefore(Instant.now().plusSeconds(60))
                        .collectList()
                        .block());
    }

    private String status(String name) {
        return status(name, DAY);
    }

    private String status(String name, LocalDate day) {
        return staff().get("/api/cohorts/" + cohort + "/attendance/" + day)
                .is(200)
                .json()
                .path("entries")
                .valueStream()
                .filter(each -> each.path("studentId").asString().equals(name + cohort))
                .findFirst()
                .orElseThrow()
                .path("status")
                .asString();
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("it took too long").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    // ---- files

    @ParameterizedTest
    @ValueSource(strings = {"directory", "database"})
    void aFileIsReadByItsOwnerAndByStaffOfTheCohortAndLiesSealed(String place) throws Exception {
        at(place);
        Calls student = enrolled("a");
        String request = asked(student);
        byte[] file = pdf(300_000);

        Answer sent = student.put(request + "/evidence", file, "application/pdf").is(200);

        assertThat(sent.json().at("/evidence/contentType").asString()).isEqualTo("application/pdf");
        assertThat(sent.json().at("/evidence/bytes").asInt()).isEqualTo(300_000);
        for (Calls reader : List.of(student, staff(), service.as(ADMIN))) {
            Answer read = reader.get(request + "/evidence").is(200);
            assertThat(read.response().body())
                    .isEqualTo(new String(file, StandardCharsets.US_ASCII));
            assertThat(read.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"evidence-" + DAY + ".pdf\"");
            assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(read.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(read.header("Cache-Control")).contains("no-store");
        }
        enrolled("b").get(request + "/evidence").is(404);
        assertThat(stored()).contains(id(request)).doesNotContain("\n" + CANARY + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "database"})
    void aFileOfFiveMebibytesIsTakenAndOneByteMoreIsNot(String place) {
        at(place);
        Calls student = enrolled("a");
        String request = asked(student);

        student.put(request + "/evidence", pdf(MAX + 1), "application/pdf")
                .is(413, "EVIDENCE_TOO_LARGE");
        assertThat(student.get(request).json().path("evidence").isNull()).isTrue();
        assertThat(files()).noneMatch(each -> each.startsWith(id(request)));

        student.put(request + "/evidence", pdf(MAX), "application/pdf").is(200);
        assertThat(staff().get(request + "/evidence").is(200).response().body()).hasSize(MAX);
    }

    @Test
    void whatIsNoPdfOrPictureIsRefusedWhateverItIsCalled() {
        Calls student = enrolled("a");
        String request = asked(student);
        byte[] program = new byte[2_000];
        program[0] = 'M';
        program[1] = 'Z';
        byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);

        for (byte[] wrong : List.of(program, page, new byte[0], new byte[] {'%', 'P', 'D', 'F'})) {
            Answer answer =
                    student.put(request + "/evidence", wrong, "application/pdf")
                            .is(422, "INVALID_INPUT");
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("evidence");
        }
        student.put(request + "/evidence", pdf(100), "text/html").is(415);
        student.put(request + "/evidence", pdf(100), "image/svg+xml").is(415);
        student.put(request + "/evidence", "{}").is(415);
        staff().put(request + "/evidence", pdf(100), "application/pdf").is(403);
        staff().get(request + "/evidence").is(404, "EVIDENCE_NOT_FOUND");
        assertThat(files()).noneMatch(each -> each.startsWith(id(request)));
        // A PDF that is called a picture is a PDF.
        assertThat(
                        student.put(request + "/evidence", pdf(100), "image/png")
                                .is(200)
                                .json()
                                .at("/evidence/contentType")
                                .asString())
                .isEqualTo("application/pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "database"})
    void anotherFileReplacesTheFirstAndTakingBackDestroysIt(String place) {
        at(place);
        Calls student = enrolled("a");
        String request = asked(student);

        student.put(request + "/evidence", pdf(100), "application/pdf").is(200);
        student.put(request + "/evidence", pdf(200), "application/pdf").is(200);
        assertThat(files().stream().filter(each -> each.startsWith(id(request)))).hasSize(1);
        student.delete(request).is(204);

        assertThat(files()).noneMatch(each -> each.startsWith(id(request)));
        student.get(request + "/evidence").is(404, "EVIDENCE_NOT_FOUND");
        student.put(request + "/evidence", pdf(100), "application/pdf").is(409, "REQUEST_DECIDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "database"})
    void whoIsErasedLeavesNoTextFileOrKey(String place) throws Exception {
        at(place);
        Calls student = enrolled("a");
        String request = asked(student);
        student.put(request + "/evidence", pdf(100_000), "application/pdf").is(200);
        String key =
                Objects.requireNonNull(
                                Objects.requireNonNull(store(0).find(id(request)).block())
                                        .state()
                                        .evidence())
                        .key();
        assertThat(stored()).contains(key);
        staff().post(sick(student, DAY.minusDays(1)) + "/decision", "{\"decision\": \"ACCEPT\"}")
                .is(200);
        assertThat(stored()).contains("SICK");

        school.erasure("a" + cohort);
        eventually(() -> staff().get(request).status() == 404);
        // The facts that are not published yet hold what they hold until they are.
        eventually(() -> !stored().contains(key) && excuseDocuments().isEmpty());

        String left = stored();
        assertThat(left).contains(id(request)).doesNotContain("\"reason\": \"" + CANARY);
        eventually(() -> files().stream().noneMatch(each -> each.startsWith(id(request))));
        student.post(
                        "/api/cohorts/" + cohort + "/attendance-requests",
                        "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"x\"}"
                                .formatted(DAY))
                .is(404);
        assertThat(
                        staff().get("/api/cohorts/" + cohort + "/attendance-requests")
                                .json()
                                .path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "database"})
    void filesThatNobodyNamesGoAndThoseOfRequestsStay(String place) {
        at(place);
        Calls student = enrolled("a");
        String request = asked(student);
        student.put(request + "/evidence", pdf(100), "application/pdf").is(200);
        bootcamp.platform.file.FileStore store =
                service.bean(bootcamp.platform.file.FileStore.class);
        store.write(id(request) + ".0000", Flux.just(ByteBuffer.wrap(pdf(10)))).block();
        Requests requests = service.bean(Requests.class);

        requests.sweep().block();
        assertThat(files().stream().filter(each -> each.startsWith(id(request)))).hasSize(2);
        requests.sweep(Instant.now().plusSeconds(25 * 3_600)).block();

        assertThat(files().stream().filter(each -> each.startsWith(id(request)))).hasSize(1);
        staff().get(request + "/evidence").is(200);
    }

    // ---- races, and processes that end

    @Test
    void ofTwoDecidersAtTwoProcessesOneDecides() throws Exception {
        Calls student = enrolled("a");
        int accepted = 0;
        for (int round = 0; round < 10; round++) {
            String request = asked(student);
            List<Answer> answers =
                    AtOnce.ask(
                            2,
                            i ->
                                    service.as(i == 0 ? STAFF : ADMIN, i)
                                            .post(
                                                    request + "/decision",
                                                    i == 0
                                                            ? "{\"decision\": \"ACCEPT\"}"
                                                            : "{\"decision\": \"REFUSE\"}"));

            assertThat(answers.stream().map(Answer::status).sorted()).containsExactly(200, 409);
            String state = staff().get(request).text("state");
            assertThat(state)
                    .isEqualTo(answers.getFirst().status() == 200 ? "ACCEPTED" : "REFUSED");
            assertThat(status("a"))
                    .isEqualTo(accepted > 0 || state.equals("ACCEPTED") ? "EXCUSED" : "UNMARKED");
            accepted += state.equals("ACCEPTED") ? 1 : 0;
            if (round == 8) {
                break;
            }
        }
    }

    private String sick(Calls student, LocalDate day) {
        return student.post(
                        "/api/cohorts/" + cohort + "/attendance-requests",
                        "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"x\", \"excuse\": \"SICK\"}"
                                .formatted(day))
                .is(201)
                .header("Location");
    }

    private Document excuseDays() {
        return excuseDocuments().getFirst();
    }

    private List<Document> excuseDocuments() {
        return Objects.requireNonNull(
                Flux.from(
                                service.bean(MongoDatabase.class)
                                        .getCollection("excuseDays")
                                        .find(new Document("_id", cohort + "/a" + cohort)))
                        .collectList()
                        .block());
    }

    /** The preset takes three days of illness: of eight at once, twice each, exactly three. */
    @Test
    void ofManyAcceptedAtOnceAtTwoProcessesNoneIsOverTheCap() throws Exception {
        Calls student = enrolled("a");
        List<String> requests =
                Stream.iterate(DAY, day -> day.minusDays(1))
                        .limit(8)
                        .map(day -> sick(student, day))
                        .toList();

        List<Answer> answers =
                AtOnce.ask(
                        16,
                        i ->
                                service.as(i % 2 == 0 ? STAFF : ADMIN, i % 2)
                                        .post(
                                                requests.get(i / 2) + "/decision",
                                                "{\"decision\": \"ACCEPT\"}"));

        assertThat(answers).allMatch(each -> each.status() == 200);
        List<String> marks =
                requests.stream()
                        .map(each -> staff().get(each).json().at("/decision/marks/0").asString())
                        .toList();
        assertThat(marks.stream().filter(each -> each.equals("EXCUSED"))).hasSize(3);
        assertThat(marks.stream().filter(each -> each.equals("ABSENT"))).hasSize(5);
        for (int i = 0; i < marks.size(); i++) {
            assertThat(status("a", DAY.minusDays(i))).isEqualTo(marks.get(i));
        }
        assertThat(excuseDays().getList("days", Document.class)).hasSize(8);
    }

    /**
     * As a process leaves it that is killed after the day is taken, and after it is on the sheet.
     */
    @Test
    void aDayIsTakenOnceWhereverAProcessEnds() {
        Calls student = enrolled("a");
        String taken = sick(student, DAY);
        accepted(taken);
        Document day =
                new Document("requestId", id(taken))
                        .append("date", DAY.toString())
                        .append("excuse", "SICK")
                        .append("taken", true)
                        .append("hold", "of who is gone");
        Flux.from(
                        service.bean(MongoDatabase.class)
                                .getCollection("excuseDays")
                                .insertOne(
                                        new Document("_id", cohort + "/a" + cohort)
                                                .append("version", 1L)
                                                .append("days", List.of(day))))
                .blockLast();
        String onSheet = sick(student, DAY.minusDays(1));
        accepted(onSheet);
        AttendanceRequest left = Objects.requireNonNull(store(0).find(id(onSheet)).block()).state();
        service.bean(AmendmentDesk.class).enter(left.acceptance()).block();

        service.bean(1, Requests.class).catchUp().block();

        for (String each : List.of(taken, onSheet)) {
            assertThat(staff().get(each).json().path("entered").asBoolean()).isTrue();
        }
        assertThat(status("a")).isEqualTo("EXCUSED");
        assertThat(status("a", DAY.minusDays(1))).isEqualTo("EXCUSED");
        assertThat(excuseDays().getList("days", Document.class)).hasSize(2);
    }

    private void accepted(String request) {
        store(0).transact(
                        id(request),
                        new AcceptRequest(
                                List.of(Mark.EXCUSED), null, new Stamp(Instant.now(), "staff")))
                .block();
    }

    /** As a process leaves it that is killed after the decision is written. */
    @Test
    void whatWasAcceptedAndNotEnteredIsFinished() {
        Calls student = enrolled("a");
        String request = asked(student);
        accepted(request);
        assertThat(staff().get(request).json().path("entered").asBoolean()).isFalse();
        assertThat(status("a")).isEqualTo("UNMARKED");

        service.bean(1, Requests.class).catchUp().block();

        assertThat(staff().get(request).json().path("entered").asBoolean()).isTrue();
        assertThat(status("a")).isEqualTo("EXCUSED");
    }

    @Test
    void whatStaffSetSinceTheDecisionStands() {
        Calls student = enrolled("a");
        String request = asked(student);
        accepted(request);
        staff().put(
                        "/api/cohorts/" + cohort + "/attendance/" + DAY,
                        "{\"entries\": [{\"studentId\": \"a%s\", \"status\": \"LATE\"}]}"
                                .formatted(cohort))
                .is(200);

        service.bean(Requests.class).catchUp().block();

        assertThat(staff().get(request).json().path("entered").asBoolean()).isTrue();
        assertThat(status("a")).isEqualTo("LATE");
    }

    /** Closed between the decision and the entry: it waits until the day is open again. */
    @Test
    void whatCouldNotBeEnteredIsTriedAgain() {
        Calls student = enrolled("a");
        String request = asked(student);
        String closing = "/api/cohorts/" + cohort + "/attendance/" + DAY + "/closing";
        staff().put(
                        "/api/cohorts/" + cohort + "/attendance/" + DAY,
                        "{\"entries\": [{\"studentId\": \"a%s\", \"status\": \"ABSENT\"}]}"
                                .formatted(cohort))
                .is(200);
        staff().post(closing, "").is(200);
        accepted(request);
        Requests requests = service.bean(Requests.class);

        requests.catchUp().block();
        assertThat(staff().get(request).json().path("entered").asBoolean()).isFalse();
        assertThat(excuseDays().getList("days", Document.class)).isEmpty();
        staff().delete(closing).is(204);
        requests.lookAfter().block();
        assertThat(excuseDays().getList("days", Document.class)).hasSize(1);

        assertThat(staff().get(request).json().path("entered").asBoolean()).isTrue();
        assertThat(status("a")).isEqualTo("EXCUSED");
    }
}
