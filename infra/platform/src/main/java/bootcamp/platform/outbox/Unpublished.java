package bootcamp.platform.outbox;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Partitions;
import bootcamp.platform.event.Topics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the next record of an aggregate says: its newest version and public state, and all facts
 * since the last record.
 *
 * @param typeVersion of the schema of {@code state}
 * @param changes each with its literal name under {@code type}; empty when nothing waits
 * @param at when the newest of the facts was accepted
 * @param trace the W3C {@code traceparent} of the newest fact's command; null: it had none
 */
public record Unpublished(
        String id,
        long version,
        int typeVersion,
        String partitionKey,
        JsonNode state,
        List<JsonNode> changes,
        Instant at,
        @Nullable String trace) {

    /**
     * The record that says it.
     *
     * @param partitions of the service's topic
     */
    public ProducerRecord<String, byte[]> record(String aggregate, String service, int partitions) {
        var event =
                new Event(aggregate, id, version, typeVersion, service, at, changes, state, trace);
        return EventCodec.ofAll()
                .encode(Topics.events(service), Partitions.of(partitionKey, partitions), event);
    }
}
