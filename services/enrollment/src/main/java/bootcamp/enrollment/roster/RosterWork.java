package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.person.Who;
import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.person.Who.Nobody;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.RosterImport.PieceResult;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.enrollment.roster.RosterJudge.Outcome;
import bootcamp.enrollment.roster.RosterJudge.Verdict;
import bootcamp.enrollment.roster.RosterLook.Judged;
import bootcamp.enrollment.roster.RosterPiece.Change;
import bootcamp.enrollment.roster.RosterPiece.Planned;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStore.Settled;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import reactor.core.publisher.Mono;

/**
 * Applies one piece of a roster, through the commands that staff use too.
 *
 * <p>Applied are the rows that were judged applicable as a whole, in this order: the plan is
 * written down, the people are made known, seats are claimed, enrollments written, the ledger told.
 * Each step finds what an interrupted one did, so a piece can be applied again and again. Whether
 * this import changed a row is told by the plan: the enrollment's version has risen since.
 */
final class RosterWork {

    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final RosterLook look;
    private final IdentityStore people;
    private final PersonStore persons;
    private final Unenrolled unenrolled;
    private final CohortSeats seats;
    private final ImportStore store;
    private final BinaryOperator<String> enrollmentIds;

    RosterWork(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            RosterLook look,
            IdentityStore people,
            PersonStore persons,
            Unenrolled unenrolled,
            CohortSeats seats,
            ImportStore store,
            BinaryOperator<String> enrollmentIds) {
        this.enrollments = enrollments;
        this.look = look;
        this.people = people;
        this.persons = persons;
        this.unenrolled = unenrolled;
        this.seats = seats;
        this.store = store;
        this.enrollmentIds = enrollmentIds;
    }

    Mono<PieceResult> apply(RosterImport roster, RosterPiece piece) {
        return look.judge(roster, piece, 0)
                .flatMap(
                        judged ->
                                plan(roster, piece, judged)
                                        .map(plan -> new Piece(roster, piece, judged, plan)))
                .flatMap(this::apply);
    }

    private Mono<PieceResult> apply(Piece at) {
        return settlePeople(at)
                .doOnNext(at::go)
                .then(Mono.defer(() -> claimSeats(at)))
                .doOnNext(at::seat)
                .then(Mono.defer(() -> persons.enrolling(at.newByStudent(), at.importId())))
                .then(Mono.defer(() -> enroll(at)))
                .doOnNext(at::enrolled)
                .then(Mono.defer(() -> settlePlaces(at)))
                .then(Mono.defer(() -> store.changes(at.importId(), at.index(), at.changes())))
                .then(Mono.defer(() -> persons.enrolled(at.students(), at.importId())))
                .then(Mono.defer(() -> turnAway(at)))
                .then(Mono.fromSupplier(at::result));
    }

    // ---- the plan

    private Mono<Map<Integer, Planned>> plan(
            RosterImport roster, RosterPiece piece, Judged judged) {
        List<Planned> known = piece.plan();
        if (known != null) {
            return Mono.just(byRow(known));
        }
        List<Planned> plan = judged.verdicts().stream().map(RosterWork::planned).toList();
        Mono<Void> written =
                judged.verdicts().stream().anyMatch(Verdict::isApplicable)
                        ? store.plan(roster.importId(), piece.index(), plan)
                        : Mono.empty();
        return written.thenReturn(byRow(plan));
    }

    private static Planned planned(Verdict verdict) {
        return new Planned(
                verdict.row().row(),
                verdict.studentId(),
                verdict.version(),
                verdict.before(),
                verdict.personChanges());
    }

    private static Map<Integer, Planned> byRow(List<Planned> plan) {
        Map<Integer, Planned> rows = new HashMap<>();
        plan.forEach(planned -> rows.put(planned.row(), planned));
        return rows;
    }

    // ---- the steps

    private Mono<Map<Integer, Who>> settlePeople(Piece at) {
        List<RosterRow> rows =
                at.verdicts().stream().filter(Verdict::isApplicable).map(Verdict::row).toList();
        return rows.isEmpty()
                ? Mono.just(Map.of())
                : people.settle(at.importId(), RosterRow.said(rows));
    }

    private Mono<Map<String, Instant>> claimSeats(Piece at) {
        return seats.list(at.cohortId(), at.idsWithoutSeat())
                .then(Mono.defer(() -> seats.claim(at.cohortId(), at.idsForSeat())));
    }

    private Mono<List<Settled<Enrollment, OfEnrollment>>> enroll(Piece at) {
        Map<String, EnrollmentCommand> commands = at.commands();
        return commands.isEmpty()
                ? Mono.just(List.of())
                : enrollments.transactAll(commands).collectList();
    }

    private Mono<Void> settlePlaces(Piece at) {
        return seats.settle(at.cohortId(), at.settlements());
    }

    /** Of rows that were refused after their people had been made known nothing is left. */
    private Mono<Void> turnAway(Piece at) {
        List<String> dropped = at.dropped();
        return dropped.isEmpty()
                ? Mono.empty()
                : people.restore(at.importId(), dropped)
                        .then(Mono.defer(() -> unenrolled.remove(dropped, at.importId())));
    }

    /** One row on its way. */
    private record Going(Verdict verdict, Planned planned, String studentId, String id) {

        boolean isNew() {
            return verdict.outcome() == Outcome.ADDED;
        }
    }

    /** A piece on its way; used by one step after another. */
    private final class Piece {

