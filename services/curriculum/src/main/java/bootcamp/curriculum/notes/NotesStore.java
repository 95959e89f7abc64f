package bootcamp.curriculum.notes;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The notes of lectures. They are no aggregate: nothing is decided about them and no event tells of
 * them, since what staff write is nobody else's; so registering for a lecture does not carry them
 * either.
 *
 * <pre>{@code
 * lectureNotes: { "_id": "5f0c…", "version": 2, "text": "# What we did …",
 *                 "recordingUrl": "https://video.example/…", "at": ISODate, "by": "staff" }
 * }</pre>
 */
final class NotesStore {

    private static final int AGAIN_MAX = 5;
    private static final String VERSION = "version";
    private static final String TEXT = "text";
    private static final String RECORDING_URL = "recordingUrl";

    private final MongoCollection<Document> notes;

    NotesStore(MongoDatabase database) {
        this.notes =
                database.getCollection("lectureNotes")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Empty notes where nobody has written any. */
    Mono<LectureNotes> find(String lectureId) {
        return Mono.from(notes.find(eq("_id", lectureId)).first())
                .map(NotesStore::notes)
                .defaultIfEmpty(LectureNotes.none(lectureId));
    }

    /**
     * Writes the next version.
     *
     * @param ifVersion only on this one; null: on any
     * @return what is there then; fails with 412 where another version is there, unless it is the
     *     next one and says the same
     */
    Mono<LectureNotes> write(
            String lectureId,
            String text,
            @Nullable String recordingUrl,
            Instant at,
            String by,
            @Nullable Long ifVersion) {
        Bson next =
                Updates.combine(
                        Updates.set(TEXT, text),
                        recordingUrl == null
                                ? Updates.unset(RECORDING_URL)
                                : Updates.set(RECORDING_URL, recordingUrl),
                        Updates.set("at", Date.from(at)),
                        Updates.set("by", by),
                        Updates.inc(VERSION, 1L));
        return written(lectureId, next, ifVersion)
                .switchIfEmpty(
                        Mono.defer(() -> find(lectureId))
                                .filter(there -> isNextOf(ifVersion, there.version()))
                                .filter(there -> there.says(text, recordingUrl))
                                .switchIfEmpty(Mono.error(NotesStore::stale)));
    }

    /** The same request came before, and its answer may have been lost. */
    private static boolean isNextOf(@Nullable Long ifVersion, long there) {
        return ifVersion != null && there == ifVersion + 1;
    }

    /** Empty where there is another version. */
    private Mono<LectureNotes> written(String lectureId, Bson next, @Nullable Long ifVersion) {
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        if (ifVersion == null) {
            return Mono.from(notes.findOneAndUpdate(eq("_id", lectureId), next, after.upsert(true)))
                    .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                    .map(NotesStore::notes);
        }
        // An upsert on a version of 0, which nobody has, meets the document that is there.
        return Mono.from(
                        notes.findOneAndUpdate(
                                and(eq("_id", lectureId), eq(VERSION, ifVersion)),
                                next,
                                after.upsert(ifVersion == 0)))
                .map(NotesStore::notes)
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    private static ProblemException stale() {
        return ProblemException.of(HttpStatus.PRECONDITION_FAILED, "STALE_VERSION");
    }

    private static LectureNotes notes(Document stored) {
        return new LectureNotes(
                stored.getString("_id"),
                stored.getString(TEXT),
                stored.getString(RECORDING_URL),
                stored.get(VERSION, Number.class).longValue(),
                stored.getDate("at").toInstant());
    }
}
