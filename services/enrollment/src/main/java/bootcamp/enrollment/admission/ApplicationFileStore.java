package bootcamp.enrollment.admission;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.enrollment.admission.Application.SentFile;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.file.FileKeys;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.file.GridFsFileStore;
import bootcamp.platform.file.PaperLook;
import bootcamp.platform.file.SealedFile;
import bootcamp.platform.file.SealedFiles;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Files of applicants, sealed, in the database of people. A file is sent before the application
 * that names it, and is that application's from then on.
 *
 * <pre>{@code
 * applicationFiles: { "_id": "5f0c…", "cohortId": "ai-lab-4", "key": …, "contentType":
 *                     "application/pdf", "bytes": 20480, "at": ISODate(…),
 *                     "application": "ai-lab-4/77aa…" }     "": none has named it
 * applicationFileRoom: { "_id": "ai-lab-4/5f0c…", "bytes": 262144, "at": ISODate(…) }
 * applicationPapers.*: the bytes, see GridFsFileStore
 * }</pre>
 *
 * <p>The entry is written after the bytes and removed before them. It alone has the key: without it
 * nobody can read what is left of a file, which {@link #sweep} removes.
 *
 * <p>Anybody can send files, so what nobody has named yet has so much room in a cohort and no more.
 * A file takes the most it can need before it is read, which is what its sender told where that was
 * told, then what it has, and nothing once it is named or gone; what a process left counts as long
 * as the file may lie there.
 */
final class ApplicationFileStore {

    static final int BYTES_MAX = 5 << 20;

    static final Duration NAMED_WITHIN = Duration.ofHours(12);

    /** A little longer than a file can be named, so that none is named as it is swept. */
    static final Duration KEPT_UNNAMED = NAMED_WITHIN.plusHours(1);

    /** Of the files of one cohort that no application has named yet, also while they are sent. */
    static final long UNNAMED_BYTES_MAX = 512L << 20;

    /** A file counts for that much at least, so that what counts is soon read. */
    static final long ROOM_BYTES_MIN = 256L << 10;

    private static final String ID = "_id";
    private static final String COHORT = "cohortId";
    private static final String KEY = "key";
    private static final String TYPE = "contentType";
    private static final String BYTES = "bytes";
    private static final String AT = "at";
    private static final String NAMED_BY = "application";
    private static final String NOBODY = "";

    private final MongoCollection<Document> entries;
    private final MongoCollection<Document> rooms;
    private final FileStore papers;
    private final SealedFiles sealed;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param hash of the service's secret, which wraps the keys of files
     */
    ApplicationFileStore(MongoDatabase people, KeyedHash hash, IdSource ids, InstantSource clock) {
        this.entries = people.getCollection("applicationFiles");
        this.rooms = people.getCollection("applicationFileRoom");
        this.papers = new GridFsFileStore(people, "applicationPapers", clock);
        this.sealed = new SealedFiles(papers, FileKeys.of(hash.of("files of applicants", "key")));
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Writes a file that an application may name; completes when it is durable.
     *
     * @param told how many bytes it is said to have; negative: it was not said
     * @return fails with 413 {@code APPLICATION_FILE_TOO_LARGE}, with 422 for what is no PDF or
     *     picture, and where there is no room; then there is no file
     */
    Mono<SentFile> write(String cohortId, long told, Flux<ByteBuffer> bytes) {
        return Mono.defer(
                () -> {
                    String id = ids.next();
                    String taken = cohortId + "/" + id;
                    // Whoever goes away meanwhile does not stop it: it is left when it was taken.
                    Mono<Void> take = takeRoom(cohortId, taken, roomOf(told)).cache();
                    return Mono.usingWhen(
                            Mono.just(taken),
                            _ ->
                                    take.then(Mono.defer(() -> demandRoom(cohortId)))
                                            .then(Mono.defer(() -> write(cohortId, id, bytes))),
                            _ -> Mono.empty(),
                            (_, _) -> leaveRoom(taken),
                            _ -> take.onErrorComplete().then(Mono.defer(() -> leaveRoom(taken))));
                });
    }

    private static long roomOf(long bytes) {
        return bytes < 0 ? BYTES_MAX : Math.clamp(bytes, ROOM_BYTES_MIN, BYTES_MAX);
    }

    private Mono<SentFile> write(String cohortId, String id, Flux<ByteBuffer> bytes) {
        PaperLook look = new PaperLook(BYTES_MAX, ApplicationFileStore::tooLarge, "file");
        return sealed.write(id, look.at(bytes))
                .flatMap(
                        file -> {
                            SentFile sent =
                                    new SentFile(
                                            file.fileId(), look.type().contentType(), look.bytes());
                            return Mono.from(entries.insertOne(entry(cohortId, file, sent)))
                                    .then(
                                            Mono.from(
                                                    rooms.updateOne(
                                                            eq(ID, cohortId + "/" + id),
                                                            Updates.set(
                                                                    BYTES, roomOf(sent.bytes())))))
                                    .thenReturn(sent);
                        });
    }

    private Mono<Void> takeRoom(String cohortId, String taken, long bytes) {
        Date since = Date.from(clock.instant().minus(KEPT_UNNAMED));
        Document room =
                new Document(ID, taken).append(BYTES, bytes).append(AT, Date.from(clock.instant()));
        return Mono.from(rooms.deleteMany(and(ofCohort(cohortId), lt(AT, since))))
                .then(Mono.defer(() -> Mono.from(rooms.insertOne(room))))
                .then();
    }

    /** After its own is taken, so that of those who come at once none is let in above the most. */
    private Mono<Void> demandRoom(String cohortId) {
        return Flux.from(rooms.find(ofCohort(cohortId)))
                .map(each -> each.get(BYTES, Number.class).longValue())
                .reduce(0L, Long::sum)
                .filter(bytes -> bytes > UNNAMED_BYTES_MAX)
                .flatMap(
                        _ ->
                                Mono.error(
                                        () ->
                                                new RefusedException(
                                                        AdmissionRefusal.TOO_MANY_FILES_WAITING)));
    }

    private static Bson ofCohort(String cohortId) {
        // What follows a slash.
        return and(gt(ID, cohortId + "/"), lt(ID, cohortId + "0"));
    }

    private Mono<Void> leaveRoom(String taken) {
        return Mono.from(rooms.deleteOne(eq(ID, taken))).then();
    }

    private Document entry(String cohortId, SealedFile file, SentFile sent) {
        return new Document(ID, sent.fileId())
                .append(COHORT, cohortId)
                .append(KEY, file.key())
                .append(TYPE, sent.contentType())
                .append(BYTES, sent.bytes())
                .append(AT, Date.from(clock.instant()))
                .append(NAMED_BY, NOBODY);
    }

    static ProblemException tooLarge() {
        return ProblemException.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "APPLICATION_FILE_TOO_LARGE",
                Map.of("maxBytes", BYTES_MAX));
    }

    /** Empty: the application cannot name it, for it is not there, too old, or of another. */
    Mono<SentFile> find(Application application, String fileId) {
        return Mono.from(entries.find(of(application, fileId)).first())
                .map(
                        found ->
                                new SentFile(
                                        fileId,
                                        found.getString(TYPE),
                                        found.get(BYTES, Number.class).longValue()));
    }

    /** From now on it is the application's; empty where {@link #find} is. */
    Mono<SentFile> name(Application application, SentFile file) {
        return Mono.from(
                        entries.updateOne(
                                of(application, file.fileId()),
                                Updates.set(NAMED_BY, application.id())))
                .filter(result -> result.getMatchedCount() == 1)
                .delayUntil(_ -> leaveRoom(application.cohortId() + "/" + file.fileId()))
                .map(_ -> file);
    }

    private Bson of(Application application, String fileId) {
        Instant since = clock.instant().minus(NAMED_WITHIN);
        return and(
                eq(ID, fileId),
                eq(COHORT, application.cohortId()),
                gt(AT, Date.from(since)),
                in(NAMED_BY, NOBODY, application.id()));
    }

    /** Its bytes; empty where there are none. */
    Mono<Flux<ByteBuffer>> read(SentFile file) {
        return Mono.from(entries.find(eq(ID, file.fileId())).first())
                .map(found -> sealed.read(new SealedFile(file.fileId(), found.getString(KEY))));
    }

    /** It and its key; where there is none, nothing. */
    Mono<Void> remove(String fileId) {
        return Mono.from(entries.findOneAndDelete(eq(ID, fileId)))
                .flatMap(found -> leaveRoom(found.getString(COHORT) + "/" + fileId))
                .then(Mono.defer(() -> papers.remove(fileId)));
    }

    /** Of these files the application that each is said to be of, where one is. */
    Flux<Map.Entry<String, String>> namedBy(List<String> fileIds) {
        return Flux.from(entries.find(in(ID, fileIds)))
                .filter(found -> !found.getString(NAMED_BY).equals(NOBODY))
                .map(found -> Map.entry(found.getString(ID), found.getString(NAMED_BY)));
    }

    /**
     * Removes files that can be named no more and are of no application.
     *
     * @param named of these files those that an application names
     */
    Mono<Long> sweep(Function<List<String>, Mono<Set<String>>> named, Instant now) {
        return new FileSweep(new WithEntries(), named, KEPT_UNNAMED, InstantSource.fixed(now))
                .sweep();
    }

    /** Files of which the entries go with the bytes. */
    private final class WithEntries implements FileStore {

        @Override
        public Mono<Void> write(String id, Flux<ByteBuffer> bytes) {
            return papers.write(id, bytes);
        }

        @Override
        public Flux<ByteBuffer> read(String id) {
            return papers.read(id);
        }

        @Override
        public Mono<Void> remove(String id) {
            return ApplicationFileStore.this.remove(id);
        }

        @Override
        public Flux<String> begunBefore(Instant instant) {
            return papers.begunBefore(instant);
        }
    }
}
