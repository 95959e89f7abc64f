package bootcamp.enrollment.roster;

import bootcamp.enrollment.roster.RosterImport.Kind;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Imports of rosters and of attendance sheets over HTTP, for those who work with the cohort. A file
 * that can't be read is refused at once, with nothing begun.
 */
@RestController
public final class ImportApi {

    /** Of an undoing whose end the answer waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Subtypes under which programs and browsers send a roster; the content decides what it is. */
    private static final Set<String> FILES =
            Set.of(
                    "csv",
                    "plain",
                    "tab-separated-values",
                    "vnd.ms-excel",
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "vnd.ms-excel.sheet.macroenabled.12",
                    "octet-stream");

    private static final int READERS = 2;
    private static final int READERS_WAITING_MAX = 16;

    private final RosterImports imports;
    private final Texts texts;
    private final Cursors cursors;
    private final Idempotency idempotency;
    private final Scheduler readers =
            Schedulers.newBoundedElastic(READERS, READERS_WAITING_MAX, "rosters", 60, true);

    public ImportApi(RosterImports imports, Texts texts, Cursors cursors, Idempotency idempotency) {
        this.imports = imports;
        this.texts = texts;
        this.cursors = cursors;
        this.idempotency = idempotency;
    }

    /** What an import that has begun is called. */
    record Begun(String importId, ImportView.State state) {}

    @PostMapping("/api/cohorts/{cohortId}/imports")
    Mono<ResponseEntity<Begun>> begin(
            Caller caller,
            ServerWebExchange exchange,
            @PathVariable String cohortId,
            @RequestParam String kind,
            @RequestParam(defaultValue = "false") boolean preview,
            @RequestParam(required = false) @Nullable String encoding,
            @RequestParam(required = false) @Nullable String separator) {
        caller.requireCohort(cohortId);
        Kind what = kind(kind);
        demandFile(exchange.getRequest().getHeaders().getContentType());
        Wish wish = new Wish(what, cohortId, caller.username(), preview, encoding, separator);
        return bytes(exchange).flatMap(bytes -> begin(exchange, wish, bytes)).map(ImportApi::begun);
    }

    /** What is to be done with a file. */
    private record Wish(
            Kind kind,
            String cohortId,
            String by,
            boolean preview,
            @Nullable String encoding,
            @Nullable String separator) {}

    private static Kind kind(String kind) {
        return switch (kind) {
            case "roster" -> Kind.ROSTER;
            case "attendance" -> Kind.ATTENDANCE;
            default ->
                    throw ProblemException.malformed(
                            new FieldError(
                                    "kind", "NOT_ONE_OF", Map.of("allowed", "roster, attendance")));
        };
    }

    private static void demandFile(@Nullable MediaType type) {
        if (type == null || !FILES.contains(type.getSubtype().toLowerCase(Locale.ROOT))) {
            throw ProblemException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
        }
    }

