package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.OfGpuPool;
import bootcamp.competition.CompetitionEvent.OfGpuWeek;
import bootcamp.competition.gpu.GpuPoolCommand.EditPool;
import bootcamp.competition.gpu.GpuPoolCommand.OpenPool;
import bootcamp.competition.gpu.GpuWeekCommand.ApplyDue;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where pools and their weeks are read and changed. What time brings to a week is no scheduler's:
 * each read applies it first, and every process applies it to those that it has in mind.
 */
public final class GpuDesk {

    /** How many weeks ahead reservations are taken. */
    static final int WEEKS_AHEAD = 4;

    private static final int PART = 100;
    private static final int MINUTES_OF_HOUR = 60;

    private final AggregateStore<GpuPool, GpuPoolCommand, OfGpuPool> pools;
    private final AggregateStore<GpuWeek, GpuWeekCommand, OfGpuWeek> weeks;
    private final ListingStore ofCohorts;
    private final TeamDesk teams;
    private final InstantSource clock;

    /** When time will bring something, by id of the week. */
    private final Map<String, Due> dues = new ConcurrentHashMap<>();

    /**
     * @param version of the week that says so
     */
    private record Due(long version, Instant at) {}

    /**
     * @param ofCohorts ids of pools by cohort
     * @param teams of which some went into others
     */
    GpuDesk(
            AggregateStore<GpuPool, GpuPoolCommand, OfGpuPool> pools,
            AggregateStore<GpuWeek, GpuWeekCommand, OfGpuWeek> weeks,
            ListingStore ofCohorts,
            TeamDesk teams,
            InstantSource clock) {
        this.pools = pools;
        this.weeks = weeks;
        this.ofCohorts = ofCohorts;
        this.teams = teams;
        this.clock = clock;
    }

    // ---- pools

    <V> Mono<V> open(
            String poolId,
            OpenPool open,
            Terms terms,
            Function<Versioned<GpuPool>, V> view,
            Class<V> viewType) {
        return ofCohorts
                .add(open.plan().cohortIds(), poolId)
                .then(Mono.defer(() -> pools.transact(poolId, open, terms, view, viewType)));
    }

    /** A GPU that is added goes to who waits for one. */
    Mono<Versioned<GpuPool>> edit(String poolId, EditPool edit, Terms terms) {
        return ofCohorts
                .add(edit.after().cohortIds(), poolId)
                .then(Mono.defer(() -> pools.transact(poolId, edit, terms)))
                .map(Outcome::after)
                .delayUntil(this::applyToWeeks);
    }

    private Mono<Void> applyToWeeks(Versioned<GpuPool> pool) {
        Instant now = clock.instant();
        IsoWeek first = pool.state().planned().weekOf(now);
        List<String> weekIds =
                IntStream.rangeClosed(0, WEEKS_AHEAD + 1)
                        .mapToObj(i -> GpuWeek.id(pool.id(), first.plus(i)))
                        .toList();
        return weeks.findAll(weekIds)
                .concatMap(week -> apply(pool.state().planned(), week.id(), now))
                .then();
    }

