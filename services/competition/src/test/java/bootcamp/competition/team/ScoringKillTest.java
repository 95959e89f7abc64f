package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Apart;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What was taken is scored, once by each generation, whatever becomes of the process that took it:
 * kills of a process beside another that goes on, and of the only one in the middle of scoring all
 * anew, and labels that cannot be read for a while.
 */
class ScoringKillTest {

    private static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, CompetitionApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final MongoClient MONGO = MongoClients.create(SERVICE.mongodbUri());
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final String COHORT = "kills";
    private static final int ROWS = 20_000;
    private static final int STUDENTS = 3;
    private static final int EACH = 12;
    private static final int ALL = STUDENTS * EACH;
    private static final int LIMIT = 20;
    private static final Duration MAX = Duration.ofMinutes(2);

    /** Scored by corrected labels when the kill comes; many more are to be. */
    private static final int SCORED_ANEW = 3;

    /** The process in this JVM that is there. */
    private static int process;

    @BeforeAll
    static void cohortIsThere() {
        SCHOOL.cohort(COHORT);
    }

    @AfterEach
    void clockGoes() {
        SERVICE.stopClock(null);
    }

    @AfterAll
    static void stop() {
        MONGO.close();
        SCHOOL.close();
        SERVICE.close();
    }

    private static Calls staff() {
        return SERVICE.as(STAFF, process);
    }

