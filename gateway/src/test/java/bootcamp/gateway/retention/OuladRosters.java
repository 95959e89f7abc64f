package bootcamp.gateway.retention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Eight real rosters and what R's {@code survival} makes of them; see {@code oulad/README.md}. */
public final class OuladRosters {

    private OuladRosters() {}

    public record Cohort(
            String cohortId, String programme, String name, LocalDate start, LocalDate end) {

        public List<Stay> stays() {
            return lines("rosters/" + cohortId).stream()
                    .map(cells -> Stay.of(date(cells[0]), date(cells[1]), null))
                    .toList();
        }
    }

    public static List<Cohort> cohorts() {
        return lines("rosters/cohorts").stream()
                .map(
                        c ->
                                new Cohort(
                                        c[0],
                                        c[1],
                                        c[2],
                                        LocalDate.parse(c[3]),
                                        LocalDate.parse(c[4])))
                .toList();
    }

    public static Cohort cohort(String cohortId) {
        return cohorts().stream()
                .filter(cohort -> cohort.cohortId().equals(cohortId))
                .findFirst()
                .orElseThrow();
    }

    /** Rows of a CSV file of the reference, without its header. */
    public static List<String[]> lines(String name) {
        String path = "/oulad/" + name + ".csv";
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        OuladRosters.class.getResourceAsStream(path), path),
                                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable LocalDate date(String cell) {
        return cell.isEmpty() ? null : LocalDate.parse(cell);
    }
}
