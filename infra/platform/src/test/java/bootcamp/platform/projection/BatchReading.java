package bootcamp.platform.projection;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.stream.BatchReader;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a reader of batches keeps in projections, on the embedded database, for the delivery kit.
 * What a batch is to write is done at its end; a crash leaves half of it written.
 *
 * @param <T> what is to be done for one event
 */
public class BatchReading<T> implements Reading {

    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("readings");
    private static final AtomicInteger SUFFIXES = new AtomicInteger();

    /** Of collections that are empty again: to make one costs more, the more there are. */
    private static final Queue<String> EMPTY = new ConcurrentLinkedQueue<>();

    private final EventCodec codec;
    private final List<String> collections;
    private final Function<Map<String, Projection>, BatchReader<T>> made;
    private final String suffix;
    private final BatchReader<T> reader;
    private final List<T> batch = new ArrayList<>();

    /**
     * @param collections all that is kept, of which the result is
     * @param made a reader that keeps it in these projections, by the names of their collections
     */
    public BatchReading(
            EventCodec codec,
            List<String> collections,
            Function<Map<String, Projection>, BatchReader<T>> made) {
        this(codec, collections, made, emptySuffix());
    }

    private BatchReading(
            EventCodec codec,
            List<String> collections,
            Function<Map<String, Projection>, BatchReader<T>> made,
            String suffix) {
        this.codec = codec;
        this.collections = List.copyOf(collections);
        this.made = made;
        this.suffix = suffix;
        this.reader = made.apply(projections(collections, suffix));
    }

    private static String emptySuffix() {
        String empty = EMPTY.poll();
        return empty == null ? String.valueOf(SUFFIXES.incrementAndGet()) : empty;
    }

    /** Empty ones, by these names. */
    public static Map<String, Projection> projections(List<String> collections) {
        return projections(collections, emptySuffix());
    }

    private static Map<String, Projection> projections(List<String> collections, String suffix) {
        Map<String, Projection> into = new HashMap<>();
        collections.forEach(name -> into.put(name, new Projection(DATABASE, name + suffix)));
        return into;
    }

    @Override
    public final void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(reader.read(codec.decode(record)));
    }

    @Override
    public final void afterBatch() {
        reader.apply(batch).block();
        batch.clear();
    }

    @Override
    public final String result() {
        return Flux.fromIterable(collections)
                .concatMap(
                        name ->
                                Flux.from(DATABASE.getCollection(name + suffix).find())
                                        .map(each -> name + " " + new TreeMap<>(each))
                                        .sort())
                .collectList()
                .map(all -> String.join("\n", all))
                .blockOptional()
                .orElseThrow();
    }

    @Override
    public final boolean isDurable() {
        return true;
    }

    @Override
    public final Reading restarted() {
        reader.apply(batch.subList(0, batch.size() / 2)).block();
        return new BatchReading<>(codec, collections, made, suffix);
    }

    @Override
    public final void close() {
        for (String name : collections) {
            // Not dropped: it may never have been written to.
            Mono.from(DATABASE.getCollection(name + suffix).deleteMany(new Document())).block();
        }
        EMPTY.add(suffix);
    }
}
