package bootcamp.enrollment.notice;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.CurriculumTopic;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader.Entry;
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
 * What the service keeps to tell students, on the embedded database, for the delivery kit. A crash
 * leaves half of a batch written.
 */
public final class NoticeReading implements Reading {

    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("notices");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    private final String collection;
    private final NoticeFeed feed;
    private final List<Entry> batch = new ArrayList<>();

    public NoticeReading() {
        this("news" + COLLECTIONS.incrementAndGet());
    }

    private NoticeReading(String collection) {
        this.collection = collection;
        this.feed =
                new NoticeFeed(
                        new Projection(DATABASE, collection),
                        new Projection(DATABASE, collection + "-outcomes"));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(feed.read(CurriculumTopic.CODEC.decode(record)));
    }

    @Override
    public void afterBatch() {
        feed.apply(batch).block();
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
        feed.apply(batch.subList(0, batch.size() / 2)).block();
        return new NoticeReading(collection);
    }

    @Override
    public void close() {
        // Not dropped: it may never have been written to.
        Mono.from(DATABASE.getCollection(collection).deleteMany(new Document())).block();
    }
}
