package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.OfParticipation;
import bootcamp.curriculum.CurriculumEvent.OfTeams;
import bootcamp.curriculum.school.Roster;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of teams and of who took part. */
@Configuration(proxyBeanMethods = false)
public class TeamBeans {

    @Bean
    AggregateStore<Teams, TeamCommand, OfTeams> teams(AggregateStores stores) {
        return stores.of(Teams.TYPE, "teams");
    }

    @Bean
    AggregateStore<Participation, ParticipationCommand, OfParticipation> participations(
            AggregateStores stores) {
        return stores.of(Participation.TYPE, "participations");
    }

    @Bean
    TeamDesk teamDesk(AggregateStore<Teams, TeamCommand, OfTeams> teams, Clock clock) {
        return new TeamDesk(teams, clock);
    }

    @Bean
    TeamApi teamApi(
            TeamDesk teamDesk,
            WeekAccess weekAccess,
            Students students,
            Idempotency idempotency,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new TeamApi(teamDesk, weekAccess, students, idempotency, clock, ids, json);
    }

    @Bean
    ParticipantApi participantApi(
            AggregateStore<Participation, ParticipationCommand, OfParticipation> participations,
            TeamDesk teamDesk,
            SessionDesk sessionDesk,
            WeekAccess weekAccess,
            Roster roster,
            Clock clock) {
        return new ParticipantApi(participations, teamDesk, sessionDesk, weekAccess, roster, clock);
    }
}
