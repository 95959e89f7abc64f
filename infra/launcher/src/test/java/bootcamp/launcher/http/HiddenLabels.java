package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.CompetitionApplication;
import bootcamp.platform.event.KafkaClients;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * The labels of every competition of these tests: staff save them, and they are in nothing else
 * that anybody is answered, in no record, no document and no line of a log. Private scores are in
 * no record and no line neither, and in no document but those of the service that makes them.
 */
final class HiddenLabels implements AutoCloseable {

    /** The label of a row whose score is private; nobody predicts it. */
    static final String CANARY = "canary-of-the-labels";

    /** 17 of 31 rows, as it is and as a board rounds it. */
    private static final Pattern PRIVATE_SCORE = Pattern.compile("0[.,]5483[89]");

    private static final Duration WITHIN = Duration.ofSeconds(30);

    /** That somebody was given them: else their absence everywhere says nothing. */
    private static volatile boolean areSaved;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    look(event.getFormattedMessage());
                    for (IThrowableProxy cause = event.getThrowableProxy();
                            cause != null;
                            cause = cause.getCause()) {
                        look(String.valueOf(cause.getMessage()));
                    }
                }

                private void look(String line) {
                    if (line.contains(CANARY) || isPrivateScoreIn(line)) {
                        told.add(line);
                    }
                }
            };

    /** Reads the log from now on. */
    HiddenLabels() {
        appender.start();
        root.addAppender(appender);
    }

    /** Whether the private score of {@link Site#SUBMISSION} is told. */
    static boolean isPrivateScoreIn(String text) {
        return PRIVATE_SCORE.matcher(text).find();
    }

    /** Whoever asked, and whatever came of it. */
    static void areNotIn(String request, String body) {
        if (request.matches("GET /api/competitions/[^/]+/solution")) {
            areSaved |= body.contains(CANARY);
        } else {
            assertThat(body).as(request).doesNotContain(CANARY);
        }
    }

    /** What a stream says first, if it says anything within a second. */
    static void areNotIn(String request, HttpResponse<InputStream> stream) throws IOException {
        areNotIn(request, firstOf(request, stream));
    }

    /** As above: empty where it says nothing. */
    static String firstOf(String request, HttpResponse<InputStream> stream) throws IOException {
        try (InputStream body = stream.body();
                var reading = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] first = new byte[1 << 20];
            Future<Integer> read = reading.submit(() -> body.read(first));
            try {
                int length = Math.max(0, read.get(1, TimeUnit.SECONDS));
                return new String(first, 0, length, StandardCharsets.UTF_8);
            } catch (TimeoutException e) {
                read.cancel(true);
                return "";
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(request, e);
            }
        }
    }

    /**
     * @return records and documents looked at
     */
    int areNowhereElse(Site site) {
        assertThat(areSaved).as("staff were given them").isTrue();
        assertThat(told).as("lines of the log").isEmpty();
        return inNoRecord(site.bootstrapServers()) + inNoDocument(site.database().uri());
    }

    private static int inNoRecord(String bootstrapServers) {
        int records = 0;
        try (Consumer<byte[], byte[]> consumer =
                new KafkaClients(bootstrapServers).consumer("labels")) {
            List<TopicPartition> partitions =
                    consumer.listTopics().values().stream()
                            .flatMap(List::stream)
                            .filter(each -> each.topic().startsWith("bootcamp."))
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    // Other tests write what no reader can read, also nothing at all.
                    byte[] value = each.value() == null ? new byte[0] : each.value();
                    assertThat(new String(value, StandardCharsets.UTF_8))
                            .as("record of %s", each.topic())
                            .doesNotContain(CANARY)
                            .doesNotContainPattern(PRIVATE_SCORE);
                    records++;
                }
            }
        }
        return records;
    }

    private static int inNoDocument(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            List<String> all =
                    Flux.from(client.listDatabaseNames())
                            .map(client::getDatabase)
                            .concatMap(HiddenLabels::documents)
                            .collectList()
                            .blockOptional(WITHIN)
                            .orElseThrow();
            assertThat(all).noneMatch(each -> each.contains(CANARY));
            List<String> ofOthers =
                    Flux.from(client.listDatabaseNames())
                            .filter(name -> !name.endsWith(CompetitionApplication.NAME))
                            .map(client::getDatabase)
                            .concatMap(HiddenLabels::documents)
                            .collectList()
                            .blockOptional(WITHIN)
                            .orElseThrow();
            assertThat(ofOthers).noneMatch(HiddenLabels::isPrivateScoreIn);
            assertThat(ofOthers).hasSizeLessThan(all.size());
            return all.size();
        }
    }

    private static Flux<String> documents(MongoDatabase database) {
        return Flux.from(database.listCollectionNames())
                .concatMap(name -> Flux.from(database.getCollection(name).find()))
                .map(Document::toJson);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
