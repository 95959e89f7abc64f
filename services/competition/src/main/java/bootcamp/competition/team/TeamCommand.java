package bootcamp.competition.team;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a team. */
public sealed interface TeamCommand {

    record FoundTeam(
            String competitionId,
            String cohortId,
            String name,
            String code,
            Standing standing,
            String studentId,
            Instant at)
            implements TeamCommand {}

    /**
     * @param code that a member told
     */
    record JoinTeam(String studentId, String code, int sizeMax, Instant at)
            implements TeamCommand {}

    /**
     * @param isAsked by the student; else the cohort was left, and with it the team
     */
    record LeaveTeam(String studentId, boolean isAsked, Instant at) implements TeamCommand {}

    /**
     * @param key by which the same sending is known again
     * @param resetsAt when the next day of the limit begins
     */
    record TakeAttempt(
            String key,
            String studentId,
            String fileId,
            long bytes,
            boolean gzip,
            String day,
            java.time.OffsetDateTime resetsAt,
            int dailyLimit,
            Instant at)
            implements TeamCommand {}

    /**
     * @param entry null: it was refused and costs nothing
     */
    record SettleAttempt(String submissionId, @Nullable Entry entry, Instant at)
            implements TeamCommand {}

    record ChoosePicks(String studentId, List<Entry> picks, int picksMax, Instant at)
            implements TeamCommand {
        public ChoosePicks {
            picks = List.copyOf(picks);
        }
    }
}
