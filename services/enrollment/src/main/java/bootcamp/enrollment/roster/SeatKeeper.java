package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Closing;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.ClaimPlace;
import bootcamp.enrollment.cohort.CohortCommand.ListEnrollments;
import bootcamp.enrollment.cohort.CohortCommand.SettlePlaces;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.enrollment.cohort.Ledger.Hold;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.Arrive;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.enrollment.roster.Standing.Destination;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the ledgers of cohorts and the enrollments in step: claims, settles, and finishes or lets
 * lapse what a process left between the two.
 *
 * <p>Why no seat is given twice: a seat that is claimed stays taken until the enrollment it was
 * claimed for says that the claim can't be used any more, and it says so in the same document whose
 * version every use of the claim is matched on. So either the claim is used, and the settlement
 * finds the seat taken; or it has lapsed, and whoever comes late with it is refused.
 */
public final class SeatKeeper {

    private static final int SETTLED_AT_ONCE = 200;
    private static final int PAGE = 100;

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final Closing closing;
    private final InstantSource clock;

    /** Cohorts in which somebody may have been left behind; to be looked at again. */
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    /** Newest versions of enrollments that were written by anybody, by cohort. */
    private final Map<String, Map<String, Long>> hints = new ConcurrentHashMap<>();

    public SeatKeeper(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Closing closing,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.closing = closing;
        this.clock = clock;
    }

    /**
     * What a claim led to.
     *
     * @param since names the claim; null where no seat was given
     */
    record Claimed(Place place, @Nullable Instant since) {}

    // ---- while a command is carried out

    Mono<Claimed> claim(
            String cohortId, String enrollmentId, Wish wish, @Nullable String transferFrom) {
        watched.add(cohortId);
        return cohorts.transact(
                        cohortId, new ClaimPlace(enrollmentId, wish, clock.instant(), transferFrom))
                .map(done -> claimed(done.after().state(), enrollmentId));
    }

    private static Claimed claimed(Cohort cohort, String enrollmentId) {
        Place place = cohort.ledger().placeOf(enrollmentId);
        Hold hold = cohort.ledger().holdOf(enrollmentId);
        return new Claimed(place, place == Place.SEAT && hold != null ? hold.since() : null);
    }

    /** Names an enrollment that takes no place, so that lists find it. */
    Mono<Void> list(String cohortId, String enrollmentId) {
        return cohorts.transact(cohortId, new ListEnrollments(List.of(enrollmentId))).then();
    }

    /** Tells the ledger what became of an enrollment. */
    Mono<Void> settle(Versioned<Enrollment> enrollment) {
        watched.add(enrollment.state().cohortId());
        return settle(enrollment.state().cohortId(), List.of(settlement(enrollment)));
    }

    private static Settlement settlement(Versioned<Enrollment> enrollment) {
        return enrollment.state().settlement(enrollment.version());
    }

    private Mono<Void> settle(String cohortId, List<Settlement> settlements) {
        return settlements.isEmpty()
                ? Mono.empty()
                : cohorts.transact(cohortId, new SettlePlaces(settlements)).then();
    }

    /** Gives a claim back that was refused its use. */
    Mono<Void> letGo(String cohortId, String enrollmentId) {
        return cohorts.find(cohortId)
                .flatMap(cohort -> Mono.justOrEmpty(cohort.state().ledger().holdOf(enrollmentId)))
                .flatMap(hold -> resolve(cohortId, enrollmentId, hold));
    }

    // ---- what was left behind

    /** Looks at the cohorts where somebody may have been left behind; again until nobody is. */
    public Mono<Void> lookAfter() {
        return Flux.fromIterable(List.copyOf(watched)).concatMap(this::lookAfter).then();
    }

    private Mono<Void> lookAfter(String cohortId) {
        watched.remove(cohortId);
        Map<String, Long> seen = Objects.requireNonNullElse(hints.remove(cohortId), Map.of());
        return cohorts.find(cohortId)
                .flatMap(
                        cohort ->
                                catchUp(cohort.state(), seen)
                                        .then(Mono.defer(() -> lookAfter(cohort.state()))))
                .onErrorResume(
                        error -> {
                            watched.add(cohortId);
                            return Mono.error(error);
                        });
    }

    private Mono<Void> lookAfter(Cohort cohort) {
        Instant latest = clock.instant().minus(Cohort.HOLD);
        List<String> expired = cohort.ledger().heldSince(latest);
        if (cohort.ledger().holds().size() > expired.size()) {
            watched.add(cohort.cohortId());
        }
        return Flux.fromIterable(expired)
                .concatMap(
                        id ->
                                resolve(
                                        cohort.cohortId(),
                                        id,
                                        Objects.requireNonNull(cohort.ledger().holdOf(id))))
                .then(Mono.defer(() -> finishClosing(cohort, latest)));
    }

    /** Whoever closed it does that at once; later, nobody is at it any more. */
    private Mono<Void> finishClosing(Cohort cohort, Instant latest) {
        Stamp settling = cohort.settling();
        if (settling == null) {
            return Mono.empty();
        }
        watched.add(cohort.cohortId());
        return settling.at().isAfter(latest) ? Mono.empty() : closing.settle(cohort);
    }

    /** Somebody wrote an enrollment: the ledger is to know of it by the next look. */
    void hint(String cohortId, String enrollmentId, long version) {
        hints.computeIfAbsent(cohortId, _ -> new ConcurrentHashMap<>())
                .merge(enrollmentId, version, Math::max);
        watched.add(cohortId);
    }

