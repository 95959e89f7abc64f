package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.OfClinic;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.clinic.ClinicCommand.CancelClinic;
import bootcamp.curriculum.clinic.ClinicCommand.EditClinic;
import bootcamp.curriculum.clinic.ClinicCommand.FollowSession;
import bootcamp.curriculum.clinic.ClinicCommand.OpenClinic;
import bootcamp.curriculum.clinic.ClinicCommand.ReleaseStudents;
import bootcamp.curriculum.clinic.ClinicCommand.TakeFeedbackBack;
import bootcamp.curriculum.lecture.Departures;
import bootcamp.curriculum.week.ClinicSessions;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where clinics are read and changed. The session of the same id, which takes the practitioner's
 * time, is written first; a process that ends in between leaves a clinic that is elsewhere than its
 * session, and whoever reads it next lets it follow.
 */
public final class ClinicDesk implements ClinicSessions, Departures.Places {

    private static final int PART = 100;

    /** An edit that has not come to its end by then never will. */
    private static final Duration EDIT_MAX = Duration.ofMinutes(1);

    /** Where no account is known any more: never, as long as clinics are cancelled here. */
    private static final String BY_ITSELF = "bootcamp";

    private static final Comparator<Versioned<Clinic>> BY_TIME =
            Comparator.comparing(ClinicDesk::key);

    private final AggregateStore<Clinic, ClinicCommand, OfClinic> clinics;
    private final SessionDesk sessions;
    private final ListingStore listings;
    private final Students students;
    private final InstantSource clock;

    /**
     * @param listings ids by cohort
     */
    public ClinicDesk(
            AggregateStore<Clinic, ClinicCommand, OfClinic> clinics,
            SessionDesk sessions,
            ListingStore listings,
            Students students,
            InstantSource clock) {
        this.clinics = clinics;
        this.sessions = sessions;
        this.listings = listings;
        this.students = students;
        this.clock = clock;
    }

    // ---- commands

    /**
     * A new clinic; sent again with its key it gets the first answer. What a process left that
     * ended in between is a session without slots, which the same request once more makes a clinic.
     */
    <V> Mono<V> open(
            String clinicId,
            OpenClinic open,
            boolean overridePlace,
            Terms terms,
            Function<Versioned<Clinic>, V> view,
            Class<V> viewType) {
        Mono<V> write = Mono.defer(() -> clinics.transact(clinicId, open, terms, view, viewType));
        Mono<Void> takeTime =
                Mono.defer(
                        () ->
                                sessions.planAll(
                                                open.cohortId(),
                                                Map.of(clinicId, open.plan().session()),
                                                overridePlace,
                                                open.stamp())
                                        .then());
        return clinics.find(clinicId)
                .hasElement()
                .flatMap(
                        isThere ->
                                isThere
                                        ? write
                                        : listings.add(open.cohortId(), List.of(clinicId))
                                                .then(takeTime)
                                                .then(write));
    }

    /**
     * @param before on which the edit was made
     */
    Mono<Versioned<Clinic>> edit(
            Versioned<Clinic> before,
            ClinicPlan after,
            @Nullable String reason,
            boolean overridePlace,
            Stamp stamp,
            Terms terms) {
        EditClinic edit = new EditClinic(before.state().planned(), after, reason, stamp);
        Mono<Versioned<Clinic>> write =
                Mono.defer(() -> clinics.transact(before.id(), edit)).map(Outcome::after);
        Long expected = terms.ifVersion();
        boolean isRefused =
                before.state().cancellation() != null
                        || expected != null && expected != before.version();
        if (isRefused) {
            // Before its session is moved.
            return clinics.transact(before.id(), edit, terms).map(Outcome::after);
        }
        Mono<Versioned<Session>> move =
                sessions.find(before.id())
                        .flatMap(
                                session ->
                                        sessions.edit(
                                                session,
                                                after.session(),
                                                overridePlace,
                                                stamp,
                                                Terms.NONE));
        // Whatever ends in between, the practitioner's time is taken for all that students have.
        return before.state().planned().onlyEndsLaterThan(after)
                ? write.delayUntil(_ -> move)
                : move.then(write);
    }

    /**
     * Cancels it, or a slot of it; the practitioner's time is free where all of it is cancelled.
     */
    <V> Mono<V> cancel(
            Versioned<Clinic> clinic,
            CancelClinic cancel,
            Terms terms,
            Function<Versioned<Clinic>, V> view,
            Class<V> viewType) {
        return clinics.transact(clinic.id(), cancel, terms, view, viewType)
                .delayUntil(
                        _ ->
                                cancel.slotId() == null
                                        ? cancelSession(
                                                clinic.id(), stamp(cancel.at(), cancel.by()))
                                        : Mono.empty());
    }

    private static Stamp stamp(Instant at, @Nullable String by) {
        return new Stamp(at, Objects.requireNonNullElse(by, BY_ITSELF));
    }

    private Mono<Void> cancelSession(String sessionId, Stamp stamp) {
        return sessions.find(sessionId)
                .filter(session -> !session.state().cancelled())
                .flatMap(session -> sessions.cancel(session, stamp))
                .then();
    }

    Mono<Versioned<Clinic>> transact(String clinicId, ClinicCommand command) {
        return clinics.transact(clinicId, command).map(Outcome::after);
    }

    // ---- reading

    /** The clinic as it is now; refused as not found where there is none. */
    Mono<Versioned<Clinic>> find(String clinicId) {
        return clinics.find(clinicId)
                .flatMap(
                        clinic ->
                                sessions.find(clinicId)
                                        .flatMap(session -> following(clinic, session)))
                .switchIfEmpty(Mono.error(ClinicDesk::notFound));
    }

