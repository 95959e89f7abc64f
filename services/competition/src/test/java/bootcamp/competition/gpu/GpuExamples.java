package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfGpuPool;
import bootcamp.competition.CompetitionEvent.OfGpuWeek;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.gpu.GpuPoolCommand.EditPool;
import bootcamp.competition.gpu.GpuPoolCommand.OpenPool;
import bootcamp.competition.gpu.GpuWeekCommand.ApplyDue;
import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.GiveBack;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of GPUs: one story for the examples, and any number by chance. */
public final class GpuExamples {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final String POOL = "pool-first";
    private static final String WEEK = "pool-first.2025-W10";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Weeks.NOW;
    private final AggregatesInMemory<GpuPool, GpuPoolCommand, OfGpuPool> pools =
            new AggregatesInMemory<>(
                    GpuPool.TYPE, CompetitionApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<GpuWeek, GpuWeekCommand, OfGpuWeek> weeks =
            new AggregatesInMemory<>(
                    GpuWeek.TYPE, CompetitionApplication.NAME, PARTITIONS, this::now, said::add);

    private GpuExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        GpuExamples story = new GpuExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        GpuExamples story = new GpuExamples();
        story.told();
        return List.of(story.pools.repeated(POOL), story.weeks.repeated(WEEK));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        GpuExamples history = new GpuExamples();
        Random random = new Random(seed);
        history.pools.transact(POOL, new OpenPool(Weeks.PLAN, ContestExamples.staff(history.now)));
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(3_000));
            history.weeks.transact(WEEK, history.any(random, i));
            if (random.nextInt(10) == 0) {
                GpuPoolPlan present = history.pools.find(POOL).state().planned();
                history.pools.transact(
                        POOL,
                        new EditPool(
                                present,
                                quota(1 + random.nextInt(40)),
                                ContestExamples.staff(history.now)));
            }
        }
        return List.copyOf(history.said);
    }

    private GpuWeekCommand any(Random random, int step) {
        String id = id(random.nextInt(1 + step));
        int hour = (int) Duration.between(Weeks.NOW, now).toHours();
        return switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                    Weeks.reserve(
                            id(step),
                            "team-" + random.nextInt(4),
                            hour + (random.nextBoolean() ? 1 : 26),
                            1 + random.nextInt(3),
                            now);
            case 3 -> new Claim(id, now, Weeks.TERMS);
            case 4 -> new GiveBack(id, now, Weeks.TERMS);
            default -> new ApplyDue(now, Weeks.TERMS);
        };
    }

    private static String id(int number) {
        return "pool-first-2025-W10-%016x".formatted(number);
    }

    private static GpuPoolPlan quota(int hours) {
        return new GpuPoolPlan(
                Weeks.PLAN.cohortIds(),
                Weeks.PLAN.name(),
                Weeks.PLAN.gpus(),
                Weeks.PLAN.blockMinutes(),
                hours,
                Weeks.PLAN.timeZone());
    }

    private void told() {
        done(pools.transact(POOL, new OpenPool(Weeks.PLAN, ContestExamples.staff(now))));
        done(pools.transact(POOL, new EditPool(Weeks.PLAN, quota(6), ContestExamples.staff(now))));
        for (int i = 0; i < 3; i++) {
            does(Weeks.reserve(id(i), "team-" + i, 26, 2, now));
        }
        now = Weeks.hour(2);
        does(new ApplyDue(now, Weeks.TERMS));
        does(new GiveBack(id(0), now, Weeks.TERMS));
        now = Weeks.hour(26);
        does(new Claim(id(1), now, Weeks.TERMS));
        now = now.plus(Duration.ofMinutes(15));
        does(new ApplyDue(now, Weeks.TERMS));
        does(new GiveBack(id(1), now, Weeks.TERMS));
    }

    private void does(GpuWeekCommand command) {
        done(weeks.transact(WEEK, command));
    }

    private static void done(Optional<Refusal> refusal) {
        refusal.ifPresent(
                refused -> {
                    throw new AssertionError("refused: " + refused.code());
                });
    }
}
