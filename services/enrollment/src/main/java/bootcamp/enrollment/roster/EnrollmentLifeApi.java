package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.person.Person.Remark;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What happens to an enrollment: its status, a withdrawal and its revert, leaves, a transfer. */
@RestController
public final class EnrollmentLifeApi {

    static final int NOTE_CHARS_MAX = 2_000;
    static final double SCORE_MAX = 1_000_000;

    private final EnrollmentAccess access;
    private final Registrar registrar;
    private final PersonStore persons;
    private final Idempotency idempotency;
    private final InstantSource clock;

    public EnrollmentLifeApi(
            EnrollmentAccess access,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            InstantSource clock) {
        this.access = access;
        this.registrar = registrar;
        this.persons = persons;
        this.idempotency = idempotency;
        this.clock = clock;
    }

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
                .that(
                        Status.AIMS.contains(body.to()),
                        "to",
                        "NOT_ONE_OF",
                        Map.of("allowed", Status.AIMS))
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
                                                registrar.today(plan),
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
                                body.on(),
                                body.reason(),
                                remarkId,
                                registrar.today(plan),
                                Registrar.term(plan),
                                stamp);
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
                                            from,
                                            on == null ? today : on,
                                            today,
                                            Registrar.term(plan),
                                            stamp(caller));
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
        return access.editable(enrollmentId, caller)
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(both -> commanding.carryOut(both.getT1().enrollment(), both.getT2()))
                .flatMap(view -> EnrollmentApi.answer(view, persons));
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
