package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.AttemptSettled;
import bootcamp.competition.CompetitionEvent.AttemptTaken;
import bootcamp.competition.CompetitionEvent.MemberJoined;
import bootcamp.competition.CompetitionEvent.MemberLeft;
import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.CompetitionEvent.PicksChosen;
import bootcamp.competition.CompetitionEvent.TeamFounded;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who submits together, and the ledger of what they have submitted: the one place that decides
 * whether another submission is taken, and counts it.
 *
 * @param competitionId empty: nobody has founded it
 * @param cohortId home of the competition
 * @param code by which others join; told to members alone
 * @param standing null: nobody has founded it
 * @param members ids of students, in the order in which they joined
 * @param authors ids of those who ever submitted
 * @param numbered submissions that were ever taken
 * @param taken by day: those that count, scored or waiting
 * @param refused by day
 * @param waiting by id
 * @param recent by the key of the sending, those of two days
 * @param best of all that were scored, the best on the public board first; as many as may be picked
 *     at most
 * @param picks null: the team has chosen none, and its best count
 * @param scored how many were
 */
public record Team(
        String teamId,
        String competitionId,
        String cohortId,
        String name,
        String code,
        @Nullable Standing standing,
        List<String> members,
        List<String> authors,
        int numbered,
        Map<String, Integer> taken,
        Map<String, Integer> refused,
        Map<String, Attempt> waiting,
        Map<String, Sent> recent,
        List<Entry> best,
        @Nullable List<Entry> picks,
        int scored) {

    /** Files of one day that may be refused. */
    static final int REFUSED_MAX = 50;

    static final int NAME_CHARS_MAX = 60;

    /** Days for which a sending is known again. */
    private static final int RECENT_DAYS = 1;

    /** What a sending became. */
    public record Sent(String submissionId, String day) {}

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
        members = List.copyOf(members);
        authors = List.copyOf(authors);
        taken = Collections.unmodifiableMap(new TreeMap<>(taken));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        waiting = Collections.unmodifiableMap(new TreeMap<>(waiting));
        recent = Collections.unmodifiableMap(new TreeMap<>(recent));
        best = List.copyOf(best);
        picks = picks == null ? null : List.copyOf(picks);
    }

    public static Team initial(String teamId) {
        return new Team(
                teamId, "", "", "", "", null, List.of(), List.of(), 0, Map.of(), Map.of(), Map.of(),
                Map.of(), List.of(), null, 0);
    }

    // ---- decide

    public Decision<OfTeam> decide(TeamCommand command) {
        if (!isFounded() && !(command instanceof FoundTeam)) {
            return Decision.refuses(TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND);
        }
        return switch (command) {
            case FoundTeam found -> found(found);
            case JoinTeam join -> join(join);
            case LeaveTeam leave ->
                    members.contains(leave.studentId())
                            ? Decision.yields(new MemberLeft(leave.studentId(), leave.at()))
                            : Decision.staysQuiet();
            case TakeAttempt take -> take(take);
            case SettleAttempt settle ->
                    waiting.containsKey(settle.submissionId())
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
                            found.cohortId(),
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
        if (!isCode(join.code())) {
            return Decision.refuses(TeamRefusal.Now.WRONG_TEAM_CODE);
        }
        return members.size() >= join.sizeMax()
                ? Decision.refuses(TeamRefusal.Now.TEAM_FULL)
                : Decision.yields(new MemberJoined(join.studentId(), join.at()));
    }

    /** Refused where nobody gets in by the code; a code never changes. */
    void requireOpenedBy(JoinTeam join) {
        if (!members.contains(join.studentId()) && !isCode(join.code())) {
            throw new RefusedException(TeamRefusal.Now.WRONG_TEAM_CODE);
        }
    }

    /** In a time that tells nothing of the code. */
    private boolean isCode(String told) {
        return MessageDigest.isEqual(
                told.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    private Decision<OfTeam> take(TakeAttempt take) {
        if (recent.containsKey(take.key())) {
            return Decision.staysQuiet();
        }
        if (!members.contains(take.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (taken.getOrDefault(take.day(), 0) >= take.dailyLimit()) {
            return Decision.refuses(
                    new TeamRefusal.DailyLimitReached(take.dailyLimit(), take.resetsAt()));
        }
        if (refused.getOrDefault(take.day(), 0) >= REFUSED_MAX) {
            return Decision.refuses(
                    new TeamRefusal.RefusedLimitReached(REFUSED_MAX, take.resetsAt()));
        }
        return Decision.yields(
                new AttemptTaken(
                        take.key(),
                        new Attempt(
                                "%s-%05d".formatted(teamId, numbered + 1),
                                take.studentId(),
                                take.fileId(),
                                take.bytes(),
                                take.gzip(),
                                take.day(),
                                take.at())));
    }

    private Decision<OfTeam> choose(ChoosePicks choose) {
        if (!members.contains(choose.studentId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (choose.picks().size() > choose.picksMax()) {
            return Decision.refuses(TeamRefusal.Now.TOO_MANY_PICKS);
        }
        List<Entry> chosen = choose.picks().isEmpty() ? null : choose.picks();
        return Objects.equals(chosen, picks)
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
                            f.name(),
                            f.code(),
                            f.standing(),
                            List.of(f.studentId()),
                            authors,
                            numbered,
                            taken,
                            refused,
                            waiting,
                            recent,
                            best,
                            picks,
                            scored);
            case MemberJoined(var studentId, var _) -> with(plus(members, studentId));
            case MemberLeft(var studentId, var _) ->
                    with(members.stream().filter(each -> !each.equals(studentId)).toList());
            case AttemptTaken(var key, var attempt) -> taking(key, attempt);
            case AttemptSettled(var submissionId, var entry, var _) ->
                    settling(submissionId, entry);
            case PicksChosen(var chosen, var _) ->
                    with(
                            numbered,
                            taken,
                            refused,
                            waiting,
                            recent,
                            best,
                            chosen.isEmpty() ? null : chosen,
                            scored);
        };
    }

    private static List<String> plus(List<String> ids, String id) {
        LinkedHashSet<String> all = new LinkedHashSet<>(ids);
        all.add(id);
        return List.copyOf(all);
    }

    private Team taking(String key, Attempt attempt) {
        Map<String, Attempt> nextWaiting = new TreeMap<>(waiting);
        nextWaiting.put(attempt.submissionId(), attempt);
        Map<String, Sent> nextRecent = new TreeMap<>(recent);
        String oldest = LocalDate.parse(attempt.day()).minusDays(RECENT_DAYS).toString();
        nextRecent.values().removeIf(sent -> sent.day().compareTo(oldest) < 0);
        nextRecent.put(key, new Sent(attempt.submissionId(), attempt.day()));
        Team next =
                with(
                        numbered + 1,
                        counted(taken, attempt.day(), 1),
                        refused,
                        nextWaiting,
                        nextRecent,
                        best,
                        picks,
                        scored);
        return next.by(plus(authors, attempt.studentId()));
    }

    private Team settling(String submissionId, @Nullable Entry entry) {
        Attempt attempt = Objects.requireNonNull(waiting.get(submissionId), "waits");
        Map<String, Attempt> rest = new TreeMap<>(waiting);
        rest.remove(submissionId);
        if (entry == null) {
            return with(
                    numbered,
                    counted(taken, attempt.day(), -1),
                    counted(refused, attempt.day(), 1),
                    rest,
                    recent,
                    best,
                    picks,
                    scored);
        }
        List<Entry> next = new ArrayList<>(best);
        next.add(entry);
        next.sort(Comparator.comparing(Entry::onPublic, ordered().order()));
        return with(
                numbered,
                taken,
                refused,
                rest,
                recent,
                next.subList(0, Math.min(next.size(), CompetitionPlan.PICKS_MAX)),
                picks,
                scored + 1);
    }

    private static Map<String, Integer> counted(Map<String, Integer> days, String day, int more) {
        Map<String, Integer> next = new TreeMap<>(days);
        next.merge(day, more, Integer::sum);
        return next;
    }

    private Team with(List<String> nextMembers) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                name,
                code,
                standing,
                nextMembers,
                authors,
                numbered,
                taken,
                refused,
                waiting,
                recent,
                best,
                picks,
                scored);
    }

    private Team by(List<String> nextAuthors) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                name,
                code,
                standing,
                members,
                nextAuthors,
                numbered,
                taken,
                refused,
                waiting,
                recent,
                best,
                picks,
                scored);
    }

    private Team with(
            int nextNumbered,
            Map<String, Integer> nextTaken,
            Map<String, Integer> nextRefused,
            Map<String, Attempt> nextWaiting,
            Map<String, Sent> nextRecent,
            List<Entry> nextBest,
            @Nullable List<Entry> nextPicks,
            int nextScored) {
        return new Team(
                teamId,
                competitionId,
                cohortId,
                name,
                code,
                standing,
                members,
                authors,
                nextNumbered,
                nextTaken,
                nextRefused,
                nextWaiting,
                nextRecent,
                nextBest,
                nextPicks,
                nextScored);
    }

    // ---- queries

    public boolean isFounded() {
        return standing != null;
    }

    /** Of one that somebody has founded. */
    Standing ordered() {
        return Objects.requireNonNull(standing, "nobody has founded this team");
    }

    /** Its best on the public board; null: nothing of it was scored. */
    @Nullable Entry bestOnPublic() {
        return best.isEmpty() ? null : best.getFirst();
    }

    /**
     * The best of its picks on the private board; null: nothing of it was scored.
     *
     * @param finalPicks how many count, where it has chosen none
     */
    @Nullable Entry bestOnPrivate(int finalPicks) {
        List<Entry> counted =
                picks == null ? best.subList(0, Math.min(finalPicks, best.size())) : picks;
        return counted.stream()
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
            Map<String, Integer> submissions,
            int scored) {}

    private Object publicState() {
        return new PublicState(competitionId, teamId, members, authors, taken, scored);
    }

    private record Somebody(String studentId, Instant at) {}

    private record Taken(String submissionId, String studentId, String day, Instant at) {}

    private record Settled(String submissionId, boolean scored, Instant at) {}

    private record Done(Instant at) {}

    private static Object publicChange(OfTeam fact) {
        return switch (fact) {
            case TeamFounded founded -> new Somebody(founded.studentId(), founded.at());
            case MemberJoined _, MemberLeft _ -> fact;
            case AttemptTaken(var _, var attempt) ->
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
