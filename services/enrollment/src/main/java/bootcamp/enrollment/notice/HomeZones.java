package bootcamp.enrollment.notice;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** In which time zone a student reads a clock: that of the newest of the student's cohorts. */
final class HomeZones {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;

    HomeZones(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
    }

    /** By student; of who is in no cohort there is none. */
    Mono<Map<String, ZoneId>> of(Collection<Person> people) {
        Set<String> ids =
                people.stream()
                        .flatMap(person -> person.enrollmentIds().stream())
                        .collect(Collectors.toSet());
        return enrollments
                .findAll(ids)
                .map(Versioned::state)
                .collectList()
                .flatMap(found -> plans(found).map(plans -> zones(found, plans)));
    }

    private Mono<Map<String, CohortPlan>> plans(List<Enrollment> found) {
        Set<String> ids = found.stream().map(Enrollment::cohortId).collect(Collectors.toSet());
        return cohorts.findAll(ids).collectMap(Versioned::id, cohort -> cohort.state().planned());
    }

    private static Map<String, ZoneId> zones(
            List<Enrollment> found, Map<String, CohortPlan> plans) {
        Map<String, ZoneId> zones = new HashMap<>();
        found.stream()
                .flatMap(each -> Stream.ofNullable(stay(each, plans.get(each.cohortId()))))
                .sorted(Comparator.comparing(stay -> stay.plan().startDate()))
                .forEach(stay -> zones.put(stay.studentId(), ZoneId.of(stay.plan().timeZone())));
        return zones;
    }

    private record Stay(String studentId, CohortPlan plan) {}

    private static @Nullable Stay stay(Enrollment enrollment, @Nullable CohortPlan plan) {
        return plan == null ? null : new Stay(enrollment.studentId(), plan);
    }
}
