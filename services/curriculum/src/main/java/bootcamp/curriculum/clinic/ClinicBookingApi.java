package bootcamp.curriculum.clinic;

import bootcamp.curriculum.clinic.ClinicCommand.BookPlace;
import bootcamp.curriculum.clinic.ClinicCommand.GiveUpPlace;
import bootcamp.curriculum.clinic.ClinicCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /api/clinics/{clinicId}/bookings}: students book, move and give up for themselves, and
 * staff for anybody. All of it can be sent again at will.
 */
@RestController
public final class ClinicBookingApi {

    private final ClinicDesk desk;
    private final ClinicAccess access;
    private final ClinicViews views;
    private final Students students;
    private final InstantSource clock;

    public ClinicBookingApi(
            ClinicDesk desk,
            ClinicAccess access,
            ClinicViews views,
            Students students,
            InstantSource clock) {
        this.desk = desk;
        this.access = access;
        this.views = views;
        this.students = students;
        this.clock = clock;
    }

    record Wanted(String slotId) {}

    // ---- a student's own

    @PutMapping("/api/clinics/{clinicId}/bookings/me")
    Mono<ClinicView> book(@PathVariable String clinicId, @RequestBody Wanted body, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.ofStudent(clinicId, studentId)
                .flatMap(clinic -> book(clinic, body, studentId, false))
                .flatMap(clinic -> views.of(clinic, studentId));
    }

    @DeleteMapping("/api/clinics/{clinicId}/bookings/me")
    Mono<ClinicView> giveUp(@PathVariable String clinicId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.ofStudent(clinicId, studentId)
                .flatMap(
                        _ ->
                                desk.transact(
                                        clinicId,
                                        new GiveUpPlace(studentId, false, clock.instant())))
                .flatMap(clinic -> views.of(clinic, studentId));
    }

    // ---- what staff do

    @PutMapping("/api/clinics/{clinicId}/bookings/{studentId}")
    Mono<ClinicView> bookFor(
            @PathVariable String clinicId,
            @PathVariable String studentId,
            @RequestBody Wanted body,
            Caller caller) {
        return access.editable(clinicId, caller)
                .flatMap(clinic -> book(clinic, body, studentId, true))
                .flatMap(clinic -> views.of(clinic, null));
    }

    @DeleteMapping("/api/clinics/{clinicId}/bookings/{studentId}")
    Mono<ClinicView> remove(
            @PathVariable String clinicId, @PathVariable String studentId, Caller caller) {
        return access.editable(clinicId, caller)
                .flatMap(
                        _ ->
                                desk.transact(
                                        clinicId,
                                        new GiveUpPlace(studentId, true, clock.instant())))
                .flatMap(clinic -> views.of(clinic, null));
    }

    // ----

    private Mono<Versioned<Clinic>> book(
            Versioned<Clinic> clinic, Wanted wanted, String studentId, boolean byStaff) {
        InvalidInput.checking().text("slotId", wanted.slotId(), SLOT_ID_CHARS_MAX).orThrow();
        return enrolled(studentId, clinic.state().cohortId())
                .then(
                        Mono.defer(
                                () ->
                                        desk.transact(
                                                clinic.id(),
                                                new BookPlace(
                                                        wanted.slotId(),
                                                        studentId,
                                                        byStaff,
                                                        clock.instant()))))
                .flatMap(done -> releasedIfGone(done, studentId));
    }

    /** Room for any id; which there are, the clinic knows. */
    private static final int SLOT_ID_CHARS_MAX = 64;

    private Mono<Void> enrolled(String studentId, String cohortId) {
        return students.find(studentId, known -> known.isEnrolledIn(Set.of(cohortId)))
                .switchIfEmpty(Mono.error(ClinicBookingApi::ofOthers))
                .then();
    }

    private static RefusedException ofOthers() {
        return new RefusedException(ClinicRefusal.Now.CLINIC_OF_OTHERS);
    }

    /**
     * Who left while booking: the feed frees the places that it sees after it has written down that
     * the student left, and whoever books looks after having booked. So one of the two sees the
     * other, whichever comes first.
     */
    private Mono<Versioned<Clinic>> releasedIfGone(Versioned<Clinic> clinic, String studentId) {
        return students.of(studentId)
                .filter(known -> known.hasLeft(Set.of(clinic.state().cohortId())))
                .flatMap(
                        _ ->
                                desk.transact(
                                        clinic.id(),
                                        new ReleaseStudents(Set.of(studentId), clock.instant())))
                .flatMap(_ -> Mono.<Versioned<Clinic>>error(ofOthers()))
                .switchIfEmpty(Mono.just(clinic));
    }
}
