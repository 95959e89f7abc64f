package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.Bookings.Claims;
import bootcamp.curriculum.week.Bookings.Wanted;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.EditSession;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where sessions are read and changed: time is claimed, the session is written, and the bookings
 * are told.
 */
public final class SessionDesk {

    private static final int PART = 100;

    private final AggregateStore<Session, SessionCommand, OfSession> sessions;
    private final Bookings bookings;
    private final ListingStore listings;
    private final InstantSource clock;

    public SessionDesk(
            AggregateStore<Session, SessionCommand, OfSession> sessions,
            Bookings bookings,
            ListingStore listings,
            InstantSource clock) {
        this.sessions = sessions;
        this.bookings = bookings;
        this.listings = listings;
        this.clock = clock;
    }

    // ---- planning

    /** A new session; sent again with its key it gets the first answer. */
    <V> Mono<V> plan(
            String sessionId,
            String cohortId,
            SessionPlan plan,
            boolean overridePlace,
            Stamp stamp,
            Terms terms,
            Function<Versioned<Session>, V> view,
            Class<V> viewType) {
        return orInitial(sessionId)
                .flatMap(
                        present -> {
                            if (present.state().plan() != null) {
                                return sessions.transact(
                                        sessionId,
                                        new PlanSession(cohortId, plan, null, stamp),
                                        terms,
                                        view,
                                        viewType);
                            }
                            Wanted wanted = new Wanted(sessionId, cohortId, plan.slots());
                            return listings.add(cohortId, List.of(sessionId))
                                    .then(
                                            claimed(
                                                    List.of(wanted),
                                                    after(present.state()),
                                                    overridePlace,
                                                    claims ->
                                                            sessions.transact(
                                                                    sessionId,
                                                                    new PlanSession(
                                                                            cohortId,
                                                                            plan,
                                                                            claims.since(),
                                                                            stamp),
                                                                    terms,
                                                                    view,
                                                                    viewType)));
                        });
    }

    /**
     * New sessions, by id. Where the time of one is another's, none is planned. A process that ends
     * on the way may leave some of them; the same once more finds these and plans the rest.
     *
     * @return in no particular order
     */
    public Flux<Versioned<Session>> planAll(
            String cohortId, Map<String, SessionPlan> plans, boolean overridePlace, Stamp stamp) {
        return sessions.findAll(plans.keySet())
                .collectMap(Versioned::id)
                .flatMap(
                        present -> {
                            Map<String, SessionPlan> missing = new LinkedHashMap<>(plans);
                            present.values().stream()
                                    .filter(each -> each.state().plan() != null)
                                    .forEach(each -> missing.remove(each.id()));
                            if (missing.isEmpty()) {
                                return Mono.just(true);
                            }
                            List<Wanted> wanted =
                                    missing.entrySet().stream()
                                            .map(
                                                    each ->
                                                            new Wanted(
                                                                    each.getKey(),
                                                                    cohortId,
                                                                    each.getValue().slots()))
                                            .toList();
                            Instant since =
                                    present.values().stream()
                                            .map(each -> after(each.state()))
                                            .reduce(now(), SessionDesk::later);
                            return listings.add(cohortId, plans.keySet())
                                    .then(
                                            claimed(
                                                    wanted,
                                                    since,
                                                    overridePlace,
                                                    claims ->
                                                            write(
                                                                    cohortId,
                                                                    missing,
                                                                    claims.since(),
                                                                    stamp)));
                        })
                .thenMany(Flux.defer(() -> sessions.findAll(plans.keySet())));
    }

    private Mono<Boolean> write(
            String cohortId, Map<String, SessionPlan> plans, Instant claimedAt, Stamp stamp) {
        Map<String, SessionCommand> commands = new LinkedHashMap<>();
        plans.forEach(
                (id, plan) -> commands.put(id, new PlanSession(cohortId, plan, claimedAt, stamp)));
        return sessions.transactAll(commands).collectList().flatMap(SessionDesk::written);
    }

    /** One that is there already was written the first time. */
    private static Mono<Boolean> written(List<AggregateStore.Settled<Session, OfSession>> all) {
        for (AggregateStore.Settled<Session, OfSession> each : all) {
            Refusal refusal = each.refusal();
            if (refusal != null && refusal != WeekRefusal.SESSION_EXISTS) {
                return Mono.error(new RefusedException(refusal));
            }
        }
        return Mono.just(true);
    }

    // ---- changing

    /**
     * @param before on which the edit was made
     */
    public Mono<Versioned<Session>> edit(
            Versioned<Session> before,
            SessionPlan after,
            boolean overridePlace,
            Stamp stamp,
            Terms terms) {
        Session state = before.state();
        SessionPlan plan = state.planned();
        Set<Slot> added = state.cancelled() ? Set.of() : state.newSlots(after);
        if (added.isEmpty()) {
            return edit(before, new EditSession(plan, after, null, stamp), terms)
                    .delayUntil(done -> settle(before, done));
        }
        return claimed(
                        List.of(new Wanted(before.id(), state.cohortId(), added)),
                        after(state),
                        overridePlace,
                        claims ->
                                edit(
                                        before,
                                        new EditSession(plan, after, claims.since(), stamp),
                                        terms))
                .delayUntil(done -> settle(before, done));
    }

