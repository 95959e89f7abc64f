package bootcamp.enrollment.later;

import bootcamp.enrollment.later.LaterOutcomes.Told;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.security.Caller;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of those who completed, for staff of the cohort. */
@RestController
final class LaterOutcomeApi {

    private final LaterOutcomes outcomes;
    private final EnrollmentAccess access;

    LaterOutcomeApi(LaterOutcomes outcomes, EnrollmentAccess access) {
        this.outcomes = outcomes;
        this.access = access;
    }

    /**
     * @param months 3 or 6
     */
    record NewOutcome(int months, LaterOutcome.Kind outcome) {

        /**
         * @throws InvalidInput where nothing is noted after so many months
         */
        void check() {
            InvalidInput.checking()
                    .that(
                            LaterOutcome.MONTHS.contains(months),
                            "months",
                            "NOT_ONE_OF",
                            Map.of("allowed", LaterOutcome.MONTHS))
                    .orThrow();
        }
    }

    record OfEnrollment(String enrollmentId, List<LaterOutcome> outcomes) {}

    /** In the place of what was noted of these months; the same again writes nothing. */
    @PutMapping("/api/enrollments/{enrollmentId}/later-outcome")
    Mono<ResponseEntity<OfEnrollment>> note(
            @PathVariable String enrollmentId, @RequestBody NewOutcome body, Caller caller) {
        return access.workedWith(enrollmentId, caller)
                .doOnNext(_ -> body.check())
                .flatMap(
                        enrollment ->
                                outcomes.note(
                                        enrollment,
                                        body.months(),
                                        body.outcome(),
                                        caller.username()))
                .map(all -> unstored(new OfEnrollment(enrollmentId, all)));
    }

    @GetMapping("/api/cohorts/{cohortId}/later-outcomes")
    Mono<ResponseEntity<Told>> ofCohort(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return outcomes.of(cohortId).map(LaterOutcomeApi::unstored);
    }

    private static <T> ResponseEntity<T> unstored(T body) {
        return ResponseEntity.ok().header("Cache-Control", "no-store").body(body);
    }
}
