package bootcamp.competition.gpu;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import bootcamp.platform.listing.ListingStore;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What teams leave for the next on a GPU: one note for each reservation, beside its week, so that
 * no text by a student is in an event and the week stays small.
 *
 * <pre>{@code
 * { "_id": "pool-2026-W48-5f0c…", "text": "…", "by": "77aa…", "writers": ["77aa…"], "at": ISODate }
 * }</pre>
 */
final class HandoverNoteStore {

    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    /** Ids of all who ever wrote it: each may have kept words of the others. */
    private static final String WRITERS = "writers";

    /** Of who wrote last, and where it was written before there were writers. */
    private static final String BY = "by";

    private final MongoCollection<Document> notes;
    private final ListingStore ofStudents;

    /**
     * @param ofStudents ids of reservations by the student who wrote of them
     */
    HandoverNoteStore(MongoDatabase database, ListingStore ofStudents) {
        this.notes =
                database.getCollection("gpuNotes")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.ofStudents = ofStudents;
    }

    /** In the place of the one before. */
    Mono<Void> write(String reservationId, HandoverNote note, String studentId) {
        return ofStudents
                .add(studentId, List.of(reservationId))
                .then(
                        Mono.defer(
                                () ->
                                        Mono.from(
                                                notes.updateOne(
                                                        eq("_id", reservationId),
                                                        Updates.combine(
                                                                Updates.set("text", note.text()),
                                                                Updates.set(BY, studentId),
                                                                Updates.addToSet(
                                                                        WRITERS, studentId),
                                                                Updates.set(
                                                                        "at",
                                                                        Date.from(note.at()))),
                                                        OR_INSERT))))
                .then();
    }

    Mono<Void> remove(String reservationId) {
        return Mono.from(notes.deleteOne(eq("_id", reservationId))).then();
    }

    /** By id of the reservation, of those that have one. */
    Mono<Map<String, HandoverNote>> of(Collection<String> reservationIds) {
        return reservationIds.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(notes.find(in("_id", reservationIds)))
                        .collectMap(
                                found -> found.getString("_id"),
                                found ->
                                        new HandoverNote(
                                                found.getString("text"),
                                                found.getDate("at").toInstant()));
    }

    /** Takes away what a student ever wrote at. */
    Mono<Void> erase(String studentId) {
        return ofStudents
                .ids(List.of(studentId))
                .flatMap(
                        ids ->
                                Mono.from(
                                        notes.deleteMany(
                                                and(
                                                        in("_id", ids),
                                                        or(
                                                                eq(BY, studentId),
                                                                eq(WRITERS, studentId))))))
                .then();
    }

    /** Everybody whose note is there: each as often as there are notes, or more often. */
    Flux<String> authors() {
        return Flux.from(notes.find().projection(Projections.include(BY, WRITERS)))
                .concatMapIterable(
                        found ->
                                found.getList(WRITERS, String.class, List.of(found.getString(BY))));
    }
}
