package bootcamp.competition.team;

import static bootcamp.competition.team.TeamExamples.entry;
import static bootcamp.competition.team.TeamExamples.found;
import static bootcamp.competition.team.TeamExamples.take;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.contest.Generations;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.team.BoardStore.Row;
import bootcamp.competition.team.FairQueue.Job;
import bootcamp.competition.team.Standing.Result;
import bootcamp.competition.team.TeamCommand.AskToMerge;
import bootcamp.competition.team.TeamCommand.EndTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.KeepTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.MergeTerms;
import bootcamp.competition.team.TeamCommand.ProposeMerge;
import bootcamp.competition.team.TeamCommand.TakeTeam;
import bootcamp.competition.team.TeamCommand.YieldTeam;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ledger of a team, the order of a board and whose turn it is. */
class TeamTest {

    private static final Instant NOW = ContestExamples.NOW;
    private static final List<String> COHORTS = List.of("cohort-first");
    private Team team = Team.initial("t").evolve(facts(Team.initial("t"), found("a", NOW)));

    private static OfTeam facts(Team team, TeamCommand command) {
        return ((Decision.Accepted<OfTeam>) team.decide(command)).changes().getFirst();
    }

    private void does(TeamCommand command) {
        team = team.evolve(facts(team, command));
    }

    private Refusal refusal(TeamCommand command) {
        return ((Decision.Refused<OfTeam>) team.decide(command)).refusal();
    }

    private boolean isQuiet(TeamCommand command) {
        return team.decide(command).equals(Decision.staysQuiet());
    }

    @Test
    void attemptIsCountedOnceHoweverOftenItIsSentAndSettled() {
        does(take("k1", "a", 2, NOW));
        assertThat(isQuiet(take("k1", "a", 2, NOW))).isTrue();
        does(TeamExamples.settled("t-00001", entry("t-00001", 0.5, NOW), NOW));
        assertThat(isQuiet(take("k1", "a", 2, NOW))).isTrue();
        assertThat(isQuiet(TeamExamples.settled("t-00001", null, NOW))).isTrue();

        assertThat(team.ledger().taken()).containsOnly(java.util.Map.entry("2025-03-03", 1));
        assertThat(team.ledger().scored()).isEqualTo(1);
    }

