package bootcamp.embedded;

import static bootcamp.embedded.Client.all;
import static bootcamp.embedded.Client.one;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client was answered is there after {@code kill -9} at any moment. */
class KillTest {

    private static final int SEED = 9;
    private static final int ANSWERS_MAX = 1_500;

    @TempDir Path directory;

    @Test
    void whatWasAnsweredSurvivesKills() throws IOException {
        survives(3);
    }

    @Test
    @Tag("full")
    void whatWasAnsweredSurvivesManyKills() throws IOException {
        survives(25);
    }

    private void survives(int kills) throws IOException {
        Random random = new Random(SEED);
        Map<String, Integer> answered = new HashMap<>();
        for (int i = 0; i < kills; i++) {
            writeAndKill(answered, 1 + random.nextInt(ANSWERS_MAX));
            assertNothingLost(answered);
        }
        int total = answered.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%d kills of the database, %,d answered commands%n", kills, 2 * total);
    }

    /** Kills the writer after so many answers, and reads what it had still printed by then. */
    private void writeAndKill(Map<String, Integer> answered, int answers) throws IOException {
        Process writer = startWriter();
        try (BufferedReader lines = writer.inputReader()) {
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                if (parts.length == 2 && !parts[1].isEmpty()) {
                    answered.merge(parts[0], Integer.parseInt(parts[1]), Math::max);
                }
                if (++read == answers) {
                    // Process.destroyForcibly would also close what is still to be read.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
    }

    private Process startWriter() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void assertNothingLost(Map<String, Integer> answered) {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            Map<String, Integer> stored =
                    all(client.collection(KilledWriter.VERSIONS).find()).stream()
                            .collect(
                                    Collectors.toMap(
                                            d -> d.getString("_id"), d -> d.getInteger("version")));

            assertThat(answered).hasSize(KilledWriter.WRITERS);
            answered.forEach(
                    (writer, version) ->
                            assertThat(stored.get(writer))
                                    .as(writer)
                                    .isBetween(version, version + 1));
            stored.forEach((writer, version) -> assertTraces(client, writer, version));
        }
    }

    /**
     * The trace of each version is there, by its id and by its index; of the next, both or none.
     */
    private static void assertTraces(Client client, String writer, int version) {
        MongoCollection<Document> traces = client.collection(KilledWriter.TRACES);
        for (int i = Math.max(1, version - 20); i <= version + 1; i++) {
            String trace = writer + "/" + i;
            long byId = one(traces.countDocuments(eq("_id", trace)));
            long byIndex = one(traces.countDocuments(eq("trace", trace)));
            assertThat(byIndex).isEqualTo(byId);
            assertThat(byId).isGreaterThanOrEqualTo(i <= version ? 1 : 0);
        }
    }
}
