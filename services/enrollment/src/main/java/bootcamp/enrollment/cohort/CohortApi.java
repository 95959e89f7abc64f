package bootcamp.enrollment.cohort;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortCommand.CloseCohort;
import bootcamp.enrollment.cohort.CohortCommand.EditCohort;
import bootcamp.enrollment.cohort.CohortCommand.OpenCohort;
import bootcamp.enrollment.cohort.CohortCommand.ReopenCohort;
import bootcamp.enrollment.cohort.Ledger.Seats;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
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

/** {@code /api/cohorts}: for admins, and for staff as far as the cohorts are theirs. */
@RestController
public final class CohortApi {

    static final int REASON_CHARS_MAX = 500;

    private static final String LIST = "cohorts";
    private static final String ID = "[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?";

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final CohortRemarkStore remarks;
    private final Closing closing;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public CohortApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            CohortRemarkStore remarks,
            Closing closing,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.cohorts = cohorts;
        this.remarks = remarks;
        this.closing = closing;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    /**
     * @param reason null: it was not said
     */
    record ReopeningView(Instant at, String by, @Nullable String reason) {}

    /**
     * @param version for {@code If-Match}
     * @param verdicts in the answer to closing alone: of everybody who has a seat
     * @param reopenings of one cohort alone: when it was opened again, the last ones, oldest first
     */
    record CohortView(
            String cohortId,
            String programme,
            String name,
            LocalDate startDate,
            LocalDate endDate,
            String timeZone,
            int capacity,
            List<DayOfWeek> trainingWeekdays,
            List<LocalDate> holidays,
            String status,
            @Nullable LocalDate closedOn,
            Seats seats,
            long version,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Closing.Given> verdicts,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ReopeningView> reopenings) {

        static CohortView of(Versioned<Cohort> cohort) {
            Cohort.Public shown = cohort.state().publicState();
            return new CohortView(
                    shown.cohortId(),
                    shown.programme(),
                    shown.name(),
                    shown.startDate(),
                    shown.endDate(),
                    shown.timeZone(),
                    shown.capacity(),
                    shown.trainingWeekdays(),
                    shown.holidays(),
                    shown.status(),
                    shown.closedOn(),
                    shown.seats(),
                    cohort.version(),
                    null,
                    null);
        }

        private CohortView with(List<Closing.Given> given) {
            return with(given, reopenings);
        }

        private CohortView with(
                @Nullable List<Closing.Given> given, @Nullable List<ReopeningView> reopened) {
            return new CohortView(
                    cohortId,
                    programme,
                    name,
                    startDate,
                    endDate,
                    timeZone,
                    capacity,
                    trainingWeekdays,
                    holidays,
                    status,
                    closedOn,
                    seats,
                    version,
                    given,
                    reopened);
        }
    }

    private Mono<CohortView> view(Versioned<Cohort> cohort) {
        List<Cohort.Reopening> all = cohort.state().reopenings();
        return remarks.of(
                        cohort.id(),
                        all.stream()
                                .map(Cohort.Reopening::remarkId)
                                .filter(Objects::nonNull)
                                .toList())
                .map(texts -> CohortView.of(cohort).with(null, views(all, texts)));
    }

    private static List<ReopeningView> views(
            List<Cohort.Reopening> all, Map<String, String> texts) {
        return all.stream()
                .map(
                        each ->
                                new ReopeningView(
                                        each.stamp().at(),
                                        each.stamp().by(),
                                        each.remarkId() == null
                                                ? null
                                                : texts.get(each.remarkId())))
                .toList();
    }

    // ---- opening

    record NewCohort(
            @Nullable String cohortId,
            String programme,
            String name,
            LocalDate startDate,
            LocalDate endDate,
            String timeZone,
            int capacity,
            @Nullable List<DayOfWeek> trainingWeekdays,
            @Nullable List<LocalDate> holidays) {

        CohortPlan plan() {
            return new CohortPlan(
                    programme.strip(),
                    name.strip(),
                    startDate,
                    endDate,
                    timeZone,
                    capacity,
                    Objects.requireNonNullElse(trainingWeekdays, CohortPlan.WORKING_WEEK),
                    Objects.requireNonNullElse(holidays, List.of()));
        }
    }

