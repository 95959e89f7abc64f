package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.RemoveFile;
import bootcamp.competition.scoring.UnusableSolution;
import bootcamp.competition.scoring.Verdict;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The labels and the data files of a competition. Bytes flow through in both directions. Data are
 * answered in parts to who asks for them (RFC 9110, 14), so that a download can go on where it was
 * cut; its tag is the digest of the file.
 */
@RestController
public final class ContestFileApi {

    private static final String SOLUTION = "/api/competitions/{competitionId}/solution";
    private static final String FILE = "/api/competitions/{competitionId}/files/{name}";

    private final CompetitionAccess access;
    private final CompetitionDesk desk;
    private final ContestFiles files;
    private final Idempotency idempotency;
    private final Texts texts;
    private final InstantSource clock;

    public ContestFileApi(
            CompetitionAccess access,
            CompetitionDesk desk,
            ContestFiles files,
            Idempotency idempotency,
            Texts texts,
            InstantSource clock) {
        this.access = access;
        this.desk = desk;
        this.files = files;
        this.idempotency = idempotency;
        this.texts = texts;
        this.clock = clock;
    }

    // ---- labels

    @PutMapping(value = SOLUTION, consumes = Csv.TYPE_VALUE)
    Mono<ResponseEntity<CompetitionView>> solve(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return access.editable(competitionId, caller)
                .doOnNext(_ -> requireSize(exchange))
                .flatMap(
                        competition ->
                                files.solve(
                                        competition,
                                        FileStreams.of(exchange.getRequest().getBody()),
                                        stamp(caller)))
                .onErrorMap(
                        UnusableSolution.class,
                        unusable -> SolutionProblem.of(unusable, texts, Texts.languageOf(exchange)))
                .map(CompetitionView::ofStaff)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    /** For staff of the competition alone: nobody else can come by it. */
    @GetMapping(SOLUTION)
    Mono<ResponseEntity<Flux<DataBuffer>>> solution(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return access.editable(competitionId, caller)
                .map(
                        competition -> {
                            Labels labels = competition.state().labels();
                            if (labels == null) {
                                throw new RefusedException(
                                        CompetitionRefusal.Now.SOLUTION_NOT_FOUND);
                            }
                            return answer(
                                    new DataFile(
                                            "solution.csv",
                                            labels.fileId(),
                                            labels.bytes(),
                                            labels.sha256(),
                                            labels.at()),
                                    exchange.getRequest().getHeaders());
                        });
    }

    /**
     * What predictions would score.
     *
     * @param rows null, as the scores are: it would be refused
     * @param privateScore null, too, where the labels have one split
     * @param error left out unless it would be refused
     */
    record Preview(
            String state,
            @Nullable Long rows,
            @Nullable Double publicScore,
            @Nullable Double privateScore,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FaultView error) {

        static Preview of(Verdict verdict, Texts texts, Locale language) {
            return switch (verdict) {
                case Verdict.Scored scored ->
                        new Preview(
                                "SCORED",
                                scored.rows(),
                                scored.publicScore(),
                                scored.privateScore(),
                                null);
                case Verdict.Rejected rejected ->
                        new Preview(
                                "REJECTED",
                                null,
                                null,
                                null,
                                FaultView.of(rejected.fault(), texts, language));
            };
        }
    }

    /** Keeps nothing, so a repeated request is scored once more, to the same. */
    @PostMapping(value = SOLUTION + "/preview", consumes = Csv.TYPE_VALUE)
    Mono<Preview> preview(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        Locale language = Texts.languageOf(exchange);
        return access.editable(competitionId, caller)
                .doOnNext(_ -> requireSize(exchange))
                .flatMap(
                        competition -> {
                            Labels labels = competition.state().labels();
                            if (labels == null) {
                                throw new RefusedException(
                                        CompetitionRefusal.Now.SOLUTION_NOT_FOUND);
                            }
                            return files.preview(
                                    labels,
                                    competition.state().planned(),
                                    competitionId,
                                    FileStreams.of(exchange.getRequest().getBody()),
                                    digest -> idempotency.terms(exchange, digest));
                        })
                .map(verdict -> Preview.of(verdict, texts, language));
    }

    /** One of each kind, in an order that stays. */
    record Checks(List<CompetitionChecks.Check> items) {}

    /** Made of plan, labels and data as they are. */
    @GetMapping("/api/competitions/{competitionId}/checks")
    Mono<Checks> checks(@PathVariable String competitionId, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(
                        competition -> {
                            Labels labels = competition.state().labels();
                            if (labels == null) {
                                throw new RefusedException(
                                        CompetitionRefusal.Now.SOLUTION_NOT_FOUND);
                            }
                            CompetitionPlan plan = competition.state().planned();
                            return files.look(labels, competition.state())
                                    .map(look -> new Checks(CompetitionChecks.of(plan, look)));
                        });
    }

    // ---- data

    @PutMapping(value = FILE, consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    Mono<ResponseEntity<CompetitionView>> add(
            @PathVariable String competitionId,
            @PathVariable String name,
            Caller caller,
            ServerWebExchange exchange) {
        return access.editable(competitionId, caller)
                .doOnNext(
                        _ -> {
                            requireSize(exchange);
                            if (!DataFile.NAME.matcher(name).matches()) {
                                throw new InvalidInput(
                                        List.of(FieldError.of("name", "NOT_A_FILE_NAME")));
                            }
                        })
                .flatMap(
                        competition ->
                                files.add(
                                        competition,
                                        name,
                                        FileStreams.of(exchange.getRequest().getBody()),
                                        stamp(caller)))
                .map(CompetitionView::ofStaff)
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @GetMapping(FILE)
    Mono<ResponseEntity<Flux<DataBuffer>>> read(
            @PathVariable String competitionId,
            @PathVariable String name,
            Caller caller,
            ServerWebExchange exchange) {
        return access.visible(competitionId, caller)
                .map(
                        competition -> {
                            DataFile file = competition.state().files().get(name);
                            if (file == null) {
                                throw new RefusedException(
                                        CompetitionRefusal.Now.DATA_FILE_NOT_FOUND);
                            }
                            return answer(file, exchange.getRequest().getHeaders());
                        });
    }

    @DeleteMapping(FILE)
    Mono<ResponseEntity<Void>> remove(
            @PathVariable String competitionId, @PathVariable String name, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(
                        competition ->
                                desk.transact(competitionId, new RemoveFile(name, stamp(caller)))
                                        .flatMap(
                                                _ -> {
                                                    DataFile file =
                                                            competition.state().files().get(name);
                                                    return file == null
                                                            ? Mono.empty()
                                                            : files.remove(file.fileId());
                                                }))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static void requireSize(ServerWebExchange exchange) {
        if (exchange.getRequest().getHeaders().getContentLength() > DataFile.BYTES_MAX) {
            throw ContestFiles.tooLarge();
        }
    }

    private Stamp stamp(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return new Stamp(clock.instant(), caller.username());
    }

    // ---- answers

    /** Of no kind that a browser would show; in parts where one part is asked for. */
    private ResponseEntity<Flux<DataBuffer>> answer(DataFile file, HttpHeaders asked) {
        String etag = "\"" + file.sha256() + "\"";
        if (Etags.isKnown(asked, etag)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(etag).build();
        }
        Part part = Part.of(file, asked, etag);
        if (part == null) {
            throw ProblemException.of(
                    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    "NO_SUCH_PART",
                    Map.of("bytes", file.bytes()));
        }
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(part.isAll(file) ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                        .eTag(etag)
                        .cacheControl(CacheControl.noCache())
                        .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                ContentDisposition.attachment()
                                        .filename(file.name())
                                        .build()
                                        .toString())
                        .header("X-Content-Type-Options", "nosniff")
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .contentLength(part.length());
        if (!part.isAll(file)) {
            answer.header(
                    HttpHeaders.CONTENT_RANGE,
                    "bytes %d-%d/%d"
                            .formatted(part.from(), part.from() + part.length() - 1, file.bytes()));
        }
        return answer.body(part.of(files.read(file.fileId())));
    }

    /** Bytes of a file that are asked for. */
    private record Part(long from, long length) {

        /** Null: there are no such bytes. More than one part, or nonsense, means all of it. */
        static @Nullable Part of(DataFile file, HttpHeaders asked, String etag) {
            Part all = new Part(0, file.bytes());
            String since = asked.getFirst(HttpHeaders.IF_RANGE);
            if (since != null && !since.equals(etag)) {
                return all;
            }
            List<HttpRange> ranges;
            try {
                ranges = HttpRange.parseRanges(asked.getFirst(HttpHeaders.RANGE));
            } catch (IllegalArgumentException malformed) {
                return all;
            }
            if (ranges.size() != 1) {
                return all;
            }
            try {
                long from = ranges.getFirst().getRangeStart(file.bytes());
                long until = ranges.getFirst().getRangeEnd(file.bytes());
                return from >= file.bytes() || until < from
                        ? null
                        : new Part(from, until - from + 1);
            } catch (IllegalArgumentException outside) {
                return null;
            }
        }

        boolean isAll(DataFile file) {
            return length == file.bytes();
        }

        Flux<DataBuffer> of(Flux<ByteBuffer> bytes) {
            return Flux.defer(
                    () -> {
                        long[] toSkip = {from};
                        long[] toSend = {length};
                        return bytes.takeUntil(_ -> toSend[0] == 0)
                                .<DataBuffer>handle(
                                        (buffer, sink) -> {
                                            int skipped =
                                                    (int) Math.min(toSkip[0], buffer.remaining());
                                            toSkip[0] -= skipped;
                                            int sent =
                                                    (int)
                                                            Math.min(
                                                                    toSend[0],
                                                                    buffer.remaining() - skipped);
                                            if (sent > 0) {
                                                toSend[0] -= sent;
                                                sink.next(
                                                        DefaultDataBufferFactory.sharedInstance
                                                                .wrap(
                                                                        buffer.slice(
                                                                                buffer.position()
                                                                                        + skipped,
                                                                                sent)));
                                            }
                                        });
                    });
        }
    }
}
