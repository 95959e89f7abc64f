package bootcamp.curriculum.request;

import bootcamp.curriculum.attendance.AmendmentDesk;
import bootcamp.curriculum.attendance.AmendmentDesk.Amendment;
import bootcamp.curriculum.attendance.AmendmentDesk.Gap;
import bootcamp.curriculum.attendance.AmendmentDesk.Ledger;
import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.request.RequestCommand.AskForDay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What students do with their attendance requests. */
@RestController
public final class RequestApi {

    static final String PATH = "/api/cohorts/{cohortId}/attendance-requests";

    /** Staff have so many training days after the one on which it was asked. */
    static final int TRAINING_DAYS_TO_DECIDE = 3;

    /** Where there are not so many training days any more. */
    static final int DAYS_TO_DECIDE = 7;

    private static final String OWN = "own attendance requests";

    private final Requests requests;
    private final RequestAccess access;
    private final AttendanceDesk desk;
    private final AmendmentDesk amendments;
    private final Students students;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;

    RequestApi(
            Requests requests,
            RequestAccess access,
            AttendanceDesk desk,
            AmendmentDesk amendments,
            Students students,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock) {
        this.requests = requests;
        this.access = access;
        this.desk = desk;
        this.amendments = amendments;
        this.students = students;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
    }

    // ---- asking

    /**
     * @param excuse of one to be excused: for what kind of reason; null: {@link Excuse#OTHER}
     * @param cameAt of a correction: when the student came, on the clock of the cohort, to the
     *     minute; null: as stamped
     * @param leftAt as {@code cameAt}, when the student left
     */
    record NewRequest(
            LocalDate date,
            RequestKind kind,
            String reason,
            @Nullable Excuse excuse,
            @Nullable LocalTime cameAt,
            @Nullable LocalTime leftAt) {

        /** All that can be told without the cohort. */
        void require() {
            InvalidInput.checking()
                    .text("reason", reason, AttendanceRequest.REASON_CHARS_MAX)
                    .that(isMinute(cameAt), "cameAt", "NOT_A_TIME_OF_DAY")
                    .that(isMinute(leftAt), "leftAt", "NOT_A_TIME_OF_DAY")
                    .that(
                            kind == RequestKind.CORRECTION || cameAt == null,
                            "cameAt",
                            "OF_CORRECTION_ALONE")
                    .that(
                            kind == RequestKind.CORRECTION || leftAt == null,
                            "leftAt",
                            "OF_CORRECTION_ALONE")
                    .that(
                            kind == RequestKind.EXCUSED || excuse == null,
                            "excuse",
                            "OF_EXCUSED_ALONE")
                    .orThrow();
        }

        private static boolean isMinute(@Nullable LocalTime time) {
            return time == null || time.equals(time.truncatedTo(ChronoUnit.MINUTES));
        }

        private Amendment amendment(String studentId) {
            return new Amendment(studentId, date, kindOfExcuse(), cameAt, leftAt);
        }

        /** Null: of a correction. */
        private @Nullable Excuse kindOfExcuse() {
            return kind == RequestKind.EXCUSED
                    ? Objects.requireNonNullElse(excuse, Excuse.OTHER)
                    : null;
        }

        /** What needs the stamps and the policy of the day to be told. */
        void require(Ledger ledger, String studentId) {
            Gap gap = ledger.gap(amendment(studentId));
            InvalidInput.checking()
                    .that(gap != Gap.CAME_AT, "cameAt", "REQUIRED")
                    .that(gap != Gap.LEFT_AT, "leftAt", "REQUIRED")
                    .that(gap != Gap.LEFT_BEFORE_CAME, "leftAt", "END_NOT_AFTER_START")
                    .that(gap != Gap.CAME_TO_COME, "cameAt", "TIME_TO_COME")
                    .that(gap != Gap.LEFT_TO_COME, "leftAt", "TIME_TO_COME")
                    .orThrow();
        }
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<RequestView>> ask(
            @PathVariable String cohortId,
            @RequestBody NewRequest body,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = RequestAccess.studentOf(caller);
        return access.ofStudent(cohortId, studentId)
                .doOnNext(_ -> body.require())
                .flatMap(cohort -> amendments.ledger(cohort, body.date(), studentId))
                .doOnNext(ledger -> body.require(ledger, studentId))
                .zipWhen(_ -> idempotency.terms(exchange, body))
                .flatMap(both -> ask(both.getT1(), body, studentId, both.getT2()))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/cohorts/"
                                                                + cohortId
                                                                + "/attendance-requests/"
                                                                + view.requestId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    private Mono<RequestView> ask(Ledger ledger, NewRequest body, String studentId, Terms terms) {
        AskForDay ask =
                new AskForDay(
                        ledger.cohort().cohortId(),
                        studentId,
                        body.date(),
                        body.kind(),
                        body.reason().strip(),
                        body.kindOfExcuse(),
                        body.cameAt(),
                        body.leftAt(),
                        decideBy(ledger.cohort(), ledger.today()),
                        clock.instant());
        return requests.ask(ask, terms).map(request -> RequestView.ofStudent(request, ledger));
    }

    /** The last day on which staff are to decide what is asked on a day. */
    static LocalDate decideBy(KnownCohort cohort, LocalDate askedOn) {
        List<LocalDate> days = cohort.trainingDays(askedOn.plusDays(1), cohort.endDate());
        return days.size() < TRAINING_DAYS_TO_DECIDE
                ? askedOn.plusDays(DAYS_TO_DECIDE)
                : days.get(TRAINING_DAYS_TO_DECIDE - 1);
    }

    @DeleteMapping(PATH + "/{requestId}")
    Mono<ResponseEntity<Void>> takeBack(
            @PathVariable String cohortId, @PathVariable String requestId, Caller caller) {
        String studentId = RequestAccess.studentOf(caller);
        return access.ofStudent(cohortId, studentId)
                .then(Mono.defer(() -> access.own(cohortId, requestId, studentId)))
                .flatMap(request -> requests.takeBack(request.id()))
                .thenReturn(ResponseEntity.noContent().build());
    }

    // ---- reading

    /** With what accepting it would do. */
    @GetMapping(PATH + "/{requestId}")
    Mono<RequestView> one(
            @PathVariable String cohortId, @PathVariable String requestId, Caller caller) {
        return access.visible(cohortId, requestId, caller)
                .zipWhen(_ -> desk.cohort(cohortId).flatMap(amendments::ledger))
                .map(
                        both ->
                                caller.worksHere()
                                        ? RequestView.ofStaff(both.getT1(), both.getT2())
                                        : RequestView.ofStudent(both.getT1(), both.getT2()));
    }

    /** The own ones of all cohorts. */
    @GetMapping("/api/me/attendance-requests")
    Mono<Page<RequestView>> own(@RequestParam MultiValueMap<String, String> query, Caller caller) {
        String studentId = RequestAccess.studentOf(caller);
        String list = OWN + " " + studentId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return students.of(studentId)
                .flatMapMany(
                        known ->
                                requests.ofStudent(studentId)
                                        .filter(
                                                request ->
                                                        known.cohortIds()
                                                                .contains(
                                                                        request.state()
                                                                                .cohortId())))
                .concatMap(this::view)
                .sort(RequestView.BY_DAY)
                .filter(view -> after == null || view.key().compareTo(after) > 0)
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, RequestView::key, cursors, list));
    }

    private Mono<RequestView> view(Versioned<AttendanceRequest> request) {
        return desk.known(request.state().cohortId())
                .map(cohort -> RequestView.ofStudent(request, desk.today(cohort)));
    }
}
