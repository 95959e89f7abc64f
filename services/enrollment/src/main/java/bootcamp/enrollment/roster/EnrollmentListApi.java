package bootcamp.enrollment.roster;

import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.enrollment.roster.EnrollmentReader.Filter;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A cohort's enrollments as a list, page by page, and as a table; for admins and staff. */
@RestController
public final class EnrollmentListApi {

    private final EnrollmentAccess access;
    private final EnrollmentReader reader;
    private final Registrar registrar;
    private final Cursors cursors;

    public EnrollmentListApi(
            EnrollmentAccess access,
            EnrollmentReader reader,
            Registrar registrar,
            Cursors cursors) {
        this.access = access;
        this.reader = reader;
        this.registrar = registrar;
        this.cursors = cursors;
    }

    /**
     * A row of a cohort's list, for admins and staff.
     *
     * @param erased whether all that was personal was erased
     */
    record Row(
            String enrollmentId,
            String studentId,
            String cohortId,
            Status status,
            long version,
            @Nullable LocalDate appliedOn,
            @Nullable LocalDate enrolledOn,
            Enrollment.@Nullable PublicWithdrawal withdrawal,
            List<Standing.Leave> leaves,
            Standing.@Nullable Destination transferredTo,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            boolean erased) {

        static Row of(Entry entry, LocalDate today) {
            EnrollmentView view = EnrollmentView.of(entry.enrollment(), today);
            Person person = entry.person();
            return new Row(
                    view.enrollmentId(),
                    view.studentId(),
                    view.cohortId(),
                    view.status(),
                    view.version(),
                    view.appliedOn(),
                    view.enrolledOn(),
                    view.withdrawal(),
                    view.leaves(),
                    view.transferredTo(),
                    person == null ? null : person.name(),
                    person == null ? null : person.email(),
                    person == null ? null : person.phone(),
                    person == null ? null : person.externalId(),
                    person != null && person.erasedOn() != null);
        }
    }

    @GetMapping("/api/cohorts/{cohortId}/enrollments")
    Mono<Page<Row>> list(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        Filter filter = filter(query);
        String list = "enrollments " + cohortId + filter;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return rows(cohortId, filter, wanted.after())
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, Row::enrollmentId, cursors, list));
    }

    @GetMapping(value = "/api/cohorts/{cohortId}/enrollments", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        return rows(cohortId, filter(query), null)
                .map(EnrollmentListApi::cells)
                .collectList()
                .map(
                        rows ->
                                ResponseEntity.ok()
                                        .contentType(Csv.TYPE)
                                        .header("Cache-Control", "no-store")
                                        .body(Csv.table(HEADER, rows)));
    }

    private static final List<String> HEADER =
            List.of(
                    "enrollmentId",
                    "studentId",
                    "externalId",
                    "name",
                    "email",
                    "phone",
                    "status",
                    "enrolledOn",
                    "withdrawnOn",
                    "reason");

    private static List<?> cells(Row row) {
        Enrollment.PublicWithdrawal gone = row.withdrawal();
        return Arrays.asList(
                row.enrollmentId(),
                row.studentId(),
                row.externalId(),
                row.name(),
                row.email(),
                row.phone(),
                row.status(),
                row.enrolledOn(),
                gone == null ? null : gone.on(),
                gone == null ? null : gone.reason());
    }

    private Flux<Row> rows(String cohortId, Filter filter, @Nullable String after) {
        return access.cohort(cohortId)
                .flatMapMany(
                        cohort -> {
                            LocalDate today = registrar.today(cohort.planned());
                            return reader.entries(cohort, filter, after, today)
                                    .map(entry -> Row.of(entry, today));
                        });
    }

    private static Filter filter(MultiValueMap<String, String> query) {
        Set<Status> statuses =
                query.getOrDefault("status", List.of()).stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(EnrollmentListApi::status)
                        .collect(Collectors.toSet());
        String text = query.getFirst("q");
        if (text != null && text.length() > EnrollmentApi.NAME_CHARS_MAX) {
            throw ProblemException.malformed(
                    new FieldError("q", "TOO_LONG", Map.of("max", EnrollmentApi.NAME_CHARS_MAX)));
        }
        return new Filter(statuses, text == null || text.isBlank() ? null : Cleaning.clean(text));
    }

    private static Status status(String value) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                ProblemException.malformed(
                                        new FieldError(
                                                "status",
                                                "NOT_ONE_OF",
                                                Map.of(
                                                        "allowed",
                                                        Arrays.toString(Status.values())))));
    }
}
