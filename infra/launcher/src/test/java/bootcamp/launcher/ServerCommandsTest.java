package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that speak to a running platform, against answers in the shapes of the contract. */
class ServerCommandsTest {

    @TempDir Path directory;
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anImportIsFollowedToItsEndAndItsErrorsAreNamed() throws IOException {
        gateway.on("POST /api/cohorts/c%201/imports?kind=roster", 202, "{\"importId\":\"i1\"}")
                .on("GET /api/imports/i1", 200, "{\"state\":\"RUNNING\",\"rows\":3}")
                .on(
                        "GET /api/imports/i1",
                        200,
                        """
                        {"state":"DONE","rows":3,"applied":1,"unchanged":1,"rejected":1,
                         "errors":[{"row":3,"field":"withdrawnOn","reason":"No such day."}]}
                        """);

        Run run = importRoster("--cohort", "c 1");

        assertThat(run.out()).contains("DONE: 3 rows, 1 applied, 1 unchanged, 1 rejected.");
        assertThat(run.err()).contains("row 3, withdrawnOn: No such day.");
        assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
        assertThat(gateway.bodies().getFirst()).startsWith("externalId");
    }

    @Test
    void aWholeImportIsDoneAndJsonIsTheOnlyOutput() throws IOException {
        gateway.on(
                        "POST /api/cohorts/c/imports?kind=roster&preview=true",
                        202,
                        "{\"importId\":\"i\"}")
                .on(
                        "GET /api/imports/i",
                        200,
                        "{\"state\":\"PREVIEWED\",\"new\":1,\"rejected\":0}");

        Run run = importRoster("--cohort", "c", "--preview", "--json");

        assertThat(run.out().strip())
                .isEqualTo("{\"state\":\"PREVIEWED\",\"new\":1,\"rejected\":0}");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void attendanceIsImportedAndItsRejectedRowsAreNamed() throws IOException {
        gateway.on("POST /api/cohorts/c/imports?kind=attendance", 202, "{\"importId\":\"i\"}")
                .on(
                        "GET /api/imports/i",
                        200,
                        """
                        {"state":"DONE","rows":2,"applied":1,"unchanged":0,"rejected":1,
                         "errors":[{"row":3,"field":"date","reason":"The day was closed."}]}
                        """);
        Path file = directory.resolve("sheet.csv");
        Files.write(file, List.of("date,student,status", "2024-03-04,1,PRESENT"));

        Run run = onGateway(Stream.of("import", "attendance", file.toString()), "--cohort", "c");

        assertThat(run.out()).contains("DONE: 2 rows, 1 applied, 0 unchanged, 1 rejected.");
        assertThat(run.err()).contains("row 3, date: The day was closed.");
        assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
        assertThat(gateway.bodies().getFirst()).startsWith("date,student,status");
    }

    @Test
    void encodingAndSeparatorAreToldToThePlatform() throws IOException {
        gateway.on(
                        "POST /api/cohorts/c/imports?kind=roster&encoding=CP949&separator=%3B",
                        202, "{\"importId\":\"i\"}")
                .on("GET /api/imports/i", 200, "{\"state\":\"DONE\",\"rejected\":0}");

        Run run = importRoster("--cohort", "c", "--encoding", "CP949", "--separator", ";");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void aRefusalIsToldInTheProblemsWordsWithItsFields() throws IOException {
        gateway.on(
                "POST /api/cohorts/c/imports?kind=roster",
                422,
                """
                {"code":"INVALID_INPUT","detail":"Not all fields can be accepted.",
                 "errors":[{"field":"separator","reason":"Unknown."}]}
                """);

        Run run = importRoster("--cohort", "c");

        assertThat(run.err().lines())
                .containsExactly(
                        "Not all fields can be accepted. (INVALID_INPUT)", "separator: Unknown.");
        assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
    }

    @Test
    void deadLettersAreListedOverAllPagesAndClosedOnesOnlyWhenAskedFor() {
        gateway.on(
                        "GET /api/dead-letters",
                        200,
                        """
                        {"items":[{"id":"a","state":"OPEN","error":"NOT_JSON","cohortId":"c"}],"next":"n/1"}
                        """)
                .on(
                        "GET /api/dead-letters?cursor=n%2F1",
                        200, "{\"items\":[{\"id\":\"b\",\"state\":\"DROPPED\"}],\"next\":null}");

        assertThat(deadLetters("list").out())
                .contains("a  OPEN  c  NOT_JSON")
                .doesNotContain("b  ");
        assertThat(deadLetters("list", "--all").out()).contains("a  OPEN").contains("b  DROPPED");
        assertThat(deadLetters("list", "--json").out().strip())
                .isEqualTo(
                        "[{\"id\":\"a\",\"state\":\"OPEN\",\"error\":\"NOT_JSON\",\"cohortId\":\"c\"}]");
    }

    @Test
    void deadLettersAreRetriedDroppedAndShownById() {
        gateway.on("POST /api/dead-letters/r%2F1/retry", 200, "{}")
                .on("DELETE /api/dead-letters/r%2F1", 204, "")
                .on("GET /api/dead-letters/r%2F1", 200, "{\"id\":\"r/1\"}");

        assertThat(deadLetters("retry", "r/1").out()).contains("Retried r/1");
        assertThat(deadLetters("drop", "r/1").out()).contains("Dropped r/1");
        assertThat(deadLetters("show", "r/1").out()).contains("\"r/1\"");
        assertThat(deadLetters("show", "other").err()).contains("Not here. (NOT_FOUND)");
        assertThat(deadLetters("retry").status()).isEqualTo(Bootcamp.WRONG_USAGE);
        assertThat(gateway.asked()).allMatch(asked -> asked.endsWith(" Bearer secret"));
    }

    @Test
    void aReplayIsFollowedToItsEndAndItsFailureToldInWords() {
        gateway.on("POST /api/replays/dashboards", 202, "{\"state\":\"RUNNING\"}")
                .on("GET /api/replays/dashboards", 200, "{\"state\":\"RUNNING\"}")
                .on(
                        "GET /api/replays/dashboards",
                        200,
                        "{\"state\":\"DONE\",\"read\":412,\"changed\":1}")
                .on(
                        "POST /api/replays/enrollment",
                        202,
                        "{\"state\":\"FAILED\",\"code\":\"REPLAY_FAILED\",\"detail\":\"No end.\"}");

        Run done = onGateway(Stream.of("replay", "dashboards"));
        Run failed = onGateway(Stream.of("replay", "enrollment"));

        assertThat(done.out()).contains("dashboards: 412 records read, 1 cohorts changed.");
        assertThat(done.status()).isZero();
        assertThat(failed.err()).contains("No end. (REPLAY_FAILED)");
        assertThat(failed.status()).isEqualTo(Bootcamp.FAILED);
        assertThat(onGateway(Stream.of("replay", "weather")).status())
                .isEqualTo(Bootcamp.WRONG_USAGE);
    }

    @Test
    void theDoctorNamesThePartsOfARunningPlatformThatFail() {
        gateway.on("GET /readyz", 503, "{\"status\":\"DOWN\"}")
                .on(
                        "GET /healthz",
                        503,
                        """
                        {"status":"DOWN","components":{"broker":{"status":"DOWN"},
                         "database":{"status":"UP"},
                         "services":{"status":"DOWN","components":{"enrollment":{"status":"DOWN"}}}}}
                        """);
        String port = gateway.url().substring(gateway.url().lastIndexOf(':') + 1);

        Run doctor = Run.of("doctor", "--port", port, "--data", directory.toString());

        assertThat(doctor.out())
                .containsPattern("FAIL +gateway +.*not ready")
                .containsPattern("FAIL +broker +does not answer; is Kafka running")
                .containsPattern("ok +database +up")
                .containsPattern("FAIL +enrollment +does not answer.*Dashboards go on");
        assertThat(doctor.status()).isEqualTo(Bootcamp.FAILED);
    }

    @Test
    void withoutAPlatformOrWithoutANameTheCommandSaysWhatToDo() {
        String nobody = "http://127.0.0.1:1";

        assertThat(Run.of("dead-letters", "list", "--token", "t", "--url", nobody).err())
                .contains("No Bootcamp answers at " + nobody);
        assertThat(Run.of("dead-letters", "list", "--url", gateway.url()).err())
                .contains("Say who you are");
    }

    private Run importRoster(String... options) throws IOException {
        Path file = directory.resolve("roster.csv");
        Files.write(file, List.of("externalId", "1"));
        return onGateway(Stream.of("import", "roster", file.toString()), options);
    }

    private Run deadLetters(String... arguments) {
        return onGateway(Stream.of("dead-letters"), arguments);
    }

    private Run onGateway(Stream<String> command, String... more) {
        Stream<String> rest = Stream.of("--url", gateway.url(), "--token", "secret");
        return Run.of(
                Stream.of(command, Stream.of(more), rest)
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }
}
