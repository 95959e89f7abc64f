package bootcamp.competition.contest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hidden labels: where they lie and what is known of them. They are in no event.
 *
 * @param version from 1; a score keeps by which it was made
 * @param sha256 of the file, in hex
 * @param seed by which the public rows were drawn, where they were
 * @param privateRows 0: there is one score only
 * @param splitOf the file of the labels that they correct, by whose rows and split they go; null:
 *     they stand for themselves
 */
public record Labels(
        int version,
        String fileId,
        long bytes,
        String sha256,
        long seed,
        int publicRows,
        int privateRows,
        Instant at,
        @Nullable String splitOf) {

    /** Where the rows and their split are from. */
    String rowsFrom() {
        return splitOf == null ? fileId : splitOf;
    }

    Labels numbered(int number) {
        return new Labels(
                number, fileId, bytes, sha256, seed, publicRows, privateRows, at, splitOf);
    }
}
