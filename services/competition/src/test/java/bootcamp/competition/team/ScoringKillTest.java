package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.SchoolTopic;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Apart;
import bootcamp.platform.service.RunningService.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * What was taken is scored, once, whatever becomes of the process that took it: kills of a process
 * beside another that goes on, and labels that cannot be read for a while.
 */
class ScoringKillTest {

    private static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, CompetitionApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final String COHORT = "kills";
    private static final int ROWS = 20_000;
    private static final int STUDENTS = 3;
    private static final int EACH = 12;
    private static final int LIMIT = 20;

    private final Calls staff = SERVICE.as(STAFF);

    @BeforeAll
    static void cohortIsThere() {
        SCHOOL.cohort(COHORT);
    }

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    private String published() {
        LocalDateTime now = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
        String path =
                staff.post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy",
                                 "startsAt": "%s", "endsAt": "%s", "dailyLimit": %d}
                                """
                                        .formatted(
                                                COHORT, now.minusDays(1), now.plusDays(5), LIMIT))
                        .is(201)
                        .header("Location");
        staff.put(path + "/solution", file().getBytes(StandardCharsets.UTF_8), "text/csv").is(200);
        staff.post(path + "/publication", "").is(200);
        return path;
    }

    /** All labels; as a submission all right. */
    private static String file() {
        StringBuilder rows = new StringBuilder("id,label\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(i % 3 == 0 ? ",cat\n" : ",dog\n");
        }
        return rows.toString();
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
        String file = file();
        AtomicInteger answered = new AtomicInteger();
        try (Apart apart = SERVICE.apart(CompetitionApplication.class, freePort());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            apart.start();
            List<Future<List<String>>> sending = new ArrayList<>();
            for (Caller each : students) {
                Calls calls = apart.as(each);
                sending.add(
                        threads.submit(
                                () -> {
                                    List<String> ids = new ArrayList<>();
                                    for (int i = 0; i < EACH; i++) {
                                        ids.add(submit(calls, path, file, i));
                                        answered.incrementAndGet();
                                    }
                                    return ids;
                                }));
            }
            for (int kills = 1; kills <= 2; kills++) {
                int soMany = kills * STUDENTS * EACH / 3;
                await().atMost(Duration.ofMinutes(2))
                        .failFast(() -> sending.forEach(ScoringKillTest::requireNoFailure))
                        .until(() -> answered.get() >= soMany);
                apart.kill();
                apart.start();
            }
            for (int i = 0; i < STUDENTS; i++) {
                List<String> ids = sending.get(i).get();
                assertThat(Set.copyOf(ids)).hasSize(EACH);
                // Another process goes on with what it left, too.
                Calls calls = SERVICE.as(students.get(i));
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(
                                () -> assertThat(states(calls, path)).containsOnly("SCORED"));
                assertThat(states(calls, path)).hasSize(EACH);
                JsonNode team = calls.get(path + "/teams").is(200).json().at("/items/0");
                assertThat(team.at("/today/left").asInt()).isEqualTo(LIMIT - EACH);
                assertThat(team.path("submissions").asInt()).isEqualTo(EACH);
            }
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThat(
                                                staff.get(path + "/leaderboard")
                                                        .is(200)
                                                        .json()
                                                        .path("rows")
                                                        .values())
                                        .hasSize(STUDENTS)
                                        .allMatch(row -> row.path("submissions").asInt() == EACH));
    }

    private static void requireNoFailure(Future<?> sending) {
        if (sending.state() == Future.State.FAILED) {
            throw new AssertionError(sending.exceptionNow());
        }
    }

    /** Sends until it is answered, as a page does: with the same key. */
    private static String submit(Calls calls, String path, String file, int number)
            throws InterruptedException {
        while (true) {
            try {
                Answer answer =
                        calls.post(
                                path + "/submissions",
                                file,
                                "Content-Type",
                                "text/csv",
                                "Idempotency-Key",
                                "sending-" + number);
                if (answer.status() != 503) {
                    return answer.is(202).text("submissionId");
                }
            } catch (UncheckedIOException killed) {
                Thread.sleep(200);
            }
        }
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
        FileStore files = SERVICE.bean(0, "competitionFiles", FileStore.class);
        String labels =
                Objects.requireNonNull(
                                SERVICE.bean(CompetitionDesk.class)
                                        .find(path.substring(path.lastIndexOf('/') + 1))
                                        .block())
                        .state()
                        .labels()
                        .fileId();
        List<ByteBuffer> lost = files.read(labels).collectList().block();
        files.remove(labels).block();
        Calls calls = SERVICE.as(student("stuck"));
        MeterRegistry meters = SERVICE.bean(MeterRegistry.class);

        String one = calls.upload(path + "/submissions", file()).is(202).header("Location");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> meters.get("bootcamp.scoring.stuck").gauge().value() == 1);
        assertThat(meters.get("bootcamp.scoring.age").timeGauge().value()).isPositive();
        assertThat(calls.get(one).is(200).text("state")).isEqualTo("QUEUED");
        files.write(labels, Flux.fromIterable(Objects.requireNonNull(lost))).block();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(one).is(200).text("state").equals("SCORED"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> meters.get("bootcamp.scoring.waiting").gauge().value() == 0);
        assertThat(meters.get("bootcamp.scoring.stuck").gauge().value()).isZero();
    }
}
