package bootcamp.platform.deadletter;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record that one reader could not process, as it was received, with why and what became of it.
 *
 * @param id reader, topic, partition and offset, so that parking it twice is parking it once
 * @param code why, in UPPER_SNAKE, or the class of the exception; never a value of the record
 * @param reason where in the record; never a value of it; empty where the code says all
 * @param attempt how often it was tried, from 1
 * @param version of its aggregate as the headers claim it; 0 where they claim none
 * @param cohortIds to whose dashboards it belongs, as far as the record shows: those of now before
 *     those of the past; empty: unknown
 * @param turns how often it was opened or closed
 */
public record DeadLetter(
        String id,
        String reader,
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        String code,
        String reason,
        int attempt,
        long version,
        List<String> cohortIds,
        Instant openedAt,
        State state,
        int turns) {

    public DeadLetter {
        cohortIds = List.copyOf(cohortIds);
    }

    /** What became of it. */
    public enum State {
        OPEN,
        /** Tried again and processed. */
        RETRIED,
        /** Given up by somebody's decision. */
        DROPPED,
        /** A newer version of the same aggregate was processed: nothing is missing any more. */
        OVERTAKEN
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether a record with this key and version makes what is missing here good. */
    boolean isOvertakenBy(byte @Nullable [] newerKey, long newerVersion) {
        return Arrays.equals(key, newerKey) && version > 0 && version < newerVersion;
    }

    /** The record as it was received. */
    ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                openedAt.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value,
                headers,
                Optional.empty());
    }

    /** One attempt more, without success. */
    DeadLetter triedAgain() {
        return in(State.OPEN, attempt + 1);
    }

    /**
     * What becomes of an open letter.
     *
     * @param tried attempts so far, as they were told; a smaller number is an old one told again
     */
    DeadLetter in(State next, int tried) {
        return new DeadLetter(
                id,
                reader,
                topic,
                partition,
                offset,
                key,
                value,
                headers,
                code,
                reason,
                Math.max(attempt, tried),
                version,
                cohortIds,
                openedAt,
                next,
                next == state ? turns : turns + 1);
    }
}
