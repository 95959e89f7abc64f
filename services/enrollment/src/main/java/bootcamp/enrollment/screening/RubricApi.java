package bootcamp.enrollment.screening;

import bootcamp.enrollment.admission.Applications;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortRefusal.CohortClosed;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.Etags;
import bootcamp.platform.security.Caller;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What applications of a cohort are scored by; staff of the cohort say it. */
@RestController
final class RubricApi {

    static final String PATH = "/api/cohorts/{cohortId}/rubric";

    private final Applications applications;
    private final RubricStore rubrics;

    RubricApi(Applications applications, RubricStore rubrics) {
        this.applications = applications;
        this.rubrics = rubrics;
    }

    /**
     * @param version for {@code If-Match}; 0: nobody has said it yet
     * @param inUse whether somebody has scored by it: ids and points of items stay then
     */
    record RubricView(
            String cohortId,
            long version,
            boolean inUse,
            List<Rubric.Item> items,
            int reviewersNeeded) {}

    @PutMapping(PATH)
    Mono<ResponseEntity<RubricView>> put(
            @PathVariable String cohortId,
            @RequestBody Rubric body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        RubricCheck.require(body);
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return open(applications, cohortId)
                .flatMap(_ -> rubrics.put(cohortId, body, ifVersion))
                .map(kept -> answer(cohortId, kept));
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<RubricView>> one(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(_ -> rubrics.find(cohortId).defaultIfEmpty(RubricStore.Kept.NONE))
                .map(kept -> answer(cohortId, kept));
    }

    /** Refused once the cohort is closed: verdicts are known then, and would colour every score. */
    static Mono<Cohort> open(Applications applications, String cohortId) {
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                cohort.closed()
                                        ? Mono.error(() -> new RefusedException(new CohortClosed()))
                                        : Mono.just(cohort));
    }

    private static ResponseEntity<RubricView> answer(String cohortId, RubricStore.Kept kept) {
        // Being used changes what is shown and makes no version.
        return ResponseEntity.ok()
                .eTag(Etags.of(kept.version(), kept.inUse() ? 1 : 0))
                .body(
                        new RubricView(
                                cohortId,
                                kept.version(),
                                kept.inUse(),
                                kept.rubric().items(),
                                kept.rubric().reviewersNeeded()));
    }
}