    /** Refused as not found where there is none. */
    Mono<Versioned<GpuPool>> pool(String poolId) {
        return pools.find(poolId)
                .filter(pool -> pool.state().plan() != null)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(GpuRefusal.Now.GPU_POOL_NOT_FOUND)));
    }

    /**
     * Those that any of the cohorts has, in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    Flux<Versioned<GpuPool>> ofCohorts(Collection<String> cohortIds, @Nullable String after) {
        return ofCohorts
                .ids(cohortIds)
                .flatMapMany(
                        ids -> Flux.fromIterable(after == null ? ids : ids.tailSet(after, false)))
                .buffer(PART)
                .concatMap(part -> pools.findAll(part).sort(Comparator.comparing(Versioned::id)))
                .filter(pool -> pool.state().plan() != null)
                .filter(
                        pool ->
                                pool.state().planned().cohortIds().stream()
                                        .anyMatch(cohortIds::contains));
    }

    /** As {@link #ofCohorts}, of all cohorts. */
    Flux<Versioned<GpuPool>> all(@Nullable String after) {
        return paged(pools, after).filter(pool -> pool.state().plan() != null);
    }

    private static <S> Flux<Versioned<S>> paged(
            AggregateStore<S, ?, ?> store, @Nullable String after) {
        return store.page(after, PART)
                .collectList()
                .expand(
                        part ->
                                part.size() < PART
                                        ? Mono.empty()
                                        : store.page(part.getLast().id(), PART).collectList())
                .concatMapIterable(part -> part);
    }

    // ---- weeks

    /** As it is by now; nothing is reserved in one that nobody has written. */
    Mono<Versioned<GpuWeek>> week(Versioned<GpuPool> pool, IsoWeek week) {
        String weekId = GpuWeek.id(pool.id(), week);
        return weeks.find(weekId)
                .flatMap(
                        found -> {
                            note(found);
                            Instant now = clock.instant();
                            return found.state().isDue(now)
                                    ? apply(pool.state().planned(), weekId, now)
                                    : Mono.just(found);
                        })
                .defaultIfEmpty(new Versioned<>(weekId, 0, GpuWeek.initial(weekId)));
    }

    private Mono<Versioned<GpuWeek>> apply(GpuPoolPlan plan, String weekId, Instant now) {
        return terms(plan, weekId)
                .flatMap(terms -> weeks.transact(weekId, new ApplyDue(now, terms)))
                .flatMap(
                        done ->
                                done.changes().size() < GpuWeek.FACTS_MAX
                                        ? Mono.just(done.after())
                                        : apply(plan, weekId, now))
                .doOnNext(this::note);
    }

    /**
     * @param command is made of what the week does not know itself
     */
    Mono<Versioned<GpuWeek>> transact(
            GpuPoolPlan plan, String weekId, Function<GpuTerms, GpuWeekCommand> command) {
        return terms(plan, weekId)
                .flatMap(terms -> weeks.transact(weekId, command.apply(terms)))
                .map(Outcome::after)
                .doOnNext(this::note);
    }

    /** As above; the answer is kept where {@code terms} have a key. */
    <V> Mono<V> transact(
            GpuPoolPlan plan,
            String weekId,
            Function<GpuTerms, GpuWeekCommand> command,
            Terms terms,
            Function<Versioned<GpuWeek>, V> view,
            Class<V> viewType) {
        return terms(plan, weekId)
                .flatMap(
                        known ->
                                weeks.transact(
                                        weekId,
                                        command.apply(known),
                                        terms,
                                        after -> {
                                            note(after);
                                            return view.apply(after);
                                        },
                                        viewType));
    }

    private Mono<GpuTerms> terms(GpuPoolPlan plan, String weekId) {
        String before = GpuWeek.before(weekId);
        return weeks.findAll(List.of(before, weekId))
                .collectMap(Versioned::id, Versioned::state)
                .flatMap(
                        found -> {
                            Map<String, Long> minutes =
                                    found.getOrDefault(before, GpuWeek.initial(before))
                                            .minutesGiven();
                            Set<String> teamIds = new HashSet<>(minutes.keySet());
                            found.values().forEach(week -> teamIds.addAll(week.teamIds()));
                            return mergedInto(teamIds)
                                    .map(
                                            merged ->
                                                    new GpuTerms(
                                                            plan.gpus(),
                                                            (long) plan.quotaHours()
                                                                    * MINUTES_OF_HOUR,
                                                            minutes,
                                                            merged));
                        });
    }

    private Mono<Map<String, String>> mergedInto(Set<String> teamIds) {
        return teams.findAll(teamIds)
                .collect(
                        HashMap::new,
                        (merged, team) ->
                                team.state().ids().stream()
                                        .filter(id -> !id.equals(team.id()))
                                        .filter(teamIds::contains)
                                        .forEach(id -> merged.put(id, team.id())));
    }

    // ---- what time brings

    /** An older version never replaces what a newer one said. */
    private void note(Versioned<GpuWeek> week) {
        Instant next = week.state().nextDue();
        dues.compute(
                week.id(),
                (_, present) -> {
                    if (present != null && present.version() > week.version()) {
                        return present;
                    }
                    return next == null ? null : new Due(week.version(), next);
                });
    }

    /** Applies what has come by now to every week that is in mind. */
    public Mono<Void> tick() {
        return Flux.defer(
                        () -> {
                            Instant now = clock.instant();
                            return Flux.fromIterable(List.copyOf(dues.entrySet()))
                                    .filter(due -> !due.getValue().at().isAfter(now))
                                    .map(Map.Entry::getKey)
                                    .concatMapDelayError(weekId -> bring(weekId, now));
                        })
                .then();
    }

    private Mono<Versioned<GpuWeek>> bring(String weekId, Instant now) {
        return pool(GpuWeek.initial(weekId).poolId())
                .flatMap(pool -> apply(pool.state().planned(), weekId, now));
    }

    /** Looks once at every week: what another process had in mind is in mind here then. */
    public Mono<Void> catchUp() {
        return paged(weeks, null).doOnNext(this::note).then(Mono.defer(this::tick));
    }
}
