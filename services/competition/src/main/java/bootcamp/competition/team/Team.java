package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.AttemptSettled;
import bootcamp.competition.CompetitionEvent.AttemptTaken;
import bootcamp.competition.CompetitionEvent.MemberJoined;
import bootcamp.competition.CompetitionEvent.MemberLeft;
import bootcamp.competition.CompetitionEvent.MergeAsked;
import bootcamp.competition.CompetitionEvent.MergeEnded;
import bootcamp.competition.CompetitionEvent.MergeProposed;
import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.CompetitionEvent.PicksChosen;
import bootcamp.competition.CompetitionEvent.ScoresPrepared;
import bootcamp.competition.CompetitionEvent.TeamEnded;
import bootcamp.competition.CompetitionEvent.TeamFounded;
import bootcamp.competition.CompetitionEvent.TeamKept;
import bootcamp.competition.CompetitionEvent.TeamUnnamed;
import bootcamp.competition.CompetitionEvent.TeamYielded;
import bootcamp.competition.CompetitionEvent.TeamsMerged;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.team.Ledger.Step;
import bootcamp.competition.team.Merges.Asked;
import bootcamp.competition.team.Merges.Former;
import bootcamp.competition.team.Merges.Into;
import bootcamp.competition.team.Merges.Proposal;
import bootcamp.competition.team.Standing.Result;
import bootcamp.competition.team.TeamCommand.AskToMerge;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.EndMerge;
import bootcamp.competition.team.TeamCommand.EndTeam;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.KeepTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.MergeTerms;
import bootcamp.competition.team.TeamCommand.PrepareScores;
import bootcamp.competition.team.TeamCommand.ProposeMerge;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.competition.team.TeamCommand.TakeTeam;
import bootcamp.competition.team.TeamCommand.UnnameTeam;
import bootcamp.competition.team.TeamCommand.YieldTeam;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who submits together, and the ledger of what they have submitted: the one place that decides
 * whether another submission is taken, and counts it.
 *
 * @param competitionId empty: nobody has founded it
 * @param cohortId home of the competition
 * @param cohortIds those of the competition when somebody last came or submitted: a competition
 *     that is published only gets more
 * @param namedBy id of the student who founded it and may have written its name; null: nobody knows
 * @param code by which others join; told to members alone
 * @param standing null: nobody has founded it
 * @param members ids of students, in the order in which they joined
 * @param authors ids of those who ever submitted
 * @param ledger what they have submitted
 * @param merges with which teams it became one, or may
 */
