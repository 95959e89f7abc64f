package bootcamp.platform.deadletter;

import bootcamp.platform.delivery.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The dead letters of a reader, for the delivery kit. They are told apart by all that is shown. */
public final class DeadLettersReading implements Reading {

    private final DeadLetters letters =
            new DeadLetters(
                    new MockProducer<>(
                            true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                    InstantSource.fixed(Instant.EPOCH));

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        letters.on(record);
    }

    @Override
    public Object result() {
        List<String> shown =
                letters.list().stream()
                        .map(
                                each ->
                                        "%s %s attempt %d turns %d at %s of %s: %s"
                                                .formatted(
                                                        each.id(),
                                                        each.state(),
                                                        each.attempt(),
                                                        each.turns(),
                                                        each.openedAt(),
                                                        each.cohortIds(),
                                                        each.code()))
                        .toList();
        return shown;
    }

    /** What is said of a letter has the letter's key and stays in order. */
    @Override
    public boolean isGuarded() {
        return false;
    }

    @Override
    public boolean readsEvents() {
        return false;
    }

    @Override
    public Reading restarted() {
        return new DeadLettersReading();
    }
}
