package bootcamp.gateway.dashboard;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.task.Background;
import bootcamp.platform.task.OnDemand;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an admin may ask for: that the dashboards are folded once more. */
@Configuration(proxyBeanMethods = false)
public class ReplayBeans {

    private static final Duration AT_MOST = Duration.ofMinutes(30);

    @Bean
    ReplayApi replayApi(
            Dashboards dashboards,
            KafkaClients clients,
            Background background,
            InstantSource clock,
            Texts texts,
            Idempotency idempotency) {
        return new ReplayApi(
                new OnDemand<>(
                        "a replay of the dashboards",
                        ReplayFeed.of(dashboards, clients, clock),
                        AT_MOST,
                        background,
                        clock),
                texts,
                idempotency);
    }
}
