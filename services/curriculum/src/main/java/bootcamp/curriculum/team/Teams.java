package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.OfTeams;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.TeamChanged;
import bootcamp.curriculum.CurriculumEvent.TeamDissolved;
import bootcamp.curriculum.CurriculumEvent.TeamFormed;
import bootcamp.curriculum.CurriculumEvent.TeamMembersLeft;
import bootcamp.curriculum.team.Team.Member;
import bootcamp.curriculum.team.TeamCommand.ChangeTeam;
import bootcamp.curriculum.team.TeamCommand.DissolveTeam;
import bootcamp.curriculum.team.TeamCommand.FormTeam;
import bootcamp.curriculum.team.TeamCommand.ReleaseMembers;
import bootcamp.curriculum.team.TeamRefusal.InAnotherTeam;
import bootcamp.curriculum.team.TeamRefusal.Plain;
import bootcamp.curriculum.team.TeamRefusal.TooManyTeams;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The teams of a cohort. One document holds all of them, since it owns the rule that no student is
 * in two at a time (ruling 5): whoever would put somebody into a second is decided here.
 *
 * @param cohortId that of the document; empty where no team was ever formed
 * @param teams all there ever were, in the order of forming
 */
public record Teams(String cohortId, List<Team> teams) {

    /** Ever, dissolved ones too: their ids are not used again. */
    static final int TEAMS_MAX = 200;

    public static final AggregateType<Teams, TeamCommand, OfTeams> TYPE =
            new AggregateType<>(
                    "Teams",
                    1,
                    Teams.class,
                    Map.of(
                            "TeamFormed", TeamFormed.class,
                            "TeamChanged", TeamChanged.class,
                            "TeamDissolved", TeamDissolved.class,
                            "TeamMembersLeft", TeamMembersLeft.class),
                    Teams::initial,
                    Teams::decide,
                    Teams::evolve,
                    Teams::publicState,
                    Teams::publicChange,
                    Teams::cohortId);

    public Teams {
        teams = List.copyOf(teams);
    }

    public static Teams initial(String cohortId) {
        return new Teams(cohortId, List.of());
    }

    // ---- decide

    public Decision<OfTeams> decide(TeamCommand command) {
        return switch (command) {
            case FormTeam form -> form(form);
            case ChangeTeam change -> change(change);
            case DissolveTeam dissolve -> dissolve(dissolve);
            case ReleaseMembers release -> release(release);
        };
    }

    private Decision<OfTeams> form(FormTeam form) {
        if (team(form.teamId()).isPresent()) {
            return Decision.refuses(Plain.TEAM_EXISTS);
        }
        if (teams.size() >= TEAMS_MAX) {
            return Decision.refuses(new TooManyTeams(TEAMS_MAX));
        }
        Refusal refusal = against(form.teamId(), form.name(), form.members());
        return refusal == null
                ? Decision.yields(
                        new TeamFormed(form.teamId(), form.name(), form.members(), form.stamp()))
                : Decision.refuses(refusal);
    }

    private Decision<OfTeams> change(ChangeTeam change) {
        Team team = standing(change.teamId()).orElse(null);
        if (team == null) {
            return Decision.refuses(Plain.TEAM_NOT_FOUND);
        }
        String name = Objects.requireNonNullElse(change.name(), team.name());
        List<Member> members = Objects.requireNonNullElse(change.members(), team.members());
        if (name.equals(team.name()) && members.equals(team.members())) {
            return Decision.staysQuiet();
        }
        Refusal refusal = against(team.teamId(), name, members);
        return refusal == null
                ? Decision.yields(new TeamChanged(team.teamId(), name, members, change.stamp()))
                : Decision.refuses(refusal);
    }

