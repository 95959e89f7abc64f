package bootcamp.competition.scoring;

/** Numbers as they are written in files: digits, a point, an exponent; nothing else. */
final class Numbers {

    /** Above this, squares and their sums would not stay finite. */
    private static final double ABSOLUTE_MAX = 1e100;

    private static final int CHARS_MAX = 400;

    private Numbers() {}

    /**
     * The number that is written there.
     *
     * @return NaN where it is none: NaN and infinity themselves, other digits than 0–9, blanks,
     *     hexadecimals, nothing at all, and what is above 1e100
     */
    static double parse(char[] chars, int from, int length) {
        if (!isNumber(chars, from, from + length) || length > CHARS_MAX) {
            return Double.NaN;
        }
        double value = Double.parseDouble(new String(chars, from, length));
        return Math.abs(value) <= ABSOLUTE_MAX ? value : Double.NaN;
    }

    /** The place of the first that is at least the value; the length where none is. */
    static int firstNotBelow(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static boolean isNumber(char[] chars, int from, int end) {
        int i = from;
        if (i < end && (chars[i] == '-' || chars[i] == '+')) {
            i++;
        }
        int whole = digits(chars, i, end);
        i += whole;
        int fraction = 0;
        if (i < end && chars[i] == '.') {
            fraction = digits(chars, i + 1, end);
            i += 1 + fraction;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (i < end && (chars[i] == 'e' || chars[i] == 'E')) {
            i++;
            if (i < end && (chars[i] == '-' || chars[i] == '+')) {
                i++;
            }
            int exponent = digits(chars, i, end);
            if (exponent == 0) {
                return false;
            }
            i += exponent;
        }
        return i == end;
    }

    private static int digits(char[] chars, int from, int end) {
        int i = from;
        while (i < end && chars[i] >= '0' && chars[i] <= '9') {
            i++;
        }
        return i - from;
    }
}
