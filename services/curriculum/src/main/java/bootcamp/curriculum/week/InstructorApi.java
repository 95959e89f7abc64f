package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.InstructorCommand.AddInstructor;
import bootcamp.curriculum.week.InstructorCommand.EditInstructor;
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
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
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
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/instructors}: who teaches here, of every cohort. */
@RestController
public final class InstructorApi {

    static final int NAME_CHARS_MAX = 200;

    private static final String LIST = "instructors";
    private static final List<String> HEADER = List.of("instructorId", "name", "affiliation");

    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public InstructorApi(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.instructors = instructors;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    /** An instructor as staff see it. */
    record InstructorView(String instructorId, String name, Affiliation affiliation, long version) {

        static InstructorView of(Versioned<Instructor> instructor) {
            Instructor state = instructor.state();
            return new InstructorView(
                    instructor.id(), state.named(), state.affiliation(), instructor.version());
        }
    }

    // ---- adding

    record NewInstructor(String name, Affiliation affiliation) {}

    @PostMapping("/api/instructors")
    Mono<ResponseEntity<InstructorView>> add(
            @RequestBody NewInstructor body, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        InvalidInput.checking().line("name", body.name(), NAME_CHARS_MAX).orThrow();
        return idempotency
                .terms(exchange, body)
                .flatMap(
                        terms ->
                                instructors.transact(
                                        Idempotency.newId(terms, ids),
                                        new AddInstructor(
                                                body.name().strip(),
                                                body.affiliation(),
                                                stamp(caller)),
                                        terms,
                                        InstructorView::of,
                                        InstructorView.class))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/instructors/" + view.instructorId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    // ---- reading

    @GetMapping("/api/instructors")
    Mono<Page<InstructorView>> list(
            @RequestParam MultiValueMap<String, String> query, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        PageRequest wanted = PageRequest.of(query, cursors, LIST);
        return instructors
                .page(wanted.after(), wanted.limit() + 1)
                .map(InstructorView::of)
                .collectList()
                .map(found -> wanted.page(found, InstructorView::instructorId, cursors, LIST));
    }

    @GetMapping(value = "/api/instructors", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return Csv.answer(
                HEADER,
                Page.all(instructors::page, Versioned::id)
                        .map(InstructorView::of)
                        .map(
                                view ->
                                        List.of(
                                                view.instructorId(),
                                                view.name(),
                                                view.affiliation())));
    }

    @GetMapping("/api/instructors/{instructorId}")
    Mono<ResponseEntity<InstructorView>> one(
            @PathVariable String instructorId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        return find(instructorId).map(InstructorView::of).map(view -> answer(view, exchange));
    }

    private Mono<Versioned<Instructor>> find(String instructorId) {
        return instructors
                .find(instructorId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(WeekRefusal.INSTRUCTOR_NOT_FOUND)));
    }

    private static ResponseEntity<InstructorView> answer(
            InstructorView view, ServerWebExchange exchange) {
        String etag = Etags.of(view.version());
        return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                ? ResponseEntity.status(304).eTag(etag).build()
                : ResponseEntity.ok().eTag(etag).body(view);
    }

    // ---- editing

    record EditedInstructor(@Nullable String name, @Nullable Affiliation affiliation) {}

    @PatchMapping(
            value = "/api/instructors/{instructorId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<InstructorView>> edit(
            @PathVariable String instructorId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        EditedInstructor edited =
                MergePatch.of(body, EditedInstructor.class, json, Set.of()).named();
        String name = edited.name();
        InvalidInput.Checks checks = InvalidInput.checking();
        if (name != null) {
            checks.line("name", name, NAME_CHARS_MAX);
        }
        checks.orThrow();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        EditInstructor command =
                new EditInstructor(
                        name == null ? null : name.strip(), edited.affiliation(), stamp(caller));
        return find(instructorId)
                .then(Mono.defer(() -> instructors.transact(instructorId, command, terms)))
                .map(Outcome::after)
                .map(InstructorView::of)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
