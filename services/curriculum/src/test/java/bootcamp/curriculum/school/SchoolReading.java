package bootcamp.curriculum.school;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader.Entry;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the service keeps of cohorts and students, on the embedded database, for the delivery kit. A
 * crash leaves half of a batch written.
 */
public final class SchoolReading implements Reading {

    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("school");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    /** Collections that are empty again: to make one costs more, the more there are. */
    private static final Queue<String> EMPTY = new ConcurrentLinkedQueue<>();

    private final String suffix;
    private final EnrollmentFeed feed;
    private final List<Entry> batch = new ArrayList<>();

    public SchoolReading() {
        this(emptySuffix());
    }

    private static String emptySuffix() {
        String empty = EMPTY.poll();
        return empty == null ? String.valueOf(COLLECTIONS.incrementAndGet()) : empty;
    }

    private SchoolReading(String suffix) {
        this.suffix = suffix;
        this.feed =
                new EnrollmentFeed(
                        new Projection(DATABASE, "cohorts" + suffix),
                        new Projection(DATABASE, "students" + suffix),
                        new Projection(DATABASE, "stays" + suffix),
                        _ -> Mono.empty(),
                        Mono.empty());
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(feed.read(EnrollmentFeed.CODEC.decode(record)));
    }

    @Override
    public void afterBatch() {
        feed.apply(batch).block();
        batch.clear();
    }

    @Override
    public String result() {
        return all("cohorts") + all("students") + all("stays");
    }

    private String all(String collection) {
        return Flux.from(DATABASE.getCollection(collection + suffix).find())
                .map(Document::toJson)
                .sort()
                .collect(Collectors.joining("\n"))
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
        return new SchoolReading(suffix);
    }

    @Override
    public void close() {
        for (String collection : List.of("cohorts", "students", "stays")) {
            // Not dropped: it may never have been written to.
            Mono.from(DATABASE.getCollection(collection + suffix).deleteMany(new Document()))
                    .block();
        }
        EMPTY.add(suffix);
    }
}
