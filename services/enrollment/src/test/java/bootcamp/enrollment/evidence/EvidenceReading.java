package bootcamp.enrollment.evidence;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.evidence.Histories.RiskStay;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.projection.ProjectionReader.Entry;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The evidence of a cohort on the embedded database, for the delivery kit: what is compared is what
 * a policy would be asked about. A crash leaves half of a batch written.
 */
final class EvidenceReading implements Reading {

    static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("evidence");
    private static final AtomicInteger READINGS = new AtomicInteger();

    private final EventCodec codec;
    private final String prefix;
    private final EvidenceStore records;
    private final EvidenceFeed feed;
    private final List<Entry> batch = new ArrayList<>();

    EvidenceReading(EventCodec codec) {
        this(codec, "reading" + READINGS.incrementAndGet());
    }

    private EvidenceReading(EventCodec codec, String prefix) {
        this.codec = codec;
        this.prefix = prefix;
        this.records = EvidenceStore.in(DATABASE, prefix);
        this.feed = new EvidenceFeed(records);
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        batch.addAll(feed.read(codec.decode(record)));
    }

    @Override
    public void afterBatch() {
        feed.apply(batch).block();
        batch.clear();
    }

    @Override
    public String result() {
        Course course = EvidenceFeedTest.course(records);
        StringBuilder said = new StringBuilder();
        List<RiskStay> stays = new ArrayList<>();
        for (String student : EvidenceStates.STUDENTS) {
            stays.add(new RiskStay(EvidenceFeedTest.stay(student, null), false));
        }
        said.append(Histories.of(course, stays, course.plan().endDate()))
                .append(new HashSet<>(course.waiting()))
                .append(new TreeMap<>(course.members()))
                .append('\n');
        for (String student : EvidenceStates.STUDENTS) {
            var evidence = course.evidence(EvidenceFeedTest.stay(student, null));
            said.append(student)
                    .append(evidence.attendance())
                    .append(evidence.activities())
                    .append(evidence.competitions())
                    .append(evidence.submitted().stream().sorted().toList())
                    .append(evidence.peerContributionMedian())
                    .append(evidence.clinics())
                    .append('\n');
        }
        return said.toString();
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Reading restarted() {
        feed.apply(batch.subList(0, batch.size() / 2)).block();
        return new EvidenceReading(codec, prefix);
    }

    @Override
    public void close() {
        // Names are never used again.
    }
}
