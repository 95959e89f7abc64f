package bootcamp.launcher;

import bootcamp.enrollment.risk.RiskCohort;
import bootcamp.enrollment.risk.RiskCohort.Participant;
import bootcamp.enrollment.risk.RiskCohort.Submission;
import bootcamp.enrollment.risk.RiskCohort.Task;
import bootcamp.enrollment.roster.RosterRow;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.launcher.client.CommandFailure;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Cohorts that are over, from a directory with rosters and what was handed in when. */
final class RiskData {

    private final Path directory;
    private final Map<String, Map<String, List<Submission>>> submissions = new HashMap<>();
    private final Map<String, Map<String, Integer>> dues = new HashMap<>();

    /**
     * @throws CommandFailure if what was handed in cannot be read
     */
    RiskData(Path directory) {
        this.directory = directory;
        Path file = directory.resolve("assessments.csv.gz");
        records(file, row -> submission(file, row));
    }

    private void submission(Path file, NamedCsvRecord row) {
        String cohort = text(file, row, "cohortId");
        String task = text(file, row, "assessmentId");
        if (!row.findField("dueDay").orElse("").isEmpty()) {
            dues.computeIfAbsent(cohort, id -> new TreeMap<>())
                    .put(task, number(file, row, "dueDay"));
        }
        submissions
                .computeIfAbsent(cohort, id -> new HashMap<>())
                .computeIfAbsent(text(file, row, "externalId"), id -> new ArrayList<>())
                .add(new Submission(task, number(file, row, "submittedDay")));
    }

    /**
     * The cohorts whose id matches, by id.
     *
     * @throws CommandFailure if a file is missing or a row of it cannot be used
     */
    Map<String, RiskCohort> matching(String glob) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        Map<String, RiskCohort> cohorts = new TreeMap<>();
        Path file = directory.resolve("rosters").resolve("cohorts.csv");
        records(
                file,
                row -> {
                    String id = text(file, row, "cohortId");
                    if (matcher.matches(Path.of(id)) || matcher.matches(Path.of(id + ".csv"))) {
                        cohorts.put(id, cohort(file, row, id));
                    }
                });
        return cohorts;
    }

    private RiskCohort cohort(Path file, NamedCsvRecord row, String id) {
        LocalDate start = date(file, row, "startDate");
        LocalDate end = date(file, row, "endDate");
        if (!end.isAfter(start)) {
            throw unusable(file, row, "endDate", "is not after startDate");
        }
        Map<String, List<Submission>> handedIn = submissions.getOrDefault(id, Map.of());
        List<Participant> participants = new ArrayList<>();
        for (RosterRow student :
                RosterFileOnDisk.read(directory.resolve("rosters").resolve(id + ".csv")).rows()) {
            LocalDate enrolled = student.enrolledOn();
            LocalDate withdrawn = student.withdrawnOn();
            String external = student.externalId();
            participants.add(
                    new Participant(
                            external == null ? "row " + student.row() : external,
                            enrolled == null ? 0 : between(start, enrolled),
                            withdrawn == null ? Participant.STAYS : between(start, withdrawn),
                            student.reason() == WithdrawalReason.TRANSFER,
                            external == null
                                    ? List.of()
                                    : handedIn.getOrDefault(external, List.of())));
        }
        List<Task> tasks = new ArrayList<>();
        dues.getOrDefault(id, Map.of()).forEach((task, due) -> tasks.add(new Task(task, due)));
        return new RiskCohort(between(start, end), tasks, participants);
    }

    private static int between(LocalDate start, LocalDate day) {
        return Math.toIntExact(ChronoUnit.DAYS.between(start, day));
    }

    private static void records(Path file, Consumer<NamedCsvRecord> each) {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("There is no file %s.".formatted(file));
        }
        try (Reader in = open(file);
                CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(in)) {
            reader.forEach(each);
        } catch (CsvParseException e) {
            throw new CommandFailure("%s is no CSV: %s".formatted(file, e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Reader open(Path file) throws IOException {
        return file.toString().endsWith(".gz")
                ? new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)
                : Files.newBufferedReader(file);
    }

    private static String text(Path file, NamedCsvRecord row, String field) {
        String value =
                row.findField(field).orElseThrow(() -> unusable(file, row, field, "is missing"));
        if (value.isBlank()) {
            throw unusable(file, row, field, "is empty");
        }
        return value;
    }

    private static int number(Path file, NamedCsvRecord row, String field) {
        try {
            return Integer.parseInt(text(file, row, field));
        } catch (NumberFormatException e) {
            throw unusable(file, row, field, "is no whole number");
        }
    }

    private static LocalDate date(Path file, NamedCsvRecord row, String field) {
        try {
            return LocalDate.parse(text(file, row, field));
        } catch (DateTimeException e) {
            throw unusable(file, row, field, "is no date such as 2024-01-02");
        }
    }

    private static CommandFailure unusable(
            Path file, NamedCsvRecord row, String field, String what) {
        return new CommandFailure(
                "%s, row %d: %s %s.".formatted(file, row.getStartingLineNumber(), field, what));
    }
}
