package bootcamp.curriculum.question;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfQuestion;
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
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of questions: one story for the examples, and any number by chance. */
public final class QuestionExamples {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final String FIRST = "question-first";
    private static final String SECOND = "question-second";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Question, QuestionCommand, OfQuestion> questions =
            new AggregatesInMemory<>(
                    Question.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);

    private QuestionExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        QuestionExamples story = new QuestionExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        QuestionExamples story = new QuestionExamples();
        story.told();
        return List.of(story.questions.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        QuestionExamples history = new QuestionExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(90));
            history.questions.transact(
                    "question-" + random.nextInt(3),
                    history.any(random, "student-" + random.nextInt(5)));
        }
        return List.copyOf(history.said);
    }

    private QuestionCommand any(Random random, String student) {
        return switch (random.nextInt(18)) {
            case 0, 1 -> asked("lecture-" + random.nextInt(2), student);
            case 2 -> new TakeVoteBack(student, now);
            case 3, 4 -> new ReportQuestion(student, now);
            case 5 -> new AnswerQuestion("an answer " + random.nextInt(3), Plans.staff(now));
            case 6 ->
                    new ModerateQuestion(
                            Standing.values()[random.nextInt(3)], "why", Plans.staff(now));
            case 7 -> new RevealAuthor("abuse", Plans.staff(now));
            case 8 ->
                    new FollowLecture(
                            random.nextBoolean()
                                    ? List.of(COHORT, "cohort-third")
                                    : List.of(COHORT),
                            now);
            case 9 ->
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> new TakeQuestionBack(student, now);
                        case 3 -> new EraseAuthor(now);
                        default -> new CastVote(student, now);
                    };
            case 10 -> new MergeQuestion("question-" + random.nextInt(3), Plans.staff(now));
            case 11 -> new SeparateQuestion(now);
            case 12 ->
                    new TakeVotesOver(
                            "question-" + random.nextInt(3), Set.of(student, "student-5"), now);
            case 13 -> new GiveVotesBack("question-" + random.nextInt(3), now);
            default -> new CastVote(student, now);
        };
    }

    private void told() {
        does(FIRST, asked("lecture-first", "student-1"));
        does(FIRST, new CastVote("student-2", now));
        does(FIRST, new CastVote("student-3", now));
        does(FIRST, new TakeVoteBack("student-3", now));
        does(FIRST, new ReportQuestion("student-3", now));
        does(FIRST, new RevealAuthor("someone may be meant", Plans.staff(now)));
        does(FIRST, new ModerateQuestion(Standing.OPEN, null, Plans.staff(now)));
        does(FIRST, new AnswerQuestion("It has a place of its own.", Plans.staff(now)));
        does(FIRST, new FollowLecture(List.of(COHORT, "cohort-second"), now));
        does(SECOND, asked("lecture-first", "student-4"));
        does(SECOND, new TakeQuestionBack("student-4", now));
        does("question-third", asked("lecture-first", "student-5"));
        does("question-third", new EraseAuthor(now));
        does("question-fourth", asked("lecture-first", "student-6"));
        does("question-fourth", new CastVote("student-2", now));
        does("question-fourth", new MergeQuestion(FIRST, Plans.staff(now)));
        does(FIRST, new TakeVotesOver("question-fourth", Set.of("student-2", "student-6"), now));
        does("question-fourth", new SeparateQuestion(now));
        does(FIRST, new GiveVotesBack("question-fourth", now));
    }

    private AskQuestion asked(String lectureId, String student) {
        return new AskQuestion(lectureId, List.of(COHORT), student, "Why a CLS token?", false, now);
    }

    private void does(String questionId, QuestionCommand command) {
        questions
                .transact(questionId, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }
}
