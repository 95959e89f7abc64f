package bootcamp.platform.aggregate;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * One command each for many aggregates, in one read and one unordered write. The database counts
 * what it matched but does not say which, so a batch that was overtaken anywhere is done again one
 * by one: a command that was carried out after all then finds nothing left to do.
 */
final class ManyAtOnce<S, C, E> {

    private static final int CONCURRENCY = 16;

    private final AggregateStore<S, C, E> store;
    private final AggregateType<S, C, E> type;
    private final MongoCollection<Document> documents;
    private final JsonMapper json;
    private final InstantSource clock;

    ManyAtOnce(
            AggregateStore<S, C, E> store,
            AggregateType<S, C, E> type,
            MongoCollection<Document> documents,
            JsonMapper json,
            InstantSource clock) {
        this.store = store;
        this.type = type;
        this.documents = documents;
        this.json = json;
        this.clock = clock;
    }

    /** A command with its draft and the one place where its answer will arrive. */
    private record Planned<S, C, E>(String id, Draft<S, C, E> draft, Waiting<S, C, E> waiting) {}

    Flux<AggregateStore.Settled<S, E>> settle(Map<String, C> commands) {
        return Flux.from(documents.find(in("_id", commands.keySet())))
                .collectMap(stored -> stored.getString("_id"))
                .map(found -> plan(commands, found))
                .flatMapMany(
                        plan -> write(plan).flatMapMany(whole -> answers(plan, commands, whole)));
    }

    private List<Planned<S, C, E>> plan(Map<String, C> commands, Map<String, Document> found) {
        Instant now = clock.instant();
        List<Planned<S, C, E>> plan = new ArrayList<>();
        commands.forEach(
                (id, command) -> {
                    var waiting = new Waiting<S, C, E>(command, Terms.NONE, null, null);
                    var before = before(id, found.get(id), now);
                    plan.add(
                            new Planned<>(
                                    id,
                                    new Draft<>(type, json, before, now, List.of(waiting)),
                                    waiting));
                });
        return plan;
    }

    private AggregateDocument<S> before(String id, @Nullable Document stored, Instant now) {
        return stored == null
                ? AggregateDocument.absent(id, type.initial().apply(id))
                : AggregateDocument.of(stored, type.stateType(), json, now);
    }

    /** True where every write of the plan is known to have been made. */
    private Mono<Boolean> write(List<Planned<S, C, E>> plan) {
        Map<String, WriteModel<Document>> writes = new LinkedHashMap<>();
        for (Planned<S, C, E> each : plan) {
            if (each.draft().hasChanges() && store.bound(each.draft()) == null) {
                writes.put(each.id(), model(each));
            }
        }
        if (writes.isEmpty()) {
            return Mono.just(true);
        }
        return Mono.from(
                        documents.bulkWrite(
                                List.copyOf(writes.values()),
                                new BulkWriteOptions().ordered(false)))
                .map(result -> written(result) == writes.size())
                .onErrorResume(MongoBulkWriteException.class, error -> Mono.just(false))
                .doOnSuccess(whole -> writes.keySet().forEach(store::wakeRelay));
    }

    private WriteModel<Document> model(Planned<S, C, E> planned) {
        Draft<S, C, E> draft = planned.draft();
        return draft.version() == 1
                ? new InsertOneModel<>(AggregateStore.firstOf(planned.id(), draft))
                : new UpdateOneModel<>(
                        AggregateStore.presentOf(planned.id(), draft),
                        AggregateStore.updateOf(draft));
    }

    private static int written(BulkWriteResult result) {
        return result.getInsertedCount() + result.getMatchedCount();
    }

    private Flux<AggregateStore.Settled<S, E>> answers(
            List<Planned<S, C, E>> plan, Map<String, C> commands, boolean whole) {
        return Flux.fromIterable(plan).flatMap(each -> answer(each, commands, whole), CONCURRENCY);
    }

    private Mono<AggregateStore.Settled<S, E>> answer(
            Planned<S, C, E> planned, Map<String, C> commands, boolean whole) {
        if (planned.draft().hasChanges() && (!whole || store.bound(planned.draft()) != null)) {
            return settled(planned.id(), store.transact(planned.id(), command(planned, commands)));
        }
        planned.draft().settleAll();
        return settled(planned.id(), planned.waiting().reply().map(ManyAtOnce::fresh));
    }

    private C command(Planned<S, C, E> planned, Map<String, C> commands) {
        return java.util.Objects.requireNonNull(commands.get(planned.id()));
    }

    private static <S, E> Outcome<S, E> fresh(Waiting.Reply<S, E> reply) {
        return switch (reply) {
            case Waiting.Reply.Fresh<S, E>(var outcome) -> outcome;
            case Waiting.Reply.Remembered<S, E> _ ->
                    throw new IllegalStateException("No key was given");
        };
    }

    private Mono<AggregateStore.Settled<S, E>> settled(String id, Mono<Outcome<S, E>> outcome) {
        return outcome.map(done -> new AggregateStore.Settled<>(id, done, null))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                Mono.just(
                                        new AggregateStore.Settled<>(id, null, refused.refusal())));
    }
}
