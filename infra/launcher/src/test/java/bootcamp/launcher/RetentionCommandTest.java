package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command on the eight real rosters whose reference the gateway's tests keep. */
class RetentionCommandTest {

    private static final Path OULAD = Path.of("../../gateway/src/test/resources/oulad");

    @TempDir Path directory;

    static Stream<Arguments> everyRosterAtBothDays() throws IOException {
        return lines(OULAD.resolve("rosters/cohorts.csv")).stream()
                .flatMap(
                        cohort ->
                                Stream.of("at-end", "at-day-100")
                                        .map(
                                                at ->
                                                        Arguments.of(
                                                                cohort[0], cohort[3], cohort[4],
                                                                at)));
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void jsonIsTheReferenceInFullPrecision(String cohort, String start, String end, String at)
            throws IOException {
        LocalDate asOf =
                at.equals("at-end") ? LocalDate.parse(end) : LocalDate.parse(start).plusDays(100);
        Path roster = standardRoster(cohort);

        Run run = retention(roster, start, end, "--as-of", asOf.toString(), "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        JsonNode curve = JsonMapper.shared().readTree(run.out()).at("/retention/curve");
        List<String[]> expected = lines(OULAD.resolve(at + "/" + cohort + ".csv"));
        assertThat(curve).hasSize(expected.size() + 1);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode row = curve.get(i + 1);
            assertThat(row.get("day").asInt()).isEqualTo(Integer.parseInt(expected.get(i)[0]));
            assertThat(row.get("atRisk").asInt()).isEqualTo(Integer.parseInt(expected.get(i)[1]));
            assertThat(row.get("survival").asDouble())
                    .isCloseTo(Double.parseDouble(expected.get(i)[3]), within(1e-9));
            assertThat(row.get("lower").asDouble())
                    .isCloseTo(Double.parseDouble(expected.get(i)[4]), within(1e-9));
            assertThat(row.get("upper").asDouble())
                    .isCloseTo(Double.parseDouble(expected.get(i)[5]), within(1e-9));
        }
    }

    @Test
    void columnsMayStandInAnyOrderAndMedianIsSaidInWords() throws IOException {
        Path roster =
                write(
                        "reason,withdrawnOn,email,enrolledOn",
                        "HEALTH,2024-01-11,a@example.org,2024-01-01",
                        "TRANSFER,2024-01-21,b@example.org,",
                        "HEALTH,2024-02-10,c@example.org,2024-01-01",
                        ",,d@example.org,2024-01-01",
                        "NO_SHOW,2024-01-01,e@example.org,2024-01-01");

        Run run = retention(roster, "2024-01-01", "2024-06-30");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("4 enrolled: 1 here, 2 withdrew, 1 moved; 1 never started")
                .contains("    10        4         1    0.7500")
                .contains("    40        2         1    0.3750")
                .contains("Median day 40;")
                .contains("Reasons: HEALTH 2");
    }

    @Test
    void rowsThatCannotBeUsedAreNamedWithTheirFieldAndNothingIsPrinted() throws IOException {
        Path roster = write("externalId,withdrawnOn", "1,2024-02-30", "2,", "2,");

        Run run = retention(roster, "2024-01-01", "2024-06-30", "--json");

        assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("row 2, withdrawnOn: ")
                .contains("row 3, externalId: ")
                .contains("3 of 3 rows")
                .doesNotContain("2024-02-30");
    }

    @Test
    void aFileThatIsNoRosterIsSaidToBeNone() throws IOException {
        Path noColumn = write("colour,shape", "red,round");

        assertThat(retention(noColumn, "2024-01-01", "2024-06-30").err()).contains("is no roster");
        assertThat(retention(directory.resolve("none"), "2024-01-01", "2024-06-30").err())
                .contains("There is no file");
        assertThat(retention(noColumn, "2024-01-01", "2024-06-30").status())
                .isEqualTo(Bootcamp.FAILED);
    }

    @Test
    void wrongUsageIsSaidInOneSentenceWithStatusTwo() throws IOException {
        Path roster = write("externalId", "1");

        assertUsage(retention(roster, "2024-06-30", "2024-01-01"), "--end is before --start.");
        assertUsage(
                retention(roster, "2024-01-01", "2024-06-30", "--as-of", "2024-08-01"),
                "--as-of is after today");
        assertUsage(
                retention(roster, "2024-01-32", "2024-06-30"),
                "'2024-01-32' is no date like 2024-01-02");
        assertUsage(Run.of("retention"), "ROSTER.csv");
        assertUsage(Run.of("retenton"), "Did you mean: bootcamp retention");
        assertUsage(Run.of(), "Usage: bootcamp");
    }

    @Test
    void helpIsPrintedToTheStandardOutputForEveryCommand() {
        assertThat(Run.of("--help").out()).contains("retention", "Exit status: 0 done");
        Bootcamp.commandLine(Run.CLOCK)
                .getSubcommands()
                .keySet()
                .forEach(
                        name -> {
                            Run help = Run.of(name, "--help");
                            assertThat(help.out()).as(name).contains("Usage: bootcamp " + name);
                            assertThat(help.status()).as(name).isZero();
                        });
    }

    private static void assertUsage(Run run, String sentence) {
        assertThat(run.err()).contains(sentence);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(Bootcamp.WRONG_USAGE);
    }

    private static Run retention(Path roster, String start, String end, String... options) {
        return Run.of(
                Stream.concat(
                                Stream.of(
                                        "retention",
                                        roster.toString(),
                                        "--start",
                                        start,
                                        "--end",
                                        end),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    /**
     * The gateway keeps {@code enrolledOn,withdrawnOn} alone; the platform's format names people.
     */
    private Path standardRoster(String cohort) throws IOException {
        List<String[]> rows = lines(OULAD.resolve("rosters/" + cohort + ".csv"));
        Path roster = directory.resolve(cohort + ".csv");
        try (var out = Files.newBufferedWriter(roster)) {
            out.write("externalId,enrolledOn,withdrawnOn\n");
            for (int i = 0; i < rows.size(); i++) {
                out.write("%d,%s,%s\n".formatted(i, rows.get(i)[0], rows.get(i)[1]));
            }
        }
        return roster;
    }

    private Path write(String... lines) throws IOException {
        return Files.write(directory.resolve("roster.csv"), List.of(lines));
    }

    private static List<String[]> lines(Path csv) throws IOException {
        return Files.readAllLines(csv).stream().skip(1).map(line -> line.split(",", -1)).toList();
    }
}
