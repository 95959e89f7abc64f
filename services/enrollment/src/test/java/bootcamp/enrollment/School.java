package bootcamp.enrollment;

import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.EnrollmentEvent.OfRiskList;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.ClaimPlace;
import bootcamp.enrollment.cohort.CohortCommand.ClaimSeats;
import bootcamp.enrollment.cohort.CohortCommand.ListEnrollments;
import bootcamp.enrollment.cohort.CohortCommand.SettlePlaces;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.Ledger.Hold;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.Arrive;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.EnrollmentIds;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.source.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Cohorts, enrollments and erasures as the service keeps them, step by step as its registrar and
 * imports take them, but in memory and without who anybody is; and every record that it says.
 * Whatever a step asks for may be refused: then nothing is said, as in the service.
 */
public final class School {

    private static final int PARTITIONS = 12;

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private final EnrollmentIds ids = new EnrollmentIds(KeyedHash.of("the key of the histories"));
    private Instant now;

    final AggregatesInMemory<Cohort, CohortCommand, OfCohort> cohorts;
    final AggregatesInMemory<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    final AggregatesInMemory<Erasure, ErasePerson, OfErasure> erasures;
    final AggregatesInMemory<AttendanceImport, AskStep, OfAttendanceImport> attendance;
    final AggregatesInMemory<RiskList, ScoreRisks, OfRiskList> risks;

    School(Instant now) {
        this.now = now;
        String service = EnrollmentApplication.NAME;
        cohorts = new AggregatesInMemory<>(Cohort.TYPE, service, PARTITIONS, this::now, said::add);
        enrollments =
                new AggregatesInMemory<>(
                        Enrollment.TYPE, service, PARTITIONS, this::now, said::add);
        erasures =
                new AggregatesInMemory<>(Erasure.TYPE, service, PARTITIONS, this::now, said::add);
        attendance =
                new AggregatesInMemory<>(
                        AttendanceImport.TYPE, service, PARTITIONS, this::now, said::add);
        risks = new AggregatesInMemory<>(RiskList.TYPE, service, PARTITIONS, this::now, said::add);
    }

    /** In the order in which it was written. */
    List<ProducerRecord<String, byte[]>> said() {
        return List.copyOf(said);
    }

    // ---- time

