package bootcamp.platform.projection;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.projection.Projection.Row;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A projection on the embedded database, for the delivery kit: of each house and guest where it is.
 * What a batch is to write is done at its end; a crash leaves half of it written.
 */
public final class ProjectionReading implements Reading {

    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("projections");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();
    private static final EventCodec CODEC = EventCodec.ofAll();

    private final String collection;
    private final ProjectionReader reader;
    private final List<ProjectionReader.Entry> batch = new ArrayList<>();

    public ProjectionReading() {
        this("kept" + COLLECTIONS.incrementAndGet());
    }

    private ProjectionReading(String collection) {
        this.collection = collection;
        Projection kept = new Projection(DATABASE, collection);
        this.reader =
                new ProjectionReader(
                        event ->
                                List.of(
                                        new ProjectionReader.Entry(
                                                kept,
                                                Row.of(
                                                        event,
                                                        new Document(
                                                                        "house",
                                                                        event.state()
                                                                                .path("house")
                                                                                .asString())
                                                                .append(
                                                                        "n",
                                                                        event.state()
                                                                                .path("n")
                                                                                .asInt())))));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(reader.read(CODEC.decode(record)));
    }

    @Override
    public void afterBatch() {
        reader.apply(batch).block();
        batch.clear();
    }

    @Override
    public String result() {
        return Flux.from(DATABASE.getCollection(collection).find())
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
        reader.apply(batch.subList(0, batch.size() / 2)).block();
        return new ProjectionReading(collection);
    }

    @Override
    public void close() {
        Mono.from(DATABASE.getCollection(collection).drop()).block();
    }
}