    @PostMapping("/api/cohorts")
    Mono<ResponseEntity<CohortView>> open(
            @RequestBody NewCohort body, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        check(body.cohortId(), body.programme(), body.name(), body.holidays());
        return idempotency
                .terms(exchange, body)
                .flatMap(terms -> open(body, terms, caller))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/cohorts/" + view.cohortId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private Mono<CohortView> open(NewCohort body, Terms terms, Caller caller) {
        String id = body.cohortId() == null ? Idempotency.newId(terms, ids) : body.cohortId();
        if (!caller.worksWith(id)) {
            return Mono.error(ProblemException.forbidden());
        }
        return cohorts.transact(
                id,
                new OpenCohort(body.plan(), stamp(caller)),
                terms,
                CohortView::of,
                CohortView.class);
    }

    private static void check(
            @Nullable String cohortId,
            @Nullable String programme,
            @Nullable String name,
            @Nullable List<LocalDate> holidays) {
        InvalidInput.checking()
                .that(cohortId == null || cohortId.matches(ID), "cohortId", "NOT_A_SLUG")
                .optionalText("programme", programme, CohortPlan.TEXT_CHARS_MAX)
                .optionalText("name", name, CohortPlan.TEXT_CHARS_MAX)
                .that(programme == null || !programme.isBlank(), "programme", "BLANK")
                .that(name == null || !name.isBlank(), "name", "BLANK")
                .that(
                        holidays == null || holidays.size() <= CohortPlan.HORIZON_DAYS_MAX,
                        "holidays",
                        "TOO_MANY")
                .orThrow();
    }

    // ---- reading

    @GetMapping("/api/cohorts")
    Mono<Page<CohortView>> list(@RequestParam MultiValueMap<String, String> query, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        PageRequest wanted = PageRequest.of(query, cursors, LIST);
        return visible(wanted.after(), wanted.limit() + 1, caller)
                .map(CohortView::of)
                .collectList()
                .map(found -> wanted.page(found, CohortView::cohortId, cursors, LIST));
    }

    @GetMapping(value = "/api/cohorts", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return Csv.answer(
                HEADER,
                Page.all((after, limit) -> visible(after, limit, caller), Versioned::id)
                        .map(CohortApi::cells));
    }

    private static final List<String> HEADER =
            List.of(
                    "cohortId",
                    "programme",
                    "name",
                    "startDate",
                    "endDate",
                    "timeZone",
                    "capacity",
                    "taken",
                    "waiting",
                    "status");

    private static List<?> cells(Versioned<Cohort> cohort) {
        Cohort.Public shown = cohort.state().publicState();
        return List.of(
                shown.cohortId(),
                shown.programme(),
                shown.name(),
                shown.startDate(),
                shown.endDate(),
                shown.timeZone(),
                shown.capacity(),
                shown.seats().taken(),
                shown.seats().waiting(),
                shown.status());
    }

    private Flux<Versioned<Cohort>> visible(@Nullable String after, int limit, Caller caller) {
        if (caller.is(Role.ADMIN) || caller.cohortIds().isEmpty()) {
            return cohorts.page(after, limit);
        }
        List<String> own =
                caller.cohortIds().stream()
                        .filter(id -> after == null || id.compareTo(after) > 0)
                        .sorted()
                        .toList();
        return cohorts.findAll(own).sort(Comparator.comparing(Versioned::id)).take(limit);
    }

    @GetMapping("/api/cohorts/{cohortId}")
    Mono<ResponseEntity<CohortView>> one(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        return cohorts.find(cohortId)
                .switchIfEmpty(notFound())
                .flatMap(this::view)
                .map(view -> answer(view, exchange));
    }

    private static ResponseEntity<CohortView> answer(CohortView view, ServerWebExchange exchange) {
        String etag = Etags.of(view.version());
        return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                ? ResponseEntity.status(304).eTag(etag).build()
                : ResponseEntity.ok().eTag(etag).body(view);
    }

    // ---- editing

    /**
     * @param status OPEN or CLOSED, by an admin alone
     * @param closedOn the day as of which it is over; null: today, in the cohort's zone
     * @param reason why it is opened again, which has to be said
     */
    record EditedCohort(
            @Nullable String programme,
            @Nullable String name,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable String timeZone,
            @Nullable Integer capacity,
            @Nullable List<DayOfWeek> trainingWeekdays,
            @Nullable List<LocalDate> holidays,
            @Nullable Openness status,
            @Nullable LocalDate closedOn,
            @Nullable String reason) {

        boolean changesPlan() {
            return programme != null
                    || name != null
                    || startDate != null
                    || endDate != null
                    || timeZone != null
                    || capacity != null
                    || trainingWeekdays != null
                    || holidays != null;
        }
    }

    enum Openness {
        OPEN,
        CLOSED
    }

