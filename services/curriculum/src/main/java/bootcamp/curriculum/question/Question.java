package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.AuthorErased;
import bootcamp.curriculum.CurriculumEvent.AuthorRevealed;
import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.CurriculumEvent.QuestionAnswered;
import bootcamp.curriculum.CurriculumEvent.QuestionAsked;
import bootcamp.curriculum.CurriculumEvent.QuestionFollowed;
import bootcamp.curriculum.CurriculumEvent.QuestionModerated;
import bootcamp.curriculum.CurriculumEvent.QuestionReported;
import bootcamp.curriculum.CurriculumEvent.QuestionTakenBack;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.VoteCast;
import bootcamp.curriculum.CurriculumEvent.VoteTakenBack;
import bootcamp.curriculum.question.QuestionCommand.AnswerQuestion;
import bootcamp.curriculum.question.QuestionCommand.AskQuestion;
import bootcamp.curriculum.question.QuestionCommand.CastVote;
import bootcamp.curriculum.question.QuestionCommand.EraseAuthor;
import bootcamp.curriculum.question.QuestionCommand.FollowLecture;
import bootcamp.curriculum.question.QuestionCommand.ModerateQuestion;
import bootcamp.curriculum.question.QuestionCommand.ReportQuestion;
import bootcamp.curriculum.question.QuestionCommand.RevealAuthor;
import bootcamp.curriculum.question.QuestionCommand.TakeQuestionBack;
import bootcamp.curriculum.question.QuestionCommand.TakeVoteBack;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one student wants to know of a special lecture, with the votes of those who do too.
 *
 * <p>Fellow students never learn who asked. Staff see it at once where it is signed, and else only
 * by {@link RevealAuthor}, which is kept and shown to the author. Three reports hold it back until
 * staff have looked; what they have looked at is not held back again by more of them.
 *
 * @param lectureId empty where nobody has asked
 * @param homeCohortId the first cohort that it was asked for: it alone says in which partition its
 *     events are, so it never changes
 * @param formerCohortIds cohorts that the lecture was for and is not any more
 * @param studentId who asked; empty once the text is gone
 * @param text null: it was taken back, or its author was erased
 * @param askedAt null: nobody has asked
 * @param reason why it is hidden; null: not said
 * @param lookedAt whether staff have decided about it
 * @param answer null: not answered
 * @param votes students who would like to know, too
 * @param reports students who reported it
 * @param looks when staff asked who the author is, oldest first
 * @param edition how often something of it but votes and reports changed: who holds its text by
 *     that number need not read it again
 */
