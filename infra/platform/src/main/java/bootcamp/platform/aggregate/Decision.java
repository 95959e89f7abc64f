package bootcamp.platform.aggregate;

import java.util.List;

/**
 * What a pure {@code decide} answers: the facts that follow from a command, none where all it asks
 * for is so already, or why not.
 *
 * @param <E> the sealed interface of the aggregate's facts
 */
public sealed interface Decision<E> {

    record Accepted<E>(List<E> changes) implements Decision<E> {}

    record Refused<E>(Refusal refusal) implements Decision<E> {}

    @SafeVarargs
    static <E> Decision<E> yields(E... changes) {
        return new Accepted<>(List.of(changes));
    }

    static <E> Decision<E> yields(List<? extends E> changes) {
        return new Accepted<>(List.copyOf(changes));
    }

    static <E> Decision<E> refuses(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** Nothing to do: what was asked for is so already. */
    static <E> Decision<E> staysQuiet() {
        return new Accepted<>(List.of());
    }
}
