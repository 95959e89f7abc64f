package bootcamp.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * One database: its collections and unique indexes as maps of the store.
 *
 * <p>Maps are named {@code data/<database>.<collection>} and {@code index/<database>.<collection>/
 * <index>}. The index on {@code _id} has no map: it reads the documents' own.
 */
final class DocumentDatabase extends AbstractSynchronizedMongoDatabase<String> {

    private static final String DATA = "data/";
    private static final String INDEX = "index/";
    private static final String ID_INDEX = "_id_";

    private final MVStore store;
    private final LongAdder documentsRead;

    DocumentDatabase(String name, MVStore store, CursorRegistry cursors, LongAdder documentsRead) {
        super(name, cursors);
        this.store = store;
        this.documentsRead = documentsRead;
        initializeNamespacesAndIndexes();
    }

    /** The database whose documents the map holds; empty for a map of another kind. */
    static Optional<String> databaseOf(String mapName) {
        int dot = mapName.indexOf('.');
        return mapName.startsWith(DATA) && dot > 0
                ? Optional.of(mapName.substring(DATA.length(), dot))
                : Optional.empty();
    }

    @Override
    protected MongoCollection<String> openOrCreateCollection(
            String name, CollectionOptions options) {
        return new DocumentCollection(
                this, name, options, documents(name), cursorRegistry, documentsRead);
    }

    @Override
    protected Index<String> openOrCreateUniqueIndex(
            String collection, String indexName, List<IndexKey> keys, boolean sparse) {
        return indexName.equals(ID_INDEX)
                ? new IdIndex(indexName, keys, documents(collection))
                : new FieldIndex(indexName, keys, sparse, entries(collection, indexName));
    }

    @Override
    protected void dropIndex(MongoCollection<String> collection, String indexName) {
        super.dropIndex(collection, indexName);
        if (!indexName.equals(ID_INDEX)) {
            store.removeMap(entries(collection.getCollectionName(), indexName));
        }
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        store.removeMap(documents(name));
    }

    @Override
    public void drop(Oplog oplog) {
        super.drop(oplog);
        String prefix = getDatabaseName() + ".";
        store.getMapNames().stream()
                .filter(name -> name.startsWith(DATA + prefix) || name.startsWith(INDEX + prefix))
                .toList()
                .forEach(store::removeMap);
    }

    @Override
    public void moveCollection(
            MongoDatabase from, MongoCollection<?> collection, String newCollectionName) {
        throw new UnsupportedOperationException("Collections are not renamed");
    }

    @Override
    protected long getStorageSize() {
        FileStore<?> file = store.getFileStore();
        return file == null ? 0 : file.size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }

    private MVMap<String, byte[]> documents(String collection) {
        return store.openMap(
                DATA + getFullCollectionNamespace(collection),
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    private MVMap<String, String> entries(String collection, String indexName) {
        return store.openMap(
                INDEX + getFullCollectionNamespace(collection) + "/" + indexName,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }
}
