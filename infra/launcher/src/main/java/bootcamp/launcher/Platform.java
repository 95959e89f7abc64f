package bootcamp.launcher;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.launcher.client.CommandFailure;
import bootcamp.platform.event.TopicTable;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform in this JVM: database, broker, topics, the services, the gateway, in the order
 * in which each needs those before it.
 *
 * <p>Closing goes the other way round and does not stop at one that fails to close. A start that is
 * overtaken by {@link #close} ends with a failure and leaves nothing running: steps and closing
 * take turns under one lock.
 */
final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final DataDirectory data;
    private final Door door;
    private final Map<String, String> forGateway;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private boolean closing;

    /**
     * Nothing runs yet.
     *
     * @param data closed with the platform
     * @param forGateway more of its configuration, such as accounts of a demo
     */
    Platform(DataDirectory data, Door door, Map<String, String> forGateway) {
        this.data = data;
        this.door = door;
        this.forGateway = Map.copyOf(forGateway);
        running.push(data);
    }

    /**
     * Starts everything and blocks until the gateway and all services are ready.
     *
     * @throws CommandFailure if one is not ready in time, or does not start
     */
    void start(List<Program> services, Program gateway) {
        EmbeddedBroker broker = step(() -> EmbeddedBroker.start(data.broker()));
        EmbeddedDatabase database = step(() -> EmbeddedDatabase.start(data.database()));
        broker.failure().thenAccept(cause -> fail("Kafka", cause));
        database.failure().thenAccept(cause -> fail("the database", cause));
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
        Map<String, String> settings = new HashMap<>();
        settings.put("bootcamp.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("bootcamp.mongodb.uri", database.uri());
        settings.put("bootcamp.identity.public-key", data.secrets().identity().publicKey());
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (Program service : services) {
            Context context =
                    step(() -> Context.start(service, serviceSettings(settings, service)));
            addresses.put(service.name(), URI.create("http://127.0.0.1:" + context.port()));
        }
        addresses.forEach(
                (name, url) ->
                        settings.put("bootcamp.services.%s.url".formatted(name), url.toString()));
        step(() -> Context.start(gateway, gatewaySettings(settings)));
        addresses.forEach(Readiness::await);
        Readiness.await(gateway.name(), door.url());
    }

    URI url() {
        return door.url();
    }

    /** Completes with a sentence when a part has stopped for good; never otherwise. */
    CompletableFuture<String> failure() {
        return failure;
    }

    private Map<String, String> serviceSettings(Map<String, String> common, Program service) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("bootcamp.hashing.secret", data.secrets().hashing());
        settings.put("bootcamp.files.secret", data.secrets().files());
        settings.put("bootcamp.files.directory", data.files().toString());
        settings.putAll(service.settings());
        return settings;
    }

    private Map<String, String> gatewaySettings(Map<String, String> common) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("server.address", door.address().getHostAddress());
        settings.put("server.port", String.valueOf(door.port()));
        settings.put("bootcamp.hashing.secret", data.secrets().hashing());
        settings.put("bootcamp.identity.private-key", data.secrets().identity().privateKey());
        settings.putAll(forGateway);
        return settings;
    }

    private synchronized <T extends AutoCloseable> T step(Supplier<T> start) {
        if (closing) {
            throw new CommandFailure("Bootcamp was stopped while it started.");
        }
        T part = start.get();
        running.push(part);
        return part;
    }

    private void fail(String part, Throwable cause) {
        LOG.atError()
                .addKeyValue("part", part.replace(' ', '-'))
                .setCause(cause)
                .log("A part has stopped for good");
        failure.complete(
                "Bootcamp stopped because %s can no longer write to %s; is its disk full? Nothing that was answered is lost."
                        .formatted(part, data));
    }

    @Override
    public synchronized void close() {
        closing = true;
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.atWarn()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(e)
                        .log("A part did not close as it should");
            }
        }
    }
}
