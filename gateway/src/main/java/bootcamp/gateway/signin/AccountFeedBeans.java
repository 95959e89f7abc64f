package bootcamp.gateway.signin;

import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.stream.StreamConfiguration;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import java.util.List;
import java.util.function.Consumer;
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
    StreamFeed<Row> erasuresOfAccounts(Projection erasures, Accounts accounts, StreamFeeds feeds) {
        return feeds.of(
                AccountFeed.READER,
                AccountFeed.SERVICE,
                AccountFeed.CODEC,
                new AccountFeed(erasures, accounts));
    }

    /** The function that Spring Cloud Stream binds to {@code accountFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> accountFeed(StreamFeed<Row> erasuresOfAccounts) {
        return erasuresOfAccounts::accept;
    }
}
