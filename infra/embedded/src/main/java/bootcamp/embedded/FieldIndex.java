package bootcamp.embedded;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.List;
import java.util.Map.Entry;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index on fields other than {@code _id}: from the values' key to the document's.
 *
 * <p>It serves queries that name exactly its fields with equality or {@code $in}.
 */
final class FieldIndex extends AbstractUniqueIndex<String> {

    private final MVMap<String, String> entries;

    FieldIndex(String name, List<IndexKey> keys, boolean sparse, MVMap<String, String> entries) {
        super(name, keys, sparse);
        this.entries = entries;
    }

    @Override
    protected @Nullable String getPosition(KeyValue values) {
        return entries.get(StoredKey.of(values));
    }

    @Override
    protected boolean putKeyPosition(KeyValue values, String position) {
        return entries.putIfAbsent(StoredKey.of(values), position) == null;
    }

    @Override
    protected @Nullable String removeDocument(KeyValue values) {
        return entries.remove(StoredKey.of(values));
    }

    /** Only for regular expressions, which are not looked up: see {@link #canHandle}. */
    @Override
    protected Iterable<Entry<KeyValue, String>> getIterable() {
        throw new UnsupportedOperationException("Regular expressions read the collection");
    }

    @Override
    public synchronized boolean canHandle(de.bwaldvogel.mongo.bson.Document query) {
        return query.values().stream().noneMatch(IdSelection::isPattern) && super.canHandle(query);
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return 0;
    }
}
