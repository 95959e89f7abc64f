package bootcamp.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir Path directory;

    @Test
    void recordsAndTopicsSurviveARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            create(broker);
            send(broker, "one", "two");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            send(broker, "three");

            assertThat(valuesOf(broker)).containsExactly("one", "two", "three");
            assertThat(partitionsOf(broker)).isEqualTo(3);
        }
    }

    private static void create(EmbeddedBroker broker) throws Exception {
        NewTopic facts =
                new NewTopic("facts", 3, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(facts)).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedBroker broker, String... values) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("facts", 0, value, value))
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> valuesOf(EmbeddedBroker broker) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicPartition partition = new TopicPartition("facts", 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = endOf(consumer, partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }

    private static long endOf(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        return requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }

    private static int partitionsOf(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeTopics(List.of("facts"))
                    .allTopicNames()
                    .thenApply(topics -> requireNonNull(topics.get("facts")))
                    .get(20, TimeUnit.SECONDS)
                    .partitions()
                    .size();
        }
    }
}
