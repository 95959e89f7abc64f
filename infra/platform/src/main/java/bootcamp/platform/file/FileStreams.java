package bootcamp.platform.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Bytes that flow, as requests and readers of files have them. */
public final class FileStreams {

    /** Buffers that wait for whoever reads a stream: a stream holds no more of a file. */
    private static final int AHEAD = 4;

    private FileStreams() {}

    /** Bytes of a request, copied out of the server's buffers, which are released. */
    public static Flux<ByteBuffer> of(Flux<DataBuffer> body) {
        return body.map(
                buffer -> {
                    ByteBuffer bytes = ByteBuffer.allocate(buffer.readableByteCount());
                    buffer.toByteBuffer(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                });
    }

    /** What reads a stream, and may wait for it. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /**
     * Lets somebody read bytes as a stream, on a thread that may wait.
     *
     * @param threads where it is read; none of a server's own
     * @return fails as the bytes do, or as the reading does
     */
    public static <T> Mono<T> read(Flux<ByteBuffer> bytes, Reading<T> reading, Scheduler threads) {
        Callable<T> work =
                () -> {
                    try (Stream<ByteBuffer> buffers = bytes.toStream(AHEAD);
                            InputStream in = stream(buffers.iterator())) {
                        return reading.read(in);
                    }
                };
        return Mono.fromCallable(work).subscribeOn(threads);
    }

    private static InputStream stream(Iterator<ByteBuffer> buffers) {
        return new SequenceInputStream(
                new Enumeration<InputStream>() {
                    @Override
                    public boolean hasMoreElements() {
                        return buffers.hasNext();
                    }

                    @Override
                    public InputStream nextElement() {
                        return new ByteBufferStream(buffers.next());
                    }
                }) {
            /** Without reading what is left: whoever closes has had enough. */
            @Override
            public void close() {}
        };
    }

    private static final class ByteBufferStream extends InputStream {

        private final ByteBuffer bytes;

        ByteBufferStream(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (length == 0) {
                return 0;
            }
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, from, count);
            return count;
        }
    }

    /** Counts and digests bytes as they pass. */
    public static final class Look {

        private final MessageDigest digest;
        private final long max;
        private final java.util.function.Supplier<? extends RuntimeException> tooMany;
        private long bytes;

        /**
         * @param max bytes that may pass
         * @param tooMany what it fails with above
         */
        public Look(long max, java.util.function.Supplier<? extends RuntimeException> tooMany) {
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
            this.max = max;
            this.tooMany = tooMany;
        }

        public Flux<ByteBuffer> at(Flux<ByteBuffer> passing) {
            return passing.doOnNext(
                    buffer -> {
                        bytes += buffer.remaining();
                        if (bytes > max) {
                            throw tooMany.get();
                        }
                        digest.update(buffer.duplicate());
                    });
        }

        public long bytes() {
            return bytes;
        }

        /** Of all that passed, in hex; to be asked for once. */
        public String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
