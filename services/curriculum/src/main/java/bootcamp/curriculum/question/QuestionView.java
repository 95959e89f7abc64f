package bootcamp.curriculum.question;

import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question as one reader sees it.
 *
 * @param reason why it is hidden; null: not said, or not for this reader
 * @param studentId who asked; null: not for this reader
 * @param mine whether the reader asked it
 * @param voted whether the reader voted for it
 * @param reported whether the reader reported it
 * @param reports by how many it was reported; null: not for this reader
 * @param answer null: not answered
 * @param mergedInto id of the question that counts for this one; null: it stands for itself
 * @param merged how many questions were merged into this one
 * @param looks when staff asked who the author is: for staff and the author, else empty
 */
record QuestionView(
        String questionId,
        String lectureId,
        String text,
        boolean signed,
        @Nullable String studentId,
        Instant askedAt,
        Standing standing,
        @Nullable String reason,
        int votes,
        @Nullable Integer reports,
        boolean mine,
        boolean voted,
        boolean reported,
        Question.@Nullable Answer answer,
        List<Looked> looks,
        int edition,
        @Nullable String mergedInto,
        int merged,
        long version) {

    /** As lists have it. */
    static final Comparator<QuestionView> BY_TIME = Comparator.comparing(QuestionView::key);

    /** That staff asked who the author is, without who of them did. */
    record Looked(Instant at, String reason) {}

    /** Of a question that was not taken back. */
    static QuestionView ofStaff(Versioned<Question> question) {
        Question state = question.state();
        return of(question, "", true, state.signed());
    }

    /** Of a question that was not taken back. */
    static QuestionView ofStudent(Versioned<Question> question, String studentId) {
        boolean mine = question.state().isOf(studentId);
        return of(question, studentId, mine, mine);
    }

    private static QuestionView of(
            Versioned<Question> question, String reader, boolean knowsAll, boolean knowsAuthor) {
        Question state = question.state();
        String text = state.text();
        return new QuestionView(
                question.id(),
                state.lectureId(),
                text == null ? "" : text,
                state.signed(),
                knowsAuthor ? state.studentId() : null,
                state.asked(),
                state.standing(),
                knowsAll ? state.reason() : null,
                state.voters().size(),
                reader.isEmpty() ? state.reports().size() : null,
                state.isOf(reader),
                state.voters().contains(reader),
                state.reports().contains(reader),
                state.answer(),
                knowsAll
                        ? state.looks().stream()
                                .map(look -> new Looked(look.stamp().at(), look.reason()))
                                .toList()
                        : List.of(),
                state.edition(),
                state.mergedInto(),
                state.merged().size(),
                question.version());
    }

    /** In the order of asking, whatever the digits of a second. */
    String key() {
        return "%020d %s".formatted(askedAt.toEpochMilli(), questionId);
    }
}
