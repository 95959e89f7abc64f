package bootcamp.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.delivery.small.Inn;
import bootcamp.platform.delivery.small.NewestOfEach;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The kit lets pass who is right, and finds each way of being wrong by the delivery for it. */
class DeliveryKitTest {

    private static final EventCodec CODEC = EventCodec.ofAll();

    private static final int SEEDS = 50;

    private final DeliveryKit kit = new DeliveryKit(Inn::history);

    @Test
    void readerThatIsRightPasses() {
        kit.holdsFor(NewestOfEach::new, SEEDS);
    }

    @Test
    void readerWithoutItsGuardIsFound() {
        var mutant = Mutant.withoutVersionGuard(NewestOfEach.class).of(NewestOfEach.class);

        assertThat(kit.finds(mutant).toString()).contains("-Dbootcamp.delivery.seed=");
        assertThatThrownBy(() -> kit.holdsFor(mutant, SEEDS)).isInstanceOf(AssertionError.class);
    }

    @Test
    void mutationWithoutAPlaceIsNoMutant() {
        assertThatThrownBy(
                        () ->
                                Mutant.alwaysTrue(NewestOfEach.class, "isSmall")
                                        .of(NewestOfEach.class))
                .hasMessageContaining("nothing to mutate");
    }

    @Test
    void mutantThatIsRightAllTheSameFailsTheBuild() {
        assertThatThrownBy(() -> kit.finds(NewestOfEach::new)).hasMessageContaining("passed");
    }

    @Test
    void sameSeedFindsTheSameDifference() {
        Supplier<Reading> counting = () -> new Wrong((held, event) -> count(held, event.key()));

        assertThat(kit.finds(counting).toString()).isEqualTo(kit.finds(counting).toString());
    }

    @Test
    void whoCountsIsFoundByDuplicates() {
        assertThat(kit.finds(() -> new Wrong((held, event) -> count(held, event.key()))).delivery())
                .isEqualTo("DUPLICATED");
    }

    @Test
    void whoFoldsChangesIsFoundByCompaction() {
        assertThat(
                        kit.finds(
                                        () ->
                                                new Wrong(
                                                        (held, event) ->
                                                                held.put(
                                                                        event.key()
                                                                                + event.version(),
                                                                        event.changes().size())))
                                .log())
                .isIn("republished", "compacted", "wholly compacted");
    }

    @Test
    void whoDropsWhatComesBeforeWhatItBelongsToIsFoundByReordering() {
        assertThat(
                        kit.finds(
                                        () ->
                                                new Wrong(
                                                        (held, event) -> {
                                                            String house =
                                                                    event.state()
                                                                            .path("house")
                                                                            .asString();
                                                            if (event.aggregate().equals("House")) {
                                                                held.put(event.id(), 0);
                                                            } else if (held.containsKey(house)) {
                                                                held.put(house + event.id(), 1);
                                                            }
                                                        }))
                                .delivery())
                .isEqualTo("REORDERED_ACROSS_KEYS");
    }

    @Test
    void whoTakesTheLastForTheNewestIsFoundUnlessItReliesOnTheOrder() {
        BiConsumer<Map<String, Object>, Event> last =
                (held, event) -> held.put(event.key(), event.version());

        assertThat(kit.finds(() -> new Wrong(last)).delivery())
                .isIn("REORDERED_WITHIN_KEYS", "BACKWARDS");
        kit.holdsFor(() -> new InOrder(last), SEEDS);
    }

    @Test
    void whoKeepsWhatItHasButNotWhatItHasSeenIsFoundByRestarts() {
        assertThat(kit.finds(() -> new HalfDurable(new HashMap<>())).delivery())
                .isEqualTo("HALF_RESTARTED");
    }

    private static void count(Map<String, Object> held, String key) {
        held.merge(key, 1, (one, other) -> (Integer) one + (Integer) other);
    }

    /** A reader without a guard, wrong in the given way. */
    private static class Wrong implements Reading {

        private final Map<String, Object> held = new HashMap<>();
        private final BiConsumer<Map<String, Object>, Event> fold;

        Wrong(BiConsumer<Map<String, Object>, Event> fold) {
            this.fold = fold;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            fold.accept(held, CODEC.decode(record));
        }

        @Override
        public Object result() {
            return new TreeMap<>(held);
        }

        @Override
        public Reading restarted() {
            return new Wrong(fold);
        }
    }

    /** The same, but it says that it needs the order within a key. */
    private static final class InOrder extends Wrong {

        private final BiConsumer<Map<String, Object>, Event> fold;

        InOrder(BiConsumer<Map<String, Object>, Event> fold) {
            super(fold);
            this.fold = fold;
        }

        @Override
        public boolean isGuarded() {
            return false;
        }

        @Override
        public Reading restarted() {
            return new InOrder(fold);
        }
    }

    /** Counts what it has not seen: durable the counts, in memory what it has seen. */
    private static final class HalfDurable implements Reading {

        private final Map<String, Object> counts;
        private final Set<String> seen = new HashSet<>();

        HalfDurable(Map<String, Object> counts) {
            this.counts = counts;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            Event event = CODEC.decode(record);
            if (seen.add(event.key() + '/' + event.version())) {
                count(counts, event.key());
            }
        }

        @Override
        public Object result() {
            return new TreeMap<>(counts);
        }

        @Override
        public boolean isDurable() {
            return true;
        }

        @Override
        public Reading restarted() {
            return new HalfDurable(counts);
        }
    }
}
