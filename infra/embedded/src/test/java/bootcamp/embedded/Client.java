package bootcamp.embedded;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The ordinary driver on an embedded database, waiting for each answer. */
final class Client implements AutoCloseable {

    private final MongoClient client;

    Client(String uri) {
        client = MongoClients.create(uri);
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase("bootcamp_test").getCollection(name);
    }

    static <T> T one(Publisher<T> publisher) {
        return Objects.requireNonNull(Mono.from(publisher).block());
    }

    static <T> @Nullable T oneOrNull(Publisher<T> publisher) {
        return Mono.from(publisher).block();
    }

    static <T> List<T> all(Publisher<T> publisher) {
        return Objects.requireNonNull(Flux.from(publisher).collectList().block());
    }

    @Override
    public void close() {
        client.close();
    }
}
