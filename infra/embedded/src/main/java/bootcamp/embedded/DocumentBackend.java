package bootcamp.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * All databases of one server in one store, and the rule when an answer may leave.
 *
 * <p>In memory there is no commit to wait for; all else is the same code.
 */
final class DocumentBackend extends AbstractMongoBackend {

    /** Commands that change nothing. One that is not named here is taken to change something. */
    private static final Set<String> READING =
            Set.of(
                    "find",
                    "getmore",
                    "count",
                    "distinct",
                    "ping",
                    "hello",
                    "ismaster",
                    "buildinfo",
                    "killcursors",
                    "endsessions",
                    "listcollections",
                    "listindexes",
                    "listdatabases",
                    "collstats",
                    "dbstats",
                    "serverstatus",
                    "whatsmyuri");

    /** Small pages, since a commit writes every page it touched as a whole. */
    private static final int PAGE_BYTES = 4096;

    private static final int CACHE_MIB = 32;

    /**
     * How old a dead part of the file must be to be written over. Each commit is synced, and the
     * store keeps the last five versions whole beside this, so it need not be longer.
     */
    private static final int RETENTION_MS = 1000;

    private final MVStore store;
    private final @Nullable GroupCommit commits;
    private final LongAdder documentsRead = new LongAdder();

    private DocumentBackend(MVStore store, @Nullable GroupCommit commits) {
        this.store = store;
        this.commits = commits;
        store.getMapNames().stream()
                .flatMap(name -> DocumentDatabase.databaseOf(name).stream())
                .distinct()
                .toList()
                .forEach(this::resolveDatabase);
    }

    static DocumentBackend onDisk(Path file) {
        MVStore store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        // Only GroupCommit commits: one in the middle of a command would tear it.
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .pageSplitSize(PAGE_BYTES)
                        .cacheSize(CACHE_MIB)
                        .open();
        store.setRetentionTime(RETENTION_MS);
        return new DocumentBackend(store, new GroupCommit(store));
    }

    static DocumentBackend inMemory(MVStore store) {
        return new DocumentBackend(store, null);
    }

    long fileBytes() {
        FileStore<?> file = store.getFileStore();
        return file == null ? 0 : file.size();
    }

    long documentsRead() {
        return documentsRead.sum();
    }

    CompletionStage<Throwable> failure() {
        return commits == null ? new CompletableFuture<>() : commits.failure();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new DocumentDatabase(name, store, getCursorRegistry(), documentsRead);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        if (commits != null) {
            AnswersAfterCommit.ensureOn(message.getChannel(), commits);
        }
        return super.handleMessage(message);
    }

    @Override
    public Document handleCommand(
            Channel connection, String database, String command, Document query) {
        if (commits == null) {
            return super.handleCommand(connection, database, command, query);
        }
        boolean changing = !READING.contains(command.toLowerCase(Locale.ROOT));
        return commits.run(
                changing, () -> super.handleCommand(connection, database, command, query));
    }

    @Override
    public void close() {
        super.close();
        if (commits == null) {
            store.close();
        } else {
            commits.close();
        }
    }
}
