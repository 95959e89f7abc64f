package bootcamp.gateway.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.Event;
import bootcamp.platform.feed.EventReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a gateway makes of the topics, for the delivery kit: its bytes of every dashboard and of the
 * overview, but for times.
 */
public final class DashboardsReading implements Reading {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2024-05-15T03:00:00Z"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Dashboards dashboards =
            new Dashboards(
                    CLOCK,
                    new DashboardProperties(
                            Duration.ofMillis(1),
                            Duration.ofMinutes(1),
                            Duration.ZERO,
                            Duration.ofMinutes(1),
                            1,
                            1,
                            1),
                    new SimpleMeterRegistry());
    private final DashboardFeed feed = new DashboardFeed(dashboards);
    private final Set<String> cohortIds = new ConcurrentSkipListSet<>();
    private final AtomicLong events = new AtomicLong();

    /** The class whose comparison of versions is all that guards a dashboard. */
    public static Class<?> guarded() {
        return Entities.class;
    }

    /** For a feed that reads real topics. */
    public EventReader reader() {
        return new EventReader() {
            @Override
            public void on(Event event) {
                fold(event);
            }

            @Override
            public void afterBatch() {
                feed.afterBatch();
            }
        };
    }

    /** How many were folded. */
    public long events() {
        return events.get();
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        fold(DashboardFeed.CODEC.decode(record));
    }

    private void fold(Event event) {
        feed.on(event);
        if (event.aggregate().equals("Cohort")) {
            cohortIds.add(event.id());
        }
        events.incrementAndGet();
    }

    @Override
    public void afterBatch() {
        feed.afterBatch();
    }

    /** Opens, as when the topics were read to their ends, and waits for what is rendered then. */
    @Override
    public Map<String, String> result() {
        dashboards.open(List::of, () -> false, Optional::empty);
        Map<String, String> shown = new TreeMap<>();
        for (String cohortId : cohortIds) {
            shown.put(cohortId, withoutTimes(rendered(cohortId).json()));
        }
        shown.put("overview", withoutTimes(overview().getBytes(UTF_8)));
        return shown;
    }

    private Rendered rendered(String cohortId) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Rendered found = dashboards.find(cohortId).map(Board::rendered).orElse(null);
            if (found != null) {
                return found;
            }
            LockSupport.parkNanos(100_000);
        }
        throw new AssertionError(cohortId + " was not rendered");
    }

    private String overview() {
        return dashboards.all().stream()
                .map(Board::rendered)
                .map(shown -> OverviewRow.of(Objects.requireNonNull(shown).dashboard()))
                .sorted(Comparator.comparing(OverviewRow::sortKey))
                .map(OverviewRow::toString)
                .collect(Collectors.joining("\n"));
    }

    private static String withoutTimes(byte[] bytes) {
        return new String(bytes, UTF_8).replaceAll("updatedAt[\":=]+[^\",]*\"?", "updatedAt");
    }

    @Override
    public Reading restarted() {
        close();
        return new DashboardsReading();
    }

    @Override
    public void close() {
        dashboards.close();
    }
}
