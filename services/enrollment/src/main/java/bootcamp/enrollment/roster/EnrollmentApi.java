package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.MergePatch;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.Person.Remark;
import bootcamp.enrollment.person.PersonEdit;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.enrollment.roster.EnrollmentReader.Filter;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.net.URI;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Enrollments over HTTP: staff do everything with those of their cohorts; a student reads the own
 * one, without what staff wrote.
 */
@RestController
public final class EnrollmentApi {

    static final int NAME_CHARS_MAX = 200;
    static final int EMAIL_CHARS_MAX = 254;
    static final int PHONE_CHARS_MAX = 40;
    static final int EXTERNAL_ID_CHARS_MAX = 100;
    static final int NOTE_CHARS_MAX = 2_000;
    static final double SCORE_MAX = 1_000_000;

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\]{1,64}@[^\\s@]{1,190}");

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final EnrollmentReader reader;
    private final Registrar registrar;
    private final PersonStore persons;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final JsonMapper json;

    public EnrollmentApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            EnrollmentReader reader,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            JsonMapper json) {
        this.cohorts = cohorts;
        this.reader = reader;
        this.registrar = registrar;
        this.persons = persons;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.json = json;
    }

    // ---- enrolling

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
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/enrollments/" + view.enrollmentId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private static void check(NewEnrollment body) {
        if (body.studentId() != null) {
            InvalidInput.checking()
                    .that(body.name() == null, "name", "NOT_WITH_STUDENT_ID")
                    .that(body.email() == null, "email", "NOT_WITH_STUDENT_ID")
                    .that(body.phone() == null, "phone", "NOT_WITH_STUDENT_ID")
                    .that(body.externalId() == null, "externalId", "NOT_WITH_STUDENT_ID")
                    .orThrow();
            return;
        }
        InvalidInput.Checks checks =
                InvalidInput.checking().text("name", body.name(), NAME_CHARS_MAX);
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

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : Cleaning.clean(text);
    }

    private static @Nullable String emailOf(@Nullable String text) {
        return text == null ? null : Cleaning.clean(text).toLowerCase(Locale.ROOT);
    }

    // ---- lists

    /**
     * A row of a cohort's list, for admins and staff.
     *
     * @param erased whether all that was personal was erased
     */
    record Row(
            String enrollmentId,
            String studentId,
            String cohortId,
            Status status,
            long version,
            @Nullable LocalDate appliedOn,
            @Nullable LocalDate enrolledOn,
            Enrollment.@Nullable PublicWithdrawal withdrawal,
            List<Standing.Leave> leaves,
            Standing.@Nullable Destination transferredTo,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            boolean erased) {

        static Row of(Entry entry, LocalDate today) {
            EnrollmentView view = EnrollmentView.of(entry.enrollment(), today);
            Person person = entry.person();
            return new Row(
                    view.enrollmentId(),
                    view.studentId(),
                    view.cohortId(),
                    view.status(),
                    view.version(),
                    view.appliedOn(),
                    view.enrolledOn(),
                    view.withdrawal(),
                    view.leaves(),
                    view.transferredTo(),
                    person == null ? null : person.name(),
                    person == null ? null : person.email(),
                    person == null ? null : person.phone(),
                    person == null ? null : person.externalId(),
                    person != null && person.erasedOn() != null);
        }
    }

    @GetMapping("/api/cohorts/{cohortId}/enrollments")
    Mono<Page<Row>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        Filter filter = filter(query);
        String list = "enrollments " + cohortId + filter;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return rows(cohortId, filter, wanted.after())
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, Row::enrollmentId, cursors, list));
    }

    @GetMapping(value = "/api/cohorts/{cohortId}/enrollments", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        return rows(cohortId, filter(query), null)
                .map(EnrollmentApi::cells)
                .collectList()
                .map(
                        rows ->
                                ResponseEntity.ok()
                                        .contentType(Csv.TYPE)
                                        .header("Cache-Control", "no-store")
                                        .body(Csv.table(HEADER, rows)));
    }

    private static final List<String> HEADER =
            List.of(
                    "enrollmentId",
                    "studentId",
                    "externalId",
                    "name",
                    "email",
                    "phone",
                    "status",
                    "enrolledOn",
                    "withdrawnOn",
                    "reason");

    private static List<?> cells(Row row) {
        Enrollment.PublicWithdrawal gone = row.withdrawal();
        return Arrays.asList(
                row.enrollmentId(),
                row.studentId(),
                row.externalId(),
                row.name(),
                row.email(),
                row.phone(),
                row.status(),
                row.enrolledOn(),
                gone == null ? null : gone.on(),
                gone == null ? null : gone.reason());
    }

    private Flux<Row> rows(String cohortId, Filter filter, @Nullable String after) {
        return cohort(cohortId)
                .flatMapMany(
                        cohort -> {
                            LocalDate today = registrar.today(cohort.planned());
                            return reader.entries(cohort, filter, after, today)
                                    .map(entry -> Row.of(entry, today));
                        });
    }

    private static Filter filter(MultiValueMap<String, String> query) {
        Set<Status> statuses =
                query.getOrDefault("status", List.of()).stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(EnrollmentApi::status)
                        .collect(Collectors.toSet());
        String text = query.getFirst("q");
        if (text != null && text.length() > NAME_CHARS_MAX) {
            throw ProblemException.malformed(
                    new FieldError("q", "TOO_LONG", Map.of("max", NAME_CHARS_MAX)));
        }
        return new Filter(statuses, text == null || text.isBlank() ? null : Cleaning.clean(text));
    }

    private static Status status(String value) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                ProblemException.malformed(
                                        new FieldError(
                                                "status",
                                                "NOT_ONE_OF",
                                                Map.of(
                                                        "allowed",
                                                        Arrays.toString(Status.values())))));
    }

    private Mono<Cohort> cohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .map(Versioned::state);
    }

    // ---- one

    @GetMapping("/api/enrollments/{enrollmentId}")
    Mono<ResponseEntity<EnrollmentDetail>> one(
            @PathVariable String enrollmentId, Caller caller, ServerWebExchange exchange) {
        return visible(enrollmentId, caller)
                .flatMap(
                        entry ->
                                cohort(entry.enrollment().state().cohortId())
                                        .map(
                                                cohort ->
                                                        EnrollmentDetail.of(
                                                                entry,
                                                                registrar.today(cohort.planned()),
                                                                caller)))
                .map(detail -> answer(detail, exchange));
    }

    private ResponseEntity<EnrollmentDetail> answer(
            EnrollmentDetail detail, ServerWebExchange exchange) {
        String etag = Etags.of(detail.version(), json.writeValueAsBytes(detail));
        boolean known = Etags.isKnown(exchange.getRequest().getHeaders(), etag);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(known ? 304 : 200)
                        .header("Cache-Control", "no-store")
                        .eTag(etag);
        return known ? answer.build() : answer.body(detail);
    }

    /** What the caller may know of; 404 for all else. */
    private Mono<Entry> visible(String enrollmentId, Caller caller) {
        return reader.entry(enrollmentId)
                .filter(
                        entry ->
                                caller.worksWith(entry.enrollment().state().cohortId())
                                        || caller.isStudent(entry.enrollment().state().studentId()))
                .switchIfEmpty(notFound());
    }

    private Mono<Entry> editable(String enrollmentId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(enrollmentId, caller)
                .filter(entry -> caller.worksWith(entry.enrollment().state().cohortId()))
                .switchIfEmpty(notFound());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new RefusedException(new EnrollmentRefusal.EnrollmentNotFound()));
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
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return editable(enrollmentId, caller)
                .map(Entry::enrollment)
                .flatMap(
                        present ->
                                onVersion(present, terms)
                                        .then(persons.edit(present.state().studentId(), person))
                                        .then(
                                                corrected(
                                                        present,
                                                        edited.enrolledOn(),
                                                        terms,
                                                        caller)))
                .map(EnrollmentApi::answer);
    }

    /** A person has no version that a client knows: the enrollment's stands for it. */
    private static Mono<Void> onVersion(Versioned<Enrollment> present, Terms terms) {
        Long wanted = terms.ifVersion();
        return wanted == null || wanted == present.version()
                ? Mono.empty()
                : Mono.error(() -> new RefusedException(StoreRefusal.STALE_VERSION));
    }

    private Mono<EnrollmentView> corrected(
            Versioned<Enrollment> present,
            @Nullable LocalDate enrolledOn,
            Terms terms,
            Caller caller) {
        return enrolledOn == null
                ? cohort(present.state().cohortId())
                        .map(
                                cohort ->
                                        EnrollmentView.of(
                                                present, registrar.today(cohort.planned())))
                : registrar.carryOut(
                        present,
                        terms,
                        plan ->
                                new CorrectEnrolledOn(
                                        enrolledOn, Registrar.term(plan), stamp(caller)));
    }

    // ---- what happens to one

    record NewStatus(Status to, LocalDate on, @Nullable Double score, @Nullable String note) {}

    @PostMapping("/api/enrollments/{enrollmentId}/status")
    Mono<ResponseEntity<EnrollmentView>> move(
            @PathVariable String enrollmentId,
            @RequestBody NewStatus body,
            Caller caller,
            ServerWebExchange exchange) {
        Double score = body.score();
        InvalidInput.checking()
                .optionalText("note", body.note(), NOTE_CHARS_MAX)
                .that(
                        score == null || Math.abs(score) <= SCORE_MAX,
                        "score",
                        "OUT_OF_RANGE",
                        Map.of("min", -SCORE_MAX, "max", SCORE_MAX))
                .orThrow();
        return commanded(
                enrollmentId,
                body,
                caller,
                exchange,
                (present, terms) ->
                        remarked(
                                present,
                                new Remark(score, blankAsNull(body.note())),
                                (plan, remarkId) ->
                                        new MoveStatus(
                                                body.to(),
                                                body.on(),
                                                remarkId,
                                                Registrar.term(plan),
                                                clock.instant(),
                                                stamp(caller)),
                                remarkId ->
                                        registrar.move(
                                                present,
                                                body.to(),
                                                body.on(),
                                                remarkId,
                                                terms,
                                                stamp(caller))));
    }

    record NewWithdrawal(LocalDate on, WithdrawalReason reason, @Nullable String note) {}

    @PostMapping("/api/enrollments/{enrollmentId}/withdrawal")
    Mono<ResponseEntity<EnrollmentView>> withdraw(
            @PathVariable String enrollmentId,
            @RequestBody NewWithdrawal body,
            Caller caller,
            ServerWebExchange exchange) {
        InvalidInput.checking().optionalText("note", body.note(), NOTE_CHARS_MAX).orThrow();
        return commanded(
                enrollmentId,
                body,
                caller,
                exchange,
                (present, terms) -> withdraw(present, body, terms, stamp(caller)));
    }

    private Mono<EnrollmentView> withdraw(
            Versioned<Enrollment> present, NewWithdrawal body, Terms terms, Stamp stamp) {
        Remarked command =
                (plan, remarkId) ->
                        new Withdraw(
                                body.on(), body.reason(), remarkId, Registrar.term(plan), stamp);
        return remarked(
                present,
                new Remark(null, blankAsNull(body.note())),
                command,
                remarkId ->
                        registrar.carryOut(
                                present, terms, plan -> command.command(plan, remarkId)));
    }

    @DeleteMapping("/api/enrollments/{enrollmentId}/withdrawal")
    Mono<ResponseEntity<EnrollmentView>> revert(
            @PathVariable String enrollmentId, Caller caller, ServerWebExchange exchange) {
        return commanded(
                enrollmentId,
                "",
                caller,
                exchange,
                (present, terms) -> registrar.revert(present, terms, stamp(caller)));
    }

    /**
     * @param until the last day away; null: open
     */
    record NewLeave(LocalDate from, @Nullable LocalDate until) {}

    @PostMapping("/api/enrollments/{enrollmentId}/leave")
    Mono<ResponseEntity<EnrollmentView>> leave(
            @PathVariable String enrollmentId,
            @RequestBody NewLeave body,
            Caller caller,
            ServerWebExchange exchange) {
        return commanded(
                enrollmentId,
                body,
                caller,
                exchange,
                (present, terms) ->
                        registrar.carryOut(
                                present,
                                terms,
                                plan ->
                                        new TakeLeave(
                                                body.from(),
                                                body.until(),
                                                registrar.today(plan),
                                                Registrar.term(plan),
                                                stamp(caller))));
    }

    /** {@code ?on=} is the first day back (today); {@code ?from=} names a leave by its first. */
    @DeleteMapping("/api/enrollments/{enrollmentId}/leave")
    Mono<ResponseEntity<EnrollmentView>> endLeave(
            @PathVariable String enrollmentId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller,
            ServerWebExchange exchange) {
        LocalDate on = day(query, "on");
        LocalDate from = day(query, "from");
        return commanded(
                enrollmentId,
                "",
                caller,
                exchange,
                (present, terms) ->
                        registrar.carryOut(
                                present,
                                terms,
                                plan -> {
                                    LocalDate today = registrar.today(plan);
                                    return new EndLeave(
                                            from, on == null ? today : on, today, stamp(caller));
                                }));
    }

    private static @Nullable LocalDate day(MultiValueMap<String, String> query, String name) {
        String text = query.getFirst(name);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw ProblemException.malformed(FieldError.of(name, "NOT_A_DATE"));
        }
    }

    record NewCohort(String toCohortId, LocalDate on) {}

    @PostMapping("/api/enrollments/{enrollmentId}/transfer")
    Mono<ResponseEntity<EnrollmentView>> transfer(
            @PathVariable String enrollmentId,
            @RequestBody NewCohort body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(body.toCohortId());
        return commanded(
                enrollmentId,
                body,
                caller,
                exchange,
                (present, terms) ->
                        registrar.transfer(
                                present, body.toCohortId(), body.on(), terms, stamp(caller)));
    }

    private interface Commanding {
        Mono<EnrollmentView> carryOut(Versioned<Enrollment> present, Terms terms);
    }

    private Mono<ResponseEntity<EnrollmentView>> commanded(
            String enrollmentId,
            Object body,
            Caller caller,
            ServerWebExchange exchange,
            Commanding commanding) {
        return editable(enrollmentId, caller)
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(both -> commanding.carryOut(both.getT1().enrollment(), both.getT2()))
                .map(EnrollmentApi::answer);
    }

    private static ResponseEntity<EnrollmentView> answer(EnrollmentView view) {
        return ResponseEntity.ok().eTag(Etags.of(view.version())).body(view);
    }

    private interface Remarked {
        EnrollmentCommand command(CohortPlan plan, @Nullable String remarkId);
    }

    private interface Going {
        Mono<EnrollmentView> on(@Nullable String remarkId);
    }

    /** Writes down what staff noted, if there is anything and the command would be accepted. */
    private Mono<EnrollmentView> remarked(
            Versioned<Enrollment> present, Remark remark, Remarked command, Going going) {
        return remark.score() == null && remark.text() == null
                ? going.on(null)
                : registrar
                        .accepts(present, plan -> command.command(plan, null))
                        .flatMap(
                                accepted ->
                                        accepted
                                                ? persons.remark(
                                                                present.state().studentId(), remark)
                                                        .flatMap(going::on)
                                                : going.on(null));
    }

    private static @Nullable String blankAsNull(@Nullable String note) {
        return note == null || note.isBlank() ? null : note;
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
