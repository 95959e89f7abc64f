package bootcamp.gateway.signin;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.stream.StreamConfiguration;
import bootcamp.platform.stream.StreamFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** What ends accounts: erasures, read by the gateways as a group. */
@Configuration(proxyBeanMethods = false)
@Import(StreamConfiguration.class)
public class AccountFeedBeans {

    /**
     * No part of readiness: an account that is made before it has caught up ends a moment later.
     */
    @Bean(initMethod = "start")
    StreamFeed<Row> erasuresOfAccounts(
            Projection erasures,
            Accounts accounts,
            KafkaClients clients,
            Admin streamAdmin,
            InstantSource clock,
            MeterRegistry meters) {
        return new StreamFeed<>(
                AccountFeed.READER,
                AccountFeed.SERVICE,
                clients,
                streamAdmin,
                AccountFeed.CODEC,
                new AccountFeed(erasures, accounts),
                clock,
                meters);
    }

    /** The function that Spring Cloud Stream binds to {@code accountFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> accountFeed(StreamFeed<Row> erasuresOfAccounts) {
        return erasuresOfAccounts::accept;
    }
}
