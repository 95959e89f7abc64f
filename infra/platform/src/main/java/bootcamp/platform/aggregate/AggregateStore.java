package bootcamp.platform.aggregate;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.outbox.Outbox;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.outbox.Unpublished;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documents of one aggregate type. A command is decided on the loaded state and becomes one
 * update, matched on {@code _id}, {@code version} and {@code answerWrites}, that writes the new
 * state, puts its facts into the outbox and keeps the answer under the command's key: all of it or
 * nothing.
 *
 * <p>Commands that wait for the same aggregate in this process are taken together, so a rush on one
 * of them costs few writes. Between processes the version decides: who loses loads again, {@link
 * #ATTEMPTS_MAX} times at most. Once in line, a command is carried out even if its caller leaves.
 *
 * <p>An answer leaves after the write is durable (majority, journal). After an error that is not a
 * {@link RefusedException} it is not known whether the command was carried out; sending it again
 * with its key is safe.
 */
public final class AggregateStore<S, C, E> implements Outbox, MeterBinder {

    /** Of one decision against writers in other processes; then {@link StoreRefusal#CONTENDED}. */
    static final int ATTEMPTS_MAX = 16;

    /** Commands in line for one aggregate in one process. */
    static final int WAITING_MAX = 4096;

    /** Commands that one write carries: a quarter of what an outbox holds. */
    static final int TAKEN_MAX = 64;

    /** Facts in one outbox. */
    static final int OUTBOX_FACTS_MAX = 256;

    /** Of a stored state: 2 MiB. */
    static final int STATE_BYTES_MAX = 2 << 20;

    /** Of the facts in one outbox, which one record tells: 256 KiB, half of what it may have. */
    static final int FACTS_BYTES_MAX = 256 << 10;

    /** Of a public state: the other half of a record, less what its headers and braces take. */
    static final int PUBLIC_STATE_BYTES_MAX = (256 << 10) - (4 << 10);

    /** A state as JSON is never so many times as long as it is stored. */
    private static final int PUBLIC_TIMES_MAX = 8;

    /** Under this key a caller's context may carry the W3C {@code traceparent}. */
    public static final String TRACE_KEY = "traceparent";

    /** Grows with each attempt: others write, or the relay empties the outbox, meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final Duration PAUSE_FOR_RELAY = Duration.ofMillis(20);

    private final AggregateType<S, C, E> type;
    private final MongoCollection<Document> documents;
    private final JsonMapper json;
    private final InstantSource clock;
    private final OutboxRelay relay;
    private final CommandCounts counts;
    private final Lines<Waiting<S, C, E>> lines = new Lines<>(WAITING_MAX, TAKEN_MAX);

    /**
     * @param collection a plural noun
     * @param relay is told of every write
     */
    public AggregateStore(
            AggregateType<S, C, E> type,
            MongoDatabase database,
            String collection,
            JsonMapper json,
            InstantSource clock,
            OutboxRelay relay) {
        this.type = type;
        this.documents =
                database.getCollection(collection)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
        this.clock = clock;
        this.relay = relay;
        this.counts = new CommandCounts(type.name());
        relay.serve(this);
    }

    // ---- commands

    /** Carries a command out on any version; a refusal arrives as {@link RefusedException}. */
    public Mono<Outcome<S, E>> transact(String id, C command) {
        return transact(id, command, Terms.NONE);
    }

    /** As above, on these terms; {@code terms.key()} must be null, as no answer is made here. */
    public Mono<Outcome<S, E>> transact(String id, C command, Terms terms) {
        if (terms.key() != null) {
            throw new IllegalArgumentException("A command with a key needs a view for its answer");
        }
        return submit(id, command, terms, null)
                .map(
                        reply ->
                                switch (reply) {
                                    case Waiting.Reply.Fresh<S, E>(var outcome) -> outcome;
                                    case Waiting.Reply.Remembered<S, E> _ ->
                                            throw new IllegalStateException("No key was given");
                                });
    }

    /**
     * Carries a command out and answers with a view of the state after it. Where {@code terms}
     * carry a key, the answer is kept with the document for a day, and the same key and body gets
     * it again and changes nothing.
     *
     * @param viewType what {@code view} makes; JSON must carry it there and back
     */
    public <V> Mono<V> transact(
            String id, C command, Terms terms, Function<Versioned<S>, V> view, Class<V> viewType) {
        return submit(id, command, terms, view)
                .map(
                        reply ->
                                switch (reply) {
                                    case Waiting.Reply.Fresh<S, E>(var outcome) ->
                                            view.apply(outcome.after());
                                    case Waiting.Reply.Remembered<S, E>(var answer) ->
                                            json.readValue(answer, viewType);
                                });
    }

    /**
     * One command each for many aggregates: one read and one unordered write for all of them, so a
     * roster costs a few round trips. Whoever was overtaken is done again by itself.
     *
     * @param commands by id, a few hundred at a time
     * @return for every id what came of it, in no particular order
     */
    public Flux<Settled<S, E>> transactAll(Map<String, C> commands) {
        return new ManyAtOnce<>(this, type, documents, json, clock)
                .settle(commands)
                .doOnNext(each -> counts.settled(each.refusal()));
    }

    /**
     * What came of one of many commands.
     *
     * @param outcome null where it was refused
     * @param refusal null where it was not
     */
    public record Settled<S, E>(
            String id, @Nullable Outcome<S, E> outcome, @Nullable Refusal refusal) {}

    // ---- reading

    /** The aggregate's present state; empty where there is none. */
    public Mono<Versioned<S>> find(String id) {
        return Mono.from(documents.find(eq("_id", id))).map(this::versioned);
    }

    /** Those of the ids that exist, in no particular order. */
    public Flux<Versioned<S>> findAll(Collection<String> ids) {
        return Flux.from(documents.find(in("_id", ids))).map(this::versioned);
    }

    /**
     * The next page in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    public Flux<Versioned<S>> page(@Nullable String after, int limit) {
        Bson range = after == null ? new Document() : gt("_id", after);
        return Flux.from(documents.find(range).sort(Sorts.ascending("_id")).limit(limit))
                .map(this::versioned);
    }

    private Versioned<S> versioned(Document stored) {
        return new Versioned<>(
                stored.getString("_id"),
                AggregateDocument.version(stored),
                AggregateDocument.state(stored, type.stateType(), json));
    }

    // ---- the write

    private Mono<Waiting.Reply<S, E>> submit(
            String id, C command, Terms terms, @Nullable Function<Versioned<S>, ?> view) {
        return Mono.deferContextual(
                context -> {
                    var waiting = new Waiting<S, C, E>(command, terms, view, traceOf(context));
                    if (!lines.join(id, waiting, taken -> settle(id, taken))) {
                        waiting.refuse(StoreRefusal.TOO_MANY_WAITING);
                    }
                    return waiting.reply().doOnNext(counts::answered).doOnError(counts::failed);
                });
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        counts.bindTo(meters);
    }

    private static @Nullable String traceOf(ContextView context) {
        return context.<String>getOrEmpty(TRACE_KEY).orElse(null);
    }

    private Mono<Void> settle(String id, List<Waiting<S, C, E>> taken) {
        return attempt(id, taken, 1)
                .onErrorResume(
                        error -> {
                            // It may have been written all the same: the relay has a look.
                            relay.wake(this, id);
                            taken.forEach(waiting -> waiting.fail(error));
                            return Mono.empty();
                        });
    }

    private Mono<Void> attempt(String id, List<Waiting<S, C, E>> taken, int attempt) {
        return load(id).map(before -> new Draft<>(type, json, before, clock.instant(), taken))
                .flatMap(draft -> write(id, draft, taken, attempt));
    }

    private Mono<AggregateDocument<S>> load(String id) {
        return Mono.from(documents.find(eq("_id", id)))
                .map(
                        stored ->
                                AggregateDocument.of(
                                        stored, type.stateType(), json, clock.instant()))
                .switchIfEmpty(
                        Mono.fromSupplier(
                                () -> AggregateDocument.absent(id, type.initial().apply(id))));
    }

    private Mono<Void> write(
            String id, Draft<S, C, E> draft, List<Waiting<S, C, E>> taken, int attempt) {
        if (draft.hasNothingToWrite()) {
            draft.settleAll();
            return Mono.empty();
        }
        Refusal tooMuch = bound(draft);
        if (tooMuch == StoreRefusal.OUTBOX_FULL) {
            relay.wake(this, id);
            return again(id, taken, attempt, StoreRefusal.OUTBOX_FULL, PAUSE_FOR_RELAY);
        }
        if (tooMuch != null) {
            return apart(id, taken, tooMuch);
        }
        return write(id, draft)
                .flatMap(
                        written -> {
                            if (written) {
                                relay.wake(this, id);
                                draft.settleAll();
                                return Mono.empty();
                            }
                            return again(id, taken, attempt, StoreRefusal.CONTENDED, PAUSE);
                        });
    }

    private Mono<Void> again(
            String id,
            List<Waiting<S, C, E>> taken,
            int attempt,
            Refusal otherwise,
            Duration pause) {
        if (attempt >= ATTEMPTS_MAX) {
            taken.forEach(waiting -> waiting.refuse(otherwise));
            return Mono.empty();
        }
        return Mono.delay(pause.multipliedBy(attempt - 1L))
                .then(Mono.defer(() -> attempt(id, taken, attempt + 1)));
    }

    /** Together they are too much: each by itself, so that one does not refuse the others. */
    private Mono<Void> apart(String id, List<Waiting<S, C, E>> taken, Refusal refusal) {
        if (taken.size() == 1) {
            taken.getFirst().refuse(refusal);
            return Mono.empty();
        }
        return Flux.fromIterable(taken)
                .concatMap(waiting -> attempt(id, List.of(waiting), 1))
                .then();
    }

    @Nullable Refusal bound(Draft<S, C, E> draft) {
        if (!draft.hasChanges()) {
            return null;
        }
        int stateBytes = bytes(draft.stateFields());
        if (draft.changes().size() > OUTBOX_FACTS_MAX
                || draft.factBytes() > FACTS_BYTES_MAX
                || stateBytes > STATE_BYTES_MAX
                || stateBytes > PUBLIC_STATE_BYTES_MAX / PUBLIC_TIMES_MAX
                        && publicBytes(draft) > PUBLIC_STATE_BYTES_MAX) {
            return StoreRefusal.AGGREGATE_TOO_LARGE;
        }
        return draft.outboxFacts() > OUTBOX_FACTS_MAX || draft.outboxBytes() > FACTS_BYTES_MAX
                ? StoreRefusal.OUTBOX_FULL
                : null;
    }

    private int bytes(Document document) {
        return new RawBsonDocument(document, documents.getCodecRegistry().get(Document.class))
                .getByteBuffer()
                .remaining();
    }

    private int publicBytes(Draft<S, C, E> draft) {
        return json.writeValueAsBytes(type.publicState().apply(draft.state())).length;
    }

    private Mono<Boolean> write(String id, Draft<S, C, E> draft) {
        return draft.version() == 1 && draft.hasChanges()
                ? Mono.from(documents.insertOne(firstOf(id, draft)))
                        .thenReturn(true)
                        .onErrorResume(DuplicateKey::is, error -> Mono.just(false))
                : Mono.from(documents.updateOne(presentOf(id, draft), updateOf(draft)))
                        .map(result -> result.getMatchedCount() == 1);
    }

    static <S, C, E> Document firstOf(String id, Draft<S, C, E> draft) {
        Document first =
                new Document("_id", id)
                        .append("version", 1L)
                        .append("state", draft.stateFields())
                        .append("outbox", List.of(draft.outboxEntry()))
                        .append("answers", draft.answers());
        return draft.hasAnswers() ? first.append("answerWrites", 1L) : first;
    }

    /** Null matches where the field is not there. */
    static <S, C, E> Bson presentOf(String id, Draft<S, C, E> draft) {
        long present = draft.version() - (draft.hasChanges() ? 1 : 0);
        long answers = draft.answerWritesBefore();
        return new Document("_id", id)
                .append("version", present)
                .append("answerWrites", answers == 0 ? null : answers);
    }

    static <S, C, E> Bson updateOf(Draft<S, C, E> draft) {
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set("answers", draft.answers()));
        if (draft.hasAnswers()) {
            updates.add(Updates.set("answerWrites", draft.answerWritesBefore() + 1));
        }
        if (draft.hasChanges()) {
            updates.add(Updates.set("version", draft.version()));
            updates.add(Updates.set("state", draft.stateFields()));
            updates.add(Updates.push("outbox", draft.outboxEntry()));
        }
        return Updates.combine(updates);
    }

    void wakeRelay(String id) {
        relay.wake(this, id);
    }

    // ---- as an outbox

    @Override
    public String aggregate() {
        return type.name();
    }

    @Override
    public Mono<Unpublished> read(String id) {
        return Mono.from(
                        documents
                                .find(eq("_id", id))
                                .projection(include("version", "state", "outbox")))
                .map(stored -> unpublished(stored, type, json, clock));
    }

    /** What a document has to say: its newest state, and the facts that wait in its outbox. */
    static <S> Unpublished unpublished(
            Document stored, AggregateType<S, ?, ?> type, JsonMapper json, InstantSource clock) {
        S state = AggregateDocument.state(stored, type.stateType(), json);
        List<JsonNode> changes = new ArrayList<>();
        Document newest = null;
        for (Document entry : AggregateDocument.documents(stored, "outbox")) {
            for (Document change : AggregateDocument.documents(entry, "changes")) {
                changes.add(json.valueToTree(change));
            }
            newest = entry;
        }
        return new Unpublished(
                stored.getString("_id"),
                AggregateDocument.version(stored),
                type.version(),
                type.partitionKey().apply(state),
                json.valueToTree(type.publicState().apply(state)),
                changes,
                newest == null ? clock.instant() : newest.getDate("at").toInstant(),
                newest == null ? null : newest.getString("trace"));
    }

    @Override
    public Mono<Long> pull(String id, long version) {
        return Mono.from(
                        documents.findOneAndUpdate(
                                eq("_id", id),
                                Updates.pull("outbox", lte("version", version)),
                                new FindOneAndUpdateOptions()
                                        .projection(include("version"))
                                        .returnDocument(ReturnDocument.AFTER)))
                .map(AggregateDocument::version);
    }

    @Override
    public Publisher<String> withUnpublished() {
        return Flux.from(documents.find(exists("outbox.0")).projection(include("_id")))
                .map(stored -> stored.getString("_id"));
    }

    @Override
    public Publisher<IdAndVersion> versions() {
        return Flux.from(documents.find().projection(include("version")))
                .map(
                        stored ->
                                new IdAndVersion(
                                        stored.getString("_id"),
                                        AggregateDocument.version(stored)));
    }
}
