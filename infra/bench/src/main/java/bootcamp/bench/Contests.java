package bootcamp.bench;

import bootcamp.competition.CompetitionApplication;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import tools.jackson.databind.JsonNode;

/** The competition service with one cohort of students, each of whom is a team alone. */
final class Contests implements AutoCloseable {

    private static final String ZONE = "Asia/Seoul";

    final RealService service;

    private final String cohortId = CohortTopic.cohortId(0);

    /**
     * @param students known to the service when this ends
     */
    Contests(Surroundings around, int students) throws IOException, InterruptedException {
        service =
                new RealService(
                        around, CompetitionApplication.NAME, CompetitionApplication.builder());
        LocalDate today = LocalDate.now(ZoneId.of(ZONE));
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-fill")) {
            CohortTopic topic =
                    new CohortTopic(
                            producer, new Term(today.minusDays(20), today.plusDays(20)), ZONE);
            topic.open(cohortId, students);
            for (int i = 0; i < students; i++) {
                topic.enroll(cohortId, i);
            }
            topic.flush();
        }
        // They come in the order of the topic's partitions, so that the last is not known last.
        for (int i = 0; i < students; i++) {
            while (status(student(i), "/api/competitions") != 200) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private int status(Caller caller, String path) {
        return service.ask(caller, "GET", path, null).join().statusCode();
    }

    /** By number. */
    Caller student(int i) {
        return new Caller(
                "bench-" + i,
                Set.of(Role.STUDENT),
                CohortTopic.studentId(cohortId, i),
                null,
                Set.of());
    }

    /**
     * A competition that has begun, by accuracy, whose scores are told as they are.
     *
     * @return its path
     */
    String published(String title, int dailyLimit, String solution)
            throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(ZoneId.of(ZONE));
        String draft =
                """
                {"cohortIds": ["%s"], "title": "%s", "metric": "accuracy", "timeZone": "%s",
                 "startsAt": "%sT00:00", "endsAt": "%sT00:00", "dailyLimit": %d,
                 "publicScores": "EXACT"}
                """
                        .formatted(
                                cohortId,
                                title,
                                ZONE,
                                today.minusDays(1),
                                today.plusDays(9),
                                dailyLimit);
        HttpResponse<String> made =
                service.ask(RealService.ADMIN, "POST", "/api/competitions", draft).join();
        // Of the cohort the service may hear a moment later.
        for (int i = 0; made.statusCode() == 503 && i < 50; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            made = service.ask(RealService.ADMIN, "POST", "/api/competitions", draft).join();
        }
        String refusal = made.body();
        String path =
                made.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new IllegalStateException(refusal));
        service.send(RealService.ADMIN, "PUT", path + "/solution", "text/csv", solution);
        service.send(RealService.ADMIN, "POST", path + "/publication", "");
        return path;
    }

    CompletableFuture<HttpResponse<String>> submit(Caller who, String path, String file) {
        return service.ask(who, "POST", path + "/submissions", "text/csv", file);
    }

    /** The public board's rows, the best first. */
    JsonNode board(String path) throws IOException {
        return service.get(path + "/leaderboard").path("rows");
    }

    /** Submissions on the board. */
    static int scored(JsonNode board) {
        return IntStream.range(0, board.size())
                .map(i -> board.get(i).path("submissions").asInt())
                .sum();
    }

    /** Waits until so many are scored. */
    void awaitScored(String path, int submissions, Duration within)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (scored(board(path)) < submissions) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not scored within " + within);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /**
     * Labels of two classes, half of the rows public.
     *
     * @return lines without their ends, the header first
     */
    static List<String> solution(int rows) {
        return IntStream.rangeClosed(0, rows)
                .mapToObj(
                        i ->
                                i == 0
                                        ? "id,label,usage"
                                        : "row-%d,%s,%s"
                                                .formatted(
                                                        i,
                                                        i % 3 == 0 ? "cat" : "dog",
                                                        i % 2 == 0 ? "Public" : "Private"))
                .toList();
    }

    /**
     * Predictions for it.
     *
     * @param right of the rows, the first ones
     */
    static String predictions(int rows, int right) {
        StringBuilder text = new StringBuilder("id,label\n");
        for (int i = 1; i <= rows; i++) {
            boolean isCat = i % 3 == 0 == i <= right;
            text.append("row-").append(i).append(',').append(isCat ? "cat" : "dog").append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        service.close();
    }
}
