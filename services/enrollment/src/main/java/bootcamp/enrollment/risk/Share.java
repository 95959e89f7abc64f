package bootcamp.enrollment.risk;

/**
 * A share with its interval of 95 % (Wilson, <i>Probable inference, the law of succession, and
 * statistical inference</i>, 1927).
 *
 * @param value 0 to 1
 * @param lower 0 to {@code value}
 * @param upper {@code value} to 1
 */
public record Share(double value, double lower, double upper) {

    private static final double Z = 1.959963984540054;

    /**
     * @param of positive
     */
    public static Share of(long part, long of) {
        double n = of;
        double share = part / n;
        double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half =
                Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return new Share(share, Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
