package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.ClaimPlace;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.Newcomers.Candidate;
import bootcamp.enrollment.roster.SeatKeeper.Claimed;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.source.IdSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Carries out what staff ask for enrollments. Where a command takes a seat, it goes: a seat is
 * claimed, the enrollment written, the ledger told; each step finds what an earlier attempt did,
 * and what a crash leaves between them {@link SeatKeeper} finishes or lets go. Who is enrolled for
 * the first time is made known before that, and after all that can be refused without.
 */
public final class Registrar {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final SeatKeeper seats;
    private final Newcomers newcomers;
    private final PersonStore persons;
    private final BinaryOperator<String> enrollmentIds;
    private final InstantSource clock;

    public Registrar(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            SeatKeeper seats,
            IdentityStore identities,
            PersonStore persons,
            Unenrolled unenrolled,
            KeyStore keys,
            BinaryOperator<String> enrollmentIds,
            InstantSource clock,
            IdSource ids) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.seats = seats;
        this.persons = persons;
        this.newcomers = new Newcomers(identities, persons, unenrolled, keys, ids);
        this.enrollmentIds = enrollmentIds;
        this.clock = clock;
    }

    // ---- enrolling

    /**
     * @param status null: ENROLLED while there is a seat, else WAITING
     */
    Mono<EnrollmentView> enroll(
            String cohortId,
            Newcomer newcomer,
            @Nullable Status status,
            LocalDate on,
            Terms terms,
            String by) {
        return openCohort(cohortId)
                .flatMap(
                        plan ->
                                newcomers
                                        .recognise(newcomer, terms)
                                        .flatMap(
                                                candidate ->
                                                        enroll(
                                                                cohortId, plan, candidate, status,
                                                                on, terms, by)))
                .switchIfEmpty(Mono.defer(() -> enroll(cohortId, newcomer, status, on, terms, by)));
    }

    /**
     * Notes that somebody wants to take part who has no account.
     *
     * @param by who says so, for the history
     * @return the enrollment, APPLIED; refused as enrolling is
     */
    public Mono<EnrollmentView> apply(
            String cohortId, String name, String email, LocalDate on, Terms terms, String by) {
        Newcomer newcomer =
                new Newcomer(null, Cleaning.clean(name), EnrollmentApi.emailOf(email), null, null);
        return enroll(cohortId, newcomer, Status.APPLIED, on, terms, by);
    }

    /**
     * A request that comes again finds its answer before anything else is looked at. Empty where
     * the candidate is to be recognised anew.
     */
    private Mono<EnrollmentView> enroll(
            String cohortId,
            CohortPlan plan,
            Candidate candidate,
            @Nullable Status status,
            LocalDate on,
            Terms terms,
            String by) {
        String studentId = candidate.studentId();
        String id = enrollmentIds.apply(cohortId, studentId);
        Beginning beginning =
                new Beginning(cohortId, studentId, id, on, plan, new Stamp(clock.instant(), by));
        return find(id).flatMap(
                        present ->
                                present.state().standing().removed()
                                        ? begin(beginning, candidate, present, status, terms)
                                        : write(present, beginning.in(status, null), terms, plan));
    }

    /** All that a registration says but for its status and claim. */
    private record Beginning(
            String cohortId,
            String studentId,
            String enrollmentId,
            LocalDate on,
            CohortPlan plan,
            Stamp stamp) {

        Register in(@Nullable Status status, @Nullable Instant seatClaimedAt) {
            Status to = Objects.requireNonNullElse(status, Status.ENROLLED);
            return new Register(studentId, cohortId, to, on, term(plan), seatClaimedAt, stamp);
        }
    }

    /** Whatever can be refused without knowing the person is refused before it is made known. */
    private Mono<EnrollmentView> begin(
            Beginning beginning,
            Candidate candidate,
            Versioned<Enrollment> present,
            @Nullable Status status,
            Terms terms) {
        Refusal refusal = refusal(present, beginning.in(status, beginning.stamp().at()));
        if (refusal != null) {
            return refused(refusal);
        }
        Refusal who = candidate.refusal();
        if (who != null) {
            return refused(who);
        }
        Mono<Void> seat = status == Status.ENROLLED ? demandSeat(beginning) : Mono.empty();
        return seat.then(Mono.defer(() -> newcomers.admit(candidate, present.id(), terms)))
                .flatMap(
                        admission ->
                                place(beginning, present, status, terms)
                                        .onErrorResume(
                                                RefusedException.class,
                                                error ->
                                                        newcomers
                                                                .turnedAway(admission)
                                                                .then(Mono.error(error)))
                                        .flatMap(
                                                view ->
                                                        newcomers
                                                                .enrolled(admission)
                                                                .thenReturn(view)));
    }

    private Mono<Void> demandSeat(Beginning beginning) {
        var claim =
                new ClaimPlace(beginning.enrollmentId(), Wish.SEAT, beginning.stamp().at(), null);
        return cohorts.find(beginning.cohortId())
                .flatMap(
                        cohort ->
                                switch (cohort.state().decide(claim)) {
                                    case Decision.Refused<OfCohort>(var refusal) ->
                                            refused(refusal);
                                    case Decision.Accepted<OfCohort> _ -> Mono.empty();
                                });
    }

    private Mono<EnrollmentView> place(
            Beginning beginning,
            Versioned<Enrollment> present,
            @Nullable Status status,
            Terms terms) {
        if (status != null && status != Status.ENROLLED) {
            return seats.list(beginning.cohortId(), beginning.enrollmentId())
                    .then(write(present, beginning.in(status, null), terms, beginning.plan()));
        }
        Wish wish = status == null ? Wish.SEAT_OR_QUEUE : Wish.SEAT;
        return seats.claim(beginning.cohortId(), beginning.enrollmentId(), wish, null)
                .flatMap(
                        claimed ->
                                writeOrLetGo(
                                        beginning.cohortId(),
                                        present,
                                        beginning.in(statusOf(claimed), claimed.since()),
                                        terms,
                                        beginning.plan()));
    }

    private static Status statusOf(Claimed claimed) {
        return claimed.place() == Place.SEAT ? Status.ENROLLED : Status.WAITING;
    }

    // ---- what happens to an enrollment

    /**
     * Makes a command of the cohort's plan and the enrollment, and of a claim where it needs one.
     */
    interface Making {
        EnrollmentCommand command(CohortPlan plan, @Nullable Instant seatClaimedAt);
    }

    /** A command that takes no seat. */
    Mono<EnrollmentView> carryOut(
            Versioned<Enrollment> present,
            Terms terms,
            Function<CohortPlan, EnrollmentCommand> of) {
        return openCohort(present.state().cohortId())
                .flatMap(plan -> write(present, of.apply(plan), terms, plan));
    }

    /** Refused where a command would be, as things stand. */
    Mono<Void> demand(Versioned<Enrollment> present, Function<CohortPlan, EnrollmentCommand> of) {
        return openCohort(present.state().cohortId())
                .flatMap(plan -> accepted(present, of.apply(plan)));
    }

    /** Whether a command would be accepted, as things stand. */
    Mono<Boolean> accepts(
            Versioned<Enrollment> present, Function<CohortPlan, EnrollmentCommand> of) {
        return openCohort(present.state().cohortId())
                .map(plan -> refusal(present, of.apply(plan)) == null);
    }

    /** A command that puts somebody on a seat who has none. */
    Mono<EnrollmentView> seat(Versioned<Enrollment> present, Terms terms, Making making) {
        String cohortId = present.state().cohortId();
        return openCohort(cohortId)
                .flatMap(
                        plan -> {
                            var tried = making.command(plan, clock.instant());
                            return refusal(present, tried) == null
                                    ? seat(cohortId, plan, present, terms, making)
                                    : write(present, making.command(plan, null), terms, plan);
                        });
    }

    private Mono<EnrollmentView> seat(
            String cohortId,
            CohortPlan plan,
            Versioned<Enrollment> present,
            Terms terms,
            Making making) {
        return seats.claim(cohortId, present.id(), Wish.SEAT, null)
                .flatMap(
                        claimed ->
                                writeOrLetGo(
                                        cohortId,
                                        present,
                                        making.command(plan, claimed.since()),
                                        terms,
                                        plan));
    }

    /** Moves somebody on the way to a seat, or onto one; refused as a state does not allow it. */
    public Mono<EnrollmentView> move(
            Versioned<Enrollment> present,
            Status to,
            LocalDate on,
            @Nullable String remarkId,
            Terms terms,
            Stamp stamp) {
        Making making =
                (plan, claim) ->
                        new MoveStatus(to, on, remarkId, today(plan), term(plan), claim, stamp);
        boolean needsSeat =
                to == Status.ENROLLED && present.state().standing().status() != Status.ENROLLED;
        return needsSeat
                ? seat(present, terms, making)
                : carryOut(present, terms, plan -> making.command(plan, null));
    }

    Mono<EnrollmentView> revert(Versioned<Enrollment> present, Terms terms, Stamp stamp) {
        return seat(
                present, terms, (plan, claim) -> new RevertWithdrawal(today(plan), claim, stamp));
    }

    /** Moves a student to another cohort: the answer is the enrollment that is left behind. */
    Mono<EnrollmentView> transfer(
            Versioned<Enrollment> present,
            String toCohortId,
            LocalDate on,
            Terms terms,
            Stamp stamp) {
        String toId = enrollmentIds.apply(toCohortId, present.state().studentId());
        return openCohort(present.state().cohortId())
                .zipWith(openCohort(toCohortId))
                .flatMap(
                        plans -> {
                            var move =
                                    new Move(
                                            toCohortId,
                                            toId,
                                            on,
                                            today(plans.getT1()),
                                            plans.getT1(),
                                            plans.getT2(),
                                            stamp);
                            return transfer(present, move, terms);
                        });
    }

    private record Move(
            String toCohortId,
            String toId,
            LocalDate on,
            LocalDate today,
            CohortPlan plan,
            CohortPlan toPlan,
            Stamp stamp) {

        Transfer claiming(@Nullable Instant seatClaimedAt) {
            return new Transfer(toCohortId, toId, on, today, term(plan), seatClaimedAt, stamp);
        }

        Mono<Void> demandWay(Enrollment from, Enrollment to) {
            return to.barrierTo(from, on, term(toPlan), term(plan))
                    .<Mono<Void>>map(Registrar::refused)
                    .orElseGet(Mono::empty);
        }
    }

    private Mono<EnrollmentView> transfer(Versioned<Enrollment> present, Move move, Terms terms) {
        Transfer tried = move.claiming(move.stamp().at());
        if (refusal(present, tried) != null || isAlready(present.state(), move)) {
            // Refused, or found done by somebody who may not have come to the end.
            return write(present, move.claiming(null), terms, move.plan()).flatMap(this::arrived);
        }
        return find(move.toId())
                .flatMap(target -> move.demandWay(present.state(), target.state()))
                .then(persons.takesPartIn(present.state().studentId(), move.toId()))
                .then(
                        Mono.defer(
                                () ->
                                        seats.claim(
                                                move.toCohortId(),
                                                move.toId(),
                                                Wish.SEAT,
                                                present.id())))
                .flatMap(
                        claimed ->
                                commit(
                                        present,
                                        move,
                                        Objects.requireNonNull(claimed.since()),
                                        terms))
                .flatMap(this::arrived);
    }

    private static boolean isAlready(Enrollment state, Move move) {
        var to = state.standing().transferredTo();
        return to != null && to.enrollmentId().equals(move.toId());
    }

    private Mono<EnrollmentView> commit(
            Versioned<Enrollment> present, Move move, Instant claim, Terms terms) {
        return write(present, move.claiming(claim), terms, move.plan())
                .onErrorResume(
                        RefusedException.class,
                        error ->
                                seats.letGo(move.toCohortId(), move.toId())
                                        .then(Mono.error(error)));
    }

    private Mono<EnrollmentView> arrived(EnrollmentView left) {
        return enrollments
                .find(left.enrollmentId())
                .filter(source -> source.state().standing().transferredTo() != null)
                .flatMap(seats::arrive)
                .thenReturn(left);
    }

    // ---- steps

    private Mono<EnrollmentView> writeOrLetGo(
            String cohortId,
            Versioned<Enrollment> present,
            EnrollmentCommand command,
            Terms terms,
            CohortPlan plan) {
        return write(present, command, terms, plan)
                .onErrorResume(
                        RefusedException.class,
                        error -> seats.letGo(cohortId, present.id()).then(Mono.error(error)));
    }

    private Mono<EnrollmentView> write(
            Versioned<Enrollment> present,
            EnrollmentCommand command,
            Terms terms,
            CohortPlan plan) {
        LocalDate today = today(plan);
        return enrollments
                .transact(
                        present.id(),
                        command,
                        terms,
                        after -> EnrollmentView.of(after, today),
                        EnrollmentView.class)
                .flatMap(view -> settled(present.id()).thenReturn(view));
    }

    private Mono<Void> settled(String enrollmentId) {
        return enrollments.find(enrollmentId).flatMap(seats::settle);
    }

    /** What would be refused is refused before a seat is claimed for it. */
    private static @Nullable Refusal refusal(
            Versioned<Enrollment> present, EnrollmentCommand command) {
        return switch (present.state().decide(command)) {
            case Decision.Refused<OfEnrollment>(var refusal) -> refusal;
            case Decision.Accepted<OfEnrollment> _ -> null;
        };
    }

    private static Mono<Void> accepted(Versioned<Enrollment> present, EnrollmentCommand command) {
        Refusal refusal = refusal(present, command);
        return refusal == null ? Mono.empty() : refused(refusal);
    }

    /** As it is; where nobody was enrolled yet, version 0. */
    private Mono<Versioned<Enrollment>> find(String enrollmentId) {
        return enrollments
                .find(enrollmentId)
                .defaultIfEmpty(new Versioned<>(enrollmentId, 0, Enrollment.initial(enrollmentId)));
    }

    Mono<CohortPlan> openCohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(refused(new CohortRefusal.CohortNotFound()))
                .flatMap(
                        cohort ->
                                cohort.state().closed()
                                        ? refused(new CohortRefusal.CohortClosed())
                                        : Mono.just(cohort.state().planned()));
    }

    LocalDate today(CohortPlan plan) {
        return LocalDate.ofInstant(clock.instant(), plan.zone());
    }

    static Term term(CohortPlan plan) {
        return new Term(plan.startDate(), plan.endDate());
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
