package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.CompetitionArchived;
import bootcamp.competition.CompetitionEvent.CompetitionClosed;
import bootcamp.competition.CompetitionEvent.CompetitionDrafted;
import bootcamp.competition.CompetitionEvent.CompetitionEdited;
import bootcamp.competition.CompetitionEvent.CompetitionPublished;
import bootcamp.competition.CompetitionEvent.DataFileAdded;
import bootcamp.competition.CompetitionEvent.DataFileRemoved;
import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.CompetitionEvent.SolutionSet;
import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.ArchiveCompetition;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.PublishCompetition;
import bootcamp.competition.contest.CompetitionCommand.RemoveFile;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task with hidden labels.
 *
 * @param plan null: nobody has drafted it
 * @param labels null: none were sent, or the metric was changed since
 * @param files by name
 * @param labelVersions how many solutions it has had
 * @param closedAt null: it is not over
 */
public record Competition(
        String competitionId,
        @Nullable CompetitionPlan plan,
        Status status,
        @Nullable Labels labels,
        int labelVersions,
        Map<String, DataFile> files,
        @Nullable Instant closedAt) {

    /** Data files of one competition. */
    static final int FILES_MAX = 20;

    public static final AggregateType<Competition, CompetitionCommand, OfCompetition> TYPE =
            new AggregateType<>(
                    "Competition",
                    1,
                    Competition.class,
                    Map.of(
                            "CompetitionDrafted", CompetitionDrafted.class,
                            "CompetitionEdited", CompetitionEdited.class,
                            "SolutionSet", SolutionSet.class,
                            "DataFileAdded", DataFileAdded.class,
                            "DataFileRemoved", DataFileRemoved.class,
                            "CompetitionPublished", CompetitionPublished.class,
                            "CompetitionClosed", CompetitionClosed.class,
                            "CompetitionArchived", CompetitionArchived.class),
                    Competition::initial,
                    Competition::decide,
                    Competition::evolve,
                    Competition::publicState,
                    Competition::publicChange,
                    Competition::home);

    public Competition {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    public static Competition initial(String competitionId) {
        return new Competition(competitionId, null, Status.DRAFT, null, 0, Map.of(), null);
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
                ? Decision.yields(new SolutionSet(numbered(set.labels()), set.stamp()))
                : Decision.refuses(CompetitionRefusal.Now.PLAN_CHANGED);
    }

    private Labels numbered(Labels sent) {
        return new Labels(
                labelVersions + 1,
                sent.fileId(),
                sent.bytes(),
                sent.sha256(),
                sent.seed(),
                sent.publicRows(),
                sent.privateRows(),
                sent.at());
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

    // ---- evolve

    public Competition evolve(OfCompetition fact) {
        return switch (fact) {
            case CompetitionDrafted(var drafted, var _) -> with(drafted, labels);
            // Labels that were read for another metric may not fit this one.
            case CompetitionEdited(var after, var _) ->
                    with(after, planned().isScoredAs(after) ? labels : null);
            case SolutionSet(var sent, var _) ->
                    new Competition(
                            competitionId, plan, status, sent, sent.version(), files, closedAt);
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
        };
    }

    private Competition with(CompetitionPlan next, @Nullable Labels kept) {
        return new Competition(competitionId, next, status, kept, labelVersions, files, closedAt);
    }

    private Competition with(Map<String, DataFile> next) {
        return new Competition(competitionId, plan, status, labels, labelVersions, next, closedAt);
    }

    private Competition with(Status next, @Nullable Instant closed) {
        return new Competition(competitionId, plan, next, labels, labelVersions, files, closed);
    }

    // ---- queries

    /** Of one that somebody has drafted. */
    public CompetitionPlan planned() {
        return Objects.requireNonNull(plan, "nobody has drafted this competition");
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
            @Nullable Instant closedAt) {}

    private Object publicState() {
        return new PublicState(
                competitionId,
                status,
                planned().published(),
                labels != null,
                files.size(),
                closedAt);
    }

    private record PublicPlan(CompetitionPlan.Public plan, Stamp stamp) {}

    private record Done(Stamp stamp) {}

    private static Object publicChange(OfCompetition fact) {
        return switch (fact) {
            case CompetitionDrafted(var plan, var stamp) -> new PublicPlan(plan.published(), stamp);
            case CompetitionEdited(var plan, var stamp) -> new PublicPlan(plan.published(), stamp);
            case SolutionSet(var _, var stamp) -> new Done(stamp);
            case DataFileAdded(var _, var stamp) -> new Done(stamp);
            case DataFileRemoved(var _, var stamp) -> new Done(stamp);
            case CompetitionPublished _, CompetitionClosed _, CompetitionArchived _ -> fact;
        };
    }

    /** All of it that lies in files. */
    public List<String> fileIds() {
        List<String> ids = new java.util.ArrayList<>();
        files.values().forEach(file -> ids.add(file.fileId()));
        if (labels != null) {
            ids.add(labels.fileId());
        }
        return ids;
    }
}
