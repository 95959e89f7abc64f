package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.SessionForm.EditedSession;
import bootcamp.curriculum.week.SessionForm.NewSession;
import bootcamp.curriculum.week.SessionForm.Repeat;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/cohorts/{cohortId}/sessions}: a cohort's week. Staff plan it; students see that of
 * their cohorts, and instructors their own sessions.
 */
@RestController
public final class SessionApi {

    private static final List<String> HEADER =
            List.of(
                    "sessionId",
                    "cohortId",
                    "kind",
                    "title",
                    "moduleId",
                    "instructorId",
                    "instructor",
                    "startsAt",
                    "endsAt",
                    "timeZone",
                    "place",
                    "status");

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(SessionApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final SessionDesk desk;
    private final SessionForm form;
    private final WeekAccess access;
    private final SessionViews views;
    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;
    private final ClinicSessions clinics;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public SessionApi(
            SessionDesk desk,
            SessionForm form,
            WeekAccess access,
            SessionViews views,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            ClinicSessions clinics,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.desk = desk;
        this.form = form;
        this.access = access;
        this.views = views;
        this.instructors = instructors;
        this.clinics = clinics;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    // ---- planning

    /** The sessions of a repetition, in the order of their days. */
    record Planned(List<SessionView> items) {}

    @PostMapping("/api/cohorts/{cohortId}/sessions")
    Mono<ResponseEntity<?>> plan(
            @PathVariable String cohortId,
            @RequestBody NewSession body,
            Caller caller,
            ServerWebExchange exchange) {
        Repeat repeat = body.repeat();
        return access.editable(cohortId, caller)
                .flatMap(
                        cohort ->
                                form.plan(body, cohort)
                                        .flatMap(
                                                plan ->
                                                        repeat == null
                                                                ? once(
                                                                        plan, body, cohort, caller,
                                                                        exchange)
                                                                : often(
                                                                        plan, repeat, body, cohort,
                                                                        caller, exchange)));
    }

    private Mono<ResponseEntity<?>> once(
            SessionPlan plan,
            NewSession body,
            KnownCohort cohort,
            Caller caller,
            ServerWebExchange exchange) {
        return idempotency
                .terms(exchange, body)
                .zipWith(instructorOf(plan))
                .flatMap(
                        both ->
                                desk.plan(
                                        Idempotency.newId(both.getT1(), ids),
                                        cohort.cohortId(),
                                        plan,
                                        overrides(body.overridePlace()),
                                        stamp(caller),
                                        both.getT1(),
                                        session ->
                                                SessionView.of(session, both.getT2().orElse(null)),
                                        SessionView.class))
                .<ResponseEntity<?>>map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/sessions/" + view.sessionId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private Mono<ResponseEntity<?>> often(
            SessionPlan plan,
            Repeat repeat,
            NewSession body,
            KnownCohort cohort,
            Caller caller,
            ServerWebExchange exchange) {
        Map<LocalDate, SessionPlan> plans = SessionForm.repeated(plan, repeat, cohort);
        Mono<Planned> work =
                idempotency
                        .terms(exchange, body)
                        .flatMap(
                                terms ->
                                        planned(
                                                Idempotency.newId(terms, ids),
                                                plans,
                                                body,
                                                cohort,
                                                caller));
        return idempotency
                .once(exchange, body, Planned.class, work)
                .<ResponseEntity<?>>map(
                        planned -> ResponseEntity.created(listed(cohort, plans)).body(planned));
    }

    /** Where the sessions of a repetition are, beside others of these days. */
    private static URI listed(KnownCohort cohort, Map<LocalDate, SessionPlan> plans) {
        List<LocalDate> days = plans.keySet().stream().sorted().toList();
        return URI.create(
                "/api/cohorts/%s/sessions?from=%s&until=%s"
                        .formatted(cohort.cohortId(), days.getFirst(), days.getLast()));
    }

    private Mono<Planned> planned(
            String firstPartOfIds,
            Map<LocalDate, SessionPlan> plans,
            NewSession body,
            KnownCohort cohort,
            Caller caller) {
        Map<String, SessionPlan> byId = new LinkedHashMap<>();
        plans.forEach((day, plan) -> byId.put(firstPartOfIds + "-" + day, plan));
        return desk.planAll(cohort.cohortId(), byId, overrides(body.overridePlace()), stamp(caller))
                .sort(Comparator.comparing(SessionDesk::key))
                .collectList()
                .flatMap(views::of)
                .map(Planned::new);
    }

    private static boolean overrides(@Nullable Boolean overridePlace) {
        return overridePlace != null && overridePlace;
    }

    private Mono<Optional<Instructor>> instructorOf(SessionPlan plan) {
        String instructorId = plan.instructorId();
        return instructorId == null
                ? Mono.just(Optional.empty())
                : instructors
                        .find(instructorId)
                        .map(found -> Optional.of(found.state()))
                        .defaultIfEmpty(Optional.empty());
    }

    // ---- reading

    @GetMapping("/api/cohorts/{cohortId}/sessions")
    Mono<Page<SessionView>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        Days days = Days.of(query);
        String list = "sessions " + cohortId + " " + days;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return ofCohort(cohortId, days, wanted.after(), caller)
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, SessionDesk::key, cursors, list))
                .flatMap(page -> views.of(page.items()).map(all -> new Page<>(all, page.next())));
    }

    @GetMapping(value = "/api/cohorts/{cohortId}/sessions", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        return Csv.answer(
                HEADER,
                ofCohort(cohortId, Days.of(query), null, caller)
                        .collectList()
                        .flatMap(views::of)
                        .flatMapIterable(all -> all)
                        .map(SessionApi::cells));
    }

    private static List<?> cells(SessionView view) {
        return Arrays.asList(
                view.sessionId(),
                view.cohortId(),
                view.kind(),
                view.title(),
                view.moduleId(),
                view.instructorId(),
                view.instructor(),
                view.startsAt(),
                view.endsAt(),
                view.timeZone(),
                view.place(),
                view.status());
    }

    /**
     * Which days are wanted, by those of the session's zone.
     *
     * @param from null: from the first
     * @param until null: to the last
     */
    private record Days(@Nullable LocalDate from, @Nullable LocalDate until) {

        static Days of(MultiValueMap<String, String> query) {
            return new Days(day(query, "from"), day(query, "until"));
        }

        private static @Nullable LocalDate day(MultiValueMap<String, String> query, String name) {
            String text = query.getFirst(name);
            try {
                return text == null ? null : LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw ProblemException.malformed(FieldError.of(name, "NOT_A_DATE"));
            }
        }

        boolean have(Versioned<Session> session) {
            SessionPlan plan = session.state().planned();
            return (from == null || !plan.endsAt().toLocalDate().isBefore(from))
                    && (until == null || !plan.startsAt().toLocalDate().isAfter(until));
        }
    }

    private Flux<Versioned<Session>> ofCohort(
            String cohortId, Days days, @Nullable String after, Caller caller) {
        return access.visibleWeek(cohortId, caller)
                .thenMany(Flux.defer(() -> desk.ofCohort(cohortId, after)))
                .filter(days::have)
                .filter(session -> WeekAccess.maySee(caller, session.state()));
    }

    @GetMapping("/api/sessions/{sessionId}")
    Mono<ResponseEntity<SessionView>> one(
            @PathVariable String sessionId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT, Role.INSTRUCTOR);
        return visible(sessionId, caller)
                .flatMap(
                        session ->
                                instructorVersion(session.state())
                                        .map(teacher -> answer(session, teacher, exchange)));
    }

    private Mono<Versioned<Instructor>> instructorVersion(Session session) {
        String instructorId = session.planned().instructorId();
        Versioned<Instructor> nobody = new Versioned<>("", 0, Instructor.initial(""));
        return instructorId == null
                ? Mono.just(nobody)
                : instructors.find(instructorId).defaultIfEmpty(nobody);
    }

    /** The name is another document's, so its version is in the tag, too. */
    private static ResponseEntity<SessionView> answer(
            Versioned<Session> session,
            Versioned<Instructor> instructor,
            ServerWebExchange exchange) {
        String etag = Etags.of(session.version(), instructor.version());
        return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                ? ResponseEntity.status(304).eTag(etag).build()
                : ResponseEntity.ok().eTag(etag).body(SessionView.of(session, instructor.state()));
    }

    private Mono<Versioned<Session>> visible(String sessionId, Caller caller) {
        return desk.find(sessionId)
                .delayUntil(session -> access.visibleWeek(session.state().cohortId(), caller))
                .filter(session -> WeekAccess.maySee(caller, session.state()))
                .switchIfEmpty(Mono.error(SessionApi::notFound))
                .onErrorMap(WeekAccess::isHidden, _ -> notFound());
    }

    private static RefusedException notFound() {
        return new RefusedException(WeekRefusal.SESSION_NOT_FOUND);
    }

    // ---- changing

    @PatchMapping(
            value = "/api/sessions/{sessionId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<SessionView>> edit(
            @PathVariable String sessionId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        MergePatch<EditedSession> patch =
                MergePatch.of(body, EditedSession.class, json, SessionForm.MAY_BE_EMPTIED);
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return visible(sessionId, caller)
                .filterWhen(this::hasNoClinic)
                .switchIfEmpty(Mono.error(SessionApi::hasClinic))
                .flatMap(session -> edit(session, patch, terms, caller))
                .retryWhen(ON_PRESENT_PLAN)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Mono<SessionView> edit(
            Versioned<Session> session,
            MergePatch<EditedSession> patch,
            Terms terms,
            Caller caller) {
        return access.editable(session.state().cohortId(), caller)
                .flatMap(cohort -> form.edited(session.state().planned(), patch, cohort))
                .flatMap(
                        after ->
                                desk.edit(
                                        session,
                                        after,
                                        overrides(patch.named().overridePlace()),
                                        stamp(caller),
                                        terms))
                .flatMap(
                        done ->
                                instructorOf(done.state().planned())
                                        .map(
                                                teacher ->
                                                        SessionView.of(
                                                                done, teacher.orElse(null))));
    }

    /** Its slots are booked at times that this would not tell. */
    private Mono<Boolean> hasNoClinic(Versioned<Session> session) {
        return session.state().planned().kind() == SessionKind.CLINIC
                ? clinics.isClinic(session.id()).map(isClinic -> !isClinic)
                : Mono.just(true);
    }

    private static RefusedException hasClinic() {
        return new RefusedException(WeekRefusal.SESSION_HAS_CLINIC);
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == WeekRefusal.PLAN_CHANGED;
    }

    @PostMapping("/api/sessions/{sessionId}/cancellation")
    Mono<ResponseEntity<SessionView>> cancel(
            @PathVariable String sessionId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(sessionId, caller)
                .filterWhen(this::hasNoClinic)
                .switchIfEmpty(Mono.error(SessionApi::hasClinic))
                .flatMap(
                        session ->
                                idempotency
                                        .terms(exchange, "")
                                        .zipWith(instructorOf(session.state().planned()))
                                        .flatMap(
                                                both ->
                                                        desk.cancel(
                                                                session,
                                                                stamp(caller),
                                                                both.getT1(),
                                                                done ->
                                                                        SessionView.of(
                                                                                done,
                                                                                both.getT2()
                                                                                        .orElse(
                                                                                                null)),
                                                                SessionView.class)))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
