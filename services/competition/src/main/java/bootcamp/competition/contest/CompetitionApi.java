package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.ArchiveCompetition;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.PublishCompetition;
import bootcamp.competition.contest.CompetitionForm.EditedCompetition;
import bootcamp.competition.contest.CompetitionForm.NewCompetition;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/competitions}: staff draft, edit, publish, close and archive; students see those that
 * are published to their cohorts.
 */
@RestController
public final class CompetitionApi {

    private static final String LIST = "competitions ";

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(CompetitionApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final CompetitionDesk desk;
    private final CompetitionAccess access;
    private final CompetitionForm form;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public CompetitionApi(
            CompetitionDesk desk,
            CompetitionAccess access,
            CompetitionForm form,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.desk = desk;
        this.access = access;
        this.form = form;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    @PostMapping("/api/competitions")
    Mono<ResponseEntity<CompetitionView>> draft(
            @RequestBody NewCompetition body, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        body.cohortIds().forEach(caller::requireCohort);
        return form.plan(body, clock.instant())
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(
                        both ->
                                desk.draft(
                                        Idempotency.newId(both.getT2(), ids),
                                        new DraftCompetition(both.getT1(), stamp(caller)),
                                        both.getT2(),
                                        CompetitionView::ofStaff,
                                        CompetitionView.class))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/competitions/"
                                                                + view.competitionId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    @GetMapping("/api/competitions")
    Mono<Page<CompetitionView>> list(
            @RequestParam MultiValueMap<String, String> query, Caller caller) {
        boolean isStaff = CompetitionAccess.studentOrNull(caller) == null;
        String cohortId = query.getFirst("cohortId");
        String list = LIST + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return access.all(cohortId, wanted.after(), caller)
                .take(wanted.limit() + 1L)
                .map(each -> CompetitionView.of(each, isStaff))
                .collectList()
                .map(found -> wanted.page(found, CompetitionView::competitionId, cursors, list));
    }

    @GetMapping("/api/competitions/{competitionId}")
    Mono<ResponseEntity<CompetitionView>> one(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        boolean isStaff = CompetitionAccess.studentOrNull(caller) == null;
        return access.visible(competitionId, caller)
                .map(
                        each -> {
                            String etag = Etags.of(each.version());
                            return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                                    ? ResponseEntity.status(304).eTag(etag).build()
                                    : ResponseEntity.ok()
                                            .eTag(etag)
                                            .body(CompetitionView.of(each, isStaff));
                        });
    }

    @PatchMapping(
            value = "/api/competitions/{competitionId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<CompetitionView>> edit(
            @PathVariable String competitionId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        MergePatch<EditedCompetition> patch =
                MergePatch.of(body, EditedCompetition.class, json, CompetitionForm.MAY_BE_EMPTIED);
        List<String> cohortIds = patch.named().cohortIds();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return access.editable(competitionId, caller)
                .doOnNext(
                        _ -> {
                            if (cohortIds != null) {
                                cohortIds.forEach(caller::requireCohort);
                            }
                        })
                .flatMap(each -> edit(each, patch, terms, caller))
                .retryWhen(ON_PRESENT_PLAN)
                .map(CompetitionView::ofStaff)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Mono<Versioned<Competition>> edit(
            Versioned<Competition> competition,
            MergePatch<EditedCompetition> patch,
            Terms terms,
            Caller caller) {
        CompetitionPlan before = competition.state().planned();
        return form.edited(before, patch, clock.instant())
                .flatMap(
                        after ->
                                desk.edit(
                                        competition.id(),
                                        new EditCompetition(before, after, stamp(caller)),
                                        terms));
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == CompetitionRefusal.Now.PLAN_CHANGED;
    }

    // ---- how far it has come

    @PostMapping("/api/competitions/{competitionId}/publication")
    Mono<ResponseEntity<CompetitionView>> publish(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return does(competitionId, new PublishCompetition(stamp(caller)), caller, exchange);
    }

    @PostMapping("/api/competitions/{competitionId}/closing")
    Mono<ResponseEntity<CompetitionView>> close(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return does(
                competitionId,
                new CloseCompetition(clock.instant(), caller.username()),
                caller,
                exchange);
    }

    @PostMapping("/api/competitions/{competitionId}/archiving")
    Mono<ResponseEntity<CompetitionView>> archive(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return does(competitionId, new ArchiveCompetition(stamp(caller)), caller, exchange);
    }

    private Mono<ResponseEntity<CompetitionView>> does(
            String competitionId,
            CompetitionCommand command,
            Caller caller,
            ServerWebExchange exchange) {
        return access.editable(competitionId, caller)
                .flatMap(_ -> idempotency.terms(exchange, ""))
                .flatMap(
                        terms ->
                                desk.transact(
                                        competitionId,
                                        command,
                                        terms,
                                        CompetitionView::ofStaff,
                                        CompetitionView.class))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
