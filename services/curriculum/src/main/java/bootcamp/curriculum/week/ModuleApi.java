package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.ModuleCommand.EditModule;
import bootcamp.curriculum.week.ModuleCommand.PlanModule;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/cohorts/{cohortId}/modules}: the blocks of a cohort's curriculum. */
@RestController
public final class ModuleApi {

    private static final int PART = 100;
    private static final List<String> HEADER =
            List.of("moduleId", "cohortId", "name", "from", "until");

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(ModuleApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final AggregateStore<Module, ModuleCommand, OfModule> modules;
    private final ListingStore listings;
    private final WeekAccess access;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public ModuleApi(
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            ListingStore listings,
            WeekAccess access,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.modules = modules;
        this.listings = listings;
        this.access = access;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    /** A module as whoever may see it sees it. */
    record ModuleView(
            String moduleId,
            String cohortId,
            String name,
            LocalDate from,
            LocalDate until,
            long version) {

        static ModuleView of(Versioned<Module> module) {
            Module.Public shown = module.state().publicState();
            return new ModuleView(
                    module.id(),
                    shown.cohortId(),
                    shown.name(),
                    shown.from(),
                    shown.until(),
                    module.version());
        }

        private String key() {
            return from + " " + moduleId;
        }
    }

    // ---- planning

    record NewModule(String name, LocalDate from, LocalDate until) {}

    @PostMapping("/api/cohorts/{cohortId}/modules")
    Mono<ResponseEntity<ModuleView>> plan(
            @PathVariable String cohortId,
            @RequestBody NewModule body,
            Caller caller,
            ServerWebExchange exchange) {
        return access.editable(cohortId, caller)
                .map(
                        cohort ->
                                sound(
                                        new ModulePlan(
                                                body.name().strip(), body.from(), body.until()),
                                        cohort))
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(both -> plan(cohortId, both.getT1(), both.getT2(), caller))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/modules/" + view.moduleId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private Mono<ModuleView> plan(String cohortId, ModulePlan plan, Terms terms, Caller caller) {
        String moduleId = Idempotency.newId(terms, ids);
        return listings.add(cohortId, List.of(moduleId))
                .then(
                        Mono.defer(
                                () ->
                                        modules.transact(
                                                moduleId,
                                                new PlanModule(cohortId, plan, stamp(caller)),
                                                terms,
                                                ModuleView::of,
                                                ModuleView.class)));
    }

    private static ModulePlan sound(ModulePlan plan, KnownCohort cohort) {
        InvalidInput.Checks checks =
                InvalidInput.checking().line("name", plan.name(), ModulePlan.NAME_CHARS_MAX);
        checks.that(cohort.has(plan.from()), "from", "OUTSIDE_COHORT")
                .that(cohort.has(plan.until()), "until", "OUTSIDE_COHORT")
                .that(!plan.until().isBefore(plan.from()), "until", "BEFORE_START")
                .orThrow();
        return plan;
    }

    // ---- reading

    @GetMapping("/api/cohorts/{cohortId}/modules")
    Mono<Page<ModuleView>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        String list = "modules " + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return ofCohort(cohortId, caller)
                .filter(view -> after == null || view.key().compareTo(after) > 0)
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, ModuleView::key, cursors, list));
    }

    @GetMapping(value = "/api/cohorts/{cohortId}/modules", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(@PathVariable String cohortId, Caller caller) {
        return Csv.answer(
                HEADER,
                ofCohort(cohortId, caller)
                        .map(
                                view ->
                                        List.of(
                                                view.moduleId(),
                                                view.cohortId(),
                                                view.name(),
                                                view.from(),
                                                view.until())));
    }

    /** In the order of their first days. */
    private Flux<ModuleView> ofCohort(String cohortId, Caller caller) {
        return access.visible(cohortId, caller)
                .then(Mono.defer(() -> listings.ids(Set.of(cohortId))))
                .flatMapIterable(all -> all)
                .buffer(PART)
                .concatMap(modules::findAll)
                .map(ModuleView::of)
                .sort(Comparator.comparing(ModuleView::key));
    }

    @GetMapping("/api/modules/{moduleId}")
    Mono<ResponseEntity<ModuleView>> one(
            @PathVariable String moduleId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT);
        return find(moduleId)
                .delayUntil(module -> access.visible(module.state().cohortId(), caller))
                .onErrorMap(WeekAccess::isHidden, _ -> notFound())
                .map(ModuleView::of)
                .map(view -> answer(view, exchange));
    }

    private static ResponseEntity<ModuleView> answer(ModuleView view, ServerWebExchange exchange) {
        String etag = Etags.of(view.version());
        return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                ? ResponseEntity.status(304).eTag(etag).build()
                : ResponseEntity.ok().eTag(etag).body(view);
    }

    private Mono<Versioned<Module>> find(String moduleId) {
        return modules.find(moduleId).switchIfEmpty(Mono.error(ModuleApi::notFound));
    }

    private static RefusedException notFound() {
        return new RefusedException(WeekRefusal.MODULE_NOT_FOUND);
    }

    // ---- editing

    record EditedModule(
            @Nullable String name, @Nullable LocalDate from, @Nullable LocalDate until) {}

    @PatchMapping(
            value = "/api/modules/{moduleId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<ModuleView>> edit(
            @PathVariable String moduleId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        EditedModule edited = MergePatch.of(body, EditedModule.class, json, Set.of()).named();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return find(moduleId)
                .flatMap(
                        module ->
                                access.editable(module.state().cohortId(), caller)
                                        .onErrorMap(WeekAccess::isHidden, _ -> notFound())
                                        .flatMap(
                                                cohort ->
                                                        edit(
                                                                module, edited, cohort, terms,
                                                                caller)))
                .retryWhen(ON_PRESENT_PLAN)
                .map(ModuleView::of)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Mono<Versioned<Module>> edit(
            Versioned<Module> module,
            EditedModule edited,
            KnownCohort cohort,
            Terms terms,
            Caller caller) {
        ModulePlan before = module.state().planned();
        ModulePlan after =
                new ModulePlan(
                        edited.name() == null ? before.name() : edited.name().strip(),
                        Objects.requireNonNullElse(edited.from(), before.from()),
                        Objects.requireNonNullElse(edited.until(), before.until()));
        return modules.transact(
                        module.id(),
                        new EditModule(before, sound(after, cohort), stamp(caller)),
                        terms)
                .map(Outcome::after);
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == WeekRefusal.PLAN_CHANGED;
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
