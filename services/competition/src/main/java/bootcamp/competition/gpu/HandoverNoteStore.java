package bootcamp.competition.gpu;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.listing.ListingStore;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
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
 * { "_id": "pool-2026-W48-5f0c…", "text": "…", "by": "77aa…", "at": ISODate }
 * }</pre>
 */
final class HandoverNoteStore {

    private static final ReplaceOptions OR_INSERT = new ReplaceOptions().upsert(true);

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
                                                notes.replaceOne(
                                                        eq("_id", reservationId),
                                                        new Document("text", note.text())
                                                                .append("by", studentId)
                                                                .append("at", Date.from(note.at())),
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

    /** Takes away what a student wrote. */
    Mono<Void> erase(String studentId) {
        return ofStudents
                .ids(List.of(studentId))
                .flatMap(
                        ids ->
                                Mono.from(
                                        notes.deleteMany(and(in("_id", ids), eq("by", studentId)))))
                .then();
    }

    /** Everybody whose note is there: each as often as there are notes. */
    Flux<String> authors() {
        return Flux.from(notes.find().projection(Projections.include("by")))
                .map(found -> found.getString("by"));
    }
}
