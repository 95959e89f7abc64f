package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.gpu.GpuPoolCommand.EditPool;
import bootcamp.competition.gpu.GpuPoolCommand.OpenPool;
import bootcamp.competition.gpu.GpuPoolForm.EditedPool;
import bootcamp.competition.gpu.GpuPoolForm.NewPool;
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
import java.util.Set;
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

/** {@code /api/gpu-pools}: staff open and edit them; students see those of their cohorts. */
@RestController
final class GpuPoolApi {

    private static final String LIST = "gpu-pools";

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(GpuPoolApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final GpuDesk desk;
    private final GpuAccess access;
    private final GpuPoolForm form;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public GpuPoolApi(
            GpuDesk desk,
            GpuAccess access,
            GpuPoolForm form,
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

    @PostMapping("/api/gpu-pools")
    Mono<ResponseEntity<GpuPoolView>> open(
            @RequestBody NewPool body, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        body.cohortIds().forEach(caller::requireCohort);
        return form.plan(body)
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(
                        both ->
                                desk.open(
                                        Idempotency.newId(both.getT2(), ids),
                                        new OpenPool(both.getT1(), stamp(caller)),
                                        both.getT2(),
                                        GpuPoolView::of,
                                        GpuPoolView.class))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/gpu-pools/" + view.poolId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    @GetMapping("/api/gpu-pools")
    Mono<Page<GpuPoolView>> list(@RequestParam MultiValueMap<String, String> query, Caller caller) {
        CompetitionAccess.studentOrNull(caller);
        PageRequest wanted = PageRequest.of(query, cursors, LIST);
        return access.all(wanted.after(), caller)
                .take(wanted.limit() + 1L)
                .map(GpuPoolView::of)
                .collectList()
                .map(found -> wanted.page(found, GpuPoolView::poolId, cursors, LIST));
    }

    @GetMapping("/api/gpu-pools/{poolId}")
    Mono<ResponseEntity<GpuPoolView>> one(
            @PathVariable String poolId, Caller caller, ServerWebExchange exchange) {
        return access.visible(poolId, caller)
                .map(
                        pool -> {
                            String etag = Etags.of(pool.version());
                            return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                                    ? ResponseEntity.status(304).eTag(etag).build()
                                    : answer(GpuPoolView.of(pool));
                        });
    }

    @PatchMapping(
            value = "/api/gpu-pools/{poolId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<GpuPoolView>> edit(
            @PathVariable String poolId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        EditedPool patch = MergePatch.of(body, EditedPool.class, json, Set.of()).named();
        List<String> cohortIds = patch.cohortIds();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return access.editable(poolId, caller)
                .doOnNext(
                        _ -> {
                            if (cohortIds != null) {
                                cohortIds.forEach(caller::requireCohort);
                            }
                        })
                .flatMap(pool -> edit(pool, patch, terms, caller))
                .retryWhen(ON_PRESENT_PLAN)
                .map(GpuPoolView::of)
                .map(GpuPoolApi::answer);
    }

    private Mono<Versioned<GpuPool>> edit(
            Versioned<GpuPool> pool, EditedPool patch, Terms terms, Caller caller) {
        GpuPoolPlan before = pool.state().planned();
        return form.edited(before, patch)
                .flatMap(
                        after ->
                                desk.edit(
                                        pool.id(),
                                        new EditPool(before, after, stamp(caller)),
                                        terms));
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == GpuRefusal.Now.PLAN_CHANGED;
    }

    private static ResponseEntity<GpuPoolView> answer(GpuPoolView view) {
        return ResponseEntity.ok().eTag(Etags.of(view.version())).body(view);
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
