package bootcamp.competition;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.contest.Generations.Proposal;
import bootcamp.competition.contest.Labels;
import bootcamp.competition.gpu.GpuPoolPlan;
import bootcamp.competition.team.Attempt;
import bootcamp.competition.team.Entry;
import bootcamp.competition.team.Scores;
import bootcamp.competition.team.Standing;
import bootcamp.competition.team.Team;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All this service ever says: facts in the past tense, under the simple names of these records.
 * What is published of them holds ids, times, figures and titles that staff publish; labels,
 * private scores, and what students wrote, stay here.
 */
public sealed interface CompetitionEvent {

    /**
     * When a command was accepted and whose it was.
     *
     * @param by name of the account
     */
    record Stamp(Instant at, String by) {}

    /** Facts of a competition. */
    sealed interface OfCompetition extends CompetitionEvent {}

    record CompetitionDrafted(CompetitionPlan plan, Stamp stamp) implements OfCompetition {}

    record CompetitionEdited(CompetitionPlan plan, Stamp stamp) implements OfCompetition {}

    /** Published without the labels' whereabouts. */
    record SolutionSet(Labels labels, Stamp stamp) implements OfCompetition {}

    /** Published without the file. */
    record DataFileAdded(DataFile file, Stamp stamp) implements OfCompetition {}

    /** Published without the name. */
    record DataFileRemoved(String name, Stamp stamp) implements OfCompetition {}

    record CompetitionPublished(Stamp stamp) implements OfCompetition {}

    /**
     * @param by name of the account; null: its end had passed
     */
    record CompetitionClosed(Instant at, @Nullable String by) implements OfCompetition {}

    record CompetitionArchived(Stamp stamp) implements OfCompetition {}

    /** Published without what it is to be scored by. */
    record RescoringProposed(Proposal proposal, Stamp stamp) implements OfCompetition {}

    /** All scores are those of another generation from now on. */
    record RescoringPublished(int generation, String reason, Stamp stamp)
            implements OfCompetition {}

    /** Published without what it was to be scored by. */
    record RescoringDiscarded(Proposal proposal, Stamp stamp) implements OfCompetition {}

    /** All goes on without what is proposed, until that is discarded. */
    record RescoringFailed(int generation, Failure failure, Instant at) implements OfCompetition {}

    /** Facts of a team. */
    sealed interface OfTeam extends CompetitionEvent {}

    /**
     * Published without the name, which students write, and the code.
     *
     * @param cohortIds those of the competition
     */
    record TeamFounded(
            String competitionId,
            String cohortId,
            List<String> cohortIds,
            String name,
            String code,
            Standing standing,
            String studentId,
            Instant at)
            implements OfTeam {}

    /**
     * Published without the cohorts.
     *
     * @param cohortIds those of the competition, which may have got more
     */
    record MemberJoined(String studentId, List<String> cohortIds, Instant at) implements OfTeam {}

    record MemberLeft(String studentId, Instant at) implements OfTeam {}

    /**
     * Published without the file and the cohorts.
     *
     * @param key by which the same sending is known again
     * @param cohortIds those of the competition, which may have got more
     */
    record AttemptTaken(String key, Attempt attempt, List<String> cohortIds) implements OfTeam {}

    /**
     * Published without scores.
     *
     * @param numbers null: it was said before there were generations
     * @param refused at first, so that the attempt is given back; null: it is told by the entry
     * @param entry null: it has no score in the present generation
     * @param proposed by the proposed generation; null: there is none, or it has no score there
     */
    record AttemptSettled(
            String submissionId,
            @Nullable Numbers numbers,
            Boolean refused,
            @Nullable Entry entry,
            @Nullable Entry proposed,
            Instant at)
            implements OfTeam {
        public AttemptSettled {
            // One that was stored before a re-scoring could come in between.
            refused = Objects.requireNonNullElse(refused, entry == null);
        }
    }

    /** Published without scores: all that the team has by a generation that is proposed. */
    record ScoresPrepared(Numbers numbers, Scores scores, Instant at) implements OfTeam {}

