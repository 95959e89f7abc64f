package bootcamp.competition.team;

import bootcamp.competition.scoring.Fault;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of predictions and what it scored, at first and by each generation since.
 *
 * @param at when all of it had arrived
 * @param state what became of it at first; a file that was refused then stays so
 * @param labelsVersion of the first score; 0: it waits
 * @param entry null unless it was scored at first
 * @param fault null unless it was refused at first
 * @param scores by generation
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
        Map<Integer, Score> scores,
        @Nullable Trial trial) {

    Submission {
        scores = Collections.unmodifiableMap(new TreeMap<>(scores));
    }

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
                Map.of(),
                null);
    }

    /**
     * With the score of a generation; where it is the first one, that decides what became of it.
     */
    Submission scored(int generation, Score score) {
        Map<Integer, Score> all = new TreeMap<>(scores);
        all.put(generation, score);
        boolean first = state == State.QUEUED;
        return new Submission(
                submissionId,
                competitionId,
                teamId,
                studentId,
                fileId,
                gzip,
                at,
                !first ? state : score.entry() == null ? State.REJECTED : State.SCORED,
                first ? score.labelsVersion() : labelsVersion,
                first ? score.entry() : entry,
                first ? score.fault() : fault,
                all,
                trial);
    }

    /** By a generation; null: it was not scored by it. */
    @Nullable Score in(int generation) {
        return scores.get(generation);
    }

    /** What counts of it in a generation; null: nothing does. */
    @Nullable Entry entryIn(int generation) {
        Score score = in(generation);
        return score == null ? null : score.entry();
    }
}
