package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendanceDesk.Book;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.form.PathDay;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/cohorts/{cohortId}/attendance}: staff see and keep the sheets of the days, close and
 * reopen them.
 */
@RestController
public final class AttendanceApi {

    static final int DAYS_MAX = 31;

    private static final String PATH = "/api/cohorts/{cohortId}/attendance";

    private final AttendanceDesk desk;
    private final Idempotency idempotency;
    private final InstantSource clock;
    private final JsonMapper json;

    public AttendanceApi(
            AttendanceDesk desk, Idempotency idempotency, InstantSource clock, JsonMapper json) {
        this.desk = desk;
        this.idempotency = idempotency;
        this.clock = clock;
        this.json = json;
    }

    // ---- reading

    @GetMapping(PATH + "/{date}")
    Mono<ResponseEntity<DayView>> day(
            @PathVariable String cohortId,
            @PathVariable String date,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        LocalDate day = PathDay.read("date", date);
        return desk.cohort(cohortId)
                .flatMap(cohort -> desk.book(cohort, List.of(day)))
                .map(
                        book -> {
                            DayView view = book.view(day);
                            String etag = etag(book, book.sheet(day), view);
                            return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                                    ? ResponseEntity.status(304).eTag(etag).build()
                                    : ResponseEntity.ok().eTag(etag).body(view);
                        });
    }

    /**
     * @param etag as the day by itself has it
     */
    record DayOfMany(
            String cohortId,
            LocalDate date,
            boolean trainingDay,
            boolean closed,
            int policyVersion,
            List<DayView.Line> entries,
            String etag) {

        static DayOfMany of(DayView view, String etag) {
            return new DayOfMany(
                    view.cohortId(),
                    view.date(),
                    view.trainingDay(),
                    view.closed(),
                    view.policyVersion(),
                    view.entries(),
                    etag);
        }
    }

    record Days(List<DayOfMany> days) {}

    /** The training days from one day to another, both among them. */
    @GetMapping(PATH)
    Mono<Days> days(
            @PathVariable String cohortId,
            @RequestParam String from,
            @RequestParam String until,
            Caller caller) {
        return all(cohortId, from, until, caller).collectList().map(Days::new);
    }

    private static final List<String> HEADER = List.of("date", "studentId", "status");

    /** The same as a table: who is who this service does not know. */
    @GetMapping(value = PATH, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @PathVariable String cohortId,
            @RequestParam String from,
            @RequestParam String until,
            Caller caller) {
        return Csv.answer(
                HEADER, all(cohortId, from, until, caller).flatMapIterable(AttendanceApi::rows));
    }

    private static List<List<?>> rows(DayOfMany day) {
        return day.entries().stream()
                .<List<?>>map(line -> List.of(day.date(), line.studentId(), line.status()))
                .toList();
    }

    private Flux<DayOfMany> all(String cohortId, String from, String until, Caller caller) {
        caller.requireCohort(cohortId);
        LocalDate first = PathDay.read("from", from);
        LocalDate last = PathDay.read("until", until);
        InvalidInput.checking()
                .that(!last.isBefore(first), "until", "UNTIL_BEFORE_FROM")
                .that(
                        ChronoUnit.DAYS.between(first, last) < DAYS_MAX,
                        "until",
                        "TOO_MANY_DAYS",
                        Map.of("max", DAYS_MAX))
                .orThrow();
        return desk.cohort(cohortId)
                .flatMap(cohort -> desk.book(cohort, cohort.trainingDays(first, last)))
                .flatMapIterable(
                        book ->
                                book.cohort().trainingDays(first, last).stream()
                                        .map(day -> dayOfMany(book, day))
                                        .toList());
    }

    private DayOfMany dayOfMany(Book book, LocalDate day) {
        DayView view = book.view(day);
        return DayOfMany.of(view, etag(book, book.sheet(day), view));
    }

    /** It shows more than the sheet: who is in the course, and what version is for the day. */
    private String etag(Book book, Versioned<Sheet> sheet, DayView view) {
        return etag(book, sheet.version(), view);
    }

    private String etag(Book book, long version, DayView view) {
        return Etags.of(version, book.policy().version(), json.writeValueAsBytes(view));
    }

    // ---- marking

