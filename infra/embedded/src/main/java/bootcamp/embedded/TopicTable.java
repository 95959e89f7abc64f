package bootcamp.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import tools.jackson.databind.json.JsonMapper;

/**
 * The topics that must exist, as {@code contracts/topics.json} on the class path names them.
 *
 * @param topics in the order of the file
 */
public record TopicTable(List<Topic> topics) {

    private static final String RESOURCE = "contracts/topics.json";
    private static final int TIMEOUT_MS = 30_000;

    /**
     * One topic.
     *
     * @param config Kafka's own names and values
     */
    public record Topic(String name, int partitions, Map<String, String> config) {
        NewTopic asNew() {
            return new NewTopic(name, partitions, (short) 1).configs(config);
        }
    }

    /** Reads the table that the contracts module ships. */
    public static TopicTable fromClassPath() {
        try (InputStream in = TopicTable.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return JsonMapper.shared().readValue(in, TopicTable.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates those that are missing; one that exists is left as it is. Blocks until done. */
    public void createMissing(String bootstrapServers) {
        Map<String, Object> config =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        try (Admin admin = Admin.create(config)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            topics.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .forEach(topic -> missing.add(topic.asNew()));
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics cannot be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topics", e);
        }
    }
}
