package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.person.Who;
import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.person.Who.Nobody;
import bootcamp.enrollment.person.Who.Stranger;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says of each row what applying it would come to, changing nothing: a preview shows that, and an
 * import applies only what it finds applicable as a whole.
 *
 * <p>An empty cell says nothing, so it never takes away what is known: a roster from last week does
 * not bring back who withdrew since.
 */
final class RosterJudge {

    private final Cohort cohort;
    private final CohortPlan plan;
    private final LocalDate today;
    private final Stamp stamp;
    private final Map<String, Integer> rowByStudent;
    private int freeSeats;

    /**
     * @param seatsPromised to rows that were judged before these
     * @param earlier rows that were judged before these, by the student they meant
     */
    RosterJudge(
            Cohort cohort,
            CohortPlan plan,
            Stamp stamp,
            int seatsPromised,
            Map<String, Integer> earlier) {
        this.rowByStudent = new HashMap<>(earlier);
        this.cohort = cohort;
        this.plan = plan;
        this.today = LocalDate.ofInstant(stamp.at(), plan.zone());
        this.stamp = stamp;
        this.freeSeats = plan.capacity() - cohort.ledger().seats().taken() - seatsPromised;
    }

    /** What applying a row comes to. */
    enum Outcome {
        ADDED,
        CHANGED,
        UNCHANGED,
        CONFLICT,
        REJECTED
    }

    /**
     * @param known null: there is no enrollment
     * @param problem null where the row can be applied
     * @param needsSeat one that it has not
     */
    record Verdict(
            RosterRow row,
            Outcome outcome,
            @Nullable Who who,
            @Nullable Versioned<Enrollment> known,
            boolean needsSeat,
            @Nullable RosterProblem problem) {

        boolean isApplicable() {
            return outcome == Outcome.ADDED || outcome == Outcome.CHANGED;
        }

        boolean personChanges() {
            return who instanceof Known known && known.changes();
        }

        @Nullable String studentId() {
            return who instanceof Known known ? known.studentId() : null;
        }

        long version() {
            return known == null ? 0 : known.version();
        }

        @Nullable Standing before() {
            return known == null ? null : known.state().standing();
        }
    }

    /**
     * @param enrollments in this cohort, by student
     */
    List<Verdict> judge(
            List<RosterRow> rows,
            Map<Integer, Who> people,
            Map<String, Versioned<Enrollment>> enrollments) {
        List<Verdict> verdicts = new ArrayList<>(rows.size());
        for (RosterRow row : rows) {
            Who who = Objects.requireNonNull(people.get(row.row()));
            verdicts.add(
                    switch (who) {
                        case Nobody nobody -> nobody(row, nobody);
                        case Stranger stranger -> added(row, stranger, null);
                        case Known known -> known(row, known, enrollments.get(known.studentId()));
                    });
        }
        return verdicts;
    }

    private static Verdict nobody(RosterRow row, Nobody who) {
        return no(
                row,
                who,
                who.conflict() ? Outcome.CONFLICT : Outcome.REJECTED,
                new RosterProblem(row.row(), who.field(), who.code(), Map.of()));
    }

    private Verdict known(RosterRow row, Known who, @Nullable Versioned<Enrollment> present) {
        Integer twin = rowByStudent.putIfAbsent(who.studentId(), row.row());
        if (twin != null) {
            return no(
                    row,
                    who,
                    Outcome.CONFLICT,
                    new RosterProblem(row.row(), null, "SAME_PERSON_TWICE", Map.of("other", twin)));
        }
        return present == null || present.state().standing().removed()
                ? added(row, who, present)
                : changed(row, who, present);
    }

    private Verdict added(RosterRow row, Who who, @Nullable Versioned<Enrollment> present) {
        boolean needsSeat = row.withdrawnOn() == null;
        return seated(new Verdict(row, Outcome.ADDED, who, present, needsSeat, null));
    }

