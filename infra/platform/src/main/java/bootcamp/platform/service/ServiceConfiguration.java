package bootcamp.platform.service;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.security.ServiceIdentityConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.stream.StreamConfiguration;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The beans of every service behind the gateway. Its {@code …Application} imports this and gives
 * its texts; its configuration file names it ({@code spring.application.name}, of which its
 * database, topic and audience are called) and imports {@code service.yml}.
 */
@Configuration(proxyBeanMethods = false)
@Import({HttpConfiguration.class, ServiceIdentityConfiguration.class, StreamConfiguration.class})
public class ServiceConfiguration {

    private static final int TASKS_AT_ONCE = 4;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    IdSource ids() {
        return IdSource.random();
    }

    @Bean
    KeyedHash hash(@Value("${bootcamp.hashing.secret}") String secret) {
        return KeyedHash.of(secret);
    }

    @Bean
    MongoClient mongo(@Value("${bootcamp.mongodb.uri}") String uri) {
        return MongoClients.create(uri);
    }

    @Bean
    MongoDatabase database(
            @Qualifier("mongo") MongoClient mongo,
            @Value("${spring.application.name}") String service) {
        return mongo.getDatabase("bootcamp_" + service);
    }

    @Bean
    KafkaClients kafka(@Value("${bootcamp.kafka.bootstrap-servers}") String servers) {
        return new KafkaClients(servers);
    }

    @Bean
    Background background() {
        return new Background(TASKS_AT_ONCE);
    }
}