    /** Makes a cohort one of those that are looked after. */
    public void watch(String cohortId) {
        watched.add(cohortId);
    }

    /**
     * Compares every ledger with its enrollments, once after a start: what a predecessor wrote and
     * did not settle is settled, and its open claims are looked after.
     *
     * @return how many enrollments were settled
     */
    public Mono<Long> catchUp() {
        return Flux.from(enrollments.versions())
                .collectMap(each -> each.id(), each -> each.version())
                .flatMap(
                        versions ->
                                pages(null)
                                        .concatMap(cohort -> catchUp(cohort.state(), versions))
                                        .reduce(0L, Long::sum));
    }

    private Flux<Versioned<Cohort>> pages(@Nullable String after) {
        return cohorts.page(after, PAGE)
                .collectList()
                .flatMapMany(
                        page ->
                                page.size() < PAGE
                                        ? Flux.fromIterable(page)
                                        : Flux.fromIterable(page)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> pages(page.getLast().id()))));
    }

    private Mono<Long> catchUp(Cohort cohort, Map<String, Long> versions) {
        if (!cohort.ledger().holds().isEmpty() || cohort.settling() != null) {
            watched.add(cohort.cohortId());
        }
        return settleAll(cohort.cohortId(), cohort.ledger().behind(versions));
    }

    /** Reads enrollments and tells the ledger about them. */
    public Mono<Long> settleAll(String cohortId, List<String> enrollmentIds) {
        return Flux.fromIterable(enrollmentIds)
                .buffer(SETTLED_AT_ONCE)
                .concatMap(
                        ids ->
                                enrollments
                                        .findAll(ids)
                                        .map(SeatKeeper::settlement)
                                        .collectList()
                                        .flatMap(
                                                all ->
                                                        settle(cohortId, all)
                                                                .thenReturn((long) all.size())))
                .reduce(0L, Long::sum);
    }

    /** Uses the claim where the transfer it was made for is committed; else makes it useless. */
    private Mono<Void> resolve(String cohortId, String enrollmentId, Hold hold) {
        String from = hold.transferFrom();
        return (from == null
                        ? Mono.just(Optional.<Versioned<Enrollment>>empty())
                        : committed(from, enrollmentId, hold))
                .flatMap(
                        source ->
                                source.isPresent()
                                        ? arrive(source.get())
                                        : lapse(cohortId, enrollmentId, hold));
    }

    private Mono<Optional<Versioned<Enrollment>>> committed(
            String from, String enrollmentId, Hold hold) {
        return enrollments
                .find(from)
                .flatMap(source -> lapsed(source, hold.since()))
                .filter(source -> leadsTo(source.state(), enrollmentId))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Versioned<Enrollment>> lapsed(Versioned<Enrollment> source, Instant upTo) {
        Enrollment state = source.state();
        return enrollments
                .transact(source.id(), new LapseClaims(state.studentId(), state.cohortId(), upTo))
                .map(done -> done.after());
    }

    private static boolean leadsTo(Enrollment source, String enrollmentId) {
        Destination to = source.standing().transferredTo();
        return to != null && to.enrollmentId().equals(enrollmentId);
    }

    private Mono<Void> lapse(String cohortId, String enrollmentId, Hold hold) {
        return enrollments
                .find(enrollmentId)
                .map(found -> found.state().studentId())
                .defaultIfEmpty("")
                .flatMap(
                        studentId ->
                                enrollments.transact(
                                        enrollmentId,
                                        new LapseClaims(studentId, cohortId, hold.since())))
                .flatMap(done -> settle(done.after()));
    }

    /**
     * The second half of a transfer: the enrollment in the cohort where the first half leads.
     *
     * @param source withdrawn by a transfer
     */
    Mono<Void> arrive(Versioned<Enrollment> source) {
        Enrollment from = source.state();
        Destination to = Objects.requireNonNull(from.standing().transferredTo());
        LocalDate on = Objects.requireNonNull(from.standing().withdrawal()).on();
        Stamp stamp = from.history().getLast().stamp();
        return cohorts.find(to.cohortId())
                .flatMap(cohort -> arrive(from, to, cohort.state(), on, stamp))
                .then(Mono.defer(() -> settle(source)));
    }

    private Mono<Void> arrive(
            Enrollment from, Destination to, Cohort cohort, LocalDate on, Stamp stamp) {
        Hold hold = cohort.ledger().holdOf(to.enrollmentId());
        var arrive =
                new Arrive(
                        from.studentId(),
                        to.cohortId(),
                        from.enrollmentId(),
                        on,
                        LocalDate.ofInstant(clock.instant(), cohort.planned().zone()),
                        new Term(cohort.planned().startDate(), cohort.planned().endDate()),
                        hold == null ? null : hold.since(),
                        stamp);
        return enrollments
                .transact(to.enrollmentId(), arrive)
                .flatMap(done -> settle(done.after()))
                .onErrorResume(SeatKeeper::isThere, _ -> settleWithout(hold, to));
    }

    /** Of somebody who is there by another claim: the hold is of no use any more. */
    private Mono<Void> settleWithout(@Nullable Hold hold, Destination to) {
        return hold == null
                ? enrollments.find(to.enrollmentId()).flatMap(this::settle)
                : lapse(to.cohortId(), to.enrollmentId(), hold);
    }

    private static boolean isThere(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() instanceof EnrollmentRefusal.AlreadyEnrolled;
    }
}
