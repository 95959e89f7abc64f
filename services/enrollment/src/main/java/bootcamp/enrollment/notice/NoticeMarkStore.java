package bootcamp.enrollment.notice;

import static com.mongodb.client.model.Filters.eq;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What each student has read of what there was to be told.
 *
 * <pre>{@code
 * { "_id": "77aa…", "readUntil": ISODate, "ids": ["5f0c…~seat~1709524800123"] }
 * }</pre>
 */
public final class NoticeMarkStore {

    /** Above this, what is told no longer is forgotten. */
    static final int IDS_MAX = 500;

    private static final String READ_UNTIL = "readUntil";
    private static final String IDS = "ids";
    private static final int AGAIN_MAX = 5;

    private final MongoCollection<Document> marks;

    NoticeMarkStore(MongoDatabase database) {
        this.marks = database.getCollection("noticeMarks");
    }

    Mono<NoticeMarks> of(String studentId) {
        return Mono.from(marks.find(eq("_id", studentId)).first())
                .map(NoticeMarkStore::marks)
                .defaultIfEmpty(NoticeMarks.NONE);
    }

    private static NoticeMarks marks(Document found) {
        List<String> ids = found.getList(IDS, String.class);
        return new NoticeMarks(
                found.getDate(READ_UNTIL).toInstant(), ids == null ? null : Set.copyOf(ids));
    }

    /**
     * Marks those as read that are there and not of after a moment; read is never taken back.
     *
     * @param all that the student is told now
     */
    Mono<Void> read(String studentId, List<Notice> all, Instant until) {
        // The moment may have come back with fewer digits than it went out with.
        Instant last = until.plusMillis(1);
        List<String> ids =
                all.stream()
                        .filter(each -> each.at().isBefore(last))
                        .map(Notice::noticeId)
                        .toList();
        return Mono.from(
                        marks.updateOne(
                                eq("_id", studentId),
                                Updates.combine(
                                        Updates.max(READ_UNTIL, Date.from(until)),
                                        Updates.addEachToSet(IDS, ids)),
                                new UpdateOptions().upsert(true)))
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .then(Mono.defer(() -> forgetOld(studentId, all)));
    }

    /** What was read meanwhile and is forgotten by this is new once more, and no worse. */
    private Mono<Void> forgetOld(String studentId, List<Notice> all) {
        return of(studentId)
                .filter(read -> read.ids() != null && read.ids().size() > IDS_MAX)
                .flatMap(
                        read -> {
                            List<String> still =
                                    all.stream()
                                            .filter(read::isRead)
                                            .map(Notice::noticeId)
                                            .toList();
                            return Mono.from(
                                    marks.updateOne(eq("_id", studentId), Updates.set(IDS, still)));
                        })
                .then();
    }

    /** Of somebody who is erased. */
    public Mono<Void> forget(String studentId) {
        return Mono.from(marks.deleteOne(eq("_id", studentId))).then();
    }
}
