package bootcamp.competition.peer;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.peer.PeerCommand.Rate;
import bootcamp.competition.team.Team;
import bootcamp.competition.team.TeamDesk;
import bootcamp.competition.team.TeamRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/competitions/{id}/peer-ratings}: a member rates the team, for seven days after the
 * competition; staff read the figures.
 */
@RestController
final class PeerApi {

    private static final String RATINGS = "/api/competitions/{competitionId}/peer-ratings";

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final PeerDesk desk;
    private final Cursors cursors;

    PeerApi(CompetitionAccess access, TeamDesk teams, PeerDesk desk, Cursors cursors) {
        this.access = access;
        this.teams = teams;
        this.desk = desk;
        this.cursors = cursors;
    }

    /**
     * What a member said of the team.
     *
     * @param until RFC 3339: when rating ends
     * @param open whether it has not ended
     */
    record OwnRatings(String teamId, String until, boolean open, List<OwnRating> ratings) {}

    /**
     * @param rating null: the member has not rated
     */
    record OwnRating(String studentId, @Nullable Integer rating) {}

    /** What is needed to rate: who may, and whom. */
    private record Round(
            Versioned<Competition> competition,
            Versioned<Team> team,
            Set<String> members,
            Instant until) {}

    @GetMapping(RATINGS + "/me")
    Mono<OwnRatings> own(@PathVariable String competitionId, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        return round(competitionId, studentId)
                .flatMap(
                        round ->
                                desk.find(round.team().id())
                                        .map(found -> own(round, found.state().by(studentId))));
    }

    /** In the place of what the member said before. */
    @PutMapping(RATINGS + "/me")
    Mono<OwnRatings> rate(
            @PathVariable String competitionId, @RequestBody PeerForm body, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        return round(competitionId, studentId)
                .flatMap(
                        round -> {
                            Map<String, Integer> ratings = body.of(round.members());
                            Rate rate =
                                    new Rate(
                                            competitionId,
                                            round.competition().state().planned().cohortIds(),
                                            round.members(),
                                            studentId,
                                            ratings,
                                            round.until(),
                                            desk.now());
                            return desk.rate(round.team().id(), rate).map(_ -> own(round, ratings));
                        });
    }

    /** Refused where the competition is not over, or the student is in no team or has left. */
    private Mono<Round> round(String competitionId, String studentId) {
        return access.ofStudent(competitionId, studentId)
                .flatMap(
                        competition -> {
                            Instant until = PeerDesk.until(competition);
                            return ownTeam(competitionId, studentId)
                                    .flatMap(
                                            team ->
                                                    members(competition, team)
                                                            .map(
                                                                    members ->
                                                                            new Round(
                                                                                    competition,
                                                                                    team,
                                                                                    members,
                                                                                    until)));
                        })
                .doOnNext(
                        round -> {
                            if (!round.members().contains(studentId)) {
                                throw new RefusedException(TeamRefusal.Now.NOT_A_MEMBER);
                            }
                        });
    }

    private Mono<Versioned<Team>> ownTeam(String competitionId, String studentId) {
        return teams.own(competitionId, studentId)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND)));
    }

    private Mono<Set<String>> members(Versioned<Competition> competition, Versioned<Team> team) {
        return desk.members(team.state(), competition.state().planned().cohortIds());
    }

    private OwnRatings own(Round round, @Nullable Map<String, Integer> said) {
        return new OwnRatings(
                round.team().id(),
                round.competition().state().planned().written(round.until()),
                desk.now().isBefore(round.until()),
                // In the order in which they joined.
                round.team().state().members().stream()
                        .filter(round.members()::contains)
                        .map(id -> new OwnRating(id, said == null ? null : said.get(id)))
                        .toList());
    }

    // ---- staff

    @GetMapping(RATINGS)
    Mono<Page<PeerSheetView>> sheets(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        String list = "peer-ratings " + competitionId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition -> {
                            Instant until = PeerDesk.until(competition);
                            return teams.all(competitionId, wanted.after())
                                    .take(wanted.limit() + 1L)
                                    .collectList()
                                    .flatMap(found -> sheets(competition, found, until));
                        })
                .map(found -> wanted.page(found, PeerSheetView::teamId, cursors, list));
    }

    private Mono<List<PeerSheetView>> sheets(
            Versioned<Competition> competition, List<Versioned<Team>> found, Instant until) {
        boolean isOver = !desk.now().isBefore(until);
        return desk.findAll(found.stream().map(Versioned::id).toList())
                .collectMap(Versioned::id, Versioned::state)
                .flatMap(
                        contributions ->
                                Flux.fromIterable(found)
                                        .concatMap(
                                                team ->
                                                        members(competition, team)
                                                                .map(
                                                                        members ->
                                                                                sheet(
                                                                                        team,
                                                                                        contributions,
                                                                                        members,
                                                                                        isOver)))
                                        .collectList());
    }

    private static PeerSheetView sheet(
            Versioned<Team> team,
            Map<String, PeerContribution> contributions,
            Set<String> members,
            boolean isOver) {
        return PeerSheetView.of(
                team.id(),
                team.state().name(),
                contributions.getOrDefault(team.id(), PeerContribution.initial(team.id())),
                members,
                isOver);
    }
}
