package bootcamp.platform.stream;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/** One process of a service that projects another's things, wired as real services are. */
final class ReadingProcess implements AutoCloseable {

    final ConfigurableApplicationContext context;

    /** What a test can do to the reader, and what it sees of it. */
    static final class Hooks {

        /** Batches whose effect fails from now on. */
        final AtomicInteger failures = new AtomicInteger();

        /** Ids at which reading throws. */
        final Set<String> stumblesOver = ConcurrentHashMap.newKeySet();

        /** Rows whose effect came about here. */
        final AtomicInteger applied = new AtomicInteger();

        final AtomicInteger tries = new AtomicInteger();
        final AtomicInteger takeOvers = new AtomicInteger();
    }

    /** Wires everything by hand, as a service does. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StreamConfiguration.class)
    static class Application {

        @Bean
        MongoClient mongo(@Value("${bootcamp.mongodb.uri}") String uri) {
            return MongoClients.create(uri);
        }

        @Bean
        Projection things(MongoClient mongo, @Value("${test.service}") String service) {
            return new Projection(mongo.getDatabase("test"), "things-" + service);
        }

        @Bean
        KafkaClients kafka(@Value("${bootcamp.kafka.bootstrap-servers}") String servers) {
            return new KafkaClients(servers);
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean(initMethod = "start")
        StreamFeed<Entry> thingStream(
                StreamFeeds feeds,
                Projection things,
                Hooks hooks,
                @Value("${test.service}") String service) {
            return feeds.of(
                    readerOf(service),
                    service,
                    EventCodec.reading(Map.of("Thing", 1)),
                    new HookedReader(things, hooks));
        }

        @Bean
        Consumer<Message<List<byte[]>>> thingFeed(StreamFeed<Entry> thingStream) {
            return thingStream::accept;
        }
    }

    private record HookedReader(ProjectionReader reader, Hooks hooks)
            implements BatchReader<Entry> {

        HookedReader(Projection things, Hooks hooks) {
            this(new ProjectionReader(event -> entries(things, event, hooks)), hooks);
        }

        private static List<Entry> entries(Projection things, Event event, Hooks hooks) {
            if (hooks.stumblesOver.contains(event.id())) {
                throw new ClassCastException("a bug in the reader");
            }
            boolean removed = event.state().path("removed").asBoolean(false);
            Row row =
                    removed
                            ? Row.removed(event)
                            : Row.of(event, Map.of("word", event.state().path("word").asString()));
            return List.of(new Entry(things, row));
        }

        @Override
        public List<Entry> read(Event event) {
            return reader.read(event);
        }

        @Override
        public Mono<Void> apply(List<Entry> batch) {
            hooks.tries.incrementAndGet();
            if (hooks.failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Mono.error(new ClassCastException("the database is away"));
            }
            return reader.apply(batch).doOnSuccess(_ -> hooks.applied.addAndGet(batch.size()));
        }

        @Override
        public Mono<Void> takeOver() {
            return Mono.fromRunnable(hooks.takeOvers::incrementAndGet);
        }
    }

    ReadingProcess(
            String service, String bootstrapServers, String mongo, Hooks hooks, String... more) {
        context =
                new SpringApplicationBuilder(Application.class)
                        .initializers(
                                starting ->
                                        starting.getBeanFactory().registerSingleton("hooks", hooks))
                        .properties(
                                "spring.config.name=stream",
                                "spring.main.web-application-type=none",
                                "spring.main.banner-mode=off",
                                "spring.cloud.function.definition=thingFeed",
                                "spring.cloud.stream.bindings.thingFeed-in-0.destination=bootcamp."
                                        + service,
                                "spring.cloud.stream.bindings.thingFeed-in-0.group="
                                        + readerOf(service),
                                "bootcamp.kafka.bootstrap-servers=" + bootstrapServers,
                                "bootcamp.mongodb.uri=" + mongo,
                                "test.service=" + service)
                        .registerShutdownHook(false)
                        .logStartupInfo(false)
                        .run(more);
    }

    /** A group for each test, so that none waits for the members of another. */
    static String readerOf(String service) {
        return "reader-of-" + service;
    }

    @SuppressWarnings("unchecked")
    StreamFeed<Entry> feed() {
        return context.getBean(StreamFeed.class);
    }

    Projection things() {
        return context.getBean(Projection.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
