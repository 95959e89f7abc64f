package bootcamp.curriculum.team;

import bootcamp.curriculum.team.Team.Member;
import bootcamp.platform.aggregate.Versioned;
import java.util.List;

/**
 * A team as staff and its own students see it.
 *
 * @param version of all teams of the cohort together, for {@code If-Match}
 */
record TeamView(String teamId, String cohortId, String name, List<Member> members, long version) {

    static TeamView of(Versioned<Teams> teams, Team team) {
        return new TeamView(
                team.teamId(), teams.id(), team.name(), team.members(), teams.version());
    }

    /** Of one that is there, dissolved or not. */
    static TeamView of(Versioned<Teams> teams, String teamId) {
        return of(teams, teams.state().team(teamId).orElseThrow());
    }
}
