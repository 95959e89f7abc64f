package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of a question. */
public sealed interface QuestionCommand {

    /**
     * @param cohortIds those that the lecture is for; at least one
     * @param studentId who asks
     * @param signed staff see at once whose it is
     */
    record AskQuestion(
            String lectureId,
            List<String> cohortIds,
            String studentId,
            String text,
            boolean signed,
            Instant at)
            implements QuestionCommand {}

    record CastVote(String studentId, Instant at) implements QuestionCommand {}

    record TakeVoteBack(String studentId, Instant at) implements QuestionCommand {}

    /** Somebody thinks that staff should look at it. */
    record ReportQuestion(String studentId, Instant at) implements QuestionCommand {}

    /** Answers it, or answers it anew. */
    record AnswerQuestion(String text, Stamp stamp) implements QuestionCommand {}

    /**
     * @param reason what the author reads of one that is hidden; null: nothing
     */
    record ModerateQuestion(Standing standing, @Nullable String reason, Stamp stamp)
            implements QuestionCommand {}

    /** Its author does not ask it any more. */
    record TakeQuestionBack(String studentId, Instant at) implements QuestionCommand {}

    /** Staff want to know who asked what is not signed. */
    record RevealAuthor(String reason, Stamp stamp) implements QuestionCommand {}

    /** The lecture is for other cohorts now. */
    record FollowLecture(List<String> cohortIds, Instant at) implements QuestionCommand {}

    /**
     * It asks the same as another.
     *
     * @param into id of the other, of the same lecture
     */
    record MergeQuestion(String into, Stamp stamp) implements QuestionCommand {}

    /** It is to stand for itself again. */
    record SeparateQuestion(Instant at) implements QuestionCommand {}

    /**
     * The votes of one that was merged into this one count here, too.
     *
     * @param questionId of the other
     * @param voters who asked it or voted for it
     */
    record TakeVotesOver(String questionId, Set<String> voters, Instant at)
            implements QuestionCommand {}

    /**
     * The votes of another do not count here any more.
     *
     * @param questionId of the other
     */
    record GiveVotesBack(String questionId, Instant at) implements QuestionCommand {}

    /** Its author was erased. */
    record EraseAuthor(Instant at) implements QuestionCommand {}
}
