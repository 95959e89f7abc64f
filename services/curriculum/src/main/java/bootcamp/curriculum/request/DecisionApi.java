package bootcamp.curriculum.request;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AmendmentDesk;
import bootcamp.curriculum.attendance.AmendmentDesk.Allowance;
import bootcamp.curriculum.attendance.AmendmentDesk.Effect;
import bootcamp.curriculum.attendance.AmendmentDesk.Figures;
import bootcamp.curriculum.attendance.AmendmentDesk.Ledger;
import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.AttendanceRefusal;
import bootcamp.curriculum.request.RequestCommand.AcceptRequest;
import bootcamp.curriculum.request.RequestCommand.RefuseRequest;
import bootcamp.curriculum.request.RequestView.Choice;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What staff do with the attendance requests of a cohort: see them, and decide. */
@RestController
public final class DecisionApi {

    /** Decided at once. */
    static final int MANY_MAX = 100;

    private static final String LIST = "attendance requests ";
    private static final List<String> HEADER =
            List.of(
                    "requestId",
                    "studentId",
                    "date",
                    "kind",
                    "state",
                    "askedAt",
                    "decideBy",
                    "overdue",
                    "decidedBy",
                    "decidedAt",
                    "rateNow",
                    "rateAccepted",
                    "stillToMissNow",
                    "stillToMissAccepted",
                    "excuse",
                    "excusedDays",
                    "excuseCap");

    private final Requests requests;
    private final RequestAccess access;
    private final AttendanceDesk desk;
    private final AmendmentDesk amendments;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;

    DecisionApi(
            Requests requests,
            RequestAccess access,
            AttendanceDesk desk,
            AmendmentDesk amendments,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock) {
        this.requests = requests;
        this.access = access;
        this.desk = desk;
        this.amendments = amendments;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
    }

    // ---- reading

    /** What a list is of; what was taken back is in none. */
    enum Which {
        OPEN,
        DECIDED,
        ALL;

        private boolean has(Phase phase) {
            return switch (phase) {
                case OPEN -> this != DECIDED;
                case ACCEPTED, REFUSED -> this != OPEN;
                case TAKEN_BACK -> false;
            };
        }

