package bootcamp.faults;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command of the workload with what came of it: {@code ok} (2xx), {@code fail} (4xx), {@code
 * info} (a time-out, 5xx, a cut: carried out or not, nobody knows).
 */
final class Call {

    enum Outcome {
        /** Written down, not sent yet. */
        PENDING,
        OK,
        FAIL,
        INFO
    }

    /**
     * What the command leaves in the history of its enrollment, in the words of the public API.
     *
     * @param what one of these
     * @param on null: any day
     */
    record Fact(Set<String> what, @Nullable String on, @Nullable String detail) {

        static Fact of(String what) {
            return new Fact(Set.of(what), null, null);
        }

        static Fact on(String what, Object on) {
            return new Fact(Set.of(what), on.toString(), null);
        }
    }

    final int number;
    final Request request;
    final List<Fact> facts;
    private Outcome outcome = Outcome.PENDING;
    private @Nullable Answer answer;
    private int attempts;

    Call(int number, Request request, List<Fact> facts) {
        this.number = number;
        this.request = request;
        this.facts = List.copyOf(facts);
    }

    synchronized void attempted() {
        attempts++;
    }

    synchronized void answered(Answer given) {
        if (given.isOk()) {
            outcome = Outcome.OK;
        } else if (given.isRefused()) {
            // What a DELETE finds done already may have been done by its first attempt: no key.
            outcome = attempts > 1 && request.key() == null ? Outcome.INFO : Outcome.FAIL;
        } else {
            outcome = Outcome.INFO;
        }
        answer = given;
    }

    synchronized void cut() {
        outcome = Outcome.INFO;
        answer = null;
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    synchronized @Nullable Answer answer() {
        return answer;
    }

    /** Whether it is still not known what came of it, though it may be sent again to find out. */
    synchronized boolean isOpen() {
        return outcome == Outcome.PENDING
                || outcome == Outcome.INFO && (answer == null || !answer.isRefused());
    }

    @Override
    public String toString() {
        return "#%d %s %s".formatted(number, request.method(), request.path());
    }
}
