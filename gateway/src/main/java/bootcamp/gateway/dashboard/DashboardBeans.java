package bootcamp.gateway.dashboard;

import bootcamp.platform.http.Cursors;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the dashboards; they begin to show when the feed has caught up. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DashboardProperties.class)
public class DashboardBeans {

    @Bean
    Dashboards dashboards(
            InstantSource clock, DashboardProperties properties, MeterRegistry meters) {
        return new Dashboards(clock, properties, meters);
    }

    @Bean
    DashboardApi dashboardApi(Dashboards dashboards, Cursors cursors) {
        return new DashboardApi(dashboards, cursors);
    }
}
