package bootcamp.platform.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Runs a reader over histories in all the ways in which they may be delivered, and demands that it
 * ends as after the straight fold: duplicated, reordered, republished, compacted, rewound, with
 * crashes between. Everything that is by chance comes from a seed.
 *
 * <p>A failure names its seed; {@code -Dbootcamp.delivery.seed=4711} runs that one alone, and
 * {@code -Dbootcamp.delivery.seeds=5000} that many.
 *
 * <pre>{@code
 * new DeliveryKit(seed -> Log.of(Histories.of(seed))).holdsFor(DashboardsReading::new);
 * }</pre>
 */
public final class DeliveryKit {

    /** In the ordinary build. */
    public static final int SEEDS = 50;

    /** Under the tag {@code full}. */
    public static final int SEEDS_FULL = 5_000;

    /** Within this many a mutant must be caught. */
    private static final int SEEDS_FOR_MUTANTS = 50;

    /** Seeds of a durable reader that run at once: it waits for its database most of the time. */
    private static final int DURABLE_AT_ONCE = 8;

    private static final String SEED = "bootcamp.delivery.seed";
    private static final String COUNT = "bootcamp.delivery.seeds";

    private final LongFunction<Log> histories;

    /**
     * @param histories a history for each seed, always the same for the same; on any thread
     */
    public DeliveryKit(LongFunction<Log> histories) {
        this.histories = histories;
    }

    /** How one run ended otherwise than the straight fold. */
    public record Difference(
            long seed, String log, String delivery, Object expected, Object actual) {

        @Override
        public String toString() {
            return "seed %d, %s log, delivered %s: %s%nAgain: -D%s=%d"
                    .formatted(seed, log, delivery, difference(), SEED, seed);
        }

        private String difference() {
            String one = expected.toString();
            String other = actual.toString();
            int at = 0;
            while (at < Math.min(one.length(), other.length())
                    && one.charAt(at) == other.charAt(at)) {
                at++;
            }
            return "%nstraight fold … %s%nbut was       … %s"
                    .formatted(around(one, at), around(other, at));
        }

        private static String around(String text, int at) {
            int from = Math.max(0, at - 160);
            return text.substring(from, Math.min(text.length(), at + 80));
        }
    }

    /** Demands it of as many seeds as the ordinary build has time for. */
    public void holdsFor(Supplier<? extends Reading> reader) {
        holdsFor(reader, SEEDS);
    }

    /**
     * @throws AssertionError at the first difference, with its seed
     */
    public void holdsFor(Supplier<? extends Reading> reader, int count) {
        long[] seeds = seeds(count);
        Traits traits = Traits.of(reader);
        ExecutorService threads =
                Executors.newFixedThreadPool(traits.durable() ? DURABLE_AT_ONCE : 1);
        long records = 0;
        try {
            List<Future<Integer>> runs =
                    LongStream.of(seeds)
                            .mapToObj(seed -> threads.submit(() -> held(reader, traits, seed)))
                            .toList();
            for (Future<Integer> run : runs) {
                records += run.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError difference) {
                throw difference;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                "Delivery kit: seeds %d to %d, %d records, all ends equal%n",
                seeds[0], seeds[seeds.length - 1], records);
    }

    /** How many records its history has. */
    private int held(Supplier<? extends Reading> reader, Traits traits, long seed) {
        Log log = histories.apply(seed);
        difference(reader, traits, seed, log)
                .ifPresent(
                        difference -> {
                            throw new AssertionError(difference.toString());
                        });
        return log.records().size();
    }

    /**
     * Demands that a reader in which something is broken is found out.
     *
     * @return the difference by which it was
     * @throws AssertionError where it passes: then this kit, or the histories, would let a real
     *     reader pass that is broken like that
     */
    public Difference finds(Supplier<? extends Reading> mutant) {
        Traits traits = Traits.of(mutant);
        for (long seed = 1; seed <= SEEDS_FOR_MUTANTS; seed++) {
            Optional<Difference> difference =
                    difference(mutant, traits, seed, histories.apply(seed));
            if (difference.isPresent()) {
                return difference.get();
            }
        }
        throw new AssertionError(
                "The mutant passed %d seeds: nothing here depends on what it lacks"
                        .formatted(SEEDS_FOR_MUTANTS));
    }

    private static long[] seeds(int count) {
        Long one = Long.getLong(SEED);
        return one == null
                ? LongStream.rangeClosed(1, Integer.getInteger(COUNT, count)).toArray()
                : new long[] {one};
    }

    private static Optional<Difference> difference(
            Supplier<? extends Reading> reader, Traits traits, long seed, Log log) {
        Object straight = run(reader, log, Delivery.STRAIGHT, new Random(seed));
        for (Run run : runs(traits, log, seed)) {
            Object result = run(reader, run.log(), run.delivery(), new Random(seed));
            if (!straight.equals(result)) {
                return Optional.of(
                        new Difference(
                                seed, run.logName(), run.delivery().name(), straight, result));
            }
        }
        return Optional.empty();
    }

    private record Traits(boolean guarded, boolean events, boolean durable) {

        static Traits of(Supplier<? extends Reading> reader) {
            try (Reading one = reader.get()) {
                return new Traits(one.isGuarded(), one.readsEvents(), one.isDurable());
            }
        }
    }

    private record Run(String logName, Log log, Delivery delivery) {}

    /** Every delivery of the log as it is; of its variants the straight one and one by chance. */
    private static List<Run> runs(Traits traits, Log log, long seed) {
        List<Delivery> deliveries = new ArrayList<>(List.of(Delivery.values()));
        deliveries.removeIf(each -> !traits.guarded() && !each.keepsOrderWithinKeys());
        List<Run> runs = new ArrayList<>();
        deliveries.forEach(each -> runs.add(new Run("plain", log, each)));
        if (traits.events()) {
            Random random = new Random(seed);
            Log republished = log.republished(random);
            runs.addAll(variant("republished", republished, deliveries, random));
            runs.addAll(variant("compacted", republished.compacted(random), deliveries, random));
            runs.addAll(variant("wholly compacted", log.lastOfEachKey(), deliveries, random));
        }
        return runs;
    }

    private static List<Run> variant(
            String name, Log log, List<Delivery> deliveries, Random random) {
        Delivery byChance = deliveries.get(random.nextInt(deliveries.size()));
        return List.of(new Run(name, log, Delivery.STRAIGHT), new Run(name, log, byChance));
    }

    private static Object run(
            Supplier<? extends Reading> reader, Log log, Delivery delivery, Random random) {
        try (Fed fed = new Fed(reader.get(), random)) {
            delivery.play(log, random, fed);
            return fed.result();
        }
    }

    /** A reader that is fed in batches of any size, and its successors. */
    private static final class Fed implements Delivery.Player, AutoCloseable {

        private final Random random;
        private Reading reading;

        Fed(Reading reading, Random random) {
            this.reading = reading;
            this.random = random;
        }

        @Override
        public boolean deliver(ConsumerRecord<byte[], byte[]> record) {
            reading.accept(record);
            boolean batchEnds = random.nextInt(10) == 0;
            if (batchEnds) {
                reading.afterBatch();
            }
            return batchEnds;
        }

        @Override
        public boolean crash() {
            boolean keeps = reading.isDurable();
            reading = reading.restarted();
            return keeps;
        }

        Object result() {
            reading.afterBatch();
            return reading.result();
        }

        @Override
        public void close() {
            reading.close();
        }
    }
}
