package bootcamp.platform.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A way in which a log reaches a reader. All are possible; none may make a difference. */
enum Delivery {

    /** Once, in the order of the log. */
    STRAIGHT {
        @Override
        void play(Log log, Random random, Player player) {
            log.stream().forEach(player::deliver);
        }
    },

    /** Every record one to three times in a row. */
    DUPLICATED {
        @Override
        void play(Log log, Random random, Player player) {
            log.stream()
                    .forEach(
                            record -> {
                                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                                    player.deliver(record);
                                }
                            });
        }
    },

    /** Keys among each other in any order, as partitions are; each key's records in theirs. */
    REORDERED_ACROSS_KEYS {
        @Override
        void play(Log log, Random random, Player player) {
            List<List<ConsumerRecord<byte[], byte[]>>> queues = byKey(log);
            while (!queues.isEmpty()) {
                int queue = random.nextInt(queues.size());
                // A run of one key is as likely as a change of keys.
                do {
                    player.deliver(queues.get(queue).removeFirst());
                } while (!queues.get(queue).isEmpty() && random.nextBoolean());
                if (queues.get(queue).isEmpty()) {
                    queues.remove(queue);
                }
            }
        }
    },

    /** All of one kind of aggregate before all of another: students before their cohorts. */
    KINDS_APART {
        @Override
        void play(Log log, Random random, Player player) {
            Map<String, List<ConsumerRecord<byte[], byte[]>>> byKind = new LinkedHashMap<>();
            log.stream()
                    .forEach(
                            each ->
                                    byKind.computeIfAbsent(Log.kind(each), _ -> new ArrayList<>())
                                            .add(each));
            List<List<ConsumerRecord<byte[], byte[]>>> kinds = new ArrayList<>(byKind.values());
            Collections.shuffle(kinds, random);
            kinds.forEach(kind -> kind.forEach(player::deliver));
        }
    },

    /** In any order at all, and some of it twice. Only for readers that judge by version. */
    REORDERED_WITHIN_KEYS {
        @Override
        void play(Log log, Random random, Player player) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(log.records());
            log.stream().filter(_ -> random.nextInt(4) == 0).forEach(records::add);
            Collections.shuffle(records, random);
            records.forEach(player::deliver);
        }
    },

    /** Newest first, the worst of all orders for who takes the last for the newest. */
    BACKWARDS {
        @Override
        void play(Log log, Random random, Player player) {
            log.records().reversed().forEach(player::deliver);
        }
    },

    /** Up to some place, then again from the start: the same reader, offsets set to 0. */
    REWOUND {
        @Override
        void play(Log log, Random random, Player player) {
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                log.stream()
                        .limit(random.nextInt(log.records().size() + 1))
                        .forEach(player::deliver);
            }
            log.stream().forEach(player::deliver);
        }
    },

    /**
     * With crashes in the middle of batches. A reader that keeps what it has goes on, in each
     * partition by itself, where it had committed last: at most where it was. Others begin anew.
     */
    HALF_RESTARTED {
        @Override
        void play(Log log, Random random, Player player) {
            Map<String, List<ConsumerRecord<byte[], byte[]>>> partitions = byPartition(log);
            Map<String, Integer> positions = new HashMap<>();
            Map<String, Integer> committed = new HashMap<>();
            int crashes = 1 + random.nextInt(3);
            int untilCrash = random.nextInt(log.records().size() + 1);
            while (true) {
                List<String> unfinished =
                        partitions.keySet().stream()
                                .filter(each -> position(positions, each) < size(partitions, each))
                                .toList();
                if (crashes > 0 && (untilCrash-- == 0 || unfinished.isEmpty())) {
                    crashes--;
                    untilCrash = random.nextInt(log.records().size() + 1);
                    boolean keeps = player.crash();
                    positions.replaceAll(
                            (each, _) -> keeps ? random.nextInt(position(committed, each) + 1) : 0);
                } else if (unfinished.isEmpty()) {
                    return;
                } else {
                    String partition = unfinished.get(random.nextInt(unfinished.size()));
                    int at = position(positions, partition);
                    boolean batchEnded =
                            player.deliver(partitions.getOrDefault(partition, List.of()).get(at));
                    positions.put(partition, at + 1);
                    if (batchEnded) {
                        committed.putAll(positions);
                    }
                }
            }
        }
    };

    /** Who is delivered to. */
    interface Player {

        /** True where a batch ended with it, so that offsets were committed up to here. */
        boolean deliver(ConsumerRecord<byte[], byte[]> record);

        /** Crashes the reader and starts the next one; true where that one has what this had. */
        boolean crash();
    }

    abstract void play(Log log, Random random, Player player);

    boolean keepsOrderWithinKeys() {
        return this != REORDERED_WITHIN_KEYS && this != BACKWARDS;
    }

    private static List<List<ConsumerRecord<byte[], byte[]>>> byKey(Log log) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> byKey = new LinkedHashMap<>();
        log.stream()
                .forEach(
                        each ->
                                byKey.computeIfAbsent(Log.key(each), _ -> new ArrayList<>())
                                        .add(each));
        return new ArrayList<>(byKey.values());
    }

    private static Map<String, List<ConsumerRecord<byte[], byte[]>>> byPartition(Log log) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> partitions = new LinkedHashMap<>();
        log.stream()
                .forEach(
                        each ->
                                partitions
                                        .computeIfAbsent(
                                                each.topic() + '/' + each.partition(),
                                                _ -> new ArrayList<>())
                                        .add(each));
        return partitions;
    }

    private static int position(Map<String, Integer> positions, String partition) {
        return positions.getOrDefault(partition, 0);
    }

    private static int size(
            Map<String, List<ConsumerRecord<byte[], byte[]>>> partitions, String partition) {
        return partitions.getOrDefault(partition, List.of()).size();
    }
}
