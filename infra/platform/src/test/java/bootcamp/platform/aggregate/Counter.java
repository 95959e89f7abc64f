package bootcamp.platform.aggregate;

import java.util.List;
import java.util.Map;

/** The smallest aggregate there is: a number that may not pass a limit. */
record Counter(String id, int total, List<String> names) {

    sealed interface Command {
        record Add(int amount, String name) implements Command {}

        record Name(String name) implements Command {}
    }

    sealed interface Fact {
        record Added(int amount, String name) implements Fact {}

        record Named(String name) implements Fact {}
    }

    enum Refused implements Refusal {
        LIMIT_REACHED;

        @Override
        public String code() {
            return name();
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }
    }

    static final int LIMIT = 1000;

    static final AggregateType<Counter, Command, Fact> TYPE =
            new AggregateType<>(
                    "Counter",
                    1,
                    Counter.class,
                    Map.of("Added", Fact.Added.class, "Named", Fact.Named.class),
                    id -> new Counter(id, 0, List.of()),
                    Counter::decide,
                    Counter::evolve,
                    state -> Map.of("id", state.id(), "total", state.total()),
                    Counter::id);

    static Decision<Fact> decide(Counter state, Command command) {
        return switch (command) {
            case Command.Add(int amount, String _) when state.total + amount > LIMIT ->
                    Decision.refuses(Refused.LIMIT_REACHED);
            case Command.Add(int amount, String name) ->
                    Decision.yields(new Fact.Added(amount, name));
            case Command.Name(String name) when state.names.contains(name) -> Decision.staysQuiet();
            case Command.Name(String name) -> Decision.yields(new Fact.Named(name));
        };
    }

    static Counter evolve(Counter state, Fact fact) {
        return switch (fact) {
            case Fact.Added(int amount, String _) ->
                    new Counter(state.id, state.total + amount, state.names);
            case Fact.Named(String name) ->
                    new Counter(
                            state.id,
                            state.total,
                            java.util.stream.Stream.concat(
                                            state.names.stream(), java.util.stream.Stream.of(name))
                                    .toList());
        };
    }
}
