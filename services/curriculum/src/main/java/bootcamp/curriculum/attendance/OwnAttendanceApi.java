package bootcamp.curriculum.attendance;

import bootcamp.curriculum.attendance.AttendanceDesk.Book;
import bootcamp.curriculum.attendance.Tally.CourseDay;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/me/attendance}: a student's own days, and what they come to. */
@RestController
public final class OwnAttendanceApi {

    private final AttendanceDesk desk;
    private final Students students;

    public OwnAttendanceApi(AttendanceDesk desk, Students students) {
        this.desk = desk;
        this.students = students;
    }

    /** Ascending by cohort. */
    record Own(List<OwnCohort> items) {}

    /**
     * In one cohort, today; the figures are those of {@link Tally}.
     *
     * @param policyVersion whose threshold is asked for
     * @param rate null: no day was held
     * @param days those that have come, ascending
     */
    record OwnCohort(
            String cohortId,
            int policyVersion,
            int thresholdPerMille,
            int courseDays,
            int heldDays,
            int absent,
            int late,
            int earlyLeave,
            int outing,
            int excused,
            int unmarked,
            int penalty,
            @Nullable Double rate,
            int stillToMiss,
            List<OwnDay> days) {}

    /**
     * @param clause which made the marks what they are; null: there are none
     * @param policyVersion that the day counts under
     * @param stamps null: none
     */
    record OwnDay(
            LocalDate date,
            String status,
            List<Mark> marks,
            @Nullable Clause clause,
            boolean provisional,
            int policyVersion,
            @Nullable Stamps stamps) {}

    @GetMapping("/api/me/attendance")
    Mono<Own> own(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return students.of(studentId)
                .flatMapIterable(known -> known.cohortIds().stream().sorted().toList())
                .concatMap(cohortId -> in(cohortId, studentId))
                .collectList()
                .map(Own::new);
    }

    /** Empty for who never was in the course. */
    private Mono<OwnCohort> in(String cohortId, String studentId) {
        return desk.stay(cohortId, studentId)
                .flatMap(
                        stay ->
                                desk.known(cohortId)
                                        .flatMap(desk::book)
                                        .map(book -> own(book, stay)));
    }

    private static OwnCohort own(Book book, CourseStay stay) {
        AttendancePolicy policy = book.policy().state();
        PolicyVersion present = policy.on(book.today());
        Tally tally = book.tally(stay, policy);
        return new OwnCohort(
                book.cohort().cohortId(),
                present.version(),
                present.terms().thresholdPerMille(),
                tally.courseDays(),
                tally.heldDays(),
                tally.absent(),
                tally.late(),
                tally.earlyLeave(),
                tally.outing(),
                tally.excused(),
                tally.unmarked(),
                tally.penalty(),
                tally.rate(),
                tally.stillToMiss(),
                days(book, stay));
    }

    private static List<OwnDay> days(Book book, CourseStay stay) {
        List<CourseDay> days = book.courseDays(stay, book.policy().state());
        return Tally.judged(days, book.today()).stream()
                .filter(day -> !day.date().isAfter(book.today()))
                .map(
                        day ->
                                new OwnDay(
                                        day.date(),
                                        day.marks().status(),
                                        day.marks().all(),
                                        day.clause(),
                                        book.isProvisional(day.date(), stay.studentId()),
                                        day.policy().version(),
                                        book.stamps(day.date(), stay.studentId())))
                .toList();
    }
}
