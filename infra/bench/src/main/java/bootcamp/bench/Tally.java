package bootcamp.bench;

import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.util.List;
import java.util.Map;

/**
 * The plainest aggregate there is, with a state of the size of an enrollment's: it shows what the
 * mechanism costs and nothing else.
 */
record Tally(String id, long total, List<String> lines) {

    private static final int LINES = 12;
    private static final String LINE = "the same forty characters on every line";

    record Add(long amount) {}

    record Added(long amount, String text) {}

    static final AggregateType<Tally, Add, Added> TYPE =
            new AggregateType<>(
                    "Tally",
                    1,
                    Tally.class,
                    Map.of("Added", Added.class),
                    Tally::initial,
                    (_, command) -> Decision.yields(new Added(command.amount(), LINE)),
                    Tally::evolve,
                    state -> state,
                    Tally::id);

    private static Tally initial(String id) {
        return new Tally(id, 0, java.util.Collections.nCopies(LINES, LINE));
    }

    private static Tally evolve(Tally state, Added added) {
        return new Tally(state.id, state.total + added.amount(), state.lines);
    }
}
