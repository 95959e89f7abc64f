package bootcamp.competition.contest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a competition was scored. The scores of one generation are made by one basis; boards
 * and teams show those of the present one, and another takes its place as a whole.
 *
 * @param present from 1
 * @param numbered how many there ever were: a number is not used again
 * @param metricVersion of the present one
 * @param proposal null: none is proposed
 * @param past those that took the place of another, the oldest first
 */
public record Generations(
        int present,
        int numbered,
        int metricVersion,
        @Nullable Proposal proposal,
        List<Rescoring> past) {

    /** As long as nothing was scored anew. */
    public static final int FIRST = 1;

    static final Generations NONE_SINCE = new Generations(FIRST, FIRST, 1, null, List.of());

    /** How often a competition is scored anew at most. */
    static final int RESCORINGS_MAX = 20;

    public Generations {
        past = List.copyOf(past);
    }

    /**
     * What all is scored by without anything being shown.
     *
     * @param by name of the account
     * @param failure why nothing is scored by it any more; null: it is
     * @param failedAt since when; null: it is, or nobody wrote it down
     */
    public record Proposal(
            int generation,
            Basis basis,
            Instant at,
            String by,
            @Nullable Failure failure,
            @Nullable Instant failedAt) {

        Proposal failed(Failure why, Instant since) {
            return new Proposal(generation, basis, at, by, why, since);
        }
    }

    /** Why a generation that was proposed could not be made. */
    public enum Failure {
        LABELS_UNREADABLE,
        /** A submission was at work for longer than any takes, again and again. */
        SCORING_HANGS,
        SCORING_FAILED;

        public String key() {
            return "rescoring." + name();
        }
    }

    /**
     * A generation that took the place of another.
     *
     * @param reason as staff gave it to the students
     * @param by name of the account
     * @param before by what scores were made until then
     */
    public record Rescoring(int generation, String reason, Instant at, String by, Basis before) {}

    /**
     * Which generations there were when a score was made: by it is known whether it was made for
     * all that count.
     *
     * @param proposed null: none was, or it has failed
     * @param numbered how many there ever were
     */
    public record Numbers(int present, @Nullable Integer proposed, int numbered) {

        /** As long as nothing was scored anew. */
        public static final Numbers FIRST_ALONE = new Numbers(FIRST, null, FIRST);

        /** The present one first. */
        public List<Integer> counting() {
            return proposed == null ? List.of(present) : List.of(present, proposed);
        }
    }

    Numbers numbers() {
        return new Numbers(
                present,
                proposal == null || proposal.failure() != null ? null : proposal.generation(),
                numbered);
    }

    /** Whether scores of it were shown, or are. */
    public boolean wasShown(int generation) {
        return generation == FIRST
                || past.stream().anyMatch(each -> each.generation() == generation);
    }

    Generations proposing(Proposal next) {
        return new Generations(present, next.generation(), metricVersion, next, past);
    }

    Generations failed(Failure why, Instant since) {
        return new Generations(
                present,
                numbered,
                metricVersion,
                proposal == null ? null : proposal.failed(why, since),
                past);
    }

    Generations without() {
        return new Generations(present, numbered, metricVersion, null, past);
    }

    Generations turned(Proposal to, Rescoring rescoring) {
        List<Rescoring> all = new java.util.ArrayList<>(past);
        all.add(rescoring);
        return new Generations(to.generation(), numbered, to.basis().metricVersion(), null, all);
    }
}
