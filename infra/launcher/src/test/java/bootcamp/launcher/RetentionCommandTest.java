package bootcamp.launcher;

import static java.lang.Double.parseDouble;
import static java.lang.Integer.parseInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.retention.OuladRosters;
import bootcamp.gateway.retention.OuladRosters.Cohort;
import bootcamp.gateway.retention.Stay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command on eight real rosters, at their end and as of day 100, against R's. */
class RetentionCommandTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final int RISK_TABLE_STEP_DAYS = 30;

    @TempDir Path directory;

    static Stream<Arguments> everyRosterAtBothDays() {
        return OuladRosters.cohorts().stream()
                .flatMap(
                        cohort ->
                                Stream.of("at-end", "at-day-100")
                                        .map(at -> Arguments.of(cohort, at)));
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void jsonIsTheReferenceInFullPrecision(Cohort cohort, String at) throws IOException {
        List<String[]> expected = OuladRosters.lines(at + "/" + cohort.cohortId());

        JsonNode curve = json(cohort, at).at("/retention/curve");

        assertThat(curve).hasSize(expected.size() + 1);
        for (int i = 0; i < expected.size(); i++) {
            String[] cells = expected.get(i);
            JsonNode row = curve.get(i + 1);
            assertThat(row.get("day").asInt()).isEqualTo(parseInt(cells[0]));
            assertThat(row.get("atRisk").asInt()).isEqualTo(parseInt(cells[1]));
            assertThat(row.get("withdrawn").asInt()).isEqualTo(parseInt(cells[2]));
            assertThat(row.get("survival").asDouble()).isCloseTo(parseDouble(cells[3]), EXACT);
            assertThat(row.get("lower").asDouble()).isCloseTo(parseDouble(cells[4]), EXACT);
            assertThat(row.get("upper").asDouble()).isCloseTo(parseDouble(cells[5]), EXACT);
        }
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void figuresBesideTheCurveAreThoseOfTheReference(Cohort cohort, String at) throws IOException {
        String[] expected = summary(cohort, at);

        JsonNode json = json(cohort, at);

        JsonNode counts = json.get("counts");
        assertThat(counts.get("neverStarted").asInt()).isEqualTo(parseInt(expected[2]));
        assertThat(counts.get("enrolled").asInt()).isEqualTo(parseInt(expected[3]));
        assertThat(counts.get("withdrawn").asInt()).isEqualTo(parseInt(expected[4]));
        JsonNode retention = json.get("retention");
        assertThat(retention.get("horizon").asInt()).isEqualTo(parseInt(expected[5]));
        JsonNode last = retention.get("riskTable").get(retention.get("riskTable").size() - 1);
        assertThat(last.get("day").asInt()).isEqualTo(parseInt(expected[6]));
        JsonNode lastOfCurve = retention.get("curve").get(retention.get("curve").size() - 1);
        assertThat(lastOfCurve.get("survival").asDouble())
                .isCloseTo(parseDouble(expected[7]), EXACT);
        assertThat(retention.get("median").isNull() ? "NA" : retention.get("median").asString())
                .isEqualTo(expected[8]);
        assertThat(retention.get("restrictedMean").asDouble())
                .isCloseTo(parseDouble(expected[9]), EXACT);
    }

    /** What R does not say, counted here day by day from the dates of the roster. */
    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void countsAndRiskTableAreTheHeadsCountedInTheRoster(Cohort cohort, String at)
            throws IOException {
        LocalDate asOf = asOf(cohort, at);
        List<Stay> stays = cohort.stays();

        JsonNode json = json(cohort, at);

        JsonNode counts = json.get("counts");
        assertThat(counts.get("active").asInt())
                .isEqualTo(heads(stays, stay -> isHere(cohort, stay, asOf)))
                .isPositive();
        assertThat(counts.get("withdrawn").asInt())
                .isEqualTo(heads(stays, stay -> leftAfterStarting(cohort, stay, asOf)))
                .isPositive();
        for (String none : List.of("onLeave", "transferred", "completed", "notCompleted")) {
            assertThat(counts.get(none).asInt()).as(none).isZero();
        }
        assertThat(json.at("/retention/censorings")).isEmpty();
        JsonNode reasons = json.at("/retention/reasons");
        assertThat(reasons).hasSize(1);
        assertThat(reasons.get(0).get("reason").asString()).isEqualTo("OTHER");
        assertThat(reasons.get(0).get("count").asInt()).isEqualTo(counts.get("withdrawn").asInt());
        JsonNode risks = json.at("/retention/riskTable");
        int lastDay = (int) ChronoUnit.DAYS.between(cohort.start(), asOf);
        assertThat(risks).hasSize((lastDay + RISK_TABLE_STEP_DAYS - 1) / RISK_TABLE_STEP_DAYS + 1);
        for (int i = 0; i < risks.size(); i++) {
            int day = Math.min(i * RISK_TABLE_STEP_DAYS, lastDay);
            LocalDate on = cohort.start().plusDays(day);
            JsonNode risk = risks.get(i);
            assertThat(risk.get("day").asInt()).isEqualTo(day);
            assertThat(risk.get("atRisk").asInt())
                    .as("at risk on day %d", day)
                    .isEqualTo(heads(stays, stay -> isAtRisk(cohort, stay, on)));
            assertThat(risk.get("withdrawn").asInt())
                    .as("withdrawn by day %d", day)
                    .isEqualTo(heads(stays, stay -> leftAfterStarting(cohort, stay, on)));
            assertThat(risk.get("censored").asInt()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void theTableSaysTheSameInWords(Cohort cohort, String at) throws IOException {
        String[] expected = summary(cohort, at);
        int enrolled = parseInt(expected[3]);
        int withdrawn = parseInt(expected[4]);

        Run run = retention(cohort, at);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "%d enrolled: %d here, %d withdrew, 0 moved; %s never started"
                                .formatted(enrolled, enrolled - withdrawn, withdrawn, expected[2]))
                .contains(
                        "Median not reached; mean %.1f of %s days"
                                .formatted(parseDouble(expected[9]), expected[5]))
                .contains("Reasons: OTHER " + withdrawn);
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

    private JsonNode json(Cohort cohort, String at) throws IOException {
        Run run = retention(cohort, at, "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return JsonMapper.shared().readTree(run.out());
    }

    private Run retention(Cohort cohort, String at, String... options) throws IOException {
        return retention(
                standardRoster(cohort),
                cohort.start().toString(),
                cohort.end().toString(),
                Stream.concat(Stream.of("--as-of", asOf(cohort, at).toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static LocalDate asOf(Cohort cohort, String at) {
        return at.equals("at-end") ? cohort.end() : cohort.start().plusDays(100);
    }

    private static String[] summary(Cohort cohort, String at) {
        return OuladRosters.lines(at + "/summary").stream()
                .filter(cells -> cells[0].equals(cohort.cohortId()))
                .findFirst()
                .orElseThrow();
    }

    private static int heads(List<Stay> stays, Predicate<Stay> which) {
        return (int) stays.stream().filter(which).count();
    }

    private static LocalDate enrolled(Cohort cohort, Stay stay) {
        return stay.enrolledOn() == null ? cohort.start() : stay.enrolledOn();
    }

    /** The later of the days on which cohort and student begin. */
    private static LocalDate entered(Cohort cohort, Stay stay) {
        LocalDate enrolled = enrolled(cohort, stay);
        return enrolled.isBefore(cohort.start()) ? cohort.start() : enrolled;
    }

    private static boolean leftBy(Stay stay, LocalDate day) {
        return stay.withdrawnOn() != null && !stay.withdrawnOn().isAfter(day);
    }

    private static boolean leftAfterStarting(Cohort cohort, Stay stay, LocalDate day) {
        return leftBy(stay, day) && !leftBy(stay, entered(cohort, stay));
    }

    private static boolean isHere(Cohort cohort, Stay stay, LocalDate day) {
        return !enrolled(cohort, stay).isAfter(day) && !leftBy(stay, day);
    }

    /** Entered before the day and not gone before it; on the first day: who begins with it. */
    private static boolean isAtRisk(Cohort cohort, Stay stay, LocalDate day) {
        LocalDate entered = entered(cohort, stay);
        boolean enteredBefore =
                day.equals(cohort.start()) ? entered.equals(day) : entered.isBefore(day);
        return enteredBefore && !leftBy(stay, day.minusDays(1)) && !leftBy(stay, entered);
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
    private Path standardRoster(Cohort cohort) throws IOException {
        List<String[]> rows = OuladRosters.lines("rosters/" + cohort.cohortId());
        Path roster = directory.resolve(cohort.cohortId() + ".csv");
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
}