    private Verdict changed(RosterRow row, Known who, Versioned<Enrollment> present) {
        Standing standing = present.state().standing();
        boolean needsSeat = standing.status().beforeEnrollment() && row.withdrawnOn() == null;
        Instant ifSeated = needsSeat ? stamp.at() : null;
        ApplyRow command = command(row, who.studentId(), standing, ifSeated);
        return switch (present.state().decide(command)) {
            case Decision.Refused<OfEnrollment>(var refusal) ->
                    no(row, who, Outcome.CONFLICT, problem(row, refusal));
            case Decision.Accepted<OfEnrollment>(var facts) -> {
                boolean says = !facts.isEmpty() || who.changes();
                Outcome outcome = says ? Outcome.CHANGED : Outcome.UNCHANGED;
                yield seated(new Verdict(row, outcome, who, present, needsSeat, null));
            }
        };
    }

    private Verdict seated(Verdict verdict) {
        if (!verdict.needsSeat()) {
            return verdict;
        }
        if (freeSeats > 0 || holdsSeat(verdict)) {
            freeSeats -= holdsSeat(verdict) ? 0 : 1;
            return verdict;
        }
        Who who = Objects.requireNonNull(verdict.who());
        return no(verdict.row(), who, Outcome.REJECTED, full(verdict.row()));
    }

    RosterProblem full(RosterRow row) {
        return problem(row, new CohortRefusal.CohortFull(plan.capacity()));
    }

    /** One that was claimed by somebody who was interrupted. */
    private boolean holdsSeat(Verdict verdict) {
        Versioned<Enrollment> known = verdict.known();
        return known != null && cohort.ledger().placeOf(known.id()) == Place.SEAT;
    }

    private static Verdict no(RosterRow row, Who who, Outcome outcome, RosterProblem problem) {
        return new Verdict(row, outcome, who, null, false, problem);
    }

    static RosterProblem problem(RosterRow row, Refusal refusal) {
        return new RosterProblem(row.row(), null, refusal.code(), refusal.parameters());
    }

    /**
     * What a row asks for, where what it does not say stays as it is known.
     *
     * @param standing as it is known; null: not at all
     */
    ApplyRow command(
            RosterRow row, String studentId, @Nullable Standing standing, @Nullable Instant seat) {
        Withdrawal known = standing == null || standing.removed() ? null : standing.withdrawal();
        return new ApplyRow(
                studentId,
                cohort.cohortId(),
                row.enrolledOn(),
                withdrawal(row, known),
                today,
                seat,
                stamp);
    }

    private static @Nullable Withdrawal withdrawal(RosterRow row, @Nullable Withdrawal known) {
        LocalDate on = row.withdrawnOn();
        if (on == null) {
            return known;
        }
        WithdrawalReason said = row.reason();
        WithdrawalReason before = known == null ? WithdrawalReason.OTHER : known.reason();
        return new Withdrawal(
                on, said == null ? before : said, known == null ? null : known.remarkId());
    }

    /** Of rows that are applied although somebody should have a look. */
    List<RosterProblem> warnings(Verdict verdict) {
        RosterRow row = verdict.row();
        List<RosterProblem> warnings = new ArrayList<>();
        LocalDate from = Objects.requireNonNullElse(row.enrolledOn(), plan.startDate());
        LocalDate left = row.withdrawnOn();
        LocalDate known = left == null ? leftBefore(verdict) : null;
        if (from.isAfter(plan.endDate())) {
            warnings.add(RosterProblem.of(row.row(), RosterColumn.ENROLLED_ON, "AFTER_THE_END"));
        }
        if (left != null && left.isAfter(plan.endDate())) {
            warnings.add(RosterProblem.of(row.row(), RosterColumn.WITHDRAWN_ON, "AFTER_THE_END"));
        }
        if (left != null && left.isAfter(today)) {
            warnings.add(RosterProblem.of(row.row(), RosterColumn.WITHDRAWN_ON, "DAY_AHEAD"));
        }
        if (left != null && left.isBefore(from)) {
            warnings.add(RosterProblem.of(row.row(), RosterColumn.WITHDRAWN_ON, "BEFORE_ENTRY"));
        }
        if (known != null && row.enrolledOn() != null && !known.isAfter(row.enrolledOn())) {
            warnings.add(RosterProblem.of(row.row(), RosterColumn.ENROLLED_ON, "AFTER_LEAVING"));
        }
        return warnings;
    }

    /** The day on which somebody left of whom the row does not say that; null: nobody did. */
    private static @Nullable LocalDate leftBefore(Verdict verdict) {
        Standing before = verdict.before();
        Withdrawal known = before == null || before.removed() ? null : before.withdrawal();
        return known == null ? null : known.on();
    }
}
