package bootcamp.enrollment.admission;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.admission.Application.Answer;
import bootcamp.enrollment.admission.Application.Outcome;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Status;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Applying, which anybody may, and reading what was sent, which staff of the cohort may. */
@RestController
final class ApplicationApi {

    static final String PATH = "/api/cohorts/{cohortId}/applications";

    private final Applications applications;
    private final ApplicationStore store;
    private final FormStore forms;
    private final ApplyTryStore tries;
    private final DecisionStore decisions;
    private final DecisionLetters letters;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;

    ApplicationApi(
            Applications applications,
            ApplicationStore store,
            FormStore forms,
            ApplyTryStore tries,
            DecisionStore decisions,
            DecisionLetters letters,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids) {
        this.applications = applications;
        this.store = store;
        this.forms = forms;
        this.tries = tries;
        this.decisions = decisions;
        this.letters = letters;
        this.enrollments = enrollments;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
    }

    // ---- applying

    /**
     * The same for everybody, whatever came of it.
     *
     * @param forgetOn the day on which all of it is forgotten if it leads to no enrollment
     */
    record Receipt(String applicationId, Instant receivedAt, LocalDate forgetOn) {}

    /**
     * What came before is the answer, whatever has become of the form and of its files since. Keys
     * of those who have no account are nobody's: what somebody else sent by the same is refused for
     * as long as the first is kept.
     */
    @PostMapping(PATH)
    Mono<ResponseEntity<Receipt>> apply(
            @PathVariable String cohortId,
            @RequestBody NewApplication body,
            ServerWebExchange exchange) {
        return idempotency
                .idOf(exchange)
                .flatMap(id -> store.find(cohortId, id))
                .delayUntil(
                        found ->
                                body.isOfTheSame(found)
                                        ? idempotency.terms(exchange, body)
                                        : refused(StoreRefusal.IDEMPOTENCY_KEY_REUSED))
                .flatMap(applications::again)
                .switchIfEmpty(Mono.defer(() -> receive(cohortId, body, exchange)))
                .map(ApplicationApi::receipt);
    }

    private Mono<Application> receive(
            String cohortId, NewApplication body, ServerWebExchange exchange) {
        return forms.find(cohortId)
                .switchIfEmpty(refused(AdmissionRefusal.FORM_NOT_FOUND))
                .zipWhen(_ -> applications.cohort(cohortId))
                .flatMap(
                        both -> {
                            FormStore.Kept kept = both.getT1();
                            Cohort cohort = both.getT2();
                            if (!applications.isOpen(cohort, kept.form())) {
                                return refused(AdmissionRefusal.APPLICATIONS_NOT_OPEN);
                            }
                            if (body.formVersion() != kept.version()) {
                                return refused(AdmissionRefusal.FORM_CHANGED);
                            }
                            List<Answer> answers = body.answered(kept.form());
                            return tries.count(
                                            cohortId, body.email().strip().toLowerCase(Locale.ROOT))
                                    .then(Mono.defer(() -> idempotency.terms(exchange, body)))
                                    .map(
                                            terms ->
                                                    application(
                                                            cohort,
                                                            kept.form(),
                                                            body,
                                                            answers,
                                                            terms))
                                    .flatMap(applications::receive);
                        });
    }

    private Application application(
            Cohort cohort,
            AdmissionForm form,
            NewApplication body,
            List<Answer> answers,
            Terms terms) {
        return new Application(
                cohort.cohortId(),
                Idempotency.newId(terms, ids),
                clock.instant(),
                body.name().strip(),
                body.email().strip(),
                body.phone() == null ? null : body.phone().strip(),
                body.language(),
                form.consent(),
                answers,
                form.forgetOn(applications.today(cohort.planned()), cohort.planned().startDate()),
                null);
    }

    private static ResponseEntity<Receipt> receipt(Application application) {
        return ResponseEntity.created(
                        URI.create(
                                "/api/cohorts/"
                                        + application.cohortId()
                                        + "/applications/"
                                        + application.applicationId()))
                .header("Cache-Control", "no-store")
                .body(
                        new Receipt(
                                application.applicationId(),
                                application.receivedAt(),
                                application.forgetOn()));
    }

    // ---- reading

    /**
     * @param state what became of it, {@code NO_MAIL} while it waits for a mail server
     * @param subject as the applicant reads it, as {@code text} is
     * @param sentAt null: it was not
     */
    record LetterView(
            Decision.State state, String subject, String text, @Nullable Instant sentAt) {}

    /**
     * @param letter null: the applicant is told in another way
     */
    record DecisionView(
            Status decision, LocalDate on, String by, Instant at, @Nullable LetterView letter) {}

