package bootcamp.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real cohort of 365, with the figures that R's {@code survival} finds for it; where it comes
 * from is told beside its files, in the gateway's test resources.
 */
final class RealCohort {

    static final String ID = "aaa-2014j";

    private static final Path FILES = Compose.ROOT.resolve("gateway/src/test/resources/oulad");

    private RealCohort() {}

    /** What opens it. */
    static Map<String, Object> plan() throws IOException {
        String[] cells = row("rosters/cohorts.csv");
        return Map.of(
                "cohortId", ID,
                "programme", cells[1],
                "name", cells[2],
                "startDate", cells[3],
                "endDate", cells[4],
                "timeZone", "Europe/London",
                "capacity", 1000);
    }

    static String end() throws IOException {
        return row("rosters/cohorts.csv")[4];
    }

    /** As a file to import; the source has no names, so these are invented. */
    static String roster() throws IOException {
        StringBuilder roster = new StringBuilder("externalId,name,enrolledOn,withdrawnOn,reason\n");
        List<String> lines = Files.readAllLines(FILES.resolve("rosters/" + ID + ".csv"));
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            String reason = cells[1].isEmpty() ? "" : "OTHER";
            roster.append("S%d,Student %d,%s,%s,%s\n".formatted(i, i, cells[0], cells[1], reason));
        }
        return roster.toString();
    }

    /** How many have left at the end. */
    static int withdrawn() throws IOException {
        return Integer.parseInt(row("at-end/summary.csv")[4]);
    }

    /** The last value of the curve at the end. */
    static double survival() throws IOException {
        return Double.parseDouble(row("at-end/summary.csv")[7]);
    }

    private static String[] row(String file) throws IOException {
        return Files.readAllLines(FILES.resolve(file)).stream()
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[0].equals(ID))
                .findFirst()
                .orElseThrow();
    }
}
