package bootcamp.platform.aggregate;

import bootcamp.platform.outbox.OutboxRelay;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/** Opens the stores of one service: what they have in common is said once. */
public final class AggregateStores {

    private final MongoDatabase database;
    private final InstantSource clock;
    private final OutboxRelay relay;

    /** Of documents and facts: tolerant of fields that a later version has added. */
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * @param relay is told of every write
     */
    public AggregateStores(MongoDatabase database, InstantSource clock, OutboxRelay relay) {
        this.database = database;
        this.clock = clock;
        this.relay = relay;
    }

    /**
     * The store of one type, which is to be opened once.
     *
     * @param collection a plural noun
     */
    public <S, C, E> AggregateStore<S, C, E> of(AggregateType<S, C, E> type, String collection) {
        return new AggregateStore<>(type, database, collection, json, clock, relay);
    }
}
