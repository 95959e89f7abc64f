package bootcamp.platform.aggregate;

import java.util.List;

/**
 * What came of a command that was not refused.
 *
 * @param after the state with the command's facts, durable
 * @param changes the facts; empty where the command asked for nothing new
 */
public record Outcome<S, E>(Versioned<S> after, List<E> changes) {

    public boolean changed() {
        return !changes.isEmpty();
    }
}
