package bootcamp.platform.event;

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
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
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
        NewTopic asNew(int replication) {
            return new NewTopic(name, partitions, (short) replication).configs(config);
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

    /** The same on one broker, where everything has one copy. */
    public void createMissing(String bootstrapServers) {
        createMissing(bootstrapServers, 1);
    }

    /**
     * Creates those that are missing; one that exists is left as it is, also where somebody else
     * has just created it. Blocks until done.
     *
     * @param replication copies of each partition, at most as many as there are brokers
     * @return those that were created here
     */
    public List<Topic> createMissing(String bootstrapServers, int replication) {
        return admin(bootstrapServers, admin -> createMissing(admin, replication));
    }

    private List<Topic> createMissing(Admin admin, int replication)
            throws ExecutionException, InterruptedException {
        List<Topic> created = new ArrayList<>();
        for (Topic topic : missing(admin)) {
            try {
                admin.createTopics(List.of(topic.asNew(replication))).all().get();
                created.add(topic);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    /** Those that the broker does not have. */
    public List<Topic> missing(String bootstrapServers) {
        return admin(bootstrapServers, this::missing);
    }

    private List<Topic> missing(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        return topics.stream().filter(topic -> !present.contains(topic.name())).toList();
    }

    /** What a broker is asked or told; blocks for its answer. */
    private interface Request<T extends @Nullable Object> {
        T send(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static <T extends @Nullable Object> T admin(String servers, Request<T> request) {
        Map<String, Object> config =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        try (Admin admin = Admin.create(config)) {
            return request.send(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The broker refused what its topics need", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the broker", e);
        }
    }
}