    /** Null: it may be so. */
    private @Nullable Refusal against(String teamId, String name, List<Member> members) {
        Set<String> studentIds = new HashSet<>();
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > Team.NAME_CHARS_MAX
                || members.size() > Team.MEMBERS_MAX
                || !members.stream().allMatch(each -> studentIds.add(each.studentId()))) {
            return Plain.TEAM_UNSOUND;
        }
        for (Team other : standing().filter(each -> !each.teamId().equals(teamId)).toList()) {
            if (other.name().equals(name)) {
                return Plain.TEAM_NAME_TAKEN;
            }
            for (Member member : members) {
                if (other.member(member.studentId()).isPresent()) {
                    return new InAnotherTeam(member.studentId(), other.name());
                }
            }
        }
        return null;
    }

    private Decision<OfTeams> dissolve(DissolveTeam dissolve) {
        return team(dissolve.teamId())
                .<Decision<OfTeams>>map(
                        team ->
                                team.dissolved()
                                        ? Decision.staysQuiet()
                                        : Decision.yields(
                                                new TeamDissolved(team.teamId(), dissolve.stamp())))
                .orElseGet(() -> Decision.refuses(Plain.TEAM_NOT_FOUND));
    }

    private Decision<OfTeams> release(ReleaseMembers release) {
        List<String> gone =
                standing()
                        .flatMap(team -> team.studentIds().stream())
                        .filter(release.studentIds()::contains)
                        .sorted()
                        .toList();
        return gone.isEmpty()
                ? Decision.staysQuiet()
                : Decision.yields(new TeamMembersLeft(gone, release.at()));
    }

    // ---- evolve

    public Teams evolve(OfTeams fact) {
        return switch (fact) {
            case TeamFormed formed -> {
                List<Team> all = new ArrayList<>(teams);
                all.add(new Team(formed.teamId(), formed.name(), formed.members(), false));
                yield new Teams(cohortId, all);
            }
            case TeamChanged changed ->
                    with(
                            changed.teamId(),
                            _ ->
                                    new Team(
                                            changed.teamId(),
                                            changed.name(),
                                            changed.members(),
                                            false));
            case TeamDissolved(var teamId, var _) ->
                    with(teamId, team -> new Team(teamId, team.name(), List.of(), true));
            case TeamMembersLeft(var studentIds, var _) ->
                    new Teams(
                            cohortId,
                            teams.stream().map(team -> without(team, studentIds)).toList());
        };
    }

    private Teams with(String teamId, Function<Team, Team> change) {
        return new Teams(
                cohortId,
                teams.stream()
                        .map(team -> team.teamId().equals(teamId) ? change.apply(team) : team)
                        .toList());
    }

    private static Team without(Team team, List<String> studentIds) {
        return new Team(
                team.teamId(),
                team.name(),
                team.members().stream()
                        .filter(each -> !studentIds.contains(each.studentId()))
                        .toList(),
                team.dissolved());
    }

    // ---- queries

    /** Whatever became of it. */
    Optional<Team> team(String teamId) {
        return teams.stream().filter(each -> each.teamId().equals(teamId)).findAny();
    }

    Optional<Team> standing(String teamId) {
        return team(teamId).filter(team -> !team.dissolved());
    }

    /** In the order of forming. */
    Stream<Team> standing() {
        return teams.stream().filter(team -> !team.dissolved());
    }

    Optional<Team> ofStudent(String studentId) {
        return standing().filter(team -> team.member(studentId).isPresent()).findAny();
    }

    /** A team as it is published: no name of a member, and none of the team. */
    public record PublicTeam(String teamId, List<String> memberIds, boolean dissolved) {}

    /** What the world may see of the teams. */
    public record Public(String cohortId, List<PublicTeam> teams) {}

    public Public publicState() {
        return new Public(
                cohortId,
                teams.stream()
                        .map(
                                team ->
                                        new PublicTeam(
                                                team.teamId(), team.studentIds(), team.dissolved()))
                        .toList());
    }

    /** A team that was formed or changed, as it is published. */
    record PublicMembers(String teamId, List<String> memberIds, Stamp stamp) {

        static PublicMembers of(String teamId, List<Member> members, Stamp stamp) {
            return new PublicMembers(
                    teamId, members.stream().map(Member::studentId).toList(), stamp);
        }
    }

    /** Those who left, as it is published. */
    record PublicLeft(List<String> studentIds, Instant at) {}

    static Object publicChange(OfTeams fact) {
        return switch (fact) {
            case TeamFormed formed ->
                    PublicMembers.of(formed.teamId(), formed.members(), formed.stamp());
            case TeamChanged changed ->
                    PublicMembers.of(changed.teamId(), changed.members(), changed.stamp());
            case TeamDissolved dissolved -> dissolved;
            case TeamMembersLeft(var studentIds, var at) -> new PublicLeft(studentIds, at);
        };
    }
}
