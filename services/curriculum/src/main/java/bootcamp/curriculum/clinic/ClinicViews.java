package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes views of clinics, with the names of the practitioners. */
public final class ClinicViews {

    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;
    private final InstantSource clock;

    public ClinicViews(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            InstantSource clock) {
        this.instructors = instructors;
        this.clock = clock;
    }

    /**
     * In the order in which the clinics are.
     *
     * @param studentId who reads; null: who may see everybody's places
     */
    Mono<List<ClinicView>> of(List<Versioned<Clinic>> clinics, @Nullable String studentId) {
        return instructors
                .findAll(
                        clinics.stream()
                                .map(clinic -> clinic.state().planned().instructorId())
                                .collect(Collectors.toSet()))
                .collectMap(Versioned::id, found -> found.state().named())
                .map(
                        names ->
                                clinics.stream()
                                        .map(
                                                clinic ->
                                                        view(
                                                                clinic,
                                                                names.get(
                                                                        clinic.state()
                                                                                .planned()
                                                                                .instructorId()),
                                                                studentId))
                                        .toList());
    }

    Mono<ClinicView> of(Versioned<Clinic> clinic, @Nullable String studentId) {
        return of(List.of(clinic), studentId).map(List::getFirst);
    }

    /** Empty for who is not there. */
    Mono<String> nameOf(String instructorId) {
        return instructors
                .find(instructorId)
                .map(found -> found.state().named())
                .defaultIfEmpty("");
    }

    ClinicView view(
            Versioned<Clinic> clinic, @Nullable String instructor, @Nullable String studentId) {
        return studentId == null
                ? ClinicView.ofStaff(clinic, instructor, clock.instant())
                : ClinicView.ofStudent(clinic, instructor, studentId, clock.instant());
    }
}
