package bootcamp.platform.feed;

import bootcamp.platform.event.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Reads whole topics from the start and goes on for ever, in one thread of its own, without a group
 * and without commits: what it fills is in memory and gone with the process.
 *
 * <p>It has caught up once when every partition that existed when it began was read up to the end
 * it had then; an empty topic is caught up at once. After that it stays caught up: a broker that is
 * away makes what it knows old, not wrong, and {@link #heardAt} says how old.
 *
 * <p>Nothing is skipped. A record whose sink throws is given to it again, with growing pauses, for
 * as long as it takes; a sink that knows a record to be hopeless parks it and returns. Trouble with
 * the broker is waited out; after it, reading goes on where it stopped. Partitions and topics that
 * appear later are read from their start.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 5_000;
    private static final long CLOSE_SECONDS_MAX = 5;

    /** Where records go. Called by the follower's thread only. */
    public interface Sink {

        /** Throws where the record shall come again. */
        void accept(ConsumerRecord<byte[], byte[]> record);

        /** What was polled together has been accepted. */
        default void afterBatch() {}
    }

    private final String name;
    private final KafkaClients clients;
    private final TopicSet topics;
    private final InstantSource clock;
    private final Sink sink;
    private final Thread thread;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Next offset to read; survives a client that had to be made anew. */
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    /** Ends as the broker last told them. */
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    /** Ends at the beginning, of what is not yet read up to there. Own thread only. */
    private final Map<TopicPartition, Long> targets = new HashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private boolean targetsKnown;
    private volatile @Nullable Instant heardAt;

    /**
     * @param name of the thread and the client
     */
    public TopicFollower(
            String name, KafkaClients clients, TopicSet topics, InstantSource clock, Sink sink) {
        this.name = name;
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("follow-" + name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Completes when caught up for the first time. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    /** Records between what was read and the ends the broker last told. */
    public long lag() {
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            lag += Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L));
        }
        return lag;
    }

    /**
     * When the broker was asked for the ends of all partitions that it last told, so that {@link
     * #lag} knows all that was written before then; empty before the first time.
     */
    public Optional<Instant> heardAt() {
        return Optional.ofNullable(heardAt);
    }

    /** Runs the task between two batches in the follower's thread; {@code afterBatch} follows. */
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Ends reading at once, also where the broker does not answer: nothing is committed. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> waiting = reading;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(CLOSE_SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        Pause pause = new Pause();
        while (!isClosed()) {
            try {
                read(pause);
            } catch (WakeupException e) {
                // Only close() wakes it.
                return;
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("feed", name)
                        .addKeyValue("error", e.getClass().getName())
                        .log("Reading was interrupted and goes on where it stopped");
                pause.take();
            }
        }
    }

    private void read(Pause pause) {
        Consumer<byte[], byte[]> consumer = clients.consumer(name);
        reading = consumer;
        try {
            follow(consumer, pause);
        } finally {
            // Else it waits for the answer to its last, long poll, to say goodbye to the broker.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, Pause pause) {
        Set<TopicPartition> assigned = Set.of();
        long lookAgainAt = System.nanoTime();
        while (!isClosed()) {
            if (System.nanoTime() - lookAgainAt >= 0) {
                assigned = lookAround(consumer, assigned);
                lookAgainAt = System.nanoTime() + LOOK_AROUND.toNanos();
            }
            if (assigned.isEmpty()) {
                await(POLL.toMillis());
            } else {
                poll(consumer);
            }
            runTasks();
            noteCaughtUp();
            pause.reset();
        }
    }

    // --- what there is to read ---

    private Set<TopicPartition> lookAround(
            Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics();
        Set<TopicPartition> found = new HashSet<>();
        for (String topic : topics.among(existing.keySet())) {
            existing.getOrDefault(topic, List.of())
                    .forEach(each -> found.add(new TopicPartition(topic, each.partition())));
        }
        if (!found.equals(assigned)) {
            assign(consumer, found, assigned);
        }
        Instant asked = clock.instant();
        noteEnds(consumer.endOffsets(found), asked);
        noteTargets(existing.keySet());
        return found;
    }

    private void assign(
            Consumer<byte[], byte[]> consumer,
            Set<TopicPartition> found,
            Set<TopicPartition> assigned) {
        consumer.assign(found);
        for (TopicPartition each : found) {
            if (!assigned.contains(each)) {
                consumer.seek(each, positions.computeIfAbsent(each, _ -> 0L));
            }
        }
        positions.keySet().retainAll(found);
    }

    private void noteEnds(Map<TopicPartition, Long> told, Instant asked) {
        ends.putAll(told);
        ends.keySet().retainAll(told.keySet());
        heardAt = asked;
    }

    /** The ends of the first look at which all required topics exist are the ones to reach. */
    private void noteTargets(Set<String> existing) {
        if (!targetsKnown && existing.containsAll(topics.required())) {
            targets.putAll(ends);
            targetsKnown = true;
        }
    }

    private void noteCaughtUp() {
        if (!targetsKnown || caughtUp.isDone()) {
            return;
        }
        targets.entrySet().removeIf(this::isReached);
        if (targets.isEmpty()) {
            caughtUp.complete(null);
        }
    }

    /** A partition that is gone has nothing left to wait for. */
    private boolean isReached(Map.Entry<TopicPartition, Long> target) {
        Long position = positions.get(target.getKey());
        return position == null || position >= target.getValue();
    }

    // --- reading ---

    private void poll(Consumer<byte[], byte[]> consumer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!inTheEnd("record", record, () -> sink.accept(record))) {
                return;
            }
        }
        if (!records.isEmpty() && !inTheEnd("batch", null, sink::afterBatch)) {
            return;
        }
        // Not offset + 1 of the last record: after compaction the end may lie behind a hole.
        for (TopicPartition each : consumer.assignment()) {
            positions.put(each, consumer.position(each));
        }
    }

    private void runTasks() {
        boolean ran = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            Runnable current = task;
            ran = inTheEnd("task", null, current);
        }
        if (ran) {
            inTheEnd("batch", null, sink::afterBatch);
        }
    }

    /** Repeats the step until it succeeds; false only where the follower was closed meanwhile. */
    private boolean inTheEnd(
            String what, @Nullable ConsumerRecord<byte[], byte[]> record, Runnable step) {
        Pause pause = new Pause();
        while (!isClosed()) {
            try {
                step.run();
                return true;
            } catch (RuntimeException e) {
                report(what, record, e);
                pause.take();
            }
        }
        return false;
    }

    private void report(
            String what, @Nullable ConsumerRecord<byte[], byte[]> record, RuntimeException e) {
        LoggingEventBuilder line =
                log.atWarn()
                        .addKeyValue("feed", name)
                        .addKeyValue("step", what)
                        .addKeyValue("error", e.getClass().getName());
        if (record != null) {
            line =
                    line.addKeyValue("topic", record.topic())
                            .addKeyValue("partition", record.partition())
                            .addKeyValue("offset", record.offset());
        }
        line.setCause(e).log("A step of a feed failed and is tried again");
    }

    private void await(long millis) {
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody but close() ends this thread.
            closed.countDown();
        }
    }

    /** Growing pauses between tries. Own thread only. */
    private final class Pause {

        private long millis = PAUSE_MILLIS_MIN;

        void take() {
            await(millis);
            millis = Math.min(2 * millis, PAUSE_MILLIS_MAX);
        }

        void reset() {
            millis = PAUSE_MILLIS_MIN;
        }
    }
}
