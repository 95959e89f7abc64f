package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.EnrollmentFeed;
import bootcamp.platform.deadletter.EventFeed;
import bootcamp.platform.event.KafkaClients;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What fills the dashboards: the topics, read from their start by every gateway for itself. */
@Configuration(proxyBeanMethods = false)
public class DashboardFeedBeans {

    /** All gateways are one reader: what one cannot read, none can. */
    private static final String READER = "gateway";

    @Bean(initMethod = "start", destroyMethod = "close")
    EventFeed dashboardFeed(Dashboards dashboards, KafkaClients clients, InstantSource clock) {
        EventFeed feed =
                new EventFeed(
                        READER,
                        List.of(EnrollmentFeed.SERVICE),
                        clients,
                        EnrollmentFeed.CODEC,
                        new EnrollmentFeed(dashboards),
                        clock);
        feed.caughtUp()
                .thenRun(() -> dashboards.open(feed.deadLetters()::list, () -> feed.lag() > 0));
        return feed;
    }
}
