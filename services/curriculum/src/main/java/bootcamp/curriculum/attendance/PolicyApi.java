package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendanceDesk.Book;
import bootcamp.curriculum.attendance.PolicyCommand.AdoptPolicy;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/cohorts/{cohortId}/attendance-policy}: staff see the policy of a cohort, try another
 * one, and adopt it.
 */
@RestController
public final class PolicyApi {

    private static final String PATH = "/api/cohorts/{cohortId}/attendance-policy";

    private final AttendanceDesk desk;
    private final Idempotency idempotency;
    private final InstantSource clock;

    public PolicyApi(AttendanceDesk desk, Idempotency idempotency, InstantSource clock) {
        this.desk = desk;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    // ---- reading

    @GetMapping(PATH)
    Mono<ResponseEntity<AttendancePolicy.Public>> policy(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        return desk.cohort(cohortId)
                .then(desk.policy(cohortId))
                .map(
                        policy -> {
                            String etag = Etags.of(policy.version());
                            return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                                    ? ResponseEntity.status(304).eTag(etag).build()
                                    : answer(policy);
                        });
    }

    private static ResponseEntity<AttendancePolicy.Public> answer(
            Versioned<AttendancePolicy> policy) {
        return ResponseEntity.ok()
                .eTag(Etags.of(policy.version()))
                .body(policy.state().publicState());
    }

    // ---- what staff fill in

    /**
     * The parameters are those of the preset; one of CUSTOM names them itself.
     *
     * @param from the first day that it is for
     * @param record null: a sheet, which is all there is so far
     * @param thresholdPerMille null: that of the preset; so of {@code scope}
     * @param marksPerAbsence null: that of the preset; of CUSTOM: they count for nothing
     */
    record NewPolicy(
            LocalDate from,
            Preset preset,
            @Nullable Keeping record,
            @Nullable Integer thresholdPerMille,
            @Nullable Integer marksPerAbsence,
            @Nullable Scope scope) {

        /** All that can be told without the cohort. */
        PolicyTerms terms() {
            InvalidInput.Checks checks =
                    InvalidInput.checking()
                            .that(
                                    record != Keeping.STAMPS,
                                    "record",
                                    "NOT_ONE_OF",
                                    Map.of("allowed", List.of(Keeping.SHEET)));
            PolicyTerms terms =
                    switch (preset) {
                        case KDT -> ofPreset(PolicyTerms.KDT, checks);
                        case SIMPLE -> ofPreset(PolicyTerms.SIMPLE, checks);
                        case CUSTOM -> custom(checks);
                    };
            checks.orThrow();
            return terms;
        }

        private PolicyTerms ofPreset(PolicyTerms terms, InvalidInput.Checks checks) {
            checks.that(thresholdPerMille == null, "thresholdPerMille", "SET_BY_PRESET")
                    .that(marksPerAbsence == null, "marksPerAbsence", "SET_BY_PRESET")
                    .that(scope == null, "scope", "SET_BY_PRESET");
            return terms;
        }

        private PolicyTerms custom(InvalidInput.Checks checks) {
            int threshold = Objects.requireNonNullElse(thresholdPerMille, -1);
            if (thresholdPerMille == null) {
                checks.wrong("thresholdPerMille", "REQUIRED");
            } else {
                checks.range("thresholdPerMille", threshold, 0, PolicyTerms.PER_MILLE);
            }
            if (marksPerAbsence != null) {
                checks.range(
                        "marksPerAbsence",
                        marksPerAbsence,
                        PolicyTerms.MARKS_PER_ABSENCE_MIN,
                        PolicyTerms.MARKS_PER_ABSENCE_MAX);
            }
            checks.that(scope != null, "scope", "REQUIRED");
            return new PolicyTerms(
                    Preset.CUSTOM,
                    Keeping.SHEET,
                    threshold,
                    marksPerAbsence,
                    Objects.requireNonNullElse(scope, Scope.COURSE),
                    Map.of());
        }

        /** What needs the cohort to be told. */
        void requireWithin(KnownCohort cohort) {
            InvalidInput.checking().that(cohort.has(from), "from", "OUTSIDE_COHORT").orThrow();
        }
    }

    // ---- adopting

    /** Whoever adopts one says on which version of the policy: it is tried first. */
    @PutMapping(PATH)
    Mono<ResponseEntity<AttendancePolicy.Public>> adopt(
            @PathVariable String cohortId,
            @RequestBody NewPolicy body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Long ifVersion = Etags.ifMatch(headers);
        PolicyTerms terms = body.terms();
        return desk.cohort(cohortId)
                .doOnNext(_ -> requireIfMatch(headers))
                .doOnNext(body::requireWithin)
                .flatMap(
                        _ ->
                                desk.adopt(
                                        cohortId,
                                        new AdoptPolicy(
                                                body.from(),
                                                terms,
                                                new Stamp(clock.instant(), caller.username())),
                                        ifVersion))
                .map(PolicyApi::answer);
    }

    private static void requireIfMatch(HttpHeaders headers) {
        if (headers.getIfMatch().isEmpty()) {
            throw ProblemException.malformed(FieldError.of(HttpHeaders.IF_MATCH, "REQUIRED"));
        }
    }

    // ---- trying

    /**
     * @param students of everybody who is in the course now, ascending
     * @param changed for how many of them it would make a difference
     * @param days that would count under the new version: open, and not after today
     */
    record Preview(List<Change> students, int changed, List<LocalDate> days) {}

    record Change(String studentId, Figures before, Figures after, boolean changes) {

        static Change of(String studentId, Tally before, Tally after) {
            return new Change(
                    studentId,
                    Figures.of(before),
                    Figures.of(after),
                    !before.tellsTheSameAs(after));
        }
    }

    /**
     * @param rate null: no day was held
     */
    record Figures(@Nullable Double rate, int stillToMiss, int penalty) {

        static Figures of(Tally tally) {
            return new Figures(tally.rate(), tally.stillToMiss(), tally.penalty());
        }
    }

    @PostMapping(PATH + "/preview")
    Mono<Preview> preview(
            @PathVariable String cohortId,
            @RequestBody NewPolicy body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        PolicyTerms terms = body.terms();
        return desk.cohort(cohortId)
                .doOnNext(body::requireWithin)
                .flatMap(
                        cohort ->
                                idempotency.once(
                                        exchange,
                                        body,
                                        Preview.class,
                                        desk.book(cohort)
                                                .map(book -> tried(book, body.from(), terms))));
    }

    private static Preview tried(Book book, LocalDate from, PolicyTerms terms) {
        AttendancePolicy before = book.policy().state();
        AttendancePolicy after =
                before.with(new PolicyVersion(before.versions().size() + 1, from, terms));
        List<Change> changes =
                book.stays().stream()
                        .filter(stay -> !stay.hasLeftBy(book.today()))
                        .map(stay -> tried(book, stay, before, after))
                        .toList();
        return new Preview(
                changes,
                (int) changes.stream().filter(Change::changes).count(),
                book.cohort().trainingDays(book.cohort().startDate(), book.today()).stream()
                        .filter(
                                day ->
                                        book.version(day, before).version()
                                                != book.version(day, after).version())
                        .toList());
    }

    private static Change tried(
            Book book, CourseStay stay, AttendancePolicy before, AttendancePolicy after) {
        return Change.of(stay.studentId(), book.tally(stay, before), book.tally(stay, after));
    }
}
