package bootcamp.platform.deadletter;

import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of a reader whose records come in a group: parks for it, follows the letters'
 * topic in every process, and hands the reader what shall be tried again.
 *
 * <p>What the reader folds outlives the process, so a letter that was tried again is not tried
 * again at each start: only a request that nobody has answered is.
 */
public final class LetterBox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LetterBox.class);

    private final String reader;
    private final Consumer<ConsumerRecord<byte[], byte[]>> again;
    private final Producer<byte[], byte[]> producer;
    private final DeadLetters letters;
    private final TopicFollower follower;

    /** Letters that somebody asked to try again, in the order of asking. Follower's thread only. */
    private final Map<String, DeadLetter> asked = new LinkedHashMap<>();

    private @Nullable CompletableFuture<Void> start;

    /**
     * @param reader its name, the same for all its processes
     * @param service whose events it reads
     * @param again processes one record; throws where that fails
     */
    public LetterBox(
            String reader,
            String service,
            KafkaClients clients,
            InstantSource clock,
            Consumer<ConsumerRecord<byte[], byte[]>> again) {
        this.reader = reader;
        this.again = again;
        this.producer = clients.rawProducer(reader + "-dead-letters");
        this.letters = new DeadLetters(producer, clock);
        this.follower =
                new TopicFollower(
                        reader + "-dead-letters",
                        clients,
                        TopicSet.named(List.of(Topics.deadLetters(service, reader))),
                        clock,
                        new Records());
    }

    public void start() {
        // What was asked before the start is not followed by a batch: it has to be looked at.
        start = follower.caughtUp().thenRun(() -> follower.execute(this::tryAgain));
        follower.start();
    }

    public DeadLetters letters() {
        return letters;
    }

    /** Parks a record by itself; returns when Kafka has it. Parking it twice is parking it once. */
    public void park(ConsumerRecord<byte[], byte[]> record, RuntimeException error) {
        LOG.atWarn()
                .addKeyValue("reader", reader)
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", error.getClass().getName())
                .log("A record could not be processed and is parked");
        if (letters.find(DeadLetterTopic.idOf(reader, record)).isEmpty()) {
            letters.park(reader, record, error);
        }
    }

    /** Closes the letters that lack nothing any more, now that these records were processed. */
    public void processed(List<ConsumerRecord<byte[], byte[]>> records) {
        List<DeadLetter> open = letters.open();
        if (open.isEmpty()) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String id = DeadLetterTopic.idOf(reader, record);
            long version = EventCodec.versionOf(record.headers()).orElse(0);
            for (DeadLetter letter : open) {
                if (letter.id().equals(id)) {
                    letters.close(letter, State.RETRIED);
                } else if (letter.isOvertakenBy(record.key(), version)) {
                    letters.close(letter, State.OVERTAKEN);
                }
            }
        }
    }

    @Override
    public void close() {
        if (start != null) {
            start.cancel(false);
        }
        follower.close();
        producer.close(Duration.ofSeconds(1));
    }

    /** What the follower hands over. */
    private final class Records implements TopicFollower.Sink {

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            letters.on(record)
                    .ifPresentOrElse(
                            letter -> asked.put(letter.id(), letter),
                            () -> asked.remove(DeadLetterTopic.idIn(record)));
        }

        @Override
        public void afterBatch() {
            if (follower.isCaughtUp()) {
                tryAgain();
            }
        }
    }

    private void tryAgain() {
        for (DeadLetter letter : List.copyOf(asked.values())) {
            letters.close(letter, outcome(letter));
            asked.remove(letter.id());
        }
    }

    private State outcome(DeadLetter letter) {
        try {
            again.accept(letter.record());
            return State.RETRIED;
        } catch (RuntimeException error) {
            LOG.atWarn()
                    .addKeyValue("reader", reader)
                    .addKeyValue("letter", letter.id())
                    .addKeyValue("error", error.getClass().getName())
                    .log("A dead letter failed again");
            return State.OPEN;
        }
    }
}