    /**
     * @param status of the enrollment it led to, as it is today; null: it led to none
     * @param refusal why it led to none; null: it did, or is being looked at
     * @param waitingPlace in the {@link WaitingLine}, from 1; null: does not wait
     * @param decision the last one that was made together with others; null: none was
     */
    record ApplicationView(
            String applicationId,
            Instant receivedAt,
            String name,
            String email,
            @Nullable String phone,
            String language,
            Words consent,
            List<Answer> answers,
            LocalDate forgetOn,
            @Nullable String enrollmentId,
            @Nullable String studentId,
            @Nullable String refusal,
            @Nullable Status status,
            @Nullable Integer waitingPlace,
            @Nullable DecisionView decision) {

        static ApplicationView of(
                Application application,
                @Nullable Status status,
                WaitingLine line,
                @Nullable DecisionView decision) {
            Outcome outcome =
                    Objects.requireNonNullElse(
                            application.outcome(), new Outcome(null, null, null));
            return new ApplicationView(
                    application.applicationId(),
                    application.receivedAt(),
                    application.name(),
                    application.email(),
                    application.phone(),
                    application.language(),
                    application.consent(),
                    application.answers(),
                    application.forgetOn(),
                    outcome.enrollmentId(),
                    // Without an enrollment nobody has said that it is the same person.
                    outcome.enrollmentId() == null ? null : outcome.studentId(),
                    outcome.refusal(),
                    status,
                    line.placeOf(outcome.enrollmentId()),
                    decision);
        }
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<Page<ApplicationView>>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        String list = "applications " + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                store.of(cohortId, wanted.after(), wanted.limit() + 1)
                                        .collectList()
                                        .flatMap(found -> views(cohort, found)))
                .map(
                        found ->
                                ResponseEntity.ok()
                                        .header("Cache-Control", "no-store")
                                        .body(
                                                wanted.page(
                                                        found,
                                                        ApplicationView::applicationId,
                                                        cursors,
                                                        list)));
    }

    @GetMapping(PATH + "/{applicationId}")
    Mono<ResponseEntity<ApplicationView>> one(
            @PathVariable String cohortId, @PathVariable String applicationId, Caller caller) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(
                        cohort ->
                                store.find(cohortId, applicationId)
                                        .flatMap(found -> views(cohort, List.of(found))))
                .switchIfEmpty(refused(AdmissionRefusal.APPLICATION_NOT_FOUND))
                .map(
                        views ->
                                ResponseEntity.ok()
                                        .header("Cache-Control", "no-store")
                                        .body(views.getFirst()));
    }

    private Mono<List<ApplicationView>> views(Cohort cohort, List<Application> found) {
        LocalDate today = applications.today(cohort.planned());
        List<String> enrollmentIds =
                Stream.concat(
                                found.stream()
                                        .map(Application::outcome)
                                        .filter(Objects::nonNull)
                                        .map(Outcome::enrollmentId)
                                        .filter(Objects::nonNull),
                                cohort.ledger().waiting().stream())
                        .distinct()
                        .toList();
        Mono<Map<String, Enrollment>> known =
                enrollmentIds.isEmpty()
                        ? Mono.just(Map.of())
                        : enrollments
                                .findAll(enrollmentIds)
                                .collectMap(Versioned::id, Versioned::state);
        Mono<Map<String, Decision>> decided =
                decisions
                        .of(
                                cohort.cohortId(),
                                found.stream().map(Application::applicationId).toList())
                        .filter(each -> !each.decisions().isEmpty())
                        .collectMap(
                                DecisionStore.OfApplication::applicationId,
                                each -> each.decisions().getLast());
        return known.zipWith(decided)
                .map(
                        both -> {
                            WaitingLine line = WaitingLine.of(cohort, both.getT1());
                            return found.stream()
                                    .map(
                                            each ->
                                                    view(
                                                            each,
                                                            both.getT1(),
                                                            line,
                                                            both.getT2(),
                                                            today))
                                    .toList();
                        });
    }

    private ApplicationView view(
            Application application,
            Map<String, Enrollment> enrolled,
            WaitingLine line,
            Map<String, Decision> decided,
            LocalDate today) {
        Decision decision = decided.get(application.applicationId());
        return ApplicationView.of(
                application,
                status(application, enrolled, today),
                line,
                decision == null ? null : view(decision, application));
    }

    private DecisionView view(Decision decision, Application application) {
        Decision.Letter letter = decision.letter();
        return new DecisionView(
                decision.decision(),
                decision.on(),
                decision.by(),
                decision.at(),
                letter == null
                        ? null
                        : new LetterView(
                                letters.stateOf(letter),
                                letter.subjectTo(application),
                                letter.textTo(application),
                                letter.sentAt()));
    }

    private static @Nullable Status status(
            Application application, Map<String, Enrollment> by, LocalDate today) {
        Outcome outcome = application.outcome();
        Enrollment enrollment =
                outcome == null || outcome.enrollmentId() == null
                        ? null
                        : by.get(outcome.enrollmentId());
        return enrollment == null || enrollment.standing().removed()
                ? null
                : enrollment.standing().statusOn(today);
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
