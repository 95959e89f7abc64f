package bootcamp.curriculum.question;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.AuthorErased;
import bootcamp.curriculum.CurriculumEvent.AuthorRevealed;
import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.CurriculumEvent.QuestionAnswered;
import bootcamp.curriculum.CurriculumEvent.QuestionAsked;
import bootcamp.curriculum.CurriculumEvent.QuestionFollowed;
import bootcamp.curriculum.CurriculumEvent.QuestionMerged;
import bootcamp.curriculum.CurriculumEvent.QuestionModerated;
import bootcamp.curriculum.CurriculumEvent.QuestionReported;
import bootcamp.curriculum.CurriculumEvent.QuestionSeparated;
import bootcamp.curriculum.CurriculumEvent.QuestionTakenBack;
import bootcamp.curriculum.CurriculumEvent.VoteCast;
import bootcamp.curriculum.CurriculumEvent.VoteTakenBack;
import bootcamp.curriculum.CurriculumEvent.VotesGivenBack;
import bootcamp.curriculum.CurriculumEvent.VotesTakenOver;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.question.QuestionCommand.AnswerQuestion;
import bootcamp.curriculum.question.QuestionCommand.AskQuestion;
import bootcamp.curriculum.question.QuestionCommand.CastVote;
import bootcamp.curriculum.question.QuestionCommand.EraseAuthor;
import bootcamp.curriculum.question.QuestionCommand.FollowLecture;
import bootcamp.curriculum.question.QuestionCommand.GiveVotesBack;
import bootcamp.curriculum.question.QuestionCommand.MergeQuestion;
import bootcamp.curriculum.question.QuestionCommand.ModerateQuestion;
import bootcamp.curriculum.question.QuestionCommand.ReportQuestion;
import bootcamp.curriculum.question.QuestionCommand.RevealAuthor;
import bootcamp.curriculum.question.QuestionCommand.SeparateQuestion;
import bootcamp.curriculum.question.QuestionCommand.TakeQuestionBack;
import bootcamp.curriculum.question.QuestionCommand.TakeVoteBack;
import bootcamp.curriculum.question.QuestionCommand.TakeVotesOver;
import bootcamp.platform.aggregate.Story;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionTest {

    private static final Instant NOW = Plans.NOW;
    private static final String TEXT = "Why a CLS token?";

    private final Story<Question, QuestionCommand, OfQuestion> story = Story.of(Question.TYPE, "q");

    private static AskQuestion asked(boolean signed) {
        return new AskQuestion("l", List.of(Plans.COHORT), "author", TEXT, signed, NOW);
    }

    private static CastVote vote(String student) {
        return new CastVote(student, NOW);
    }

    private static ReportQuestion report(String student) {
        return new ReportQuestion(student, NOW);
    }

    private static ModerateQuestion moderate(Standing standing) {
        return new ModerateQuestion(standing, null, Plans.staff(NOW));
    }

    private static AnswerQuestion answer(String text) {
        return new AnswerQuestion(text, Plans.staff(NOW));
    }

    private static MergeQuestion merge(String into) {
        return new MergeQuestion(into, Plans.staff(NOW));
    }

    private static TakeVotesOver over(String other, String... voters) {
        return new TakeVotesOver(other, Set.of(voters), NOW);
    }

    static Stream<QuestionCommand> commands() {
        return Stream.of(
                vote("s"),
                new TakeVoteBack("s", NOW),
                report("s"),
                answer("Because."),
                moderate(Standing.HIDDEN),
                new TakeQuestionBack("s", NOW),
                new RevealAuthor("abuse", Plans.staff(NOW)),
                new FollowLecture(List.of("other"), NOW),
                new EraseAuthor(NOW),
                merge("other"),
                new SeparateQuestion(NOW),
                over("other", "s"),
                new GiveVotesBack("other", NOW));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingIsDoneToWhatNobodyAsked(QuestionCommand command) {
        story.when(command).refuses("QUESTION_NOT_FOUND");
    }

    @Test
    void questionIsAskedOnce() {
        story.when(asked(false))
                .yields(QuestionAsked.class)
                .when(asked(false))
                .refuses("QUESTION_EXISTS");
    }

    @Test
    void studentHasOneVoteAndTakesItBack() {
        story.given(asked(false))
                .when(vote("a"))
                .yields(VoteCast.class)
                .when(vote("a"))
                .staysQuiet()
                .when(vote("b"))
                .yields(VoteCast.class)
                .when(new TakeVoteBack("a", NOW))
                .yields(VoteTakenBack.class)
                .when(new TakeVoteBack("a", NOW))
                .staysQuiet();

        assertThat(story.state().votes()).containsExactly("b");
    }

    @Test
    void nobodyVotesForOrReportsTheOwn() {
        story.given(asked(true))
                .when(vote("author"))
                .refuses("OWN_QUESTION")
                .when(report("author"))
                .refuses("OWN_QUESTION");
    }

    @Test
    void threeReportsHoldItBackUntilStaffHaveLookedAndNotAgain() {
        story.given(asked(false))
                .given(vote("a"))
                .when(report("a"))
                .yields(QuestionReported.class)
                .when(report("a"))
                .staysQuiet()
                .when(report("b"))
                .yields(QuestionReported.class)
                .when(report("c"))
                .yields(QuestionReported.class, QuestionModerated.class)
                .when(vote("b"))
                .refuses("QUESTION_NOT_OPEN")
                .when(vote("a"))
                .staysQuiet()
                .when(moderate(Standing.OPEN))
                .yields(QuestionModerated.class)
                .when(moderate(Standing.OPEN))
                .staysQuiet()
                .when(report("d"))
                .yields(QuestionReported.class);

        assertThat(story.state().standing()).isEqualTo(Standing.OPEN);
        assertThat(story.state().reports()).hasSize(4);
    }

    @Test
    void answerIsGivenAndGivenAnew() {
        story.given(asked(false))
                .when(answer("Because."))
                .yields(QuestionAnswered.class)
                .when(answer("Because."))
                .staysQuiet()
                .when(answer("It has a place of its own."))
                .yields(QuestionAnswered.class);

        assertThat(story.state().edition()).isEqualTo(3);
    }

    @Test
    void onlyItsAuthorTakesItBackAndNothingOfItStays() {
        story.given(asked(false))
                .given(vote("a"))
                .given(answer("Because."))
                .when(new TakeQuestionBack("a", NOW))
                .refuses("QUESTION_NOT_FOUND")
                .when(new TakeQuestionBack("author", NOW))
                .yields(QuestionTakenBack.class)
                .when(new TakeQuestionBack("author", NOW))
                .staysQuiet()
                .when(new EraseAuthor(NOW))
                .staysQuiet()
                .when(vote("b"))
                .refuses("QUESTION_NOT_FOUND")
                .when(report("b"))
                .refuses("QUESTION_NOT_FOUND")
                .when(answer("No."))
                .refuses("QUESTION_NOT_FOUND")
                .when(moderate(Standing.HIDDEN))
                .refuses("QUESTION_NOT_FOUND")
                .when(new RevealAuthor("abuse", Plans.staff(NOW)))
                .refuses("QUESTION_NOT_FOUND")
                .when(asked(false))
                .refuses("QUESTION_EXISTS");

        assertNothingStays();
    }

    /** Or an insult would be gone before anybody could look at who wrote it. */
    @Test
    void whatWasReportedIsHiddenWhenItIsTakenBackAndEmptiedWithItsAuthor() {
        story.given(asked(false))
                .given(report("a"))
                .when(new TakeQuestionBack("author", NOW))
                .yields(QuestionModerated.class)
                .when(new TakeQuestionBack("author", NOW))
                .staysQuiet();

        assertThat(story.state().standing()).isEqualTo(Standing.HIDDEN);
        assertThat(story.state().studentId()).isEqualTo("author");
        story.when(new EraseAuthor(NOW)).yields(AuthorErased.class);
        assertNothingStays();
    }

    @Test
    void nothingStaysOfWhoWasErased() {
        story.given(asked(true))
                .given(vote("a"))
                .when(new EraseAuthor(NOW))
                .yields(AuthorErased.class);

        assertNothingStays();
    }

    private void assertNothingStays() {
        Question state = story.state();
        assertThat(state.removed()).isTrue();
        assertThat(state.text()).isNull();
        assertThat(state.studentId()).isEmpty();
        assertThat(state.answer()).isNull();
        assertThat(state.votes()).isEmpty();
        assertThat(state.publicState().removed()).isTrue();
        assertThat(state.publicState().cohortIds()).containsExactly(Plans.COHORT);
    }

    @Test
    void staffLearnWhoAskedAndThatIsKept() {
        story.given(asked(false))
                .when(new RevealAuthor("abuse", Plans.staff(NOW)))
                .yields(AuthorRevealed.class);

        assertThat(story.state().looks())
                .extracting(Question.Look::reason)
                .containsExactly("abuse");
    }

    @Test
    void whatIsSignedNeedsNoLook() {
        story.given(asked(true))
                .when(new RevealAuthor("abuse", Plans.staff(NOW)))
                .refuses("QUESTION_SIGNED");
    }

    @Test
    void itFollowsItsLecture() {
        story.given(asked(false))
                .when(new FollowLecture(List.of("other"), NOW))
                .yields(QuestionFollowed.class)
                .when(new FollowLecture(List.of("other"), NOW))
                .staysQuiet();

        assertThat(story.state().formerCohortIds()).containsExactly(Plans.COHORT);
        assertThat(story.state().homeCohortId()).isEqualTo(Plans.COHORT);
    }

    @Test
    void whatIsMergedIsNeitherVotedForNorAnsweredUntilItIsSeparated() {
        story.given(asked(false))
                .given(vote("a"))
                .when(merge("q"))
                .refuses("SAME_QUESTION")
                .when(new SeparateQuestion(NOW))
                .staysQuiet()
                .when(merge("other"))
                .yields(QuestionMerged.class)
                .when(merge("other"))
                .staysQuiet()
                .when(merge("third"))
                .refuses("QUESTION_MERGED")
                .when(vote("b"))
                .refuses("QUESTION_MERGED")
                .when(answer("Because."))
                .refuses("QUESTION_MERGED")
                .when(over("third", "b"))
                .refuses("QUESTION_MERGED");

        assertThat(story.state().publicState().mergedInto()).isEqualTo("other");
        assertThat(story.state().wanting()).containsExactlyInAnyOrder("a", "author");
        story.when(new SeparateQuestion(NOW)).yields(QuestionSeparated.class);
        assertThat(story.state().votes()).containsExactly("a");
        assertThat(story.state().edition()).isEqualTo(3);
    }

    @Test
    void studentWhoVotedForBothCountsOnceAndTheAuthorNever() {
        story.given(asked(false))
                .given(vote("a"))
                .given(vote("b"))
                .when(over("other", "a", "author", "asked-other"))
                .yields(VotesTakenOver.class)
                .when(over("other", "a", "author", "asked-other"))
                .staysQuiet()
                .when(merge("third"))
                .refuses("QUESTION_HOLDS_OTHERS")
                .when(vote("asked-other"))
                .staysQuiet();

        assertThat(story.state().voters()).containsExactlyInAnyOrder("a", "b", "asked-other");
        assertThat(story.state().publicState().votes()).isEqualTo(3);

        story.when(new TakeVoteBack("a", NOW)).yields(VoteTakenBack.class);
        assertThat(story.state().publicState().votes()).isEqualTo(2);

        story.when(new GiveVotesBack("other", NOW))
                .yields(VotesGivenBack.class)
                .when(new GiveVotesBack("other", NOW))
                .staysQuiet();
        assertThat(story.state().voters()).containsExactly("b");
    }

    @Test
    void nothingStaysOfWhatIsMergedWhenItIsTakenBack() {
        story.given(asked(false))
                .given(over("other", "a"))
                .when(new TakeQuestionBack("author", NOW))
                .yields(QuestionTakenBack.class)
                .when(over("third", "a"))
                .refuses("QUESTION_NOT_FOUND")
                .when(merge("third"))
                .refuses("QUESTION_NOT_FOUND");

        assertNothingStays();
        assertThat(story.state().merged()).isEmpty();
    }

    @Test
    void documentWithAllThatItMayHoldStaysUnderItsBound() {
        story.given(asked(false));
        Question full = story.state();
        for (int i = 0; i < Question.VOTES_MAX; i++) {
            full = full.evolve(new VoteCast("student-%036d".formatted(i), NOW));
        }
        assertThat(full.decide(vote("one-more")))
                .isEqualTo(
                        bootcamp.platform.aggregate.Decision.refuses(
                                QuestionRefusal.QUESTION_FULL));
        assertThat(full.decide(over("other", "one-more")))
                .isEqualTo(
                        bootcamp.platform.aggregate.Decision.refuses(
                                QuestionRefusal.QUESTION_FULL));
        assertThat(full.votes().stream().mapToInt(String::length).sum()).isLessThan(1 << 20);
    }
}
