package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.clinic.ClinicCommand.GiveFeedback;
import bootcamp.curriculum.clinic.ClinicCommand.TakeFeedbackBack;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.school.Roster;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What students are told in clinics, which nobody but they, staff and the practitioner reads; who
 * had no clinic yet; and a student's own clinics.
 */
@RestController
public final class ClinicFeedbackApi {

    private final ClinicDesk desk;
    private final ClinicAccess access;
    private final ClinicViews views;
    private final WeekAccess week;
    private final Roster roster;
    private final Students students;
    private final InstantSource clock;

    public ClinicFeedbackApi(
            ClinicDesk desk,
            ClinicAccess access,
            ClinicViews views,
            WeekAccess week,
            Roster roster,
            Students students,
            InstantSource clock) {
        this.desk = desk;
        this.access = access;
        this.views = views;
        this.week = week;
        this.roster = roster;
        this.students = students;
        this.clock = clock;
    }

    // ---- what is told

    record NewFeedback(String text) {}

    record Told(String studentId, Instant at, String text) {}

    record AllTold(List<Told> items) {}

    @GetMapping("/api/clinics/{clinicId}/feedback")
    Mono<AllTold> all(@PathVariable String clinicId, Caller caller) {
        return access.told(clinicId, caller).map(clinic -> new AllTold(told(clinic.state())));
    }

    private static List<Told> told(Clinic clinic) {
        List<Told> all = new ArrayList<>();
        clinic.feedback()
                .forEach((student, each) -> all.add(new Told(student, each.at(), each.text())));
        return all;
    }

    @PutMapping("/api/clinics/{clinicId}/feedback/{studentId}")
    Mono<Told> tell(
            @PathVariable String clinicId,
            @PathVariable String studentId,
            @RequestBody NewFeedback body,
            Caller caller) {
        return access.told(clinicId, caller)
                .doOnNext(
                        _ ->
                                InvalidInput.checking()
                                        .text("text", body.text(), Clinic.FEEDBACK_CHARS_MAX)
                                        .orThrow())
                .flatMap(
                        _ ->
                                desk.transact(
                                        clinicId,
                                        new GiveFeedback(
                                                studentId, body.text().strip(), stamp(caller))))
                // Whoever was erased in between was not found by what erases.
                .delayUntil(_ -> desk.forget(Set.of(studentId)))
                .map(clinic -> told(clinic, studentId));
    }

    private static Told told(Versioned<Clinic> clinic, String studentId) {
        Clinic.Feedback feedback = clinic.state().feedback().get(studentId);
        if (feedback == null) {
            throw new IllegalStateException("what was told a moment ago");
        }
        return new Told(studentId, feedback.at(), feedback.text());
    }

    @DeleteMapping("/api/clinics/{clinicId}/feedback/{studentId}")
    Mono<ResponseEntity<Void>> takeBack(
            @PathVariable String clinicId, @PathVariable String studentId, Caller caller) {
        return access.told(clinicId, caller)
                .flatMap(
                        _ ->
                                desk.transact(
                                        clinicId, new TakeFeedbackBack(studentId, clock.instant())))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }

    // ---- who had none

    /**
     * A student in the course who had no clinic yet.
     *
     * @param bookedFor when the next one begins in which the student has a place; null: none
     */
    record Without(String studentId, @Nullable String bookedFor) {}

    /**
     * @param of how many are in the course
     */
    record AllWithout(List<Without> items, int of) {}

    @GetMapping("/api/cohorts/{cohortId}/clinics/without")
    Mono<AllWithout> without(
            @PathVariable String cohortId,
            @RequestParam(required = false) @Nullable ClinicKind kind,
            Caller caller) {
        return week.editable(cohortId, caller)
                .flatMap(
                        cohort ->
                                Mono.zip(
                                        inCourse(cohort),
                                        desk.ofCohorts(Set.of(cohortId), null)
                                                .map(Versioned::state)
                                                .filter(
                                                        clinic ->
                                                                kind == null
                                                                        || clinic.planned().kind()
                                                                                == kind)
                                                .collectList()))
                .map(both -> without(both.getT1(), both.getT2()));
    }

    private Mono<List<String>> inCourse(KnownCohort cohort) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), cohort.zone());
        return roster.of(cohort.cohortId())
                .map(
                        stays ->
                                stays.stream()
                                        .filter(stay -> !stay.hasLeftBy(today))
                                        .map(CourseStay::studentId)
                                        .toList());
    }

    private AllWithout without(List<String> inCourse, List<Clinic> clinics) {
        Instant now = clock.instant();
        List<Without> found =
                inCourse.stream()
                        .filter(
                                student ->
                                        clinics.stream()
                                                .noneMatch(each -> each.wasFor(student, now)))
                        .map(student -> new Without(student, next(student, clinics)))
                        .toList();
        return new AllWithout(found, inCourse.size());
    }

    /** Clinics are in the order of time. */
    private static @Nullable String next(String studentId, List<Clinic> clinics) {
        for (Clinic clinic : clinics) {
            int slot = clinic.slotOf(studentId);
            if (slot >= 0) {
                return clinic.planned().written(clinic.planned().startsOf(slot));
            }
        }
        return null;
    }

    // ---- a student's own

    record OwnClinics(List<ClinicView> items) {}

    /** Those of the cohorts to which the student belongs, and others that concern the student. */
    @GetMapping("/api/me/clinics")
    Mono<OwnClinics> own(Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return students.of(studentId)
                .flatMapMany(
                        known ->
                                desk.ofCohorts(known.everIn(), null)
                                        .filter(
                                                clinic ->
                                                        known.isIn(
                                                                        Set.of(
                                                                                clinic.state()
                                                                                        .cohortId()))
                                                                || ClinicAccess.concerns(
                                                                        clinic.state(), studentId)))
                .collectList()
                .flatMap(found -> views.of(found, studentId))
                .map(OwnClinics::new);
    }
}
