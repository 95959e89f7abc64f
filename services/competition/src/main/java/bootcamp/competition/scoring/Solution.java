package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import bootcamp.competition.scoring.Form.Predictions;
import bootcamp.competition.scoring.Verdict.Rejected;
import bootcamp.competition.scoring.Verdict.Scored;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a competition, read once and shared by all that are scored: any number of
 * submissions at once, each of which costs a bit for each row and what its metric keeps of the
 * predictions. A score does not depend on the order of rows, in the submission or here.
 */
public final class Solution {

    private static final String USAGE = "usage";
    private static final List<String> PLAIN_KEY = List.of("id");
    private static final List<String> GRADED_KEY = List.of("query", "item");

    /** Between the parts of a key of two columns; in no value that people write. */
    private static final char BETWEEN = '\u001F';

    private final Metric metric;
    private final Form form;
    private final List<String> key;
    private final Keys ids = new Keys();
    private final Splits splits = new Splits();
    private final @Nullable Draw draw;

    /** Let go of once all is read: ids of a million rows need not be kept twice. */
    private @Nullable Solution corrected;

    private String labelColumn = "";

    /**
     * @param corrected whose ids and split it has; null: it stands for itself
     */
    private Solution(Metric metric, Form form, @Nullable Draw draw, @Nullable Solution corrected) {
        this.metric = metric;
        this.draw = draw;
        this.corrected = corrected;
        this.form = form;
        this.key = metric.kind().family() == Metric.Family.GRADES ? GRADED_KEY : PLAIN_KEY;
    }

    private static Form formOf(Metric metric) {
        return switch (metric.kind().family()) {
            case LABEL -> new LabelForm(metric);
            case NUMBER -> new NumberForm(metric);
            case PROBABILITY -> new ProbabilityForm(metric);
            case ITEMS -> new ItemsForm(metric);
            case GRADES -> new GradesForm(metric);
            case TEXT -> new TextForm(metric);
            case MASK -> new MaskForm();
        };
    }

    /**
     * Reads {@code id}, the label, and {@code usage} ({@code Public} or {@code Private}; without
     * the column there is one score), in any order of columns; for graded metrics {@code query} and
     * {@code item} in place of {@code id}.
     *
     * @throws UnusableSolution if nothing can be scored by it
     * @throws IOException if it cannot be read
     */
    public static Solution read(InputStream in, Metric metric, Limits limits) throws IOException {
        return read(in, metric, limits, null);
    }

    /**
     * As above; a solution without {@code usage} is split by a draw.
     *
     * @param draw null: then there is one score
     */
    public static Solution read(InputStream in, Metric metric, Limits limits, @Nullable Draw draw)
            throws IOException {
        return read(new Solution(metric, formOf(metric), draw, null), in, limits);
    }

    /**
     * Reads which rows there are and which split each is in, and no label: nothing can be scored by
     * it. It is what corrected labels are held to, also where a metric of the same family that has
     * come since could not be defined for the old ones.
     *
     * @param metric of the family that reads the rows
     * @param draw as for {@link #read}
     */
    public static Solution rowsOf(InputStream in, Metric metric, Limits limits, @Nullable Draw draw)
            throws IOException {
        return read(new Solution(metric, new NoForm(), draw, null), in, limits);
    }

    /**
     * Reads corrected labels: those of the same rows, each of which stays in its split. So what was
     * public stays public, and a submission that named every id does so still.
     *
     * @param corrected as {@link #rowsOf} or {@link #read} has it
     * @throws UnusableSolution also for a row that is new, missing, or of another split
     */
    public static Solution correcting(
            Solution corrected, InputStream in, Metric metric, Limits limits) throws IOException {
        return read(new Solution(metric, formOf(metric), null, corrected), in, limits);
    }

    private static Solution read(Solution solution, InputStream in, Limits limits)
            throws IOException {
        try {
            solution.readAll(in, limits);
        } catch (FaultException e) {
            throw new UnusableSolution(e.fault(), e);
        }
        solution.corrected = null;
        return solution;
    }

