package bootcamp.curriculum.request;

import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.file.SealedFile;
import bootcamp.platform.file.SealedFiles;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.IdSource;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                    Look look = new Look();
                    String fileId = requestId + "." + ids.next();
                    return sealed.write(fileId, look.at(bytes))
                            .map(
                                    file ->
                                            new Evidence(
                                                    file.fileId(),
                                                    file.key(),
                                                    look.type().contentType(),
                                                    look.bytes,
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

    /** Looks at bytes as they pass. */
    private static final class Look {

        private final byte[] head = new byte[EvidenceType.HEAD_BYTES];
        private long bytes;
        private @Nullable EvidenceType type;

        /** Bytes wait until it is known what they are: what is refused is not written. */
        Flux<ByteBuffer> at(Flux<ByteBuffer> passing) {
            List<ByteBuffer> held = new ArrayList<>();
            return passing.concatMapIterable(
                            buffer -> {
                                note(buffer);
                                held.add(buffer);
                                if (bytes < EvidenceType.HEAD_BYTES) {
                                    return List.of();
                                }
                                requireType();
                                List<ByteBuffer> passed = List.copyOf(held);
                                held.clear();
                                return passed;
                            })
                    .concatWith(
                            Flux.defer(
                                    () -> {
                                        requireType();
                                        return Flux.fromIterable(held);
                                    }));
        }

        private void note(ByteBuffer buffer) {
            int wanted = (int) Math.max(0, EvidenceType.HEAD_BYTES - bytes);
            int length = Math.min(wanted, buffer.remaining());
            buffer.get(buffer.position(), head, EvidenceType.HEAD_BYTES - wanted, length);
            bytes += buffer.remaining();
            if (bytes > BYTES_MAX) {
                throw tooLarge();
            }
        }

        private void requireType() {
            if (type == null) {
                int known = (int) Math.min(bytes, EvidenceType.HEAD_BYTES);
                type =
                        EvidenceType.of(Arrays.copyOf(head, known))
                                .orElseThrow(
                                        () ->
                                                new InvalidInput(
                                                        List.of(
                                                                FieldError.of(
                                                                        "evidence",
                                                                        "NOT_PDF_OR_PICTURE"))));
            }
        }

        EvidenceType type() {
            return Objects.requireNonNull(type);
        }
    }
}
