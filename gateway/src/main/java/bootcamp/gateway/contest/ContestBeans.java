package bootcamp.gateway.contest;

import bootcamp.gateway.route.Services;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import tools.jackson.databind.json.JsonMapper;

/** The beans of competitions as they go on. */
@Configuration(proxyBeanMethods = false)
public class ContestBeans {

    @Bean
    LiveTeams liveTeams(
            JsonMapper json, @Value("${bootcamp.dashboards.heartbeat:15s}") Duration heartbeat) {
        return new LiveTeams(json, heartbeat);
    }

    /** Before the server stops taking requests. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfTeamStreams(LiveTeams teams) {
        return _ -> teams.close();
    }

    @Bean
    TeamStreamApi teamStreamApi(LiveTeams teams, Services services) {
        return new TeamStreamApi(teams, services);
    }
}
