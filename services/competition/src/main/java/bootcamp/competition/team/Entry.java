package bootcamp.competition.team;

import bootcamp.competition.team.Standing.Result;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A submission that was scored.
 *
 * @param privateScore null: the competition has one score only
 * @param secondaryScore null: nothing decides between equal scores
 * @param secondaryPrivateScore as both
 * @param at when all of it had arrived
 */
public record Entry(
        String submissionId,
        double publicScore,
        @Nullable Double privateScore,
        @Nullable Double secondaryScore,
        @Nullable Double secondaryPrivateScore,
        Instant at) {

    Result onPublic() {
        return new Result(publicScore, secondaryScore, at, submissionId);
    }

    /** Where there is one score only, that one. */
    Result onPrivate() {
        return privateScore == null
                ? onPublic()
                : new Result(
                        Objects.requireNonNull(privateScore),
                        secondaryPrivateScore,
                        at,
                        submissionId);
    }
}