    private static Mono<byte[]> bytes(ServerWebExchange exchange) {
        int max = RosterBounds.DEFAULT.bytesMax();
        return DataBufferUtils.join(exchange.getRequest().getBody(), max)
                .map(ImportApi::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, tooLarge -> tooLarge(max));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ProblemException tooLarge(int max) {
        return ProblemException.of(
                HttpStatus.CONTENT_TOO_LARGE, "FILE_TOO_LARGE", Map.of("maxBytes", max));
    }

    private Mono<RosterImport> begin(ServerWebExchange exchange, Wish wish, byte[] bytes) {
        return Mono.zip(idempotency.terms(exchange, digest(bytes)), read(bytes, wish))
                .flatMap(read -> read.getT2().begin(read.getT1().key()));
    }

    /** A file that was read and is to be imported as it was wished. */
    private interface Readable {
        Mono<RosterImport> begin(@Nullable CommandKey key);
    }

    private Mono<Readable> read(byte[] bytes, Wish wish) {
        return Mono.fromCallable(
                        () ->
                                switch (wish.kind()) {
                                    case ROSTER -> roster(bytes, wish);
                                    case ATTENDANCE -> attendance(bytes, wish);
                                })
                .subscribeOn(readers)
                .onErrorMap(
                        RejectedExecutionException.class,
                        busy -> new RefusedException(ImportRefusal.TOO_MANY_IMPORTS));
    }

    private Readable roster(byte[] bytes, Wish wish) {
        RosterFile file = RosterFile.read(bytes, wish.encoding(), wish.separator());
        return key -> imports.begin(wish.cohortId(), wish.by(), file, wish.preview(), key);
    }

    private Readable attendance(byte[] bytes, Wish wish) {
        AttendanceFile file = AttendanceFile.read(bytes, wish.encoding(), wish.separator());
        return key -> imports.begin(wish.cohortId(), wish.by(), file, wish.preview(), key);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static ResponseEntity<Begun> begun(RosterImport roster) {
        ImportView.State state = ImportView.state(roster.phase());
        return ResponseEntity.accepted()
                .location(URI.create("/api/imports/" + roster.importId()))
                .body(new Begun(roster.importId(), state));
    }

    /** All of the cohort's imports, the newest first. */
    @GetMapping(value = "/api/cohorts/{cohortId}/imports", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            Caller caller, ServerWebExchange exchange, @PathVariable String cohortId) {
        caller.requireCohort(cohortId);
        Locale language = language(exchange);
        return Csv.answer(
                HEADER,
                Page.all(
                                (before, limit) -> imports.ofCohort(cohortId, before, limit),
                                RosterImport::importId)
                        .map(each -> cells(ImportView.of(each, texts, language, false))));
    }

    private static final List<String> HEADER =
            List.of(
                    "importId",
                    "state",
                    "startedAt",
                    "by",
                    "format",
                    "rows",
                    "applied",
                    "unchanged",
                    "rejected",
                    "new",
                    "changed",
                    "conflicts",
                    "failure");

    private static List<?> cells(ImportView view) {
        return Arrays.asList(
                view.importId(),
                view.state(),
                view.startedAt(),
                view.by(),
                view.format(),
                view.rows(),
                view.applied(),
                view.unchanged(),
                view.rejected(),
                view.added(),
                view.changed(),
                view.conflicts(),
                view.failure() == null ? null : view.failure().code());
    }

    @GetMapping("/api/cohorts/{cohortId}/imports")
    Mono<Page<ImportView>> list(
            Caller caller, ServerWebExchange exchange, @PathVariable String cohortId) {
        caller.requireCohort(cohortId);
        String list = "imports/" + cohortId;
        PageRequest page = PageRequest.of(exchange.getRequest().getQueryParams(), cursors, list);
        Locale language = language(exchange);
        return imports.ofCohort(cohortId, page.after(), page.limit() + 1)
                .collectList()
                .map(found -> page.page(found, RosterImport::importId, cursors, list))
                .map(found -> found.map(each -> ImportView.of(each, texts, language, false)));
    }

    @GetMapping("/api/imports/{importId}")
    Mono<ResponseEntity<ImportView>> show(
            Caller caller, ServerWebExchange exchange, @PathVariable String importId) {
        return of(caller, importId).map(roster -> shown(exchange, roster));
    }

    /** The same version in two languages is two texts. */
    private ResponseEntity<ImportView> shown(ServerWebExchange exchange, RosterImport roster) {
        Locale language = language(exchange);
        String etag = "\"" + roster.version() + "-" + language.getLanguage() + "\"";
        HttpHeaders asked = exchange.getRequest().getHeaders();
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(
                        Etags.isKnown(asked, etag) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK);
        answer.eTag(etag).varyBy(HttpHeaders.ACCEPT_LANGUAGE);
        return Etags.isKnown(asked, etag)
                ? answer.build()
                : answer.body(ImportView.of(roster, texts, language, true));
    }

    @PostMapping("/api/imports/{importId}/application")
    Mono<ResponseEntity<ImportView>> apply(
            Caller caller, ServerWebExchange exchange, @PathVariable String importId) {
        // Applying twice is applying once; the key is only looked at.
        return of(caller, importId)
                .delayUntil(_ -> idempotency.terms(exchange, ""))
                .flatMap(roster -> imports.apply(roster.importId()))
                .map(roster -> ImportView.of(roster, texts, language(exchange), true))
                .map(view -> ResponseEntity.accepted().body(view));
    }

    @DeleteMapping("/api/imports/{importId}")
    Mono<ImportView> undo(
            Caller caller, ServerWebExchange exchange, @PathVariable String importId) {
        return of(caller, importId)
                .flatMap(roster -> imports.undo(roster.importId(), PATIENCE))
                .map(roster -> ImportView.of(roster, texts, language(exchange), true));
    }

    private Mono<RosterImport> of(Caller caller, String importId) {
        caller.require(Role.ADMIN, Role.STAFF);
        return imports.find(importId)
                .filter(roster -> caller.worksWith(roster.cohortId()))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(ImportRefusal.IMPORT_NOT_FOUND)));
    }

    private static Locale language(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return Texts.languageOf(headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE));
    }
}
