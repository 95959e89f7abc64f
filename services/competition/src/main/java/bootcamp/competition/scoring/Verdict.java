package bootcamp.competition.scoring;

import org.jspecify.annotations.Nullable;

/** What became of a submission. */
public sealed interface Verdict {

    /**
     * @param rows of the submission, without the header
     * @param publicScore over the Public rows; over all rows where the solution has one split
     * @param privateScore null: the solution has one split
     */
    record Scored(long rows, double publicScore, @Nullable Double privateScore)
            implements Verdict {}

    record Rejected(Fault fault) implements Verdict {}
}
