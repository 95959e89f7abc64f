package bootcamp.platform.aggregate;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One command that waits for its aggregate, and the one who waits for its answer. A waiter that
 * goes away cancels nothing: once it is in line, the command is decided and written.
 */
final class Waiting<S, C, E> {

    private final C command;
    private final Terms terms;
    private final @Nullable Function<Versioned<S>, ?> view;
    private final @Nullable String trace;
    private final Sinks.One<Reply<S, E>> reply = Sinks.one();

    /** What is said to a command: what came of it, or what was said to it the first time. */
    sealed interface Reply<S, E> {
        record Fresh<S, E>(Outcome<S, E> outcome) implements Reply<S, E> {}

        record Remembered<S, E>(String answer) implements Reply<S, E> {}
    }

    Waiting(
            C command,
            Terms terms,
            @Nullable Function<Versioned<S>, ?> view,
            @Nullable String trace) {
        this.command = command;
        this.terms = terms;
        this.view = view;
        this.trace = trace;
    }

    C command() {
        return command;
    }

    Terms terms() {
        return terms;
    }

    @Nullable String trace() {
        return trace;
    }

    Object answer(Versioned<S> after) {
        return view == null ? after.version() : view.apply(after);
    }

    Mono<Reply<S, E>> reply() {
        return reply.asMono();
    }

    void accept(Outcome<S, E> outcome) {
        reply.tryEmitValue(new Reply.Fresh<>(outcome));
    }

    void repeat(String answer) {
        reply.tryEmitValue(new Reply.Remembered<>(answer));
    }

    void refuse(Refusal refusal) {
        fail(new RefusedException(refusal));
    }

    void fail(Throwable error) {
        reply.tryEmitError(error);
    }
}
