package bootcamp.review.conduct;

import bootcamp.review.school.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report to staff with all that was written about it since, in this order and without a date.
 *
 * @param reportId by which staff know it; nobody can tell the writer's code from it
 * @param messages at least one, which is the writer's
 * @param closed whether staff are done with it; the writer's next message opens it again
 */
record ConductReport(String reportId, Target target, List<Message> messages, boolean closed) {

    /** Messages of one report, so that nobody fills the database by a code. */
    static final int MESSAGES_MAX = 40;

    ConductReport {
        messages = List.copyOf(messages);
    }

    static ConductReport begun(String reportId, Target target, String text) {
        return new ConductReport(
                reportId, target, List.of(new Message(From.WRITER, text, null)), false);
    }

    enum From {
        WRITER,
        STAFF
    }

    /**
     * @param by the account that answered; null: the writer, of whom there is none
     */
    record Message(From from, String text, @Nullable String by) {}

    enum State {
        /** The last word is the writer's. */
        WAITING,
        ANSWERED,
        CLOSED
    }

    State state() {
        return closed
                ? State.CLOSED
                : messages.getLast().from() == From.WRITER ? State.WAITING : State.ANSWERED;
    }

    boolean isFull() {
        return messages.size() >= MESSAGES_MAX;
    }

    /** What was written before is there: it was sent again, as after an answer that got lost. */
    boolean says(From from, String text) {
        return messages.reversed().stream()
                .takeWhile(each -> each.from() == from)
                .anyMatch(each -> each.text().equals(text));
    }

    /** Whether the writer ever said so: with the ticket what was reported is sent once more. */
    boolean wasReported(String text) {
        return messages.stream()
                .anyMatch(each -> each.from() == From.WRITER && each.text().equals(text));
    }

    ConductReport written(String text) {
        return with(new Message(From.WRITER, text, null));
    }

    ConductReport answered(String text, String by) {
        return with(new Message(From.STAFF, text, by));
    }

    private ConductReport with(Message message) {
        List<Message> all = new ArrayList<>(messages);
        all.add(message);
        return new ConductReport(reportId, target, all, closed && message.from() == From.STAFF);
    }

    ConductReport done() {
        return new ConductReport(reportId, target, messages, true);
    }
}
