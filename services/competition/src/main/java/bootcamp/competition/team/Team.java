package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.AttemptSettled;
import bootcamp.competition.CompetitionEvent.AttemptTaken;
import bootcamp.competition.CompetitionEvent.MemberJoined;
import bootcamp.competition.CompetitionEvent.MemberLeft;
import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.CompetitionEvent.PicksChosen;
import bootcamp.competition.CompetitionEvent.TeamFounded;
import bootcamp.competition.team.Ledger.Step;
import bootcamp.competition.team.Standing.Result;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
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
import org.jspecify.annotations.Nullable;

/**
 * Who submits together, and the ledger of what they have submitted: the one place that decides
 * whether another submission is taken, and counts it.
 *
 * @param competitionId empty: nobody has founded it
 * @param cohortId home of the competition
 * @param cohortIds those of the competition when somebody last came or submitted: a competition
 *     that is published only gets more
 * @param code by which others join; told to members alone
 * @param standing null: nobody has founded it
 * @param members ids of students, in the order in which they joined
 * @param authors ids of those who ever submitted
 * @param ledger what they have submitted
 */
public record Team(
        String teamId,
        String competitionId,
        String cohortId,
        List<String> cohortIds,
        String name,
        String code,
        @Nullable Standing standing,
        List<String> members,
        List<String> authors,
        Ledger ledger) {

    /** Files of one day that may be refused. */
    static final int REFUSED_MAX = 50;

    static final int NAME_CHARS_MAX = 60;

    public static final AggregateType<Team, TeamCommand, OfTeam> TYPE =
            new AggregateType<>(
                    "Team",
                    1,
                    Team.class,
                    Map.of(
                            "TeamFounded", TeamFounded.class,
                            "MemberJoined", MemberJoined.class,
                            "MemberLeft", MemberLeft.class,
                            "AttemptTaken", AttemptTaken.class,
                            "AttemptSettled", AttemptSettled.class,
                            "PicksChosen", PicksChosen.class),
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
    }

    public static Team initial(String teamId) {
        return new Team(
                teamId, "", "", List.of(), "", "", null, List.of(), List.of(), Ledger.EMPTY);
    }

    // ---- decide

    public Decision<OfTeam> decide(TeamCommand command) {
        if (!isFounded() && !(command instanceof FoundTeam)) {
            return Decision.refuses(TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND);
        }
        return switch (command) {
            case FoundTeam found -> found(found);
            case JoinTeam join -> join(join);
            case LeaveTeam leave -> leave(leave);
            case TakeAttempt take -> take(take);
            case SettleAttempt settle ->
                    ledger.waiting().containsKey(settle.submissionId())
                            ? Decision.yields(
                                    new AttemptSettled(
                                            settle.submissionId(), settle.entry(), settle.at()))
                            : Decision.staysQuiet();
            case ChoosePicks choose -> choose(choose);
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

    private Decision<OfTeam> choose(ChoosePicks choose) {
        if (!members.contains(choose.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (choose.picks().size() > choose.picksMax()) {
            return Decision.refuses(TeamRefusal.Now.TOO_MANY_PICKS);
        }
        List<Entry> chosen = choose.picks().isEmpty() ? null : choose.picks();
        return Objects.equals(chosen, ledger.picks())
                ? Decision.staysQuiet()
                : Decision.yields(new PicksChosen(choose.picks(), choose.at()));
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
                            f.code(),
                            f.standing(),
                            List.of(f.studentId()),
                            authors,
                            ledger);
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
            case AttemptSettled(var submissionId, var entry, var _) ->
                    with(members, authors, ledger.settling(submissionId, entry, ordered()));
            case PicksChosen(var chosen, var _) -> with(members, authors, ledger.choosing(chosen));
        };
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
                code,
                standing,
                nextMembers,
                nextAuthors,
                next);
    }

    // ---- queries

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
    @Nullable Result onPublic() {
        if (ordered().ladder() != null) {
            if (ledger.steps().isEmpty()) {
                return null;
            }
            Step last = ledger.steps().getLast();
            // A secondary score would tell what the ladder does not.
            return new Result(last.score(), null, last.at(), teamId);
        }
        return ledger.best().isEmpty() ? null : ledger.best().getFirst().onPublic();
    }

    /**
     * The best of its picks on the private board; null: nothing of it was scored.
     *
     * @param finalPicks how many count, where it has chosen none
     */
    @Nullable Entry bestOnPrivate(int finalPicks) {
        return ledger.counting(finalPicks).stream()
                .min(Comparator.comparing(Entry::onPrivate, ordered().order()))
                .orElse(null);
    }

    // ---- what is published

    /** No name, no code, no score. */
    record PublicState(
            String competitionId,
            String teamId,
            List<String> members,
            List<String> authors,
            List<String> cohortIds,
            Map<String, Integer> submissions,
            Map<String, Map<String, Integer>> submittedBy,
            int scored) {}

    private Object publicState() {
        return new PublicState(
                competitionId,
                teamId,
                members,
                authors,
                cohortIds,
                ledger.taken(),
                ledger.submittedBy(),
                ledger.scored());
    }

    private record Somebody(String studentId, Instant at) {}

    private record Taken(String submissionId, String studentId, String day, Instant at) {}

    private record Settled(String submissionId, boolean scored, Instant at) {}

    private record Done(Instant at) {}

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
            case AttemptSettled(var submissionId, var entry, var at) ->
                    new Settled(submissionId, entry != null, at);
            case PicksChosen(var _, var at) -> new Done(at);
        };
    }
}
