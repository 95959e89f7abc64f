package bootcamp.curriculum.attendance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.curriculum.attendance.ExcuseDays.Day;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The excused days of students, one document for each in a cohort. They are no aggregate: a kind of
 * excuse is in no event.
 *
 * <pre>{@code
 * excuseDays: { "_id": "ai-lab-3/5f0c…", "version": 2, "days": [ { "requestId": "77aa…",
 *               "date": "2024-03-04", "excuse": "SICK", "taken": true, "hold": "b07d…" } ] }
 * }</pre>
 *
 * <p>A day is taken for a request that is accepted, and that is for ever: so whatever a process
 * leaves behind is no day too many, and whoever finishes what it began finds the same. Each write
 * is on the version that was read; of two at once one fails and begins again.
 */
final class ExcuseStore {

    private static final String VERSION = "version";

    private final MongoCollection<Document> documents;
    private final IdSource holds;

    ExcuseStore(MongoDatabase database, IdSource holds) {
        this.documents =
                database.getCollection("excuseDays")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.holds = holds;
    }

    // ---- reading

    /** Those of students, by student; who has none is not there. */
    Mono<Map<String, ExcuseDays>> find(String cohortId, Collection<String> studentIds) {
        List<String> ids = studentIds.stream().map(each -> idOf(cohortId, each)).toList();
        return Flux.from(documents.find(in("_id", ids)))
                .collectMap(
                        document -> document.getString("_id").substring(cohortId.length() + 1),
                        ExcuseStore::days);
    }

    // ---- changing

    /**
     * Takes the day of an accepted request, if the policy has room for one of the kind; what came
     * of it before, where it was asked before.
     *
     * @param terms of the day
     */
    Mono<Day> take(
            String cohortId,
            String studentId,
            String requestId,
            LocalDate date,
            Excuse excuse,
            PolicyTerms terms) {
        String hold = holds.next();
        return change(
                        idOf(cohortId, studentId),
                        days -> days.with(requestId, date, excuse, terms, hold))
                .map(days -> Objects.requireNonNull(days.of(requestId)));
    }

    /** For a day that the sheet did not get; it stays where somebody asked for it since. */
    Mono<Void> giveBack(String cohortId, String studentId, Day day) {
        return change(idOf(cohortId, studentId), days -> days.without(day)).then();
    }

    /** Deletes those of an erased student. */
    Mono<Void> forget(Collection<String> cohortIds, String studentId) {
        List<String> ids = cohortIds.stream().map(each -> idOf(each, studentId)).toList();
        return Mono.from(documents.deleteMany(in("_id", ids))).then();
    }

    private Mono<ExcuseDays> change(String id, UnaryOperator<ExcuseDays> change) {
        return Mono.defer(() -> Mono.from(documents.find(eq("_id", id)).first()))
                .defaultIfEmpty(new Document("_id", id).append(VERSION, 0L))
                .flatMap(before -> write(before, change.apply(days(before))))
                .repeatWhenEmpty(overtaken -> overtaken);
    }

    /** Empty where somebody else wrote since. */
    private Mono<ExcuseDays> write(Document before, ExcuseDays after) {
        String id = before.getString("_id");
        long version = before.get(VERSION, Number.class).longValue();
        Document next =
                new Document("_id", id)
                        .append(VERSION, version + 1)
                        .append("days", after.days().stream().map(ExcuseStore::stored).toList());
        return Mono.from(
                        documents.replaceOne(
                                and(eq("_id", id), eq(VERSION, version)),
                                next,
                                new ReplaceOptions().upsert(version == 0)))
                .filter(written -> written.getMatchedCount() > 0 || written.getUpsertedId() != null)
                .map(_ -> after)
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    // ---- documents

    private static String idOf(String cohortId, String studentId) {
        return cohortId + "/" + studentId;
    }

    private static Document stored(Day day) {
        return new Document("requestId", day.requestId())
                .append("date", day.date().toString())
                .append("excuse", day.excuse().name())
                .append("taken", day.taken())
                .append("hold", day.hold());
    }

    private static ExcuseDays days(Document document) {
        return new ExcuseDays(
                document.getList("days", Document.class, List.of()).stream()
                        .map(ExcuseStore::day)
                        .toList());
    }

    private static Day day(Document stored) {
        return new Day(
                stored.getString("requestId"),
                LocalDate.parse(stored.getString("date")),
                Excuse.valueOf(stored.getString("excuse")),
                stored.getBoolean("taken"),
                stored.getString("hold"));
    }
}
