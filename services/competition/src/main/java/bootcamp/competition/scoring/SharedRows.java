package bootcamp.competition.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a test file that are in a training file, too, as they are written and but for their ids:
 * whoever looks them up there reads their labels.
 *
 * <p>Of each row of the test file 64 bits are kept, of {@value #ROWS_MAX} rows at most: 24 MiB. Two
 * rows that differ are taken for one with a chance of 1 in 10^6 for a million rows against ten
 * million.
 */
public final class SharedRows {

    /** Rows of the test file that are looked at: its first ones. */
    static final int ROWS_MAX = 1_000_000;

    /** Of FNV-1a. */
    private static final long OFFSET = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    /** Ends a field; in no text. */
    private static final char END = '\uFFFF';

    private final List<String> columns;

    /** Hashes of rows, 0 for a place that is free; the number of rows with it beside it. */
    private long[] hashes = new long[1 << 10];

    private int[] counts = new int[1 << 10];
    private int distinct;
    private int rows;

    private SharedRows(List<String> columns) {
        this.columns = columns;
    }

    /** Stops the reading: it is not such a file. */
    private static final class OtherFile extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1;

        OtherFile() {
            super("another file", null, false, false);
        }
    }

    /**
     * Reads a test file: it has the ids of the solution and something beside them, and no labels.
     *
     * @return null: it is none, or cannot be read as CSV
     * @throws IOException if it cannot be read
     */
    public static @Nullable SharedRows ofTest(Solution solution, InputStream in, Limits limits)
            throws IOException {
        TestFile test = new TestFile(solution);
        try {
            Rows.read(in, limits, test);
        } catch (OtherFile | FaultException another) {
            return null;
        }
        return test.shared.rows == 0 ? null : test.shared;
    }

    /** How many rows of the test file were looked at, from 1. */
    public int rows() {
        return rows;
    }

    /**
     * Takes out of those that are looked for what a file has.
     *
     * @param in any file of which it is not known that it is the test file
     * @return how many rows of the test file are in it and in none before; null: it does not have
     *     the columns, or cannot be read as CSV
     * @throws IOException if it cannot be read
     */
    public @Nullable Integer foundIn(InputStream in, Limits limits) throws IOException {
        TrainingFile training = new TrainingFile();
        try {
            Rows.read(in, limits, training);
        } catch (OtherFile | FaultException another) {
            return null;
        }
        return training.found;
    }

    // ---- hashes

    private void add(long hash) {
        int slot = slot(hash);
        if (hashes[slot] == 0) {
            if (2 * (distinct + 1) > hashes.length) {
                grow();
                slot = slot(hash);
            }
            hashes[slot] = hash;
            distinct++;
        }
        counts[slot]++;
        rows++;
    }

    private void grow() {
        long[] before = hashes;
        int[] countsBefore = counts;
        hashes = new long[2 * before.length];
        counts = new int[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int slot = slot(before[i]);
                hashes[slot] = before[i];
                counts[slot] = countsBefore[i];
            }
        }
    }

    /** Where it is, or would be. */
    private int slot(long hash) {
        int slot = (int) hash & hashes.length - 1;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    private static long hash(Rows row, int[] fields) {
        long hash = OFFSET;
        for (int field : fields) {
            int from = row.from(field);
            int to = from + row.length(field);
            for (int i = from; i < to; i++) {
                hash = (hash ^ row.chars()[i]) * PRIME;
            }
            hash = (hash ^ END) * PRIME;
        }
        // As MurmurHash3 ends, so that the low bits are as good as the high ones.
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    private static boolean has(Rows row, int[] fields) {
        for (int field : fields) {
            if (field >= row.fields()) {
                return false;
            }
        }
        return true;
    }

    // ---- files

    private static final class TestFile implements Rows.Sink {

        private final Solution solution;
        private SharedRows shared = new SharedRows(List.of());
        private int[] key = {};
        private int[] fields = {};

        TestFile(Solution solution) {
            this.solution = solution;
        }

        @Override
        public void header(List<String> columns) {
            Set<String> names = new HashSet<>(columns);
            List<String> others =
                    columns.stream().filter(name -> !solution.keyColumns().contains(name)).toList();
            if (names.size() < columns.size()
                    || !names.containsAll(solution.keyColumns())
                    || names.contains(solution.labelColumn())
                    || others.isEmpty()) {
                throw new OtherFile();
            }
            shared = new SharedRows(others);
            key = solution.keyColumns().stream().mapToInt(columns::indexOf).toArray();
            fields = others.stream().mapToInt(columns::indexOf).toArray();
        }

        @Override
        public void row(Rows row) {
            if (!has(row, key)
                    || !solution.knows(Arrays.stream(key).mapToObj(row::text).toList())) {
                throw new OtherFile();
            }
            if (shared.rows < ROWS_MAX && has(row, fields)) {
                shared.add(hash(row, fields));
            }
        }
    }

    private final class TrainingFile implements Rows.Sink {

        private int[] fields = {};
        private int found;

        @Override
        public void header(List<String> names) {
            fields = columns.stream().mapToInt(names::indexOf).toArray();
            for (int field : fields) {
                if (field < 0) {
                    throw new OtherFile();
                }
            }
        }

        @Override
        public void row(Rows row) {
            if (has(row, fields)) {
                int slot = slot(hash(row, fields));
                found += counts[slot];
                counts[slot] = 0;
            }
        }
    }
}
