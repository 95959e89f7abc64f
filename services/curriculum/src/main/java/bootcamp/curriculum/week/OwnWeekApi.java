package bootcamp.curriculum.week;

import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/me/sessions}: the own week, of whichever cohort: a student's of the own cohorts, an
 * instructor's that which he or she teaches.
 */
@RestController
public final class OwnWeekApi {

    private static final int DAYS_MAX = 31;

    /** Years have four digits. */
    private static final int DATE_CHARS = 10;

    private final SessionDesk desk;
    private final SessionViews views;
    private final Students students;

    public OwnWeekApi(SessionDesk desk, SessionViews views, Students students) {
        this.desk = desk;
        this.views = views;
        this.students = students;
    }

    record OwnSessions(List<SessionView> items) {}

    /**
     * By time; those that have a moment of the days, as the clock of the session's zone has them.
     */
    @GetMapping("/api/me/sessions")
    Mono<OwnSessions> list(@RequestParam String from, @RequestParam String until, Caller caller) {
        caller.require(Role.STUDENT, Role.INSTRUCTOR);
        LocalDate first = day("from", from);
        LocalDate last = day("until", until);
        InvalidInput.checking()
                .that(!last.isBefore(first), "until", "UNTIL_BEFORE_FROM")
                .that(
                        ChronoUnit.DAYS.between(first, last) < DAYS_MAX,
                        "until",
                        "TOO_MANY_DAYS",
                        Map.of("max", DAYS_MAX))
                .orThrow();
        return of(caller, first, last)
                .filter(session -> session.state().planned().touches(first, last))
                .sort(Comparator.comparing(SessionDesk::key))
                .collectList()
                .flatMap(views::of)
                .map(OwnSessions::new);
    }

    private Flux<Versioned<Session>> of(Caller caller, LocalDate first, LocalDate last) {
        String studentId = caller.is(Role.STUDENT) ? caller.studentId() : null;
        if (studentId != null) {
            return students.of(studentId)
                    .flatMapIterable(Membership::cohortIds)
                    .concatMap(cohortId -> desk.ofCohort(cohortId, null));
        }
        String instructorId = caller.is(Role.INSTRUCTOR) ? caller.instructorId() : null;
        return instructorId == null ? Flux.empty() : desk.ofInstructor(instructorId, first, last);
    }

    private static LocalDate day(String field, String text) {
        try {
            if (text.length() == DATE_CHARS) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException malformed) {
            throw notADate(field);
        }
        throw notADate(field);
    }

    private static ProblemException notADate(String field) {
        return ProblemException.malformed(FieldError.of(field, "NOT_A_DATE"));
    }
}