    private Mono<Versioned<Session>> edit(
            Versioned<Session> before, EditSession edit, Terms terms) {
        return sessions.transact(before.id(), edit, terms).map(Outcome::after);
    }

    public Mono<Versioned<Session>> cancel(Versioned<Session> before, Stamp stamp) {
        return sessions.transact(before.id(), new CancelSession(stamp))
                .map(Outcome::after)
                .delayUntil(done -> settle(before, done));
    }

    <V> Mono<V> cancel(
            Versioned<Session> before,
            Stamp stamp,
            Terms terms,
            Function<Versioned<Session>, V> view,
            Class<V> viewType) {
        return sessions.transact(before.id(), new CancelSession(stamp), terms, view, viewType)
                .delayUntil(_ -> sessions.find(before.id()).flatMap(done -> settle(before, done)));
    }

    /** Frees the time that it had and has not any more. */
    private Mono<Void> settle(Versioned<Session> before, Versioned<Session> after) {
        Set<String> left = new HashSet<>(bookingIds(before.state().slots()));
        left.removeAll(bookingIds(after.state().slots()));
        return bookings.settle(after, left);
    }

    private static List<String> bookingIds(Collection<Slot> slots) {
        return slots.stream().map(Slot::bookingId).toList();
    }

    // ---- claims

    /**
     * Claims, does what the claims are for, and tells the bookings. Where it was refused the claims
     * are given back; where it is not known whether it was done, they stay until somebody lets them
     * lapse.
     */
    private <V> Mono<V> claimed(
            List<Wanted> wanted,
            Instant since,
            boolean overridePlace,
            Function<Claims, Mono<V>> work) {
        return Mono.defer(() -> bookings.claim(wanted, since, overridePlace))
                .flatMap(
                        claims ->
                                work.apply(claims)
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        bookings.giveUp(wanted, claims)
                                                                .then(Mono.<V>error(refused)))
                                        .delayUntil(_ -> bookings.giveUp(wanted, claims)));
    }

    /** When a claim can be made that no earlier use or lapse has ended. */
    private Instant after(Session session) {
        Instant ended = session.claimsEndedUpTo();
        return ended == null ? now() : later(now(), ended.plusMillis(1));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    // ---- reading

    private Mono<Versioned<Session>> orInitial(String sessionId) {
        return sessions.find(sessionId)
                .defaultIfEmpty(new Versioned<>(sessionId, 0, Session.initial(sessionId)));
    }

    /** The session; refused as not found where there is none. */
    public Mono<Versioned<Session>> find(String sessionId) {
        return sessions.find(sessionId)
                .filter(session -> session.state().plan() != null)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(WeekRefusal.SESSION_NOT_FOUND)));
    }

    /**
     * All that the cohort has, in the order of their beginnings.
     *
     * @param after key of the last one of the page before; null: from the start
     */
    public Flux<Versioned<Session>> ofCohort(String cohortId, @Nullable String after) {
        return listings.ids(Set.of(cohortId))
                .flatMapIterable(ids -> ids)
                .buffer(PART)
                .concatMap(sessions::findAll)
                .filter(session -> session.state().plan() != null)
                .filter(session -> after == null || key(session).compareTo(after) > 0)
                .sort(Comparator.comparing(SessionDesk::key));
    }

    /**
     * Those that an instructor teaches, found by the bookings of the weeks that the days touch, so
     * also some of the days around; a cancelled one takes no time, so it is not among them.
     */
    Flux<Versioned<Session>> ofInstructor(String instructorId, LocalDate first, LocalDate last) {
        return bookings.sessionIds(Slot.bookingsOfInstructor(instructorId, first, last))
                .flatMapMany(sessions::findAll)
                .filter(session -> session.state().plan() != null)
                .filter(session -> !session.state().cancelled())
                .filter(session -> instructorId.equals(session.state().planned().instructorId()));
    }

    /** Those of the ids that somebody has planned, cancelled or not, in no particular order. */
    public Flux<Versioned<Session>> findAll(Collection<String> sessionIds) {
        return sessions.findAll(sessionIds).filter(session -> session.state().plan() != null);
    }

    /** Ids of those that somebody has planned, cancelled or not. */
    Mono<Set<String>> present(Collection<String> sessionIds) {
        return findAll(sessionIds).map(Versioned::id).collect(Collectors.toSet());
    }

    /** By which sessions are in order. */
    static String key(Versioned<Session> session) {
        return session.state().planned().starts() + " " + session.id();
    }
}
