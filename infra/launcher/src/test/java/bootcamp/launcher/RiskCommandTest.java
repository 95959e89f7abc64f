package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.retention.OuladRosters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RiskCommandTest {

    private static final String HANDED_IN =
            "cohortId,externalId,assessmentId,type,dueDay,submittedDay,banked\n";

    @TempDir Path directory;

    @BeforeEach
    void data() throws IOException {
        Files.createDirectory(directory.resolve("rosters"));
        file(
                "rosters/cohorts.csv",
                "cohortId,programme,name,startDate,endDate,students\n"
                        + "p-2013,P,P,2013-01-01,2013-06-30,3\n"
                        + "p-2014,P,P,2014-01-01,2014-06-30,2\n");
        roster("p-2013", "a,,,2012-12-01,,\nb,,,,2013-02-05,TIME\nc,,,,,\n");
        roster("p-2014", "a,,,,2014-02-05,TIME\nb,,,,2014-02-06,TRANSFER\n");
        assessments("p-2013,a,t,TMA,20,19,0\np-2014,b,t,TMA,20,22,0\np-2014,b,exam,Exam,,90,0\n");
    }

    @Test
    void rowsHaveTheShapeThatIsPromised() {
        Run run = evaluate("p-2013*", "p-2014", "28,56", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        JsonNode rows = JsonMapper.shared().readTree(run.out()).path("rows");
        assertThat(rows).hasSize(2);
        JsonNode row = rows.get(0);
        assertThat(row.propertyNames())
                .containsExactly(
                        "day",
                        "students",
                        "events",
                        "auc",
                        "averagePrecision",
                        "brier",
                        "recallAtCaseload",
                        "baselines",
                        "calibration");
        assertThat(row.path("students").asInt()).isEqualTo(2);
        assertThat(row.path("events").asInt()).isOne();
        assertThat(row.path("recallAtCaseload").path("share").asDouble()).isEqualTo(0.05);
        assertThat(row.path("baselines").propertyNames())
                .containsExactly("lastActivity", "weekRate");
        assertThat(row.path("baselines").path("lastActivity").propertyNames())
                .containsExactly("auc", "averagePrecision", "brier", "recallAtCaseload");
        assertThat(row.path("baselines").path("lastActivity").path("auc").asDouble()).isOne();
        assertThat(row.path("calibration").valueStream())
                .extracting(bin -> bin.path("left").asDouble())
                .containsExactlyInAnyOrder(0.0, 1.0);
        assertThat(row.path("calibration").get(0).propertyNames())
                .containsExactly("rows", "chance", "left", "lower", "upper");
        assertThat(rows.get(1).path("calibration")).isEmpty();
        assertThat(rows.get(1).path("students").asInt()).isZero();
        assertThat(rows.get(1).path("auc").isNull()).isTrue();
    }

    @Test
    void wordsHaveAnIntervalForEachFigure() {
        assertThat(evaluate("p-2013", "p-2014", "28").out())
                .startsWith("day 28: 2 students, 1 left within 14 days")
                .containsPattern("last activity +AUC 1.000 \\(1.000 to 1.000\\)")
                .containsPattern("said of 100, and who left +[0-9.]+: (0|100)\\.00 \\(");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(evaluate("p-*", "p-2014", "28").status()).isEqualTo(2);
        assertThat(evaluate("p-*", "p-2014", "28").err()).contains("p-2014 matches --train and");
        assertThat(evaluate("p-2013", "p-2014", "-1").status()).isEqualTo(2);
        assertThat(evaluate("p-2013", "p-2014", "soon").status()).isEqualTo(2);
        assertThat(evaluate("[", "p-2014", "28").err()).contains("--train is no pattern");
        assertThat(Run.of("risk").status()).isEqualTo(2);
        assertThat(Run.of("risk", "evaluate", "--help").out()).contains("--train", "--days");
    }

    @Test
    void whatCannotBeUsedNamesFileAndRow() throws IOException {
        failure("none*", "No cohort matches --train none*.");

        assessments("p-2013,a,t,TMA,20,19,0\np-2013,b,t,TMA,20,late,0\n");
        failure("p-2013", "assessments.csv.gz, row 3: submittedDay is no whole number.");

        assessments("");
        roster("p-2013", "a,,,yesterday,,\n");
        failure("p-2013", "rows of " + directory.resolve("rosters/p-2013.csv"));

        Files.delete(directory.resolve("rosters/p-2013.csv"));
        failure("p-2013", "There is no file " + directory.resolve("rosters/p-2013.csv"));

        file("rosters/cohorts.csv", "cohortId,startDate,endDate\np-2013,2013-01-01,2013-01-01\n");
        failure("p-2013", "cohorts.csv, row 2: endDate is not after startDate.");

        Files.delete(directory.resolve("assessments.csv.gz"));
        failure("p-2013", "There is no file " + directory.resolve("assessments.csv.gz"));
    }

    @Test
    void realStudentsAreRankedBetterThanByThePlainRegression() throws IOException {
        Path data = realStudents();
        Run run =
                Run.of(
                        "risk",
                        "evaluate",
                        "--data",
                        data.toString(),
                        "--train",
                        "*-2013*",
                        "--test",
                        "*-2014*",
                        "--days",
                        "28,56,84,112,140",
                        "--json");

        double mean = 0;
        int students = 0;
        int calibrated = 0;
        int fifths = 0;
        int within = 0;
        for (JsonNode row : JsonMapper.shared().readTree(run.out()).path("rows")) {
            mean += row.path("auc").asDouble() / 5;
            double rate = row.path("events").asDouble() / row.path("students").asDouble();
            assertThat(row.path("brier").asDouble()).isLessThan(rate * (1 - rate));
            JsonNode bins = row.path("calibration");
            students += row.path("students").asInt();
            fifths += bins.size();
            calibrated += bins.valueStream().mapToInt(bin -> bin.path("rows").asInt()).sum();
            within +=
                    (int)
                            bins.valueStream()
                                    .filter(
                                            bin ->
                                                    bin.path("lower").asDouble()
                                                                    <= bin.path("chance").asDouble()
                                                            && bin.path("chance").asDouble()
                                                                    <= bin.path("upper").asDouble())
                                    .count();
        }
        System.out.printf("Calibration: %d of %d fifths within their intervals%n", within, fifths);
        assertThat(fifths).isEqualTo(25);
        assertThat(within).isGreaterThanOrEqualTo(fifths * 3 / 5);
        assertThat(calibrated).isEqualTo(students);
        assertThat(mean).isGreaterThan((0.688 + 0.726 + 0.671 + 0.763 + 0.620) / 5 + 0.02);
    }

    /** Rosters with who their rows are, and what these handed in. */
    private Path realStudents() throws IOException {
        Path data = directory.resolve("real");
        Files.createDirectories(data.resolve("rosters"));
        try (InputStream in = resource("assessments.csv.gz")) {
            Files.copy(in, data.resolve("assessments.csv.gz"));
        }
        try (InputStream in = resource("rosters/cohorts.csv")) {
            Files.copy(in, data.resolve("rosters/cohorts.csv"));
        }
        Map<String, List<String>> students;
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(resource("students.csv.gz")),
                                StandardCharsets.UTF_8))) {
            students =
                    in.lines()
                            .skip(1)
                            .map(line -> line.split(","))
                            .collect(
                                    Collectors.groupingBy(
                                            cells -> cells[0],
                                            Collectors.mapping(
                                                    cells -> cells[1], Collectors.toList())));
        }
        for (var each : students.entrySet()) {
            StringBuilder roster = new StringBuilder("externalId,enrolledOn,withdrawnOn\n");
            List<String[]> rows = OuladRosters.lines("rosters/" + each.getKey());
            assertThat(rows).hasSameSizeAs(each.getValue());
            for (int i = 0; i < rows.size(); i++) {
                roster.append(each.getValue().get(i))
                        .append(',')
                        .append(String.join(",", rows.get(i)))
                        .append('\n');
            }
            Files.writeString(data.resolve("rosters/" + each.getKey() + ".csv"), roster);
        }
        return data;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(OuladRosters.class.getResourceAsStream("/oulad/" + name));
    }

    private void failure(String train, String sentence) {
        Run run = evaluate(train, "p-2014", "28");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(sentence).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }

    private Run evaluate(String train, String test, String days, String... more) {
        String[] arguments = {
            "risk",
            "evaluate",
            "--data",
            directory.toString(),
            "--train=" + train,
            "--test=" + test,
            "--days=" + days
        };
        return Run.of(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private void roster(String cohort, String rows) throws IOException {
        file(
                "rosters/" + cohort + ".csv",
                "externalId,name,email,enrolledOn,withdrawnOn,reason\n" + rows);
    }

    private void assessments(String rows) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(
                        Files.newOutputStream(directory.resolve("assessments.csv.gz")))) {
            out.write((HANDED_IN + rows).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
