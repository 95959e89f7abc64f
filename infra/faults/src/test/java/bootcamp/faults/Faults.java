package bootcamp.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rows by name, from the command line: {@code ./bootcamp faults F1 F7 --runs 50}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Does to the platform what the world does to it, and counts what it loses.")
final class Faults implements Callable<Integer> {

    private static final String WHOLE = "F3-WHOLE";
    private static final String SEATS = "F20-SEATS";

    @Parameters(
            paramLabel = "ROW",
            description =
                    "F1 F1_OVERTAKEN F2 F3 F7 F11 F11_CURRICULUM F12 F14 F17 F18 F20, or with the whole platform in one JVM"
                            + " F3-WHOLE and F20-SEATS (default: all).")
    private List<String> rows = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "1", description = "Of each row (default: 1).")
    private int runs = 1;

    @Option(names = "--seed", defaultValue = "1", description = "Of all chance (default: 1).")
    private long seed = 1;

    @Option(names = "--mutant", description = "A safeguard to take out: ${COMPLETION-CANDIDATES}.")
    private List<Mutant> mutants = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Faults()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (rows.isEmpty()) {
            rows.add(WHOLE);
            rows.add(SEATS);
            for (Fault fault : Fault.values()) {
                rows.add(fault.name());
            }
        }
        int broken = 0;
        for (String row : rows) {
            Path directory = Files.createTempDirectory("bootcamp-faults-");
            System.out.printf("%s, seed %d, in %s%n", row, seed, directory);
            Report report = run(row, directory);
            System.out.println(report.sentence());
            report.violations().forEach(System.out::println);
            broken += report.violations().isEmpty() ? 0 : 1;
        }
        return broken == 0 ? 0 : 1;
    }

    private Report run(String row, Path directory) {
        if (row.equals(WHOLE)) {
            return new KillRow(Installation.home(), directory, seed).run(runs).report();
        }
        if (row.equals(SEATS)) {
            return new SeatRow(Installation.home(), directory, seed).run(runs);
        }
        return Fault.valueOf(row).run(directory, seed, runs, mutants);
    }
}
