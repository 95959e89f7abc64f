package bootcamp.platform.file;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Looks at the bytes of a paper as they pass: how many they are, and what. Of one file, once. */
public final class PaperLook {

    private final long max;
    private final Supplier<? extends RuntimeException> tooMany;
    private final String field;
    private final byte[] head = new byte[PaperType.HEAD_BYTES];
    private long bytes;
    private @Nullable PaperType type;

    /**
     * @param max bytes that may pass
     * @param tooMany what it fails with above
     * @param field which is wrong where it is no {@link PaperType}
     */
    public PaperLook(long max, Supplier<? extends RuntimeException> tooMany, String field) {
        this.max = max;
        this.tooMany = tooMany;
        this.field = field;
    }

    /**
     * Bytes wait until it is known what they are: what is refused is not written.
     *
     * @return fails with 422 {@code NOT_PDF_OR_PICTURE} for what is none
     */
    public Flux<ByteBuffer> at(Flux<ByteBuffer> passing) {
        List<ByteBuffer> held = new ArrayList<>();
        return passing.concatMapIterable(
                        buffer -> {
                            note(buffer);
                            held.add(buffer);
                            if (bytes < PaperType.HEAD_BYTES) {
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
        int wanted = (int) Math.max(0, PaperType.HEAD_BYTES - bytes);
        int length = Math.min(wanted, buffer.remaining());
        buffer.get(buffer.position(), head, PaperType.HEAD_BYTES - wanted, length);
        bytes += buffer.remaining();
        if (bytes > max) {
            throw tooMany.get();
        }
    }

    private void requireType() {
        if (type == null) {
            int known = (int) Math.min(bytes, PaperType.HEAD_BYTES);
            type =
                    PaperType.of(Arrays.copyOf(head, known))
                            .orElseThrow(
                                    () ->
                                            new InvalidInput(
                                                    List.of(
                                                            FieldError.of(
                                                                    field, "NOT_PDF_OR_PICTURE"))));
        }
    }

    /** Known once all have passed. */
    public PaperType type() {
        return Objects.requireNonNull(type);
    }

    public long bytes() {
        return bytes;
    }
}