    /**
     * Bytes of heap that labels take once a metric has read them, as is reckoned of each family and
     * measured by a test: more than they do take.
     *
     * @param bytes of the file that they are read from
     */
    public static long heapOf(Metric metric, long bytes) {
        return bytes
                * switch (metric.kind().family()) {
                    case LABEL, NUMBER -> 7;
                    case PROBABILITY -> 8;
                    case ITEMS, GRADES -> 15;
                    case TEXT -> 4;
                    case MASK -> 6;
                };
    }

    public Metric metric() {
        return metric;
    }

    /** How many there are to predict. */
    public int rows() {
        return splits.rows();
    }

    /** How many of them the public score is made of. */
    public int publicRows() {
        return splits.size(Splits.PUBLIC);
    }

    /** 0: there is one score only. */
    public int privateRows() {
        return splits.size(Splits.PRIVATE);
    }

    List<String> keyColumns() {
        return key;
    }

    String labelColumn() {
        return labelColumn;
    }

    /**
     * @param parts of a key, in the order of {@link #keyColumns}
     */
    boolean knows(List<String> parts) {
        return ids.find(String.join(String.valueOf(BETWEEN), parts)) >= 0;
    }

    /** The values of the rows of a split, in their order. */
    double[] labelsOf(double[] values, int split) {
        return splits.of(values, split);
    }

    private void readAll(InputStream in, Limits limits) throws IOException {
        Labels labels = new Labels();
        Rows.read(in, limits, labels);
        if (ids.count() == 0) {
            throw new FaultException(Fault.of(Code.EMPTY, "rows", Map.of()));
        }
        requireAllOfCorrected();
        labels.draw();
        if (splits.size(Splits.PUBLIC) == 0) {
            throw new FaultException(Fault.of(Code.EMPTY, "split", Map.of()));
        }
        form.complete(splits);
    }

    private void requireAllOfCorrected() {
        Solution before = corrected;
        if (before == null || before.ids.count() == ids.count()) {
            return;
        }
        int missing = before.ids.count() - ids.count();
        int first = 0;
        while (ids.find(before.ids.get(first)) >= 0) {
            first++;
        }
        throw new FaultException(missing(key, missing, before.ids.get(first)));
    }

    private static Fault missing(List<String> key, int missing, String first) {
        return new Fault(
                Code.MISSING_ID,
                null,
                key.getLast(),
                "ids",
                Map.of("missing", missing, "first", first.replace(BETWEEN, '/')));
    }

    /** The solution's own rows. */
    private final class Labels implements Rows.Sink {

        private int[] keyFields = {};
        private int label;
        private int usage;
        private int columns;
        private char[] scratch = new char[64];

        /**
         * By query where the metric looks at queries, else by row; empty where nothing is drawn.
         */
        private final Map<String, Draw.Unit> units = new LinkedHashMap<>();

        @Override
        public void header(List<String> names) {
            List<String> left = new ArrayList<>(names);
            keyFields = key.stream().mapToInt(names::indexOf).toArray();
            usage = names.indexOf(USAGE);
            columns = names.size();
            left.removeAll(key);
            left.remove(USAGE);
            if (left.size() != 1 || columns != key.size() + 1 + (usage < 0 ? 0 : 1)) {
                throw new FaultException(
                        Fault.at(
                                1,
                                null,
                                Code.HEADER_MISMATCH,
                                "solution",
                                Map.of("key", String.join(", ", key))));
            }
            labelColumn = left.getFirst();
            label = names.indexOf(labelColumn);
        }

        @Override
        public void row(Rows rows) {
            if (rows.fields() != columns) {
                throw wrongCount(rows, columns);
            }
            int count = ids.count();
            scratch = keyOf(rows, keyFields, scratch);
            if (ids.add(charsOf(rows), keyFrom(rows, keyFields), keyLength(rows, keyFields))
                    < count) {
                throw new FaultException(
                        Fault.at(rows.line(), key.getLast(), Code.DUPLICATE_ID, "id"));
            }
            Solution before = corrected;
            splits.add(before == null ? splitSaid(rows) : splitKept(rows, before));
            form.label(rows, keyFields, label);
            if (draw != null && usage < 0) {
                note(rows, draw);
            }
        }

