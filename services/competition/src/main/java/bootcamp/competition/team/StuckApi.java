package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.security.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code …/stuck}: for staff, what of a competition failed while it was scored, is tried again, and
 * is not done: what the metrics count of all competitions.
 */
@RestController
final class StuckApi {

    /** That staff are told of: those that wait the longest. */
    private static final int SUBMISSIONS_MAX = 100;

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final LineStore line;
    private final RescoringStore rescorings;

    StuckApi(CompetitionAccess access, TeamDesk teams, LineStore line, RescoringStore rescorings) {
        this.access = access;
        this.teams = teams;
        this.line = line;
        this.rescorings = rescorings;
    }

    /**
     * @param at when it was sent, RFC 3339: since then it waits
     * @param tries so far, with one that goes on
     */
    record StuckSubmission(String submissionId, String teamId, String team, String at, int tries) {}

    /**
     * @param at when it was proposed, RFC 3339
     * @param tries since it came further the last time, with one that goes on
     */
    record StuckRescoring(int generation, String at, int tries) {}

    /**
     * @param submissions the oldest first
     * @param rescoring null: none is stuck; one that was given up is none any more
     */
    record StuckView(List<StuckSubmission> submissions, @Nullable StuckRescoring rescoring) {}

    @GetMapping("/api/competitions/{competitionId}/stuck")
    Mono<StuckView> stuck(@PathVariable String competitionId, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(
                        competition -> {
                            CompetitionPlan plan = competition.state().planned();
                            return submissions(competition)
                                    .flatMap(
                                            all ->
                                                    rescorings
                                                            .stuck(competitionId)
                                                            .map(each -> view(each, plan))
                                                            .map(each -> new StuckView(all, each))
                                                            .defaultIfEmpty(
                                                                    new StuckView(all, null)));
                        });
    }

    private static StuckRescoring view(RescoringStore.Stuck stuck, CompetitionPlan plan) {
        return new StuckRescoring(stuck.generation(), plan.written(stuck.at()), stuck.tries());
    }

    private Mono<List<StuckSubmission>> submissions(Versioned<Competition> competition) {
        return line.stuck(competition.id(), SUBMISSIONS_MAX)
                .collectList()
                .flatMap(
                        found ->
                                teamsOf(found)
                                        .map(
                                                byId ->
                                                        views(
                                                                found,
                                                                byId,
                                                                competition.state().planned())));
    }

    /** By all ids that they ever had: a team may be in another since it submitted. */
    private Mono<Map<String, Team>> teamsOf(List<LineStore.Stuck> found) {
        return teams.findAll(
                        found.stream().map(LineStore.Stuck::teamId).collect(Collectors.toSet()))
                .reduce(
                        new HashMap<>(),
                        (byId, team) -> {
                            team.state().ids().forEach(id -> byId.put(id, team.state()));
                            return byId;
                        });
    }

    private static List<StuckSubmission> views(
            List<LineStore.Stuck> found, Map<String, Team> byId, CompetitionPlan plan) {
        return found.stream()
                .flatMap(
                        each ->
                                Stream.ofNullable(byId.get(each.teamId()))
                                        .map(
                                                team ->
                                                        new StuckSubmission(
                                                                each.submissionId(),
                                                                team.teamId(),
                                                                team.name(),
                                                                plan.written(each.at()),
                                                                each.tries())))
                .toList();
    }
}
