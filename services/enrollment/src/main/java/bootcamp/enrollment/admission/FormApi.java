package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.AdmissionForm.Item;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.Etags;
import bootcamp.platform.security.Caller;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What is asked of applicants: staff say it, and anybody may read it while the cohort is open. */
@RestController
final class FormApi {

    static final String PATH = "/api/cohorts/{cohortId}/application-form";

    private final Applications applications;
    private final FormStore forms;

    FormApi(Applications applications, FormStore forms) {
        this.applications = applications;
        this.forms = forms;
    }

    /**
     * @param version for {@code If-Match}; 0: nobody has said yet what is asked
     * @param open whether somebody can apply today
     */
    record FormView(
            String cohortId,
            long version,
            boolean open,
            @Nullable LocalDate opensOn,
            @Nullable LocalDate closesOn,
            List<Item> items,
            Words consent,
            int forgetAfterDays) {

        static FormView of(String cohortId, FormStore.Kept kept, boolean open) {
            AdmissionForm form = kept.form();
            return new FormView(
                    cohortId,
                    kept.version(),
                    open,
                    form.opensOn(),
                    form.closesOn(),
                    form.items(),
                    form.consent(),
                    form.forgetAfterDays());
        }
    }

    /** What anybody may know of a cohort that can be applied for. */
    record PublicForm(
            String programme, String name, LocalDate startDate, LocalDate endDate, FormView form) {}

    @PutMapping(PATH)
    Mono<ResponseEntity<FormView>> put(
            @PathVariable String cohortId,
            @RequestBody AdmissionForm body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        FormCheck.require(body);
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                forms.put(cohortId, body, ifVersion)
                                        .map(kept -> view(cohort, kept)))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<FormView>> one(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                forms.find(cohortId)
                                        .defaultIfEmpty(FormStore.Kept.NONE)
                                        .map(kept -> view(cohort, kept)))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    /** There before it opens and after it closed, so that the page can say so. */
    @GetMapping(PATH + "/public")
    Mono<ResponseEntity<PublicForm>> publicForm(@PathVariable String cohortId) {
        return form(cohortId)
                .flatMap(
                        kept ->
                                applications
                                        .cohort(cohortId)
                                        .map(
                                                cohort ->
                                                        new PublicForm(
                                                                cohort.planned().programme(),
                                                                cohort.planned().name(),
                                                                cohort.planned().startDate(),
                                                                cohort.planned().endDate(),
                                                                view(cohort, kept))))
                .map(
                        shown ->
                                ResponseEntity.ok()
                                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                        .body(shown));
    }

    private Mono<FormStore.Kept> form(String cohortId) {
        return forms.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(AdmissionRefusal.FORM_NOT_FOUND)));
    }

    private FormView view(Cohort cohort, FormStore.Kept kept) {
        boolean open = kept.version() > 0 && applications.isOpen(cohort, kept.form());
        return FormView.of(cohort.cohortId(), kept, open);
    }
}
