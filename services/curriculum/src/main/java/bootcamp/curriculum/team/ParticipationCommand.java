package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be said of who took part in a team activity. */
public sealed interface ParticipationCommand {

    /**
     * A member says who of the team took part.
     *
     * @param teamId in which {@code studentId} and all who took part are
     * @param participantIds each once, ascending
     * @param studentId who says so
     * @param askedIds as {@link Participation}
     */
    record ProposeParticipants(
            String cohortId,
            String teamId,
            List<String> participantIds,
            @Nullable List<String> askedIds,
            String studentId,
            Instant at)
            implements ParticipationCommand {

        public ProposeParticipants {
            participantIds = List.copyOf(participantIds);
        }
    }

    /**
     * @param edition of the proposal that was read
     * @param studentId another member of the team; null: staff
     */
    record ConfirmParticipants(String teamId, int edition, @Nullable String studentId, Stamp stamp)
            implements ParticipationCommand {}

    /**
     * Staff say who took part, of all teams and of none.
     *
     * @param participantIds each once, ascending
     * @param askedIds as {@link Participation}
     */
    record SetParticipants(
            String cohortId,
            List<String> participantIds,
            @Nullable List<String> askedIds,
            Stamp stamp)
            implements ParticipationCommand {

        public SetParticipants {
            participantIds = List.copyOf(participantIds);
        }
    }
}
