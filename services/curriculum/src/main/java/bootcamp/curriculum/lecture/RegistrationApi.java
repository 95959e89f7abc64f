package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureCommand.RemoveStudent;
import bootcamp.curriculum.lecture.LectureView.Registration;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/lectures/{lectureId}/registrations}: students register, confirm and cancel for
 * themselves; staff see everybody, remove and mark who came. All of it can be sent again at will.
 */
@RestController
public final class RegistrationApi {

    private static final String LIST = "registrations ";

    private final LectureDesk desk;
    private final LectureAccess access;
    private final Students students;
    private final Cursors cursors;
    private final InstantSource clock;

    public RegistrationApi(
            LectureDesk desk,
            LectureAccess access,
            Students students,
            Cursors cursors,
            InstantSource clock) {
        this.desk = desk;
        this.access = access;
        this.students = students;
        this.cursors = cursors;
        this.clock = clock;
    }

    // ---- a student's own

    @PutMapping("/api/lectures/{lectureId}/registrations/me")
    Mono<Registration> register(@PathVariable String lectureId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return students.of(studentId)
                .flatMap(
                        known ->
                                register(lectureId, known)
                                        .onErrorResume(
                                                RegistrationApi::mayBeOnItsWay,
                                                refused -> onceMore(lectureId, known, refused)))
                .flatMap(lecture -> releasedIfGone(lecture, studentId))
                .map(lecture -> Registration.of(lecture.state(), studentId));
    }

    private Mono<Versioned<Lecture>> register(String lectureId, Membership known) {
        return desk.transact(
                lectureId,
                new Register(
                        known.studentId(), known.cohortIds(), known.enrolledIn(), clock.instant()));
    }

    /** Refused for what is not known of the student, who may have been enrolled a moment ago. */
    private static boolean mayBeOnItsWay(Throwable error) {
        return error instanceof RefusedException refused
                && (refused.refusal() instanceof LectureRefusal.LectureOfOthers
                        || refused.refusal() instanceof LectureRefusal.NotEnrolled);
    }

    private Mono<Versioned<Lecture>> onceMore(
            String lectureId, Membership known, Throwable refused) {
        return students.find(known.studentId(), news -> !news.equals(known))
                .switchIfEmpty(Mono.error(refused))
                .flatMap(news -> register(lectureId, news));
    }

    /**
     * Who left while registering: the feed frees the seats that it sees after it has written down
     * that the student left, and whoever registers looks after having registered. So one of the two
     * sees the other, whichever comes first.
     */
    private Mono<Versioned<Lecture>> releasedIfGone(Versioned<Lecture> lecture, String studentId) {
        return students.of(studentId)
                .filter(known -> Departures.hasLeft(known, lecture.state()))
                .filter(_ -> lecture.state().status() == Status.PUBLISHED)
                .flatMap(
                        _ ->
                                desk.transact(
                                        lecture.id(),
                                        new ReleaseStudents(Set.of(studentId), clock.instant())))
                .flatMap(
                        _ ->
                                Mono.<Versioned<Lecture>>error(
                                        new RefusedException(new LectureRefusal.NotEnrolled())))
                .switchIfEmpty(Mono.just(lecture));
    }

    @PutMapping("/api/lectures/{lectureId}/registrations/me/confirmation")
    Mono<Registration> confirm(@PathVariable String lectureId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.visible(lectureId, caller)
                .flatMap(_ -> desk.transact(lectureId, new ConfirmSeat(studentId, clock.instant())))
                .map(lecture -> Registration.of(lecture.state(), studentId));
    }

    @DeleteMapping("/api/lectures/{lectureId}/registrations/me")
    Mono<Registration> giveUp(@PathVariable String lectureId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.visible(lectureId, caller)
                .flatMap(_ -> desk.transact(lectureId, new GiveUp(studentId, clock.instant())))
                .map(lecture -> Registration.of(lecture.state(), studentId));
    }

    // ---- what staff see and do

