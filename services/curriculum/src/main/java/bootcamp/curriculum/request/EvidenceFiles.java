package bootcamp.curriculum.request;

import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.file.PaperLook;
import bootcamp.platform.file.SealedFile;
import bootcamp.platform.file.SealedFiles;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.IdSource;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files of requests, sealed. The id of a file is that of its request and 128 random bits, so
 * that it is told of each file which document would name it.
 */
final class EvidenceFiles {

    static final long BYTES_MAX = 5 << 20;

    private final FileStore files;
    private final SealedFiles sealed;
    private final IdSource ids;
    private final InstantSource clock;

    EvidenceFiles(FileStore files, SealedFiles sealed, IdSource ids, InstantSource clock) {
        this.files = files;
        this.sealed = sealed;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Writes the file; completes when it is durable, and before any document names it.
     *
     * @return fails with 413 {@code EVIDENCE_TOO_LARGE}, and with 422 for what is no PDF or
     *     picture; then there is no file
     */
    Mono<Evidence> write(String requestId, Flux<ByteBuffer> bytes) {
        return Mono.defer(
                () -> {
                    PaperLook look = new PaperLook(BYTES_MAX, EvidenceFiles::tooLarge, "evidence");
                    String fileId = requestId + "." + ids.next();
                    return sealed.write(fileId, look.at(bytes))
                            .map(
                                    file ->
                                            new Evidence(
                                                    file.fileId(),
                                                    file.key(),
                                                    look.type().contentType(),
                                                    look.bytes(),
                                                    clock.instant()));
                });
    }

    Flux<ByteBuffer> read(Evidence evidence) {
        return sealed.read(new SealedFile(evidence.fileId(), evidence.key()));
    }

    Mono<Void> remove(@Nullable Evidence evidence) {
        return evidence == null ? Mono.empty() : sealed.remove(evidence.fileId());
    }

    /**
     * @param named of these files those that their request names
     */
    FileSweep sweep(Function<List<String>, Mono<Set<String>>> named, Instant now) {
        return new FileSweep(files, named, InstantSource.fixed(now));
    }

    static ProblemException tooLarge() {
        return ProblemException.of(
                HttpStatus.CONTENT_TOO_LARGE, "EVIDENCE_TOO_LARGE", Map.of("maxBytes", BYTES_MAX));
    }

    /** Whose a file is. */
    static String requestOf(String fileId) {
        return fileId.substring(0, Math.max(0, fileId.indexOf('.')));
    }
}
