package bootcamp.competition.gpu;

import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.GiveBack;
import bootcamp.competition.gpu.GpuWeekCommand.Reserve;
import bootcamp.competition.gpu.GpuWeekView.BlockView;
import bootcamp.competition.gpu.GpuWeekView.TeamUse;
import bootcamp.competition.gpu.Handovers.Told;
import bootcamp.competition.gpu.ReservationView.NoteView;
import bootcamp.competition.team.Team;
import bootcamp.competition.team.TeamDesk;
import bootcamp.competition.team.TeamRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/gpu-reservations}: students reserve, claim and give back for a team that they are in;
 * staff see all and give back for anybody.
 */
@RestController
final class GpuReservationApi {

    private final GpuDesk desk;
    private final GpuAccess access;
    private final TeamDesk teams;
    private final Handovers handovers;
    private final Idempotency idempotency;
    private final InstantSource clock;
    private final IdSource ids;

    public GpuReservationApi(
            GpuDesk desk,
            GpuAccess access,
            TeamDesk teams,
            Handovers handovers,
            Idempotency idempotency,
            InstantSource clock,
            IdSource ids) {
        this.desk = desk;
        this.access = access;
        this.teams = teams;
        this.handovers = handovers;
        this.idempotency = idempotency;
        this.clock = clock;
        this.ids = ids;
    }

    // ---- reading

    /**
     * @param poolId null: the only one that the caller may know of
     * @param week null: the present one of the pool's zone
     */
    @GetMapping("/api/gpu-reservations")
    Mono<GpuWeekView> week(
            @RequestParam @Nullable String poolId,
            @RequestParam @Nullable String week,
            Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        IsoWeek wanted = week == null ? null : read(week);
        return (poolId == null ? access.only(caller) : access.visible(poolId, caller))
                .flatMap(
                        pool -> {
                            IsoWeek shown =
                                    wanted == null
                                            ? pool.state().planned().weekOf(clock.instant())
                                            : wanted;
                            return desk.week(pool, shown)
                                    .zipWith(desk.week(pool, shown.plus(-1)))
                                    .flatMap(
                                            both ->
                                                    view(
                                                            pool,
                                                            shown,
                                                            both.getT1().state(),
                                                            both.getT2().state(),
                                                            studentId));
                        });
    }

    private static IsoWeek read(String text) {
        IsoWeek week = IsoWeek.read(text);
        if (week == null) {
            throw ProblemException.malformed(FieldError.of("week", "NOT_A_WEEK"));
        }
        return week;
    }

    private Mono<GpuWeekView> view(
            Versioned<GpuPool> pool,
            IsoWeek week,
            GpuWeek state,
            GpuWeek before,
            @Nullable String studentId) {
        GpuPoolPlan plan = pool.state().planned();
        return own(pool.state(), studentId)
                .flatMap(
                        own ->
                                teams(state, own)
                                        .flatMap(
                                                found ->
                                                        told(state, before, found, own, studentId)
                                                                .map(
                                                                        told ->
                                                                                new GpuWeekView(
                                                                                        GpuPoolView
                                                                                                .of(
                                                                                                        pool),
                                                                                        week
                                                                                                .toString(),
                                                                                        blocks(
                                                                                                plan,
                                                                                                week),
                                                                                        reservations(
                                                                                                plan,
                                                                                                state,
                                                                                                found,
                                                                                                told),
                                                                                        found
                                                                                                .stream()
                                                                                                .map(
                                                                                                        team ->
                                                                                                                use(
                                                                                                                        team,
                                                                                                                        state,
                                                                                                                        own))
                                                                                                .toList()))));
    }

    /** What is left for the next is told to the teams that it is of, and for, and to staff. */
    private Mono<Told> told(
            GpuWeek week,
            GpuWeek before,
            List<Versioned<Team>> found,
            Set<String> own,
            @Nullable String studentId) {
        Set<String> ownIds =
                found.stream()
                        .filter(team -> own.contains(team.id()))
                        .flatMap(team -> team.state().ids().stream())
                        .collect(Collectors.toSet());
        List<Reservation> shown =
                week.reservations().values().stream()
                        .filter(each -> studentId == null || ownIds.contains(each.teamId()))
                        .toList();
        return handovers.told(shown, week, before, clock.instant());
    }

