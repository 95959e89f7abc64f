package bootcamp.enrollment.screening;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.admission.Applications;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Standing;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.enrollment.screening.RubricOutcomes.LetIn;
import bootcamp.enrollment.screening.ScoreStore.Scored;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Page;
import bootcamp.platform.security.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What scores had to do with completion, once everybody of a closed cohort has a verdict. */
@RestController
final class OutcomeApi {

    private final Applications applications;
    private final RubricStore rubrics;
    private final ScoreStore scores;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;

    OutcomeApi(
            Applications applications,
            RubricStore rubrics,
            ScoreStore scores,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        this.applications = applications;
        this.rubrics = rubrics;
        this.scores = scores;
        this.enrollments = enrollments;
    }

    @GetMapping("/api/cohorts/{cohortId}/rubric-outcomes")
    Mono<ResponseEntity<RubricOutcomes>> outcomes(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(OutcomeApi::judged)
                .flatMap(_ -> rubrics.known(cohortId))
                .zipWhen(_ -> letIn(cohortId))
                .map(both -> RubricOutcomes.of(both.getT1().rubric(), both.getT2()))
                .map(found -> ResponseEntity.ok().header("Cache-Control", "no-store").body(found));
    }

    private static Mono<Cohort> judged(Cohort cohort) {
        return cohort.closed() && cohort.settling() == null
                ? Mono.just(cohort)
                : Mono.error(() -> new RefusedException(ScreeningRefusal.NO_VERDICTS_YET));
    }

    private Mono<List<LetIn>> letIn(String cohortId) {
        return Page.<Scored>all(
                        (after, limit) -> scores.of(cohortId, after, limit), Scored::applicationId)
                .filter(each -> each.enrollmentId() != null && each.sheet().done() > 0)
                .collectList()
                .flatMap(
                        scored ->
                                enrolled(scored)
                                        .map(
                                                by ->
                                                        scored.stream()
                                                                .flatMap(each -> letIn(each, by))
                                                                .toList()));
    }

    private Mono<Map<String, Enrollment>> enrolled(List<Scored> scored) {
        List<String> ids =
                scored.stream().flatMap(each -> Stream.ofNullable(each.enrollmentId())).toList();
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : enrollments
                        .findAll(ids)
                        .collect(Collectors.toMap(Versioned::id, Versioned::state));
    }

    private static Stream<LetIn> letIn(Scored scored, Map<String, Enrollment> by) {
        return Optional.ofNullable(by.get(scored.enrollmentId()))
                .map(Enrollment::standing)
                .map(OutcomeApi::completed)
                .map(completed -> new LetIn(scored.sheet(), completed))
                .stream();
    }

    /** Null: neither; was not let in, went on in another cohort, or is void. */
    private static @Nullable Boolean completed(Standing standing) {
        Standing.Verdict verdict = standing.verdict();
        Standing.Withdrawal withdrawal = standing.withdrawal();
        if (standing.removed()) {
            return null;
        }
        if (withdrawal != null) {
            return withdrawal.reason() == WithdrawalReason.TRANSFER ? null : Boolean.FALSE;
        }
        return verdict == null ? null : verdict.completed();
    }
}
