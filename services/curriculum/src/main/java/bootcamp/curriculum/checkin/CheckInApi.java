package bootcamp.curriculum.checkin;

import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.AttendanceRefusal.CodeRefusal;
import bootcamp.curriculum.attendance.Clause;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.attendance.StampDesk;
import bootcamp.curriculum.attendance.StampDesk.StampDay;
import bootcamp.curriculum.attendance.StampDesk.Standing;
import bootcamp.curriculum.attendance.StampHours;
import bootcamp.curriculum.attendance.StampKind;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.form.PathDay;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/cohorts/{cohortId}/check-in} and the stamps of a day: staff have the code shown in
 * the room, students enter it.
 */
@RestController
public final class CheckInApi {

    private static final String COHORT = "/api/cohorts/{cohortId}";
    private static final Pattern CODE = Pattern.compile("\\d{6}");
    private static final int ORIGIN_CHARS_MAX = 200;

    private final AttendanceDesk attendance;
    private final StampDesk desk;
    private final CheckInCodes codes;
    private final TryStore tries;
    private final Students students;
    private final Idempotency idempotency;
    private final InstantSource clock;

    public CheckInApi(
            AttendanceDesk attendance,
            StampDesk desk,
            CheckInCodes codes,
            TryStore tries,
            Students students,
            Idempotency idempotency,
            InstantSource clock) {
        this.attendance = attendance;
        this.desk = desk;
        this.codes = codes;
        this.tries = tries;
        this.students = students;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    // ---- what is shown in the room

    /**
     * When one can stamp, in the zone of the cohort.
     *
     * @param open whether one can now
     */
    record Window(StampKind kind, OffsetDateTime opensAt, OffsetDateTime closesAt, boolean open) {}

    private static List<Window> windows(StampHours hours, Instant now) {
        return Arrays.stream(StampKind.values())
                .map(
                        kind -> {
                            StampHours.Window window = hours.window(kind);
                            return new Window(
                                    kind,
                                    time(window.opensAt(), hours.zone()),
                                    time(window.closesAt(), hours.zone()),
                                    window.isOpen(now));
                        })
                .toList();
    }

    private static OffsetDateTime time(Instant at, ZoneId zone) {
        return at.atZone(zone).toOffsetDateTime();
    }

    /**
     * @param changesAt when another code is shown
     * @param link where a phone enters it: without an origin, the path alone; the code stands in
     *     the fragment, which no server is sent
     * @param qr the link as a picture; null: without an origin there is none
     */
    record ShownCode(
            String cohortId,
            LocalDate date,
            String timeZone,
            String code,
            OffsetDateTime changesAt,
            String link,
            @Nullable QrPicture qr,
            List<Window> kinds) {}

    @GetMapping(COHORT + "/check-in/code")
    Mono<ResponseEntity<ShownCode>> code(
            @PathVariable String cohortId,
            @RequestParam(required = false) @Nullable String origin,
            Caller caller) {
        caller.requireCohort(cohortId);
        String base = origin == null ? "" : origin(origin);
        return attendance
                .cohort(cohortId)
                .flatMap(desk::today)
                .map(day -> shown(day, base))
                .map(shown -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(shown));
    }

    private ShownCode shown(StampDay day, String base) {
        Instant now = clock.instant();
        ZoneId zone = day.cohort().zone();
        String cohortId = day.cohort().cohortId();
        CheckInCodes.Code code = codes.at(cohortId, day.date(), now);
        String link = base + "/c/" + cohortId + "/check-in#" + code.digits();
        return new ShownCode(
                cohortId,
                day.date(),
                zone.getId(),
                code.digits(),
                time(code.changesAt(), zone),
                link,
                base.isEmpty() ? null : QrPicture.of(link),
                windows(day.hours(), now));
    }

    /** As {@code https://school.example:8443}. */
    private static String origin(String text) {
        if (text.length() > ORIGIN_CHARS_MAX || !isOrigin(text)) {
            throw ProblemException.malformed(FieldError.of("origin", "NOT_AN_ORIGIN"));
        }
        return text;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return List.of("https", "http").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    // ---- what students do

    /**
     * @param in null: not stamped; so of the others
     */
    record Times(
            @Nullable OffsetDateTime in,
            @Nullable OffsetDateTime out,
            @Nullable OffsetDateTime outing,
            @Nullable OffsetDateTime back) {}

    /**
     * A student's own day.
     *
     * @param onTimeUntil when who stamps in is late; null: nobody is
     * @param status what it comes to by now
     * @param clause null: not marked
     * @param provisional whether it is an absence if nothing is stamped any more
     */
    record CheckInDay(
            String cohortId,
            LocalDate date,
            String timeZone,
            boolean closed,
            int policyVersion,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            @Nullable OffsetDateTime onTimeUntil,
            boolean outStamp,
            Times stamps,
            String status,
            List<Mark> marks,
            @Nullable Clause clause,
            boolean provisional,
            List<Window> kinds) {}

    @GetMapping(COHORT + "/check-in")
    Mono<CheckInDay> checkIn(@PathVariable String cohortId, Caller caller) {
        String studentId = student(caller);
        return cohort(cohortId, studentId)
                .flatMap(desk::today)
                .delayUntil(day -> desk.requireInCourse(day, studentId))
                .flatMap(day -> desk.standing(day, studentId))
                .map(this::view);
    }

    /**
     * @param code as it is shown in the room
     */
    record NewStamp(StampKind kind, String code) {

        void require() {
            InvalidInput.checking()
                    .that(CODE.matcher(code).matches(), "code", "NOT_A_CODE")
                    .orThrow();
        }
    }

    /** A stamp is of the moment at which it arrives, however long it waits for others. */
    @PostMapping(COHORT + "/attendance/{date}/stamps")
    Mono<CheckInDay> stamp(
            @PathVariable String cohortId,
            @PathVariable String date,
            @RequestBody NewStamp body,
            Caller caller,
            ServerWebExchange exchange) {
        Instant now = clock.instant();
        String studentId = student(caller);
        LocalDate day = PathDay.read("date", date);
        body.require();
        return cohort(cohortId, studentId)
                .flatMap(
                        cohort ->
                                idempotency.once(
                                        exchange,
                                        body,
                                        CheckInDay.class,
                                        stamp(cohort, day, studentId, body, now)));
    }

    private Mono<CheckInDay> stamp(
            KnownCohort cohort, LocalDate date, String studentId, NewStamp asked, Instant now) {
        return desk.day(cohort, date, now)
                .delayUntil(day -> desk.requireInCourse(day, studentId))
                .flatMap(day -> stamp(day, studentId, asked, now))
                .map(this::view);
    }

    /**
     * What would be refused, or was done before, whatever the code, is no try and tells nothing of
     * the code; where the code decides, a try is counted before it is looked at.
     */
    private Mono<Standing> stamp(StampDay day, String studentId, NewStamp asked, Instant now) {
        String cohortId = day.cohort().cohortId();
        return desk.beforeCode(day, studentId, asked.kind(), now)
                .switchIfEmpty(
                        tries.count(cohortId, studentId)
                                .then(Mono.defer(() -> byCode(day, studentId, asked, now))));
    }

    private Mono<Standing> byCode(StampDay day, String studentId, NewStamp asked, Instant now) {
        String cohortId = day.cohort().cohortId();
        CheckInCodes.Verdict verdict = codes.judge(cohortId, day.date(), asked.code(), now);
        return verdict == CheckInCodes.Verdict.RIGHT
                ? desk.stamp(day, studentId, asked.kind(), now)
                        .delayUntil(_ -> tries.forget(cohortId, studentId))
                : Mono.error(() -> new RefusedException(refusal(verdict)));
    }

    private static CodeRefusal refusal(CheckInCodes.Verdict verdict) {
        return verdict == CheckInCodes.Verdict.EXPIRED
                ? CodeRefusal.CODE_EXPIRED
                : CodeRefusal.WRONG_CODE;
    }

    private static String student(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }

    /** One to which the student belongs; 404 for all others. */
    private Mono<KnownCohort> cohort(String cohortId, String studentId) {
        return students.find(studentId, known -> known.cohortIds().contains(cohortId))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .then(Mono.defer(() -> attendance.known(cohortId)))
                .switchIfEmpty(Mono.error(ProblemException::notFound));
    }

    private CheckInDay view(Standing standing) {
        StampDay day = standing.day();
        StampHours hours = day.hours();
        ZoneId zone = hours.zone();
        Instant onTimeUntil = hours.onTimeUntil();
        return new CheckInDay(
                day.cohort().cohortId(),
                day.date(),
                zone.getId(),
                standing.closed(),
                day.policyVersion(),
                time(hours.startsAt(), zone),
                time(hours.endsAt(), zone),
                onTimeUntil == null ? null : time(onTimeUntil, zone),
                hours.terms().outStamp(),
                new Times(
                        of(standing.stamps().in(), zone),
                        of(standing.stamps().out(), zone),
                        of(standing.stamps().outing(), zone),
                        of(standing.stamps().back(), zone)),
                standing.status(),
                standing.marks(),
                standing.clause(),
                standing.provisional(),
                windows(hours, clock.instant()));
    }

    private static @Nullable OffsetDateTime of(@Nullable Instant at, ZoneId zone) {
        return at == null ? null : time(at, zone);
    }
}
