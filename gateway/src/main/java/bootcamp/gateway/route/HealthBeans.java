package bootcamp.gateway.route;

import bootcamp.platform.event.KafkaClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/**
 * How the parts are on which the gateway leans, for {@code /healthz}. None of it is part of
 * readiness: dashboards go on from what is known while a part is away.
 */
@Configuration(proxyBeanMethods = false)
public class HealthBeans {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    @Bean
    CompositeReactiveHealthContributor servicesHealthContributor(
            Services services, RouteProperties properties) {
        Map<String, ReactiveHealthIndicator> indicators =
                properties.services().keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        name -> name, name -> answers(services.isReady(name))));
        return CompositeReactiveHealthContributor.fromMap(indicators);
    }

    @Bean
    ReactiveHealthIndicator databaseHealthIndicator(MongoDatabase database) {
        return answers(
                Mono.defer(() -> Mono.from(database.runCommand(new Document("ping", 1))))
                        .thenReturn(true));
    }

    @Bean
    Admin healthAdmin(KafkaClients kafka) {
        return kafka.admin("gateway-health");
    }

    @Bean
    ReactiveHealthIndicator brokerHealthIndicator(Admin healthAdmin) {
        return answers(
                Mono.defer(
                                () ->
                                        Mono.fromCompletionStage(
                                                healthAdmin
                                                        .describeCluster()
                                                        .nodes()
                                                        .toCompletionStage()))
                        .map(nodes -> !nodes.isEmpty()));
    }

    /** Up where it says so in time; what it says instead stays here. */
    private static ReactiveHealthIndicator answers(Mono<Boolean> part) {
        return () ->
                part.timeout(ANSWER_MAX)
                        .onErrorReturn(false)
                        .map(isUp -> (isUp ? Health.up() : Health.down()).build());
    }
}
