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
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.risk.Signal;
import bootcamp.enrollment.risk.WarningModel;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.GiveVerdict;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.SetVerdictAside;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.Standing;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Seven months of a few small cohorts, from a seed: everything that staff and imports do, much of
 * it refused, some of it left half done as by a crash. What is said is what the aggregates decide.
 */
public final class Histories {

    private static final int STEPS_MIN = 60;
    private static final int STEPS_MORE = 60;
    private static final List<String> ZONES =
            List.of("Asia/Seoul", "Pacific/Auckland", "America/New_York", "UTC");

    private final Random random;
    private final School school = new School(Plans.NOON.minus(Duration.ofDays(40)));
    private final List<String> cohortIds = new ArrayList<>();
    private final List<String> studentIds = new ArrayList<>();
    private final List<String> enrollmentIds = new ArrayList<>();

    /** As they stood before a roster changed them. */
    private final Map<String, Standing> before = new HashMap<>();

    private Histories(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 8 + random.nextInt(8); i++) {
            studentIds.add("student-" + Long.toHexString(random.nextLong()));
        }
    }

    /** The records of a history in the order in which they were written; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        Histories history = new Histories(seed);
        history.open();
        history.open();
        int steps = STEPS_MIN + history.random.nextInt(STEPS_MORE);
        for (int i = 0; i < steps; i++) {
            history.step();
        }
        return history.school.said();
    }

    private void step() {
        // Sometimes within a claim's minute, mostly days later.
        school.later(
                random.nextInt(4) == 0
                        ? Duration.ofSeconds(random.nextInt(50))
                        : Duration.ofHours(random.nextInt(110)));
        switch (random.nextInt(30)) {
            case 0 -> edit();
            case 1 -> closeOrReopen();
            case 2, 3, 4, 5 -> enroll();
            case 6, 7 -> apply();
            case 8, 9, 10 -> move();
            case 11, 12, 13 -> withdraw();
            case 14, 15 -> revert();
            case 16, 17 -> takeLeave();
            case 18 -> endLeave();
            case 19, 20 -> transfer();
            case 21 -> correct();
            case 22 -> roster();
            case 23 -> undo();
            case 24 -> lapse();
            case 25, 26 -> attendance();
            case 27 -> judge();
            case 28 -> score();
            default -> rarely();
        }
    }

    /** As the clock does; now and then as somebody whose clock is behind. */
    private void score() {
        List<AtRisk> students = new ArrayList<>();
        for (String each : studentIds.subList(0, random.nextInt(studentIds.size()))) {
            students.add(
                    new AtRisk(
                            each,
                            random.nextInt(1001) / 10.0,
                            random.nextInt(100) / 10.0,
                            List.of(new Signal(Signal.Code.SILENT, random.nextInt(20), null))));
        }
        String cohortId = any(cohortIds);
        school.risks.transact(
                cohortId,
                new ScoreRisks(
                        school.today(cohortId).minusDays(random.nextInt(2)),
                        WarningModel.Basis.PRIOR,
                        students));
    }

    private void rarely() {
        if (random.nextBoolean()) {
            school.erase(any(studentIds), Plans.START.plusDays(random.nextInt(200)));
        } else if (cohortIds.size() < 4) {
            open();
        }
    }

    // ---- cohorts

    private void open() {
        String id = "cohort-" + (cohortIds.size() + 1) + '-' + random.nextInt(1_000_000);
        LocalDate start = Plans.START.plusDays(random.nextInt(60));
        var plan =
                new CohortPlan(
                        "AI Lab",
                        "AI Lab " + (cohortIds.size() + 1) + "기",
                        start,
                        start.plusDays(30L + random.nextInt(180)),
                        any(ZONES),
                        2 + random.nextInt(8),
                        CohortPlan.WORKING_WEEK,
                        List.of(start.plusDays(random.nextInt(30))));
        school.cohorts.transact(id, new OpenCohort(plan, school.stamp()));
        cohortIds.add(id);
    }

    private void edit() {
        String id = any(cohortIds);
        CohortPlan plan = school.plan(id);
        school.cohorts.transact(
                id,
                new EditCohort(
                        null,
                        random.nextBoolean() ? plan.name() + "+" : null,
                        random.nextInt(4) == 0 ? plan.startDate().minusDays(1) : null,
                        random.nextInt(4) == 0 ? plan.endDate().plusDays(1) : null,
                        random.nextInt(3) == 0 ? any(ZONES) : null,
                        random.nextBoolean() ? 1 + random.nextInt(10) : null,
                        null,
                        random.nextInt(4) == 0 ? List.of(plan.startDate()) : null,
                        school.stamp()));
    }

    private void closeOrReopen() {
        String id = any(cohortIds);
        school.cohorts.transact(
                id,
                random.nextInt(3) == 0
                        ? new CloseCohort(school.today(id), school.stamp())
                        : new ReopenCohort(
                                random.nextBoolean() ? "remark-of-a-reopening" : null,
                                school.stamp()));
        Stamp settling = school.cohorts.find(id).state().settling();
        if (settling != null && random.nextBoolean()) {
            school.cohorts.transact(id, new NoteVerdictsSettled(settling));
        }
    }

    // ---- enrollments

    private void enroll() {
        String cohortId = any(cohortIds);
        String id = school.enroll(cohortId, any(studentIds), about(cohortId));
        known(id);
        settleUnlessCrashed(id);
    }

    private void apply() {
        String cohortId = any(cohortIds);
        known(school.apply(cohortId, any(studentIds), about(cohortId)));
    }

    private void move() {
        onAny(
                (id, cohortId) -> {
                    Status to =
                            any(
                                    List.of(
                                            Status.SELECTED,
                                            Status.WAITING,
                                            Status.REJECTED,
                                            Status.ENROLLED,
                                            Status.ENROLLED));
                    String remark = random.nextInt(3) == 0 ? "remark-" + random.nextInt(9) : null;
                    var claim =
                            to == Status.ENROLLED
                                    ? school.claim(cohortId, id, Wish.SEAT, null)
                                    : null;
                    return new MoveStatus(
                            to,
                            school.today(cohortId),
                            remark,
                            school.today(cohortId),
                            school.term(cohortId),
                            claim,
                            school.stamp());
                });
    }

    private void withdraw() {
        onAny(
                (_, cohortId) ->
                        new Withdraw(
                                about(cohortId),
                                any(List.of(WithdrawalReason.values())),
                                random.nextBoolean() ? "remark-" + random.nextInt(9) : null,
                                school.today(cohortId),
                                school.term(cohortId),
                                school.stamp()));
    }

    private void revert() {
        onAny(
                (id, cohortId) ->
                        new RevertWithdrawal(
                                school.today(cohortId),
                                school.enrollment(id).standing().withdrawal() == null
                                        ? null
                                        : school.claim(cohortId, id, Wish.SEAT, null),
                                school.stamp()));
    }

    private void takeLeave() {
        onAny(
                (_, cohortId) -> {
                    LocalDate from = about(cohortId);
                    return new TakeLeave(
                            from,
                            random.nextInt(3) == 0 ? null : from.plusDays(random.nextInt(20)),
                            school.today(cohortId),
                            school.term(cohortId),
                            school.stamp());
                });
    }

    private void endLeave() {
        onAny(
                (id, cohortId) -> {
                    var leaves = school.enrollment(id).standing().leaves();
                    LocalDate today = school.today(cohortId);
                    return leaves.isEmpty()
                            ? new EndLeave(
                                    null, today, today, school.term(cohortId), school.stamp())
                            : new EndLeave(
                                    leaves.getLast().from(),
                                    leaves.getLast().from().plusDays(random.nextInt(8)),
                                    today,
                                    school.term(cohortId),
                                    school.stamp());
                });
    }

    private void transfer() {
        String id = anyEnrollment();
        if (id != null) {
            String toCohortId = any(cohortIds);
            school.leaveFor(id, toCohortId, about(school.enrollment(id).cohortId()));
            if (random.nextInt(4) > 0) {
                school.arrive(id);
            }
            var to = school.enrollment(id).standing().transferredTo();
            if (to != null) {
                known(to.enrollmentId());
            }
        }
    }

    private void correct() {
        onAny(
                (_, cohortId) ->
                        new CorrectEnrolledOn(
                                about(cohortId), school.term(cohortId), school.stamp()));
    }

    // ---- rosters

    private void roster() {
        String cohortId = any(cohortIds);
        List<School.Row> rows = new ArrayList<>();
        for (String studentId : studentIds) {
            if (random.nextInt(3) == 0) {
                String id = school.enrollmentId(cohortId, studentId);
                before.put(id, school.enrollment(id).standing());
                rows.add(new School.Row(studentId, entry(cohortId), exit(cohortId)));
            }
        }
        school.apply(cohortId, rows);
        rows.forEach(row -> known(school.enrollmentId(cohortId, row.studentId())));
    }

    private @Nullable LocalDate entry(String cohortId) {
        return random.nextBoolean()
                ? null
                : school.plan(cohortId).startDate().plusDays(random.nextInt(10));
    }

    /** Also on or before the day of entry: never started. */
    private @Nullable Withdrawal exit(String cohortId) {
        return random.nextInt(3) > 0
                ? null
                : new Withdrawal(
                        school.plan(cohortId).startDate().plusDays(random.nextInt(90) - 5L),
                        any(List.of(WithdrawalReason.values())),
                        null);
    }

    private void undo() {
        onAny(
                (id, cohortId) -> {
                    Standing stood = before.get(id);
                    if (stood == null || stood.removed()) {
                        return new VoidEnrollment(school.stamp());
                    }
                    return new RestoreStanding(
                            stood, school.claim(cohortId, id, Wish.SEAT, null), school.stamp());
                });
    }

    /** One way or the other, also of who has left, and again. */
    private void judge() {
        onAny(
                (_, cohortId) ->
                        random.nextBoolean()
                                ? new GiveVerdict(
                                        random.nextBoolean(),
                                        about(cohortId),
                                        random.nextInt(3),
                                        random.nextBoolean(),
                                        school.stamp())
                                : new SetVerdictAside(school.today(cohortId), school.stamp()));
    }

    private void lapse() {
        school.later(Duration.ofMinutes(2));
        cohortIds.forEach(school::lapseOldClaims);
    }

    // ---- attendance

    /** Any step of one of a few pieces; those that lie behind stay quiet. */
    private void attendance() {
        String cohortId = any(cohortIds);
        String importId = cohortId + "~018df3a1c200" + (random.nextInt(3) + 1);
        List<Row> rows = new ArrayList<>();
        for (String studentId : studentIds) {
            if (random.nextBoolean()) {
                List<Mark> marks =
                        random.nextInt(5) == 0
                                ? List.of(Mark.OUTING, Mark.LATE)
                                : List.of(any(List.of(Mark.values())));
                rows.add(new Row(2 + rows.size(), about(cohortId), studentId, marks));
            }
        }
        school.attendance.transact(
                AttendanceImport.idOf(importId, random.nextInt(2)),
                new AskStep(any(List.of(Step.values())), rows, school.stamp()));
    }

    // ---- choices

    private interface Asking {
        EnrollmentCommand command(String enrollmentId, String cohortId);
    }

    private void onAny(Asking asking) {
        String id = anyEnrollment();
        if (id != null) {
            var command = asking.command(id, school.enrollment(id).cohortId());
            school.enrollments.transact(id, command);
            settleUnlessCrashed(id);
        }
    }

    /** One that was ever written; null while there is none. */
    private @Nullable String anyEnrollment() {
        return enrollmentIds.isEmpty() ? null : any(enrollmentIds);
    }

    private void settleUnlessCrashed(String enrollmentId) {
        if (random.nextInt(8) > 0 && enrollmentIds.contains(enrollmentId)) {
            school.settle(enrollmentId);
        }
    }

    /** Notes an enrollment if it was written: what was asked for may have been refused. */
    private void known(String enrollmentId) {
        if (!enrollmentIds.contains(enrollmentId)
                && school.enrollments.find(enrollmentId).version() > 0) {
            enrollmentIds.add(enrollmentId);
        }
    }

    /** Near today, and mostly within the cohort. */
    private LocalDate about(String cohortId) {
        LocalDate day = school.today(cohortId).plusDays(random.nextInt(12) - 8L);
        LocalDate start = school.plan(cohortId).startDate();
        return day.isBefore(start) && random.nextInt(5) > 0 ? start : day;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
