package bootcamp.competition.team;

import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of predictions and what it scored. A score belongs to the labels by which it was made.
 *
 * @param at when all of it had arrived
 * @param labelsVersion 0: it waits
 * @param entry null unless it was scored
 * @param fault null unless it was refused
 * @param trial null: the team has written none
 */
record Submission(
        String submissionId,
        String competitionId,
        String teamId,
        String studentId,
        String fileId,
        boolean gzip,
        Instant at,
        State state,
        int labelsVersion,
        @Nullable Entry entry,
        @Nullable Fault fault,
        @Nullable Trial trial) {

    /** As the public contract has them. */
    enum State {
        QUEUED,
        SCORED,
        REJECTED
    }

    static Submission of(Team team, Attempt attempt) {
        return new Submission(
                attempt.submissionId(),
                team.competitionId(),
                team.teamId(),
                attempt.studentId(),
                attempt.fileId(),
                attempt.gzip(),
                attempt.at(),
                State.QUEUED,
                0,
                null,
                null,
                null);
    }

    /**
     * @param second by the secondary metric; null: there is none
     */
    Submission settled(int labels, Verdict first, @Nullable Verdict second) {
        return switch (first) {
            case Verdict.Rejected(var refused) -> with(State.REJECTED, labels, null, refused);
            case Verdict.Scored scored ->
                    switch (second) {
                        case null -> with(State.SCORED, labels, entry(scored, null), null);
                        case Verdict.Rejected(var refused) ->
                                with(State.REJECTED, labels, null, refused);
                        case Verdict.Scored other ->
                                with(State.SCORED, labels, entry(scored, other), null);
                    };
        };
    }

    private Entry entry(Verdict.Scored scored, Verdict.@Nullable Scored other) {
        return new Entry(
                submissionId,
                scored.publicScore(),
                scored.privateScore(),
                other == null ? null : (Double) other.publicScore(),
                other == null ? null : other.privateScore(),
                at);
    }

    private Submission with(
            State next, int labels, @Nullable Entry scored, @Nullable Fault refused) {
        return new Submission(
                submissionId,
                competitionId,
                teamId,
                studentId,
                fileId,
                gzip,
                at,
                next,
                labels,
                scored,
                refused,
                trial);
    }
}
