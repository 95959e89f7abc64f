package bootcamp.competition.team;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a team. */
public sealed interface TeamCommand {

    /**
     * @param cohortIds those of the competition, its home first
     */
    record FoundTeam(
            String competitionId,
            List<String> cohortIds,
            String name,
            String code,
            Standing standing,
            String studentId,
            Instant at)
            implements TeamCommand {
        public FoundTeam {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    /**
     * @param code that a member told
     * @param cohortIds those of the competition
     */
    record JoinTeam(String studentId, String code, int sizeMax, List<String> cohortIds, Instant at)
            implements TeamCommand {
        public JoinTeam {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    /**
     * @param isAsked by the student; else the cohort was left, and with it the team
     */
    record LeaveTeam(String studentId, boolean isAsked, Instant at) implements TeamCommand {}

    /**
     * @param key by which the same sending is known again
     * @param resetsAt when the next day of the limit begins
     * @param cohortIds those of the competition
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
            List<String> cohortIds,
            Instant at)
            implements TeamCommand {
        public TakeAttempt {
            cohortIds = List.copyOf(cohortIds);
        }
    }

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
