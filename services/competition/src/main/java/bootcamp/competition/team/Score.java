package bootcamp.competition.team;

import bootcamp.competition.contest.Basis;
import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a submission was worth by one version of the labels and one of the metric. It is kept
 * whatever comes after it.
 *
 * @param entry null unless it was scored
 * @param fault null unless it was refused; where both are null its file was gone
 */
record Score(int labelsVersion, int metricVersion, @Nullable Entry entry, @Nullable Fault fault) {

    /**
     * @param second by the secondary metric; null: there is none
     */
    static Score of(
            String submissionId, Instant at, Basis basis, Verdict first, @Nullable Verdict second) {
        if (first instanceof Verdict.Rejected(var refused)) {
            return refused(basis, refused);
        }
        if (second instanceof Verdict.Rejected(var refused)) {
            return refused(basis, refused);
        }
        Verdict.Scored scored = (Verdict.Scored) first;
        Verdict.Scored other = (Verdict.Scored) second;
        return new Score(
                basis.labels().version(),
                basis.metricVersion(),
                new Entry(
                        submissionId,
                        scored.publicScore(),
                        scored.privateScore(),
                        other == null ? null : (Double) other.publicScore(),
                        other == null ? null : other.privateScore(),
                        at),
                null);
    }

    private static Score refused(Basis basis, Fault fault) {
        return new Score(basis.labels().version(), basis.metricVersion(), null, fault);
    }

    /** Of one whose file is gone, so that nobody can tell any more. */
    static Score unknown(Basis basis) {
        return new Score(basis.labels().version(), basis.metricVersion(), null, null);
    }
}
