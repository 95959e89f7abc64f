package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * ROUGE (Lin 2004): F1 of what a text and its reference have in common, the mean over the rows.
 * Tokens are what white space separates, or every character that is none; nothing is made lower
 * case or stemmed. 0 where a side is empty.
 */
final class TextForm implements Form {

    /** Of one text: the common sequence of two costs their product by the bits of a word. */
    private static final int TOKENS_MAX = 20_000;

    private final Metric metric;
    private final boolean byCharacter;
    private final List<String> references = new ArrayList<>();

    TextForm(Metric metric) {
        this.metric = metric;
        this.byCharacter = metric.option("tokens", "space").equals("char");
    }

    @Override
    public void label(Rows rows, int[] key, int field) {
        tokens(rows, field);
        references.add(rows.text(field));
    }

    @Override
    public void complete(Splits splits) {}

    @Override
    public Predictions begin(List<String> columns, int rows) {
        return new RowScores(rows, this::judge);
    }

    @Override
    public long told(Rows rows, int[] fields, int pick) {
        return Form.hash(String.join(" ", rows.text(fields[0]).strip().split("\\s+")));
    }

    private double judge(int row, Rows rows, int field) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] reference = numbered(tokens(references.get(row)), numbers);
        int[] candidate = numbered(tokens(rows, field), numbers);
        return switch (metric.kind()) {
            case ROUGE_1 -> f1(common(reference, candidate, 1), reference.length, candidate.length);
            case ROUGE_2 ->
                    f1(common(reference, candidate, 2), reference.length - 1, candidate.length - 1);
            case ROUGE_L ->
                    f1(
                            longestCommonSubsequence(reference, candidate, numbers.size()),
                            reference.length,
                            candidate.length);
            default -> throw new IllegalStateException(metric.name());
        };
    }

    private static double f1(long common, int ofReference, int ofCandidate) {
        return common == 0 ? 0 : 2.0 * common / (ofReference + ofCandidate);
    }

    // ---- tokens

    private List<String> tokens(Rows rows, int field) {
        List<String> tokens = tokens(rows.text(field));
        if (tokens.size() > TOKENS_MAX) {
            throw new FaultException(
                    Fault.at(
                            rows.line(),
                            null,
                            Code.TOO_LARGE,
                            "tokens",
                            Map.of("max", TOKENS_MAX)));
        }
        return tokens;
    }

    private List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            boolean ends = isBlank(point) || byCharacter;
            if (ends && start >= 0) {
                tokens.add(text.substring(start, i));
                start = -1;
            }
            if (!isBlank(point)) {
                start = start < 0 ? i : start;
            }
        }
        if (start >= 0) {
            tokens.add(text.substring(start));
        }
        return tokens;
    }

    /** As {@code str.split()} of the field's reference implementations has it. */
    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
    }

    private static int[] numbered(List<String> tokens, Map<String, Integer> numbers) {
        return tokens.stream()
                .mapToInt(token -> numbers.computeIfAbsent(token, _ -> numbers.size()))
                .toArray();
    }

    // ---- what is in common

    /** Runs of so many tokens, each as often as both have it. */
    private static long common(int[] reference, int[] candidate, int length) {
        Map<Long, Integer> left = new HashMap<>();
        for (int i = 0; i + length <= reference.length; i++) {
            left.merge(run(reference, i, length), 1, Integer::sum);
        }
        long common = 0;
        for (int i = 0; i + length <= candidate.length; i++) {
            Long run = run(candidate, i, length);
            int count = left.getOrDefault(run, 0);
            if (count > 0) {
                left.put(run, count - 1);
                common++;
            }
        }
        return common;
    }

    private static long run(int[] tokens, int from, int length) {
        long run = 0;
        for (int i = from; i < from + length; i++) {
            run = run << 32 | tokens[i];
        }
        return run;
    }

    /**
     * Its length, 64 places of the reference at a time: Hyyrö, "Bit-Parallel LCS-length Computation
     * Revisited" (2004).
     */
    private static int longestCommonSubsequence(int[] reference, int[] candidate, int alphabet) {
        int words = (reference.length + 63) / 64;
        long[][] places = new long[alphabet][];
        for (int i = 0; i < reference.length; i++) {
            int token = reference[i];
            if (places[token] == null) {
                places[token] = new long[words];
            }
            places[token][i / 64] |= 1L << i % 64;
        }
        long[] open = IntStream.range(0, words).mapToLong(_ -> -1L).toArray();
        for (int token : candidate) {
            long[] at = places[token];
            if (at != null) {
                step(open, at);
            }
        }
        int closed = 0;
        for (int i = 0; i < reference.length; i++) {
            closed += (open[i / 64] >>> i % 64 & 1) == 0 ? 1 : 0;
        }
        return closed;
    }

    private static void step(long[] open, long[] at) {
        long carry = 0;
        for (int i = 0; i < open.length; i++) {
            long before = open[i];
            long matched = before & at[i];
            long sum = before + matched;
            long carried = Long.compareUnsigned(sum, before) < 0 ? 1 : 0;
            long total = sum + carry;
            carried |= Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
            open[i] = total | before & ~at[i];
            carry = carried;
        }
    }
}
