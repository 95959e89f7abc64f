package bootcamp.competition.team;

import java.time.Instant;

/**
 * A submission that waits for its score.
 *
 * @param day of the competition's zone, ISO: for which it counts
 * @param at when all of it had arrived
 */
public record Attempt(
        String submissionId,
        String studentId,
        String fileId,
        long bytes,
        boolean gzip,
        String day,
        Instant at) {}
