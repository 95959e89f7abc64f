package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.Generations.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be asked of a competition. */
public sealed interface CompetitionCommand {

    record DraftCompetition(CompetitionPlan plan, Stamp stamp) implements CompetitionCommand {}

    /**
     * @param before as it was when the edit was made of it
     */
    record EditCompetition(CompetitionPlan before, CompetitionPlan after, Stamp stamp)
            implements CompetitionCommand {}

    /**
     * @param checkedBy what the labels were read for
     */
    record SetSolution(Labels labels, CompetitionPlan checkedBy, Stamp stamp)
            implements CompetitionCommand {}

    /** In the place of one of the same name. */
    record AddFile(DataFile file, Stamp stamp) implements CompetitionCommand {}

    record RemoveFile(String name, Stamp stamp) implements CompetitionCommand {}

    record PublishCompetition(Stamp stamp) implements CompetitionCommand {}

    /**
     * @param by name of the account; null: its end may have passed
     */
    record CloseCompetition(Instant at, @Nullable String by) implements CompetitionCommand {}

    record ArchiveCompetition(Stamp stamp) implements CompetitionCommand {}

    /**
     * @param basis its labels are new where their version is 0, else the present ones
     * @param against the present generation when it was checked
     */
    record ProposeRescoring(Basis basis, int against, Stamp stamp) implements CompetitionCommand {}

    /**
     * @param generation that was looked at
     * @param reason for the students, 1 to {@value Competition#REASON_CHARS_MAX} characters
     */
    record PublishRescoring(int generation, String reason, Stamp stamp)
            implements CompetitionCommand {}

    /**
     * @param generation that could not be made; another is left as it is
     */
    record FailRescoring(int generation, Failure failure, Instant at)
            implements CompetitionCommand {}

    /**
     * @param generation that is to be; of another nothing is discarded
     */
    record DiscardRescoring(int generation, Stamp stamp) implements CompetitionCommand {}
}