    Instant now() {
        return now;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    Stamp stamp() {
        return new Stamp(now, "account-of-staff");
    }

    LocalDate today(String cohortId) {
        return LocalDate.ofInstant(now, plan(cohortId).zone());
    }

    // ---- what is known

    String enrollmentId(String cohortId, String studentId) {
        return ids.of(cohortId, studentId);
    }

    CohortPlan plan(String cohortId) {
        return cohorts.find(cohortId).state().planned();
    }

    Term term(String cohortId) {
        return new Term(plan(cohortId).startDate(), plan(cohortId).endDate());
    }

    Enrollment enrollment(String enrollmentId) {
        return enrollments.find(enrollmentId).state();
    }

    // ---- steps

    /**
     * @return names the claim; null where no seat is held by one
     */
    @Nullable Instant claim(
            String cohortId, String enrollmentId, Wish wish, @Nullable String from) {
        cohorts.transact(cohortId, new ClaimPlace(enrollmentId, wish, now, from));
        return held(cohortId, enrollmentId);
    }

    private @Nullable Instant held(String cohortId, String enrollmentId) {
        var ledger = cohorts.find(cohortId).state().ledger();
        Hold hold = ledger.holdOf(enrollmentId);
        return hold != null && ledger.placeOf(enrollmentId) == Place.SEAT ? hold.since() : null;
    }

    void settle(String enrollmentId) {
        settleAll(enrollment(enrollmentId).cohortId(), List.of(enrollmentId));
    }

    private void settleAll(String cohortId, List<String> enrollmentIds) {
        List<Settlement> settlements =
                enrollmentIds.stream()
                        .map(enrollments::find)
                        .filter(each -> each.version() > 0)
                        .map(each -> each.state().settlement(each.version()))
                        .toList();
        cohorts.transact(cohortId, new SettlePlaces(settlements));
    }

    void list(String cohortId, String enrollmentId) {
        cohorts.transact(cohortId, new ListEnrollments(List.of(enrollmentId)));
    }

    /** A seat where there is one, else the waiting list; it is not settled yet. */
    String enroll(String cohortId, String studentId, LocalDate on) {
        String id = enrollmentId(cohortId, studentId);
        Instant claim = claim(cohortId, id, Wish.SEAT_OR_QUEUE, null);
        Status status = claim == null ? Status.WAITING : Status.ENROLLED;
        register(cohortId, studentId, status, on, claim);
        return id;
    }

    String apply(String cohortId, String studentId, LocalDate on) {
        String id = enrollmentId(cohortId, studentId);
        register(cohortId, studentId, Status.APPLIED, on, null);
        list(cohortId, id);
        return id;
    }

    private void register(
            String cohortId,
            String studentId,
            Status status,
            LocalDate on,
            @Nullable Instant claim) {
        enrollments.transact(
                enrollmentId(cohortId, studentId),
                new Register(studentId, cohortId, status, on, term(cohortId), claim, stamp()));
    }

    /** The first half of a transfer: what commits it. */
    void leaveFor(String enrollmentId, String toCohortId, LocalDate on) {
        Enrollment from = enrollment(enrollmentId);
        String toId = enrollmentId(toCohortId, from.studentId());
        Instant claim = claim(toCohortId, toId, Wish.SEAT, enrollmentId);
        enrollments.transact(
                enrollmentId,
                new Transfer(toCohortId, toId, on, on, term(from.cohortId()), claim, stamp()));
    }

    /** The second half, of one that is committed. */
    void arrive(String enrollmentId) {
        Enrollment from = enrollment(enrollmentId);
        var to = from.standing().transferredTo();
        var withdrawal = from.standing().withdrawal();
        if (to != null && withdrawal != null) {
            Instant claim = held(to.cohortId(), to.enrollmentId());
            enrollments.transact(
                    to.enrollmentId(),
                    new Arrive(
                            from.studentId(),
                            to.cohortId(),
                            enrollmentId,
                            withdrawal.on(),
                            today(to.cohortId()),
                            term(to.cohortId()),
                            claim,
                            stamp()));
            settle(to.enrollmentId());
            settle(enrollmentId);
        }
    }

    /**
     * What one row of a roster says.
     *
     * @param enrolledOn null: not said
     * @param withdrawal null: is here
     */
    record Row(String studentId, @Nullable LocalDate enrolledOn, @Nullable Withdrawal withdrawal) {}

    /**
     * Applies rows as an import does: seats for all who need one, each row, then one settlement.
     */
    void apply(String cohortId, List<Row> rows) {
        List<String> present =
                rows.stream()
                        .filter(row -> row.withdrawal() == null)
                        .map(row -> enrollmentId(cohortId, row.studentId()))
                        .toList();
        cohorts.transact(cohortId, new ClaimSeats(present, now));
        List<String> all = new ArrayList<>();
        for (Row row : rows) {
            String id = enrollmentId(cohortId, row.studentId());
            all.add(id);
            enrollments.transact(
                    id,
                    new ApplyRow(
                            row.studentId(),
                            cohortId,
                            row.enrolledOn(),
                            row.withdrawal(),
                            today(cohortId),
                            held(cohortId, id),
                            stamp()));
            list(cohortId, id);
        }
        settleAll(cohortId, all);
    }

    /** What an upkeep finds: claims that have stood too long end, used or not. */
    void lapseOldClaims(String cohortId) {
        var ledger = cohorts.find(cohortId).state().ledger();
        for (String id : ledger.heldSince(now.minus(Cohort.HOLD))) {
            Map<String, Hold> holds = ledger.holds();
            Hold hold = holds.get(id);
            if (hold != null) {
                String studentId = enrollment(id).studentId();
                enrollments.transact(id, new LapseClaims(studentId, cohortId, hold.since()));
                settleAll(cohortId, List.of(id));
            }
        }
    }

    void erase(String studentId, LocalDate on) {
        erasures.transact(studentId, new ErasePerson(on));
    }
}
