package bootcamp.curriculum.team;

import bootcamp.curriculum.team.Participation.Proposal;
import bootcamp.curriculum.team.Participation.Staffs;
import bootcamp.curriculum.team.Team.Member;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.Versioned;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who took part in a team activity, as one reader sees it.
 *
 * @param setByStaff whether staff said it; what teams proposed counts no more then
 * @param participantIds whose part counts, for a student of the own team alone
 * @param teams for a student the own one
 */
record ParticipantsView(
        String sessionId,
        String cohortId,
        boolean setByStaff,
        List<String> participantIds,
        List<OfTeam> teams,
        long version) {

    /**
     * A team with what it proposed.
     *
     * @param proposal null: nothing
     */
    record OfTeam(String teamId, String name, List<Member> members, @Nullable Proposed proposal) {}

    /**
     * @param edition to be confirmed with
     * @param own whether the reader proposed it
     */
    record Proposed(List<String> participantIds, int edition, boolean own, boolean confirmed) {}

    /**
     * @param activity what they took part in: teams that it is not for are not shown
     * @param studentId who reads; null: staff
     */
    static ParticipantsView of(
            SessionPlan activity,
            Versioned<Participation> participation,
            Versioned<Teams> teams,
            @Nullable String studentId) {
        Participation state = participation.state();
        List<OfTeam> shown =
                teams.state().teams().stream()
                        .filter(
                                team ->
                                        activity.isFor(team.teamId())
                                                || state.proposal(team.teamId()).isPresent())
                        .filter(
                                team ->
                                        studentId == null
                                                ? !team.dissolved()
                                                        || state.proposal(team.teamId()).isPresent()
                                                : team.member(studentId).isPresent())
                        .map(team -> of(team, state, studentId))
                        .toList();
        Staffs staffs = state.staffs();
        return new ParticipantsView(
                participation.id(),
                teams.id(),
                staffs != null,
                counted(state, shown, studentId),
                shown,
                participation.version());
    }

    private static OfTeam of(Team team, Participation state, @Nullable String studentId) {
        return new OfTeam(
                team.teamId(),
                team.name(),
                team.members(),
                state.proposal(team.teamId())
                        .map(proposal -> of(proposal, studentId))
                        .orElse(null));
    }

    private static Proposed of(Proposal proposal, @Nullable String studentId) {
        return new Proposed(
                proposal.participantIds(),
                proposal.edition(),
                Objects.equals(proposal.studentId(), studentId),
                proposal.confirmedAt() != null);
    }

    private static List<String> counted(
            Participation state, List<OfTeam> shown, @Nullable String studentId) {
        if (studentId == null) {
            return state.counted();
        }
        Set<String> known = new HashSet<>(Set.of(studentId));
        shown.forEach(team -> team.members().forEach(member -> known.add(member.studentId())));
        return state.counted().stream().filter(known::contains).toList();
    }
}
