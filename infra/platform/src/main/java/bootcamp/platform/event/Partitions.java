package bootcamp.platform.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a record goes to: by a key of its own, so that a cohort's records meet in one
 * partition though each has the key of its aggregate.
 */
public final class Partitions {

    private Partitions() {}

    /** Kafka's own choice for such a key: murmur2, its sign cleared, modulo {@code count}. */
    public static int of(String partitionKey, int count) {
        return Utils.toPositive(Utils.murmur2(partitionKey.getBytes(UTF_8))) % count;
    }
}
