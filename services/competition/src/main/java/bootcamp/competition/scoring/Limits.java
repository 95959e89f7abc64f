package bootcamp.competition.scoring;

/**
 * What a file may have at most; more is {@code TOO_LARGE}.
 *
 * @param bytes of the file, unpacked
 * @param fieldChars of one value, 4,096 at least
 */
public record Limits(long bytes, int fieldChars) {

    /** 2 GiB, and values of a million characters. */
    public static final Limits USUAL = new Limits(2L << 30, 1 << 20);
}
