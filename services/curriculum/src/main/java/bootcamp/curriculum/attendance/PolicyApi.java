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
import bootcamp.platform.security.Role;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
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
        return ResponseEntity.ok().eTag(Etags.of(policy.version())).body(policy.state().shown());
    }

    // ---- what staff fill in

    /**
     * The parameters are those of the preset; one of CUSTOM names them itself.
     *
     * @param from the first day that it is for
     * @param record null: a sheet
     * @param thresholdPerMille null: that of the preset; so of {@code scope}
     * @param marksPerAbsence null: that of the preset; of CUSTOM: they count for nothing
     * @param excuseCaps days within the scope by kind of excuse; null: those of the preset; of
     *     CUSTOM: there are none
     * @param stamps of STAMPS alone, and demanded of it
     */
    record NewPolicy(
            LocalDate from,
            Preset preset,
            @Nullable Keeping record,
            @Nullable Integer thresholdPerMille,
            @Nullable Integer marksPerAbsence,
            @Nullable Scope scope,
            @Nullable Map<Excuse, @Nullable Integer> excuseCaps,
            @Nullable NewStamps stamps) {

        /** All that can be told without the cohort. */
        PolicyTerms terms() {
            InvalidInput.Checks checks = InvalidInput.checking();
            StampTerms stamped = stampTerms(checks);
            PolicyTerms terms =
                    switch (preset) {
                        case KDT -> ofPreset(PolicyTerms.KDT, checks);
                        case SIMPLE -> ofPreset(PolicyTerms.SIMPLE, checks);
                        case CUSTOM -> custom(checks);
                    };
            checks.orThrow();
            return stamped == null ? terms : terms.stamped(stamped);
        }

        /** Null where students do not stamp. */
        private @Nullable StampTerms stampTerms(InvalidInput.Checks checks) {
            boolean asked = record == Keeping.STAMPS;
            if (stamps == null || !asked) {
                checks.that(!asked, "stamps", "REQUIRED")
                        .that(stamps == null, "stamps", "OF_STAMPS_ALONE");
                return null;
            }
            return stamps.read(preset, checks);
        }

        private PolicyTerms ofPreset(PolicyTerms terms, InvalidInput.Checks checks) {
            checks.that(thresholdPerMille == null, "thresholdPerMille", "SET_BY_PRESET")
                    .that(marksPerAbsence == null, "marksPerAbsence", "SET_BY_PRESET")
                    .that(scope == null, "scope", "SET_BY_PRESET")
                    .that(excuseCaps == null, "excuseCaps", "SET_BY_PRESET");
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
                    caps(checks),
                    null);
        }

        private Map<Excuse, Integer> caps(InvalidInput.Checks checks) {
            Map<Excuse, Integer> caps = new EnumMap<>(Excuse.class);
            if (excuseCaps != null) {
                excuseCaps.forEach(
                        (excuse, days) -> {
                            String field = "excuseCaps." + excuse;
                            if (days == null) {
                                checks.wrong(field, "REQUIRED");
                            } else {
                                checks.range(field, days, 0, PolicyTerms.EXCUSE_DAYS_MAX);
                                caps.put(excuse, days);
                            }
                        });
            }
            return caps;
        }

        /** What needs the cohort to be told. */
        void requireWithin(KnownCohort cohort) {
            InvalidInput.checking().that(cohort.has(from), "from", "OUTSIDE_COHORT").orThrow();
        }
    }

    /**
     * How students stamp. Times are of the clock of the cohort, to the minute.
     *
     * @param opensMinutesBefore null: half an hour
     * @param graceMinutes null: that of the preset; of CUSTOM: whoever comes is present
     * @param outStamp null: that of the preset; of CUSTOM: false; so of {@code halfDay}
     */
    record NewStamps(
            LocalTime startsAt,
            LocalTime endsAt,
            @Nullable Integer opensMinutesBefore,
            @Nullable Integer graceMinutes,
            @Nullable Boolean outStamp,
            @Nullable Boolean halfDay) {

        StampTerms read(Preset preset, InvalidInput.Checks checks) {
            int opens = Objects.requireNonNullElse(opensMinutesBefore, StampTerms.OPENS_MINUTES);
            checks.that(isMinute(startsAt), "stamps.startsAt", "NOT_A_TIME_OF_DAY")
                    .that(isMinute(endsAt), "stamps.endsAt", "NOT_A_TIME_OF_DAY")
                    .that(startsAt.isBefore(endsAt), "stamps.endsAt", "END_NOT_AFTER_START")
                    .range("stamps.opensMinutesBefore", opens, 0, StampTerms.OPENS_MINUTES_MAX);
            if (graceMinutes != null) {
                checks.range("stamps.graceMinutes", graceMinutes, 0, StampTerms.GRACE_MINUTES_MAX);
            }
            return switch (preset) {
                case KDT -> ofPreset(StampTerms.ofKdt(startsAt, endsAt, opens), checks);
                case SIMPLE -> ofPreset(StampTerms.ofSimple(startsAt, endsAt, opens), checks);
                case CUSTOM ->
                        new StampTerms(
                                startsAt,
                                endsAt,
                                opens,
                                graceMinutes,
                                Boolean.TRUE.equals(outStamp),
                                Boolean.TRUE.equals(halfDay));
            };
        }

        private static boolean isMinute(LocalTime time) {
            return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
        }

        private StampTerms ofPreset(StampTerms terms, InvalidInput.Checks checks) {
            checks.that(graceMinutes == null, "stamps.graceMinutes", "SET_BY_PRESET")
                    .that(outStamp == null, "stamps.outStamp", "SET_BY_PRESET")
                    .that(halfDay == null, "stamps.halfDay", "SET_BY_PRESET");
            return terms;
        }
    }

    // ---- adopting

    /** An admin does (ruling 27), and says on which version of the policy: it is tried first. */
    @PutMapping(PATH)
    Mono<ResponseEntity<AttendancePolicy.Public>> adopt(
            @PathVariable String cohortId,
            @RequestBody NewPolicy body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        caller.require(Role.ADMIN);
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Long ifVersion = Etags.ifMatch(headers);
        PolicyTerms terms = body.terms();
        return desk.cohort(cohortId)
                .doOnNext(_ -> requireIfMatch(headers))
                .doOnNext(body::requireWithin)
                .flatMap(
                        cohort ->
                                desk.adopt(
                                        cohort,
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
