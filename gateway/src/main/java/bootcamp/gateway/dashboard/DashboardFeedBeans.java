package bootcamp.gateway.dashboard;

import bootcamp.gateway.contest.LiveTeams;
import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.gateway.lecture.LiveLectures;
import bootcamp.gateway.signin.ErasedStudents;
import bootcamp.platform.deadletter.DeadLetterOffice;
import bootcamp.platform.deadletter.EventFeed;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What fills the dashboards: the topics, read from their start by every gateway for itself. */
@Configuration(proxyBeanMethods = false)
public class DashboardFeedBeans {

    /** All gateways are one reader: what one cannot read, none can. */
    private static final String READER = "gateway";

    private static final Logger LOG = LoggerFactory.getLogger(DashboardFeedBeans.class);

    @Bean(initMethod = "start", destroyMethod = "close")
    EventFeed dashboardFeed(
            Dashboards dashboards,
            LiveLectures lectures,
            LiveTeams teams,
            ErasedStudents erased,
            KafkaClients clients,
            InstantSource clock) {
        EventFeed feed =
                new EventFeed(
                        READER,
                        DashboardFeed.SERVICES,
                        clients,
                        DashboardFeed.CODEC,
                        new DashboardFeed(lectures.andThen(teams).andThen(dashboards), erased::add),
                        clock);
        var _ =
                feed.caughtUp()
                        .thenRun(
                                () ->
                                        dashboards.open(
                                                feed.deadLetters()::list,
                                                () -> feed.lag() > 0,
                                                feed::heardAt))
                        .exceptionally(DashboardFeedBeans::stayedClosed);
        return feed;
    }

    /** Health says so as well, but not why. */
    private static @Nullable Void stayedClosed(Throwable failure) {
        LOG.error("The dashboards could not be opened", failure);
        return null;
    }

    /** Those of the dashboards and of every other reader. */
    @Bean(initMethod = "start")
    DeadLetterOffice deadLetterOffice(KafkaClients clients, InstantSource clock) {
        return new DeadLetterOffice(clients, clock);
    }

    @Bean
    DeadLetterApi deadLetterApi(DeadLetterOffice office, Cursors cursors, Idempotency idempotency) {
        return new DeadLetterApi(office.letters(), cursors, idempotency);
    }
}
