package bootcamp.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One collection: from the key of {@code _id} to the document's bytes.
 *
 * <p>Bytes, not objects, so that nobody can change a document in place: a query that is still being
 * sent, or a commit that is still being written, sees each document whole, before or after an
 * update and never between.
 */
final class DocumentCollection extends AbstractSynchronizedMongoCollection<String> {

    private static final String ID = "_id";

    private final MVMap<String, byte[]> documents;
    private final LongAdder documentsRead;

    DocumentCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<String, byte[]> documents,
            CursorRegistry cursors,
            LongAdder documentsRead) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.documentsRead = documentsRead;
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        boolean sorted = isOrderOfKeys(orderBy);
        boolean descending = sorted && isDescending(Objects.requireNonNull(orderBy));
        Document order = sorted ? null : orderBy;
        return switch (ID.equals(getIdField()) ? IdSelection.of(query) : new IdSelection.All()) {
            case IdSelection.Keys(var keys) ->
                    matchDocumentsFromStream(
                            present(keys), query, orderBy, skip, limit, batchSize, fields);
            case IdSelection.Range(var from, var to) ->
                    matchDocumentsFromStream(
                            range(from, to, descending),
                            query,
                            order,
                            skip,
                            limit,
                            batchSize,
                            fields);
            case IdSelection.All() when sorted ->
                    matchDocumentsFromStream(
                            range(null, null, descending),
                            query,
                            order,
                            skip,
                            limit,
                            batchSize,
                            fields);
            case IdSelection.All() ->
                    super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
        };
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        return matchDocumentsFromStream(
                range(null, null, isNaturalDescending(orderBy)),
                query,
                orderBy,
                skip,
                limit,
                batchSize,
                fields);
    }

    /** Keys lie in the order of {@code _id} as long as every one of them is a string. */
    private boolean isOrderOfKeys(@Nullable Document orderBy) {
        String first = documents.firstKey();
        return orderBy != null
                && orderBy.keySet().equals(Set.of(ID))
                && ID.equals(getIdField())
                && (first == null || !StoredKey.isOther(first));
    }

    private static boolean isDescending(Document orderBy) {
        return orderBy.get(ID) instanceof Number direction && direction.intValue() < 0;
    }

    private Stream<Document> present(Set<String> keys) {
        return keys.stream().map(documents::get).filter(Objects::nonNull).map(this::read);
    }

    /** Both ends included; read as far as the stream is, and each document only then decoded. */
    private Stream<Document> range(@Nullable String from, @Nullable String to, boolean descending) {
        Cursor<String, byte[]> cursor =
                descending ? documents.cursor(to, from, true) : documents.cursor(from, to, false);
        Iterator<Document> found =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return cursor.hasNext();
                    }

                    @Override
                    public Document next() {
                        cursor.next();
                        return read(cursor.getValue());
                    }
                };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(found, 0), false);
    }

    private Document read(byte[] bytes) {
        documentsRead.increment();
        return Bson.decode(bytes);
    }

    @Override
    protected String addDocumentInternal(Document document) {
        String idField = getIdField();
        String key =
                idField == null
                        ? UUID.randomUUID().toString()
                        : StoredKey.of(Utils.getSubdocumentValue(document, idField));
        if (documents.putIfAbsent(key, Bson.encode(document)) != null) {
            throw new IllegalStateException("The collection already holds a document of this id");
        }
        return key;
    }

    @Override
    protected void handleUpdate(String key, Document before, Document after) {
        documents.put(key, Bson.encode(after));
    }

    @Override
    protected void removeDocument(String key) {
        if (documents.remove(key) == null) {
            throw new NoSuchElementException("The collection holds no document of this id");
        }
    }

    @Override
    protected Document getDocument(String key) {
        return read(Objects.requireNonNull(documents.get(key)));
    }

    @Override
    protected Stream<DocumentWithPosition<String>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream()
                .map(e -> new DocumentWithPosition<>(Bson.decode(e.getValue()), e.getKey()));
    }

    @Override
    public int count() {
        return documents.size();
    }

    /** Sizes are not kept: they would cost a write for each write, and nobody asks. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {}

    @Override
    protected int getDataSize() {
        return 0;
    }
}
