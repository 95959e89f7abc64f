package bootcamp.competition;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.Labels;
import java.time.Instant;
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
}
