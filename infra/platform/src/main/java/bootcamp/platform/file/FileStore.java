package bootcamp.platform.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where files are kept, by id. An id is written once and never again; bytes flow through and are
 * never all in memory.
 *
 * <p>Whoever keeps a file writes it first and then the document that names it. What a process left
 * in between is in nobody's way: it is found by {@link #begunBefore} and removed.
 */
public interface FileStore {

    /** Of an id: 1 to 128 of lower-case letters, digits, {@code .} and {@code -}. */
    Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,127}");

    /**
     * Writes a new file; completes when it is durable. Where {@code bytes} fail, or nobody waits
     * any more, there is no file.
     *
     * @return fails with {@link IllegalStateException} where there is one of this id
     */
    Mono<Void> write(String id, Flux<ByteBuffer> bytes);

    /** The bytes of a file; fails with {@link FileMissing} where there is none. */
    Flux<ByteBuffer> read(String id);

    /** Removes a file, or what there is of it; where there is none, nothing. */
    Mono<Void> remove(String id);

    /** Files that were begun before then, those that never became whole among them. */
    Flux<String> begunBefore(Instant instant);

    /**
     * @throws IllegalArgumentException for what is no id
     */
    static String sound(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id of a file");
        }
        return id;
    }
}
