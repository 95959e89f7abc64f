package bootcamp.enrollment.notice;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Up to when each student has read what there was to be told; it only moves on.
 *
 * <pre>{@code
 * { "_id": "77aa…", "readUntil": ISODate }
 * }</pre>
 */
public final class NoticeMarkStore {

    private static final String READ_UNTIL = "readUntil";
    private static final int AGAIN_MAX = 5;

    private final MongoCollection<Document> marks;

    NoticeMarkStore(MongoDatabase database) {
        this.marks = database.getCollection("noticeMarks");
    }

    /** {@link Instant#EPOCH} where nothing was read yet. */
    Mono<Instant> readUntil(String studentId) {
        return Mono.from(marks.find(eq("_id", studentId)).first())
                .map(found -> found.getDate(READ_UNTIL).toInstant())
                .defaultIfEmpty(Instant.EPOCH);
    }

    /** A moment between two milliseconds counts as the later of them. */
    Mono<Void> read(String studentId, Instant until) {
        Instant whole = Instant.ofEpochMilli(until.toEpochMilli());
        return Mono.from(
                        marks.updateOne(
                                eq("_id", studentId),
                                Updates.max(
                                        READ_UNTIL,
                                        Date.from(
                                                whole.equals(until) ? whole : whole.plusMillis(1))),
                                new UpdateOptions().upsert(true)))
                .retryWhen(Retry.max(AGAIN_MAX).filter(NoticeMarkStore::isDuplicate))
                .then();
    }

    /** Two that began the same document at once: one of them has to do it again. */
    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    /** Of somebody who is erased. */
    public Mono<Void> forget(String studentId) {
        return Mono.from(marks.deleteOne(eq("_id", studentId))).then();
    }
}
