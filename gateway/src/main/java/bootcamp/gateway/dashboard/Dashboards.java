package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.FactReader;
import bootcamp.platform.deadletter.DeadLetter;
import bootcamp.platform.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All cohorts of this gateway, in memory: folds facts into them, keeps each one's dashboard
 * rendered and hands it to open pages.
 *
 * <p>Until {@link #open}, which comes when the topics were read to their ends, facts are only
 * folded and nothing is shown: half a history would be a wrong figure.
 */
public final class Dashboards implements FactReader, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dashboards.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SLOW_VIEWERS = Duration.ofMillis(100);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Map<String, Board> boards = new ConcurrentHashMap<>();
    private final Map<String, Integer> viewersByOwner = new ConcurrentHashMap<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private final ScheduledExecutorService executor =
            // After the end there is nobody left to render for.
            new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofPlatform().name("dashboards").daemon().factory(),
                    new ThreadPoolExecutor.DiscardPolicy());
    private final InstantSource clock;
    private final DashboardProperties properties;
    private final Timer renderTime;
    private final Counter failures;

    /** Changed since the last batch; the feed's thread only. */
    private final Set<Board> touched = new HashSet<>();

    /** What a replay builds; null: none is under way. */
    private volatile @Nullable Refolding beside;

    private volatile boolean open;
    private volatile boolean closed;
    private volatile BooleanSupplier behind = () -> false;
    private volatile Supplier<Optional<Instant>> heardAt = Optional::empty;
    private volatile Supplier<List<DeadLetter>> deadLetters = List::of;

    public Dashboards(InstantSource clock, DashboardProperties properties, MeterRegistry meters) {
        this.clock = clock;
        this.properties = properties;
        this.renderTime = meters.timer("bootcamp.dashboard.render");
        this.failures = meters.counter("bootcamp.dashboard.failures");
        Gauge.builder("bootcamp.dashboard.viewers", viewers::get).register(meters);
        every(TICK, this::tick);
        every(SLOW_VIEWERS, () -> forEachViewer(Viewer::catchUp));
        every(properties.heartbeat(), () -> forEachViewer(Viewer::heartbeat));
    }

    // --- folding

    @Override
    public void on(CohortFact fact, long version, Instant time) {
        Refolding next = beside;
        if (next != null) {
            next.on(fact, version, time);
        }
        fact.concerned().forEach(cohortId -> fold(cohortId, fact, version, time));
    }

    private void fold(String cohortId, CohortFact fact, long version, Instant time) {
        Board board = board(cohortId);
        if (board.state().on(cohortId, fact, version, time)) {
            touched.add(board);
        }
    }

    @Override
    public void afterBatch() {
        if (open) {
            noteDeadLetters();
            touched.forEach(Board::changed);
        }
        touched.clear();
    }

    private void noteDeadLetters() {
        Map<String, Trouble> byCohort = new HashMap<>();
        for (DeadLetter letter : deadLetters.get()) {
            Trouble one = new Trouble(letter.turns(), letter.isOpen());
            cohortsOf(letter).forEach(cohortId -> byCohort.merge(cohortId, one, Trouble::and));
        }
        byCohort.forEach(
                (cohortId, trouble) -> {
                    Board board = board(cohortId);
                    if (board.state().deadLetters(trouble.turns(), trouble.open())) {
                        touched.add(board);
                    }
                });
    }

    /**
     * What could not be read of one cohort.
     *
     * @param turns how many dead letters were ever opened or closed
     */
    private record Trouble(long turns, boolean open) {

        Trouble and(Trouble other) {
            return new Trouble(turns + other.turns, open || other.open);
        }
    }

    /** Told by the record, or, where it cannot be read, by what is known of its key. */
    private List<String> cohortsOf(DeadLetter letter) {
        byte[] key = letter.key();
        if (!letter.cohortIds().isEmpty() || key == null) {
            return letter.cohortIds();
        }
        return cohortsOf(new String(key, StandardCharsets.UTF_8));
    }

    private List<String> cohortsOf(String key) {
        int slash = key.indexOf('/');
        String id = key.substring(slash + 1);
        String aggregate = key.substring(0, Math.max(0, slash));
        if (aggregate.equals("Cohort")) {
            return List.of(id);
        }
        return boards.entrySet().stream()
                .filter(each -> each.getValue().state().knows(aggregate, id))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Board board(String cohortId) {
        return boards.computeIfAbsent(
                cohortId,
                _ ->
                        new Board(
                                clock,
                                executor,
                                properties.renderPause(),
                                this::measured,
                                this::staleSince));
    }

    private @Nullable Instant staleSince() {
        return heardAt.get()
                .filter(at -> at.plus(properties.staleAfter()).isBefore(clock.instant()))
                .orElse(null);
    }

    private void measured(Runnable render) {
        guarded(() -> renderTime.record(render));
    }

    /**
     * The topics were read to their ends: renders everything and begins to show it. Called by the
     * thread that folds.
     *
     * @param letters what could not be read, asked after every batch
     * @param feedIsBehind whether there is something in the topics that is not folded yet
     * @param feedHeardAt when the topics were last heard of
     */
    public void open(
            Supplier<List<DeadLetter>> letters,
            BooleanSupplier feedIsBehind,
            Supplier<Optional<Instant>> feedHeardAt) {
        deadLetters = letters;
        behind = feedIsBehind;
        heardAt = feedHeardAt;
        open = true;
        noteDeadLetters();
        touched.clear();
        boards.values().forEach(Board::changed);
    }

    public boolean isOpen() {
        return open;
    }

    // --- replaying

    /** From now on facts are folded into this as well, and first; null: no more. */
    void alsoInto(@Nullable Refolding next) {
        beside = next;
    }

    /**
     * Shows what was folded anew in the place of what was held.
     *
     * @return how many cohorts are different by that
     * @throws ProblemException 409 where it lacks something that was held; nothing changes then
     */
    long become(Refolding next) {
        boolean lacks =
                boards.entrySet().stream()
                        .anyMatch(
                                held -> held.getValue().state().isAheadOf(next.of(held.getKey())));
        if (lacks) {
            throw ProblemException.of(HttpStatus.CONFLICT, "TOPIC_BEHIND");
        }
        List<Board> changed =
                next.cohortIds().stream()
                        .map(id -> Map.entry(board(id), next.of(id)))
                        .filter(each -> each.getKey().state().become(each.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (open) {
            changed.forEach(Board::changed);
        }
        return changed.size();
    }

    // --- showing

    /**
     * The cohort, for which a caller that is ahead of the feed waits a moment: until the topics
     * were asked for their ends after the caller asked, and read up to there.
     *
     * @return an error of 404 for a cohort that does not exist, 503 where it may only not be known
     *     yet
     */
    Mono<Board> known(String cohortId) {
        return Mono.defer(() -> known(cohortId, clock.instant()));
    }

    private Mono<Board> known(String cohortId, Instant asked) {
        return Mono.defer(() -> look(cohortId, asked))
                .repeatWhenEmpty(
                        (int) properties.knownWithin().dividedBy(LOOK_AGAIN),
                        tries -> tries.concatMap(_ -> Mono.delay(LOOK_AGAIN)))
                .onErrorMap(IllegalStateException.class, _ -> unknown());
    }

    private Mono<Board> look(String cohortId, Instant asked) {
        // Before the look, which then finds what is folded in between.
        boolean allIsRead =
                heardAt.get().filter(at -> at.isAfter(asked)).isPresent() && !behind.getAsBoolean();
        Optional<Board> found = find(cohortId);
        // What is folded and not yet rendered is waited for.
        return found.isEmpty() && allIsRead && !boards.containsKey(cohortId)
                ? Mono.error(unknown())
                : Mono.justOrEmpty(found);
    }

    Optional<Board> find(String cohortId) {
        demandOpen();
        return Optional.ofNullable(boards.get(cohortId)).filter(board -> board.rendered() != null);
    }

    private ProblemException unknown() {
        return behind.getAsBoolean()
                ? notYet("NOT_YET_KNOWN")
                : ProblemException.of(HttpStatus.NOT_FOUND, "COHORT_NOT_FOUND");
    }

    /** All cohorts as they were last rendered, in no order. */
    Collection<Board> all() {
        demandOpen();
        return boards.values().stream().filter(board -> board.rendered() != null).toList();
    }

    private void demandOpen() {
        if (!open) {
            throw notYet("DASHBOARDS_NOT_READY");
        }
    }

    private static ProblemException notYet(String code) {
        return ProblemException.notAvailable(code, Duration.ofSeconds(1));
    }

    // --- pages

    /**
     * The events of one page until it goes away.
     *
     * @return an error of 503 where this gateway, 429 where this caller has too many open
     */
    Flux<byte[]> watch(Board board, Viewer viewer) {
        return Flux.using(
                () -> admitted(viewer),
                _ -> viewer.events().doOnSubscribe(_ -> board.join(viewer)),
                _ -> {
                    board.leave(viewer);
                    release(viewer);
                });
    }

    private Viewer admitted(Viewer viewer) {
        if (viewers.incrementAndGet() > properties.viewersMax() || closed) {
            viewers.decrementAndGet();
            throw notYet("TOO_MANY_VIEWERS");
        }
        int max =
                viewer.isOfSession()
                        ? properties.viewersMaxSession()
                        : properties.viewersMaxAccount();
        if (viewersByOwner.merge(viewer.owner(), 1, Integer::sum) > max) {
            release(viewer);
            throw tooMany(max);
        }
        return viewer;
    }

    private static ProblemException tooMany(int max) {
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_STREAMS",
                Map.of("max", max),
                List.of(),
                Duration.ofSeconds(5));
    }

    private void release(Viewer viewer) {
        viewers.decrementAndGet();
        viewersByOwner.computeIfPresent(
                viewer.owner(), (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    int viewers() {
        return viewers.get();
    }

    private void forEachViewer(Consumer<Viewer> each) {
        boards.values().forEach(board -> board.forEachViewer(each));
    }

    // --- time

    /** Turns the day over where it has changed, and says what grows old. Called every second. */
    void tick() {
        if (open) {
            boards.values().forEach(Board::tick);
        }
    }

    private void every(Duration period, Runnable task) {
        long millis = period.toMillis();
        var _ =
                executor.scheduleAtFixedRate(
                        () -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** A step that fails must not end the ones after it. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failures.increment();
            log.atError()
                    .addKeyValue("error", e.getClass().getName())
                    .setCause(e)
                    .log("A dashboard could not be rendered and stays as it was");
        }
    }

    /** Ends every stream with a hint when to come back; nothing is rendered any more. */
    @Override
    public void close() {
        closed = true;
        forEachViewer(Viewer::end);
        executor.shutdownNow();
    }
}
