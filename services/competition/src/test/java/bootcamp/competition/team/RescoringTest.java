package bootcamp.competition.team;

import static bootcamp.competition.team.TeamExamples.BOTH;
import static bootcamp.competition.team.TeamExamples.STANDING;
import static bootcamp.competition.team.TeamExamples.entry;
import static bootcamp.competition.team.TeamExamples.found;
import static bootcamp.competition.team.TeamExamples.prepared;
import static bootcamp.competition.team.TeamExamples.settled;
import static bootcamp.competition.team.TeamExamples.take;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.team.BoardStore.Row;
import bootcamp.competition.team.RescoringDesk.Change;
import bootcamp.competition.team.Standing.Result;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.MergeTerms;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Story;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a team does with scores of two generations, and what is told of the difference. */
class RescoringTest {

    private static final Instant NOW = ContestExamples.NOW;
    private static final Numbers PUBLISHED = new Numbers(2, null, 2);
    private static final Numbers DISCARDED = new Numbers(1, null, 2);

    private final Story<Team, TeamCommand, OfTeam> story = Story.of(Team.TYPE, "t");

    /** With one that scored a half, and one that waits. */
    private Story<Team, TeamCommand, OfTeam> submitted() {
        return story.given(found("a", NOW))
                .given(take("k1", "a", 5, NOW))
                .given(settled(id(1), entry(id(1), 0.5, NOW), NOW))
                .given(take("k2", "a", 5, NOW));
    }

    private static String id(int number) {
        return "t-%05d".formatted(number);
    }

    private static SettleAttempt settled2(Numbers numbers, @Nullable Entry proposed) {
        return new SettleAttempt(id(2), numbers, false, entry(id(2), 0.4, NOW), proposed, NOW);
    }

    private Scores of(int generation, double score) {
        return Scores.none(generation).plus(entry(id(1), score, NOW), STANDING);
    }

    private @Nullable Double publicScore(int generation) {
        Result result = story.state().onPublic(generation);
        return result == null ? null : (Double) result.score();
    }

