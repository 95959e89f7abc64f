package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.RosterImport.PieceResult;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.enrollment.roster.RosterPiece.Change;
import bootcamp.enrollment.roster.RosterPiece.Planned;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes one piece of an import back: an enrollment that the import brought is void, one that it
 * changed is as it was before; people of whom no enrollment speaks then are removed. Whatever was
 * touched later stays and is reported; the version that the import wrote tells, and the command is
 * bound to it.
 */
final class RosterUndo {

    private static final int CONCURRENCY = 32;

    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final IdentityStore people;
    private final Unenrolled unenrolled;
    private final CohortSeats seats;
    private final BinaryOperator<String> enrollmentIds;
    private final InstantSource clock;

    RosterUndo(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            IdentityStore people,
            Unenrolled unenrolled,
            CohortSeats seats,
            BinaryOperator<String> enrollmentIds,
            InstantSource clock) {
        this.enrollments = enrollments;
        this.people = people;
        this.unenrolled = unenrolled;
        this.seats = seats;
        this.enrollmentIds = enrollmentIds;
        this.clock = clock;
    }

    /**
     * What became of one row.
     *
     * @param settlement null: nothing that the ledger should know
     */
    private record Undone(Change change, boolean kept, @Nullable Settlement settlement) {}

    Mono<PieceResult> undo(RosterImport roster, RosterPiece piece) {
        return changes(roster, piece)
                .flatMap(changes -> undo(roster, changes))
                .flatMap(
                        undone ->
                                settle(roster, undone)
                                        .map(incomplete -> result(undone, incomplete)));
    }

    // ---- what there is to take back

    private Mono<List<Change>> changes(RosterImport roster, RosterPiece piece) {
        List<Change> changes = piece.changes();
        List<Planned> plan = piece.plan();
        if (changes != null) {
            return Mono.just(changes);
        }
        return plan == null ? Mono.just(List.of()) : changes(roster, piece, plan);
    }

    /** Of a piece that was never finished: whose version is above the plan's was changed. */
    private Mono<List<Change>> changes(RosterImport roster, RosterPiece piece, List<Planned> plan) {
        return people.recognise(RosterRow.said(piece.rows()))
                .map(
                        who -> {
                            List<Change> changes = new ArrayList<>();
                            for (Planned planned : plan) {
                                if (who.get(planned.row()) instanceof Known known) {
                                    changes.add(change(roster, planned, known.studentId()));
                                }
                            }
                            return changes;
                        });
    }

    private Change change(RosterImport roster, Planned planned, String studentId) {
        return new Change(
                planned.row(),
                studentId,
                enrollmentIds.apply(roster.cohortId(), studentId),
                planned.version() + 1,
                planned.before(),
                planned.personChanges() || planned.studentId() == null);
    }

    // ---- taking it back

    private Mono<List<Undone>> undo(RosterImport roster, List<Change> changes) {
        List<String> ids = changes.stream().map(Change::enrollmentId).toList();
        return enrollments
                .findAll(ids)
                .collectMap(Versioned::id)
                .flatMap(
                        present ->
                                claims(roster, changes, present)
                                        .flatMap(claims -> undo(roster, changes, present, claims)));
    }

    private Mono<Map<String, Instant>> claims(
            RosterImport roster, List<Change> changes, Map<String, Versioned<Enrollment>> present) {
        List<String> ids = new ArrayList<>();
        for (Change change : changes) {
            Versioned<Enrollment> now = present.get(change.enrollmentId());
            if (now != null && isUntouched(change, now) && needsSeat(change, now)) {
                ids.add(change.enrollmentId());
            }
        }
        return seats.claim(roster.cohortId(), ids);
    }

    private static boolean isUntouched(Change change, Versioned<Enrollment> now) {
        return now.version() == change.version();
    }

    private static boolean needsSeat(Change change, Versioned<Enrollment> now) {
        Standing before = change.before();
        return before != null
                && before.place() == Place.SEAT
                && now.state().standing().place() != Place.SEAT;
    }

    private Mono<List<Undone>> undo(
            RosterImport roster,
            List<Change> changes,
            Map<String, Versioned<Enrollment>> present,
            Map<String, Instant> claims) {
        Stamp stamp = new Stamp(clock.instant(), roster.by());
        return Flux.fromIterable(changes)
                .flatMapSequential(
                        change ->
                                undo(
                                        change,
                                        present.get(change.enrollmentId()),
                                        claims.get(change.enrollmentId()),
                                        stamp),
                        CONCURRENCY)
                .collectList();
    }

    private Mono<Undone> undo(
            Change change,
            @Nullable Versioned<Enrollment> now,
            @Nullable Instant claim,
            Stamp stamp) {
        if (change.version() == 0 || now == null) {
            return Mono.just(new Undone(change, false, null));
        }
        if (isAsBefore(change, now.state().standing())) {
            return Mono.just(new Undone(change, false, settlement(now)));
        }
        if (!isUntouched(change, now)) {
            return Mono.just(new Undone(change, true, null));
        }
        Terms untouched = new Terms(change.version(), null);
        return enrollments
                .transact(change.enrollmentId(), command(change, claim, stamp), untouched)
                .map(done -> new Undone(change, false, settlement(done.after())))
                .onErrorResume(RefusedException.class, refused -> kept(change, refused));
    }

    private static Mono<Undone> kept(Change change, RefusedException refused) {
        return refused.refusal().kind() == Refusal.Kind.NOT_NOW
                ? Mono.error(refused)
                : Mono.just(new Undone(change, true, null));
    }

    private static boolean isAsBefore(Change change, Standing now) {
        Standing before = change.before();
        return before == null || before.removed() ? now.removed() : now.equals(before);
    }

    private static EnrollmentCommand command(Change change, @Nullable Instant claim, Stamp stamp) {
        Standing before = change.before();
        return before == null || before.removed()
                ? new VoidEnrollment(stamp)
                : new RestoreStanding(before, claim, stamp);
    }

    private static Settlement settlement(Versioned<Enrollment> enrollment) {
        return enrollment.state().settlement(enrollment.version());
    }

    // ---- telling

    /** Those whose external id or e-mail from before is somebody else's now. */
    private Mono<Set<String>> settle(RosterImport roster, List<Undone> undone) {
        List<Settlement> settlements = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Undone each : undone) {
            if (each.settlement() != null) {
                settlements.add(each.settlement());
            }
            if (!each.kept()) {
                all.add(each.change().studentId());
            }
            if (!each.kept() && each.change().personChanged()) {
                changed.add(each.change().studentId());
            }
        }
        return seats.settle(roster.cohortId(), settlements)
                .then(Mono.defer(() -> people.restore(roster.importId(), changed)))
                .flatMap(
                        incomplete ->
                                unenrolled.remove(all, roster.importId()).thenReturn(incomplete));
    }

    private static PieceResult result(List<Undone> undone, Set<String> incomplete) {
        List<RosterProblem> kept =
                undone.stream()
                        .filter(each -> each.kept() || isIn(incomplete, each))
                        .map(
                                each ->
                                        new RosterProblem(
                                                each.change().row(),
                                                each.kept() ? null : "email",
                                                "TOUCHED_LATER",
                                                Map.of()))
                        .toList();
        int restored = undone.size() - kept.size();
        var far = new Progress(0, 0, 0, 0, restored, kept.size());
        return new PieceResult(far, Preview.NOTHING, kept, List.of());
    }

    private static boolean isIn(Set<String> students, Undone undone) {
        return students.contains(undone.change().studentId());
    }
}
