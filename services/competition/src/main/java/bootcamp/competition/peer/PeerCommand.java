package bootcamp.competition.peer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be asked of the ratings of a team. */
public sealed interface PeerCommand {

    /**
     * A member rates everybody of the team, in the place of what the member said before.
     *
     * @param cohortIds those of the competition, at least one
     * @param members of the team who have not left, by student id
     * @param ratings by id of the rated
     * @param until when rating ends
     */
    record Rate(
            String competitionId,
            List<String> cohortIds,
            Set<String> members,
            String raterId,
            Map<String, Integer> ratings,
            Instant until,
            Instant at)
            implements PeerCommand {}

    /**
     * Figures are told once rating has ended; before that nothing happens.
     *
     * @param members of the team who have not left by now
     */
    record TellFigures(Set<String> members, Instant at) implements PeerCommand {}
}
