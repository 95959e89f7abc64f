package bootcamp.curriculum.team;

import static bootcamp.curriculum.team.TeamExamples.members;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfTeams;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.TeamChanged;
import bootcamp.curriculum.CurriculumEvent.TeamDissolved;
import bootcamp.curriculum.CurriculumEvent.TeamFormed;
import bootcamp.curriculum.CurriculumEvent.TeamMembersLeft;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.team.Team.Member;
import bootcamp.curriculum.team.TeamCommand.ChangeTeam;
import bootcamp.curriculum.team.TeamCommand.DissolveTeam;
import bootcamp.curriculum.team.TeamCommand.FormTeam;
import bootcamp.curriculum.team.TeamCommand.ReleaseMembers;
import bootcamp.platform.aggregate.Story;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TeamsTest {

    private final Story<Teams, TeamCommand, OfTeams> story = Story.of(Teams.TYPE, Plans.COHORT);

    private static FormTeam form(String teamId, int... students) {
        return new FormTeam(teamId, Plans.COHORT, "Name of " + teamId, members(students), staff());
    }

    private static ChangeTeam change(
            String teamId, @Nullable String name, @Nullable List<Member> members) {
        return new ChangeTeam(teamId, name, members, staff());
    }

    private static Stamp staff() {
        return Plans.staff(Plans.NOW);
    }

    @Test
    void studentIsInOneTeamAtATime() {
        story.given(form("a", 1, 2)).given(form("b", 3));

        story.when(form("c", 4, 2)).refuses("IN_ANOTHER_TEAM");
        story.when(change("b", null, members(3, 1))).refuses("IN_ANOTHER_TEAM");
        story.when(change("a", null, members(2))).yields(TeamChanged.class);
        story.when(change("b", null, members(3, 1))).yields(TeamChanged.class);
        story.when(new DissolveTeam("a", staff())).yields(TeamDissolved.class);
        story.when(form("c", 4, 2)).yields(TeamFormed.class);

        assertThat(story.state().ofStudent("student-2").orElseThrow().teamId()).isEqualTo("c");
        assertThat(story.state().ofStudent("student-1").orElseThrow().teamId()).isEqualTo("b");
    }

    @Test
    void theSameAgainIsNothing() {
        story.given(form("a", 1, 2));

        story.when(form("a", 1, 2)).refuses("TEAM_EXISTS");
        story.when(change("a", "Name of a", members(1, 2))).staysQuiet();
        story.given(new DissolveTeam("a", staff()));
        story.when(new DissolveTeam("a", staff())).staysQuiet();
        story.when(change("a", "x", null)).refuses("TEAM_NOT_FOUND");
        story.when(new DissolveTeam("z", staff())).refuses("TEAM_NOT_FOUND");
    }

    @Test
    void whoLeavesTheCohortLeavesTheTeamAndTheNameGoesAlong() {
        story.given(form("a", 1, 2)).given(form("b", 3));

        story.when(new ReleaseMembers(Set.of("student-1", "student-9"), Plans.NOW))
                .yields(TeamMembersLeft.class);
        story.when(new ReleaseMembers(Set.of("student-1"), Plans.NOW)).staysQuiet();

        assertThat(story.state().standing("a").orElseThrow().members()).isEqualTo(members(2));
        assertThat(story.state().toString()).doesNotContain("Student 1");
    }

    @Test
    void nameIsOneTeamsAlone() {
        story.given(form("a")).given(form("b"));

        story.when(change("b", "Name of a", null)).refuses("TEAM_NAME_TAKEN");
        story.given(new DissolveTeam("a", staff()));
        story.when(change("b", "Name of a", null)).yields(TeamChanged.class);
    }

    @Test
    void whatIsNoTeamIsRefused() {
        List<Member> tooMany = members(IntStream.rangeClosed(0, Team.MEMBERS_MAX).toArray());

        story.when(form("a", 1, 1)).refuses("TEAM_UNSOUND");
        story.when(new FormTeam("a", Plans.COHORT, " ", List.of(), staff()))
                .refuses("TEAM_UNSOUND");
        story.when(new FormTeam("a", Plans.COHORT, "a", tooMany, staff())).refuses("TEAM_UNSOUND");
    }

    @Test
    void cohortHasNoMoreTeamsThanADocumentHolds() {
        for (int i = 0; i < Teams.TEAMS_MAX; i++) {
            story.given(form("t" + i)).given(new DissolveTeam("t" + i, staff()));
        }

        story.when(form("one-more")).refuses("TOO_MANY_TEAMS");
    }

    @Test
    void noNameIsPublished() {
        story.given(form("a", 1, 2)).given(change("a", "Changed", members(1)));

        assertThat(story.state().publicState().toString()).doesNotContain("Student 1", "Changed");
        assertThat(Teams.publicChange(story.facts().getFirst()).toString())
                .contains("student-1")
                .doesNotContain("Student 1", "Changed");
    }
}
