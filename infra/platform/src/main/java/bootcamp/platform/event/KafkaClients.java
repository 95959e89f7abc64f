package bootcamp.platform.event;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients whose time-outs fit this platform: an answer or a failure within 10 s, and a
 * broker that comes back is found within 1 s. Whoever asks for a client closes it.
 */
public final class KafkaClients {

    /** What a consumer without a group takes at once at most. */
    public static final int RECORDS_PER_POLL_MAX = 5_000;

    private static final int LINGER_MILLIS = 5;
    private static final int REQUEST_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 10_000;
    private static final int RECONNECT_MILLIS_MAX = 1_000;
    private static final int METADATA_AGE_MILLIS = 10_000;
    private static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;

    /**
     * How long the broker keeps a fetch for which there is nothing; what comes answers it at once.
     * Twice as long as usual, since quiet hours are most of them; not for those who share
     * partitions: who closes them waits for it.
     */
    private static final int FETCH_WAIT_MILLIS = 1_000;

    private static final int SESSION_MILLIS = 8_000;
    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int RECORDS_PER_BATCH_MAX = 500;

    private final Map<String, Object> common;

    /** How the processes of a group share partitions. */
    public enum GroupProtocol {
        /** They agree among themselves; works with every broker. */
        CLASSIC,
        /** The broker decides, and how long it waits for a silent process, too (KIP-848). */
        CONSUMER
    }

    /**
     * @param bootstrapServers {@code host:port}, several separated by commas
     * @param more properties of the connection itself, such as {@code security.protocol}; they win
     */
    public KafkaClients(String bootstrapServers, Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("request.timeout.ms", REQUEST_MILLIS);
        properties.put("reconnect.backoff.ms", 50);
        properties.put("reconnect.backoff.max.ms", RECONNECT_MILLIS_MAX);
        properties.put("retry.backoff.max.ms", RECONNECT_MILLIS_MAX);
        properties.put("metadata.max.age.ms", METADATA_AGE_MILLIS);
        properties.putAll(more);
        common = Map.copyOf(properties);
    }

    public KafkaClients(String bootstrapServers) {
        this(bootstrapServers, Map.of());
    }

    /** A producer of events, to be used with {@link EventCodec#encode}. */
    public Producer<String, byte[]> producer(String clientId) {
        return producer(clientId, new StringSerializer());
    }

    /** A producer of records that are handed on as they came. */
    public Producer<byte[], byte[]> rawProducer(String clientId) {
        return producer(clientId, new ByteArraySerializer());
    }

    private <K> Producer<K, byte[]> producer(String clientId, Serializer<K> key) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MILLIS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
        return new KafkaProducer<>(with(clientId, properties), key, new ByteArraySerializer());
    }

    /** A consumer without a group: it is assigned its partitions and commits nothing. */
    public Consumer<byte[], byte[]> consumer(String clientId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL_MAX);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        return new KafkaConsumer<>(
                with(clientId, properties),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * The properties of a consumer that shares partitions in a group, for whoever makes it; the
     * group's name is not among them. A process that dies is missed after 8 s at most.
     */
    public Map<String, Object> inGroup(GroupProtocol protocol) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_BATCH_MAX);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol.name());
        if (protocol == GroupProtocol.CLASSIC) {
            // The broker sets both of them for the other protocol, and refuses them here.
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName());
        }
        return properties;
    }

    public Admin admin(String clientId) {
        return Admin.create(
                with(clientId, Map.of("default.api.timeout.ms", (Object) DELIVERY_MILLIS)));
    }

    /** What the connection was given wins. */
    private Map<String, Object> with(String clientId, Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>(own);
        properties.putAll(common);
        properties.put("client.id", clientId);
        return properties;
    }
}
