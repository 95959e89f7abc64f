package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.AdmissionForm.Kind;
import bootcamp.enrollment.admission.Application.Answer;
import bootcamp.enrollment.admission.Application.SentFile;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.file.PaperType;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files of applications: sent as they are by anybody before the application that names them,
 * read by staff of the cohort. They flow through in both directions.
 */
@RestController
final class ApplicationFileApi {

    private static final String SENT = "/api/cohorts/{cohortId}/application-files";
    private static final String NAMED = ApplicationApi.PATH + "/{applicationId}/files/{itemId}";

    /** A file that was sent is never another. */
    private static final String ETAG = Etags.of(1);

    private final Applications applications;
    private final ApplicationStore store;
    private final ApplicationFileStore files;
    private final FormStore forms;
    private final ApplyTryStore tries;
    private final Idempotency idempotency;

    ApplicationFileApi(
            Applications applications,
            ApplicationStore store,
            ApplicationFileStore files,
            FormStore forms,
            ApplyTryStore tries,
            Idempotency idempotency) {
        this.applications = applications;
        this.store = store;
        this.files = files;
        this.forms = forms;
        this.tries = tries;
        this.idempotency = idempotency;
    }

    /** Whoever knows the id that it answers with can name the file, once. */
    @PostMapping(SENT)
    Mono<ResponseEntity<SentFile>> send(@PathVariable String cohortId, ServerWebExchange exchange) {
        return forms.find(cohortId)
                .switchIfEmpty(refused(AdmissionRefusal.FORM_NOT_FOUND))
                .zipWhen(_ -> applications.cohort(cohortId))
                .flatMap(
                        both -> {
                            AdmissionForm form = both.getT1().form();
                            if (!applications.isOpen(both.getT2(), form)) {
                                return refused(AdmissionRefusal.APPLICATIONS_NOT_OPEN);
                            }
                            if (form.items().stream().noneMatch(each -> each.kind() == Kind.FILE)) {
                                return refused(AdmissionRefusal.NO_FILE_ASKED);
                            }
                            requirePaper(exchange.getRequest().getHeaders());
                            return tries.countFile(cohortId)
                                    .then(Mono.defer(() -> write(cohortId, exchange)));
                        })
                .map(
                        sent ->
                                ResponseEntity.status(HttpStatus.CREATED)
                                        .cacheControl(CacheControl.noStore())
                                        .body(sent));
    }

    /** What came before under the same key is the answer, and what came now goes again. */
    private Mono<SentFile> write(String cohortId, ServerWebExchange exchange) {
        FileStreams.Look look =
                new FileStreams.Look(
                        ApplicationFileStore.BYTES_MAX, ApplicationFileStore::tooLarge);
        Flux<ByteBuffer> bytes = FileStreams.of(exchange.getRequest().getBody());
        long told = exchange.getRequest().getHeaders().getContentLength();
        return files.write(cohortId, told, look.at(bytes))
                .flatMap(
                        sent ->
                                idempotency
                                        .once(
                                                exchange,
                                                look.sha256(),
                                                SentFile.class,
                                                Mono.just(sent))
                                        .onErrorResume(
                                                refused ->
                                                        files.remove(sent.fileId())
                                                                .then(Mono.error(refused)))
                                        .delayUntil(
                                                kept ->
                                                        kept.equals(sent)
                                                                ? Mono.empty()
                                                                : files.remove(sent.fileId())));
    }

    /** Before anything is read: what is said to be something else, or is said to be too long. */
    private static void requirePaper(HttpHeaders headers) {
        MediaType type = headers.getContentType();
        if (type == null || !PaperType.isOne(type.getType() + "/" + type.getSubtype())) {
            throw ProblemException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
        }
        if (headers.getContentLength() > ApplicationFileStore.BYTES_MAX) {
            throw ApplicationFileStore.tooLarge();
        }
    }

    /** To be saved, never to be shown in the page's own name. */
    @GetMapping(NAMED)
    Mono<ResponseEntity<Flux<DataBuffer>>> read(
            @PathVariable String cohortId,
            @PathVariable String applicationId,
            @PathVariable String itemId,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        HttpHeaders asked = exchange.getRequest().getHeaders();
        return applications
                .cohort(cohortId)
                .then(Mono.defer(() -> store.find(cohortId, applicationId)))
                .switchIfEmpty(refused(AdmissionRefusal.APPLICATION_NOT_FOUND))
                .flatMapIterable(Application::answers)
                .filter(answer -> answer.itemId().equals(itemId))
                .mapNotNull(Answer::file)
                .next()
                .flatMap(file -> answer(itemId, file, asked))
                .switchIfEmpty(refused(AdmissionRefusal.APPLICATION_FILE_NOT_FOUND));
    }

    /** Of no kind that a browser would show. */
    private Mono<ResponseEntity<Flux<DataBuffer>>> answer(
            String itemId, SentFile file, HttpHeaders asked) {
        if (Etags.isKnown(asked, ETAG)) {
            return Mono.just(ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(ETAG).build());
        }
        String name = "%s.%s".formatted(itemId, PaperType.endingOf(file.contentType()));
        return files.read(file)
                .map(
                        bytes ->
                                ResponseEntity.ok()
                                        .eTag(ETAG)
                                        .cacheControl(CacheControl.noStore())
                                        .header(
                                                HttpHeaders.CONTENT_DISPOSITION,
                                                ContentDisposition.attachment()
                                                        .filename(name)
                                                        .build()
                                                        .toString())
                                        .header("X-Content-Type-Options", "nosniff")
                                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                        .contentLength(file.bytes())
                                        .body(buffers(bytes)));
    }

    private static Flux<DataBuffer> buffers(Flux<ByteBuffer> bytes) {
        return bytes.map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    private static <T> Mono<T> refused(AdmissionRefusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
