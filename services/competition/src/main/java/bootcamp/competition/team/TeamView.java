package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A team as its members and staff see it.
 *
 * @param code by which others join; null for who is not a member
 * @param members ids of students, in the order in which they joined
 * @param picks ids of submissions; empty: the best count
 * @param submissions that were scored
 * @param today null: nothing is taken now, before the start or after the end
 */
record TeamView(
        String teamId,
        String competitionId,
        String name,
        @Nullable String code,
        List<String> members,
        List<String> picks,
        int submissions,
        @Nullable Today today) {

    /**
     * What the team has of the day in the competition's zone.
     *
     * @param limit submissions of a day
     * @param left of them; a file that is refused gives its own back
     * @param resetsAt RFC 3339: when the next day begins
     */
    record Today(int limit, int left, String resetsAt) {

        static @Nullable Today of(Team team, Competition competition, Instant now) {
            if (competition.notTaking(now) != null) {
                return null;
            }
            CompetitionPlan plan = competition.planned();
            LocalDate day = plan.dayOf(now);
            int left = plan.dailyLimit() - team.ledger().takenOn(day.toString());
            return new Today(
                    plan.dailyLimit(), Math.max(0, left), plan.written(plan.dayAfter(day)));
        }
    }

    /**
     * @param studentId who looks; null: staff
     */
    static TeamView of(
            Versioned<Team> team,
            Versioned<Competition> competition,
            @Nullable String studentId,
            Instant now) {
        Team state = team.state();
        Scores scores = state.ledger().in(competition.state().numbers().present());
        return new TeamView(
                team.id(),
                state.competitionId(),
                state.name(),
                studentId != null && state.members().contains(studentId) ? state.code() : null,
                state.members(),
                Objects.requireNonNullElse(scores.pickedIds(), List.of()),
                state.ledger().scored(),
                Today.of(state, competition.state(), now));
    }
}
