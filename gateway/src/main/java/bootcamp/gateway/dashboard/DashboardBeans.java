package bootcamp.gateway.dashboard;

import bootcamp.platform.http.Cursors;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The beans of the dashboards; they begin to show when the feed has caught up. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DashboardProperties.class)
public class DashboardBeans {

    @Bean
    Dashboards dashboards(
            InstantSource clock, DashboardProperties properties, MeterRegistry meters) {
        return new Dashboards(clock, properties, meters);
    }

    /** Before the server stops taking requests: pages are told when to come back. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfStreams(Dashboards dashboards) {
        return _ -> dashboards.close();
    }

    /** Ready when the topics were read to their ends. */
    @Bean
    HealthIndicator dashboardsHealthIndicator(Dashboards dashboards) {
        return () -> (dashboards.isOpen() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    DashboardApi dashboardApi(Dashboards dashboards, Cursors cursors) {
        return new DashboardApi(dashboards, cursors);
    }
}
