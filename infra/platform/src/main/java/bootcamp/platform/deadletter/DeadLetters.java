package bootcamp.platform.deadletter;

import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.deadletter.DeadLetterTopic.Turn;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a reader, folded from their topic alone, so that every instance of the reader
 * holds the same ones and none needs a database. What is done about one is a record in that topic;
 * it takes effect in each instance when it is read there.
 */
public final class DeadLetters {

    private final DeadLetterTopic topic;
    private final InstantSource clock;
    private final Map<String, DeadLetter> letters = new ConcurrentHashMap<>();

    /**
     * @param producer idempotent; not closed here
     */
    public DeadLetters(Producer<byte[], byte[]> producer, InstantSource clock) {
        this.topic = new DeadLetterTopic(producer);
        this.clock = clock;
    }

    /** All that are known, the newest first. */
    public List<DeadLetter> list() {
        return letters.values().stream()
                .sorted(
                        Comparator.comparing(DeadLetter::openedAt)
                                .reversed()
                                .thenComparing(DeadLetter::id))
                .toList();
    }

    public Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(letters.get(id));
    }

    /** Whether this cohort's figures lack something; a letter of unknown cohort is in none. */
    public boolean isIncomplete(String cohortId) {
        return letters.values().stream()
                .anyMatch(each -> each.isOpen() && each.cohortIds().contains(cohortId));
    }

    /** How often a letter of the cohort was ever opened or closed; it only grows. */
    public long turns(String cohortId) {
        return letters.values().stream()
                .filter(each -> each.cohortIds().contains(cohortId))
                .mapToLong(DeadLetter::turns)
                .sum();
    }

    /** Asks every instance of the reader to try again; what comes of it is seen in the list. */
    public void retry(DeadLetter letter) {
        topic.say(letter, Turn.RETRY, clock.instant());
    }

    public void drop(DeadLetter letter) {
        topic.say(letter, Turn.DROPPED, clock.instant());
    }

    void park(String reader, ConsumerRecord<byte[], byte[]> record, Throwable error) {
        topic.park(reader, record, error, clock.instant());
    }

    void close(DeadLetter letter, State state) {
        Turn turn =
                switch (state) {
                    case OPEN -> Turn.FAILED;
                    case RETRIED -> Turn.RETRIED;
                    case DROPPED -> Turn.DROPPED;
                    case OVERTAKEN -> Turn.OVERTAKEN;
                };
        topic.say(state == State.OPEN ? letter.triedAgain() : letter, turn, clock.instant());
    }

    /**
     * Folds one record of the topic of dead letters.
     *
     * @return the letter that shall be tried again now; empty where none shall
     */
    Optional<DeadLetter> on(ConsumerRecord<byte[], byte[]> record) {
        String id = DeadLetterTopic.idIn(record);
        Turn turn = DeadLetterTopic.turnIn(record);
        if (id == null || turn == null) {
            // Not one of ours: somebody else wrote here, and there is nothing to park it for.
            return Optional.empty();
        }
        DeadLetter known = letters.get(id);
        switch (turn) {
            case PARKED -> parked(id, known, record);
            case RETRY -> {
                return Optional.ofNullable(known).filter(DeadLetter::isOpen);
            }
            case FAILED -> move(known, State.OPEN, record);
            case RETRIED -> move(known, State.RETRIED, record);
            case DROPPED -> move(known, State.DROPPED, record);
            case OVERTAKEN -> move(known, State.OVERTAKEN, record);
        }
        return Optional.empty();
    }

    private void parked(
            String id, @Nullable DeadLetter known, ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = known == null ? DeadLetterTopic.letterIn(record) : null;
        if (letter != null) {
            letters.put(id, letter);
        }
    }

    /** A closed letter stays as it was closed; only an open one moves. */
    private void move(
            @Nullable DeadLetter known, State state, ConsumerRecord<byte[], byte[]> record) {
        if (known != null && known.isOpen()) {
            letters.put(known.id(), known.in(state, DeadLetterTopic.attemptIn(record)));
        }
    }

    /** How many wait for somebody to look at them. */
    public int openCount() {
        return open().size();
    }

    List<DeadLetter> open() {
        return letters.values().stream().filter(DeadLetter::isOpen).toList();
    }
}