    @Test
    void limitIsOfTheDayAndARefusedFileGivesItsAttemptBack() {
        does(take("k1", "a", 2, NOW));
        does(take("k2", "a", 2, NOW));
        assertThat(refusal(take("k3", "a", 2, NOW)).code()).isEqualTo("DAILY_LIMIT_REACHED");

        does(TeamExamples.settled("t-00001", null, NOW));
        does(take("k4", "a", 2, NOW));
        assertThat(refusal(take("k5", "a", 2, NOW)).code()).isEqualTo("DAILY_LIMIT_REACHED");
        does(take("k6", "a", 2, NOW.plus(Duration.ofDays(1))));
        assertThat(refusal(take("k7", "b", 2, NOW)).code()).isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void whatCountsIsKeptByStudentAndDayAndGoneWhereTheFileIsRefused() {
        does(new JoinTeam("b", "code", 2, COHORTS, NOW));
        does(take("k1", "a", 3, NOW));
        does(take("k2", "b", 3, NOW));
        does(take("k3", "b", 3, NOW));
        does(take("k4", "b", 3, NOW.plus(Duration.ofDays(1))));
        assertThat(team.ledger().submittedBy())
                .isEqualTo(
                        Map.of(
                                "a", Map.of("2025-03-03", 1),
                                "b", Map.of("2025-03-03", 2, "2025-03-04", 1)));

        does(TeamExamples.settled("t-00001", null, NOW));
        does(TeamExamples.settled("t-00002", null, NOW));
        does(TeamExamples.settled("t-00003", TeamExamples.entry("t-00003", 0.5, NOW), NOW));

        assertThat(team.ledger().submittedBy())
                .isEqualTo(Map.of("b", Map.of("2025-03-03", 1, "2025-03-04", 1)));
    }

    @Test
    void cohortThatWasAddedIsKnownFromTheNextWhoJoinsOrSubmits() {
        assertThat(team.cohortIds()).containsExactly("cohort-first");
        does(new JoinTeam("b", "code", 2, List.of("cohort-first", "cohort-second"), NOW));

        assertThat(team.cohortIds()).containsExactly("cohort-first", "cohort-second");
    }

    @Test
    void refusedFilesHaveACapOfTheirOwn() {
        for (int i = 1; i <= Team.REFUSED_MAX; i++) {
            does(take("k" + i, "a", 2, NOW));
            does(TeamExamples.settled("t-%05d".formatted(i), null, NOW));
        }

        assertThat(team.ledger().taken()).containsEntry("2025-03-03", 0);
        assertThat(refusal(take("more", "a", 2, NOW)).code()).isEqualTo("REFUSED_LIMIT_REACHED");
    }

    @Test
    void othersJoinByTheCodeUntilItIsFull() {
        assertThat(refusal(new JoinTeam("b", "guess", 2, COHORTS, NOW)).code())
                .isEqualTo("WRONG_TEAM_CODE");
        does(new JoinTeam("b", "code", 2, COHORTS, NOW));
        assertThat(refusal(new JoinTeam("c", "code", 2, COHORTS, NOW)).code())
                .isEqualTo("TEAM_FULL");
        assertThat(isQuiet(new JoinTeam("b", "guess", 2, COHORTS, NOW))).isTrue();
    }

    @Test
    void whoAsksLeavesUntilTheTeamHasSubmittedAndWhoLeftTheCohortAlways() {
        does(new JoinTeam("b", "code", 2, COHORTS, NOW));
        does(new LeaveTeam("b", true, NOW));
        assertThat(team.members()).containsExactly("a");
        assertThat(isQuiet(new LeaveTeam("b", true, NOW))).isTrue();

        does(new JoinTeam("b", "code", 2, COHORTS, NOW));
        does(take("k1", "a", 2, NOW));
        does(TeamExamples.settled("t-00001", null, NOW));
        assertThat(refusal(new LeaveTeam("b", true, NOW)).code()).isEqualTo("TEAM_HAS_SUBMITTED");
        does(new LeaveTeam("b", false, NOW));
        assertThat(team.members()).containsExactly("a");
    }

    @Test
    void limitsOfTwoTeamsAddUpToOnesAndAllThatWasSubmittedStays() {
        does(take("k1", "a", 2, NOW));
        does(take("k2", "a", 2, NOW));
        does(TeamExamples.settled("t-00001", entry("t-00001", 0.5, NOW), NOW));
        Team other = Team.initial("u").evolve(facts(Team.initial("u"), found("b", NOW)));
        for (TeamCommand each :
                List.of(
                        take("k3", "b", 2, NOW),
                        TeamExamples.settled("u-00001", entry("u-00001", 0.9, NOW), NOW),
                        take("k4", "b", 2, NOW.plus(Duration.ofDays(1))))) {
            other = other.evolve(facts(other, each));
        }
        does(new ProposeMerge("m", "u", TeamExamples.MERGE_TERMS, NOW));
        assertThat(refusal(new TakeTeam("x", other, TeamExamples.MERGE_TERMS, NOW)).code())
                .isEqualTo("MERGE_NOT_FOUND");
        assertThat(refusal(new TakeTeam("m", other, terms(2, 3), NOW)).code())
                .isEqualTo("TOO_MANY_ATTEMPTS_TO_MERGE");
        assertThat(refusal(new TakeTeam("m", other, terms(1, 9), NOW)).code())
                .isEqualTo("TOO_MANY_MEMBERS_TO_MERGE");
        does(new TakeTeam("m", other, terms(2, 4), NOW));

        assertThat(team.members()).containsExactly("a", "b");
        assertThat(team.ids()).containsExactly("t", "u");
        assertThat(team.onPublic(Generations.FIRST).score()).isEqualTo(0.9);
        assertThat(team.ledger().scored()).isEqualTo(2);
        assertThat(team.ledger().taken()).isEqualTo(Map.of("2025-03-03", 3, "2025-03-04", 1));
        assertThat(team.ledger().waiting()).containsOnlyKeys("t-00002", "u-00002");
        assertThat(isQuiet(take("k3", "b", 2, NOW))).isTrue();
        assertThat(refusal(take("k5", "b", 2, NOW)).code()).isEqualTo("DAILY_LIMIT_REACHED");
        does(TeamExamples.settled("u-00002", null, NOW));
        does(take("k6", "b", 2, NOW.plus(Duration.ofDays(1))));
        assertThat(team.ledger().waiting()).containsOnlyKeys("t-00002", "t-00005");
        assertThat(isQuiet(new TakeTeam("m", other, terms(1, 1), NOW))).isTrue();
    }

    private static MergeTerms terms(int membersMax, long attemptsMax) {
        return new MergeTerms(
                NOW.plusSeconds(1), membersMax, attemptsMax, 2, COHORTS, Numbers.FIRST_ALONE);
    }

    @Test
    void teamThatGoesDoesNothingElseAndLeavesNothingBehind() {
        does(new AskToMerge("m", "u", "a", null, TeamExamples.MERGE_TERMS, NOW));
        assertThat(refusal(new AskToMerge("n", "v", "a", null, terms(2, 9), NOW)).code())
                .isEqualTo("MERGE_PENDING");
        assertThat(refusal(new YieldTeam("n", "u", NOW)).code()).isEqualTo("MERGE_NOT_FOUND");
        does(take("k1", "a", 2, NOW));
        does(new YieldTeam("m", "u", NOW));
        Team still = team;
        for (TeamCommand each :
                List.of(
                        take("k2", "a", 2, NOW),
                        TeamExamples.settled("t-00001", null, NOW),
                        new JoinTeam("c", "code", 9, COHORTS, NOW),
                        new LeaveTeam("a", false, NOW),
                        new TakeTeam("x", Team.initial("v"), terms(9, 9), NOW))) {
            assertThat(refusal(each).code()).isEqualTo("TEAM_IS_MERGING");
        }
        does(new KeepTeam("m", NOW));
        assertThat(team.merges().asked()).isNull();
        assertThat(refusal(new YieldTeam("m", "u", NOW)).code()).isEqualTo("MERGE_NOT_FOUND");

        team = still;
        does(new EndTeam("m", NOW));
        assertThat(team.isGone()).isTrue();
        assertThat(team.members()).isEmpty();
        assertThat(team.ledger()).isEqualTo(Ledger.EMPTY);
        assertThat(isQuiet(new KeepTeam("m", NOW))).isTrue();
        assertThat(refusal(take("k2", "a", 2, NOW)).code()).isEqualTo("TEAM_IS_MERGING");
    }

    @Test
    void privateScoreIsTheBestOfThePicksAndOfTheBestPublicOnesWithoutAny() {
        double[] publicScores = {0.9, 0.8, 0.7};
        double[] privateScores = {0.1, 0.2, 0.9};
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = "t-%05d".formatted(i + 1);
            entries.add(new Entry(id, publicScores[i], privateScores[i], null, null, NOW));
            does(take("k" + i, "a", 5, NOW));
            does(TeamExamples.settled(id, entries.getLast(), NOW));
        }

        assertThat(team.onPublic(Generations.FIRST)).isEqualTo(entries.get(0).onPublic());
        assertThat(team.bestOnPrivate(Generations.FIRST, 2)).isEqualTo(entries.get(1));
        does(TeamExamples.picked("a", List.of(entries.get(0), entries.get(2)), NOW));
        assertThat(team.bestOnPrivate(Generations.FIRST, 2)).isEqualTo(entries.get(2));
        assertThat(refusal(TeamExamples.picked("a", entries, NOW)).code())
                .isEqualTo("TOO_MANY_PICKS");
    }

