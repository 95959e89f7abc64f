package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.week.Booking.Clash;
import bootcamp.curriculum.week.Booking.Hold;
import bootcamp.curriculum.week.Booking.Settlement;
import bootcamp.curriculum.week.BookingCommand.ClaimTime;
import bootcamp.curriculum.week.BookingCommand.SettleTime;
import bootcamp.curriculum.week.SessionCommand.LapseClaims;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps bookings and sessions in step: claims time, settles, and finishes or lets lapse what a
 * process left between the two.
 *
 * <p>Why no time is given twice: time that is claimed stays taken until the session it was claimed
 * for says that the claim can't be used any more, and it says so in the same document whose version
 * every use of the claim is matched on. So either the claim is used, and the settlement finds the
 * time taken; or it has lapsed, and whoever comes late with it is refused.
 *
 * <p>What a booking says of a session is believed as long as nobody wants that time. Then the
 * session is asked: so an entry that nobody took away, since a process ended after an edit, is in
 * nobody's way.
 */
public final class Bookings {

    /** How long somebody waits for a claim of another that may come to nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PART = 100;

    private final AggregateStore<Booking, BookingCommand, OfBooking> bookings;
    private final AggregateStore<Session, SessionCommand, OfSession> sessions;
    private final InstantSource clock;

    /** Those in which a claim may have been left behind; to be looked at again. */
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    public Bookings(
            AggregateStore<Booking, BookingCommand, OfBooking> bookings,
            AggregateStore<Session, SessionCommand, OfSession> sessions,
            InstantSource clock) {
        this.bookings = bookings;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** What a session wants; its slots are those that it has not got. */
    record Wanted(String sessionId, String cohortId, Collection<Slot> slots) {

        private boolean wants(String bookingId) {
            return slots.stream().anyMatch(each -> each.bookingId().equals(bookingId));
        }
    }

    /**
     * Claims that were given.
     *
     * @param since names them
     */
    record Claims(Instant since, Set<String> bookingIds) {}

    // ---- while a command is carried out

    /**
     * Claims all that is wanted, or nothing; in the order of bookings, so that two who want the
     * same don't stand in each other's way.
     *
     * @param since names the claims; later than the last one of each session
     * @param overridePlace also where a place is taken by others
     * @return fails with {@link SessionRefusal} where somebody else has the time
     */
    Mono<Claims> claim(Collection<Wanted> all, Instant since, boolean overridePlace) {
        SortedMap<String, List<Hold>> byBooking = new TreeMap<>();
        for (Wanted each : all) {
            for (Slot slot : each.slots()) {
                byBooking
                        .computeIfAbsent(slot.bookingId(), _ -> new ArrayList<>())
                        .add(
                                new Hold(
                                        each.sessionId(),
                                        each.cohortId(),
                                        slot.from(),
                                        slot.until(),
                                        since));
            }
        }
        Claims claims = new Claims(since, Set.copyOf(byBooking.keySet()));
        watched.addAll(byBooking.keySet());
        return Flux.fromIterable(byBooking.entrySet())
                .concatMap(
                        each ->
                                claim(
                                        each.getKey(),
                                        each.getValue(),
                                        overridePlace && Slot.isOfAPlace(each.getKey()),
                                        clock.instant().plus(PATIENCE)))
                .then(Mono.just(claims))
                .onErrorResume(failure -> givenUp(all, claims).then(Mono.<Claims>error(failure)));
    }

    /** As far as that goes now: what stays is looked after. */
    private Mono<Void> givenUp(Collection<Wanted> all, Claims claims) {
        return giveUp(all, claims).onErrorComplete();
    }

    private Mono<Void> claim(
            String bookingId, List<Hold> holds, boolean overriding, Instant patientUntil) {
        return bookings.transact(bookingId, new ClaimTime(holds, overriding))
                .map(done -> done.after().state())
                .flatMap(
                        booking ->
                                holds.stream().allMatch(booking::holds)
                                        ? Mono.empty()
                                        : resolve(booking, holds)
                                                .flatMap(
                                                        isSettled ->
                                                                again(
                                                                        bookingId,
                                                                        holds,
                                                                        overriding,
                                                                        patientUntil,
                                                                        isSettled)));
    }

    private Mono<Void> again(
            String bookingId,
            List<Hold> holds,
            boolean overriding,
            Instant patientUntil,
            boolean atOnce) {
        Mono<Void> claim = Mono.defer(() -> claim(bookingId, holds, overriding, patientUntil));
        if (atOnce) {
            return claim;
        }
        return clock.instant().isBefore(patientUntil)
                ? Mono.delay(PAUSE).then(claim)
                : Mono.error(() -> new RefusedException(WeekRefusal.TIME_CLAIMED));
    }

    /**
     * Asks the session that is in the way.
     *
     * @return true: it is not any more; false: it may be so soon; fails where it is, and names it
     */
    private Mono<Boolean> resolve(Booking booking, List<Hold> holds) {
        Optional<Clash> found =
                holds.stream().flatMap(each -> booking.clash(each).stream()).findFirst();
        if (found.isEmpty()) {
            // Its own claim of the same instant.
            return Mono.error(() -> new RefusedException(WeekRefusal.TIME_CLAIM_LAPSED));
        }
        Clash clash = found.get();
        Slot slot = new Slot(booking.bookingId(), clash.from(), clash.until());
        return sessions.find(clash.sessionId())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(
                        session -> {
                            if (session.isPresent()
                                    && session.get().state().slots().contains(slot)) {
                                return Mono.error(
                                        new RefusedException(refusal(session.get(), slot)));
                            }
                            Hold hold = clash.hold();
                            if (hold == null) {
                                return settle(session.orElseThrow(), Set.of(slot.bookingId()))
                                        .thenReturn(true);
                            }
                            return hold.hasLapsed(clock.instant())
                                    ? lapse(booking.bookingId(), hold).thenReturn(true)
                                    : Mono.just(false);
                        });
    }

    private static SessionRefusal refusal(Versioned<Session> session, Slot slot) {
        SessionPlan plan = session.state().planned();
        SessionRefusal.Named named =
                new SessionRefusal.Named(
                        session.id(),
                        plan.title(),
                        plan.written(plan.startsAt()),
                        plan.written(plan.endsAt()));
        if (Slot.isOfATeam(slot.bookingId())) {
            return new SessionRefusal.TeamBusy(named);
        }
        return Slot.isOfAPlace(slot.bookingId())
                ? new SessionRefusal.PlaceTaken(named)
                : new SessionRefusal.InstructorBusy(named);
    }

    /**
     * Tells the bookings of claims what became of the sessions, and gives back what was not used of
     * the claims: whoever made them will not use them any more.
     */
    Mono<Void> giveUp(Collection<Wanted> all, Claims claims) {
        return sessions.findAll(all.stream().map(Wanted::sessionId).toList())
                .collectMap(Versioned::id)
                .flatMapMany(
                        found ->
                                Flux.fromIterable(claims.bookingIds())
                                        .concatMap(
                                                bookingId -> giveUp(bookingId, all, claims, found)))
                .then();
    }

    private Mono<Outcome<Booking, OfBooking>> giveUp(
            String bookingId,
            Collection<Wanted> all,
            Claims claims,
            Map<String, Versioned<Session>> found) {
        List<Settlement> settlements =
                all.stream()
                        .filter(each -> each.wants(bookingId))
                        .map(each -> found.getOrDefault(each.sessionId(), none(each.sessionId())))
                        .map(session -> settlement(session, bookingId, claims.since()))
                        .toList();
        return bookings.transact(bookingId, new SettleTime(settlements));
    }

    private static Versioned<Session> none(String sessionId) {
        return new Versioned<>(sessionId, 0, Session.initial(sessionId));
    }

    /** Tells bookings what became of a session. */
    Mono<Void> settle(Versioned<Session> session, Collection<String> bookingIds) {
        return Flux.fromIterable(bookingIds)
                .concatMap(
                        bookingId ->
                                bookings.transact(
                                        bookingId,
                                        new SettleTime(
                                                List.of(settlement(session, bookingId, null)))))
                .then();
    }

    private static Settlement settlement(
            Versioned<Session> session, String bookingId, @Nullable Instant givenUp) {
        Optional<Slot> slot =
                session.state().slots().stream()
                        .filter(each -> each.bookingId().equals(bookingId))
                        .findFirst();
        return new Settlement(
                session.id(),
                session.version(),
                slot.map(Slot::from).orElse(null),
                slot.map(Slot::until).orElse(null),
                session.state().claimsEndedUpTo(),
                givenUp);
    }

    // ---- reading

    /**
     * Sessions of which the bookings know, settled or claimed; some of them may be elsewhere now.
     */
    Mono<Set<String>> sessionIds(Collection<String> bookingIds) {
        return bookings.findAll(bookingIds)
                .flatMapIterable(
                        booking -> {
                            Set<String> ids = new HashSet<>(booking.state().entries().keySet());
                            booking.state().holds().forEach(hold -> ids.add(hold.sessionId()));
                            return ids;
                        })
                .collect(Collectors.toSet());
    }

    // ---- what was left behind

    /** Uses no claim any more that has stood too long, and tells its booking what is so. */
    private Mono<Void> lapse(String bookingId, Hold hold) {
        return sessions.transact(hold.sessionId(), new LapseClaims(hold.cohortId(), hold.since()))
                .map(Outcome::after)
                .flatMap(session -> settle(session, Set.of(bookingId)));
    }

    /** Looks at the bookings in which claims may have been left behind; again until none is. */
    public Mono<Void> lookAfter() {
        return Flux.fromIterable(List.copyOf(watched)).concatMap(this::lookAfter).then();
    }

    private Mono<Void> lookAfter(String bookingId) {
        watched.remove(bookingId);
        return bookings.find(bookingId)
                .flatMap(booking -> lookAfter(booking.state()))
                .doOnError(_ -> watched.add(bookingId));
    }

    private Mono<Void> lookAfter(Booking booking) {
        Instant now = clock.instant();
        Map<Boolean, List<Hold>> holds =
                booking.holds().stream()
                        .collect(Collectors.partitioningBy(hold -> hold.hasLapsed(now)));
        if (!Objects.requireNonNull(holds.get(false)).isEmpty()) {
            watched.add(booking.bookingId());
        }
        return Flux.fromIterable(Objects.requireNonNull(holds.get(true)))
                .concatMap(hold -> lapse(booking.bookingId(), hold))
                .then();
    }

    /** Finds the open claims of a process that ended. */
    public Mono<Void> catchUp() {
        return parts(null)
                .filter(booking -> !booking.state().holds().isEmpty())
                .doOnNext(booking -> watched.add(booking.id()))
                .then(Mono.defer(this::lookAfter));
    }

    private Flux<Versioned<Booking>> parts(@Nullable String after) {
        return bookings.page(after, PART)
                .collectList()
                .flatMapMany(
                        part ->
                                part.size() < PART
                                        ? Flux.fromIterable(part)
                                        : Flux.fromIterable(part)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> parts(part.getLast().id()))));
    }
}
