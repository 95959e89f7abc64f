package bootcamp.curriculum.question;

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
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.VoteCast;
import bootcamp.curriculum.CurriculumEvent.VoteTakenBack;
import bootcamp.curriculum.CurriculumEvent.VotesGivenBack;
import bootcamp.curriculum.CurriculumEvent.VotesTakenOver;
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
 * <p>Staff merge one that asks the same as another into that one. It keeps its votes, which nobody
 * adds to any more; the other one counts them with its own, each student once. That it {@link
 * #mergedInto} another is decided here; that the other one counts it follows, by whoever reads both
 * ({@link Questions}).
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
 * @param votes students who would like to know, too, and said so here
 * @param reports students who reported it
 * @param looks when staff asked who the author is, oldest first
 * @param edition how often something of it but votes and reports changed: who holds its text by
 *     that number need not read it again
 * @param mergedInto id of the question that counts for this one; null: it stands for itself
 * @param merged others whose voters count here; a question of before there was merging has none
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
        int edition,
        @Nullable String mergedInto,
        List<Merged> merged) {

    public static final int TEXT_CHARS_MAX = 1_000;
    static final int ANSWER_CHARS_MAX = 4_000;
    static final int REASON_CHARS_MAX = 500;

    /** So many reports hold back what staff have not looked at. */
    static final int REPORTS_TO_HOLD = 3;

    /**
     * As many students as there may be in a lecture, those of merged ones included: some 400 KB.
     */
    static final int VOTES_MAX = 10_000;

    static final int REPORTS_MAX = 1_000;
    static final int LOOKS_MAX = 20;

    public static final AggregateType<Question, QuestionCommand, OfQuestion> TYPE =
            new AggregateType<>(
                    "Question",
                    1,
                    Question.class,
                    Map.ofEntries(
                            Map.entry("QuestionAsked", QuestionAsked.class),
                            Map.entry("VoteCast", VoteCast.class),
                            Map.entry("VoteTakenBack", VoteTakenBack.class),
                            Map.entry("QuestionReported", QuestionReported.class),
                            Map.entry("QuestionAnswered", QuestionAnswered.class),
                            Map.entry("QuestionModerated", QuestionModerated.class),
                            Map.entry("QuestionTakenBack", QuestionTakenBack.class),
                            Map.entry("AuthorRevealed", AuthorRevealed.class),
                            Map.entry("QuestionFollowed", QuestionFollowed.class),
                            Map.entry("AuthorErased", AuthorErased.class),
                            Map.entry("QuestionMerged", QuestionMerged.class),
                            Map.entry("QuestionSeparated", QuestionSeparated.class),
                            Map.entry("VotesTakenOver", VotesTakenOver.class),
                            Map.entry("VotesGivenBack", VotesGivenBack.class)),
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
        merged = List.copyOf(Objects.requireNonNullElse(merged, List.of()));
    }

    /**
     * Another question that asks the same.
     *
     * @param voters who asked it or voted for it, and has not taken that back since
     */
    public record Merged(String questionId, Set<String> voters) {

        public Merged {
            voters = Collections.unmodifiableSet(voters);
        }

        private Merged without(String student) {
            return new Merged(questionId, Question.without(voters, student));
        }
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
                0,
                null,
                List.of());
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
                    votes.contains(back.studentId()) || isMergedVoter(back.studentId())
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
            case MergeQuestion merge -> merge(merge);
            case SeparateQuestion separate ->
                    mergedInto == null
                            ? Decision.staysQuiet()
                            : Decision.yields(new QuestionSeparated(separate.at()));
            case TakeVotesOver over -> takeOver(over);
            case GiveVotesBack back ->
                    counts(back.questionId())
                            ? Decision.yields(new VotesGivenBack(back.questionId(), back.at()))
                            : Decision.staysQuiet();
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
        if (mergedInto != null) {
            return Decision.refuses(QuestionRefusal.QUESTION_MERGED);
        }
        if (votes.contains(cast.studentId()) || isMergedVoter(cast.studentId())) {
            return Decision.staysQuiet();
        }
        if (standing != Standing.OPEN) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_OPEN);
        }
        return held() >= VOTES_MAX
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
        if (mergedInto != null) {
            return Decision.refuses(QuestionRefusal.QUESTION_MERGED);
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

    private Decision<OfQuestion> merge(MergeQuestion merge) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (merge.into().equals(questionId)) {
            return Decision.refuses(QuestionRefusal.SAME_QUESTION);
        }
        if (merge.into().equals(mergedInto)) {
            return Decision.staysQuiet();
        }
        if (mergedInto != null) {
            return Decision.refuses(QuestionRefusal.QUESTION_MERGED);
        }
        return merged.isEmpty()
                ? Decision.yields(new QuestionMerged(merge.into(), merge.stamp()))
                : Decision.refuses(QuestionRefusal.QUESTION_HOLDS_OTHERS);
    }

    private Decision<OfQuestion> takeOver(TakeVotesOver over) {
        if (removed()) {
            return Decision.refuses(QuestionRefusal.QUESTION_NOT_FOUND);
        }
        if (mergedInto != null) {
            return Decision.refuses(QuestionRefusal.QUESTION_MERGED);
        }
        if (counts(over.questionId())) {
            return Decision.staysQuiet();
        }
        return held() + over.voters().size() > VOTES_MAX
                ? Decision.refuses(QuestionRefusal.QUESTION_FULL)
                : Decision.yields(new VotesTakenOver(over.questionId(), over.voters(), over.at()));
    }

    // ---- evolve

    public Question evolve(OfQuestion fact) {
        return switch (fact) {
            case QuestionAsked asked -> asked(asked);
            case VoteCast cast -> counted(with(votes, cast.studentId()), reports);
            case VoteTakenBack back -> notWanted(back.studentId());
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
            case QuestionMerged into -> merging(into.into(), merged);
            case QuestionSeparated _ -> merging(null, merged);
            case VotesTakenOver(var other, var voters, var _) ->
                    merging(
                            mergedInto,
                            Stream.concat(merged.stream(), Stream.of(new Merged(other, voters)))
                                    .toList());
            case VotesGivenBack(var other, var _) ->
                    merging(
                            mergedInto,
                            merged.stream()
                                    .filter(each -> !each.questionId().equals(other))
                                    .toList());
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
                1,
                null,
                List.of());
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

    private Question notWanted(String student) {
        return counted(
                without(votes, student),
                reports,
                merged.stream().map(each -> each.without(student)).toList());
    }

    private Question counted(Set<String> whoVoted, Set<String> whoReported) {
        return counted(whoVoted, whoReported, merged);
    }

    private Question counted(Set<String> whoVoted, Set<String> whoReported, List<Merged> whoElse) {
        return among(whoVoted, whoReported, mergedInto, whoElse, edition);
    }

    private Question merging(@Nullable String into, List<Merged> others) {
        return among(votes, reports, into, others, edition + 1);
    }

    private Question among(
            Set<String> whoVoted,
            Set<String> whoReported,
            @Nullable String into,
            List<Merged> others,
            int number) {
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
                number,
                into,
                others);
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
                edition + 1,
                mergedInto,
                merged);
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
                edition,
                mergedInto,
                merged);
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
                edition + 1,
                null,
                List.of());
    }

    // ---- queries

    /** Taken back, or its author erased: shown nowhere any more. */
    public boolean removed() {
        return askedAt != null && text == null;
    }

    public boolean isOf(String student) {
        return studentId.equals(student);
    }

    /** Whether another one's votes are counted here. */
    boolean counts(String other) {
        return merged.stream().anyMatch(each -> each.questionId().equals(other));
    }

    private boolean isMergedVoter(String student) {
        return merged.stream().anyMatch(each -> each.voters().contains(student));
    }

    /** How many ids of voters the document holds. */
    private int held() {
        return votes.size() + merged.stream().mapToInt(each -> each.voters().size()).sum();
    }

    /** Who would like to know, too, here or by one that was merged into this; each once. */
    public Set<String> voters() {
        if (merged.isEmpty()) {
            return votes;
        }
        Set<String> all = new LinkedHashSet<>(votes);
        merged.forEach(each -> all.addAll(each.voters()));
        all.remove(studentId);
        return all;
    }

    /** Who counts where this one is merged into another: its author wants to know that, too. */
    Set<String> wanting() {
        return with(votes, studentId);
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
            @Nullable String mergedInto,
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
                voters().size(),
                reports.size(),
                edition,
                mergedInto,
                removed());
    }

    /** When something happened, and nothing of who did it and what was written. */
    record PublicMoment(Instant at) {}

    /** That it was asked, as it is published. */
    record PublicAsked(String lectureId, List<String> cohortIds, Instant at) {}

    /** Into which it was merged, as it is published. */
    record PublicMerger(String into, Instant at) {}

    /** Whose votes it counts from then on, or not any more, as it is published. */
    record PublicOther(String questionId, Instant at) {}

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
            case QuestionMerged(var into, var stamp) -> new PublicMerger(into, stamp.at());
            case VotesTakenOver(var other, var _, var at) -> new PublicOther(other, at);
            case QuestionTakenBack _,
                    AuthorErased _,
                    QuestionFollowed _,
                    QuestionSeparated _,
                    VotesGivenBack _ ->
                    fact;
        };
    }
}