    private static List<BlockView> blocks(GpuPoolPlan plan, IsoWeek week) {
        return plan.blocks(week).stream()
                .map(
                        block ->
                                new BlockView(
                                        plan.written(block.from()), plan.written(block.until())))
                .toList();
    }

    /** Each is shown as its team's by now. */
    private static List<ReservationView> reservations(
            GpuPoolPlan plan, GpuWeek week, List<Versioned<Team>> found, Told told) {
        Map<String, String> present = new HashMap<>();
        found.forEach(team -> team.state().ids().forEach(id -> present.put(id, team.id())));
        return week.reservations().values().stream()
                .map(each -> view(plan, week, each, told))
                .map(view -> view.of(present.getOrDefault(view.teamId(), view.teamId())))
                .toList();
    }

    private static ReservationView view(
            GpuPoolPlan plan, GpuWeek week, Reservation each, Told told) {
        String id = each.reservationId();
        return ReservationView.of(plan, week, each)
                .telling(
                        NoteView.of(plan, told.own().get(id)),
                        NoteView.of(plan, told.fromBefore().get(id)))
                .busy(written(plan, told.busy().get(id)), written(plan, told.stillBusy().get(id)));
    }

    private static @Nullable String written(GpuPoolPlan plan, @Nullable Instant moment) {
        return moment == null ? null : plan.written(moment);
    }

    private Mono<Set<String>> own(GpuPool pool, @Nullable String studentId) {
        return studentId == null
                ? Mono.just(Set.of())
                : access.ofStudent(studentId, pool).map(Versioned::id).collect(Collectors.toSet());
    }

    private Mono<List<Versioned<Team>>> teams(GpuWeek week, Set<String> own) {
        Set<String> teamIds = new TreeSet<>(own);
        week.reservations().values().forEach(each -> teamIds.add(each.teamId()));
        return teams.findAll(teamIds).collectSortedList(Comparator.comparing(Versioned::id));
    }

    private static TeamUse use(Versioned<Team> team, GpuWeek week, Set<String> own) {
        return new TeamUse(
                team.id(),
                team.state().name(),
                own.contains(team.id()),
                GpuWeek.hours(week.minutes(team.state().ids())));
    }

    // ---- what students do