    private static String published() {
        LocalDateTime now = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
        String path =
                staff().post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy",
                                 "startsAt": "%s", "endsAt": "%s", "dailyLimit": %d}
                                """
                                        .formatted(
                                                COHORT, now.minusDays(1), now.plusDays(5), LIMIT))
                        .is(201)
                        .header("Location");
        staff().put(path + "/solution", labels().getBytes(StandardCharsets.UTF_8), "text/csv")
                .is(200);
        staff().post(path + "/publication", "").is(200);
        return path;
    }

    private static String file(IntPredicate isCat) {
        StringBuilder rows = new StringBuilder("id,label\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(isCat.test(i) ? ",cat\n" : ",dog\n");
        }
        return rows.toString();
    }

    /** As a submission all right. */
    private static String labels() {
        return file(i -> i % 3 == 0);
    }

    /** In the first half of the rows all is the other way round. */
    private static String corrected() {
        return file(i -> i % 3 == 0 ^ i < ROWS / 2);
    }

    /** Of each sending another one, wrong in so many rows: the ranks turn with the labels. */
    private static String predictions(int student, int number) {
        int wrong = 100 + 7 * number + 1_000 * student;
        return file(i -> i % 3 == 0 ^ i < wrong);
    }

    /** What a row of a board says. */
    private record Row(String team, double score, int submissions) {}

    /** As without any process that could be killed. */
    private static List<Row> expected(String labels) {
        return IntStream.range(0, STUDENTS)
                .mapToObj(
                        student ->
                                new Row(
                                        "team" + student,
                                        IntStream.range(0, EACH)
                                                .mapToDouble(i -> score(labels, student, i))
                                                .max()
                                                .orElseThrow(),
                                        EACH))
                .sorted(Comparator.comparing(Row::score).reversed())
                .toList();
    }

    private static double score(String labels, int student, int number) {
        Limits limits = new Limits(1 << 24, 1 << 16);
        try {
            Solution solution =
                    Solution.read(bytes(labels), Metric.named("accuracy", Map.of()), limits);
            return ((Verdict.Scored) solution.score(bytes(predictions(student, number)), limits))
                    .publicScore();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> board(String path) {
        return staff().get(path + "/leaderboard").is(200).json().path("rows").values().stream()
                .map(
                        row ->
                                new Row(
                                        row.path("team").asString(),
                                        row.path("score").asDouble(),
                                        row.path("submissions").asInt()))
                .toList();
    }

    private static Caller student(String name) {
        SCHOOL.enrollment(name, COHORT, 1, "ENROLLED");
        return new Caller("maple-" + name, Set.of(Role.STUDENT), name, null, Set.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void killsLoseNoAttemptAndCountNoneTwice() throws Exception {
        String path = published();
        List<Caller> students =
                IntStream.range(0, STUDENTS).mapToObj(i -> student("killed" + i)).toList();
        AtomicInteger answered = new AtomicInteger();
        AtomicReference<Function<Caller, Calls>> there = new AtomicReference<>();
        List<Future<List<String>>> sending = new ArrayList<>();
        try (Apart apart = SERVICE.apart(CompetitionApplication.class, freePort());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            apart.start();
            there.set(apart::as);
            for (int student = 0; student < STUDENTS; student++) {
                int each = student;
                Supplier<Calls> calls = () -> there.get().apply(students.get(each));
                calls.get().post(path + "/teams", "{\"name\": \"team%d\"}".formatted(each)).is(201);
                sending.add(
                        threads.submit(
                                () -> {
                                    List<String> ids = new ArrayList<>();
                                    for (int i = 0; i < EACH; i++) {
                                        ids.add(submit(calls, path, predictions(each, i), i));
                                        answered.incrementAndGet();
                                    }
                                    return ids;
                                }));
            }
            awaitAnswered(answered, ALL / 3, sending);
            apart.kill();
            apart.start();
            awaitAnswered(answered, 2 * ALL / 3, sending);

            // From now on it is the only one.
            SERVICE.stop(process);
            apart.as(STAFF).upload(path + "/rescoring", corrected()).is(202);
            await().atMost(MAX)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> count(path, "submissions", exists("scores.2")) >= SCORED_ANEW);
            apart.kill();
            assertThat(count(path, "rescorings", eq("done", false))).isOne();
            assertThat(count(path, "submissions", exists("scores.2"))).isLessThan(2 * ALL / 3);

            // A moment after the last sign of the one that is gone, and until all is scored.
            SERVICE.stopClock(Instant.now().plus(LeaseStore.HELD).plusSeconds(1));
            process = SERVICE.startAnother();
            there.set(caller -> SERVICE.as(caller, process));
            for (int student = 0; student < STUDENTS; student++) {
                assertThat(Set.copyOf(sending.get(student).get())).hasSize(EACH);
            }
        }
        await().atMost(MAX)
                .until(() -> staff().get(path + "/rescoring").text("state").equals("READY"));
        for (int i = 0; i < STUDENTS; i++) {
            Calls calls = SERVICE.as(students.get(i), process);
            await().atMost(MAX)
                    .untilAsserted(() -> assertThat(states(calls, path)).containsOnly("SCORED"));
            assertThat(states(calls, path)).hasSize(EACH);
            JsonNode team = calls.get(path + "/teams").is(200).json().at("/items/0");
            assertThat(team.at("/today/left").asInt()).isEqualTo(LIMIT - EACH);
            assertThat(team.path("submissions").asInt()).isEqualTo(EACH);
            scoredOnceByEach(i, sending.get(i).get());
        }
        await().atMost(MAX)
                .untilAsserted(() -> assertThat(board(path)).isEqualTo(expected(labels())));
        staff().post(path + "/rescoring/publication", "{\"generation\": 2, \"reason\": \"x\"}")
                .is(200);
        assertThat(board(path)).isEqualTo(expected(corrected())).isNotEqualTo(expected(labels()));
    }

    private static void awaitAnswered(
            AtomicInteger answered, int count, List<Future<List<String>>> sending) {
        await().atMost(MAX)
                .pollInterval(Duration.ofMillis(10))
                .failFast(() -> sending.forEach(ScoringKillTest::requireNoFailure))
                .until(() -> answered.get() >= count);
    }

    private static void requireNoFailure(Future<?> sending) {
        if (sending.state() == Future.State.FAILED) {
            throw new AssertionError(sending.exceptionNow());
        }
    }

    private static MongoCollection<Document> collection(String name) {
        return MONGO.getDatabase("bootcamp_" + CompetitionApplication.NAME).getCollection(name);
    }

    private static long count(String path, String name, Bson those) {
        String field = name.equals("submissions") ? "submission.competitionId" : "competitionId";
        return Objects.requireNonNull(
                Mono.from(
                                collection(name)
                                        .countDocuments(
                                                and(
                                                        eq(
                                                                field,
                                                                path.substring(
                                                                        path.lastIndexOf('/') + 1)),
                                                        those)))
                        .block());
    }

    private static void scoredOnceByEach(int student, List<String> submissionIds) {
        for (int i = 0; i < EACH; i++) {
            Document scores =
                    Objects.requireNonNull(
                                    Mono.from(
                                                    collection("submissions")
                                                            .find(eq("_id", submissionIds.get(i))))
                                            .block())
                            .get("scores", Document.class);
            assertThat(scores).containsOnlyKeys("1", "2");
            assertThat(publicScore(scores, "1")).isEqualTo(score(labels(), student, i));
            assertThat(publicScore(scores, "2")).isEqualTo(score(corrected(), student, i));
        }
    }

    private static double publicScore(Document scores, String generation) {
        return scores.getEmbedded(List.of(generation, "entry", "publicScore"), Double.class);
    }

    /** Sends until it is answered, as a page does: with the same key. */
    private static String submit(Supplier<Calls> calls, String path, String file, int number) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(
                        () ->
                                calls.get()
                                        .post(
                                                path + "/submissions",
                                                file,
                                                "Content-Type",
                                                "text/csv",
                                                "Idempotency-Key",
                                                "sending-" + number),
                        answer -> answer.status() != 503)
                .is(202)
                .text("submissionId");
    }

    private static List<String> states(Calls calls, String path) {
        List<String> states = new ArrayList<>();
        calls.get(path + "/submissions?limit=100")
                .is(200)
                .json()
                .path("items")
                .forEach(each -> states.add(each.path("state").asString()));
        return states;
    }

    @Test
    void whatCannotBeScoredIsToldOfAndTriedUntilItCan() {
        String path = published();
        FileStore files = SERVICE.bean(process, "competitionFiles", FileStore.class);
        String labels =
                Objects.requireNonNull(
                                SERVICE.bean(process, CompetitionDesk.class)
                                        .find(path.substring(path.lastIndexOf('/') + 1))
                                        .block())
                        .state()
                        .labels()
                        .fileId();
        List<ByteBuffer> lost = files.read(labels).collectList().block();
        files.remove(labels).block();
        Calls calls = SERVICE.as(student("stuck"), process);
        MeterRegistry meters = SERVICE.bean(process, MeterRegistry.class);

        String one = calls.upload(path + "/submissions", labels()).is(202).header("Location");
        whenItIsTriedAgain(() -> meters.get("bootcamp.scoring.stuck").gauge().value() == 1);
        assertThat(meters.get("bootcamp.scoring.age").timeGauge().value()).isPositive();
        assertThat(calls.get(one).is(200).text("state")).isEqualTo("QUEUED");
        files.write(labels, Flux.fromIterable(Objects.requireNonNull(lost))).block();

        whenItIsTriedAgain(() -> calls.get(one).is(200).text("state").equals("SCORED"));
        whenItIsTriedAgain(() -> meters.get("bootcamp.scoring.waiting").gauge().value() == 0);
        assertThat(meters.get("bootcamp.scoring.stuck").gauge().value()).isZero();
    }

    /** Its rests are over at once. */
    private static void whenItIsTriedAgain(Callable<Boolean> until) {
        await().atMost(MAX)
                .until(
                        () -> {
                            SERVICE.stopClock(
                                    SERVICE.bean(process, Clock.class).instant().plusSeconds(10));
                            SERVICE.bean(process, ScoringDesk.class).tick().block();
                            return until.call();
                        });
    }
}
