package bootcamp.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Apache Kafka broker (KRaft, broker and controller in one) in this JVM, on disk.
 *
 * <p>Listens on 127.0.0.1 only, on ports that are free at the time of each start, so its address is
 * to be asked for after {@link #start}. Every record is flushed before it is acknowledged: with one
 * broker there is no replica that would still have it after a power cut (decision 0001). After a
 * kill the next start waits for the old broker's session, at most {@value #SESSION_TIMEOUT_MS} ms.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int NODE_ID = 1;
    private static final int SESSION_TIMEOUT_MS = 3000;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        Exit.setExitProcedure(this::stopped);
        Exit.setHaltProcedure(this::stopped);
    }

    /**
     * Starts a broker on the log directory, formatting it where it is new; blocks until it serves.
     */
    public static EmbeddedBroker start(Path directory) {
        return start(directory, 0);
    }

    /**
     * The same at a port where clients may already look for it.
     *
     * @param port 0: a free one
     */
    public static EmbeddedBroker start(Path directory, int port) {
        int chosen = port == 0 ? FreePorts.next() : port;
        return start(directory, chosen, chosen);
    }

    /**
     * The same behind something that stands between it and its clients.
     *
     * @param port of the broker itself
     * @param advertisedPort where clients are told to go
     */
    public static EmbeddedBroker start(Path directory, int port, int advertisedPort) {
        String address = LOOPBACK + ":" + port;
        format(directory);
        Properties properties = properties(directory, address, LOOPBACK + ":" + FreePorts.next());
        properties.setProperty(
                "advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + advertisedPort);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        EmbeddedBroker broker = new EmbeddedBroker(server, address);
        server.startup();
        return broker;
    }

    /** Where clients find it: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Completes, with the cause, when the broker has given up, as it does when its disk is full or
     * broken. Never completes otherwise.
     */
    public CompletionStage<Throwable> failure() {
        return failure.minimalCompletionStage();
    }

    /**
     * Kafka ends the whole process where it cannot go on; here that is for the owner to decide. The
     * procedures are the process's, so of several brokers only the newest tells.
     */
    private void stopped(int status, @Nullable String message) {
        IllegalStateException cause =
                new IllegalStateException(
                        "The broker gave up, with status %d: %s".formatted(status, message));
        failure.complete(cause);
        throw cause;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(
                            new PrintStream(
                                    OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The broker's directory cannot be formatted", e);
        }
    }

    private static Properties properties(Path directory, String broker, String controller) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", String.valueOf(NODE_ID));
        p.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        p.setProperty("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("log.dirs", directory.toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        p.setProperty("broker.session.timeout.ms", String.valueOf(SESSION_TIMEOUT_MS));
        p.setProperty("log.flush.interval.messages", "1");
        alone(p);
        small(p);
        return p;
    }

    /** One broker: what is replicated on a cluster has one copy here. */
    private static void alone(Properties p) {
        p.setProperty("default.replication.factor", "1");
        p.setProperty("min.insync.replicas", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "4");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.num.partitions", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // What the newer group protocol leaves to the broker; by default it waits 45 s for a dead
        // consumer.
        p.setProperty("group.consumer.min.session.timeout.ms", "6000");
        p.setProperty("group.consumer.session.timeout.ms", "8000");
        p.setProperty("group.consumer.min.heartbeat.interval.ms", "1000");
        p.setProperty("group.consumer.heartbeat.interval.ms", "2000");
    }

    /** Kafka's defaults are made for servers: a laptop spares threads and 100 MiB of heap. */
    private static void small(Properties p) {
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
        p.setProperty("log.cleaner.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
        p.setProperty("log.segment.bytes", "67108864");
        p.setProperty("log.index.size.max.bytes", "1048576");
    }
}
