package bootcamp.enrollment;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import bootcamp.enrollment.attendance.Mark;
import bootcamp.enrollment.cohort.CohortCommand.CloseCohort;
import bootcamp.enrollment.cohort.CohortCommand.EditCohort;
import bootcamp.enrollment.cohort.CohortCommand.NoteVerdictsSettled;
import bootcamp.enrollment.cohort.CohortCommand.OpenCohort;
import bootcamp.enrollment.cohort.CohortCommand.ReopenCohort;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.enrollment.risk.Signal;
import bootcamp.enrollment.risk.Signal.Code;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.GiveVerdict;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.SetVerdictAside;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One story in which everything happens that can happen, so that each kind of change has a record.
 * It has no chance and no clock in it: told again, it is the same to the byte.
 */
final class Examples {

    private static final String FIRST = "cohort-first";
    private static final String SECOND = "cohort-second";
    private static final LocalDate DAY = Plans.START;
    private static final String PIECE =
            AttendanceImport.idOf(FIRST + "~018df3a1c2005f0c77aa90fe81bc0001", 0);

    private final School school = new School(Plans.NOON);

    private Examples() {}

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        Examples story = new Examples();
        story.cohortsOpen();
        story.somebodyAppliesAndIsEnrolled();
        story.somebodyWaitsAndIsRejected();
        story.leaveAndWithdrawal();
        story.transfer();
        story.rosterAndItsUndoing();
        story.claimThatNobodyUsed();
        story.cohortCloses();
        story.school.erase("student-7", DAY.plusDays(100));
        story.risks();
        story.attendance(Step.PREVIEW, Step.APPLY, Step.KEEP, Step.UNDO, Step.END);
        return story.school.said();
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        Examples story = new Examples();
        story.cohortsOpen();
        story.school.erase("student-7", DAY.plusDays(100));
        String id = story.school.enroll(FIRST, "student-1", DAY);
        story.attendance(Step.APPLY);
        story.risks();
        return List.of(
                story.school.risks.repeated(FIRST),
                story.school.attendance.repeated(PIECE),
                story.school.cohorts.repeated(FIRST),
                story.school.enrollments.repeated(id),
                story.school.erasures.repeated("student-7"));
    }

    private void cohortsOpen() {
        school.cohorts.transact(FIRST, new OpenCohort(Plans.seats(2), school.stamp()));
        school.cohorts.transact(SECOND, new OpenCohort(Plans.seats(30), school.stamp()));
        next();
        school.cohorts.transact(
                FIRST,
                new EditCohort(
                        null,
                        "AI Lab 3기 (서울)",
                        null,
                        null,
                        null,
                        3,
                        null,
                        List.of(DAY.plusDays(38), DAY.plusDays(125)),
                        school.stamp()));
        next();
    }

    private void somebodyAppliesAndIsEnrolled() {
        String id = school.apply(FIRST, "student-1", DAY.minusDays(30));
        next();
        move(id, Status.SELECTED, DAY.minusDays(20), "remark-1");
        move(id, Status.WAITING, DAY.minusDays(10), null);
        move(id, Status.ENROLLED, DAY, null);
    }

    private void somebodyWaitsAndIsRejected() {
        String id = school.apply(FIRST, "student-2", DAY.minusDays(29));
        next();
        move(id, Status.REJECTED, DAY.minusDays(19), null);
    }

    private void move(String id, Status to, LocalDate on, @Nullable String remark) {
        var claim = to == Status.ENROLLED ? school.claim(FIRST, id, Wish.SEAT, null) : null;
        school.enrollments.transact(
                id,
                new MoveStatus(
                        to,
                        on,
                        remark,
                        school.today(FIRST),
                        school.term(FIRST),
                        claim,
                        school.stamp()));
        school.settle(id);
        next();
    }

    private void leaveAndWithdrawal() {
        String id = school.enroll(FIRST, "student-3", DAY);
        school.settle(id);
        next();
        var term = school.term(FIRST);
        LocalDate away = DAY.plusDays(40);
        school.enrollments.transact(
                id, new TakeLeave(away, away.plusDays(13), away, term, school.stamp()));
        next();
        LocalDate back = away.plusDays(7);
        school.enrollments.transact(id, new EndLeave(away, back, back, term, school.stamp()));
        next();
        LocalDate left = DAY.plusDays(60);
        school.enrollments.transact(
                id,
                new Withdraw(
                        left, WithdrawalReason.EMPLOYMENT, "remark-2", left, term, school.stamp()));
        school.settle(id);
        next();
        var claim = school.claim(FIRST, id, Wish.SEAT, null);
        school.enrollments.transact(
                id, new RevertWithdrawal(left.plusDays(1), claim, school.stamp()));
        school.settle(id);
        next();
        school.enrollments.transact(
                id, new CorrectEnrolledOn(DAY.plusDays(2), term, school.stamp()));
        next();
    }

    private void transfer() {
        String id = school.enroll(SECOND, "student-4", DAY);
        school.settle(id);
        next();
        school.leaveFor(id, FIRST, DAY.plusDays(14));
        school.arrive(id);
        next();
    }

    private void rosterAndItsUndoing() {
        String known = school.enroll(SECOND, "student-5", DAY);
        school.settle(known);
        next();
        var stood = school.enrollment(known).standing();
        school.apply(
                SECOND,
                List.of(
                        new School.Row(
                                "student-5",
                                DAY,
                                new Withdrawal(DAY.plusDays(50), WithdrawalReason.HEALTH, null)),
                        new School.Row("student-6", null, null)));
        next();
        var claim = school.claim(SECOND, known, Wish.SEAT, null);
        school.enrollments.transact(known, new RestoreStanding(stood, claim, school.stamp()));
        school.enrollments.transact(
                school.enrollmentId(SECOND, "student-6"), new VoidEnrollment(school.stamp()));
        school.settle(known);
        next();
    }

    private void claimThatNobodyUsed() {
        String id = school.enrollmentId(SECOND, "student-8");
        var claim = school.claim(SECOND, id, Wish.SEAT, null);
        next();
        school.enrollments.transact(
                id, new LapseClaims("student-8", SECOND, Objects.requireNonNull(claim)));
        school.settle(id);
        next();
    }

    private void cohortCloses() {
        String id = school.enrollmentId(FIRST, "student-3");
        Stamp closed = school.stamp();
        school.cohorts.transact(FIRST, new CloseCohort(Plans.END, closed));
        next();
        school.enrollments.transact(id, new GiveVerdict(true, Plans.END, 2, false, closed));
        next();
        school.cohorts.transact(FIRST, new NoteVerdictsSettled(closed));
        next();
        Stamp reopened = school.stamp();
        school.cohorts.transact(FIRST, new ReopenCohort("remark-reopened", reopened));
        next();
        school.enrollments.transact(id, new SetVerdictAside(Plans.END, reopened));
        next();
    }

    private void risks() {
        school.risks.transact(
                FIRST,
                new ScoreRisks(
                        DAY.plusDays(30),
                        Basis.LEARNT,
                        List.of(
                                new AtRisk(
                                        "student-3",
                                        6.2,
                                        2.1,
                                        List.of(
                                                new Signal(Code.ABSENT_LATELY, 4, 9),
                                                new Signal(Code.ABSENT_IN_A_ROW, 3, null),
                                                new Signal(Code.ACTIVITIES_MISSED, 1, 2))),
                                new AtRisk("student-1", 1.4, 2.1, List.of()))));
        next();
    }

    private void attendance(Step... steps) {
        List<Row> rows =
                List.of(
                        new Row(2, DAY, "student-1", List.of(Mark.PRESENT)),
                        new Row(3, DAY, "student-3", List.of(Mark.LATE, Mark.EARLY_LEAVE)),
                        new Row(5, DAY.plusDays(1), "student-1", List.of()));
        for (Step step : steps) {
            school.attendance.transact(PIECE, new AskStep(step, rows, school.stamp()));
            next();
        }
    }

    private void next() {
        school.later(Duration.ofMinutes(5));
    }
}
