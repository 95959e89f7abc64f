package bootcamp.review.school;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader.Entry;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the service keeps of one topic, on the embedded database, for the delivery kit. A crash
 * leaves half of a batch written.
 */
final class SchoolReading implements Reading {

    static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("school");

    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    /** Collections that are empty again: to make one costs more, the more there are. */
    private static final Queue<String> EMPTY = new ConcurrentLinkedQueue<>();

    private final EventCodec codec;
    private final String suffix;
    private final SchoolFeed feed;
    private final List<Entry> batch = new ArrayList<>();

    SchoolReading(EventCodec codec) {
        this(codec, emptySuffix());
    }

    private SchoolReading(EventCodec codec, String suffix) {
        this.codec = codec;
        this.suffix = suffix;
        this.feed = new SchoolFeed(projections(suffix));
    }

    static String emptySuffix() {
        String empty = EMPTY.poll();
        return empty == null ? String.valueOf(COLLECTIONS.incrementAndGet()) : empty;
    }

    /** By the names that the service has. */
    static Map<String, Projection> projections(String suffix) {
        Map<String, Projection> into = new HashMap<>();
        SchoolBeans.PROJECTIONS.forEach(
                name -> into.put(name, new Projection(DATABASE, name + suffix)));
        return into;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(feed.read(codec.decode(record)));
    }

    @Override
    public void afterBatch() {
        feed.apply(batch).block();
        batch.clear();
    }

    @Override
    public String result() {
        return Flux.fromIterable(SchoolBeans.PROJECTIONS)
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
    public boolean isDurable() {
        return true;
    }

    @Override
    public Reading restarted() {
        feed.apply(batch.subList(0, batch.size() / 2)).block();
        return new SchoolReading(codec, suffix);
    }

    @Override
    public void close() {
        for (String name : SchoolBeans.PROJECTIONS) {
            // Not dropped: it may never have been written to.
            Mono.from(DATABASE.getCollection(name + suffix).deleteMany(new Document())).block();
        }
        EMPTY.add(suffix);
    }
}