    @PostMapping("/api/gpu-reservations")
    Mono<ResponseEntity<ReservationView>> reserve(
            @RequestBody ReservationForm body, Caller caller, ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        body.check();
        return access.poolOf(body.teamId(), body.poolId(), studentId)
                // Not at the same time: that there is no team would come before what is refused.
                .flatMap(
                        pool ->
                                Mono.zip(
                                                teams.find(body.teamId()),
                                                idempotency.terms(exchange, body))
                                        .flatMap(
                                                both ->
                                                        reserve(
                                                                pool,
                                                                both.getT1(),
                                                                body,
                                                                both.getT2())))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/gpu-reservations?poolId="
                                                                + view.poolId()
                                                                + "&week="
                                                                + view.week()))
                                        .body(view));
    }

    private Mono<ReservationView> reserve(
            Versioned<GpuPool> pool, Versioned<Team> team, ReservationForm form, Terms terms) {
        GpuPoolPlan plan = pool.state().planned();
        Instant now = clock.instant();
        ReservationForm.Wanted wanted = form.in(plan, now);
        String id =
                ReservationId.of(pool.id(), wanted.week(), Idempotency.newId(terms, ids))
                        .toString();
        return desk.transact(
                plan,
                GpuWeek.id(pool.id(), wanted.week()),
                known ->
                        new Reserve(
                                id,
                                team.id(),
                                team.state().ids(),
                                form.gpu(),
                                wanted.from(),
                                wanted.until(),
                                now,
                                known),
                terms,
                after -> ReservationView.of(plan, after.state(), id),
                ReservationView.class);
    }

    /** Says that somebody of the team is on it; twice is once. */
    @PutMapping("/api/gpu-reservations/{reservationId}/claim")
    Mono<ReservationView> claim(@PathVariable String reservationId, Caller caller) {
        caller.require(Role.STUDENT);
        return visible(reservationId, caller)
                .flatMap(
                        found ->
                                desk.transact(
                                                found.plan(),
                                                found.week().weekId(),
                                                known ->
                                                        new Claim(
                                                                reservationId,
                                                                clock.instant(),
                                                                known))
                                        .map(
                                                after ->
                                                        ReservationView.of(
                                                                found.plan(),
                                                                after.state(),
                                                                reservationId)));
    }

    /**
     * @param text null or blank: there is none any more
     */
    record NoteForm(@Nullable String text) {}

    /** In the place of the one before; for the next team on the GPU. */
    @PutMapping("/api/gpu-reservations/{reservationId}/note")
    Mono<ReservationView> leaveNote(
            @PathVariable String reservationId, @RequestBody NoteForm body, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        InvalidInput.checking().optionalText("text", body.text(), HandoverNote.CHARS_MAX).orThrow();
        String text = body.text() == null || body.text().isBlank() ? null : body.text().strip();
        // As it comes back from the database.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return visible(reservationId, caller)
                .doOnNext(
                        found -> {
                            if (!Handovers.mayBeWritten(found.reservation())) {
                                throw new RefusedException(GpuRefusal.Now.GPU_NOTE_NOT_OPEN);
                            }
                        })
                .delayUntil(_ -> handovers.write(reservationId, text, studentId, at))
                .map(
                        found ->
                                ReservationView.of(found.plan(), found.week(), found.reservation())
                                        .telling(
                                                text == null
                                                        ? null
                                                        : NoteView.of(
                                                                found.plan(),
                                                                new HandoverNote(text, at)),
                                                null));
    }

    @DeleteMapping("/api/gpu-reservations/{reservationId}")
    Mono<ResponseEntity<Void>> giveBack(@PathVariable String reservationId, Caller caller) {
        return visible(reservationId, caller)
                .flatMap(
                        found ->
                                desk.transact(
                                        found.plan(),
                                        found.week().weekId(),
                                        known ->
                                                new GiveBack(
                                                        reservationId, clock.instant(), known)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    // ----

    private record Found(GpuPoolPlan plan, GpuWeek week, Reservation reservation) {}

    /** 404 for who does not see the pool, 403 for who sees it and is not in the team. */
    private Mono<Found> visible(String reservationId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        ReservationId id = ReservationId.read(reservationId);
        if (id == null) {
            return Mono.error(GpuReservationApi::notFound);
        }
        return access.visible(id.poolId(), caller)
                .flatMap(
                        pool ->
                                desk.week(pool, id.week())
                                        .mapNotNull(
                                                found ->
                                                        found(
                                                                pool.state().planned(),
                                                                found.state(),
                                                                reservationId)))
                .onErrorMap(RefusedException.class, _ -> notFound())
                .switchIfEmpty(Mono.error(GpuReservationApi::notFound))
                .delayUntil(found -> studentId == null ? Mono.empty() : member(found, studentId));
    }

    private static @Nullable Found found(GpuPoolPlan plan, GpuWeek week, String reservationId) {
        Reservation reservation = week.reservations().get(reservationId);
        return reservation == null ? null : new Found(plan, week, reservation);
    }

    private Mono<Versioned<Team>> member(Found found, String studentId) {
        return teams.withMember(found.reservation().teamId(), studentId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(TeamRefusal.Now.NOT_A_MEMBER)));
    }

    private static RefusedException notFound() {
        return new RefusedException(GpuRefusal.Now.GPU_RESERVATION_NOT_FOUND);
    }
}
