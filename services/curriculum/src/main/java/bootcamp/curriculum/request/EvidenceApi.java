package bootcamp.curriculum.request;

import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.PaperType;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The file of a request: sent as it is by the student, read by the student and by staff of the
 * cohort. It flows through in both directions.
 */
@RestController
public final class EvidenceApi {

    private static final String PATH = RequestApi.PATH + "/{requestId}/evidence";

    private final Requests requests;
    private final RequestAccess access;
    private final AttendanceDesk desk;

    EvidenceApi(Requests requests, RequestAccess access, AttendanceDesk desk) {
        this.requests = requests;
        this.access = access;
        this.desk = desk;
    }

    /** In the place of the one before; what it is is told by its bytes. */
    @PutMapping(PATH)
    Mono<RequestView> send(
            @PathVariable String cohortId,
            @PathVariable String requestId,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = RequestAccess.studentOf(caller);
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return access.ofStudent(cohortId, studentId)
                .flatMap(
                        cohort ->
                                access.own(cohortId, requestId, studentId)
                                        .doOnNext(_ -> requireEvidence(headers))
                                        .flatMap(
                                                request ->
                                                        requests.attach(
                                                                request.id(),
                                                                bytes(
                                                                        exchange.getRequest()
                                                                                .getBody())))
                                        .map(
                                                request ->
                                                        RequestView.ofStudent(
                                                                request, desk.today(cohort))));
    }

    /** Before anything is read: what is said to be something else, or is said to be too long. */
    private static void requireEvidence(HttpHeaders headers) {
        MediaType type = headers.getContentType();
        if (type == null || !PaperType.isOne(type.getType() + "/" + type.getSubtype())) {
            throw ProblemException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
        }
        if (headers.getContentLength() > EvidenceFiles.BYTES_MAX) {
            throw EvidenceFiles.tooLarge();
        }
    }

    private static Flux<ByteBuffer> bytes(Flux<DataBuffer> body) {
        return body.map(
                buffer -> {
                    ByteBuffer bytes = ByteBuffer.allocate(buffer.readableByteCount());
                    buffer.toByteBuffer(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                });
    }

    /** To be saved, never to be shown in the page's own name. */
    @GetMapping(PATH)
    Mono<ResponseEntity<Flux<DataBuffer>>> read(
            @PathVariable String cohortId,
            @PathVariable String requestId,
            Caller caller,
            ServerWebExchange exchange) {
        HttpHeaders asked = exchange.getRequest().getHeaders();
        return access.visible(cohortId, requestId, caller).map(request -> answer(request, asked));
    }

    /** Of no kind that a browser would show. */
    private ResponseEntity<Flux<DataBuffer>> answer(
            Versioned<AttendanceRequest> request, HttpHeaders asked) {
        AttendanceRequest state = request.state();
        Evidence evidence = state.evidence();
        if (evidence == null) {
            throw Requests.noEvidence();
        }
        String etag = Etags.of(request.version());
        if (Etags.isKnown(asked, etag)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(etag).build();
        }
        String name =
                "evidence-%s.%s".formatted(state.day(), PaperType.endingOf(evidence.contentType()));
        return ResponseEntity.ok()
                .eTag(etag)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(evidence.bytes())
                .body(buffers(requests.evidence(evidence)));
    }

    private static Flux<DataBuffer> buffers(Flux<ByteBuffer> bytes) {
        return bytes.map(DefaultDataBufferFactory.sharedInstance::wrap);
    }
}
