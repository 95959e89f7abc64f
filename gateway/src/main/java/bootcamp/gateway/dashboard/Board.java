package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live dashboard of one cohort: its state, its newest bytes and its open pages.
 *
 * <p>After a render there is a pause in which changes gather; so it is rendered at most once a
 * pause, the first change without delay, and the last one never forgotten. All rendering happens in
 * the one thread of the executor.
 */
final class Board {

    private enum Rhythm {
        /** Nothing to do. */
        IDLE,
        /** Rendered a moment ago; nothing new since. */
        RESTING,
        /** A render is to come: at once, or at the end of the pause. */
        DUE
    }

    private final CohortState state = new CohortState();
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final Duration pause;
    private final Consumer<Runnable> rendering;
    private final Supplier<@Nullable Instant> staleSince;
    private Rhythm rhythm = Rhythm.IDLE;
    private volatile @Nullable Rendered rendered;

    /**
     * @param rendering runs a render; what it throws is reported there and goes no further
     * @param staleSince since when nothing new could reach this gateway; null: it is up to date
     */
    Board(
            InstantSource clock,
            ScheduledExecutorService executor,
            Duration pause,
            Consumer<Runnable> rendering,
            Supplier<@Nullable Instant> staleSince) {
        this.clock = clock;
        this.executor = executor;
        this.pause = pause;
        this.rendering = rendering;
        this.staleSince = staleSince;
    }

    CohortState state() {
        return state;
    }

    /** As last rendered; null until there is something to show. */
    @Nullable Rendered rendered() {
        return rendered;
    }

    Optional<Snapshot> snapshot() {
        return state.snapshot();
    }

    LocalDate today(Snapshot snapshot) {
        return LocalDate.ofInstant(clock.instant(), snapshot.cohort().timeZone());
    }

    /**
     * @param asOf today or before
     */
    Dashboard dashboard(Snapshot snapshot, LocalDate asOf) {
        return Dashboard.of(snapshot, today(snapshot), asOf, staleSince.get());
    }

    // --- rendering

    /** Something changed: renders now, or as soon as the pause is over. */
    void changed() {
        synchronized (this) {
            Rhythm before = rhythm;
            rhythm = Rhythm.DUE;
            if (before != Rhythm.IDLE) {
                return;
            }
        }
        executor.execute(this::beat);
    }

    private void beat() {
        synchronized (this) {
            if (rhythm == Rhythm.RESTING) {
                rhythm = Rhythm.IDLE;
                return;
            }
            rhythm = Rhythm.RESTING;
        }
        try {
            rendering.accept(this::render);
        } finally {
            // What it throws was reported by whoever renders.
            var _ = executor.schedule(this::beat, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void render() {
        Optional<Snapshot> snapshot = state.snapshot();
        if (snapshot.isEmpty()) {
            rendered = null;
            return;
        }
        Rendered next = Rendered.of(dashboard(snapshot.get(), today(snapshot.get())));
        Rendered before = rendered;
        if (before == null || !before.etag().equals(next.etag())) {
            rendered = next;
            viewers.forEach(viewer -> viewer.offer(next));
        }
    }

    /** Renders where the day has changed in the cohort's zone, or whether it is up to date. */
    void tick() {
        Rendered shown = rendered;
        if (shown != null && !isAsShown(shown.dashboard())) {
            changed();
        }
    }

    private boolean isAsShown(Dashboard shown) {
        return shown.today().equals(today(shown))
                && Objects.equals(shown.staleSince(), staleSince.get());
    }

    private LocalDate today(Dashboard shown) {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of(shown.timeZone()));
    }

    // --- pages

    void join(Viewer viewer) {
        viewers.add(viewer);
        // Read after joining: a render in between offers the same or a newer one.
        Rendered shown = rendered;
        if (shown == null || !viewer.offer(shown)) {
            // The first byte: or the page would not know that it is connected.
            viewer.heartbeat();
        }
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    void forEachViewer(Consumer<Viewer> each) {
        viewers.forEach(each);
    }
}
