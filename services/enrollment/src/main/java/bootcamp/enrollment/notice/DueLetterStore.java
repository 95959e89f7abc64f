package bootcamp.enrollment.notice;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
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
 *   "at": ISODate, "tries": 2, "notBefore": ISODate }
 * }</pre>
 *
 * <p>{@code tries} and {@code notBefore} are of those alone that could not be sent.
 */
final class DueLetterStore {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final String TRIES = "tries";
    private static final String NOT_BEFORE = "notBefore";

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

    /**
     * A letter that is to be tried.
     *
     * @param tries how often it was in vain, from 0
     */
    record Due(NoticeLetter letter, int tries) {}

    /** Those after an id that may be tried at that moment, in the order of their ids. */
    Flux<Due> after(String id, Instant now, int max) {
        return Flux.from(
                        letters.find(and(gt("_id", id), not(gt(NOT_BEFORE, Date.from(now)))))
                                .sort(ascending("_id"))
                                .limit(max))
                .map(
                        found ->
                                new Due(
                                        new NoticeLetter(
                                                found.getString("studentId"),
                                                found.getString("noticeId"),
                                                found.getDate("at").toInstant()),
                                        found.getInteger(TRIES, 0)));
    }

    /** Notes that it was tried in vain, and from when on it may be tried again. */
    Mono<Void> postpone(NoticeLetter letter, Instant notBefore) {
        return Mono.from(
                        letters.updateOne(
                                eq("_id", letter.id()),
                                combine(inc(TRIES, 1), set(NOT_BEFORE, Date.from(notBefore)))))
                .then();
    }

    Mono<Void> remove(NoticeLetter letter) {
        return Mono.from(letters.deleteOne(eq("_id", letter.id()))).then();
    }
}