        private void note(Rows rows, Draw from) {
            String unit = rows.text(keyFields[0]);
            units.computeIfAbsent(
                            unit,
                            key ->
                                    new Draw.Unit(
                                            from.byLabel() ? rows.text(label) : "",
                                            from.placeOf(key),
                                            new ArrayList<>(1)))
                    .rows()
                    .add(splits.rows() - 1);
        }

        void draw() {
            if (draw != null && !units.isEmpty()) {
                draw.into(splits, List.copyOf(units.values()));
            }
        }

        private char[] charsOf(Rows rows) {
            return keyFields.length == 1 ? rows.chars() : scratch;
        }

        private int splitSaid(Rows rows) {
            return usage < 0 ? Splits.PUBLIC : splitOf(rows);
        }

        private int splitKept(Rows rows, Solution from) {
            int row =
                    from.ids.find(
                            charsOf(rows),
                            keyFrom(rows, keyFields),
                            keyLength(rows, keyFields),
                            ids.count() - 1);
            if (row < 0) {
                throw new FaultException(
                        Fault.at(rows.line(), key.getLast(), Code.UNKNOWN_ID, "id"));
            }
            int kept = from.splits.isIn(row, Splits.PUBLIC) ? Splits.PUBLIC : Splits.PRIVATE;
            if (usage >= 0 && splitOf(rows) != kept) {
                throw new FaultException(Fault.at(rows.line(), USAGE, Code.NOT_A_LABEL, "split"));
            }
            return kept;
        }

        private int splitOf(Rows rows) {
            return switch (rows.text(usage)) {
                case "Public" -> Splits.PUBLIC;
                case "Private" -> Splits.PRIVATE;
                default ->
                        throw new FaultException(
                                Fault.at(rows.line(), USAGE, Code.NOT_A_LABEL, "usage"));
            };
        }
    }

    private static int keyFrom(Rows rows, int[] fields) {
        return fields.length == 1 ? rows.from(fields[0]) : 0;
    }

    private static int keyLength(Rows rows, int[] fields) {
        return fields.length == 1
                ? rows.length(fields[0])
                : rows.length(fields[0]) + 1 + rows.length(fields[1]);
    }

    /** A key of two columns, put together; of one, which lies in the row, nothing is done. */
    private static char[] keyOf(Rows rows, int[] fields, char[] scratch) {
        if (fields.length == 1) {
            return scratch;
        }
        int length = keyLength(rows, fields);
        char[] joined = length > scratch.length ? new char[2 * length] : scratch;
        int first = rows.length(fields[0]);
        System.arraycopy(rows.chars(), rows.from(fields[0]), joined, 0, first);
        joined[first] = BETWEEN;
        System.arraycopy(
                rows.chars(), rows.from(fields[1]), joined, first + 1, rows.length(fields[1]));
        return joined;
    }

    /** Keeps no label. */
    private static final class NoForm implements Form {

        @Override
        public void label(Rows rows, int[] fields, int field) {
            // Whatever it is, it is not what is asked for.
        }

        @Override
        public void complete(Splits splits) {
            // No metric has to be defined for it.
        }

        @Override
        public Predictions begin(List<String> columns, int rows) {
            throw new IllegalStateException("nothing is scored by rows without labels");
        }
    }

    private static FaultException wrongCount(Rows rows, int columns) {
        return new FaultException(
                Fault.at(
                        rows.line(),
                        null,
                        Code.WRONG_COLUMN_COUNT,
                        "fields",
                        Map.of("found", rows.fields(), "wanted", columns)));
    }

    // ---- scoring

