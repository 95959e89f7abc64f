package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.team.MergeDesk.Proposed;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/competitions/{id}/merges}: a team asks another to become one with it, and the other
 * accepts or declines. What has lapsed is none.
 */
@RestController
final class MergeApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";
    private static final String MERGES = OF_COMPETITION + "/merges";
    private static final int ID_CHARS_MAX = 64;

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final MergeDesk merges;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final IdSource ids;
    private final InstantSource clock;

    MergeApi(
            CompetitionAccess access,
            TeamDesk teams,
            MergeDesk merges,
            Idempotency idempotency,
            Cursors cursors,
            IdSource ids,
            InstantSource clock) {
        this.access = access;
        this.teams = teams;
        this.merges = merges;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param teamId that is asked, and stays
     */
    record NewMerge(String teamId) {}

    /**
     * What is proposed, as both teams and staff see it.
     *
     * @param fromTeamId of the team that asked, which goes
     * @param intoTeamId of the team that was asked, which stays
     * @param members students of both together
     * @param at RFC 3339
     */
    record MergeView(
            String mergeId,
            String fromTeamId,
            String from,
            String intoTeamId,
            String into,
            int members,
            String at) {

        static MergeView of(Proposed merge, CompetitionPlan plan) {
            Team from = merge.from().state();
            Team into = merge.into().state();
            return new MergeView(
                    merge.mergeId(),
                    from.teamId(),
                    from.name(),
                    into.teamId(),
                    into.name(),
                    from.members().size() + into.members().size(),
                    plan.written(merge.at()));
        }
    }

    /**
     * A team that may be asked.
     *
     * @param members how many students
     */
    record Candidate(String teamId, String team, int members) {}

    // ---- proposing

    @PostMapping(MERGES)
    Mono<ResponseEntity<MergeView>> propose(
            @PathVariable String competitionId,
            @RequestBody NewMerge body,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        InvalidInput.checking().optionalText("teamId", body.teamId(), ID_CHARS_MAX).orThrow();
        return access.ofStudent(competitionId, studentId)
                .doOnNext(MergeApi::requireNotOver)
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(
                        both ->
                                propose(
                                        both.getT1(),
                                        studentId,
                                        body.teamId(),
                                        Idempotency.newId(both.getT2(), ids)))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/competitions/"
                                                                + competitionId
                                                                + "/merges/"
                                                                + view.mergeId()))
                                        .body(view));
    }

    private Mono<MergeView> propose(
            Versioned<Competition> competition, String studentId, String teamId, String mergeId) {
        return own(competition.id(), studentId)
                .zipWith(teams.of(competition.id(), teamId))
                .doOnNext(
                        both ->
                                InvalidInput.checking()
                                        .that(
                                                !both.getT1().id().equals(both.getT2().id()),
                                                "teamId",
                                                "OWN_TEAM")
                                        .orThrow())
                .flatMap(
                        both ->
                                merges.propose(
                                        competition,
                                        both.getT1(),
                                        both.getT2(),
                                        studentId,
                                        mergeId))
                .map(merge -> MergeView.of(merge, competition.state().planned()));
    }

    private static void requireNotOver(Versioned<Competition> competition) {
        if (competition.state().isOver()) {
            throw new RefusedException(CompetitionRefusal.Now.COMPETITION_CLOSED);
        }
    }

    /** The student's team; refused as not found where there is none. */
    private Mono<Versioned<Team>> own(String competitionId, String studentId) {
        return teams.own(competitionId, studentId)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND)));
    }

    /** Teams with which the student's could become one, by id; none once that is over. */
    @GetMapping(OF_COMPETITION + "/merge-candidates")
    Mono<Page<Candidate>> candidates(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        String list = "merge candidates " + competitionId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return access.ofStudent(competitionId, studentId)
                .filter(competition -> MergeDesk.isOpen(competition.state(), clock.instant()))
                .flatMap(
                        competition ->
                                teams.own(competitionId, studentId)
                                        .flatMapMany(
                                                own ->
                                                        teams.all(competitionId, wanted.after())
                                                                .filter(
                                                                        other ->
                                                                                isPossible(
                                                                                        own,
                                                                                        other,
                                                                                        competition)))
                                        .take(wanted.limit() + 1L)
                                        .map(MergeApi::candidate)
                                        .collectList())
                .defaultIfEmpty(List.of())
                .map(found -> wanted.page(found, Candidate::teamId, cursors, list));
    }

    private boolean isPossible(
            Versioned<Team> own, Versioned<Team> other, Versioned<Competition> competition) {
        Instant now = clock.instant();
        return !own.id().equals(other.id())
                && other.state()
                                .hindrance(
                                        own.state(), MergeDesk.terms(competition.state(), now), now)
                        == null;
    }

    private static Candidate candidate(Versioned<Team> team) {
        return new Candidate(team.id(), team.state().name(), team.state().members().size());
    }

    // ---- answering

    @PostMapping(MERGES + "/{mergeId}/acceptance")
    Mono<TeamView> accept(
            @PathVariable String competitionId,
            @PathVariable String mergeId,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        return access.ofStudent(competitionId, studentId)
                .doOnNext(MergeApi::requireNotOver)
                .delayUntil(_ -> idempotency.terms(exchange, mergeId))
                .flatMap(
                        competition ->
                                own(competitionId, studentId)
                                        .flatMap(own -> merges.accept(competition, own, mergeId))
                                        .map(
                                                team ->
                                                        TeamView.of(
                                                                team,
                                                                competition,
                                                                studentId,
                                                                clock.instant())));
    }

    /** Takes back what the own team asked, or declines what it was asked for. */
    @DeleteMapping(MERGES + "/{mergeId}")
    Mono<ResponseEntity<Void>> end(
            @PathVariable String competitionId, @PathVariable String mergeId, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        return access.ofStudent(competitionId, studentId)
                .flatMap(_ -> own(competitionId, studentId))
                .flatMap(own -> merges.end(own, mergeId))
                .thenReturn(ResponseEntity.noContent().build());
    }

    // ---- reading

    /** Of the student's team; staff see all. */
    @GetMapping(MERGES)
    Mono<Page<MergeView>> list(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        String list = "merges " + competitionId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return seen(competitionId, caller)
                .filter(view -> after == null || view.mergeId().compareTo(after) > 0)
                .sort(Comparator.comparing(MergeView::mergeId))
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, MergeView::mergeId, cursors, list));
    }

    @GetMapping(MERGES + "/{mergeId}")
    Mono<MergeView> one(
            @PathVariable String competitionId, @PathVariable String mergeId, Caller caller) {
        return seen(competitionId, caller)
                .filter(view -> view.mergeId().equals(mergeId))
                .next()
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(TeamRefusal.Now.MERGE_NOT_FOUND)));
    }

    private Flux<MergeView> seen(String competitionId, Caller caller) {
        @Nullable String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .filter(competition -> MergeDesk.isOpen(competition.state(), clock.instant()))
                .flatMapMany(
                        competition ->
                                (studentId == null
                                                ? teams.all(competitionId, null)
                                                        .collectList()
                                                        .map(MergeDesk::among)
                                                : teams.own(competitionId, studentId)
                                                        .flatMap(merges::of))
                                        .flatMapIterable(found -> found)
                                        .map(
                                                merge ->
                                                        MergeView.of(
                                                                merge,
                                                                competition.state().planned())));
    }
}
