package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.LectureCommand.CancelLecture;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.HoldLecture;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureForm.EditedLecture;
import bootcamp.curriculum.lecture.LectureForm.NewLecture;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
 * {@code /api/lectures}: staff plan, publish, cancel and hold them; students see what is theirs;
 * anybody sees the public page of one that was published.
 */
@RestController
public final class LectureApi {

    static final int NOTE_CHARS_MAX = 1_000;

    private static final String LIST = "lectures ";

    /** Somebody edited the plan at the same time: once more, on what is there now. */
    private static final Retry ON_PRESENT_PLAN =
            Retry.max(4)
                    .filter(LectureApi::isPlanChanged)
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());

    private final LectureDesk desk;
    private final LectureAccess access;
    private final LectureForm form;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public LectureApi(
            LectureDesk desk,
            LectureAccess access,
            LectureForm form,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.desk = desk;
        this.access = access;
        this.form = form;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    // ---- drafting

    @PostMapping("/api/lectures")
    Mono<ResponseEntity<LectureView>> draft(
            @RequestBody NewLecture body, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        body.cohortIds().forEach(caller::requireCohort);
        return form.plan(body, clock.instant())
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(
                        both ->
                                desk.draft(
                                        Idempotency.newId(both.getT2(), ids),
                                        new DraftLecture(both.getT1(), stamp(caller)),
                                        both.getT2(),
                                        LectureView::of,
                                        LectureView.class))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create("/api/lectures/" + view.lectureId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    // ---- reading

    /**
     * Which lectures are wanted.
     *
     * @param cohortId null: of every cohort
     * @param statuses empty: whatever the status
     */
    private record Filter(@Nullable String cohortId, Set<Status> statuses) {

        static Filter of(MultiValueMap<String, String> query) {
            return new Filter(
                    query.getFirst("cohortId"),
                    query.getOrDefault("status", List.of()).stream()
                            .flatMap(value -> Arrays.stream(value.split(",", -1)))
                            .map(Filter::status)
                            .collect(Collectors.toUnmodifiableSet()));
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

        boolean passes(Versioned<Lecture> lecture) {
            return statuses.isEmpty() || statuses.contains(lecture.state().status());
        }

        /** Of the list that it makes: a cursor of another one is refused. */
        String list() {
            return LIST + cohortId + statuses.stream().sorted().toList();
        }
    }

    @GetMapping("/api/lectures")
    Mono<Page<LectureView>> list(@RequestParam MultiValueMap<String, String> query, Caller caller) {
        Filter filter = Filter.of(query);
        PageRequest wanted = PageRequest.of(query, cursors, filter.list());
        return wanted(filter, wanted.after(), caller)
                .take(wanted.limit() + 1L)
                .map(lecture -> LectureView.of(lecture, LectureAccess.studentOrNull(caller)))
                .collectList()
                .map(found -> wanted.page(found, LectureView::lectureId, cursors, filter.list()));
    }

    private Flux<Versioned<Lecture>> wanted(Filter filter, @Nullable String after, Caller caller) {
        return access.all(filter.cohortId(), after, caller).filter(filter::passes);
    }

    @GetMapping(value = "/api/lectures", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @RequestParam MultiValueMap<String, String> query, Caller caller) {
        return Csv.answer(HEADER, wanted(Filter.of(query), null, caller).map(LectureApi::cells));
    }

    private static final List<String> HEADER =
            List.of(
                    "lectureId",
                    "cohortIds",
                    "title",
                    "speaker",
                    "place",
                    "startsAt",
                    "endsAt",
                    "timeZone",
                    "status",
                    "capacity",
                    "registered",
                    "unconfirmed",
                    "waiting");

    private static List<?> cells(Versioned<Lecture> lecture) {
        LectureView view = LectureView.of(lecture);
        return Arrays.asList(
                view.lectureId(),
                String.join(" ", view.cohortIds()),
                view.title(),
                view.speaker(),
                view.place(),
                view.startsAt(),
                view.endsAt(),
                view.timeZone(),
                view.status(),
                view.capacity(),
                view.registered(),
                view.unconfirmed(),
                view.waiting());
    }

    @GetMapping("/api/lectures/{lectureId}")
    Mono<ResponseEntity<LectureView>> one(
            @PathVariable String lectureId, Caller caller, ServerWebExchange exchange) {
        return access.visible(lectureId, caller)
                .map(lecture -> LectureView.of(lecture, LectureAccess.studentOrNull(caller)))
                .map(view -> answer(view, exchange));
    }

    private static ResponseEntity<LectureView> answer(
            LectureView view, ServerWebExchange exchange) {
        String etag = Etags.of(view.version());
        return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                ? ResponseEntity.status(304).eTag(etag).build()
                : ResponseEntity.ok().eTag(etag).body(view);
    }

    /** What anybody may know who has the address: not where it is, nor for whom. */
    record PublicLecture(
            String lectureId,
            String title,
            String speaker,
            String startsAt,
            String endsAt,
            String timeZone,
            Status status,
            int capacity,
            int registered) {

        static PublicLecture of(LectureView view) {
            return new PublicLecture(
                    view.lectureId(),
                    view.title(),
                    view.speaker(),
                    view.startsAt(),
                    view.endsAt(),
                    view.timeZone(),
                    view.status(),
                    view.capacity(),
                    view.registered());
        }
    }

    /** Whoever asks: the gateway vouches for a caller without a role. */
    @GetMapping("/api/lectures/{lectureId}/public")
    Mono<ResponseEntity<PublicLecture>> publicPage(@PathVariable String lectureId) {
        return desk.find(lectureId)
                .filter(lecture -> lecture.state().wasPublished())
                .switchIfEmpty(
                        Mono.error(
                                () -> new RefusedException(new LectureRefusal.LectureNotFound())))
                .map(LectureView::of)
                .map(PublicLecture::of)
                .map(
                        shown ->
                                ResponseEntity.ok()
                                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                        .body(shown));
    }

    // ---- editing

    @PatchMapping(
            value = "/api/lectures/{lectureId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<LectureView>> edit(
            @PathVariable String lectureId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        MergePatch<EditedLecture> patch =
                MergePatch.of(body, EditedLecture.class, json, LectureForm.MAY_BE_EMPTIED);
        List<String> cohortIds = patch.named().cohortIds();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return access.editable(lectureId, caller)
                .doOnNext(
                        _ -> {
                            if (cohortIds != null) {
                                cohortIds.forEach(caller::requireCohort);
                            }
                        })
                .flatMap(lecture -> edit(lecture, patch, terms, caller))
                .retryWhen(ON_PRESENT_PLAN)
                .map(LectureView::of)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Mono<Versioned<Lecture>> edit(
            Versioned<Lecture> lecture,
            MergePatch<EditedLecture> patch,
            Terms terms,
            Caller caller) {
        LecturePlan before = lecture.state().planned();
        return form.edited(before, patch, clock.instant())
                .flatMap(
                        after ->
                                desk.edit(
                                        lecture.id(),
                                        new EditLecture(before, after, stamp(caller)),
                                        terms));
    }

    private static boolean isPlanChanged(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == LectureRefusal.Now.PLAN_CHANGED;
    }

    // ---- how far it has come

    @PostMapping("/api/lectures/{lectureId}/publication")
    Mono<ResponseEntity<LectureView>> publish(
            @PathVariable String lectureId, Caller caller, ServerWebExchange exchange) {
        return commanded(lectureId, "", PublishLecture::new, caller, exchange);
    }

    /**
     * @param note those who had a seat read it; null: nothing
     */
    record NewCancellation(@Nullable CancellationReason reason, @Nullable String note) {}

    @PostMapping("/api/lectures/{lectureId}/cancellation")
    Mono<ResponseEntity<LectureView>> cancel(
            @PathVariable String lectureId,
            @RequestBody(required = false) @Nullable NewCancellation body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        CancellationReason reason = body == null ? null : body.reason();
        String note = body == null || body.note() == null ? null : body.note().strip();
        InvalidInput.checking().optionalText("note", note, NOTE_CHARS_MAX).orThrow();
        return commanded(
                lectureId,
                body == null ? "" : body,
                stamp ->
                        new CancelLecture(
                                reason, note == null || note.isEmpty() ? null : note, stamp),
                caller,
                exchange);
    }

    @PostMapping("/api/lectures/{lectureId}/holding")
    Mono<ResponseEntity<LectureView>> hold(
            @PathVariable String lectureId, Caller caller, ServerWebExchange exchange) {
        return commanded(lectureId, "", HoldLecture::new, caller, exchange);
    }

    private Mono<ResponseEntity<LectureView>> commanded(
            String lectureId,
            Object body,
            Function<Stamp, LectureCommand> command,
            Caller caller,
            ServerWebExchange exchange) {
        return access.editable(lectureId, caller)
                .then(Mono.defer(() -> idempotency.terms(exchange, body)))
                .flatMap(
                        terms ->
                                desk.transact(
                                        lectureId,
                                        command.apply(stamp(caller)),
                                        terms,
                                        LectureView::of,
                                        LectureView.class))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