    static RefusedException notFound() {
        return new RefusedException(ClinicRefusal.Now.CLINIC_NOT_FOUND);
    }

    /**
     * All that any of the cohorts has, in the order of their beginnings.
     *
     * @param after key of the last one of the page before; null: from the start
     */
    public Flux<Versioned<Clinic>> ofCohorts(Collection<String> cohortIds, @Nullable String after) {
        return listings.ids(cohortIds)
                .flatMapIterable(ids -> ids)
                .buffer(PART)
                .concatMap(this::findAll)
                .filter(clinic -> after == null || key(clinic).compareTo(after) > 0)
                .sort(BY_TIME);
    }

    private Flux<Versioned<Clinic>> findAll(List<String> ids) {
        return Mono.zip(
                        clinics.findAll(ids).collectList(),
                        sessions.findAll(ids).collectMap(Versioned::id))
                .flatMapMany(
                        both ->
                                Flux.fromIterable(both.getT1())
                                        .concatMap(
                                                clinic ->
                                                        Mono.justOrEmpty(
                                                                        both.getT2()
                                                                                .get(clinic.id()))
                                                                .flatMap(
                                                                        session ->
                                                                                following(
                                                                                        clinic,
                                                                                        session))));
    }

    /** By which clinics are in order. */
    static String key(Versioned<Clinic> clinic) {
        return clinic.state().planned().starts() + " " + clinic.id();
    }

    @Override
    public Mono<Boolean> isClinic(String sessionId) {
        return clinics.find(sessionId).hasElement();
    }

    // ---- its session

    /** Where and when its session is; cancelled where one of the two is. */
    private Mono<Versioned<Clinic>> following(
            Versioned<Clinic> clinic, Versioned<Session> session) {
        Clinic state = clinic.state();
        Clinic.Cancellation cancellation = state.cancellation();
        boolean isGone = session.state().cancelled();
        if (cancellation != null) {
            return isGone
                    ? Mono.just(clinic)
                    : sessions.cancel(session, stamp(cancellation.at(), cancellation.by()))
                            .thenReturn(clinic);
        }
        if (isGone) {
            return transact(clinic.id(), new CancelClinic(null, null, clock.instant(), null));
        }
        return state.planned().following(session.state().planned()).equals(state.planned())
                ? settled(clinic, session)
                : transact(
                        clinic.id(), new FollowSession(session.state().planned(), clock.instant()));
    }

    /** Its session ends when it does; where an edit was left half done, it does so from now on. */
    private Mono<Versioned<Clinic>> settled(Versioned<Clinic> clinic, Versioned<Session> session) {
        SessionPlan wanted = clinic.state().planned().session();
        Instant now = clock.instant();
        Instant changedAt = session.state().changedAt();
        boolean isBeingEdited = changedAt != null && changedAt.isAfter(now.minus(EDIT_MAX));
        return wanted.ends().equals(session.state().planned().ends()) || isBeingEdited
                ? Mono.just(clinic)
                : sessions.edit(session, wanted, false, stamp(now, null), Terms.NONE)
                        // Somebody else has that time by now: what is booked is to be seen anyhow.
                        .onErrorResume(RefusedException.class, _ -> Mono.empty())
                        .thenReturn(clinic);
    }

    // ---- students who leave

    @Override
    public Flux<String> holders() {
        Instant now = clock.instant();
        return all(null).flatMapIterable(clinic -> clinic.state().awaited(now));
    }

    private Flux<Versioned<Clinic>> all(@Nullable String after) {
        return clinics.page(after, PART)
                .collectList()
                .flatMapMany(
                        part ->
                                part.size() < PART
                                        ? Flux.fromIterable(part)
                                        : Flux.fromIterable(part)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> all(part.getLast().id()))));
    }

    @Override
    public Mono<Void> release(List<Membership> memberships) {
        Set<String> cohortIds = new HashSet<>();
        memberships.forEach(each -> cohortIds.addAll(each.everIn()));
        return ofCohorts(cohortIds, null).concatMap(clinic -> release(clinic, memberships)).then();
    }

    private Mono<Versioned<Clinic>> release(
            Versioned<Clinic> clinic, List<Membership> memberships) {
        Instant now = clock.instant();
        Set<String> awaited = clinic.state().awaited(now);
        Set<String> gone =
                memberships.stream()
                        .filter(each -> awaited.contains(each.studentId()))
                        .filter(each -> each.hasLeft(Set.of(clinic.state().cohortId())))
                        .map(Membership::studentId)
                        .collect(Collectors.toSet());
        return gone.isEmpty()
                ? Mono.empty()
                : transact(clinic.id(), new ReleaseStudents(gone, now));
    }

    /** Empties what those of the students were told who were erased; the others stay. */
    public Mono<Void> forget(Set<String> studentIds) {
        return Flux.fromIterable(studentIds).concatMap(this::forget).then();
    }

    private Mono<Void> forget(String studentId) {
        return students.isErased(studentId)
                .filter(isErased -> isErased)
                .flatMap(_ -> students.of(studentId))
                .flatMapMany(known -> ofCohorts(known.everIn(), null))
                .filter(clinic -> clinic.state().feedback().containsKey(studentId))
                .concatMap(
                        clinic ->
                                transact(
                                        clinic.id(),
                                        new TakeFeedbackBack(studentId, clock.instant())))
                .then();
    }
}
