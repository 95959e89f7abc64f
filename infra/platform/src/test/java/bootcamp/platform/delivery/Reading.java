package bootcamp.platform.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One reader as its test shows it to the kit: it is fed, it may crash, it is looked at. An
 * implementation has a public constructor without parameters, which makes the reader anew.
 */
public interface Reading extends AutoCloseable {

    void accept(ConsumerRecord<byte[], byte[]> record);

    /** What arrived together has been accepted, and is committed after this. */
    default void afterBatch() {}

    /** What it made of all that, as others would see it: compared by {@code equals}. */
    Object result();

    /**
     * Whether it judges by version, so that not even the order within a key matters to it. Others
     * rely on it that a topic keeps the records of a key in order.
     */
    default boolean isGuarded() {
        return true;
    }

    /**
     * Whether it reads events, which are published again and compacted; else letters of its own.
     */
    default boolean readsEvents() {
        return true;
    }

    /** Whether what it has outlives it. Then it goes on near where it was, else from the start. */
    default boolean isDurable() {
        return false;
    }

    /**
     * The reader that is started after this one has crashed: with what this one kept, or with
     * nothing. This one is not asked anything any more.
     */
    Reading restarted();

    @Override
    default void close() {}
}
