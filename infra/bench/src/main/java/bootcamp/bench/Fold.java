package bootcamp.bench;

import bootcamp.gateway.dashboard.DashboardProperties;
import bootcamp.gateway.dashboard.Dashboards;
import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.deadletter.EventFeed;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;

/**
 * P5 and P6: a gateway's fold of the whole topic, with everything rendered.
 *
 * <p>P5 has its dashboards open from the first record on, so every cohort is rendered again and
 * again, at most every 50 ms, while records stream in. P6 opens them when it has caught up, as a
 * gateway that starts does.
 */
final class Fold implements Benchmark {

    private final Surroundings around;
    private final boolean live;
    private final int cohorts;
    private final int students;
    private final int leaves;
    private long records;

    Fold(Surroundings around, boolean live, int cohorts, int students, int leaves) {
        this.around = around;
        this.live = live;
        this.cohorts = cohorts;
        this.students = students;
        this.leaves = leaves;
    }

    @Override
    public String id() {
        return live ? "P5" : "P6";
    }

    @Override
    public String title() {
        return live
                ? "gateway, live: events from the topic into rendered dashboards"
                : "a gateway from nothing to ready: topics folded, all dashboards rendered";
    }

    @Override
    public String limitTitle() {
        return "a bare consumer on the same topic";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                live ? Figure.rate("", "ev/s", 0.4) : Figure.rate("", "ev/s", 0.3).with(100_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "records", String.valueOf(records),
                "cohorts", String.valueOf(cohorts),
                "students", String.valueOf(cohorts * students));
    }

    @Override
    public void prepare() throws InterruptedException {
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-fill")) {
            records = new CohortTopic(producer).fill(cohorts, students, leaves);
        }
    }

    @Override
    public Map<String, Double> limit() {
        return Map.of("", BareReads.rate(around.kafka()));
    }

    @Override
    public Map<String, Double> ours() {
        var meters = new SimpleMeterRegistry();
        DashboardProperties properties =
                new DashboardProperties(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        100,
                        6,
                        100);
        try (var dashboards = new Dashboards(Clock.systemUTC(), properties, meters)) {
            if (live) {
                dashboards.open(List::of, () -> false, Optional::empty);
            }
            long start = System.nanoTime();
            try (EventFeed feed = feed(dashboards)) {
                feed.start();
                feed.caughtUp()
                        .thenRun(
                                () -> {
                                    if (!live) {
                                        dashboards.open(List::of, () -> false, Optional::empty);
                                    }
                                })
                        .orTimeout(5, TimeUnit.MINUTES)
                        .join();
                long end = rendered(meters.timer("bootcamp.dashboard.render"));
                double seconds = (end - start) / (double) TimeUnit.SECONDS.toNanos(1);
                return Map.of("", records / seconds);
            }
        }
    }

    private EventFeed feed(Dashboards dashboards) {
        return new EventFeed(
                "gateway",
                DashboardFeed.SERVICES,
                around.kafka(),
                DashboardFeed.CODEC,
                new DashboardFeed(dashboards),
                Clock.systemUTC());
    }

    /** When the last dashboard was rendered: after it there is quiet for three pauses. */
    private long rendered(Timer renders) {
        long count = renders.count();
        long last = System.nanoTime();
        long quiet = TimeUnit.MILLISECONDS.toNanos(150);
        while (System.nanoTime() - last < quiet || count < cohorts) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            if (renders.count() != count) {
                count = renders.count();
                last = System.nanoTime();
            }
        }
        return last;
    }

    @Override
    public void close() {}
}
