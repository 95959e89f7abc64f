package bootcamp.platform.service;

import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.ReplayApi;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans of a service that keeps aggregates and tells of them on its topic, beside those of
 * {@link ServiceConfiguration}. Its {@code …Application} gives the {@code Upkeep}.
 */
@Configuration(proxyBeanMethods = false)
public class DecidingConfiguration {

    private static final int PARTITIONS = 12;

    private final String service;

    DecidingConfiguration(@Value("${spring.application.name}") String service) {
        this.service = service;
    }

    @Bean
    Producer<String, byte[]> producer(KafkaClients kafka) {
        return kafka.producer(service);
    }

    @Bean
    OutboxRelay relay(Producer<String, byte[]> producer, Clock clock) {
        return new OutboxRelay(service, PARTITIONS, producer, clock);
    }

    @Bean
    AggregateStores stores(
            @Qualifier("database") MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStores(database, clock, relay);
    }

    @Bean
    KeyStore keys(@Qualifier("database") MongoDatabase database, Clock clock) {
        return new KeyStore(database, clock);
    }

    @Bean
    OwnTopicFeed ownTopicFeed(KafkaClients kafka, Clock clock) {
        return new OwnTopicFeed(service, kafka, clock);
    }

    @Bean
    Idempotency idempotency(KeyedHash hash, KeyStore keys, JsonMapper json) {
        return new Idempotency(hash, keys, json);
    }

    @Bean
    Cursors cursors(KeyedHash hash) {
        return new Cursors(hash);
    }

    @Bean
    ReplayApi replayApi(
            OutboxRelay relay,
            KafkaClients kafka,
            Background background,
            Clock clock,
            Texts texts,
            Idempotency idempotency) {
        return new ReplayApi(service, relay, kafka, background, clock, texts, idempotency);
    }
}
