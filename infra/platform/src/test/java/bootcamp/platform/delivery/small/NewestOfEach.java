package bootcamp.platform.delivery.small;

import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The smallest reader that is right: of each key the newest state, in memory. */
public final class NewestOfEach implements Reading {

    private static final EventCodec CODEC = EventCodec.ofAll();

    private final Map<String, Held> held = new HashMap<>();

    private record Held(long version, String state) {}

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        Event event = CODEC.decode(record);
        Held before = held.get(event.key());
        if (before == null || event.version() > before.version()) {
            held.put(event.key(), new Held(event.version(), event.state().toString()));
        }
    }

    @Override
    public Object result() {
        return new TreeMap<>(held);
    }

    @Override
    public Reading restarted() {
        return new NewestOfEach();
    }
}
