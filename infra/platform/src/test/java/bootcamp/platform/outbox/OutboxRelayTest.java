package bootcamp.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

class OutboxRelayTest {

    private static final Instant AT = Instant.parse("2024-01-02T03:04:05Z");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void whatIsPublishedAgainIsNeverTheLastWhereSomethingNewerWasWritten() {
        WrittenMeanwhile document = new WrittenMeanwhile();
        try (OutboxRelay relay = new OutboxRelay("test", 12, kafka, InstantSource.fixed(AT))) {
            relay.serve(document);
            CompletableFuture<@Nullable Long> again = relay.republishNewerThan(Map.of()).toFuture();

            document.write();
            relay.wake(document, "a");
            // Until a second drain has ended, if there is one beside that of the first reading.
            var _ = relay.drained(Duration.ofMillis(500));
            document.firstReading.complete(null);

            assertThat(again.join()).isEqualTo(1);
            assertThat(relay.drained(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(kafka.history().stream().map(OutboxRelayTest::version)).last().isEqualTo(2L);
    }

    private static long version(ProducerRecord<String, byte[]> sent) {
        byte[] version = sent.headers().lastHeader("ce_sequence").value();
        return Long.parseLong(new String(version, StandardCharsets.UTF_8));
    }

    /** A document whose first reading takes its time; it is written once more meanwhile. */
    private static final class WrittenMeanwhile implements Outbox {

        private final CompletableFuture<Void> firstReading = new CompletableFuture<>();
        private final AtomicInteger readings = new AtomicInteger();
        private volatile long version = 1;
        private volatile boolean pulled = true;

        void write() {
            version = 2;
            pulled = false;
        }

        @Override
        public String aggregate() {
            return "Thing";
        }

        @Override
        public Mono<Unpublished> read(String id) {
            return Mono.defer(
                    () -> {
                        Mono<Unpublished> now = Mono.just(unpublished(id));
                        return readings.getAndIncrement() == 0
                                ? Mono.fromFuture(firstReading).then(now)
                                : now;
                    });
        }

        private Unpublished unpublished(String id) {
            var nodes = JsonNodeFactory.instance;
            return new Unpublished(
                    id,
                    version,
                    1,
                    "p",
                    nodes.objectNode(),
                    pulled ? List.of() : List.of(nodes.objectNode().put("type", "Written")),
                    AT,
                    null);
        }

        @Override
        public Mono<Long> pull(String id, long upTo) {
            pulled |= upTo >= version;
            return Mono.just(version);
        }

        @Override
        public Publisher<String> withUnpublished() {
            return Flux.empty();
        }

        @Override
        public Publisher<IdAndVersion> versions() {
            return Flux.just(new IdAndVersion("a", 1));
        }
    }
}
