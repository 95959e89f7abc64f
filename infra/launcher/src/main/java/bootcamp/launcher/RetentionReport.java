package bootcamp.launcher;

import bootcamp.enrollment.roster.RosterFile;
import bootcamp.enrollment.roster.RosterRow;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.gateway.retention.Retention;
import bootcamp.gateway.retention.Retention.Counts;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import bootcamp.launcher.client.CommandFailure;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./bootcamp retention} says of a roster: the figures of the dashboard, computed by the
 * same functions, from a file read as an import reads it.
 */
record RetentionReport(LocalDate start, LocalDate end, LocalDate asOf, Retention figures) {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

    /**
     * @throws CommandFailure if the file is no roster, or any of its rows cannot be used: a figure
     *     over the rest would be wrong without looking so
     */
    static RetentionReport of(Path roster, LocalDate start, LocalDate end, LocalDate asOf) {
        RosterFile file = RosterFileOnDisk.read(roster);
        return new RetentionReport(
                start,
                end,
                asOf,
                Retention.of(
                        file.rows().stream().map(RetentionReport::stay).toList(),
                        start,
                        end,
                        asOf));
    }

    private static Stay stay(RosterRow row) {
        WithdrawalReason reason = row.reason();
        return Stay.of(row.enrolledOn(), row.withdrawnOn(), reason == null ? null : reason.name());
    }

    /** {@code {"counts": …, "retention": …}} as the dashboard has them, in full precision. */
    String json() {
        return JSON.writeValueAsString(figures);
    }

    String table() {
        StringBuilder text = new StringBuilder();
        Counts counts = figures.counts();
        line(text, "%s to %s, as of %s", start, end, asOf);
        line(
                text,
                "%d enrolled: %d here, %d withdrew, %d moved; %d never started",
                counts.enrolled(),
                counts.here(),
                counts.withdrawn(),
                counts.transferred(),
                counts.neverStarted());
        line(text, "");
        line(text, "%6s %8s %9s %9s   %s", "day", "at risk", "withdrew", "survival", "95 %");
        figures.retention().curve().forEach(row -> line(text, "%s", row(row)));
        line(text, "");
        Integer median = figures.retention().median();
        line(
                text,
                "Median %s; mean %.1f of %d days",
                median == null ? "not reached" : "day " + median,
                figures.retention().restrictedMean(),
                figures.retention().horizon());
        line(text, "Reasons: %s", reasons());
        return text.toString().stripTrailing();
    }

    private String reasons() {
        String reasons =
                figures.retention().reasons().stream()
                        .map(reason -> reason.reason() + " " + reason.count())
                        .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "none" : reasons;
    }

    private static String row(Row row) {
        Double lower = row.lower();
        Double upper = row.upper();
        String interval = lower == null || upper == null ? "" : "%.4f-%.4f".formatted(lower, upper);
        return String.format(
                        Locale.ROOT,
                        "%6d %8d %9d %9.4f   %s",
                        row.day(),
                        row.atRisk(),
                        row.withdrawn(),
                        row.survival(),
                        interval)
                .stripTrailing();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
