package bootcamp.enrollment.admission;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Registrar;
import bootcamp.enrollment.roster.Status;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deciding of several applications in the same way. Each is moved as staff move one enrollment, and
 * the decision is noted with its letter after that; both can be done again, so who sends it again,
 * after whatever happened, finishes what was begun and tells nobody twice.
 */
@RestController
final class DecisionApi {

    static final String PATH = "/api/cohorts/{cohortId}/application-decisions";

    private final Applications applications;
    private final ApplicationStore store;
    private final DecisionStore decisions;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final Registrar registrar;
    private final Idempotency idempotency;
    private final Texts texts;
    private final InstantSource clock;

    DecisionApi(
            Applications applications,
            ApplicationStore store,
            DecisionStore decisions,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Registrar registrar,
            Idempotency idempotency,
            Texts texts,
            InstantSource clock) {
        this.applications = applications;
        this.store = store;
        this.decisions = decisions;
        this.enrollments = enrollments;
        this.registrar = registrar;
        this.idempotency = idempotency;
        this.texts = texts;
        this.clock = clock;
    }

    record Decided(String applicationId, Status status) {}

    /**
     * @param code of a problem
     * @param detail in words
     */
    record Refused(String applicationId, String code, String detail) {}

    /** Both in the order of the request. */
    record Decisions(List<Decided> decided, List<Refused> refused) {}

    /** One of both is null. */
    private record One(@Nullable Decided decided, @Nullable Refused refused) {}

    @PostMapping(PATH)
    Mono<Decisions> decide(
            @PathVariable String cohortId,
            @RequestBody NewDecisions body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        body.require();
        Locale language = Texts.languageOf(exchange);
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                idempotency.once(
                                        exchange,
                                        body,
                                        Decisions.class,
                                        // In their order: it is that of the waiting list.
                                        Flux.fromIterable(body.applicationIds())
                                                .concatMap(
                                                        id ->
                                                                one(
                                                                        cohort, id, body, caller,
                                                                        language))
                                                .collectList()
                                                .map(DecisionApi::all)));
    }

    private static Decisions all(List<One> each) {
        return new Decisions(
                each.stream().flatMap(one -> Stream.ofNullable(one.decided())).toList(),
                each.stream().flatMap(one -> Stream.ofNullable(one.refused())).toList());
    }

    private Mono<One> one(
            Cohort cohort,
            String applicationId,
            NewDecisions body,
            Caller caller,
            Locale language) {
        return moved(cohort, applicationId, body, caller)
                .flatMap(
                        status ->
                                decisions
                                        .note(
                                                cohort.cohortId(),
                                                applicationId,
                                                body.decision(
                                                        cohort.planned().name(),
                                                        caller.username(),
                                                        clock.instant()))
                                        .map(
                                                _ ->
                                                        new One(
                                                                new Decided(applicationId, status),
                                                                null)))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                Mono.just(
                                        new One(
                                                null,
                                                refused(
                                                        applicationId,
                                                        refused.refusal(),
                                                        language))));
    }

    private Mono<Status> moved(
            Cohort cohort, String applicationId, NewDecisions body, Caller caller) {
        return store.find(cohort.cohortId(), applicationId)
                .switchIfEmpty(refuse(AdmissionRefusal.APPLICATION_NOT_FOUND))
                .filter(found -> enrollmentId(found) != null)
                .switchIfEmpty(refuse(AdmissionRefusal.APPLICATION_WITHOUT_ENROLLMENT))
                .flatMap(found -> enrollments.find(Objects.requireNonNull(enrollmentId(found))))
                .switchIfEmpty(refuse(AdmissionRefusal.APPLICATION_WITHOUT_ENROLLMENT))
                .flatMap(
                        present ->
                                registrar.move(
                                        present,
                                        body.decision(),
                                        body.on(),
                                        null,
                                        Terms.NONE,
                                        new Stamp(clock.instant(), caller.username())))
                .map(view -> view.status());
    }

    private static @Nullable String enrollmentId(Application application) {
        Application.Outcome outcome = application.outcome();
        return outcome == null ? null : outcome.enrollmentId();
    }

    private Refused refused(String applicationId, Refusal refusal, Locale language) {
        return new Refused(
                applicationId,
                refusal.code(),
                texts.get("problem." + refusal.code() + ".detail", language, refusal.parameters()));
    }

    private static <T> Mono<T> refuse(AdmissionRefusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
