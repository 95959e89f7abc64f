package bootcamp.platform.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to one aggregate, told command by command. */
public final class Story<S, C, E> {

    private final AggregateType<S, C, E> type;
    private S state;
    private List<E> lastFacts = List.of();
    private @Nullable String lastRefusal;

    private Story(AggregateType<S, C, E> type, String id) {
        this.type = type;
        this.state = type.initial().apply(id);
    }

    public static <S, C, E> Story<S, C, E> of(AggregateType<S, C, E> type, String id) {
        return new Story<>(type, id);
    }

    /** A command that must be accepted, as what went before. */
    public Story<S, C, E> given(C command) {
        when(command);
        assertThat(lastRefusal).as("refusal of %s", command).isNull();
        return this;
    }

    /** A command whose outcome is looked at. */
    public Story<S, C, E> when(C command) {
        switch (type.decide().apply(state, command)) {
            case Decision.Accepted<E>(var facts) -> {
                lastFacts = facts;
                lastRefusal = null;
                facts.forEach(fact -> state = type.evolve().apply(state, fact));
            }
            case Decision.Refused<E>(var refusal) -> {
                lastFacts = List.of();
                lastRefusal = refusal.code();
            }
        }
        return this;
    }

    public Story<S, C, E> yields(Class<?>... facts) {
        assertThat(lastRefusal).isNull();
        assertThat(lastFacts.stream().<Object>map(Object::getClass))
                .containsExactly((Object[]) facts);
        return this;
    }

    public Story<S, C, E> refuses(String code) {
        assertThat(lastRefusal).isEqualTo(code);
        return this;
    }

    public Story<S, C, E> staysQuiet() {
        assertThat(lastRefusal).isNull();
        assertThat(lastFacts).isEmpty();
        return this;
    }

    public List<E> facts() {
        return lastFacts;
    }

    public @Nullable String refusal() {
        return lastRefusal;
    }

    public S state() {
        return state;
    }
}