    @PatchMapping(
            value = "/api/cohorts/{cohortId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<CohortView>> edit(
            @PathVariable String cohortId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        MergePatch<EditedCohort> patch =
                MergePatch.of(
                        body, EditedCohort.class, json, Set.of("trainingWeekdays", "holidays"));
        EditedCohort edited = patch.named();
        check(null, edited.programme(), edited.name(), edited.holidays());
        InvalidInput.Checks checks = InvalidInput.checking();
        checks.that(
                        edited.status() == null
                                || !edited.changesPlan() && patch.emptied().isEmpty(),
                        "status",
                        "ALONE")
                .that(
                        edited.closedOn() == null || edited.status() == Openness.CLOSED,
                        "closedOn",
                        "ONLY_WHEN_CLOSING")
                .that(
                        edited.reason() == null || edited.status() == Openness.OPEN,
                        "reason",
                        "ONLY_WHEN_REOPENING");
        if (edited.status() == Openness.OPEN) {
            checks.text("reason", edited.reason(), REASON_CHARS_MAX);
        }
        checks.orThrow();
        if (edited.status() != null) {
            caller.require(Role.ADMIN);
        }
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return cohorts.find(cohortId)
                .switchIfEmpty(notFound())
                .flatMap(cohort -> transact(cohort.state(), patch, caller, terms))
                .flatMap(done -> settled(done.after()))
                .flatMap(this::view)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    /** With what closing it, or opening it again, means for everybody. */
    private Mono<Versioned<Cohort>> settled(Versioned<Cohort> cohort) {
        return cohort.state().settling() == null
                ? Mono.just(cohort)
                : closing.settle(cohort.state()).then(Mono.defer(() -> cohorts.find(cohort.id())));
    }

    record NewClosing(LocalDate on) {}

    /** Closed twice is closed once; a closed one opens again by a patch of its status. */
    @PostMapping("/api/cohorts/{cohortId}/closing")
    Mono<ResponseEntity<CohortView>> close(
            @PathVariable String cohortId,
            @RequestBody NewClosing body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        caller.require(Role.ADMIN);
        return idempotency
                .terms(exchange, body)
                .flatMap(
                        terms ->
                                cohorts.transact(
                                        cohortId,
                                        new CloseCohort(body.on(), stamp(caller)),
                                        terms,
                                        CohortView::of,
                                        CohortView.class))
                .flatMap(_ -> cohorts.find(cohortId))
                .flatMap(this::settled)
                .flatMap(
                        closed ->
                                closing.given(closed.state())
                                        .map(given -> CohortView.of(closed).with(given)))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    /** A reason is kept only where the cohort is opened for it. */
    private Mono<Outcome<Cohort, OfCohort>> transact(
            Cohort cohort, MergePatch<EditedCohort> patch, Caller caller, Terms terms) {
        String id = cohort.cohortId();
        String reason = patch.named().reason();
        if (reason == null) {
            return cohorts.transact(id, command(cohort, patch, null, caller), terms);
        }
        return remarks.keep(id, reason.strip())
                .flatMap(
                        remarkId ->
                                cohorts.transact(
                                                id, command(cohort, patch, remarkId, caller), terms)
                                        .delayUntil(
                                                done ->
                                                        done.changed()
                                                                ? Mono.empty()
                                                                : remarks.drop(id, remarkId))
                                        // After any other failure it may have been carried out.
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        remarks.drop(id, remarkId)
                                                                .then(Mono.error(refused))));
    }

    private CohortCommand command(
            Cohort cohort,
            MergePatch<EditedCohort> patch,
            @Nullable String remarkId,
            Caller caller) {
        EditedCohort edited = patch.named();
        Stamp stamp = stamp(caller);
        return switch (edited.status()) {
            case OPEN -> new ReopenCohort(remarkId, stamp);
            case CLOSED -> new CloseCohort(closedOn(cohort, edited, stamp), stamp);
            case null ->
                    new EditCohort(
                            stripped(edited.programme()),
                            stripped(edited.name()),
                            edited.startDate(),
                            edited.endDate(),
                            edited.timeZone(),
                            edited.capacity(),
                            patch.emptied().contains("trainingWeekdays")
                                    ? CohortPlan.WORKING_WEEK
                                    : edited.trainingWeekdays(),
                            patch.emptied().contains("holidays") ? List.of() : edited.holidays(),
                            stamp);
        };
    }

    private static LocalDate closedOn(Cohort cohort, EditedCohort edited, Stamp stamp) {
        return edited.closedOn() == null
                ? LocalDate.ofInstant(stamp.at(), cohort.planned().zone())
                : edited.closedOn();
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound()));
    }
}
