package bootcamp.competition.gpu;

import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.Release;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What a script of a pool's cluster asks and reports, by the token of the pool and whoever is
 * signed in: who has which GPU now and next, and what became of a reservation. It is told ids of
 * reservations and teams, and nothing of anybody.
 */
@RestController
final class ClusterApi {

    private static final String POOL = "/api/gpu-pools/{poolId}";
    private static final String TOKEN = "GPU-Pool-Token";

    private final PoolTokenStore tokens;
    private final GpuDesk desk;
    private final TeamDesk teams;
    private final BusyStore busy;
    private final InstantSource clock;

    ClusterApi(
            PoolTokenStore tokens,
            GpuDesk desk,
            TeamDesk teams,
            BusyStore busy,
            InstantSource clock) {
        this.tokens = tokens;
        this.desk = desk;
        this.teams = teams;
        this.busy = busy;
        this.clock = clock;
    }

    /**
     * Who has a GPU.
     *
     * @param claimBy RFC 3339; null: it is claimed
     */
    record HolderView(
            String reservationId,
            String teamId,
            Reservation.State state,
            String from,
            String until,
            @Nullable String claimBy) {}

    /**
     * @param number of the GPU in the pool, from 1
     * @param now null: nobody has it
     * @param next who has it after that; null: nobody as far as is known
     */
    record GpuView(int number, String gpu, @Nullable HolderView now, @Nullable HolderView next) {}

    record HoldersView(String poolId, List<GpuView> gpus) {}

    /** Of this week and the next: a reservation never lies in two. */
    private record Held(List<Reservation> all, Map<String, String> presentTeams) {}

    @GetMapping(POOL + "/holders")
    Mono<HoldersView> holders(
            @PathVariable String poolId,
            @RequestHeader(name = TOKEN, required = false) @Nullable String token) {
        return opened(poolId, token)
                .flatMap(
                        pool ->
                                held(pool)
                                        .map(
                                                held ->
                                                        new HoldersView(
                                                                pool.id(),
                                                                gpus(
                                                                        pool.state().planned(),
                                                                        held,
                                                                        clock.instant()))));
    }

    private Mono<Held> held(Versioned<GpuPool> pool) {
        IsoWeek week = pool.state().planned().weekOf(clock.instant());
        return Mono.zip(desk.week(pool, week), desk.week(pool, week.plus(1)))
                .flatMap(
                        both -> {
                            List<Reservation> all =
                                    Stream.of(both.getT1(), both.getT2())
                                            .flatMap(
                                                    each ->
                                                            each
                                                                    .state()
                                                                    .reservations()
                                                                    .values()
                                                                    .stream())
                                            .filter(Reservation::isTaking)
                                            .toList();
                            return present(all).map(present -> new Held(all, present));
                        });
    }

    private Mono<Map<String, String>> present(List<Reservation> all) {
        Set<String> teamIds = all.stream().map(Reservation::teamId).collect(Collectors.toSet());
        return teams.findAll(teamIds)
                .collect(
                        HashMap::new,
                        (present, team) ->
                                team.state().ids().forEach(id -> present.put(id, team.id())));
    }

    private static List<GpuView> gpus(GpuPoolPlan plan, Held held, Instant now) {
        List<GpuView> gpus = new ArrayList<>();
        for (String gpu : plan.gpus()) {
            Function<Predicate<Reservation>, @Nullable HolderView> first =
                    when ->
                            held.all().stream()
                                    .filter(each -> gpu.equals(each.gpu()))
                                    .filter(when)
                                    .min(Comparator.comparing(Reservation::from))
                                    .map(each -> view(plan, each, held.presentTeams()))
                                    .orElse(null);
            gpus.add(
                    new GpuView(
                            gpus.size() + 1,
                            gpu,
                            first.apply(
                                    each ->
                                            !now.isBefore(each.from())
                                                    && now.isBefore(each.until())),
                            first.apply(each -> now.isBefore(each.from()))));
        }
        return gpus;
    }

    private static HolderView view(
            GpuPoolPlan plan, Reservation each, Map<String, String> presentTeams) {
        return new HolderView(
                each.reservationId(),
                presentTeams.getOrDefault(each.teamId(), each.teamId()),
                each.state(),
                plan.written(each.from()),
                plan.written(each.until()),
                each.state() == Reservation.State.HELD ? plan.written(each.claimBy()) : null);
    }

    // ---- reports

    /** What a script has to say of a reservation. */
    enum Said {
        /** Somebody of the team is on it. */
        CLAIMED,
        /** Nobody is on it any more. */
        RELEASED,
        /** Its GPU is at work. That claims nothing: it is not known whose work it is. */
        BUSY
    }

    record Report(Said state) {}

    /**
     * @param state by now
     */
    record ReportView(String reservationId, Reservation.State state) {}

    /** Said twice is once. */
    @PutMapping(POOL + "/reports/{reservationId}")
    Mono<ReportView> report(
            @PathVariable String poolId,
            @PathVariable String reservationId,
            @RequestBody Report body,
            @RequestHeader(name = TOKEN, required = false) @Nullable String token) {
        return opened(poolId, token)
                .flatMap(pool -> reported(pool, reservationId, body.state()))
                .onErrorMap(ClusterApi::isNotFound, _ -> notHeld())
                .switchIfEmpty(Mono.error(ClusterApi::notHeld));
    }

    /** Empty: there is no such reservation in the pool. */
    private Mono<ReportView> reported(Versioned<GpuPool> pool, String reservationId, Said said) {
        ReservationId place = ReservationId.read(reservationId);
        if (place == null || !place.poolId().equals(pool.id())) {
            return Mono.empty();
        }
        GpuPoolPlan plan = pool.state().planned();
        String weekId = GpuWeek.id(pool.id(), place.week());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return switch (said) {
            case CLAIMED ->
                    desk.transact(plan, weekId, terms -> new Claim(reservationId, now, terms))
                            .map(week -> view(week.state(), reservationId));
            case RELEASED ->
                    desk.transact(plan, weekId, terms -> new Release(reservationId, now, terms))
                            .map(week -> view(week.state(), reservationId));
            case BUSY ->
                    desk.week(pool, place.week())
                            .mapNotNull(week -> week.state().reservations().get(reservationId))
                            .filter(Reservation::wasGiven)
                            .delayUntil(_ -> busy.seen(reservationId, now))
                            .map(each -> new ReportView(reservationId, each.state()));
        };
    }

    private static ReportView view(GpuWeek week, String reservationId) {
        Reservation present = week.reservations().get(reservationId);
        if (present == null) {
            throw notHeld();
        }
        return new ReportView(reservationId, present.state());
    }

    // ---- who asks

    /** The pool of the token; 401 where it is of none, of another or good no more. */
    private Mono<Versioned<GpuPool>> opened(String poolId, @Nullable String token) {
        return tokens.opens(poolId, token)
                .filter(opens -> opens)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        ProblemException.of(
                                                HttpStatus.UNAUTHORIZED, "GPU_TOKEN_NOT_VALID")))
                .flatMap(_ -> desk.pool(poolId));
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == GpuRefusal.Now.GPU_RESERVATION_NOT_FOUND;
    }

    private static RefusedException notHeld() {
        return new RefusedException(GpuRefusal.Now.GPU_NOT_HELD);
    }
}
