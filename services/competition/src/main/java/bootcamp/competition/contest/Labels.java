package bootcamp.competition.contest;

import java.time.Instant;

/**
 * The hidden labels: where they lie and what is known of them. They are in no event.
 *
 * @param version from 1; a score keeps by which it was made
 * @param sha256 of the file, in hex
 * @param seed by which the public rows were drawn, where they were
 * @param privateRows 0: there is one score only
 */
public record Labels(
        int version,
        String fileId,
        long bytes,
        String sha256,
        long seed,
        int publicRows,
        int privateRows,
        Instant at) {}
