package bootcamp.platform.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.delivery.Mutant;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead letters are the same however their topic is read, by however many gateways written. */
class DeadLettersDeliveryTest {

    private final DeliveryKit kit = new DeliveryKit(DeadLettersDeliveryTest::history);

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(DeadLettersReading::new);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForThousandsOfSeeds() {
        kit.holdsFor(DeadLettersReading::new, DeliveryKit.SEEDS_FULL);
    }

    @Test
    void closedLetterThatCouldMoveAgainWouldBeFound() {
        kit.finds(Mutant.alwaysTrue(DeadLetter.class, "isOpen").of(DeadLettersReading.class));
    }

    @Test
    void attemptsThatAreAddedUpWouldBeFound() {
        kit.finds(Mutant.calling(DeadLetter.class, "addExact", "max").of(DeadLettersReading.class));
    }

    /** Two gateways park, retry, drop and overtake the same letters, each as it knows them. */
    private static Log history(long seed) {
        Random random = new Random(seed);
        var producer =
                new MockProducer<>(
                        true, null, new ByteArraySerializer(), new ByteArraySerializer());
        InstantSource clock = () -> Instant.EPOCH.plusSeconds(producer.history().size());
        List<Gateway> gateways =
                List.of(
                        new Gateway(new DeadLetters(producer, clock)),
                        new Gateway(new DeadLetters(producer, clock)));
        for (int i = 0; i < 40; i++) {
            Gateway gateway = gateways.get(random.nextInt(2));
            gateway.read(producer.history(), random.nextInt(4));
            gateway.act(random);
        }
        return Log.ofRaw(producer.history());
    }

    private static final class Gateway {

        private final DeadLetters letters;
        private int read;

        Gateway(DeadLetters letters) {
            this.letters = letters;
        }

        /** On, but perhaps not to the end. */
        void read(List<ProducerRecord<byte[], byte[]>> topic, int behind) {
            List<ConsumerRecord<byte[], byte[]>> records = Log.ofRaw(topic).records();
            int end = Math.max(read, records.size() - behind);
            records.subList(read, end).forEach(letters::on);
            read = end;
        }

        void act(Random random) {
            List<DeadLetter> open = new ArrayList<>(letters.open());
            open.sort(Comparator.comparing(DeadLetter::id));
            if (open.isEmpty() || random.nextInt(3) == 0) {
                letters.park("reader", poison(random.nextInt(8)), error(random));
                return;
            }
            DeadLetter letter = open.get(random.nextInt(open.size()));
            switch (random.nextInt(6)) {
                case 0 -> letters.retry(letter);
                case 1 -> letters.close(letter, State.RETRIED);
                case 2 -> letters.drop(letter);
                case 3 -> letters.close(letter, State.OVERTAKEN);
                default -> letters.close(letter, State.OPEN);
            }
        }

        private static ConsumerRecord<byte[], byte[]> poison(int number) {
            byte[] value =
                    "{\"state\": {\"cohortId\": \"c%d\"}}".formatted(number % 2).getBytes(UTF_8);
            byte[] key = ("Thing/" + number).getBytes(UTF_8);
            return new ConsumerRecord<>("bootcamp.inn", number % 3, number, key, value);
        }

        private static RuntimeException error(Random random) {
            return random.nextBoolean()
                    ? new Undecodable(Code.STATE_DOES_NOT_FIT, "status")
                    : new IllegalStateException();
        }
    }
}
