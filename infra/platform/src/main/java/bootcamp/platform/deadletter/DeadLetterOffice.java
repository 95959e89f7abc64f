package bootcamp.platform.deadletter;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.Producer;

/**
 * The dead letters of all readers of all services, for people who look after them. What they ask
 * for is written into the letter's topic and carried out by the reader it belongs to.
 */
public final class DeadLetterOffice implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final DeadLetters letters;
    private final TopicFollower follower;

    public DeadLetterOffice(KafkaClients clients, InstantSource clock) {
        this.producer = clients.rawProducer("dead-letter-office");
        this.letters = new DeadLetters(producer, clock);
        this.follower =
                new TopicFollower(
                        "dead-letter-office",
                        clients,
                        TopicSet.matching(Topics.DEAD_LETTERS),
                        clock,
                        record -> {
                            // What is to be tried again is for the reader that failed.
                            var _ = letters.on(record);
                        });
    }

    public void start() {
        follower.start();
    }

    public DeadLetters letters() {
        return letters;
    }

    @Override
    public void close() {
        follower.close();
        producer.close(Duration.ofSeconds(1));
    }
}
