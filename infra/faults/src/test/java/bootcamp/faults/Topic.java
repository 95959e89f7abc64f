package bootcamp.faults;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.event.Topics;
import bootcamp.platform.event.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Everything in the enrollment service's topic, read from Kafka directly. */
final class Topic {

    static final String NAME = Topics.events("enrollment");

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS_MAX = 1_000;

    /**
     * A record of an aggregate.
     *
     * @param offset in its partition
     */
    record Said(int partition, long offset, Event event) {}

    private final Map<String, List<Said>> byKey = new LinkedHashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private int undecodable;

    private Topic() {}

    /** Reads up to where the topic ends at this moment. */
    static Topic read(String bootstrapServers) {
        return of(records(bootstrapServers, List.of(NAME)));
    }

    /** Every record of every topic of the platform, up to where each ends at this moment. */
    static List<ConsumerRecord<byte[], byte[]>> everything(String bootstrapServers) {
        return records(
                bootstrapServers,
                TopicTable.fromClassPath().topics().stream().map(TopicTable.Topic::name).toList());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(
            String bootstrapServers, List<String> topics) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaClients(bootstrapServers).consumer("faults")) {
            List<TopicPartition> partitions =
                    topics.stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (int i = 0; i < POLLS_MAX && isShort(consumer, ends); i++) {
                consumer.poll(POLL).forEach(records::add);
            }
            if (isShort(consumer, ends)) {
                throw new IllegalStateException("The topics could not be read to their end");
            }
        }
        return records;
    }

    /** Of records that were read elsewhere, in the order of their offsets. */
    static Topic of(List<ConsumerRecord<byte[], byte[]>> records) {
        Topic topic = new Topic();
        EventCodec codec = EventCodec.ofAll();
        records.forEach(record -> topic.add(record, codec));
        return topic;
    }

    private static boolean isShort(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void add(ConsumerRecord<byte[], byte[]> record, EventCodec codec) {
        records.add(record);
        try {
            Event event = codec.decode(record);
            byKey.computeIfAbsent(event.key(), _ -> new ArrayList<>())
                    .add(new Said(record.partition(), record.offset(), event));
        } catch (Undecodable poison) {
            undecodable++;
        }
    }

    /** By key of the topic, each in the order of offsets. */
    Map<String, List<Said>> byKey() {
        return byKey;
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    int undecodable() {
        return undecodable;
    }

    /** Whether a word occurs in any record's key, value or headers. */
    boolean mentions(String word) {
        return records.stream()
                .anyMatch(
                        record ->
                                isIn(record.value(), word)
                                        || isIn(record.key(), word)
                                        || record.headers().toString().contains(word));
    }

    private static boolean isIn(byte[] bytes, String word) {
        return bytes != null && new String(bytes, StandardCharsets.UTF_8).contains(word);
    }
}
