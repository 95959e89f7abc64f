package bootcamp.platform.aggregate;

import bootcamp.platform.outbox.Unpublished;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The aggregates of one type without a database: every command is decided, folded, stored as a
 * document and made a record by the same code as in {@link AggregateStore} and its relay, but the
 * documents are in a map and the record is handed over at once. For histories of many thousand
 * writes.
 */
public final class AggregatesInMemory<S, C, E> {

    /** One for all: what it has learned of a class is worth more than the reading of a history. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final DocumentCodec BSON = new DocumentCodec();

    private final AggregateType<S, C, E> type;
    private final String service;
    private final int partitions;
    private final InstantSource clock;
    private final Consumer<ProducerRecord<String, byte[]>> published;
    private final Map<String, Document> documents = new HashMap<>();

    /**
     * @param published takes the record of every write, in the order of the writes
     */
    public AggregatesInMemory(
            AggregateType<S, C, E> type,
            String service,
            int partitions,
            InstantSource clock,
            Consumer<ProducerRecord<String, byte[]>> published) {
        this.type = type;
        this.service = service;
        this.partitions = partitions;
        this.clock = clock;
        this.published = published;
    }

    /** Carries a command out; a refusal changes nothing, as in a store. */
    public Optional<Refusal> transact(String id, C command) {
        var waiting = new Waiting<S, C, E>(command, Terms.NONE, null, null);
        var draft = new Draft<>(type, JSON, load(id), clock.instant(), List.of(waiting));
        draft.settleAll();
        if (draft.hasChanges()) {
            Document written =
                    asStored(AggregateStore.firstOf(id, draft).append("version", draft.version()));
            documents.put(id, written);
            published.accept(unpublished(written).record(type.name(), service, partitions));
        }
        return waiting.reply()
                .map(_ -> Optional.<Refusal>empty())
                .onErrorResume(
                        RefusedException.class,
                        refused -> Mono.just(Optional.of(refused.refusal())))
                .blockOptional()
                .orElseThrow();
    }

    /** Once to the bytes of a database and back, for what comes back differs in its types. */
    private static Document asStored(Document written) {
        return new RawBsonDocument(written, BSON).decode(BSON);
    }

    /** The aggregate after its newest write, or as it begins. */
    public Versioned<S> find(String id) {
        AggregateDocument<S> present = load(id);
        return new Versioned<>(id, present.version(), present.state());
    }

    /** What a relay sends for an aggregate whose facts have all been pulled. */
    public ProducerRecord<String, byte[]> repeated(String id) {
        Document quiet = new Document(stored(id)).append("outbox", List.of());
        return unpublished(quiet).record(type.name(), service, partitions);
    }

    private Document stored(String id) {
        Document stored = documents.get(id);
        if (stored == null) {
            throw new IllegalArgumentException("there is no " + type.name() + " " + id);
        }
        return stored;
    }

    private Unpublished unpublished(Document stored) {
        return AggregateStore.unpublished(stored, type, JSON, clock);
    }

    private AggregateDocument<S> load(String id) {
        Document stored = documents.get(id);
        return stored == null
                ? AggregateDocument.absent(id, type.initial().apply(id))
                : AggregateDocument.of(stored, type.stateType(), JSON, clock.instant());
    }
}
