package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.CompetitionArchived;
import bootcamp.competition.CompetitionEvent.CompetitionClosed;
import bootcamp.competition.CompetitionEvent.CompetitionDrafted;
import bootcamp.competition.CompetitionEvent.CompetitionEdited;
import bootcamp.competition.CompetitionEvent.CompetitionPublished;
import bootcamp.competition.CompetitionEvent.DataFileAdded;
import bootcamp.competition.CompetitionEvent.DataFileRemoved;
import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.CompetitionEvent.RescoringDiscarded;
import bootcamp.competition.CompetitionEvent.RescoringFailed;
import bootcamp.competition.CompetitionEvent.RescoringProposed;
import bootcamp.competition.CompetitionEvent.RescoringPublished;
import bootcamp.competition.CompetitionEvent.SolutionSet;
import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.ArchiveCompetition;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DiscardRescoring;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.FailRescoring;
import bootcamp.competition.contest.CompetitionCommand.ProposeRescoring;
import bootcamp.competition.contest.CompetitionCommand.PublishCompetition;
import bootcamp.competition.contest.CompetitionCommand.PublishRescoring;
import bootcamp.competition.contest.CompetitionCommand.RemoveFile;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.contest.Generations.Proposal;
import bootcamp.competition.contest.Generations.Rescoring;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task with hidden labels.
 *
 * @param plan null: nobody has drafted it
 * @param labels null: none were sent, or the metric was changed since
 * @param files by name
 * @param labelVersions how many solutions it has had
 * @param closedAt null: it is not over
 * @param generations how often it was scored
 */
