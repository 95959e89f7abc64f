package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonEdit;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Enrolling somebody, and who it is: staff do everything in their cohorts; a student reads the own
 * enrollment, without what staff wrote.
 */
@RestController
public final class EnrollmentApi {

    /** Its version where nothing is known any more of who it is. */
    private static final long NO_PERSON = 0;

    static final int NAME_CHARS_MAX = 200;
    static final int EMAIL_CHARS_MAX = 254;
    static final int PHONE_CHARS_MAX = 40;
    static final int EXTERNAL_ID_CHARS_MAX = 100;

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\]{1,64}@[^\\s@]{1,190}");

    private final EnrollmentAccess access;
    private final Registrar registrar;
    private final PersonStore persons;
    private final Idempotency idempotency;
    private final InstantSource clock;
    private final JsonMapper json;

    public EnrollmentApi(
            EnrollmentAccess access,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            InstantSource clock,
            JsonMapper json) {
        this.access = access;
        this.registrar = registrar;
        this.persons = persons;
        this.idempotency = idempotency;
        this.clock = clock;
        this.json = json;
    }

    /**
     * @param studentId of somebody who is known; null: who it is is said by the rest
     * @param status null: ENROLLED while there is a seat, else WAITING
     */
    record NewEnrollment(
            @Nullable String studentId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            LocalDate enrolledOn,
            @Nullable Status status) {

        Newcomer newcomer() {
            return new Newcomer(
                    studentId, cleaned(name), emailOf(email), cleaned(phone), cleaned(externalId));
        }
    }

    @PostMapping("/api/cohorts/{cohortId}/enrollments")
    Mono<ResponseEntity<EnrollmentView>> enroll(
            @PathVariable String cohortId,
            @RequestBody NewEnrollment body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        check(body);
        return idempotency
                .terms(exchange, body)
                .flatMap(
                        terms ->
                                registrar.enroll(
                                        cohortId,
                                        body.newcomer(),
                                        body.status(),
                                        body.enrolledOn(),
                                        terms,
                                        caller.username()))
                .flatMap(
                        view ->
                                etag(view, persons)
                                        .map(
                                                etag ->
                                                        ResponseEntity.created(
                                                                        URI.create(
                                                                                "/api/enrollments/"
                                                                                        + view
                                                                                                .enrollmentId()))
                                                                .eTag(etag)
                                                                .body(view)));
    }

    private static void check(NewEnrollment body) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .that(
                                body.status() == null || Status.BEGINNINGS.contains(body.status()),
                                "status",
                                "NOT_ONE_OF",
                                Map.of("allowed", Status.BEGINNINGS));
        if (body.studentId() != null) {
            checks.that(body.name() == null, "name", "NOT_WITH_STUDENT_ID")
                    .that(body.email() == null, "email", "NOT_WITH_STUDENT_ID")
                    .that(body.phone() == null, "phone", "NOT_WITH_STUDENT_ID")
                    .that(body.externalId() == null, "externalId", "NOT_WITH_STUDENT_ID")
                    .orThrow();
            return;
        }
        checks.text("name", body.name(), NAME_CHARS_MAX);
        checkIdentity(checks, body.email(), body.phone(), body.externalId()).orThrow();
    }

    private static InvalidInput.Checks checkIdentity(
            InvalidInput.Checks checks,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId) {
        String cleaned = emailOf(email);
        return checks.optionalText("email", email, EMAIL_CHARS_MAX)
                .that(cleaned == null || EMAIL.matcher(cleaned).matches(), "email", "NOT_AN_EMAIL")
                .optionalText("phone", phone, PHONE_CHARS_MAX)
                .that(phone == null || !phone.isBlank(), "phone", "BLANK")
                .optionalText("externalId", externalId, EXTERNAL_ID_CHARS_MAX)
                .that(
                        externalId == null || !Cleaning.clean(externalId).isEmpty(),
                        "externalId",
                        "BLANK");
    }

    /** What anybody has to say who wants to take part. */
    public static InvalidInput.Checks checkApplicant(
            InvalidInput.Checks checks, String name, String email, @Nullable String phone) {
        checks.text("name", name, NAME_CHARS_MAX);
        return checkIdentity(checks, email, phone, null);
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : Cleaning.clean(text);
    }

    /** An e-mail as people are recognised by it; null: there is none. */
    public static @Nullable String emailOf(@Nullable String text) {
        return text == null ? null : Cleaning.clean(text).toLowerCase(Locale.ROOT);
    }

    @GetMapping("/api/enrollments/{enrollmentId}")
    Mono<ResponseEntity<EnrollmentDetail>> one(
            @PathVariable String enrollmentId, Caller caller, ServerWebExchange exchange) {
        return access.visible(enrollmentId, caller)
                .flatMap(
                        entry ->
                                access.cohort(entry.enrollment().state().cohortId())
                                        .map(
                                                cohort ->
                                                        answer(
                                                                entry,
                                                                EnrollmentDetail.of(
                                                                        entry,
                                                                        registrar.today(
                                                                                cohort.planned()),
                                                                        caller),
                                                                exchange)));
    }

    private ResponseEntity<EnrollmentDetail> answer(
            Entry entry, EnrollmentDetail detail, ServerWebExchange exchange) {
        long person = entry.person() == null ? NO_PERSON : entry.person().version();
        String etag = Etags.of(detail.version(), person, json.writeValueAsBytes(detail));
        boolean known = Etags.isKnown(exchange.getRequest().getHeaders(), etag);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(known ? 304 : 200)
                        .header("Cache-Control", "no-store")
                        .eTag(etag);
        return known ? answer.build() : answer.body(detail);
    }

    /**
     * @param enrolledOn the day of entry; all else is about the person
     */
    record EditedEnrollment(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            @Nullable LocalDate enrolledOn) {}

    @PatchMapping(
            value = "/api/enrollments/{enrollmentId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<EnrollmentView>> edit(
            @PathVariable String enrollmentId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        MergePatch<EditedEnrollment> patch =
                MergePatch.of(body, EditedEnrollment.class, json, Set.of("email", "phone"));
        EditedEnrollment edited = patch.named();
        InvalidInput.Checks checks = InvalidInput.checking();
        if (edited.name() != null) {
            checks.text("name", edited.name(), NAME_CHARS_MAX);
        }
        checkIdentity(checks, edited.email(), edited.phone(), edited.externalId()).orThrow();
        var person =
                new PersonEdit(
                        cleaned(edited.externalId()),
                        cleaned(edited.name()),
                        emailOf(edited.email()),
                        cleaned(edited.phone()),
                        patch.emptied());
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Terms terms = new Terms(Etags.ifMatch(headers), null);
        Long ifPerson = Etags.ifMatchBeside(headers);
        return access.editable(enrollmentId, caller)
                .map(Entry::enrollment)
                .flatMap(
                        present ->
                                edited.enrolledOn() == null
                                        ? edit(present, person, terms, ifPerson)
                                        : edit(
                                                present,
                                                person,
                                                correction(edited.enrolledOn(), caller),
                                                terms,
                                                ifPerson))
                .flatMap(view -> answer(view, persons));
    }

    private Function<CohortPlan, EnrollmentCommand> correction(
            LocalDate enrolledOn, Caller caller) {
        Stamp stamp = new Stamp(clock.instant(), caller.username());
        return plan -> new CorrectEnrolledOn(enrolledOn, Registrar.term(plan), stamp);
    }

    private Mono<EnrollmentView> edit(
            Versioned<Enrollment> present,
            PersonEdit person,
            Terms terms,
            @Nullable Long ifPerson) {
        return onVersion(present, terms)
                .then(Mono.defer(() -> persons.edit(present.state().studentId(), person, ifPerson)))
                .then(Mono.defer(() -> access.cohort(present.state().cohortId())))
                .map(cohort -> EnrollmentView.of(present, registrar.today(cohort.planned())));
    }

    /** Two documents: what can be refused about either is refused before one is written. */
    private Mono<EnrollmentView> edit(
            Versioned<Enrollment> present,
            PersonEdit person,
            Function<CohortPlan, EnrollmentCommand> correction,
            Terms terms,
            @Nullable Long ifPerson) {
        return onVersion(present, terms)
                .then(Mono.defer(() -> registrar.demand(present, correction)))
                .then(Mono.defer(() -> persons.edit(present.state().studentId(), person, ifPerson)))
                .then(Mono.defer(() -> registrar.carryOut(present, terms, correction)));
    }

    private static Mono<Void> onVersion(Versioned<Enrollment> present, Terms terms) {
        Long wanted = terms.ifVersion();
        return wanted == null || wanted == present.version()
                ? Mono.empty()
                : Mono.error(() -> new RefusedException(StoreRefusal.STALE_VERSION));
    }

    /** The answer to a command, with the versions of enrollment and person as its ETag. */
    static Mono<ResponseEntity<EnrollmentView>> answer(EnrollmentView view, PersonStore persons) {
        return etag(view, persons).map(etag -> ResponseEntity.ok().eTag(etag).body(view));
    }

    private static Mono<String> etag(EnrollmentView view, PersonStore persons) {
        return persons.find(view.studentId())
                .map(Person::version)
                .defaultIfEmpty(NO_PERSON)
                .map(person -> Etags.of(view.version(), person));
    }
}
