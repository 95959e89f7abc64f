package bootcamp.enrollment.evidence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who completes though the policy is not met, and why: a text about a student, so it lies with what
 * is personal and goes with it. The last entry is in force; none is ever changed.
 *
 * <pre>{@code
 * { "_id": "77aa…/5f0c…", "log": [{ "granted": true, "reason": "…", "by": "account", "at": "…" }] }
 * }</pre>
 */
public final class ExceptionStore {

    /** Of one enrollment. */
    static final int ENTRIES_MAX = 50;

    private static final String LOG = "log";
    private static final int AGAIN_MAX = 5;

    private final MongoCollection<Document> exceptions;
    private final JsonMapper json;

    ExceptionStore(MongoDatabase people, JsonMapper json) {
        this.exceptions =
                people.getCollection("completionExceptions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * @param granted false: it was taken back
     * @param by name of the account
     */
    record Entry(boolean granted, String reason, String by, Instant at) {

        boolean saysTheSameAs(Entry other) {
            return granted == other.granted && reason.equals(other.reason);
        }
    }

    private static String id(String studentId, String enrollmentId) {
        return studentId + "/" + enrollmentId;
    }

    /** In the order in which they were made. */
    Mono<List<Entry>> of(String studentId, String enrollmentId) {
        return Mono.from(exceptions.find(eq("_id", id(studentId, enrollmentId))).first())
                .map(this::log)
                .defaultIfEmpty(List.of());
    }

    /** Which of the enrollments have one in force. */
    Mono<Set<String>> inForce(Collection<CourseStay> stays) {
        return of(stays)
                .filter(found -> isInForce(log(found)))
                .map(ExceptionStore::enrollmentId)
                .collect(HashSet<String>::new, Set::add)
                .map(Set::copyOf);
    }

    private Flux<Document> of(Collection<CourseStay> stays) {
        List<String> ids =
                stays.stream().map(each -> id(each.studentId(), each.enrollmentId())).toList();
        return ids.isEmpty() ? Flux.empty() : Flux.from(exceptions.find(in("_id", ids)));
    }

    private static String enrollmentId(Document found) {
        return found.getString("_id").replaceFirst("^.*/", "");
    }

    /**
     * Removes last entries, made before an instant, that say other than what was counted then.
     *
     * @param counted enrollments of which an exception was counted
     */
    Mono<Void> forgetUnseen(Collection<CourseStay> stays, Set<String> counted, Instant before) {
        return of(stays)
                .filter(found -> !log(found).isEmpty())
                .concatMap(
                        found -> {
                            Entry last = log(found).getLast();
                            boolean seen = last.granted() == counted.contains(enrollmentId(found));
                            return seen || !last.at().isBefore(before)
                                    ? Mono.empty()
                                    : remove(found.getString("_id"), last);
                        })
                .then();
    }

    static boolean isInForce(List<Entry> log) {
        return !log.isEmpty() && log.getLast().granted();
    }

    /**
     * Adds an entry.
     *
     * @return all of them; empty where there are too many
     */
    Mono<List<Entry>> add(String studentId, String enrollmentId, Entry entry) {
        String id = id(studentId, enrollmentId);
        Document written = written(entry);
        return Mono.from(
                        exceptions.updateOne(
                                and(eq("_id", id), exists(LOG + "." + (ENTRIES_MAX - 1), false)),
                                Updates.push(LOG, written),
                                new UpdateOptions().upsert(true)))
                // Two begin it at once, or it is full.
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .map(_ -> true)
                .onErrorResume(reactor.core.Exceptions::isRetryExhausted, _ -> Mono.just(false))
                .filter(done -> done)
                .flatMap(_ -> of(studentId, enrollmentId));
    }

    /** As if it had never been added. */
    Mono<Void> remove(String studentId, String enrollmentId, Entry entry) {
        return remove(id(studentId, enrollmentId), entry);
    }

    private Mono<Void> remove(String id, Entry entry) {
        return Mono.from(exceptions.updateOne(eq("_id", id), Updates.pull(LOG, written(entry))))
                .then();
    }

    private Document written(Entry entry) {
        return new Document(json.convertValue(entry, new TypeReference<Map<String, Object>>() {}));
    }

    private List<Entry> log(Document found) {
        return found.getList(LOG, Document.class).stream()
                .map(each -> json.convertValue(each, Entry.class))
                .toList();
    }

    /** Of somebody who is erased. */
    public Mono<Void> forget(String studentId) {
        return Mono.from(
                        exceptions.deleteMany(
                                and(gt("_id", studentId + "/"), lt("_id", studentId + "0"))))
                .then();
    }
}
