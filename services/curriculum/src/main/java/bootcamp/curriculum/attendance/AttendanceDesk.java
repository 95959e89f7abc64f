package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.JudgeAgain;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.curriculum.attendance.Tally.CourseDay;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.school.Roster;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where attendance is read and changed: brings together the sheets, the policy they count under and
 * what is known of the cohort and its students.
 */
public final class AttendanceDesk {

    private final AggregateStore<Sheet, SheetCommand, OfSheet> sheets;
    private final AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> policies;
    private final Cohorts cohorts;
    private final Roster roster;
    private final InstantSource clock;

    public AttendanceDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> policies,
            Cohorts cohorts,
            Roster roster,
            InstantSource clock) {
        this.sheets = sheets;
        this.policies = policies;
        this.cohorts = cohorts;
        this.roster = roster;
        this.clock = clock;
    }

    // ---- what there is

    /** The cohort; empty where there is none. */
    public Mono<KnownCohort> known(String cohortId) {
        return cohorts.find(cohortId);
    }

    /** The cohort; refused as not found where there is none. */
    public Mono<KnownCohort> cohort(String cohortId) {
        return known(cohortId)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                new AttendanceRefusal.CohortNotFound())));
    }

    Instant now() {
        return clock.instant();
    }

    /** The day that it is in the cohort's zone. */
    public LocalDate today(KnownCohort cohort) {
        return LocalDate.ofInstant(clock.instant(), cohort.zone());
    }

    /** The cohort's policy; where it never adopted one, the first version of it. */
    Mono<Versioned<AttendancePolicy>> policy(String cohortId) {
        return policies.find(cohortId)
                .defaultIfEmpty(new Versioned<>(cohortId, 0, AttendancePolicy.initial(cohortId)));
    }

    /**
     * All that is known of a cohort's attendance on some days.
     *
     * @param sheets of those days that have one
     * @param stays of everybody who is or was in the course, ascending by student
     */
    record Book(
            KnownCohort cohort,
            LocalDate today,
            Versioned<AttendancePolicy> policy,
            Map<LocalDate, Versioned<Sheet>> sheets,
            List<CourseStay> stays) {

        /** Who is in the course on a day, ascending. */
        List<String> students(LocalDate day) {
            return cohort.isTrainingDay(day)
                    ? stays.stream()
                            .filter(stay -> stay.isInCourse(day))
                            .map(CourseStay::studentId)
                            .toList()
                    : List.of();
        }

        Versioned<Sheet> sheet(LocalDate day) {
            Versioned<Sheet> sheet = sheets.get(day);
            return sheet == null ? empty(cohort.cohortId(), day) : sheet;
        }

        /** The version of a policy that a day counts under: a closed day keeps its own. */
        PolicyVersion version(LocalDate day, AttendancePolicy under) {
            Sheet sheet = sheet(day).state();
            return sheet.closed() ? under.version(sheet.policyVersion()) : under.on(day);
        }

        DayView view(LocalDate day, Sheet sheet) {
            AttendancePolicy under = policy.state();
            return DayView.of(
                    sheet,
                    cohort.isTrainingDay(day),
                    day.isBefore(today),
                    sheet.closed() ? sheet.policyVersion() : under.on(day).version(),
                    students(day));
        }

        DayView view(LocalDate day) {
            return view(day, sheet(day).state());
        }

        /** All course days of a student, as they count under a policy. */
        List<CourseDay> courseDays(CourseStay stay, AttendancePolicy under) {
            return cohort.trainingDays().stream()
                    .filter(stay::isInCourse)
                    .map(day -> courseDay(stay.studentId(), day, under))
                    .toList();
        }

        private CourseDay courseDay(String studentId, LocalDate day, AttendancePolicy under) {
            Sheet sheet = sheet(day).state();
            PolicyVersion version = version(day, under);
            Entry entry = sheet.entryOf(studentId, DayPolicy.of(version, day, cohort.zone()));
            return new CourseDay(
                    day,
                    sheet.closed(),
                    sheet.entries().isEmpty(),
                    entry == null ? Marks.UNMARKED : entry.day(day.isBefore(today)),
                    entry == null ? null : entry.clause(),
                    version);
        }

        boolean isProvisional(LocalDate day, String studentId) {
            Entry entry = sheet(day).state().entryOf(studentId);
            return entry != null && entry.provisional();
        }

        /** Null: none. */
        @Nullable Stamps stamps(LocalDate day, String studentId) {
            Stamps stamps = sheet(day).state().stampsOf(studentId);
            return stamps.equals(Stamps.NONE) ? null : stamps;
        }

        /** The version that is for a day now. */
        DayPolicy policy(LocalDate day) {
            return DayPolicy.of(policy.state().on(day), day, cohort.zone());
        }

        /** Days whose stamps are judged by a version that is not for them any more. */
        private List<LocalDate> judgedByAnother() {
            return sheets.values().stream()
                    .filter(sheet -> sheet.state().isJudgedByAnother(policy(sheet.state().date())))
                    .map(sheet -> sheet.state().date())
                    .toList();
        }

        /** What a student's days come to today. */
        Tally tally(CourseStay stay, AttendancePolicy under) {
            return Tally.of(courseDays(stay, under), under.on(today), today, today);
        }
    }

    private static Versioned<Sheet> empty(String cohortId, LocalDate day) {
        String id = Sheet.idOf(cohortId, day);
        return new Versioned<>(id, 0, Sheet.initial(id));
    }

    /**
     * As it is now, with the sheets of these days. Stamps of them that another version of the
     * policy judges now are judged again first: whoever adopted it may not have come to that.
     */
    Mono<Book> book(KnownCohort cohort, List<LocalDate> days) {
        return read(cohort, days)
                .flatMap(
                        book ->
                                book.judgedByAnother().isEmpty()
                                        ? Mono.just(book)
                                        : judgedAgain(book).then(read(cohort, days)));
    }

    private Mono<Void> judgedAgain(Book book) {
        return Flux.fromIterable(book.judgedByAnother())
                .concatMap(
                        day ->
                                sheets.transact(
                                        Sheet.idOf(book.cohort().cohortId(), day),
                                        new JudgeAgain(book.policy(day), clock.instant())))
                .then();
    }

    private Mono<Book> read(KnownCohort cohort, List<LocalDate> days) {
        List<String> ids = days.stream().map(day -> Sheet.idOf(cohort.cohortId(), day)).toList();
        // The policy after the sheets: no sheet names a version that it does not have.
        return sheets.findAll(ids)
                .collectMap(sheet -> sheet.state().date())
                .zipWhen(_ -> Mono.zip(policy(cohort.cohortId()), roster.of(cohort.cohortId())))
                .map(
                        all ->
                                new Book(
                                        cohort,
                                        today(cohort),
                                        all.getT2().getT1(),
                                        all.getT1(),
                                        all.getT2().getT2()));
    }

    /** With the sheets of all days up to today. */
    Mono<Book> book(KnownCohort cohort) {
        return book(cohort, cohort.trainingDays(cohort.startDate(), today(cohort)));
    }

    /** The student's stay in the course; empty where there is none. */
    Mono<CourseStay> stay(String cohortId, String studentId) {
        return roster.of(cohortId, studentId);
    }

    // ---- commands

    /** Refuses a day on which no attendance can be taken. */
    void requireDay(KnownCohort cohort, LocalDate day) {
        LocalDate today = today(cohort);
        if (!cohort.has(day)) {
            throw new RefusedException(
                    new AttendanceRefusal.DayOutsideCohort(cohort.startDate(), cohort.endDate()));
        }
        if (!cohort.isTrainingDay(day)) {
            throw new RefusedException(new AttendanceRefusal.NotATrainingDay());
        }
        if (day.isAfter(today)) {
            throw new RefusedException(new AttendanceRefusal.DayToCome(today));
        }
    }

    /** A training day that has come, with all that is known of it; refused where it is none. */
    Mono<Book> day(String cohortId, LocalDate day) {
        return cohort(cohortId)
                .doOnNext(cohort -> requireDay(cohort, day))
                .flatMap(cohort -> book(cohort, List.of(day)));
    }

    /**
     * As {@link #day}, but waits for students who may be on their way.
     *
     * @param wanted who is to be in the course; of them perhaps not all are
     */
    Mono<Book> day(String cohortId, LocalDate day, Set<String> wanted) {
        return day(cohortId, day)
                .flatMap(
                        book ->
                                book.students(day).containsAll(wanted)
                                        ? Mono.just(book)
                                        : roster.find(
                                                        cohortId,
                                                        wanted,
                                                        stay -> stay.isInCourse(day))
                                                .then(book(book.cohort(), List.of(day))));
    }

    Mono<Versioned<Sheet>> mark(
            Book book, LocalDate day, List<Marking> markings, Terms terms, Stamp stamp) {
        return sheets.transact(
                        Sheet.idOf(book.cohort().cohortId(), day),
                        new MarkStudents(markings, book.policy(day), stamp),
                        terms)
                .map(Outcome::after);
    }

    /** Closes the day under the version that is for it now. */
    Mono<DatedView> close(Book book, LocalDate day, Terms terms, Stamp stamp) {
        return sheets.transact(
                Sheet.idOf(book.cohort().cohortId(), day),
                new CloseSheet(Set.copyOf(book.students(day)), book.policy(day), stamp),
                terms,
                after -> new DatedView(after.version(), book.view(day, after.state())),
                DatedView.class);
    }

    /**
     * An answer that is kept with the sheet.
     *
     * @param version of the sheet
     */
    record DatedView(long version, DayView day) {}

    Mono<Versioned<Sheet>> reopen(KnownCohort cohort, LocalDate day, Stamp stamp) {
        return sheets.transact(Sheet.idOf(cohort.cohortId(), day), new ReopenSheet(stamp))
                .map(Outcome::after);
    }

    /** Stamps of days that it is for are judged by it before this ends. */
    Mono<Versioned<AttendancePolicy>> adopt(
            KnownCohort cohort, PolicyCommand.AdoptPolicy adopt, @Nullable Long ifVersion) {
        return policies.transact(cohort.cohortId(), adopt, new Terms(ifVersion, null))
                .map(Outcome::after)
                .delayUntil(_ -> book(cohort, cohort.trainingDays(adopt.from(), today(cohort))));
    }
}
