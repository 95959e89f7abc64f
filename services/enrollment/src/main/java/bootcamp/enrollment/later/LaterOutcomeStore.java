package bootcamp.enrollment.later;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of each who completed; the last that was noted counts.
 *
 * <pre>{@code
 * { "_id": "77aa…/5f0c…", "m3": { "months": 3, "outcome": "EMPLOYED", "by": "account", "at": "…" } }
 * }</pre>
 */
public final class LaterOutcomeStore {

    private static final int AGAIN_MAX = 5;

    private final MongoCollection<Document> outcomes;
    private final JsonMapper json;

    LaterOutcomeStore(MongoDatabase people, JsonMapper json) {
        this.outcomes =
                people.getCollection("laterOutcomes")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /** Whose enrollment. */
    record Whose(String studentId, String enrollmentId) {

        String id() {
            return studentId + "/" + enrollmentId;
        }
    }

    /**
     * Notes it in the place of what was noted of the same month; the same again changes nothing.
     *
     * @param inForce what else was noted does not say the same, whatever it says
     */
    Mono<List<LaterOutcome>> note(
            Whose whose, LaterOutcome outcome, Predicate<LaterOutcome> inForce) {
        return of(whose)
                .flatMap(
                        present ->
                                present.stream()
                                                .filter(inForce)
                                                .anyMatch(each -> saysTheSame(each, outcome))
                                        ? Mono.just(present)
                                        : write(whose, outcome).then(Mono.defer(() -> of(whose))));
    }

    private static boolean saysTheSame(LaterOutcome noted, LaterOutcome next) {
        return noted.months() == next.months() && noted.outcome() == next.outcome();
    }

    private Mono<Void> write(Whose whose, LaterOutcome outcome) {
        Document written =
                new Document(
                        json.convertValue(outcome, new TypeReference<Map<String, Object>>() {}));
        return Mono.from(
                        outcomes.updateOne(
                                eq("_id", whose.id()),
                                Updates.set(field(outcome.months()), written),
                                new UpdateOptions().upsert(true)))
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .then();
    }

    private static String field(int months) {
        return "m" + months;
    }

    /** Ascending by months. */
    private Mono<List<LaterOutcome>> of(Whose whose) {
        return of(List.of(whose)).map(all -> all.getOrDefault(whose.enrollmentId(), List.of()));
    }

    /** By enrollment, of each of whom anything was noted, ascending by months. */
    Mono<Map<String, List<LaterOutcome>>> of(Collection<Whose> all) {
        return all.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(outcomes.find(in("_id", all.stream().map(Whose::id).toList())))
                        .collectMap(
                                found -> found.getString("_id").replaceFirst("^.*/", ""),
                                this::outcomes);
    }

    private List<LaterOutcome> outcomes(Document found) {
        return LaterOutcome.MONTHS.stream()
                .map(months -> found.get(field(months), Document.class))
                .filter(Objects::nonNull)
                .map(each -> json.convertValue(each, LaterOutcome.class))
                .toList();
    }

    /** Of somebody who is erased. */
    public Mono<Void> forget(String studentId) {
        return Mono.from(
                        outcomes.deleteMany(
                                and(gt("_id", studentId + "/"), lt("_id", studentId + "0"))))
                .then();
    }
}
