package bootcamp.launcher;

import bootcamp.bench.Benchmarks;
import bootcamp.competition.scoring.Metric;
import bootcamp.launcher.client.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/**
 * The command line, {@code ./bootcamp COMMAND}: every command with its options, in one place.
 *
 * <p>Exit status 0 done, 1 failed, 2 wrong usage. What a program reads goes to the standard output
 * alone; words about what went wrong go to the standard error.
 */
@Command(
        name = "bootcamp",
        description = "Cohort dashboards from facts: who enrolled, who stayed, and for how long.",
        mixinStandardHelpOptions = true,
        version = "bootcamp 1.0.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit status: 0 done, 1 failed, 2 wrong usage."})
public final class Bootcamp {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private final Clock clock;
    @Spec private @Nullable CommandSpec spec;

    private Bootcamp(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] args) {
        System.exit(commandLine(Clock.system(ZoneId.systemDefault())).execute(args));
    }

    /**
     * @param clock with the zone in which "today" is meant
     */
    static CommandLine commandLine(Clock clock) {
        CommandLine commandLine =
                new CommandLine(new Bootcamp(clock))
                        .addSubcommand(new DemoCommand(clock))
                        .addSubcommand(new DeadLettersCommand())
                        .addSubcommand(new ReplayCommand())
                        .addSubcommand(new RiskCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.registerConverter(LocalDate.class, Bootcamp::date);
        commandLine.setExecutionExceptionHandler(Bootcamp::tell);
        commandLine.setParameterExceptionHandler(Bootcamp::tellUsage);
        return commandLine;
    }

    @Command(
            name = "up",
            mixinStandardHelpOptions = true,
            description = "The whole platform on this machine, empty at first and kept.")
    int up(
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description =
                                    "Where everything is kept (default: bootcamp in your user data"
                                            + " directory, such as ~/.local/share/bootcamp).")
                    @Nullable Path data,
            @Option(
                            names = "--port",
                            defaultValue = "8080",
                            paramLabel = "PORT",
                            description = "Of the pages and the API (default: 8080; 0: any free).")
                    int port,
            @Option(
                            names = "--listen",
                            defaultValue = "127.0.0.1",
                            paramLabel = "ADDRESS",
                            description = "Default: 127.0.0.1, this machine only.")
                    InetAddress listen,
            @Option(
                            names = "--insecure-http",
                            description =
                                    "Listen beyond this machine without TLS: passwords can be read"
                                            + " on the way.")
                    boolean insecure) {
        check(port >= 0 && port <= 65535, "--port is a number from 0 to 65535.");
        Door door = Door.open(listen, port, insecure);
        Path directory = data == null ? DataDirectory.standard(System.getenv()) : data;
        DataDirectory opened = DataDirectory.open(directory);
        Logs.to(opened.logs());
        PrintWriter out = commandLine().getOut();
        SetupLink link = new SetupLink();
        new Up(opened, door, out, commandLine().getErr())
                .run(
                        Program.SERVICES,
                        Program.GATEWAY,
                        link.settings(),
                        platform -> {},
                        platform -> link.tell(platform.url(), out));
        return DONE;
    }

    @Command(
            name = "score",
            mixinStandardHelpOptions = true,
            description = {
                "The scores of a submission, exactly as a competition computes them. Needs no server.",
                "Exit status 1 where the file is refused."
            })
    int score(
            @Parameters(
                            paramLabel = "SUBMISSION.csv",
                            description = "The columns of the solution without usage; or .csv.gz.")
                    Path submission,
            @Option(
                            names = "--metric",
                            required = true,
                            paramLabel = "NAME",
                            description = "Such as accuracy, rmse or map@12; docs/metrics.md.")
                    String metric,
            @Option(
                            names = "--solution",
                            required = true,
                            paramLabel = "FILE",
                            description = "id, the label, and usage: Public or Private.")
                    Path solution,
            @Option(
                            names = "--option",
                            paramLabel = "NAME=VALUE",
                            description = "Of the metric; docs/metrics.md.")
                    @Nullable Map<String, String> options,
            @Option(names = "--json", description = "In full precision, for programs.")
                    boolean json) {
        ScoreReport report =
                ScoreReport.of(
                        metric(metric, options == null ? Map.of() : options), solution, submission);
        PrintWriter out = commandLine().getOut();
        out.println(json ? report.json() : report.words());
        out.flush();
        return report.isScored() ? DONE : FAILED;
    }

    private Metric metric(String name, Map<String, String> options) {
        try {
            return Metric.named(name, options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "retention",
            mixinStandardHelpOptions = true,
            description = "The survival table of a roster in a file. Needs no server.")
    int retention(
            @Parameters(
                            paramLabel = "ROSTER.csv",
                            description =
                                    "Columns in any order: externalId or email, enrolledOn (empty:"
                                            + " the start), withdrawnOn, reason. CSV or XLSX.")
                    Path roster,
            @Option(
                            names = "--start",
                            required = true,
                            paramLabel = "DATE",
                            description = "The cohort's first day, as 2024-01-02.")
                    LocalDate start,
            @Option(
                            names = "--end",
                            required = true,
                            paramLabel = "DATE",
                            description = "The cohort's last day.")
                    LocalDate end,
            @Option(
                            names = "--as-of",
                            paramLabel = "DATE",
                            description = "What was known on that day (default: today).")
                    @Nullable LocalDate asOf,
            @Option(names = "--json", description = "Print JSON instead of a table.")
                    boolean json) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
        LocalDate day = asOf == null ? today : asOf;
        check(!end.isBefore(start), "--end is before --start.");
        check(!day.isAfter(today), "--as-of is after today: that is not known yet.");
        RetentionReport report = RetentionReport.of(roster, start, end, day);
        print(json ? report.json() : report.table());
        return DONE;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Brings a roster, or sheets of attendance, into a cohort of a running platform.",
                "Safe to repeat. The status is 1 where a row was rejected."
            })
    int importFile(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "KIND", description = "roster or attendance")
                    Kind kind,
            @Parameters(index = "1", paramLabel = "FILE", description = "CSV or XLSX.") Path file,
            @Option(
                            names = "--cohort",
                            required = true,
                            paramLabel = "ID",
                            description = "The cohort's id.")
                    String cohortId,
            @Option(names = "--preview", description = "Change nothing; say what would change.")
                    boolean preview,
            @Option(
                            names = "--encoding",
                            paramLabel = "NAME",
                            description =
                                    "UTF-8, UTF-16 or CP949 (Korean Windows), where it is not found"
                                            + " out rightly.")
                    @Nullable String encoding,
            @Option(
                            names = "--separator",
                            paramLabel = "NAME",
                            description =
                                    "comma, semicolon or tab, where it is not found out rightly.")
                    @Nullable String separator,
            @Option(names = "--json", description = "Print the import as JSON.") boolean json) {
        FileUpload upload = new FileUpload(server.connect(), commandLine().getErr());
        JsonNode done = upload.send(kind.inApi(), file, cohortId, preview, encoding, separator);
        if (json) {
            print(done.toString());
        } else {
            upload.tell(done, commandLine().getOut());
        }
        return FileUpload.isWhole(done) ? DONE : FAILED;
    }

    @Command(
            name = "doctor",
            mixinStandardHelpOptions = true,
            description = "Checks what the platform needs on this machine, and says what to do.")
    int doctor(
            @Option(names = "--data", paramLabel = "DIR", description = "As for up.")
                    @Nullable Path data,
            @Option(
                            names = "--port",
                            defaultValue = "8080",
                            paramLabel = "PORT",
                            description = "As for up (default: 8080).")
                    int port) {
        Path directory = data == null ? DataDirectory.standard(System.getenv()) : data;
        Doctor doctor = Doctor.examine(directory, port);
        print(doctor.report());
        return doctor.isWell() ? DONE : FAILED;
    }

    /** What can be imported. */
    enum Kind {
        ROSTER,
        ATTENDANCE;

        String inApi() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = {
                "The benchmarks: each figure beside the limit measured in the same run.",
                "Nothing else should run meanwhile; a run in which something did is thrown away."
            })
    int bench(
            @Parameters(arity = "0..*", paramLabel = "NAME", description = "As P4 (default: all).")
                    @Nullable List<String> names,
            @Option(names = "--full", description = "Full sizes; takes an hour.") boolean full,
            @Option(
                            names = "--keep-noisy",
                            description = "Count runs in which other programs took part, marked.")
                    boolean keepNoisy,
            @Option(names = "--json", paramLabel = "FILE", description = "Write JSON there too.")
                    @Nullable Path json)
            throws IOException, InterruptedException, ExecutionException {
        Benchmarks benchmarks =
                new Benchmarks(
                        Path.of(System.getProperty("bootcamp.home", ".")),
                        new Benchmarks.Options(full, keepNoisy));
        List<String> wanted = names == null ? List.of() : names;
        wanted.forEach(
                name ->
                        check(
                                benchmarks.names().contains(name.toUpperCase(Locale.ROOT)),
                                "There is no benchmark %s; there are %s."
                                        .formatted(name, String.join(", ", benchmarks.names()))));
        Logs.keep();
        Benchmarks.Outcome outcome = benchmarks.run(wanted, commandLine().getErr());
        if (json != null) {
            Files.writeString(json, outcome.json());
        }
        print(outcome.table());
        return outcome.failed() ? FAILED : DONE;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "All tests: ./bootcamp test [--full] [MAVEN OPTION...]",
                "--full adds the whole matrix, many kills and long seeds."
            })
    int test() {
        throw new CommandFailure("Tests are run by the script: ./bootcamp test");
    }

    @Command(
            name = "aot",
            mixinStandardHelpOptions = true,
            description = {
                "Prepares a faster start of up and demo: ./bootcamp aot",
                "Takes a minute and 150 MiB; to be repeated after a change of the code."
            })
    int aot() {
        throw new CommandFailure("The faster start is prepared by the script: ./bootcamp aot");
    }

    private void check(boolean condition, String sentence) {
        if (!condition) {
            throw new ParameterException(commandLine(), sentence);
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private void print(String text) {
        PrintWriter out = commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'%s' is no date like 2024-01-02".formatted(text));
        }
    }

    private static int tell(Exception thrown, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (thrown instanceof CommandFailure failure) {
            err.println(failure.sentences());
        } else {
            err.println("This is a fault of Bootcamp itself, please report it:");
            thrown.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    private static int tellUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        if (args.length == 0) {
            command.usage(err);
            return WRONG_USAGE;
        }
        err.println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.printf("See: ./%s --help%n", command.getCommandSpec().qualifiedName());
        err.flush();
        return WRONG_USAGE;
    }
}
