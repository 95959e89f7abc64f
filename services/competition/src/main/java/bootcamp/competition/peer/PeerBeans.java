package bootcamp.competition.peer;

import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.school.Students;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of peer contribution. */
@Configuration(proxyBeanMethods = false)
public class PeerBeans {

    @Bean
    AggregateStore<PeerContribution, PeerCommand, OfPeerContribution> peerContributions(
            AggregateStores stores) {
        return stores.of(PeerContribution.TYPE, "peerContributions");
    }

    @Bean
    PeerDesk peerDesk(
            AggregateStore<PeerContribution, PeerCommand, OfPeerContribution> peerContributions,
            TeamDesk teamDesk,
            Students students,
            Clock clock) {
        return new PeerDesk(peerContributions, teamDesk, students, clock);
    }

    @Bean
    PeerApi peerApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            PeerDesk peerDesk,
            Cursors cursors) {
        return new PeerApi(competitionAccess, teamDesk, peerDesk, cursors);
    }
}
