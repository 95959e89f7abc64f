package bootcamp.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.h2.mvstore.MVStore;

/**
 * A server of MongoDB's wire protocol in this JVM, on one file or in memory.
 *
 * <p>On disk, no answer leaves before everything that it could have seen is written and synced, so
 * what a client was told survives {@code kill -9} and a power cut at any moment. A query with a
 * condition on {@code _id} (equality, {@code $in}, or a range of strings) is a look-up whatever
 * else it asks for; any other query reads the whole collection. The file stays bounded: dead space
 * is used again after a second, and given back on close (decision 0002).
 *
 * <p>What the wire server cannot do is listed there too: no sessions, no transactions, no change
 * streams, no secondary index that is not unique.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** The name of the file in the directory given to {@link #start}. */
    public static final String FILE_NAME = "database.mv";

    private final MongoServer server;
    private final DocumentBackend backend;
    private final int port;

    private EmbeddedDatabase(DocumentBackend backend, int port) {
        this.backend = backend;
        this.server = new MongoServer(backend);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.port = server.getLocalAddress().getPort();
    }

    /** Opens or makes the database file in the directory; fails where another process has it. */
    public static EmbeddedDatabase start(Path directory) {
        return start(directory, 0);
    }

    /**
     * As above.
     *
     * @param port of the caller's choice; 0: any that is free
     */
    public static EmbeddedDatabase start(Path directory, int port) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EmbeddedDatabase(DocumentBackend.onDisk(directory.resolve(FILE_NAME)), port);
    }

    /** The same server without a file: everything is gone when it is closed. */
    public static EmbeddedDatabase inMemory() {
        return new EmbeddedDatabase(DocumentBackend.inMemory(MVStore.open(null)), 0);
    }

    /** The connection string, without a database: {@code mongodb://127.0.0.1:PORT}. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** What the file takes on disk now, in bytes; 0 in memory. */
    public long fileBytes() {
        return backend.fileBytes();
    }

    /**
     * How many documents commands have looked at since the start: with it a test shows that a query
     * is a look-up and not a scan.
     */
    public long documentsRead() {
        return backend.documentsRead();
    }

    /**
     * Completes, with the cause, when the file can no longer be written (full disk, broken disk):
     * from then on nothing is answered, and only a new start helps. Never completes otherwise.
     */
    public CompletionStage<Throwable> failure() {
        return backend.failure();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