    /**
     * Either a status or marks.
     *
     * @param status one mark, several joined by {@code +}, or {@code UNMARKED}
     * @param marks none takes back what the student had
     */
    record NewEntry(
            String studentId, @Nullable String status, @Nullable List<@Nullable Mark> marks) {

        /** Null where they are not to be understood; then why is noted. */
        @Nullable Marks read(String field, InvalidInput.Checks checks) {
            if ((status == null) == (marks == null)) {
                checks.wrong(field, "STATUS_OR_MARKS");
                return null;
            }
            Optional<Marks> read =
                    status == null
                            ? together(Objects.requireNonNull(marks))
                            : Marks.ofStatus(status);
            if (read.isEmpty()) {
                checks.wrong(
                        field + (status == null ? ".marks" : ".status"),
                        status == null ? "NOT_TOGETHER" : "NOT_A_STATUS");
            }
            return read.orElse(null);
        }
    }

    private static Optional<Marks> together(List<@Nullable Mark> marks) {
        List<Mark> named = marks.stream().filter(Objects::nonNull).toList();
        return named.size() == marks.size() ? Marks.together(named) : Optional.empty();
    }

    /** Those listed change, the rest stay as they are. */
    record NewEntries(List<@Nullable NewEntry> entries) {}

    @PutMapping(PATH + "/{date}")
    Mono<ResponseEntity<DayView>> mark(
            @PathVariable String cohortId,
            @PathVariable String date,
            @RequestBody NewEntries body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        LocalDate day = PathDay.read("date", date);
        List<Marking> markings = read(body);
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        Set<String> wanted = markings.stream().map(Marking::studentId).collect(Collectors.toSet());
        return desk.day(cohortId, day, wanted)
                .doOnNext(book -> requireInCourse(markings, book.students(day)))
                .flatMap(
                        book ->
                                desk.mark(book, day, markings, terms, stamp(caller))
                                        .map(
                                                sheet ->
                                                        answer(
                                                                book,
                                                                sheet.version(),
                                                                book.view(day, sheet.state()))));
    }

    private static List<Marking> read(NewEntries body) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .range("entries", body.entries().size(), 1, Sheet.STUDENTS_MAX);
        List<Marking> markings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < body.entries().size(); i++) {
            NewEntry entry = body.entries().get(i);
            String field = "entries[" + i + "]";
            if (entry == null) {
                checks.wrong(field, "REQUIRED");
                continue;
            }
            checks.that(seen.add(entry.studentId()), field + ".studentId", "DUPLICATE");
            Marks marks = entry.read(field, checks);
            if (marks != null) {
                markings.add(new Marking(entry.studentId(), marks.all(), Clause.STAFF_SET, false));
            }
        }
        checks.orThrow();
        return markings;
    }

    private static void requireInCourse(List<Marking> markings, List<String> students) {
        Set<String> present = Set.copyOf(students);
        InvalidInput.Checks checks = InvalidInput.checking();
        for (int i = 0; i < markings.size(); i++) {
            checks.that(
                    present.contains(markings.get(i).studentId()),
                    "entries[" + i + "].studentId",
                    "NOT_IN_COURSE");
        }
        checks.orThrow();
    }

    private ResponseEntity<DayView> answer(Book book, long version, DayView view) {
        return ResponseEntity.ok().eTag(etag(book, version, view)).body(view);
    }

    // ---- closing

    @PostMapping(PATH + "/{date}/closing")
    Mono<ResponseEntity<DayView>> close(
            @PathVariable String cohortId,
            @PathVariable String date,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        LocalDate day = PathDay.read("date", date);
        return desk.day(cohortId, day)
                .zipWhen(_ -> idempotency.terms(exchange, ""))
                .flatMap(
                        both ->
                                desk.close(both.getT1(), day, both.getT2(), stamp(caller))
                                        .map(
                                                closed ->
                                                        answer(
                                                                both.getT1(),
                                                                closed.version(),
                                                                closed.day())));
    }

    @DeleteMapping(PATH + "/{date}/closing")
    Mono<ResponseEntity<Void>> reopen(
            @PathVariable String cohortId, @PathVariable String date, Caller caller) {
        caller.requireCohort(cohortId);
        LocalDate day = PathDay.read("date", date);
        return desk.cohort(cohortId)
                .flatMap(cohort -> desk.reopen(cohort, day, stamp(caller)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
