package bootcamp.bench;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The limit of every reader: a plain consumer that takes the topic from its start to its end. */
final class BareReads {

    private BareReads() {}

    /**
     * @return records each second, its own start included as ours includes its own
     */
    static double rate(KafkaClients clients) {
        List<TopicPartition> all =
                IntStream.range(0, Surroundings.PARTITIONS)
                        .mapToObj(i -> new TopicPartition(Topics.events("enrollment"), i))
                        .toList();
        long start = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = clients.consumer("bench-bare")) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long wanted = ends.values().stream().mapToLong(Long::longValue).sum();
            long read = 0;
            while (read < wanted) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return read / Rate.secondsSince(start);
        }
    }
}