    @Test
    void whatIsPreparedIsShownOfItsGenerationAlone() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        assertThat(publicScore(1)).isEqualTo(0.5);
        assertThat(publicScore(2)).isEqualTo(0.25);
        assertThat(story.state().bestOnPrivate(2, 2)).isEqualTo(entry(id(1), 0.25, NOW));
    }

    @Test
    void scoresThatWereMadeWithoutAProposalAreRefusedByATeamThatHasIt() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        story.when(settled2(Numbers.FIRST_ALONE, null)).refuses("SCORES_OUTDATED");
        story.when(
                        new ChoosePicks(
                                "a",
                                Numbers.FIRST_ALONE,
                                List.of(entry(id(1), 0.5, NOW)),
                                List.of(),
                                2,
                                NOW))
                .refuses("SCORES_OUTDATED");

        story.given(settled2(BOTH, entry(id(2), 0.75, NOW)));
        assertThat(publicScore(1)).isEqualTo(0.5);
        assertThat(publicScore(2)).isEqualTo(0.75);
    }

    @Test
    void scoresThatMissASubmissionOrAPickAreNotTaken() {
        submitted();
        Ledger before = story.state().ledger();
        story.given(settled2(BOTH, null));
        story.when(prepared(before, of(2, 0.25), NOW)).refuses("SCORES_OUTDATED");

        Ledger settled = story.state().ledger();
        story.given(TeamExamples.picked("a", List.of(entry(id(1), 0.5, NOW)), NOW));
        story.when(prepared(settled, of(2, 0.25), NOW)).refuses("SCORES_OUTDATED");

        story.given(prepared(story.state().ledger(), of(2, 0.25), NOW));
        story.when(prepared(story.state().ledger(), of(2, 0.25), NOW)).staysQuiet();
    }

    @Test
    void whatIsPreparedTakesThePlaceOfThePresentOneWithWhatComesNext() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        story.given(settled2(PUBLISHED, null));

        Ledger ledger = story.state().ledger();
        assertThat(ledger.generation()).isEqualTo(2);
        assertThat(ledger.prepared()).isNull();
        assertThat(ledger.best()).containsExactly(entry(id(2), 0.4, NOW), entry(id(1), 0.25, NOW));
        assertThat(ledger.scored()).isEqualTo(2);
        story.given(take("k3", "a", 5, NOW));
        story.when(new SettleAttempt(id(3), BOTH, true, null, null, NOW))
                .yields(bootcamp.competition.CompetitionEvent.AttemptSettled.class);
    }

    @Test
    void whatIsDiscardedIsGoneAndItsNumberIsNotUsedAgain() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        story.given(settled2(DISCARDED, null));

        assertThat(story.state().ledger().prepared()).isNull();
        assertThat(publicScore(1)).isEqualTo(0.5);
        assertThat(publicScore(2)).isEqualTo(0.5);
    }

    @Test
    void whoHasScoredNothingBeginsWithBothGenerations() {
        story.given(found("a", NOW)).given(take("k1", "a", 5, NOW));

        story.given(
                new SettleAttempt(
                        id(1), BOTH, false, entry(id(1), 0.5, NOW), entry(id(1), 0.25, NOW), NOW));

        assertThat(publicScore(2)).isEqualTo(0.25);
        assertThat(story.state().ledger().in(2).generation()).isEqualTo(2);
    }

    @Test
    void picksStayThoseThatWereChosenByOtherScores() {
        submitted()
                .given(settled2(Numbers.FIRST_ALONE, null))
                .given(TeamExamples.picked("a", List.of(entry(id(2), 0.4, NOW)), NOW));
        Scores scores =
                of(2, 0.75)
                        .plus(entry(id(2), 0.1, NOW), STANDING)
                        .choosing(List.of(entry(id(2), 0.1, NOW)));

        story.given(prepared(story.state().ledger(), scores, NOW));

        assertThat(story.state().bestOnPrivate(1, 2)).isEqualTo(entry(id(2), 0.4, NOW));
        assertThat(story.state().bestOnPrivate(2, 2)).isEqualTo(entry(id(2), 0.1, NOW));
    }

    @Test
    void ladderIsClimbedAnewInTheOrderOfSubmissions() {
        Standing ladder =
                new Standing(
                        Direction.HIGHER,
                        5,
                        null,
                        Ladder.of(Metric.named("accuracy", Map.of()), 100));
        Scores scores = Scores.none(2);
        for (Entry each : List.of(entry(id(1), 0.5, NOW), entry(id(2), 0.55, NOW))) {
            scores = scores.plus(each, ladder).plus(each, ladder);
        }

        assertThat(scores.steps()).hasSize(1);
        assertThat(scores.toldAfter(submission(2))).isEqualTo(0.5);
        assertThat(scores.best()).hasSize(2);
    }

    private static Submission submission(int number) {
        return new Submission(
                id(number),
                "competition",
                "t",
                "a",
                "file",
                false,
                NOW,
                Submission.State.QUEUED,
                0,
                null,
                null,
                Map.of(),
                null);
    }

    /**
     * It was scored, and another generation, which it does not fit, was shown before it settled.
     */
    @Test
    void whatWasScoredAtFirstGivesNoAttemptBackByAGenerationThatCameSince() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        story.given(new SettleAttempt(id(2), PUBLISHED, false, null, null, NOW));

        Ledger ledger = story.state().ledger();
        String day = NOW.toString().substring(0, 10);
        assertThat(ledger.takenOn(day)).isEqualTo(2);
        assertThat(ledger.refusedOn(day)).isZero();
        assertThat(ledger.scored()).isEqualTo(2);
        assertThat(ledger.waiting()).isEmpty();
        assertThat(ledger.best()).containsExactly(entry(id(1), 0.25, NOW));
    }

    @Test
    void whatWasRefusedAtFirstGivesItsAttemptBackWhateverCameSince() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));

        story.given(new SettleAttempt(id(2), PUBLISHED, true, null, null, NOW));

        String day = NOW.toString().substring(0, 10);
        assertThat(story.state().ledger().takenOn(day)).isEqualTo(1);
        assertThat(story.state().ledger().refusedOn(day)).isEqualTo(1);
    }

    private static Team other() {
        return Team.initial("o")
                .evolve(
                        ((Decision.Accepted<OfTeam>) Team.initial("o").decide(found("b", NOW)))
                                .changes()
                                .getFirst());
    }

    @Test
    void teamsMergeInBothGenerationsOnceBothAreScoredByThem() {
        Team other = other();
        submitted();

        assertThat(story.state().hindrance(other, terms(BOTH), NOW))
                .isEqualTo(TeamRefusal.Now.SCORES_OUTDATED);
        story.given(prepared(story.state().ledger(), of(2, 0.25), NOW));
        assertThat(story.state().hindrance(other, terms(BOTH), NOW)).isNull();

        Ledger both = other.ledger().merging(BOTH, story.state().ledger(), STANDING, 2);
        assertThat(both.in(1).best()).containsExactly(entry(id(1), 0.5, NOW));
        assertThat(both.in(2).generation()).isEqualTo(2);
        assertThat(both.in(2).best()).containsExactly(entry(id(1), 0.25, NOW));
    }

    @Test
    void teamsMergeByThePresentGenerationAndNotByWhatIsOver() {
        submitted().given(prepared(story.state().ledger(), of(2, 0.25), NOW));
        Team other = other();

        assertThat(story.state().hindrance(other, terms(Numbers.FIRST_ALONE), NOW))
                .isEqualTo(TeamRefusal.Now.SCORES_OUTDATED);
        assertThat(story.state().hindrance(other, terms(PUBLISHED), NOW)).isNull();
        Ledger both = story.state().ledger().merging(PUBLISHED, other.ledger(), STANDING, 2);
        assertThat(both.generation()).isEqualTo(2);
        assertThat(both.best()).containsExactly(entry(id(1), 0.25, NOW));
        assertThat(both.waiting()).containsOnlyKeys(id(2));
    }

    private static MergeTerms terms(Numbers numbers) {
        return new MergeTerms(
                NOW.plusSeconds(1), 5, 100, 2, List.of(ContestExamples.COHORT), numbers);
    }

    @Test
    void differenceHasEveryTeamThatIsOnABoardBeforeOrAfter() {
        List<Row> before = List.of(row("a", 0.9), row("b", 0.5));
        List<Row> after = List.of(row("b", 0.7), row("c", 0.1));

        List<Change> changes = Difference.of(before, after, before, before);

        assertThat(changes).extracting(Change::teamId).containsExactly("b", "c", "a");
        assertThat(changes.getFirst().publicBefore()).isEqualTo(new RescoringDesk.Place(2, 0.5));
        assertThat(changes.getFirst().publicAfter()).isEqualTo(new RescoringDesk.Place(1, 0.7));
        assertThat(changes.getLast().publicAfter()).isNull();
        assertThat(Difference.changedPublic(changes)).isEqualTo(3);
        assertThat(Difference.changedPrivate(changes)).isZero();
        assertThat(Difference.changedScores(changes)).isEqualTo(3);
    }

    private static Row row(String teamId, double score) {
        return new Row(
                teamId, 1, "Team " + teamId, new Result(score, null, NOW, teamId), 1, List.of());
    }
}