        private final RosterImport roster;
        private final RosterPiece piece;
        private final Judged judged;
        private final Map<Integer, Planned> plan;
        private final List<RosterProblem> problems = new ArrayList<>();
        private final List<Going> going = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();
        private final Map<String, Instant> claims = new HashMap<>();
        private final Map<String, Versioned<Enrollment>> now = new HashMap<>();

        Piece(RosterImport roster, RosterPiece piece, Judged judged, Map<Integer, Planned> plan) {
            this.roster = roster;
            this.piece = piece;
            this.judged = judged;
            this.plan = plan;
        }

        String importId() {
            return roster.importId();
        }

        String cohortId() {
            return roster.cohortId();
        }

        int index() {
            return piece.index();
        }

        List<Verdict> verdicts() {
            return judged.verdicts();
        }

        void go(Map<Integer, Who> settled) {
            for (Verdict verdict : verdicts()) {
                int row = verdict.row().row();
                Who who = settled.getOrDefault(row, verdict.who());
                if (verdict.problem() != null) {
                    problems.add(verdict.problem());
                } else if (who instanceof Known known) {
                    go(verdict, known.studentId());
                } else if (who instanceof Nobody nobody) {
                    // Known a moment ago, and changed by somebody else meanwhile.
                    problems.add(new RosterProblem(row, nobody.field(), nobody.code(), Map.of()));
                } else {
                    throw new IllegalStateException("Row " + row + " has no person");
                }
            }
        }

        private void go(Verdict verdict, String studentId) {
            Planned planned = Objects.requireNonNull(plan.get(verdict.row().row()));
            String id = enrollmentIds.apply(cohortId(), studentId);
            going.add(new Going(verdict, planned, studentId, id));
            if (verdict.known() != null) {
                now.put(id, verdict.known());
            }
        }

        List<String> students() {
            return going.stream().map(Going::studentId).toList();
        }

        List<String> dropped() {
            return dropped;
        }

        List<String> idsForSeat() {
            return going.stream().filter(g -> g.verdict().needsSeat()).map(Going::id).toList();
        }

        Map<String, String> newByStudent() {
            Map<String, String> ids = new HashMap<>();
            going.stream().filter(Going::isNew).forEach(g -> ids.put(g.studentId(), g.id()));
            return ids;
        }

        List<String> idsWithoutSeat() {
            return going.stream()
                    .filter(g -> g.isNew() && !g.verdict().needsSeat())
                    .map(Going::id)
                    .toList();
        }

        void seat(Map<String, Instant> held) {
            claims.putAll(held);
            for (Going each : List.copyOf(going)) {
                if (each.verdict().needsSeat() && !held.containsKey(each.id())) {
                    drop(each, judged.judge().full(each.verdict().row()));
                }
            }
        }

        private void drop(Going each, RosterProblem problem) {
            going.remove(each);
            dropped.add(each.studentId());
            problems.add(problem);
        }

        Map<String, EnrollmentCommand> commands() {
            Map<String, EnrollmentCommand> commands = new LinkedHashMap<>();
            for (Going each : going) {
                if (each.verdict().isApplicable()) {
                    commands.put(each.id(), command(each));
                }
            }
            return commands;
        }

        private ApplyRow command(Going each) {
            Verdict verdict = each.verdict();
            return judged.judge()
                    .command(
                            verdict.row(),
                            each.studentId(),
                            verdict.before(),
                            claims.get(each.id()));
        }

        void enrolled(List<Settled<Enrollment, OfEnrollment>> settled) {
            Map<String, Refusal> refusals = new HashMap<>();
            for (Settled<Enrollment, OfEnrollment> each : settled) {
                if (each.refusal() != null) {
                    refusals.put(each.id(), each.refusal());
                } else {
                    now.put(each.id(), Objects.requireNonNull(each.outcome()).after());
                }
            }
            for (Going each : List.copyOf(going)) {
                Refusal refusal = refusals.get(each.id());
                if (refusal != null) {
                    dropOrRetry(each, refusal);
                }
            }
        }

        private void dropOrRetry(Going each, Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.NOT_NOW) {
                throw new RefusedException(refusal);
            }
            drop(each, RosterJudge.problem(each.verdict().row(), refusal));
        }

        /** Of all that was written, and of what an interrupted attempt may not have told. */
        List<Settlement> settlements() {
            return going.stream()
                    .filter(each -> each.verdict().isApplicable() || piece.plan() != null)
                    .map(each -> Objects.requireNonNull(now.get(each.id())))
                    .map(enrollment -> enrollment.state().settlement(enrollment.version()))
                    .toList();
        }

        List<Change> changes() {
            return going.stream().filter(this::isChanged).map(this::change).toList();
        }

        private boolean isChanged(Going each) {
            return hasRisen(each) || each.planned().personChanges();
        }

        private boolean hasRisen(Going each) {
            return Objects.requireNonNull(now.get(each.id())).version() > each.planned().version();
        }

        /** One row is one write; what rose further was touched by somebody else. */
        private Change change(Going each) {
            Planned planned = each.planned();
            return new Change(
                    planned.row(),
                    each.studentId(),
                    each.id(),
                    hasRisen(each) ? planned.version() + 1 : 0,
                    planned.before(),
                    planned.personChanges() || planned.studentId() == null);
        }

        PieceResult result() {
            List<RosterProblem> warnings = new ArrayList<>();
            going.stream()
                    .map(each -> judged.judge().warnings(each.verdict()))
                    .forEach(warnings::addAll);
            int applied = changes().size();
            var far = new Progress(0, applied, going.size() - applied, problems.size(), 0, 0);
            return new PieceResult(far, Preview.NOTHING, problems, warnings);
        }
    }
}