        static Which read(@Nullable String state) {
            if (state == null) {
                return ALL;
            }
            return Arrays.stream(values())
                    .filter(each -> each != ALL && each.name().equals(state))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    ProblemException.malformed(
                                            new FieldError(
                                                    "state",
                                                    "NOT_ONE_OF",
                                                    Map.of("allowed", "OPEN, DECIDED"))));
        }
    }

    @GetMapping(RequestApi.PATH)
    Mono<Page<RequestView>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        Mono<KnownCohort> cohort = access.ofStaff(cohortId, caller);
        Which which = Which.read(query.getFirst("state"));
        String list = LIST + which + " " + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return cohort.flatMapMany(known -> all(known, which))
                .filter(view -> after == null || view.key().compareTo(after) > 0)
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, RequestView::key, cursors, list));
    }

    @GetMapping(value = RequestApi.PATH, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        Mono<KnownCohort> cohort = access.ofStaff(cohortId, caller);
        Which which = Which.read(query.getFirst("state"));
        return Csv.answer(
                HEADER, cohort.flatMapMany(known -> all(known, which)).map(DecisionApi::cells));
    }

    private static List<?> cells(RequestView view) {
        RequestView.Decided decided = view.decision();
        Effect effect = view.effect();
        Allowance excused = effect == null ? null : effect.excuse();
        Figures now = effect == null ? null : effect.now();
        Figures then = effect == null ? null : effect.amended();
        return Arrays.asList(
                view.requestId(),
                view.studentId(),
                view.date(),
                view.kind(),
                view.state(),
                view.askedAt(),
                view.decideBy(),
                view.overdue(),
                decided == null ? null : decided.by(),
                decided == null ? null : decided.at(),
                now == null ? null : now.rate(),
                then == null ? null : then.rate(),
                now == null ? null : now.stillToMiss(),
                then == null ? null : then.stillToMiss(),
                view.excuse(),
                excused == null ? null : excused.used(),
                excused == null ? null : excused.cap());
    }

    private Flux<RequestView> all(KnownCohort cohort, Which which) {
        return amendments
                .ledger(cohort)
                .flatMapMany(
                        ledger ->
                                requests.ofCohort(cohort.cohortId())
                                        .filter(request -> which.has(request.state().phase()))
                                        .map(request -> RequestView.ofStaff(request, ledger)))
                .sort(RequestView.BY_DAY);
    }

    // ---- deciding

    /**
     * @param note what the student reads; null: nothing
     */
    record NewDecision(Choice decision, @Nullable String note) {

        void require() {
            InvalidInput.checking()
                    .optionalText("note", note, AttendanceRequest.NOTE_CHARS_MAX)
                    .orThrow();
        }
    }

    @PostMapping(RequestApi.PATH + "/{requestId}/decision")
    Mono<RequestView> decide(
            @PathVariable String cohortId,
            @PathVariable String requestId,
            @RequestBody NewDecision body,
            Caller caller,
            ServerWebExchange exchange) {
        return access.ofStaff(cohortId, caller)
                .doOnNext(_ -> body.require())
                .flatMap(
                        cohort ->
                                access.in(cohortId, requestId)
                                        .zipWith(idempotency.terms(exchange, body))
                                        .flatMap(
                                                both ->
                                                        decide(
                                                                cohort,
                                                                both.getT1(),
                                                                body,
                                                                both.getT2(),
                                                                caller,
                                                                DecisionApi::requireAcceptable))
                                        .map(
                                                decided ->
                                                        RequestView.ofStaff(
                                                                decided, desk.today(cohort))));
    }

    private Mono<Versioned<AttendanceRequest>> decide(
            KnownCohort cohort,
            Versioned<AttendanceRequest> request,
            NewDecision body,
            Terms terms,
            Caller caller,
            BiConsumer<AttendanceRequest, Ledger> acceptable) {
        AttendanceRequest state = request.state();
        Stamp stamp = new Stamp(clock.instant(), caller.username());
        String note = note(body.note());
        if (body.decision() == Choice.REFUSE) {
            return requests.decide(request.id(), new RefuseRequest(note, stamp), terms);
        }
        return amendments
                .ledger(cohort)
                .doOnNext(ledger -> acceptable.accept(state, ledger))
                .map(ledger -> ledger.marks(state.amendment()))
                .flatMap(
                        marks ->
                                requests.decide(
                                        request.id(),
                                        new AcceptRequest(marks, note, stamp),
                                        terms));
    }

    /** What was decided before is not held against a day that was closed since. */
    private static void requireAcceptable(AttendanceRequest request, Ledger ledger) {
        if (!request.isOpen()) {
            return;
        }
        if (ledger.isClosed(request.day())) {
            throw new RefusedException(new AttendanceRefusal.SheetClosedAlready());
        }
        if (!ledger.isInCourse(request.studentId(), request.day())) {
            throw new RefusedException(RequestRefusal.Plain.REQUESTER_NOT_IN_COURSE);
        }
    }

    /**
     * As above. What others of the same batch make an absence was shown to nobody before: it is
     * decided by itself, where its effect is.
     */
    private static void requireAcceptableAmongOthers(AttendanceRequest request, Ledger ledger) {
        requireAcceptable(request, ledger);
        boolean over =
                request.isOpen()
                        && ledger.effect(request.amendment())
                                .map(Effect::excuse)
                                .filter(Allowance::over)
                                .isPresent();
        if (over) {
            throw new RefusedException(RequestRefusal.Plain.EXCUSE_OVER_CAP);
        }
    }

    private static @Nullable String note(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * @param note the same for each
     */
    record NewDecisions(List<@Nullable String> requestIds, Choice decision, @Nullable String note) {

        void require() {
            InvalidInput.Checks checks =
                    InvalidInput.checking()
                            .range("requestIds", requestIds.size(), 1, MANY_MAX)
                            .optionalText("note", note, AttendanceRequest.NOTE_CHARS_MAX);
            Set<@Nullable String> seen = new HashSet<>();
            for (int i = 0; i < requestIds.size(); i++) {
                String field = "requestIds[" + i + "]";
                checks.that(requestIds.get(i) != null, field, "REQUIRED")
                        .that(seen.add(requestIds.get(i)), field, "DUPLICATE");
            }
            checks.orThrow();
        }

        List<String> ids() {
            return requestIds.stream().filter(Objects::nonNull).toList();
        }
    }

    /**
     * What came of one of many.
     *
     * @param state null: it was refused
     * @param code why it was refused; null: it was not
     */
    record Result(String requestId, @Nullable Phase state, @Nullable String code) {}

    /** In the order of the request. */
    record Results(List<Result> items) {}

    /** Each is decided by itself: one that is refused is in nobody's way. */
    @PostMapping(RequestApi.PATH + "/decisions")
    Mono<Results> decideMany(
            @PathVariable String cohortId,
            @RequestBody NewDecisions body,
            Caller caller,
            ServerWebExchange exchange) {
        NewDecision decision = new NewDecision(body.decision(), body.note());
        return access.ofStaff(cohortId, caller)
                .doOnNext(_ -> body.require())
                .flatMap(
                        cohort ->
                                idempotency.once(
                                        exchange,
                                        body,
                                        Results.class,
                                        Flux.fromIterable(body.ids())
                                                .concatMap(
                                                        id -> result(cohort, id, decision, caller))
                                                .collectList()
                                                .map(Results::new)));
    }

    private Mono<Result> result(
            KnownCohort cohort, String requestId, NewDecision decision, Caller caller) {
        return access.in(cohort.cohortId(), requestId)
                .flatMap(
                        request ->
                                decide(
                                        cohort,
                                        request,
                                        decision,
                                        Terms.NONE,
                                        caller,
                                        DecisionApi::requireAcceptableAmongOthers))
                .map(decided -> new Result(requestId, decided.state().phase(), null))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                Mono.just(new Result(requestId, null, refused.refusal().code())));
    }
}
