package bootcamp.embedded;

import static bootcamp.embedded.Client.one;
import static bootcamp.embedded.Client.oneOrNull;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Path;
import org.bson.Document;

/**
 * A process that writes until it is killed: several writers each raise the version of one document
 * and leave a trace of each version in a collection with a unique index. It prints what it was
 * answered, {@code <writer> <version>}.
 */
final class KilledWriter {

    static final int WRITERS = 6;
    static final String VERSIONS = "versions";
    static final String TRACES = "traces";

    private KilledWriter() {}

    public static void main(String[] args) {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
        Client client = new Client(database.uri());
        MongoCollection<Document> traces = client.collection(TRACES);
        one(traces.createIndex(new Document("trace", 1), new IndexOptions().unique(true)));
        for (int i = 0; i < WRITERS; i++) {
            String writer = "writer" + i;
            Thread.ofPlatform().start(() -> write(client, writer));
        }
    }

    private static void write(Client client, String writer) {
        MongoCollection<Document> versions = client.collection(VERSIONS);
        MongoCollection<Document> traces = client.collection(TRACES);
        Document last = oneOrNull(versions.find(eq("_id", writer)));
        for (int version = last == null ? 1 : last.getInteger("version") + 1; ; version++) {
            String trace = writer + "/" + version;
            one(
                    traces.updateOne(
                            eq("_id", trace),
                            new Document("$set", new Document("trace", trace)),
                            new UpdateOptions().upsert(true)));
            one(
                    versions.updateOne(
                            new Document("_id", writer).append("version", version - 1),
                            new Document("$set", new Document("version", version)),
                            new UpdateOptions().upsert(version == 1)));
            System.out.println(writer + " " + version);
        }
    }
}
