package bootcamp.bench;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.TopicTable;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a database on disk, as {@code ./bootcamp up} has them, gone afterwards. */
final class Surroundings implements AutoCloseable {

    static final int PARTITIONS = 12;

    private final Path directory;
    private final EmbeddedBroker broker;
    private final EmbeddedDatabase database;
    private final MongoClient client;

    Surroundings() throws IOException {
        directory = Files.createTempDirectory("bootcamp-bench");
        broker = EmbeddedBroker.start(directory.resolve("broker"));
        database = EmbeddedDatabase.start(directory.resolve("database"));
        client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(database.uri()))
                                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                                .build());
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String mongoUri() {
        return database.uri();
    }

    KafkaClients kafka() {
        return new KafkaClients(broker.bootstrapServers());
    }

    MongoDatabase database(String name) {
        return client.getDatabase(name);
    }

    Path directory() {
        return directory;
    }

    /** Makes a topic like the platform's own. */
    void createTopic(String name) throws InterruptedException, ExecutionException {
        try (Admin admin = kafka().admin("bench")) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1).configs(Map.of())))
                    .all()
                    .get();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        database.close();
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Surroundings::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
