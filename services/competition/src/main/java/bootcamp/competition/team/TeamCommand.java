package bootcamp.competition.team;

import bootcamp.competition.contest.Generations.Numbers;
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
     * @param numbers the generations of which there are scores
     * @param entry by the present one; null: it was refused and costs nothing
     * @param proposed by the proposed one; null: there is none, or it has no score there
     */
    record SettleAttempt(
            String submissionId,
            Numbers numbers,
            boolean refused,
            @Nullable Entry entry,
            @Nullable Entry proposed,
            Instant at)
            implements TeamCommand {}

    /**
     * @param picks by the present generation
     * @param proposed those of them that have a score in the proposed one, by it
     */
    record ChoosePicks(
            String studentId,
            Numbers numbers,
            List<Entry> picks,
            List<Entry> proposed,
            int picksMax,
            Instant at)
            implements TeamCommand {
        public ChoosePicks {
            picks = List.copyOf(picks);
            proposed = List.copyOf(proposed);
        }
    }

    /**
     * @param scores of the proposed generation, all that the team has
     * @param settled of how many submissions they are made
     * @param picks of which submissions its picks are; null: the team had chosen none
     */
    record PrepareScores(
            Numbers numbers, Scores scores, int settled, @Nullable List<String> picks, Instant at)
            implements TeamCommand {}

    /** Who may have given the team its name was erased. */
    record UnnameTeam(String studentId, Instant at) implements TeamCommand {}

    // ---- merging

    /**
     * What merging is bound to.
     *
     * @param until it is possible; null: it is not
     * @param membersMax students in one team
     * @param attemptsMax submissions that one team may have had by now
     * @param picksMax that count in the end
     * @param cohortIds those of the competition
     * @param numbers its generations; while one is proposed teams stay what they are
     */
    record MergeTerms(
            @Nullable Instant until,
            int membersMax,
            long attemptsMax,
            int picksMax,
            List<String> cohortIds,
            Numbers numbers) {
        public MergeTerms {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    /**
     * Said to the team that is to go into another.
     *
     * @param instead the proposal in whose place this one comes; null: there was none
     */
    record AskToMerge(
            String mergeId,
            String intoTeamId,
            String studentId,
            @Nullable String instead,
            MergeTerms terms,
            Instant at)
            implements TeamCommand {}

    /** Said to the team that is asked. */
    record ProposeMerge(String mergeId, String fromTeamId, MergeTerms terms, Instant at)
            implements TeamCommand {}

    /**
     * Said to both: it was taken back, declined, or could not be.
     *
     * @param isDeclined by the team that was asked
     */
    record EndMerge(String mergeId, boolean isDeclined, Instant at) implements TeamCommand {}

    /** Said to the team that goes, once the other accepts: from then on it only waits. */
    record YieldTeam(String mergeId, String intoTeamId, Instant at) implements TeamCommand {}

    /**
     * Said to the team that stays: it becomes both.
     *
     * @param other as it waits
     */
    record TakeTeam(String mergeId, Team other, MergeTerms terms, Instant at)
            implements TeamCommand {}

    /** Said to a team that waits: nothing came of it. */
    record KeepTeam(String mergeId, Instant at) implements TeamCommand {}

    /** Said to a team that went into another. */
    record EndTeam(String mergeId, Instant at) implements TeamCommand {}
}
