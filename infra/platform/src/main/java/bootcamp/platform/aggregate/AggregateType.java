package bootcamp.platform.aggregate;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of aggregate: how it begins, decides and folds, and what of it the world may see.
 *
 * @param name noun of the glossary; first part of the topic key and part of the event type
 * @param version of the public state's schema, from 1
 * @param stateType the record that is stored; any shape that JSON can carry
 * @param changes literal name in an event of each kind of fact, to its record
 * @param initial the state of an id that has no document yet; never stored
 * @param decide pure: no clock, no randomness, no I/O; what it needs arrives in the command
 * @param evolve pure and total over all facts
 * @param publicState what an event carries as {@code state}: ids and figures, no personal data
 * @param publicChange what an event carries of a fact, to be written as JSON: the fact itself where
 *     all of it may be seen
 * @param partitionKey records of equal keys share a partition, so that a reader meets them together
 */
public record AggregateType<S, C, E>(
        String name,
        int version,
        Class<S> stateType,
        Map<String, Class<? extends E>> changes,
        Function<String, S> initial,
        BiFunction<S, C, Decision<E>> decide,
        BiFunction<S, E, S> evolve,
        Function<S, Object> publicState,
        Function<E, Object> publicChange,
        Function<S, String> partitionKey) {

    public AggregateType {
        changes = Map.copyOf(changes);
    }

    /** One whose facts may be seen as they are. */
    public AggregateType(
            String name,
            int version,
            Class<S> stateType,
            Map<String, Class<? extends E>> changes,
            Function<String, S> initial,
            BiFunction<S, C, Decision<E>> decide,
            BiFunction<S, E, S> evolve,
            Function<S, Object> publicState,
            Function<S, String> partitionKey) {
        this(
                name,
                version,
                stateType,
                changes,
                initial,
                decide,
                evolve,
                publicState,
                fact -> fact,
                partitionKey);
    }
}