    /**
     * Published without them.
     *
     * @param numbers null: it was said before there were generations
     * @param picks empty: the best count again
     * @param proposed by the proposed generation, those that have a score there
     */
    record PicksChosen(
            @Nullable Numbers numbers, List<Entry> picks, List<Entry> proposed, Instant at)
            implements OfTeam {
        public PicksChosen {
            picks = List.copyOf(picks);
            proposed = List.copyOf(Objects.requireNonNullElse(proposed, List.of()));
        }
    }

    /**
     * A team has asked another to become one; said of the one that asked.
     *
     * @param intoTeamId which stays
     */
    record MergeAsked(String mergeId, String intoTeamId, String studentId, Instant at)
            implements OfTeam {}

    /** As above, said of the one that was asked. */
    record MergeProposed(String mergeId, String fromTeamId, Instant at) implements OfTeam {}

    /**
     * Nothing comes of a proposal.
     *
     * @param isDeclined by the team that was asked; else it was taken back, or could not be
     */
    record MergeEnded(String mergeId, boolean isDeclined, Instant at) implements OfTeam {}

    /** Nothing happens to the team until the other has taken it or has not. */
    record TeamYielded(String mergeId, String intoTeamId, Instant at) implements OfTeam {}

    /** It was not taken. */
    record TeamKept(String mergeId, Instant at) implements OfTeam {}

    /**
     * Two teams are one: this one. Published without what the other had submitted.
     *
     * @param numbers null: it was said before there were generations
     * @param other as it was
     * @param picksMax that count in the end
     * @param cohortIds those of the competition
     */
    record TeamsMerged(
            String mergeId,
            @Nullable Numbers numbers,
            Team other,
            int picksMax,
            List<String> cohortIds,
            Instant at)
            implements OfTeam {}

    /** The team went into another and is no more. */
    record TeamEnded(String mergeId, Instant at) implements OfTeam {}

    /** Whoever gave it its name was erased: it has a neutral one. */
    record TeamUnnamed(Instant at) implements OfTeam {}

    /** Facts of what the members of a team contributed. */
    sealed interface OfPeerContribution extends CompetitionEvent {}

    /**
     * Published without any of it.
     *
     * @param cohortIds those of the competition
     * @param ratings by id of the rated member
     * @param until when rating ends
     */
    record PeerRated(
            String competitionId,
            List<String> cohortIds,
            String raterId,
            Map<String, Integer> ratings,
            Instant until,
            Instant at)
            implements OfPeerContribution {}

    /**
     * Published without any of it.
     *
     * @param members whom the figures are of
     */
    record FiguresTold(Set<String> members, Instant at) implements OfPeerContribution {}

    /** Facts of a pool of GPUs. */
    sealed interface OfGpuPool extends CompetitionEvent {}

    /** Published without names. */
    record GpuPoolOpened(GpuPoolPlan plan, Stamp stamp) implements OfGpuPool {}

    /** Published without names. */
    record GpuPoolEdited(GpuPoolPlan plan, Stamp stamp) implements OfGpuPool {}

    /** Facts of a week of a pool. */
    sealed interface OfGpuWeek extends CompetitionEvent {}

    /**
     * Published without the name of the GPU.
     *
     * @param wanted null: any
     */
    record GpuAsked(
            String reservationId,
            String teamId,
            @Nullable String wanted,
            Instant from,
            Instant until,
            Instant at)
            implements OfGpuWeek {}

    /** Published without the name of the GPU. */
    record GpuHeld(String reservationId, String gpu, Instant at) implements OfGpuWeek {}

    record GpuQueued(String reservationId, Instant at) implements OfGpuWeek {}

    record GpuClaimed(String reservationId, Instant at) implements OfGpuWeek {}

    /** Nobody claimed it in time. */
    record GpuReturned(String reservationId, Instant at) implements OfGpuWeek {}

    record GpuEnded(String reservationId, Instant at) implements OfGpuWeek {}

    /** By the team or by staff; or it waited until its time was over. */
    record GpuGivenUp(String reservationId, Instant at) implements OfGpuWeek {}
}
