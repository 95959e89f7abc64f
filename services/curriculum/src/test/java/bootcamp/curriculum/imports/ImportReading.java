package bootcamp.curriculum.imports;

import static bootcamp.curriculum.imports.Intake.COHORT;
import static bootcamp.curriculum.imports.Intake.DAY;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Topics;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The marks that the service makes of what enrollment asks, on the embedded database, for the
 * delivery kit. A crash leaves half of a batch carried out.
 */
class ImportReading implements Reading {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> MARKS = List.of("PRESENT", "LATE", "ABSENT", "EXCUSED");
    private static final int PIECES = 3;
    private static final int STUDENTS = 2;
    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("imports");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    final String suffix;
    private final Intake intake;
    private final ImportFeed feed;
    private final List<ImportRequest> batch = new ArrayList<>();

    ImportReading() {
        this(String.valueOf(COLLECTIONS.incrementAndGet()));
    }

    ImportReading(String suffix) {
        this.suffix = suffix;
        this.intake = new Intake(DATABASE, suffix, STUDENTS);
        this.feed = new ImportFeed(intake.importer);
    }

    /**
     * Pieces of days of their own, each as far as chance has it; what it says last is a request.
     */
    static Log history(long seed) {
        Random random = new Random(seed);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            long version = 1;
            if (random.nextBoolean()) {
                records.add(asks(i, version++, "PREVIEW", random));
            }
            if (random.nextInt(4) > 0) {
                records.add(asks(i, version++, "APPLY", random));
                if (random.nextBoolean()) {
                    records.add(asks(i, version++, "UNDO", random));
                }
            }
            if (version == 1 || random.nextInt(3) == 0 && !isApplied(records.getLast())) {
                records.add(asks(i, version, "END", random));
            }
        }
        return Log.of(records);
    }

    /** What was applied is to be found at the end, also where only the last word is left. */
    private static boolean isApplied(ProducerRecord<String, byte[]> last) {
        return new String(last.value(), StandardCharsets.UTF_8).contains("APPLY");
    }

    private static ProducerRecord<String, byte[]> asks(
            int piece, long version, String step, Random random) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", COHORT)
                        .put("importId", COHORT + "~018df3a1c200")
                        .put("step", step)
                        .put("by", "staff")
                        .put("removed", step.equals("END"));
        var rows = state.putArray("rows");
        for (int i = 0; i < STUDENTS && (step.equals("PREVIEW") || step.equals("APPLY")); i++) {
            rows.addObject()
                    .put("row", 2 + i)
                    .put("date", DAY.plusDays(piece).toString())
                    .put("studentId", "s" + i)
                    .putArray("marks")
                    .add(MARKS.get(random.nextInt(MARKS.size())));
        }
        Event event =
                new Event(
                        "AttendanceImport",
                        COHORT + "~018df3a1c200." + piece,
                        version,
                        1,
                        ImportFeed.SERVICE,
                        Instant.parse("2024-03-10T00:00:00Z"),
                        List.of(),
                        state,
                        null);
        return EventCodec.ofAll().encode(Topics.events(ImportFeed.SERVICE), 3, event);
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(feed.read(ImportFeed.CODEC.decode(record)));
    }

    @Override
    public void afterBatch() {
        feed.apply(batch).block();
        batch.clear();
    }

    @Override
    public String result() {
        return intake.marks();
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Reading restarted() {
        crash();
        return new ImportReading(suffix);
    }

    final void crash() {
        feed.apply(batch.subList(0, batch.size() / 2)).block();
        intake.close();
    }

    @Override
    public void close() {
        intake.close();
        forget("sheets");
        forget("outcomes");
    }

    final void forget(String collection) {
        // Not dropped: it may never have been written to.
        Mono.from(DATABASE.getCollection(collection + suffix).deleteMany(new Document())).block();
    }

    /** Does not know after a batch what it answered in it. */
    static final class Forgetful extends ImportReading {

        Forgetful() {}

        private Forgetful(String suffix) {
            super(suffix);
        }

        @Override
        public void afterBatch() {
            super.afterBatch();
            forget("outcomes");
        }

        @Override
        public Reading restarted() {
            crash();
            return new Forgetful(suffix);
        }
    }
}
