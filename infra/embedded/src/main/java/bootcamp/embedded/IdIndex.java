package bootcamp.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map.Entry;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The index on {@code _id}: the documents' own map, read by key.
 *
 * <p>It has no entries of its own that could disagree with the documents. Which queries it serves,
 * {@link IdSelection} says.
 */
final class IdIndex extends AbstractUniqueIndex<String> {

    private final MVMap<String, byte[]> documents;

    IdIndex(String name, List<IndexKey> keys, MVMap<String, byte[]> documents) {
        super(name, keys, false);
        this.documents = documents;
    }

    @Override
    protected @Nullable String getPosition(KeyValue id) {
        String key = StoredKey.of(id);
        return documents.containsKey(key) ? key : null;
    }

    /** The document is already in the map when its index entries are added. */
    @Override
    public synchronized void add(
            Document document, String position, MongoCollection<String> collection) {}

    @Override
    protected boolean putKeyPosition(KeyValue id, String position) {
        return true;
    }

    @Override
    protected @Nullable String removeDocument(KeyValue id) {
        return getPosition(id);
    }

    @Override
    protected Iterable<Entry<KeyValue, String>> getIterable() {
        throw new UnsupportedOperationException("Queries on _id are answered by the collection");
    }

    @Override
    public synchronized boolean canHandle(Document query) {
        return false;
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return 0;
    }
}
