package bootcamp.platform.stream;

import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;

/** Makes the feeds of a module, each a bean of its own that {@code start} begins. */
public final class StreamFeeds {

    private final KafkaClients clients;
    private final Admin admin;
    private final InstantSource clock;
    private final MeterRegistry meters;

    StreamFeeds(KafkaClients clients, Admin admin, InstantSource clock, MeterRegistry meters) {
        this.clients = clients;
        this.admin = admin;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * @param reader its name: the consumer group, and part of the name of its dead letters' topic
     * @param service whose events it reads
     * @param codec knows the aggregates of the topic, also those that the reader ignores
     */
    public <T> StreamFeed<T> of(
            String reader, String service, EventCodec codec, BatchReader<T> events) {
        return new StreamFeed<>(reader, service, clients, admin, codec, events, clock, meters);
    }
}