    /**
     * Reads a submission once, row by row.
     *
     * @return the scores, or the first fault in the order of the file
     * @throws IOException if it cannot be read
     */
    public Verdict score(InputStream submission, Limits limits) throws IOException {
        Submitted submitted = new Submitted(form::begin);
        try {
            Rows.read(submission, limits, submitted);
            Predictions all = submitted.complete();
            return new Scored(
                    splits.rows(),
                    all.score(splits, Splits.PUBLIC),
                    splits.areTwo() ? all.score(splits, Splits.PRIVATE) : null);
        } catch (FaultException e) {
            return new Rejected(e.fault());
        }
    }

    /**
     * Reads a submission in another way than to score it.
     *
     * @param begin as {@link Form#begin}
     * @return empty: it is none of this solution
     * @throws IOException if it cannot be read
     */
    <P extends Predictions> Optional<P> read(
            InputStream submission, Limits limits, BiFunction<List<String>, Integer, P> begin)
            throws IOException {
        AtomicReference<P> begun = new AtomicReference<>();
        Submitted submitted =
                new Submitted(
                        (columns, rows) -> {
                            P made = begin.apply(columns, rows);
                            begun.set(made);
                            return made;
                        });
        try {
            Rows.read(submission, limits, submitted);
            submitted.complete();
            return Optional.ofNullable(begun.get());
        } catch (FaultException e) {
            return Optional.empty();
        }
    }

    Form form() {
        return form;
    }

    Splits splits() {
        return splits;
    }

    String idOf(int row) {
        return ids.get(row);
    }

    /** The rows of one submission. */
    private final class Submitted implements Rows.Sink {

        private final BitSet seen = new BitSet(ids.count());
        private int[] keyFields = {};
        private int[] values = {};
        private int columns;
        private int count;

        /** Of the row before: most files have the order of the labels. */
        private int last = -1;

        private char[] scratch = new char[64];
        private final BiFunction<List<String>, Integer, ? extends Predictions> begin;
        private @Nullable Predictions predictions;

        Submitted(BiFunction<List<String>, Integer, ? extends Predictions> begin) {
            this.begin = begin;
        }

        @Override
        public void header(List<String> names) {
            Set<String> given = new HashSet<>(names);
            for (List<String> wanted : form.columns(labelColumn)) {
                Set<String> all = new HashSet<>(key);
                all.addAll(wanted);
                if (all.equals(given) && names.size() == all.size()) {
                    keyFields = key.stream().mapToInt(names::indexOf).toArray();
                    values = wanted.stream().mapToInt(names::indexOf).toArray();
                    columns = names.size();
                    predictions = begin.apply(wanted, splits.rows());
                    return;
                }
            }
            throw new FaultException(
                    Fault.at(1, null, Code.HEADER_MISMATCH, "columns", Map.of("wanted", wanted())));
        }

        private String wanted() {
            List<String> wanted = new ArrayList<>(key);
            wanted.addAll(form.columns(labelColumn).getFirst());
            return String.join(", ", wanted);
        }

        @Override
        public void row(Rows rows) {
            if (rows.fields() != columns) {
                throw wrongCount(rows, columns);
            }
            scratch = keyOf(rows, keyFields, scratch);
            int row =
                    ids.find(
                            keyFields.length == 1 ? rows.chars() : scratch,
                            keyFrom(rows, keyFields),
                            keyLength(rows, keyFields),
                            last + 1);
            if (row < 0) {
                throw new FaultException(
                        Fault.at(rows.line(), key.getLast(), Code.UNKNOWN_ID, "id"));
            }
            last = row;
            if (seen.get(row)) {
                throw new FaultException(
                        Fault.at(rows.line(), key.getLast(), Code.DUPLICATE_ID, "id"));
            }
            seen.set(row);
            count++;
            Objects.requireNonNull(predictions).take(row, rows, values);
        }

        /** When all was read. */
        Predictions complete() {
            if (count == 0) {
                throw new FaultException(Fault.of(Code.EMPTY, "rows", Map.of()));
            }
            int missing = ids.count() - count;
            if (missing > 0) {
                throw new FaultException(
                        Solution.missing(key, missing, ids.get(seen.nextClearBit(0))));
            }
            return Objects.requireNonNull(predictions);
        }
    }
}