    @Test
    void roundedScoreThenSecondaryThenTheEarlierThenTheId() {
        Standing standing = new Standing(Direction.HIGHER, 2, Direction.LOWER, null);
        List<Result> expected =
                List.of(
                        new Result(0.90, 0.5, NOW.plusSeconds(9), "z"),
                        new Result(0.8049, 0.1, NOW.plusSeconds(5), "y"),
                        new Result(0.795, 0.2, NOW.plusSeconds(1), "x"),
                        new Result(0.805, 0.3, NOW, "a"),
                        new Result(0.80, 0.3, NOW, "b"));
        List<Result> found = new ArrayList<>(expected);
        Collections.shuffle(found, new Random(1));

        assertThat(found.stream().sorted(standing.order()).toList()).isEqualTo(expected);
    }

    @Test
    void rowsThatArePutOneByOneStandAsIfTheyHadBeenSorted() {
        Random random = new Random(3);
        Comparator<Row> order = Comparator.comparing(Row::result, TeamExamples.STANDING.order());
        List<Row> rows = List.of();
        for (int version = 1; version <= 500; version++) {
            String id = "team-" + random.nextInt(60);
            Result result = new Result(random.nextInt(20) / 20.0, null, NOW, id);
            List<Row> next =
                    BoardStore.with(rows, new Row(id, version, id, result, 1, List.of()), order);
            assertThat(next).isNotNull();
            rows = next;
        }

        assertThat(rows).isEqualTo(rows.stream().sorted(order).toList()).hasSize(60);
        assertThat(
                        BoardStore.with(
                                rows,
                                new Row("team-1", 1, "old", rows.getFirst().result(), 1, List.of()),
                                order))
                .isNull();
    }

    @Test
    void competitionsAndTeamsTakeTurnsAndATeamHasOneAtWork() {
        FairQueue queue = new FairQueue();
        // Those that a team sends at once may stand in line in another order.
        for (int i : List.of(1, 0, 2)) {
            queue.add(new Job("hot", "greedy", "g" + i));
        }
        queue.add(new Job("hot", "other", "o0"));
        queue.add(new Job("cold", "calm", "c0"));
        queue.add(new Job("cold", "calm", "c0"));

        Map<String, Integer> places = queue.places();
        List<String> begun = new ArrayList<>();
        for (Job job = queue.next(); job != null; job = queue.next()) {
            begun.add(job.submissionId());
        }
        assertThat(begun).containsExactly("g0", "c0", "o0");
        assertThat(places).isEqualTo(Map.of("g0", 1, "c0", 2, "o0", 3, "g1", 4, "g2", 5));
        assertThat(queue.places()).isEqualTo(Map.of("g0", 0, "c0", 0, "o0", 0, "g1", 1, "g2", 2));
        queue.done(new Job("hot", "greedy", "g0"));
        assertThat(queue.next()).isEqualTo(new Job("hot", "greedy", "g1"));
        assertThat(queue.next()).isNull();
    }
}
