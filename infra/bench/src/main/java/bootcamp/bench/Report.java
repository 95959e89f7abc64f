package bootcamp.bench;

import bootcamp.bench.Figure.Sense;
import bootcamp.bench.Pairs.Pair;
import bootcamp.bench.Pairs.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures as a table for people and as JSON for programs. */
final class Report {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode rows;
    private final StringBuilder table = new StringBuilder();

    Report(Map<String, String> machine) {
        machine.forEach(root.putObject("machine")::put);
        rows = root.putArray("figures");
        machine.forEach(
                (name, value) -> table.append(name).append(": ").append(value).append('\n'));
        table.append(
                        "ours ÷ limit: median of the pairs [95 % interval] (lowest–highest); a goal is")
                .append(" met when the worse end of the interval meets it\n\n");
        table.append(
                "%-5s %-34s %14s %14s %-8s %-28s %-9s %s%n"
                        .formatted(
                                "id",
                                "figure",
                                "ours",
                                "limit",
                                "unit",
                                "ours ÷ limit",
                                "goal",
                                "verdict"));
    }

    /**
     * @param wanted pairs; with fewer the figure may not be quoted
     */
    void add(Result result, int wanted) {
        Benchmark benchmark = result.benchmark();
        table.append(
                "%s, beside %s%s%n"
                        .formatted(benchmark.title(), benchmark.limitTitle(), in(benchmark)));
        List<Figure> figures = benchmark.figures();
        for (int i = 0; i < figures.size(); i++) {
            add(result, figures.get(i), result.pairs().get(i), wanted);
        }
        String noise = result.noisyKept() ? "; the machine was not ours in some of them" : "";
        table.append("      pairs thrown away: %d%s%n%n".formatted(result.thrownAway(), noise));
    }

    private static String in(Benchmark benchmark) {
        return benchmark.settings().isEmpty() ? "" : " " + benchmark.settings();
    }

    private void add(Result result, Figure figure, List<Pair> pairs, int wanted) {
        ObjectNode row = rows.addObject();
        row.put("id", result.benchmark().id());
        row.put("title", result.benchmark().title());
        row.put("limitTitle", result.benchmark().limitTitle());
        row.put("figure", figure.name());
        row.put("unit", figure.unit());
        row.put("pairs", pairs.size());
        row.put("pairsWanted", wanted);
        row.put("thrownAway", result.thrownAway());
        row.put("noisyKept", result.noisyKept());
        result.benchmark().settings().forEach(row.putObject("settings")::put);
        if (pairs.isEmpty()) {
            row.put("verdict", "NOT_MEASURED");
            table.append(
                    "%-5s %-34s no quiet run%n".formatted(result.benchmark().id(), figure.name()));
            return;
        }
        double ours = median(pairs, Pair::ours);
        double limit = median(pairs, Pair::limit);
        double[] ratios = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
        double ratio = Pairs.median(ratios);
        double[] interval = Pairs.interval(ratios);
        boolean quotable = pairs.size() >= wanted && !result.noisyKept();
        boolean met =
                figure.meetsRatio(figure.sense() == Sense.AT_LEAST ? interval[0] : interval[1])
                        && figure.meetsAbsolute(ours);
        String verdict = (met ? "met" : "missed") + (quotable ? "" : " (noisy: not to be quoted)");
        row.put("ours", ours).put("limit", limit).put("ratio", ratio);
        row.put("ratioLower", interval[0]).put("ratioUpper", interval[1]);
        row.put("ratioMin", ratios[0]).put("ratioMax", ratios[ratios.length - 1]);
        row.put("goal", goal(figure)).put("met", met).put("quotable", quotable);
        table.append(
                "%-5s %-34s %14s %14s %-8s %-28s %-9s %s%n"
                        .formatted(
                                result.benchmark().id(),
                                figure.name(),
                                number(ours),
                                number(limit),
                                figure.unit(),
                                "%.3f [%.3f–%.3f] (%.3f–%.3f)"
                                        .formatted(
                                                ratio,
                                                interval[0],
                                                interval[1],
                                                ratios[0],
                                                ratios[ratios.length - 1]),
                                goal(figure),
                                verdict));
    }

    private static String goal(Figure figure) {
        String sign = figure.sense() == Sense.AT_LEAST ? "≥ " : "≤ ";
        Double ratio = figure.ratio();
        Double absolute = figure.absolute();
        return Stream.of(
                        ratio == null ? "" : sign + "%.2f".formatted(ratio),
                        absolute == null ? "" : sign + number(absolute) + " " + figure.unit())
                .filter(goal -> !goal.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> of) {
        return Pairs.median(pairs.stream().mapToDouble(of).toArray());
    }

    private static String number(double value) {
        return value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    /** A benchmark that could not be run at all. */
    void fail(String id, String why, @Nullable Throwable cause) {
        ObjectNode row = rows.addObject();
        row.put("id", id).put("verdict", "FAILED").put("why", why);
        table.append("%-5s failed: %s%n%n".formatted(id, cause == null ? why : why + ": " + cause));
    }

    String table() {
        return table.toString();
    }

    String json() {
        return root.toPrettyString();
    }
}
