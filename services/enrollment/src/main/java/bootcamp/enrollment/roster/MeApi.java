package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/me}: what a student is to this service. */
@RestController
public final class MeApi {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final EnrollmentReader reader;
    private final Registrar registrar;
    private final PersonStore persons;

    public MeApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            EnrollmentReader reader,
            Registrar registrar,
            PersonStore persons) {
        this.cohorts = cohorts;
        this.reader = reader;
        this.registrar = registrar;
        this.persons = persons;
    }

    /** The student behind the account. */
    record Me(
            String studentId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            List<Mine> enrollments) {}

    /** One of the student's cohorts. */
    record Mine(
            String enrollmentId,
            String cohortId,
            String programme,
            String cohortName,
            LocalDate startDate,
            LocalDate endDate,
            String timeZone,
            Status status,
            @Nullable LocalDate enrolledOn,
            Enrollment.@Nullable PublicWithdrawal withdrawal,
            List<Standing.Leave> leaves) {}

    @GetMapping("/api/me")
    Mono<ResponseEntity<Me>> me(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            return Mono.error(ProblemException.notFound());
        }
        return persons.find(studentId)
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .zipWith(mine(studentId))
                .map(both -> me(both.getT1(), both.getT2()))
                .map(me -> ResponseEntity.ok().header("Cache-Control", "no-store").body(me));
    }

    private static Me me(Person person, List<Mine> mine) {
        return new Me(person.studentId(), person.name(), person.email(), person.phone(), mine);
    }

    private Mono<List<Mine>> mine(String studentId) {
        return reader.ofStudent(studentId)
                .collectList()
                .flatMap(
                        found ->
                                plans(found)
                                        .map(
                                                plans ->
                                                        found.stream()
                                                                .map(each -> mine(each, plans))
                                                                .sorted(NEWEST_FIRST)
                                                                .toList()));
    }

    private static final Comparator<Mine> NEWEST_FIRST =
            Comparator.comparing(Mine::startDate).reversed().thenComparing(Mine::cohortId);

    private Mono<Map<String, CohortPlan>> plans(List<Versioned<Enrollment>> found) {
        Set<String> ids =
                found.stream().map(each -> each.state().cohortId()).collect(Collectors.toSet());
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : cohorts.findAll(ids)
                        .collectMap(Versioned::id, cohort -> cohort.state().planned());
    }

    private Mine mine(Versioned<Enrollment> each, Map<String, CohortPlan> plans) {
        CohortPlan plan = Objects.requireNonNull(plans.get(each.state().cohortId()));
        EnrollmentView view = EnrollmentView.of(each, registrar.today(plan));
        return new Mine(
                view.enrollmentId(),
                view.cohortId(),
                plan.programme(),
                plan.name(),
                plan.startDate(),
                plan.endDate(),
                plan.timeZone(),
                view.status(),
                view.enrolledOn(),
                view.withdrawal(),
                view.leaves());
    }
}
