package bootcamp.enrollment.roster;

import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.platform.http.Texts;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import as the public contract shows it; texts are in the reader's language and never quote a
 * value of the file.
 *
 * @param encoding null for a workbook, as is {@code separator}
 * @param columns where each column that was recognised stands in the file, from 0; null where it
 *     was not written down, and in a list
 * @param ignoredColumns whose header is no column of such a file
 * @param rows with anything in them, the header left out
 * @param applied while it runs: so far, as with {@code unchanged} and {@code rejected}
 * @param added what applying would add; null unless it is a preview, as with {@code changed} and
 *     {@code conflicts}
 * @param errors the first thousand rows that were not applied, or not taken back, in the order in
 *     which they were found
 * @param warnings rows that are applied and that somebody should look at
 * @param moreErrors whether there are more than are shown
 * @param failure why it stopped; null unless FAILED
 * @param restored rows that were taken back; null unless it is being undone or was, as with {@code
 *     kept}: rows that somebody touched later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportView(
        String importId,
        String cohortId,
        String kind,
        State state,
        Instant startedAt,
        String by,
        String format,
        @Nullable String encoding,
        @Nullable String separator,
        @Nullable Map<String, Integer> columns,
        int ignoredColumns,
        int rows,
        int applied,
        int unchanged,
        int rejected,
        @JsonProperty("new") @Nullable Integer added,
        @Nullable Integer changed,
        @Nullable Integer conflicts,
        @Nullable List<RowError> errors,
        @Nullable List<RowError> warnings,
        boolean moreErrors,
        @Nullable Stop failure,
        @Nullable Integer restored,
        @Nullable Integer kept) {

    private static final String NOT_ENTERED = "import.row.NOT_ENTERED";

    /** How far it is, for those who wait for it. */
    enum State {
        PREVIEWED,
        RUNNING,
        DONE,
        FAILED,
        UNDONE
    }

    /**
     * @param row as a person counts in a spreadsheet; the header is row 1
     * @param field name of the column in the public contract; null: the row as a whole
     * @param code stable
     * @param reason for people
     */
    record RowError(int row, @Nullable String field, String code, String reason) {}

    record Stop(String code, String title, String detail) {}

    /**
     * @param whole with rows' errors; a list of imports leaves them out
     */
    static ImportView of(RosterImport roster, Texts texts, Locale language, boolean whole) {
        Preview preview = roster.preview();
        Progress far = roster.progress();
        boolean back = roster.phase() == Phase.UNDOING || roster.phase() == Phase.UNDONE;
        Preview look = isLook(roster.phase()) ? preview : null;
        return new ImportView(
                roster.importId(),
                roster.cohortId(),
                roster.isOfAttendance() ? "attendance" : "roster",
                state(roster.phase()),
                roster.at(),
                roster.by(),
                roster.source().format().name(),
                roster.source().encoding(),
                roster.source().separator(),
                whole ? roster.source().columns() : null,
                roster.source().ignoredColumns(),
                roster.source().rows(),
                far.applied(),
                look == null ? far.unchanged() : look.unchanged(),
                look == null ? far.rejected() : look.rejected(),
                look == null ? null : look.added(),
                look == null ? null : look.changed(),
                look == null ? null : look.conflicts(),
                whole ? errors(roster.problems(), texts, language) : null,
                whole ? errors(roster.warnings(), texts, language) : null,
                roster.problems().size() >= RosterImport.PROBLEMS_MAX,
                stop(roster.failure(), texts, language),
                back ? far.restored() : null,
                back ? far.kept() : null);
    }

    private static boolean isLook(Phase phase) {
        return phase == Phase.PREVIEWING || phase == Phase.PREVIEWED;
    }

    static State state(Phase phase) {
        return switch (phase) {
            case PREVIEWING, APPLYING, UNDOING -> State.RUNNING;
            case PREVIEWED -> State.PREVIEWED;
            case DONE -> State.DONE;
            case FAILED -> State.FAILED;
            case UNDONE -> State.UNDONE;
        };
    }

    private static List<RowError> errors(
            List<RosterProblem> problems, Texts texts, Locale language) {
        return problems.stream().map(problem -> error(problem, texts, language)).toList();
    }

    private static RowError error(RosterProblem problem, Texts texts, Locale language) {
        return new RowError(
                problem.row(), problem.field(), problem.code(), reason(problem, texts, language));
    }

    /**
     * What an aggregate refuses has its text where all refusals have theirs; a code of the
     * curriculum that is newer than the texts here still says that the row was not entered.
     */
    private static String reason(RosterProblem problem, Texts texts, Locale language) {
        String own = texts.find("import.row." + problem.code(), language, problem.parameters());
        if (own != null) {
            return own;
        }
        String key = "problem." + problem.code() + ".detail";
        String refusal = texts.find(key, language, problem.parameters());
        return refusal == null ? texts.get(NOT_ENTERED, language, Map.of()) : refusal;
    }

    private static @Nullable Stop stop(
            RosterImport.@Nullable Failure failure, Texts texts, Locale language) {
        if (failure == null) {
            return null;
        }
        String key = "problem." + failure.code();
        return new Stop(
                failure.code(),
                texts.get(key + ".title", language, failure.parameters()),
                texts.get(key + ".detail", language, failure.parameters()));
    }
}
