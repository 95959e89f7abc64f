package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/competitions/{id}/teams}: students found and join teams, leave them, and pick what
 * counts in the end.
 */
@RestController
final class TeamApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";
    private static final int CODE_CHARS_MAX = 64;

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final SubmissionDesk submissions;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final IdSource ids;
    private final InstantSource clock;

    TeamApi(
            CompetitionAccess access,
            TeamDesk teams,
            SubmissionDesk submissions,
            Idempotency idempotency,
            Cursors cursors,
            IdSource ids,
            InstantSource clock) {
        this.access = access;
        this.teams = teams;
        this.submissions = submissions;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param name null: one is made
     */
    record NewTeam(@Nullable String name) {}

    record NewMember(String code) {}

    @PostMapping(OF_COMPETITION + "/teams")
    Mono<ResponseEntity<TeamView>> found(
            @PathVariable String competitionId,
            @RequestBody NewTeam body,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        String name = body.name() == null ? null : body.name().strip();
        Checks checks = InvalidInput.checking();
        if (name != null) {
            checks.text("name", name, Team.NAME_CHARS_MAX);
        }
        checks.orThrow();
        return access.ofStudent(competitionId, studentId)
                .doOnNext(this::requireNotOver)
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(
                        both ->
                                teams.found(
                                                both.getT1(),
                                                studentId,
                                                name,
                                                Idempotency.newId(both.getT2(), ids))
                                        .map(team -> view(team, both.getT1(), studentId)))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/competitions/"
                                                                + competitionId
                                                                + "/teams/"
                                                                + view.teamId()))
                                        .body(view));
    }

    @PostMapping(OF_COMPETITION + "/teams/{teamId}/members")
    Mono<TeamView> join(
            @PathVariable String competitionId,
            @PathVariable String teamId,
            @RequestBody NewMember body,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        InvalidInput.checking().optionalText("code", body.code(), CODE_CHARS_MAX).orThrow();
        return access.ofStudent(competitionId, studentId)
                .doOnNext(this::requireNotOver)
                .delayUntil(_ -> idempotency.terms(exchange, body))
                .flatMap(
                        competition ->
                                teams.join(competition, teamId, studentId, body.code())
                                        .map(team -> view(team, competition, studentId)));
    }

    /** Leaves the own team; the student may found or join another then. */
    @DeleteMapping(OF_COMPETITION + "/teams/{teamId}/members/me")
    Mono<ResponseEntity<Void>> leave(
            @PathVariable String competitionId, @PathVariable String teamId, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        return access.ofStudent(competitionId, studentId)
                .doOnNext(this::requireNotOver)
                .flatMap(_ -> teams.own(competitionId, teamId, studentId))
                .flatMap(_ -> teams.leave(competitionId, teamId, studentId, true))
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** All for staff; for a student the own one, if there is one. */
    @GetMapping(value = OF_COMPETITION + "/teams", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<TeamView>> teams(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        String list = "teams " + competitionId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                (studentId == null
                                                ? teams.all(competitionId, after)
                                                : teams.own(competitionId, studentId)
                                                        .filter(
                                                                own ->
                                                                        after == null
                                                                                || own.id()
                                                                                                .compareTo(
                                                                                                        after)
                                                                                        > 0)
                                                        .flux())
                                        .take(wanted.limit() + 1L)
                                        .map(team -> view(team, competition, studentId))
                                        .collectList())
                .map(found -> wanted.page(found, TeamView::teamId, cursors, list));
    }

    @GetMapping(value = OF_COMPETITION + "/teams", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> teamsAsCsv(@PathVariable String competitionId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                Csv.answer(
                                        List.of(
                                                "teamId",
                                                "team",
                                                "members",
                                                "submissions",
                                                "picks"),
                                        teams.seenBy(studentId, competitionId)
                                                .map(team -> view(team, competition, studentId))
                                                .map(TeamApi::cells)));
    }

    private static List<Object> cells(TeamView team) {
        return List.of(
                team.teamId(),
                team.name(),
                String.join(" ", team.members()),
                team.submissions(),
                String.join(" ", team.picks()));
    }

    @GetMapping(OF_COMPETITION + "/teams/{teamId}")
    Mono<TeamView> team(
            @PathVariable String competitionId, @PathVariable String teamId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                (studentId == null
                                                ? teams.of(competitionId, teamId)
                                                : teams.own(competitionId, teamId, studentId))
                                        .map(team -> view(team, competition, studentId)));
    }

    private TeamView view(
            Versioned<Team> team, Versioned<Competition> competition, @Nullable String studentId) {
        return TeamView.of(team, competition, studentId, clock.instant());
    }

    private void requireNotOver(Versioned<Competition> competition) {
        if (competition.state().isOver() || competition.state().isDue(clock.instant())) {
            throw new RefusedException(CompetitionRefusal.Now.COMPETITION_CLOSED);
        }
    }

    /** Ids of submissions; none: the best count. */
    record Picks(List<String> submissionIds) {}

    @PutMapping(OF_COMPETITION + "/teams/{teamId}/final-picks")
    Mono<TeamView> choose(
            @PathVariable String competitionId,
            @PathVariable String teamId,
            @RequestBody Picks body,
            Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        List<String> picks = body.submissionIds();
        InvalidInput.checking()
                .range("submissionIds", picks.size(), 0, CompetitionPlan.PICKS_MAX)
                .that(
                        new HashSet<>(picks).size() == picks.size() && !picks.contains(null),
                        "submissionIds",
                        "DUPLICATE")
                .orThrow();
        return access.ofStudent(competitionId, studentId)
                .flatMap(
                        competition ->
                                teams.own(competitionId, teamId, studentId)
                                        .flatMap(
                                                team ->
                                                        submissions.choose(
                                                                competition,
                                                                team,
                                                                studentId,
                                                                picks))
                                        .map(team -> view(team, competition, studentId)));
    }
}