    /**
     * One who has a seat or waits for one.
     *
     * @param position in the queue, from 1; null for who has a seat
     * @param queuedAt when the student registered
     * @param takenAt when the student got the seat; null for who waits
     * @param confirmBy null: the seat is firm, or there is none
     * @param attended null: not marked
     */
    record Row(
            String studentId,
            Registration.State state,
            @Nullable Integer position,
            Instant queuedAt,
            @Nullable Instant takenAt,
            @Nullable Instant confirmBy,
            boolean firm,
            @Nullable Boolean attended) {

        /**
         * Who has a seat, in the order of getting it; then who waits, in the order of the queue.
         */
        static List<Row> of(Lecture lecture) {
            List<Row> rows = new ArrayList<>();
            lecture.seats().taken().forEach((id, seat) -> rows.add(of(id, seat)));
            int position = 0;
            for (var waiting : lecture.seats().queue().entrySet()) {
                position++;
                rows.add(
                        new Row(
                                waiting.getKey(),
                                Registration.State.WAITING,
                                position,
                                waiting.getValue(),
                                null,
                                null,
                                false,
                                null));
            }
            return rows;
        }

        static Row of(String studentId, Seats.Seat seat) {
            return new Row(
                    studentId,
                    Registration.State.REGISTERED,
                    null,
                    seat.registeredAt(),
                    seat.takenAt(),
                    seat.confirmBy(),
                    seat.firm(),
                    seat.attended());
        }
    }

    @GetMapping("/api/lectures/{lectureId}/registrations")
    Mono<Page<Row>> list(
            @PathVariable String lectureId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        PageRequest wanted = PageRequest.of(query, cursors, LIST + lectureId);
        return access.editable(lectureId, caller)
                .map(lecture -> after(wanted.after(), Row.of(lecture.state())))
                .map(rows -> rows.subList(0, Math.min(rows.size(), wanted.limit() + 1)))
                .map(rows -> wanted.page(rows, Row::studentId, cursors, LIST + lectureId));
    }

    /** Whoever the list was read up to and is not in it any more leaves no place to go on from. */
    private static List<Row> after(@Nullable String studentId, List<Row> rows) {
        if (studentId == null) {
            return rows;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).studentId().equals(studentId)) {
                return rows.subList(i + 1, rows.size());
            }
        }
        throw ProblemException.of(HttpStatus.BAD_REQUEST, "INVALID_CURSOR");
    }

    @GetMapping(value = "/api/lectures/{lectureId}/registrations", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(@PathVariable String lectureId, Caller caller) {
        return access.editable(lectureId, caller)
                .flatMap(
                        lecture ->
                                Csv.answer(
                                        HEADER,
                                        Flux.fromIterable(Row.of(lecture.state()))
                                                .map(RegistrationApi::cells)));
    }

    private static final List<String> HEADER =
            List.of(
                    "studentId",
                    "state",
                    "position",
                    "queuedAt",
                    "takenAt",
                    "confirmBy",
                    "attended");

    private static List<?> cells(Row row) {
        return Arrays.asList(
                row.studentId(),
                row.state(),
                row.position(),
                row.queuedAt(),
                row.takenAt(),
                row.confirmBy(),
                row.attended());
    }

    @DeleteMapping("/api/lectures/{lectureId}/registrations/{studentId}")
    Mono<LectureView> remove(
            @PathVariable String lectureId, @PathVariable String studentId, Caller caller) {
        return access.editable(lectureId, caller)
                .flatMap(_ -> desk.transact(lectureId, new RemoveStudent(studentId, stamp(caller))))
                .map(LectureView::of);
    }

    /** Whether the student came; false is a no-show. */
    record Attendance(boolean attended) {}

    @PutMapping("/api/lectures/{lectureId}/registrations/{studentId}/attendance")
    Mono<Row> mark(
            @PathVariable String lectureId,
            @PathVariable String studentId,
            @RequestBody Attendance body,
            Caller caller) {
        return access.editable(lectureId, caller)
                .flatMap(
                        _ ->
                                desk.transact(
                                        lectureId,
                                        new MarkAttendance(
                                                studentId, body.attended(), stamp(caller))))
                .map(
                        lecture ->
                                Row.of(
                                        studentId,
                                        Objects.requireNonNull(
                                                lecture.state().seats().seatOf(studentId))));
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