public record Question(
        String questionId,
        String lectureId,
        String homeCohortId,
        List<String> cohortIds,
        Set<String> formerCohortIds,
        String studentId,
        @Nullable String text,
        boolean signed,
        @Nullable Instant askedAt,
        Standing standing,
        @Nullable String reason,
        boolean lookedAt,
        @Nullable Answer answer,
        Set<String> votes,
        Set<String> reports,
        List<Look> looks,
        int edition) {

    public static final int TEXT_CHARS_MAX = 1_000;
    static final int ANSWER_CHARS_MAX = 4_000;
    static final int REASON_CHARS_MAX = 500;

    /** So many reports hold back what staff have not looked at. */
    static final int REPORTS_TO_HOLD = 3;

    /** As many students as there may be in a lecture: some 400 KB. */
    static final int VOTES_MAX = 10_000;

    static final int REPORTS_MAX = 1_000;
    static final int LOOKS_MAX = 20;

    public static final AggregateType<Question, QuestionCommand, OfQuestion> TYPE =
            new AggregateType<>(
                    "Question",
                    1,
                    Question.class,
                    Map.of(
                            "QuestionAsked", QuestionAsked.class,
                            "VoteCast", VoteCast.class,
                            "VoteTakenBack", VoteTakenBack.class,
                            "QuestionReported", QuestionReported.class,
                            "QuestionAnswered", QuestionAnswered.class,
                            "QuestionModerated", QuestionModerated.class,
                            "QuestionTakenBack", QuestionTakenBack.class,
                            "AuthorRevealed", AuthorRevealed.class,
                            "QuestionFollowed", QuestionFollowed.class,
                            "AuthorErased", AuthorErased.class),
                    Question::initial,
                    Question::decide,
                    Question::evolve,
                    Question::publicState,
                    Question::publicChange,
                    Question::homeCohortId);

    public Question {
        cohortIds = List.copyOf(cohortIds);
        formerCohortIds = Collections.unmodifiableSet(formerCohortIds);
        votes = Collections.unmodifiableSet(votes);
        reports = Collections.unmodifiableSet(reports);
        looks = List.copyOf(looks);
    }

    /**
     * @param at when it was given, or last given anew
     */
    public record Answer(String text, Instant at) {}

    /** Staff asked who the author is. */
    public record Look(String reason, Stamp stamp) {}

    public static Question initial(String questionId) {
        return new Question(
                questionId,
                "",
                "",
                List.of(),
                Set.of(),
                "",
                null,
                false,
                null,
                Standing.OPEN,
                null,
                false,
                null,
                Set.of(),
                Set.of(),
                List.of(),
                0);
    }

    // ---- decide

    public Decision<OfQuestion> decide(QuestionCommand command) {
        if (askedAt == null && !(command instanceof AskQuestion)) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        return switch (command) {
            case AskQuestion ask -> ask(ask);
            case CastVote cast -> cast(cast);
            case TakeVoteBack back ->
                    votes.contains(back.studentId())
                            ? Decision.yields(new VoteTakenBack(back.studentId(), back.at()))
                            : Decision.staysQuiet();
            case ReportQuestion report -> report(report);
            case AnswerQuestion given -> answer(given);
            case ModerateQuestion moderate -> moderate(moderate);
            case TakeQuestionBack back -> takeBack(back);
            case RevealAuthor reveal -> reveal(reveal);
            case FollowLecture follow ->
                    removed() || follow.cohortIds().equals(cohortIds)
                            ? Decision.staysQuiet()
                            : Decision.yields(
                                    new QuestionFollowed(follow.cohortIds(), follow.at()));
            case EraseAuthor erase ->
                    removed()
                            ? Decision.staysQuiet()
                            : Decision.yields(new AuthorErased(erase.at()));
        };
    }

    private Decision<OfQuestion> ask(AskQuestion ask) {
        return askedAt != null
                ? Decision.refuses(QuestionRefusal.QUESTION_EXISTS)
                : Decision.yields(
                        new QuestionAsked(
                                ask.lectureId(),
                                ask.cohortIds(),
                                ask.studentId(),
                                ask.text(),
                                ask.signed(),
                                ask.at()));
    }

    private Decision<OfQuestion> cast(CastVote cast) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (cast.studentId().equals(studentId)) {
            return Decision.refuses(QuestionRefusal.OWN_QUESTION);
        }
        if (votes.contains(cast.studentId())) {
            return Decision.staysQuiet();
        }
        if (standing != Standing.OPEN) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_OPEN);
        }
        return votes.size() >= VOTES_MAX
                ? Decision.refuses(QuestionRefusal.QUESTION_FULL)
                : Decision.yields(new VoteCast(cast.studentId(), cast.at()));
    }

    private Decision<OfQuestion> report(ReportQuestion report) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (report.studentId().equals(studentId)) {
            return Decision.refuses(QuestionRefusal.OWN_QUESTION);
        }
        if (reports.contains(report.studentId())) {
            return Decision.staysQuiet();
        }
        if (reports.size() >= REPORTS_MAX) {
            return Decision.refuses(QuestionRefusal.QUESTION_FULL);
        }
        QuestionReported reported = new QuestionReported(report.studentId(), report.at());
        boolean holds =
                standing == Standing.OPEN && !lookedAt && reports.size() + 1 >= REPORTS_TO_HOLD;
        return holds
                ? Decision.yields(
                        reported, new QuestionModerated(Standing.HELD, null, report.at(), null))
                : Decision.yields(reported);
    }

    private Decision<OfQuestion> answer(AnswerQuestion given) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        return answer != null && answer.text().equals(given.text())
                ? Decision.staysQuiet()
                : Decision.yields(new QuestionAnswered(given.text(), given.stamp()));
    }

    private Decision<OfQuestion> moderate(ModerateQuestion moderate) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        boolean isSo =
                lookedAt
                        && standing == moderate.standing()
                        && Objects.equals(reason, moderate.reason());
        return isSo
                ? Decision.staysQuiet()
                : Decision.yields(
                        new QuestionModerated(
                                moderate.standing(),
                                moderate.reason(),
                                moderate.stamp().at(),
                                moderate.stamp().by()));
    }

    private Decision<OfQuestion> takeBack(TakeQuestionBack back) {
        if (removed()) {
            return Decision.staysQuiet();
        }
        if (!back.studentId().equals(studentId)) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (!isLookedAfter()) {
            return Decision.yields(new QuestionTakenBack(back.at()));
        }
        return standing == Standing.HIDDEN
                ? Decision.staysQuiet()
                : Decision.yields(new QuestionModerated(Standing.HIDDEN, null, back.at(), null));
    }

    /**
     * Somebody reported it, or staff held it back, hid it or asked who wrote it: taken back, it is
     * hidden and not emptied, or an insult would be gone before anybody could look at it.
     */
    private boolean isLookedAfter() {
        return !reports.isEmpty() || standing != Standing.OPEN || !looks.isEmpty();
    }

    private Decision<OfQuestion> reveal(RevealAuthor reveal) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (signed) {
            return Decision.refuses(QuestionRefusal.QUESTION_SIGNED);
        }
        return looks.size() >= LOOKS_MAX
                ? Decision.refuses(QuestionRefusal.QUESTION_FULL)
                : Decision.yields(new AuthorRevealed(reveal.reason(), reveal.stamp()));
    }

    // ---- evolve

    public Question evolve(OfQuestion fact) {
        return switch (fact) {
            case QuestionAsked asked -> asked(asked);
            case VoteCast cast -> counted(with(votes, cast.studentId()), reports);
            case VoteTakenBack back -> counted(without(votes, back.studentId()), reports);
            case QuestionReported reported -> counted(votes, with(reports, reported.studentId()));
            case QuestionAnswered answered ->
                    changed(
                            standing,
                            reason,
                            lookedAt,
                            new Answer(answered.text(), answered.stamp().at()),
                            looks);
            case QuestionModerated moderated ->
                    changed(
                            moderated.standing(),
                            moderated.reason(),
                            lookedAt || moderated.by() != null,
                            answer,
                            looks);
            case QuestionTakenBack _, AuthorErased _ -> emptied();
            case AuthorRevealed revealed ->
                    changed(
                            standing,
                            reason,
                            lookedAt,
                            answer,
                            with(looks, new Look(revealed.reason(), revealed.stamp())));
            case QuestionFollowed followed -> followed(followed.cohortIds());
        };
    }

    private Question asked(QuestionAsked asked) {
        return new Question(
                questionId,
                asked.lectureId(),
                asked.cohortIds().getFirst(),
                asked.cohortIds(),
                Set.of(),
                asked.studentId(),
                asked.text(),
                asked.signed(),
                asked.at(),
                Standing.OPEN,
                null,
                false,
                null,
                Set.of(),
                Set.of(),
                List.of(),
                1);
    }

    private static Set<String> with(Set<String> all, String one) {
        Set<String> more = new LinkedHashSet<>(all);
        more.add(one);
        return more;
    }

    private static Set<String> without(Set<String> all, String one) {
        Set<String> fewer = new LinkedHashSet<>(all);
        fewer.remove(one);
        return fewer;
    }

    private static List<Look> with(List<Look> all, Look one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    private Question counted(Set<String> whoVoted, Set<String> whoReported) {
        return new Question(
                questionId,
                lectureId,
                homeCohortId,
                cohortIds,
                formerCohortIds,
                studentId,
                text,
                signed,
                askedAt,
                standing,
                reason,
                lookedAt,
                answer,
                whoVoted,
                whoReported,
                looks,
                edition);
    }

    private Question changed(
            Standing next,
            @Nullable String why,
            boolean isLookedAt,
            @Nullable Answer given,
            List<Look> all) {
        return new Question(
                questionId,
                lectureId,
                homeCohortId,
                cohortIds,
                formerCohortIds,
                studentId,
                text,
                signed,
                askedAt,
                next,
                why,
                isLookedAt,
                given,
                votes,
                reports,
                all,
                edition + 1);
    }

    private Question followed(List<String> after) {
        Set<String> former = new LinkedHashSet<>(formerCohortIds);
        former.addAll(cohortIds);
        after.forEach(former::remove);
        return new Question(
                questionId,
                lectureId,
                homeCohortId,
                after,
                former,
                studentId,
                text,
                signed,
                askedAt,
                standing,
                reason,
                lookedAt,
                answer,
                votes,
                reports,
                looks,
                edition);
    }

    /** Nothing stays of what somebody wrote, nor of who voted. */
    private Question emptied() {
        return new Question(
                questionId,
                lectureId,
                homeCohortId,
                cohortIds,
                formerCohortIds,
                "",
                null,
                signed,
                askedAt,
                standing,
                null,
                lookedAt,
                null,
                Set.of(),
                Set.of(),
                List.of(),
                edition + 1);
    }

    // ---- queries

    /** Taken back, or its author erased: shown nowhere any more. */
    public boolean removed() {
        return askedAt != null && text == null;
    }

    public boolean isOf(String student) {
        return studentId.equals(student);
    }

    /** Of one that somebody has asked. */
    public Instant asked() {
        return Objects.requireNonNull(askedAt, "nobody has asked this");
    }

    /** What the world may see of a question: figures, and nobody's text or id. */
    public record Public(
            String questionId,
            String lectureId,
            List<String> cohortIds,
            Set<String> formerCohortIds,
            Standing standing,
            Instant askedAt,
            boolean answered,
            int votes,
            int reports,
            int edition,
            boolean removed) {}

    public Public publicState() {
        return new Public(
                questionId,
                lectureId,
                cohortIds,
                formerCohortIds,
                standing,
                asked(),
                answer != null,
                votes.size(),
                reports.size(),
                edition,
                removed());
    }

    /** When something happened, and nothing of who did it and what was written. */
    record PublicMoment(Instant at) {}

    /** That it was asked, as it is published. */
    record PublicAsked(String lectureId, List<String> cohortIds, Instant at) {}

    /** What was decided about it, as it is published. */
    record PublicModeration(Standing standing, Instant at) {}

    static Object publicChange(OfQuestion fact) {
        return switch (fact) {
            case QuestionAsked asked ->
                    new PublicAsked(asked.lectureId(), asked.cohortIds(), asked.at());
            case QuestionModerated(var standing, var _, var at, var _) ->
                    new PublicModeration(standing, at);
            case VoteCast(var _, var at) -> new PublicMoment(at);
            case VoteTakenBack(var _, var at) -> new PublicMoment(at);
            case QuestionReported(var _, var at) -> new PublicMoment(at);
            case QuestionAnswered(var _, var stamp) -> new PublicMoment(stamp.at());
            case AuthorRevealed(var _, var stamp) -> new PublicMoment(stamp.at());
            case QuestionTakenBack _, AuthorErased _, QuestionFollowed _ -> fact;
        };
    }
}
