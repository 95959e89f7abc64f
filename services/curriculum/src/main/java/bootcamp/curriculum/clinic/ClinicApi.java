package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.clinic.ClinicCommand.CancelClinic;
import bootcamp.curriculum.clinic.ClinicCommand.OpenClinic;
import bootcamp.curriculum.clinic.ClinicForm.EditedClinic;
import bootcamp.curriculum.clinic.ClinicForm.NewClinic;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.curriculum.week.WeekRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
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
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/cohorts/{cohortId}/clinics}: staff open, edit and cancel; students see those of their
 * cohorts, and practitioners their own.
 */
@RestController
public final class ClinicApi {

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(ClinicApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final ClinicDesk desk;
    private final ClinicForm form;
    private final ClinicAccess access;
    private final ClinicViews views;
    private final WeekAccess week;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public ClinicApi(
            ClinicDesk desk,
            ClinicForm form,
            ClinicAccess access,
            ClinicViews views,
            WeekAccess week,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.desk = desk;
        this.form = form;
        this.access = access;
        this.views = views;
        this.week = week;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    @PostMapping("/api/cohorts/{cohortId}/clinics")
    Mono<ResponseEntity<ClinicView>> open(
            @PathVariable String cohortId,
            @RequestBody NewClinic body,
            Caller caller,
            ServerWebExchange exchange) {
        return week.editable(cohortId, caller)
                .flatMap(cohort -> form.plan(body, cohort, clock.instant()))
                .zipWhen(_ -> idempotency.terms(exchange, body))
                .flatMap(both -> open(cohortId, both.getT1(), body, caller, both.getT2()))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/clinics/" + view.clinicId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private Mono<ClinicView> open(
            String cohortId, ClinicPlan plan, NewClinic body, Caller caller, Terms terms) {
        return views.nameOf(plan.instructorId())
                .flatMap(
                        name ->
                                desk.open(
                                        Idempotency.newId(terms, ids),
                                        new OpenClinic(cohortId, plan, stamp(caller)),
                                        Boolean.TRUE.equals(body.overridePlace()),
                                        terms,
                                        clinic -> views.view(clinic, name, null),
                                        ClinicView.class));
    }

    @GetMapping("/api/cohorts/{cohortId}/clinics")
    Mono<Page<ClinicView>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT, Role.INSTRUCTOR);
        String list = "clinics " + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String studentId = ClinicAccess.studentOrNull(caller);
        return week.visibleWeek(cohortId, caller)
                .map(KnownCohort::cohortId)
                .flatMapMany(known -> desk.ofCohorts(Set.of(known), wanted.after()))
                .filter(
                        clinic ->
                                studentId != null
                                        || ClinicAccess.maySeeStudents(caller, clinic.state()))
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, ClinicDesk::key, cursors, list))
                .flatMap(
                        page ->
                                views.of(page.items(), studentId)
                                        .map(all -> new Page<>(all, page.next())));
    }

    @GetMapping("/api/clinics/{clinicId}")
    Mono<ClinicView> one(@PathVariable String clinicId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT, Role.INSTRUCTOR);
        return access.visible(clinicId, caller)
                .flatMap(clinic -> views.of(clinic, ClinicAccess.studentOrNull(caller)));
    }

    private static ResponseEntity<ClinicView> answer(ClinicView view) {
        return ResponseEntity.ok().eTag(Etags.of(view.version())).body(view);
    }

    @PatchMapping(
            value = "/api/clinics/{clinicId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<ClinicView>> edit(
            @PathVariable String clinicId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        MergePatch<EditedClinic> patch =
                MergePatch.of(body, EditedClinic.class, json, ClinicForm.MAY_BE_EMPTIED);
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return access.editable(clinicId, caller)
                .flatMap(clinic -> edit(clinic, patch, caller, terms))
                .retryWhen(ON_PRESENT_PLAN)
                .flatMap(clinic -> views.of(clinic, null))
                .map(ClinicApi::answer);
    }

    private Mono<Versioned<Clinic>> edit(
            Versioned<Clinic> clinic, MergePatch<EditedClinic> patch, Caller caller, Terms terms) {
        EditedClinic named = patch.named();
        return week.editable(clinic.state().cohortId(), caller)
                .flatMap(
                        cohort ->
                                form.edited(
                                        clinic.state().planned(), patch, cohort, clock.instant()))
                .flatMap(
                        after ->
                                desk.edit(
                                        clinic,
                                        after,
                                        ClinicForm.stripped(named.reason()),
                                        Boolean.TRUE.equals(named.overridePlace()),
                                        stamp(caller),
                                        terms));
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && (refused.refusal() == ClinicRefusal.Now.PLAN_CHANGED
                        || refused.refusal() == WeekRefusal.PLAN_CHANGED);
    }

    /**
     * @param slotId null: all of it
     * @param reason what its students read
     */
    record Cancelling(@Nullable String slotId, String reason) {}

    @PostMapping("/api/clinics/{clinicId}/cancellation")
    Mono<ResponseEntity<ClinicView>> cancel(
            @PathVariable String clinicId,
            @RequestBody Cancelling body,
            Caller caller,
            ServerWebExchange exchange) {
        return access.editable(clinicId, caller)
                .doOnNext(
                        _ ->
                                InvalidInput.checking()
                                        .text("reason", body.reason(), Clinic.REASON_CHARS_MAX)
                                        .orThrow())
                .flatMap(
                        clinic ->
                                idempotency
                                        .terms(exchange, body)
                                        .zipWith(
                                                views.nameOf(
                                                        clinic.state().planned().instructorId()))
                                        .flatMap(
                                                both ->
                                                        desk.cancel(
                                                                clinic,
                                                                new CancelClinic(
                                                                        body.slotId(),
                                                                        body.reason().strip(),
                                                                        clock.instant(),
                                                                        caller.username()),
                                                                both.getT1(),
                                                                done ->
                                                                        views.view(
                                                                                done,
                                                                                both.getT2(),
                                                                                null),
                                                                ClinicView.class)))
                .map(ClinicApi::answer);
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
