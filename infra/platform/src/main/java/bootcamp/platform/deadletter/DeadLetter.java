package bootcamp.platform.deadletter;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that one reader could not process, as it was received, with why and what became of it.
 *
 * @param id reader, topic, partition and offset, so that parking it twice is parking it once
 * @param code why, in UPPER_SNAKE, or the class of the exception; never a value of the record
 * @param reason where in the record; never a value of it; empty where the code says all
 * @param attempt how often it was tried, from 1
 * @param version of its aggregate as the headers claim it; 0 where they claim none
 * @param cohortId to whose dashboard it belongs, as far as the record shows; null: unknown
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
        @Nullable String cohortId,
        Instant openedAt,
        State state,
        int turns) {

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

    DeadLetter in(State next) {
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
                next == State.OPEN ? attempt + 1 : attempt,
                version,
                cohortId,
                openedAt,
                next,
                next == state ? turns : turns + 1);
    }
}
