package bootcamp.enrollment.notice;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Date;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The letters that are still to be written because of notices: each goes when it is sent, or when
 * nothing is to be sent any more, so there are never more than of a day.
 *
 * <pre>{@code
 * { "_id": "77aa…~5f0c…~seat~1709524800123", "studentId": "77aa…", "noticeId": "5f0c…~seat~1709524800123",
 *   "at": ISODate }
 * }</pre>
 */
final class DueLetterStore {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> letters;

    DueLetterStore(MongoDatabase database) {
        this.letters = database.getCollection("dueLetters");
    }

    /** Those that are due already stay as they are. */
    Mono<Void> add(Collection<NoticeLetter> all) {
        return all.isEmpty()
                ? Mono.empty()
                : Mono.from(
                                letters.bulkWrite(
                                        all.stream()
                                                .map(DueLetterStore::document)
                                                .map(InsertOneModel::new)
                                                .toList(),
                                        UNORDERED))
                        .then()
                        .onErrorResume(
                                MongoBulkWriteException.class, DueLetterStore::unlessDuplicates);
    }

    private static Mono<Void> unlessDuplicates(MongoBulkWriteException error) {
        boolean isKnown =
                error.getWriteConcernError() == null
                        && error.getWriteErrors().stream()
                                .allMatch(
                                        each -> each.getCategory() == ErrorCategory.DUPLICATE_KEY);
        return isKnown ? Mono.empty() : Mono.error(error);
    }

    private static Document document(NoticeLetter letter) {
        return new Document("_id", letter.id())
                .append("studentId", letter.studentId())
                .append("noticeId", letter.noticeId())
                .append("at", Date.from(letter.at()));
    }

    /** Those after an id, in the order of their ids. */
    Flux<NoticeLetter> after(String id, int max) {
        return Flux.from(
                        letters.find(new Document("_id", new Document("$gt", id)))
                                .sort(ascending("_id"))
                                .limit(max))
                .map(
                        found ->
                                new NoticeLetter(
                                        found.getString("studentId"),
                                        found.getString("noticeId"),
                                        found.getDate("at").toInstant()));
    }

    Mono<Void> remove(NoticeLetter letter) {
        return Mono.from(letters.deleteOne(eq("_id", letter.id()))).then();
    }
}
