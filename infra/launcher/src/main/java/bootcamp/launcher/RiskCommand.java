package bootcamp.launcher;

import bootcamp.enrollment.risk.Calibration.Bin;
import bootcamp.enrollment.risk.Judgement;
import bootcamp.enrollment.risk.RiskCohort;
import bootcamp.enrollment.risk.RiskEvaluation;
import bootcamp.enrollment.risk.RiskEvaluation.Figures;
import bootcamp.enrollment.risk.RiskEvaluation.Row;
import bootcamp.enrollment.risk.RiskModel;
import bootcamp.launcher.client.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Early warning judged on cohorts that are over: {@code ./bootcamp risk evaluate}. */
@Command(
        name = "risk",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "How right early warning is. Needs no server.")
final class RiskCommand implements Runnable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(commandLine(), "Say what: risk evaluate.");
    }

    @Command(
            name = "evaluate",
            mixinStandardHelpOptions = true,
            description = {
                "Trains early warning on some cohorts and judges it on others, beside two simple rules.",
                "Needs no server."
            })
    int evaluate(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description =
                                    "With rosters/cohorts.csv, rosters/COHORT.csv and"
                                            + " assessments.csv.gz; docs/risk.md.")
                    Path data,
            @Option(
                            names = "--train",
                            required = true,
                            paramLabel = "GLOB",
                            description = "The cohorts to learn from, such as '*-2013*'.")
                    String train,
            @Option(
                            names = "--test",
                            required = true,
                            paramLabel = "GLOB",
                            description = "The cohorts to judge by; none of those learnt from.")
                    String test,
            @Option(
                            names = "--days",
                            required = true,
                            split = ",",
                            paramLabel = "DAY",
                            description = "Since the cohort's first day, such as 28,56,84.")
                    int[] days,
            @Option(names = "--json", description = "In full precision, for programs.")
                    boolean json) {
        if (Arrays.stream(days).anyMatch(day -> day < 0 || day > 100_000)) {
            throw new ParameterException(
                    commandLine(), "--days are whole numbers from 0 to 100000.");
        }
        RiskData files = new RiskData(data);
        Map<String, RiskCohort> learnt = cohorts(files, "--train", train);
        Map<String, RiskCohort> judged = cohorts(files, "--test", test);
        judged.keySet().stream()
                .filter(learnt::containsKey)
                .findFirst()
                .ifPresent(
                        both -> {
                            throw new ParameterException(
                                    commandLine(),
                                    "%s matches --train and --test: nothing is judged by what it was learnt from."
                                            .formatted(both));
                        });
        List<Row> rows = rows(learnt, judged, days);
        PrintWriter out = commandLine().getOut();
        out.println(json ? json(rows) : table(rows));
        out.flush();
        return Bootcamp.DONE;
    }

    private static List<Row> rows(
            Map<String, RiskCohort> learnt, Map<String, RiskCohort> judged, int[] days) {
        RiskModel model;
        try {
            model = RiskModel.learn(List.copyOf(learnt.values()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "The cohorts of --train have nobody to learn from: nobody is at risk 14 days"
                            + " or more before an end.");
        }
        List<RiskCohort> cohorts = List.copyOf(judged.values());
        return Arrays.stream(days).mapToObj(day -> RiskEvaluation.of(model, cohorts, day)).toList();
    }

    private Map<String, RiskCohort> cohorts(RiskData files, String option, String glob) {
        try {
            Map<String, RiskCohort> cohorts = files.matching(glob);
            if (cohorts.isEmpty()) {
                throw new CommandFailure("No cohort matches %s %s.".formatted(option, glob));
            }
            return cohorts;
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    commandLine(), "%s is no pattern: %s".formatted(option, glob), e);
        }
    }

    private static String json(List<Row> rows) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode each =
                    list.addObject()
                            .put("day", row.day())
                            .put("students", row.students())
                            .put("events", row.events());
            put(each, row.model());
            ObjectNode baselines = each.putObject("baselines");
            put(baselines.putObject("lastActivity"), row.lastActivity());
            put(baselines.putObject("weekRate"), row.weekRate());
            ArrayNode calibration = each.putArray("calibration");
            row.calibration().forEach(bin -> calibration.addPOJO(bin));
        }
        return JSON.writeValueAsString(json);
    }

    private static void put(ObjectNode node, Figures figures) {
        Judgement judgement = figures.judgement();
        node.put("auc", judgement.auc())
                .put("averagePrecision", judgement.averagePrecision())
                .put("brier", judgement.brier())
                .putObject("recallAtCaseload")
                .put("share", Judgement.SHARE)
                .put("recall", judgement.recall());
    }

    private static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(
                    "day %d: %,d students, %d left within 14 days%n"
                            .formatted(row.day(), row.students(), row.events()));
            line(text, "model", row.model());
            line(text, "last activity", row.lastActivity());
            line(text, "rate of the week", row.weekRate());
            calibration(text, row.calibration());
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, Figures figures) {
        Judgement is = figures.judgement();
        Judgement.Intervals in = figures.intervals();
        text.append(
                "  %-16s  AUC %s  average precision %s  Brier %s  recall at 5 %% %s%n"
                        .formatted(
                                name,
                                figure(is.auc(), in.auc(), 3),
                                figure(is.averagePrecision(), in.averagePrecision(), 3),
                                figure(is.brier(), in.brier(), 5),
                                figure(is.recall(), in.recall(), 3)));
    }

    /** By fifths of the model's chances: what was said, and who left. */
    private static void calibration(StringBuilder text, List<Bin> bins) {
        if (!bins.isEmpty()) {
            text.append(
                    bins.stream()
                            .map(
                                    bin ->
                                            "%.2f: %.2f (%.2f to %.2f)"
                                                    .formatted(
                                                            100 * bin.chance(),
                                                            100 * bin.left(),
                                                            100 * bin.lower(),
                                                            100 * bin.upper()))
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            "  said of 100, and who left  ",
                                            System.lineSeparator())));
        }
    }

    private static String figure(
            @Nullable Double value, Judgement.@Nullable Interval interval, int digits) {
        if (value == null || interval == null) {
            return "-";
        }
        String one = "%." + digits + "f";
        return (one + " (" + one + " to " + one + ")")
                .formatted(value, interval.lower(), interval.upper());
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
