package bootcamp.platform.delivery;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What topics hold: records in the order in which the broker took them, each with its partition and
 * offset.
 */
public final class Log {

    private static final EventCodec CODEC = EventCodec.ofAll();

    private final List<ConsumerRecord<byte[], byte[]>> records;

    private Log(List<ConsumerRecord<byte[], byte[]>> records) {
        this.records = List.copyOf(records);
    }

    /** What a broker makes of records that are sent in this order. */
    public static Log of(List<ProducerRecord<String, byte[]>> sent) {
        Appending log = new Appending();
        StringSerializer keys = new StringSerializer();
        for (ProducerRecord<String, byte[]> each : sent) {
            log.append(
                    new ProducerRecord<>(
                            each.topic(),
                            each.partition(),
                            each.timestamp(),
                            keys.serialize(each.topic(), each.key()),
                            each.value(),
                            each.headers()));
        }
        return log.log();
    }

    /** The same of records with raw keys; those without a partition all share one. */
    public static Log ofRaw(List<ProducerRecord<byte[], byte[]>> sent) {
        Appending log = new Appending();
        sent.forEach(log::append);
        return log.log();
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    static String key(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        return key == null
                ? record.topic() + " without a key"
                : new String(key, StandardCharsets.UTF_8);
    }

    /** The kind of aggregate: what comes before the slash of a key. */
    static String kind(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    /**
     * After compaction: up to some place of the log only the last record of each key is left;
     * offsets stay as they were, with holes.
     */
    Log compacted(Random random) {
        int dirty = random.nextBoolean() ? records.size() : random.nextInt(records.size() + 1);
        List<ConsumerRecord<byte[], byte[]>> left =
                new ArrayList<>(new Log(records.subList(0, dirty)).lastOfEachKey().records());
        left.addAll(records.subList(dirty, records.size()));
        return new Log(left);
    }

    /** Compacted as far as can be: the last record of each key and nothing else. */
    Log lastOfEachKey() {
        Map<String, ConsumerRecord<byte[], byte[]>> last = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            last.remove(key(record));
            last.put(key(record), record);
        }
        return new Log(List.copyOf(last.values()));
    }

    /**
     * As relays may have sent the same history: several versions in one record; a record again,
     * late, by a relay that was frozen or killed, and then always the newest once more; and a pass
     * that repeats states without changes. The newest of each key is last.
     */
    Log republished(Random random) {
        Appending log = new Appending();
        Map<String, Event> newest = new LinkedHashMap<>();
        Map<String, List<Event>> waiting = new HashMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        List<Event> frozen = new ArrayList<>();
        Map<String, Long> lastVersions = lastVersions();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Event event = CODEC.decode(record);
            String key = event.key();
            partitions.put(key, record.partition());
            boolean isLast = Objects.equals(lastVersions.get(key), event.version());
            waiting.computeIfAbsent(key, _ -> new ArrayList<>()).add(event);
            if (!isLast && random.nextInt(4) == 0) {
                continue;
            }
            Event sent = together(Objects.requireNonNull(waiting.remove(key)));
            log.append(sent, record.partition());
            newest.put(key, sent);
            if (random.nextInt(5) == 0) {
                frozen.add(sent);
            }
            if (!frozen.isEmpty() && random.nextInt(6) == 0) {
                thaw(frozen.remove(random.nextInt(frozen.size())), newest, partitions, log);
            }
        }
        frozen.forEach(each -> thaw(each, newest, partitions, log));
        List<Event> pass = new ArrayList<>(newest.values());
        Collections.shuffle(pass, random);
        pass.stream()
                .limit(random.nextInt(pass.size() + 1))
                .forEach(each -> log.append(withChanges(each, false), partition(partitions, each)));
        return log.log();
    }

    private Map<String, Long> lastVersions() {
        Map<String, Long> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            last.put(key(record), EventCodec.versionOf(record.headers()).orElse(0));
        }
        return last;
    }

    /** What was frozen goes out, and the pull that follows it finds what is newer. */
    private static void thaw(
            Event late, Map<String, Event> newest, Map<String, Integer> partitions, Appending log) {
        Event present = Objects.requireNonNull(newest.get(late.key()));
        log.append(late, partition(partitions, late));
        if (present.version() > late.version()) {
            log.append(withChanges(present, true), partition(partitions, present));
        }
    }

    private static int partition(Map<String, Integer> partitions, Event event) {
        return Objects.requireNonNull(partitions.get(event.key()));
    }

    /** One record for several versions: the newest state, all changes. */
    private static Event together(List<Event> versions) {
        Event last = versions.getLast();
        return new Event(
                last.aggregate(),
                last.id(),
                last.version(),
                last.schemaVersion(),
                last.service(),
                last.time(),
                versions.stream().flatMap(each -> each.changes().stream()).toList(),
                last.state(),
                last.traceparent());
    }

    private static Event withChanges(Event event, boolean kept) {
        return new Event(
                event.aggregate(),
                event.id(),
                event.version(),
                event.schemaVersion(),
                event.service(),
                event.time(),
                kept ? event.changes() : List.of(),
                event.state(),
                event.traceparent());
    }

    Stream<ConsumerRecord<byte[], byte[]>> stream() {
        return records.stream();
    }

    /** Gives offsets, as a broker does. */
    private static final class Appending {

        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final Map<String, Long> ends = new HashMap<>();

        void append(Event event, int partition) {
            var record = CODEC.encode("bootcamp." + event.service(), partition, event);
            append(
                    new ProducerRecord<>(
                            record.topic(),
                            record.partition(),
                            record.key().getBytes(StandardCharsets.UTF_8),
                            record.value(),
                            record.headers()));
        }

        void append(ProducerRecord<byte[], byte[]> sent) {
            int partition = sent.partition() == null ? 0 : sent.partition();
            long offset = ends.merge(sent.topic() + '/' + partition, 1L, Long::sum) - 1;
            records.add(
                    new ConsumerRecord<>(
                            sent.topic(),
                            partition,
                            offset,
                            sent.timestamp() == null ? offset : sent.timestamp(),
                            TimestampType.CREATE_TIME,
                            sent.key() == null ? -1 : sent.key().length,
                            sent.value() == null ? -1 : sent.value().length,
                            sent.key(),
                            sent.value(),
                            sent.headers(),
                            Optional.empty()));
        }

        Log log() {
            return new Log(records);
        }
    }
}