public record Competition(
        String competitionId,
        @Nullable CompetitionPlan plan,
        Status status,
        @Nullable Labels labels,
        int labelVersions,
        Map<String, DataFile> files,
        @Nullable Instant closedAt,
        Generations generations) {

    /** Of why all was scored anew, as students read it. */
    public static final int REASON_CHARS_MAX = 500;

    /** Data files of one competition. */
    static final int FILES_MAX = 20;

    public static final AggregateType<Competition, CompetitionCommand, OfCompetition> TYPE =
            new AggregateType<>(
                    "Competition",
                    1,
                    Competition.class,
                    Map.ofEntries(
                            Map.entry("CompetitionDrafted", CompetitionDrafted.class),
                            Map.entry("CompetitionEdited", CompetitionEdited.class),
                            Map.entry("SolutionSet", SolutionSet.class),
                            Map.entry("DataFileAdded", DataFileAdded.class),
                            Map.entry("DataFileRemoved", DataFileRemoved.class),
                            Map.entry("CompetitionPublished", CompetitionPublished.class),
                            Map.entry("CompetitionClosed", CompetitionClosed.class),
                            Map.entry("CompetitionArchived", CompetitionArchived.class),
                            Map.entry("RescoringProposed", RescoringProposed.class),
                            Map.entry("RescoringPublished", RescoringPublished.class),
                            Map.entry("RescoringDiscarded", RescoringDiscarded.class),
                            Map.entry("RescoringFailed", RescoringFailed.class)),
                    Competition::initial,
                    Competition::decide,
                    Competition::evolve,
                    Competition::publicState,
                    Competition::publicChange,
                    Competition::home);

    public Competition {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        // One that was stored before there were generations has the first.
        generations = Objects.requireNonNullElse(generations, Generations.NONE_SINCE);
    }

    public static Competition initial(String competitionId) {
        return new Competition(
                competitionId, null, Status.DRAFT, null, 0, Map.of(), null, Generations.NONE_SINCE);
    }

    // ---- decide

    public Decision<OfCompetition> decide(CompetitionCommand command) {
        if (plan == null && !(command instanceof DraftCompetition)) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_NOT_FOUND);
        }
        return switch (command) {
            case DraftCompetition draft -> draft(draft);
            case EditCompetition edit -> edit(edit);
            case SetSolution set -> set(set);
            case AddFile add -> add(add);
            case RemoveFile remove ->
                    files.containsKey(remove.name())
                            ? unlessOver(new DataFileRemoved(remove.name(), remove.stamp()))
                            : Decision.staysQuiet();
            case PublishCompetition publish -> publish(publish);
            case CloseCompetition close -> close(close);
            case ArchiveCompetition archive ->
                    switch (status) {
                        case DRAFT, CLOSED ->
                                Decision.yields(new CompetitionArchived(archive.stamp()));
                        case ARCHIVED -> Decision.staysQuiet();
                        case PUBLISHED ->
                                Decision.refuses(CompetitionRefusal.Now.COMPETITION_NOT_CLOSED);
                    };
            case ProposeRescoring propose -> propose(propose);
            case PublishRescoring publish -> publish(publish);
            case DiscardRescoring discard -> discard(discard);
            case FailRescoring fail -> fail(fail);
        };
    }

    private Decision<OfCompetition> draft(DraftCompetition draft) {
        if (plan != null) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_EXISTS);
        }
        return draft.plan().flaws().isEmpty()
                ? Decision.yields(new CompetitionDrafted(draft.plan(), draft.stamp()))
                : Decision.refuses(CompetitionRefusal.Now.COMPETITION_UNSOUND);
    }

    private Decision<OfCompetition> edit(EditCompetition edit) {
        if (planned().equals(edit.after())) {
            return Decision.staysQuiet();
        }
        if (!planned().equals(edit.before())) {
            return Decision.refuses(CompetitionRefusal.Now.PLAN_CHANGED);
        }
        if (isOver() && !planned().equals(named(edit.after()))) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_CLOSED);
        }
        if (status == Status.PUBLISHED && !planned().mayBecome(edit.after())) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_IS_PUBLISHED);
        }
        return edit.after().flaws().isEmpty()
                ? Decision.yields(new CompetitionEdited(edit.after(), edit.stamp()))
                : Decision.refuses(CompetitionRefusal.Now.COMPETITION_UNSOUND);
    }

    /** The other plan under the present title and module. */
    private CompetitionPlan named(CompetitionPlan other) {
        return new CompetitionPlan(
                other.cohortIds(),
                planned().title(),
                planned().moduleId(),
                other.metric(),
                other.metricOptions(),
                other.secondaryMetric(),
                other.startsAt(),
                other.endsAt(),
                other.timeZone(),
                other.dailyLimit(),
                other.maxTeamSize(),
                other.finalPicks(),
                other.digits(),
                other.publicFraction(),
                other.publicScores(),
                other.mergeUntil());
    }

    private Decision<OfCompetition> set(SetSolution set) {
        if (isOver()) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_CLOSED);
        }
        if (status != Status.DRAFT) {
            return Decision.refuses(CompetitionRefusal.Now.COMPETITION_IS_PUBLISHED);
        }
        return planned().isScoredAs(set.checkedBy())
                ? Decision.yields(
                        new SolutionSet(set.labels().numbered(labelVersions + 1), set.stamp()))
                : Decision.refuses(CompetitionRefusal.Now.PLAN_CHANGED);
    }

    private Decision<OfCompetition> add(AddFile add) {
        DataFile file = add.file();
        return !files.containsKey(file.name()) && files.size() >= FILES_MAX
                ? Decision.refuses(CompetitionRefusal.Now.TOO_MANY_FILES)
                : unlessOver(new DataFileAdded(file, add.stamp()));
    }

    private Decision<OfCompetition> unlessOver(OfCompetition fact) {
        return isOver()
                ? Decision.refuses(CompetitionRefusal.Now.COMPETITION_CLOSED)
                : Decision.yields(fact);
    }

    private Decision<OfCompetition> publish(PublishCompetition publish) {
        return switch (status) {
            case PUBLISHED -> Decision.staysQuiet();
            case CLOSED, ARCHIVED -> Decision.refuses(CompetitionRefusal.Now.COMPETITION_CLOSED);
            case DRAFT ->
                    labels == null
                            ? Decision.refuses(CompetitionRefusal.Now.NO_SOLUTION)
                            : planned().ends().isAfter(publish.stamp().at())
                                    ? Decision.yields(new CompetitionPublished(publish.stamp()))
                                    : Decision.refuses(CompetitionRefusal.Now.COMPETITION_CLOSED);
        };
    }

    private Decision<OfCompetition> close(CloseCompetition close) {
        return switch (status) {
            case CLOSED, ARCHIVED -> Decision.staysQuiet();
            case DRAFT -> Decision.refuses(CompetitionRefusal.Now.COMPETITION_NOT_PUBLISHED);
            case PUBLISHED ->
                    close.by() == null && close.at().isBefore(planned().ends())
                            ? Decision.staysQuiet()
                            : Decision.yields(new CompetitionClosed(close.at(), close.by()));
        };
    }

    /** Why it is not scored anew as it stands; null: it may be. */
    public @Nullable CompetitionRefusal notRescored() {
        return switch (status) {
            case DRAFT -> CompetitionRefusal.Now.COMPETITION_NOT_PUBLISHED;
            case ARCHIVED -> CompetitionRefusal.Now.COMPETITION_CLOSED;
            case PUBLISHED, CLOSED -> null;
        };
    }

    private Decision<OfCompetition> propose(ProposeRescoring propose) {
        CompetitionRefusal why = notRescored();
        if (why != null) {
            return Decision.refuses(why);
        }
        Proposal open = generations.proposal();
        if (open != null) {
            return open.failure() == null && open.basis().isAs(propose.basis())
                    ? Decision.staysQuiet()
                    : Decision.refuses(CompetitionRefusal.Now.RESCORING_OPEN);
        }
        if (generations.present() != propose.against()) {
            return Decision.refuses(CompetitionRefusal.Now.PLAN_CHANGED);
        }
        if (generations.past().size() >= Generations.RESCORINGS_MAX) {
            return Decision.refuses(CompetitionRefusal.Now.TOO_MANY_RESCORINGS);
        }
        Basis next = propose.basis();
        Basis present = basis();
        if (next.isAs(present)) {
            return Decision.refuses(CompetitionRefusal.Now.RESCORING_CHANGES_NOTHING);
        }
        if (!next.scoredBy().mayReplace(present.scoredBy())) {
            return Decision.refuses(CompetitionRefusal.Now.RESCORING_OF_ANOTHER_KIND);
        }
        Basis numbered =
                next.numbered(
                        next.labels().version() == 0 ? labelVersions + 1 : next.labels().version(),
                        generations.metricVersion() + (next.hasMetricOf(present) ? 0 : 1));
        return Decision.yields(
                new RescoringProposed(
                        new Proposal(
                                generations.numbered() + 1,
                                numbered,
                                propose.stamp().at(),
                                propose.stamp().by(),
                                null,
                                null),
                        propose.stamp()));
    }

    /** One that is shown already, or discarded, has not failed. */
    private Decision<OfCompetition> fail(FailRescoring fail) {
        Proposal proposal = generations.proposal();
        return proposal == null
                        || proposal.generation() != fail.generation()
                        || proposal.failure() != null
                ? Decision.staysQuiet()
                : Decision.yields(
                        new RescoringFailed(fail.generation(), fail.failure(), fail.at()));
    }

    private Decision<OfCompetition> discard(DiscardRescoring discard) {
        Proposal proposal = generations.proposal();
        return proposal == null || proposal.generation() != discard.generation()
                ? Decision.staysQuiet()
                : Decision.yields(new RescoringDiscarded(proposal, discard.stamp()));
    }

    private Decision<OfCompetition> publish(PublishRescoring publish) {
        if (publish.generation() == generations.present()
                && generations.wasShown(publish.generation())) {
            return Decision.staysQuiet();
        }
        Proposal proposal = generations.proposal();
        if (proposal == null || proposal.generation() != publish.generation()) {
            return Decision.refuses(CompetitionRefusal.Now.RESCORING_NOT_FOUND);
        }
        if (proposal.failure() != null) {
            return Decision.refuses(CompetitionRefusal.Now.RESCORING_FAILED);
        }
        CompetitionRefusal why = notRescored();
        return why == null
                ? Decision.yields(
                        new RescoringPublished(
                                publish.generation(), publish.reason(), publish.stamp()))
                : Decision.refuses(why);
    }

    // ---- evolve

    public Competition evolve(OfCompetition fact) {
        return switch (fact) {
            case CompetitionDrafted(var drafted, var _) -> with(drafted, labels);
            // Labels that were read for another metric may not fit this one.
            case CompetitionEdited(var after, var _) ->
                    with(after, planned().isScoredAs(after) ? labels : null);
            case SolutionSet(var sent, var _) ->
                    new Competition(
                            competitionId,
                            plan,
                            status,
                            sent,
                            sent.version(),
                            files,
                            closedAt,
                            generations);
            case DataFileAdded(var file, var _) -> {
                Map<String, DataFile> next = new TreeMap<>(files);
                next.put(file.name(), file);
                yield with(next);
            }
            case DataFileRemoved(var name, var _) -> {
                Map<String, DataFile> next = new TreeMap<>(files);
                next.remove(name);
                yield with(next);
            }
            case CompetitionPublished(var _) -> with(Status.PUBLISHED, null);
            case CompetitionClosed(var at, var _) -> with(Status.CLOSED, at);
            case CompetitionArchived(var _) -> with(Status.ARCHIVED, closedAt);
            case RescoringProposed(var proposal, var _) ->
                    with(
                            planned(),
                            labels,
                            Math.max(labelVersions, proposal.basis().labels().version()),
                            generations.proposing(proposal));
            case RescoringPublished published -> turned(published);
            case RescoringFailed(var _, var failure, var at) ->
                    with(planned(), labels, labelVersions, generations.failed(failure, at));
            case RescoringDiscarded(var _, var _) ->
                    with(planned(), labels, labelVersions, generations.without());
        };
    }

    private Competition turned(RescoringPublished published) {
        Proposal proposal = Objects.requireNonNull(generations.proposal(), "is proposed");
        Stamp stamp = published.stamp();
        return with(
                planned().scoredBy(proposal.basis()),
                proposal.basis().labels(),
                labelVersions,
                generations.turned(
                        proposal,
                        new Rescoring(
                                published.generation(),
                                published.reason(),
                                stamp.at(),
                                stamp.by(),
                                basis())));
    }

    private Competition with(
            CompetitionPlan next, @Nullable Labels kept, int versions, Generations after) {
        return new Competition(competitionId, next, status, kept, versions, files, closedAt, after);
    }

    private Competition with(CompetitionPlan next, @Nullable Labels kept) {
        return with(next, kept, labelVersions, generations);
    }

    private Competition with(Map<String, DataFile> next) {
        return new Competition(
                competitionId, plan, status, labels, labelVersions, next, closedAt, generations);
    }

    private Competition with(Status next, @Nullable Instant closed) {
        return new Competition(
                competitionId, plan, next, labels, labelVersions, files, closed, generations);
    }

    // ---- queries

    /** Of one that somebody has drafted. */
    public CompetitionPlan planned() {
        return Objects.requireNonNull(plan, "nobody has drafted this competition");
    }

    /** By what the scores that are shown are made; of one that has labels. */
    public Basis basis() {
        return new Basis(
                Objects.requireNonNull(labels, "published with labels"),
                planned().metric(),
                planned().metricOptions(),
                generations.metricVersion());
    }

    /** Which generations a score that is made now is to be of. */
    public Numbers numbers() {
        return generations.numbers();
    }

    /**
     * By what scores of a generation are made; null: it is neither the present one nor proposed, or
     * has failed.
     */
    public @Nullable Basis basisOf(int generation) {
        if (generation == generations.present()) {
            return basis();
        }
        Proposal proposal = generations.proposal();
        return proposal != null && proposal.generation() == generation && proposal.failure() == null
                ? proposal.basis()
                : null;
    }

    /** Whether students of its cohorts may know of it. */
    public boolean wasPublished() {
        return status == Status.PUBLISHED || closedAt != null;
    }

    public boolean isOver() {
        return status == Status.CLOSED || status == Status.ARCHIVED;
    }

    /** Whether its end has passed and nobody has said so. */
    public boolean isDue(Instant now) {
        return status == Status.PUBLISHED && !now.isBefore(planned().ends());
    }

    /**
     * Why no submission is taken at that moment; null: it is.
     *
     * @param at when all of it had arrived
     */
    public @Nullable CompetitionRefusal notTaking(Instant at) {
        if (status == Status.DRAFT) {
            return CompetitionRefusal.Now.COMPETITION_NOT_PUBLISHED;
        }
        if (isOver() || !at.isBefore(planned().ends())) {
            return CompetitionRefusal.Now.COMPETITION_CLOSED;
        }
        return at.isBefore(planned().starts())
                ? new CompetitionRefusal.NotOpenYet(
                        planned().starts().atZone(planned().zone()).toOffsetDateTime())
                : null;
    }

    // ---- what is published

    private String home() {
        return plan == null ? "" : plan.cohortIds().getFirst();
    }

    /** Nothing of the labels but that there are some. */
    record PublicState(
            String competitionId,
            Status status,
            CompetitionPlan.Public plan,
            boolean hasSolution,
            int files,
            @Nullable Instant closedAt,
            List<PublicRescoring> rescorings) {}

    /** Nothing of what was wrong but what staff tell of it. */
    private record PublicRescoring(int generation, String reason, Instant at) {}

    private Object publicState() {
        return new PublicState(
                competitionId,
                status,
                planned().published(),
                labels != null,
                files.size(),
                closedAt,
                generations.past().stream()
                        .map(
                                each ->
                                        new PublicRescoring(
                                                each.generation(), each.reason(), each.at()))
                        .toList());
    }

    private record PublicPlan(CompetitionPlan.Public plan, Stamp stamp) {}

    private record Done(Stamp stamp) {}

    private record Failed(Instant at) {}

    private static Object publicChange(OfCompetition fact) {
        return switch (fact) {
            case CompetitionDrafted(var plan, var stamp) -> new PublicPlan(plan.published(), stamp);
            case CompetitionEdited(var plan, var stamp) -> new PublicPlan(plan.published(), stamp);
            case SolutionSet(var _, var stamp) -> new Done(stamp);
            case DataFileAdded(var _, var stamp) -> new Done(stamp);
            case DataFileRemoved(var _, var stamp) -> new Done(stamp);
            case RescoringProposed(var _, var stamp) -> new Done(stamp);
            case RescoringDiscarded(var _, var stamp) -> new Done(stamp);
            case RescoringFailed(var _, var _, var at) -> new Failed(at);
            case CompetitionPublished _,
                    CompetitionClosed _,
                    CompetitionArchived _,
                    RescoringPublished _ ->
                    fact;
        };
    }

    /** All of it that lies in files: labels of the past too, by which scores were made. */
    public List<String> fileIds() {
        List<String> ids = new ArrayList<>();
        files.values().forEach(file -> ids.add(file.fileId()));
        Stream.of(
                        Stream.ofNullable(labels),
                        Stream.ofNullable(generations.proposal())
                                .map(proposal -> proposal.basis().labels()),
                        generations.past().stream().map(each -> each.before().labels()))
                .flatMap(each -> each)
                .forEach(each -> ids.add(each.fileId()));
        return ids;
    }
}
