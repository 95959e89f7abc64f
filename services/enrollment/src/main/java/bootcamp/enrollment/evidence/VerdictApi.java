package bootcamp.enrollment.evidence;

import bootcamp.enrollment.evidence.Verdicts.History;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Exceptions from the completion policy, and what closings said; for staff. */
@RestController
final class VerdictApi {

    static final int REASON_CHARS_MAX = 500;

    private static final String EXCEPTION = "/api/enrollments/{enrollmentId}/exception";

    private final CompletionDesk desk;
    private final Verdicts verdicts;
    private final EnrollmentAccess access;
    private final InstantSource clock;

    VerdictApi(
            CompletionDesk desk, Verdicts verdicts, EnrollmentAccess access, InstantSource clock) {
        this.desk = desk;
        this.verdicts = verdicts;
        this.access = access;
        this.clock = clock;
    }

    // ---- exceptions

    /**
     * @param granted false: it is taken back
     */
    record NewException(Boolean granted, String reason) {}

    /**
     * @param granted whether one is in force
     * @param log all that was said of it, in that order
     */
    record ExceptionView(String enrollmentId, boolean granted, List<ExceptionStore.Entry> log) {

        static ExceptionView of(String enrollmentId, List<ExceptionStore.Entry> log) {
            return new ExceptionView(enrollmentId, ExceptionStore.isInForce(log), log);
        }
    }

    /** The same again writes nothing. */
    @PutMapping(EXCEPTION)
    Mono<ExceptionView> except(
            @PathVariable String enrollmentId, @RequestBody NewException body, Caller caller) {
        return access.workedWith(enrollmentId, caller)
                .doOnNext(
                        _ ->
                                InvalidInput.checking()
                                        .that(body.granted() != null, "granted", "REQUIRED")
                                        .text("reason", body.reason(), REASON_CHARS_MAX)
                                        .orThrow())
                .flatMap(
                        enrollment ->
                                desk.except(
                                        enrollment,
                                        new ExceptionStore.Entry(
                                                body.granted(),
                                                body.reason().strip(),
                                                caller.username(),
                                                clock.instant())))
                .map(log -> ExceptionView.of(enrollmentId, log));
    }

    @GetMapping(EXCEPTION)
    Mono<ExceptionView> exception(@PathVariable String enrollmentId, Caller caller) {
        return access.workedWith(enrollmentId, caller)
                .flatMap(desk::exceptions)
                .map(log -> ExceptionView.of(enrollmentId, log));
    }

    // ---- verdicts

    record VerdictList(List<History> items) {}

    @GetMapping("/api/cohorts/{cohortId}/verdicts")
    Mono<VerdictList> verdicts(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return desk.cohort(cohortId).flatMap(verdicts::histories).map(VerdictList::new);
    }
}
