package bootcamp.review.box;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Apart;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.ReviewApplication;
import bootcamp.review.SchoolTopic;
import bootcamp.review.ticket.Browser;
import bootcamp.review.ticket.QuickKeys;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The process that signs tickets and takes reviews is killed while it does both: nobody has two
 * tickets, and what was answered counts once.
 */
class ReviewKillTest {

    private static final RunningService SERVICE =
            RunningService.start(ReviewApplication.NAME, QuickKeys::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COHORT = "kills";

    /** Four more than steps are made of. */
    private static final int STUDENTS = 24;

    private static final int COUNTED = 20;

    /** Tickets for which each student asks at once. */
    private static final int TRIES = 8;

    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    private static Caller student(int number) {
        String id = "killed-" + number;
        return new Caller(id, Set.of(Role.STUDENT), id, null, Set.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static JsonNode due(Calls student) {
        return student.get("/api/reviews/due").is(200).json().path("items").path(0);
    }

    @Test
    void aKillGivesNobodyASecondTicketAndNeitherLosesAReviewNorCountsItTwice() throws Exception {
        LocalDate today = LocalDate.now();
        SCHOOL.cohort(COHORT, today.minusDays(60), today.plusDays(60));
        IntStream.range(0, STUDENTS).forEach(i -> SCHOOL.enrolled("killed-" + i, COHORT));
        Calls last = SERVICE.as(student(STUDENTS - 1));
        await().atMost(PATIENCE).until(() -> due(last).isObject());
        JsonNode due = due(last);
        AtomicInteger spent = new AtomicInteger();
        List<String> tickets = new ArrayList<>();
        try (Apart apart = SERVICE.apart(ReviewApplication.class, freePort());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            apart.start();
            Calls nobody = apart.as(Caller.NOBODY);
            List<Future<String>> reviewing = new ArrayList<>();
            for (int i = 0; i < STUDENTS; i++) {
                Calls calls = apart.as(student(i));
                int rating = 1 + i % 10;
                reviewing.add(
                        threads.submit(
                                () -> {
                                    String ticket = ticket(calls, due);
                                    String review = "{" + ticket + ", \"rating\": " + rating + "}";
                                    until(() -> nobody.post("/api/reviews", review), 200, 201);
                                    spent.incrementAndGet();
                                    return ticket;
                                }));
            }
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> spent.get() >= STUDENTS / 4);
            int before = spent.get();
            apart.kill();
            apart.start();
            for (Future<String> each : reviewing) {
                tickets.add(each.get());
            }
            System.out.printf("killed when %d of %d were answered%n", before, STUDENTS);
            assertThat(before).isLessThan(STUDENTS);
            for (int i = 0; i < STUDENTS; i++) {
                String another = asks(due, new Browser(due.path("publicKey")));
                apart.as(student(i)).post("/api/reviews/tickets", another).is(409, "TICKET_TAKEN");
            }
        }
        Box box =
                Objects.requireNonNull(
                        SERVICE.bean(BoxStore.class)
                                .find("PROGRAMME/ai-lab/" + COHORT)
                                .block(PATIENCE));
        assertThat(box.reviews())
                .extracting(each -> Objects.requireNonNull(each.now().get(Measure.RATING)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, STUDENTS).map(i -> 1 + i % 10).boxed().toList());
        assertThat(box.counted(Measure.RATING)).hasSize(COUNTED);
        assertThat(
                        SERVICE.as(STAFF)
                                .get("/api/reviews/summaries?kind=PROGRAMME&cohortId=" + COHORT)
                                .is(200)
                                .json()
                                .at("/items/0/n")
                                .asInt())
                .isEqualTo(COUNTED);
        Map<String, Long> states =
                tickets.stream()
                        .map(
                                each ->
                                        SERVICE.as(Caller.NOBODY)
                                                .post("/api/reviews/receipt", "{" + each + "}")
                                                .is(200)
                                                .text("state"))
                        .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        assertThat(states)
                .isEqualTo(Map.of("COUNTED", (long) COUNTED, "WAITING", (long) STUDENTS - COUNTED));
        assertThat(
                        Mono.from(
                                        SERVICE.bean(MongoDatabase.class)
                                                .getCollection("tickets")
                                                .countDocuments())
                                .block(PATIENCE))
                .isEqualTo(STUDENTS);
    }

    private static String asks(JsonNode due, Browser browser) {
        return "{\"target\": %s, \"blinded\": \"%s\"}"
                .formatted(due.path("target"), browser.blinded());
    }

    /** Of many that are asked for at once the one that is given. */
    private static String ticket(Calls student, JsonNode due) throws Exception {
        List<String> given = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> asking = new ArrayList<>();
            for (int i = 0; i < TRIES; i++) {
                asking.add(threads.submit(() -> ticketOrNone(student, due)));
            }
            for (Future<String> each : asking) {
                given.add(each.get());
            }
        }
        given.removeIf(String::isEmpty);
        assertThat(given).as("tickets of one student").hasSize(1);
        return given.getFirst();
    }

    private static String ticketOrNone(Calls student, JsonNode due) {
        Browser browser = new Browser(due.path("publicKey"));
        String asks = asks(due, browser);
        Answer answer = until(() -> student.post("/api/reviews/tickets", asks), 200, 409);
        return answer.status() == 409
                ? ""
                : "\"target\": %s, \"ticket\": {\"message\": \"%s\", \"signature\": \"%s\"}"
                        .formatted(
                                due.path("target"),
                                browser.message(),
                                browser.finished(answer.text("signature")));
    }

    /** Sends until it is answered, as a page does: the process is gone, or not there again yet. */
    private static Answer until(Supplier<Answer> sending, Integer... statuses) {
        Answer answer =
                await().pollDelay(Duration.ZERO)
                        .pollInterval(AGAIN)
                        .atMost(BACK_WITHIN)
                        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                        .until(sending::get, each -> each.status() != 503);
        assertThat(answer.status()).isIn((Object[]) statuses);
        return answer;
    }
}