public record Team(
        String teamId,
        String competitionId,
        String cohortId,
        List<String> cohortIds,
        String name,
        @Nullable String namedBy,
        String code,
        @Nullable Standing standing,
        List<String> members,
        List<String> authors,
        Ledger ledger,
        Merges merges) {

    /** Files of one day that may be refused. */
    static final int REFUSED_MAX = 50;

    static final int NAME_CHARS_MAX = 60;

    /** Of the id, in a name that nobody wrote. */
    private static final int ID_CHARS = 6;

    public static final AggregateType<Team, TeamCommand, OfTeam> TYPE =
            new AggregateType<>(
                    "Team",
                    1,
                    Team.class,
                    Map.ofEntries(
                            Map.entry("TeamFounded", TeamFounded.class),
                            Map.entry("MemberJoined", MemberJoined.class),
                            Map.entry("MemberLeft", MemberLeft.class),
                            Map.entry("AttemptTaken", AttemptTaken.class),
                            Map.entry("AttemptSettled", AttemptSettled.class),
                            Map.entry("PicksChosen", PicksChosen.class),
                            Map.entry("ScoresPrepared", ScoresPrepared.class),
                            Map.entry("MergeAsked", MergeAsked.class),
                            Map.entry("MergeProposed", MergeProposed.class),
                            Map.entry("MergeEnded", MergeEnded.class),
                            Map.entry("TeamYielded", TeamYielded.class),
                            Map.entry("TeamKept", TeamKept.class),
                            Map.entry("TeamsMerged", TeamsMerged.class),
                            Map.entry("TeamEnded", TeamEnded.class),
                            Map.entry("TeamUnnamed", TeamUnnamed.class)),
                    Team::initial,
                    Team::decide,
                    Team::evolve,
                    Team::publicState,
                    Team::publicChange,
                    Team::cohortId);

    public Team {
        // A team that was stored before it kept them has its home alone.
        cohortIds =
                List.copyOf(
                        Objects.requireNonNullElse(
                                cohortIds, cohortId.isEmpty() ? List.of() : List.of(cohortId)));
        members = List.copyOf(members);
        authors = List.copyOf(authors);
        // Of a team that was stored before it kept who founded it that is the first who is there.
        namedBy = namedBy == null && !members.isEmpty() ? members.getFirst() : namedBy;
        // A team that was stored before teams merged never did.
        merges = Objects.requireNonNullElse(merges, Merges.NONE);
    }

    public static Team initial(String teamId) {
        return new Team(
                teamId,
                "",
                "",
                List.of(),
                "",
                null,
                "",
                null,
                List.of(),
                List.of(),
                Ledger.EMPTY,
                Merges.NONE);
    }

    // ---- decide

    public Decision<OfTeam> decide(TeamCommand command) {
        if (!isFounded() && !(command instanceof FoundTeam)) {
            return Decision.refuses(TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND);
        }
        return merges.into() == null ? here(command) : going(command, merges.target());
    }

    private Decision<OfTeam> here(TeamCommand command) {
        return switch (command) {
            case FoundTeam found -> found(found);
            case JoinTeam join -> join(join);
            case LeaveTeam leave -> leave(leave);
            case TakeAttempt take -> take(take);
            case SettleAttempt settle -> settle(settle);
            case ChoosePicks choose -> choose(choose);
            case PrepareScores prepare -> prepare(prepare);
            case AskToMerge ask -> ask(ask);
            case ProposeMerge propose -> propose(propose);
            case EndMerge end -> end(end);
            case YieldTeam give ->
                    merges.hasAsked(give.mergeId())
                            ? Decision.yields(
                                    new TeamYielded(give.mergeId(), give.intoTeamId(), give.at()))
                            : Decision.refuses(TeamRefusal.Now.MERGE_NOT_FOUND);
            case TakeTeam take -> take(take);
            case UnnameTeam(var studentId, var at) ->
                    isNamedBy(studentId) && !name.equals(neutralName(teamId))
                            ? Decision.yields(new TeamUnnamed(at))
                            : Decision.staysQuiet();
            case KeepTeam _, EndTeam _ -> Decision.staysQuiet();
        };
    }

    /** Whoever asks for anything else asks the team that it went into, or once it is known. */
    private Decision<OfTeam> going(TeamCommand command, Into into) {
        return switch (command) {
            case YieldTeam give when give.mergeId().equals(into.mergeId()) -> Decision.staysQuiet();
            case KeepTeam keep when keep.mergeId().equals(into.mergeId()) ->
                    into.isThere()
                            ? Decision.staysQuiet()
                            : Decision.yields(new TeamKept(keep.mergeId(), keep.at()));
            case EndTeam end when end.mergeId().equals(into.mergeId()) ->
                    into.isThere()
                            ? Decision.staysQuiet()
                            : Decision.yields(new TeamEnded(end.mergeId(), end.at()));
            // Of what others asked it for nothing comes, and they must not wait for that.
            case EndMerge end when !into.isThere() && merges.proposedBy(end.mergeId()) != null ->
                    end(end);
            default -> Decision.refuses(TeamRefusal.Now.TEAM_IS_MERGING);
        };
    }

    private Decision<OfTeam> found(FoundTeam found) {
        if (!isFounded()) {
            return Decision.yields(
                    new TeamFounded(
                            found.competitionId(),
                            found.cohortIds().getFirst(),
                            found.cohortIds(),
                            found.name(),
                            found.code(),
                            found.standing(),
                            found.studentId(),
                            found.at()));
        }
        return competitionId.equals(found.competitionId()) && members.contains(found.studentId())
                ? Decision.staysQuiet()
                : Decision.refuses(TeamRefusal.Now.COMPETITION_TEAM_EXISTS);
    }

    private Decision<OfTeam> join(JoinTeam join) {
        if (members.contains(join.studentId())) {
            return Decision.staysQuiet();
        }
        if (!opensTo(join)) {
            return Decision.refuses(TeamRefusal.Now.WRONG_TEAM_CODE);
        }
        return members.size() >= join.sizeMax()
                ? Decision.refuses(TeamRefusal.Now.TEAM_FULL)
                : Decision.yields(new MemberJoined(join.studentId(), join.cohortIds(), join.at()));
    }

    /**
     * A team that has submitted stays together, so that nobody has its attempts and, in a new team,
     * others of the same day.
     */
    private Decision<OfTeam> leave(LeaveTeam leave) {
        if (!members.contains(leave.studentId())) {
            return Decision.staysQuiet();
        }
        return leave.isAsked() && ledger.numbered() > 0
                ? Decision.refuses(TeamRefusal.Now.TEAM_HAS_SUBMITTED)
                : Decision.yields(new MemberLeft(leave.studentId(), leave.at()));
    }

    /** Whether the code is the team's, or the student in it already; a code never changes. */
    boolean opensTo(JoinTeam join) {
        return members.contains(join.studentId()) || isCode(join.code());
    }

    /** In a time that tells nothing of the code. */
    private boolean isCode(String told) {
        return MessageDigest.isEqual(
                told.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    private Decision<OfTeam> take(TakeAttempt take) {
        if (ledger.recent().containsKey(take.key())) {
            return Decision.staysQuiet();
        }
        if (!members.contains(take.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (ledger.takenOn(take.day()) >= take.dailyLimit()) {
            return Decision.refuses(
                    new TeamRefusal.DailyLimitReached(take.dailyLimit(), take.resetsAt()));
        }
        if (ledger.refusedOn(take.day()) >= REFUSED_MAX) {
            return Decision.refuses(
                    new TeamRefusal.RefusedLimitReached(REFUSED_MAX, take.resetsAt()));
        }
        return Decision.yields(
                new AttemptTaken(
                        take.key(),
                        new Attempt(
                                "%s-%05d".formatted(teamId, ledger.numbered() + 1),
                                take.studentId(),
                                take.fileId(),
                                take.bytes(),
                                take.gzip(),
                                take.day(),
                                take.at()),
                        take.cohortIds()));
    }

    private Decision<OfTeam> settle(SettleAttempt settle) {
        if (!ledger.waiting().containsKey(settle.submissionId())) {
            return Decision.staysQuiet();
        }
        return ledger.isAhead(settle.numbers())
                ? Decision.refuses(TeamRefusal.Now.SCORES_OUTDATED)
                : Decision.yields(
                        new AttemptSettled(
                                settle.submissionId(),
                                settle.numbers(),
                                settle.refused(),
                                settle.entry(),
                                settle.proposed(),
                                settle.at()));
    }

    /** Whatever was settled or picked since the scores were made would be missing in them. */
    private Decision<OfTeam> prepare(PrepareScores prepare) {
        Numbers numbers = prepare.numbers();
        if (prepare.scores().equals(ledger.prepared())) {
            return Decision.staysQuiet();
        }
        return ledger.isAhead(numbers)
                        || ledger.settled() != prepare.settled()
                        || !Objects.equals(
                                ledger.in(numbers.present()).pickedIds(), prepare.picks())
                ? Decision.refuses(TeamRefusal.Now.SCORES_OUTDATED)
                : Decision.yields(
                        new ScoresPrepared(prepare.numbers(), prepare.scores(), prepare.at()));
    }

    private Decision<OfTeam> choose(ChoosePicks choose) {
        if (!members.contains(choose.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (choose.picks().size() > choose.picksMax()) {
            return Decision.refuses(TeamRefusal.Now.TOO_MANY_PICKS);
        }
        if (ledger.isAhead(choose.numbers())) {
            return Decision.refuses(TeamRefusal.Now.SCORES_OUTDATED);
        }
        List<Entry> chosen = choose.picks().isEmpty() ? null : choose.picks();
        return Objects.equals(chosen, ledger.in(choose.numbers().present()).picks())
                ? Decision.staysQuiet()
                : Decision.yields(
                        new PicksChosen(
                                choose.numbers(), choose.picks(), choose.proposed(), choose.at()));
    }

    // ---- merging

    private static boolean isOver(MergeTerms terms, Instant at) {
        Instant until = terms.until();
        return until == null || !at.isBefore(until);
    }

    private Decision<OfTeam> ask(AskToMerge ask) {
        Asked present = merges.asked();
        if (merges.hasAsked(ask.mergeId())) {
            return Decision.staysQuiet();
        }
        if (!members.contains(ask.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (isOver(ask.terms(), ask.at())) {
            return Decision.refuses(TeamRefusal.Now.MERGING_OVER);
        }
        return present != null && !present.mergeId().equals(ask.instead())
                ? Decision.refuses(TeamRefusal.Now.MERGE_PENDING)
                : Decision.yields(
                        new MergeAsked(ask.mergeId(), ask.intoTeamId(), ask.studentId(), ask.at()));
    }

    private Decision<OfTeam> propose(ProposeMerge propose) {
        if (merges.proposedBy(propose.mergeId()) != null) {
            return Decision.staysQuiet();
        }
        if (isOver(propose.terms(), propose.at())) {
            return Decision.refuses(TeamRefusal.Now.MERGING_OVER);
        }
        return !merges.proposals().containsKey(propose.fromTeamId())
                        && merges.proposals().size() >= Merges.PROPOSALS_MAX
                ? Decision.refuses(TeamRefusal.Now.TOO_MANY_MERGES)
                : Decision.yields(
                        new MergeProposed(propose.mergeId(), propose.fromTeamId(), propose.at()));
    }

    private Decision<OfTeam> end(EndMerge end) {
        return merges.hasAsked(end.mergeId()) || merges.proposedBy(end.mergeId()) != null
                ? Decision.yields(new MergeEnded(end.mergeId(), end.isDeclined(), end.at()))
                : Decision.staysQuiet();
    }

    private Decision<OfTeam> take(TakeTeam take) {
        Team other = take.other();
        if (merges.hasMerged(take.mergeId())) {
            return Decision.staysQuiet();
        }
        if (!other.teamId().equals(merges.proposedBy(take.mergeId()))) {
            return Decision.refuses(TeamRefusal.Now.MERGE_NOT_FOUND);
        }
        TeamRefusal hindrance = hindrance(other, take.terms(), take.at());
        return hindrance == null
                ? Decision.yields(
                        new TeamsMerged(
                                take.mergeId(),
                                take.terms().numbers(),
                                other,
                                take.terms().picksMax(),
                                take.terms().cohortIds(),
                                take.at()))
                : Decision.refuses(hindrance);
    }

    /** Why the other can't become one with this team; null: it can. */
    @Nullable TeamRefusal hindrance(Team other, MergeTerms terms, Instant at) {
        if (isOver(terms, at)) {
            return TeamRefusal.Now.MERGING_OVER;
        }
        Numbers numbers = terms.numbers();
        // What is scored anew just now would have to be once more, as one.
        if (!ledger.isPrepared(numbers) || !other.ledger.isPrepared(numbers)) {
            return TeamRefusal.Now.SCORES_OUTDATED;
        }
        int together = members.size() + other.members.size();
        if (together > terms.membersMax()) {
            return new TeamRefusal.TooLargeToMerge(together, terms.membersMax());
        }
        long attempts = ledger.attempts() + other.ledger.attempts();
        return attempts > terms.attemptsMax()
                ? new TeamRefusal.TooManyToMerge(attempts, terms.attemptsMax())
                : ledger.tooManyWith(other.ledger);
    }

    // ---- evolve

    public Team evolve(OfTeam fact) {
        return switch (fact) {
            case TeamFounded f ->
                    new Team(
                            teamId,
                            f.competitionId(),
                            f.cohortId(),
                            f.cohortIds(),
                            f.name(),
                            f.studentId(),
                            f.code(),
                            f.standing(),
                            List.of(f.studentId()),
                            authors,
                            ledger,
                            merges);
            case MemberJoined(var studentId, var cohorts, var _) ->
                    with(cohorts, plus(members, studentId), authors, ledger);
            case MemberLeft(var studentId, var _) ->
                    with(
                            members.stream().filter(each -> !each.equals(studentId)).toList(),
                            authors,
                            ledger);
            case AttemptTaken(var key, var attempt, var cohorts) ->
                    with(
                            cohorts,
                            members,
                            plus(authors, attempt.studentId()),
                            ledger.taking(key, attempt));
            case AttemptSettled f ->
                    with(
                            members,
                            authors,
                            f.refused()
                                    ? ledger.refusing(f.submissionId(), known(f.numbers()))
                                    : ledger.settling(
                                            f.submissionId(),
                                            known(f.numbers()),
                                            f.entry(),
                                            f.proposed(),
                                            ordered()));
            case PicksChosen(var numbers, var chosen, var proposed, var _) ->
                    with(members, authors, ledger.choosing(known(numbers), chosen, proposed));
            case ScoresPrepared(var numbers, var scores, var _) ->
                    with(members, authors, ledger.preparing(numbers, scores));
            case MergeAsked(var mergeId, var intoTeamId, var _, var at) ->
                    with(merges.asking(new Asked(mergeId, intoTeamId, at)));
            case MergeProposed(var mergeId, var fromTeamId, var at) ->
                    with(merges.proposed(fromTeamId, new Proposal(mergeId, at)));
            case MergeEnded(var mergeId, var isDeclined, var at) ->
                    with(merges.ended(mergeId, isDeclined, at));
            case TeamYielded(var mergeId, var intoTeamId, var at) ->
                    with(merges.going(new Into(mergeId, intoTeamId, at, false)));
            case TeamKept(var mergeId, var at) ->
                    with(merges.going(null).ended(mergeId, false, at));
            case TeamsMerged merged -> merged(merged);
            case TeamEnded _ -> ended();
            case TeamUnnamed _ -> named(neutralName(teamId));
        };
    }

    private Team merged(TeamsMerged fact) {
        Team other = fact.other();
        Team both =
                with(
                        fact.cohortIds(),
                        both(members, other.members),
                        both(authors, other.authors),
                        ledger.merging(
                                known(fact.numbers()), other.ledger, ordered(), fact.picksMax()));
        return both.with(
                merges.merged(
                        new Former(other.teamId, fact.mergeId(), fact.at()),
                        other.merges.former()));
    }

    /** What it was is in the other by now: where that is is all that stays. */
    private Team ended() {
        Into into = merges.target();
        return new Team(
                teamId,
                competitionId,
                cohortId,
                cohortIds,
                "",
                null,
                "",
                standing,
                List.of(),
                List.of(),
                Ledger.EMPTY,
                Merges.NONE.going(new Into(into.mergeId(), into.teamId(), into.at(), true)));
    }

    private Team named(String next) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                cohortIds,
                next,
                namedBy,
                code,
                standing,
                members,
                authors,
                ledger,
                merges);
    }

    private Team with(Merges next) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                cohortIds,
                name,
                namedBy,
                code,
                standing,
                members,
                authors,
                ledger,
                next);
    }

    private static List<String> both(List<String> some, List<String> more) {
        LinkedHashSet<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static Numbers known(@Nullable Numbers said) {
        return Objects.requireNonNullElse(said, Numbers.FIRST_ALONE);
    }

    private static List<String> plus(List<String> ids, String id) {
        LinkedHashSet<String> all = new LinkedHashSet<>(ids);
        all.add(id);
        return List.copyOf(all);
    }

    private Team with(List<String> nextMembers, List<String> nextAuthors, Ledger next) {
        return with(cohortIds, nextMembers, nextAuthors, next);
    }

    private Team with(
            List<String> cohorts, List<String> nextMembers, List<String> nextAuthors, Ledger next) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                cohorts,
                name,
                namedBy,
                code,
                standing,
                nextMembers,
                nextAuthors,
                next,
                merges);
    }

    // ---- queries

    /** What a team is called to which nobody gave a name. */
    static String neutralName(String teamId) {
        return "Team " + teamId.substring(0, Math.min(ID_CHARS, teamId.length()));
    }

    /** Whether the name may be that student's; where nobody knows, it may be anybody's. */
    boolean isNamedBy(String studentId) {
        return namedBy == null || namedBy.equals(studentId);
    }

    /** Whether an id is this team's, or of one that went into it. */
    public boolean isKnownAs(String id) {
        return teamId.equals(id) || merges.hasTaken(id);
    }

    /** Its own id and those of the teams that went into it. */
    public List<String> ids() {
        return Stream.concat(Stream.of(teamId), merges.former().stream().map(Former::teamId))
                .toList();
    }

    /** Whether it went into another and is no more. */
    public boolean isGone() {
        return merges.isGone();
    }

    public boolean isFounded() {
        return standing != null;
    }

    /** Of one that somebody has founded. */
    Standing ordered() {
        return Objects.requireNonNull(standing, "nobody has founded this team");
    }

    /**
     * Where it stands on the public board: by its best score, or where a ladder tells scores by the
     * last step; null: nothing of it was scored.
     */
    @Nullable Result onPublic(int generation) {
        return onPublic(ledger.in(generation));
    }

    @Nullable Result onPublic(Scores scores) {
        if (ordered().ladder() != null) {
            if (scores.steps().isEmpty()) {
                return null;
            }
            Step last = scores.steps().getLast();
            // A secondary score would tell what the ladder does not.
            return new Result(last.score(), null, last.at(), teamId);
        }
        return scores.best().isEmpty() ? null : scores.best().getFirst().onPublic();
    }

    /** By which submission it stands on the public board; null: nothing of it was scored. */
    @Nullable String toldBy(int generation) {
        Scores scores = ledger.in(generation);
        if (ordered().ladder() != null) {
            return scores.steps().isEmpty() ? null : scores.steps().getLast().submissionId();
        }
        return scores.best().isEmpty() ? null : scores.best().getFirst().submissionId();
    }

    /**
     * The best of its picks on the private board; null: nothing of it was scored.
     *
     * @param finalPicks how many count, where it has chosen none
     */
    @Nullable Entry bestOnPrivate(int generation, int finalPicks) {
        return ledger.in(generation).counting(finalPicks).stream()
                .min(Comparator.comparing(Entry::onPrivate, ordered().order()))
                .orElse(null);
    }

    // ---- what is published

    /**
     * No name, no code, no score.
     *
     * @param asked by which teams it is asked to become one with them
     * @param former teams that went into it
     * @param declinedAt null: no other team declined to become one with it
     * @param removed whether it is no more
     * @param mergedInto where it went; null: it is one
     */
    record PublicState(
            String competitionId,
            String teamId,
            List<String> members,
            List<String> authors,
            List<String> cohortIds,
            Map<String, Integer> submissions,
            Map<String, Map<String, Integer>> submittedBy,
            int scored,
            List<Former> asked,
            List<Former> former,
            @Nullable Instant declinedAt,
            boolean removed,
            @Nullable String mergedInto) {}

    private Object publicState() {
        return new PublicState(
                competitionId,
                teamId,
                members,
                authors,
                cohortIds,
                ledger.taken(),
                ledger.submittedBy(),
                ledger.scored(),
                merges.proposals().entrySet().stream()
                        .map(
                                each ->
                                        new Former(
                                                each.getKey(),
                                                each.getValue().mergeId(),
                                                each.getValue().at()))
                        .toList(),
                merges.former(),
                merges.declinedAt(),
                isGone(),
                isGone() ? merges.target().teamId() : null);
    }

    private record Somebody(String studentId, Instant at) {}

    private record Taken(String submissionId, String studentId, String day, Instant at) {}

    private record Settled(String submissionId, boolean scored, Instant at) {}

    private record Done(Instant at) {}

    private record Merged(String mergeId, String fromTeamId, Instant at) {}

    private static Object publicChange(OfTeam fact) {
        return switch (fact) {
            case TeamFounded founded -> new Somebody(founded.studentId(), founded.at());
            case MemberJoined(var studentId, var _, var at) -> new Somebody(studentId, at);
            case MemberLeft _ -> fact;
            case AttemptTaken(var _, var attempt, var _) ->
                    new Taken(
                            attempt.submissionId(),
                            attempt.studentId(),
                            attempt.day(),
                            attempt.at());
            case AttemptSettled settled ->
                    new Settled(settled.submissionId(), !settled.refused(), settled.at());
            case PicksChosen chosen -> new Done(chosen.at());
            case ScoresPrepared prepared -> new Done(prepared.at());
            case TeamsMerged(var mergeId, var _, var other, var _, var _, var at) ->
                    new Merged(mergeId, other.teamId, at);
            case MergeAsked _,
                    MergeProposed _,
                    MergeEnded _,
                    TeamYielded _,
                    TeamKept _,
                    TeamEnded _,
                    TeamUnnamed _ ->
                    fact;
        };
    }
}
