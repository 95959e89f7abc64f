package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendanceDesk.Book;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand.MarkAsSeen;
import bootcamp.curriculum.attendance.SheetCommand.Seen;
import bootcamp.curriculum.attendance.Tally.CourseDay;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where one day of one student is set right after the day: what it would be, what that would do to
 * the student's figures, and the setting of it.
 */
public final class AmendmentDesk {

    private final AggregateStore<Sheet, SheetCommand, OfSheet> sheets;
    private final AttendanceDesk desk;
    private final ExcuseStore excuses;

    AmendmentDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk desk,
            ExcuseStore excuses) {
        this.sheets = sheets;
        this.desk = desk;
        this.excuses = excuses;
    }

    /**
     * What a day is to be.
     *
     * @param excuse for which it is to be excused; null: it is not, the student was there
     * @param cameAt on the clock of the cohort; null: as stamped, if at all
     * @param leftAt as {@code cameAt}, after it
     */
    public record Amendment(
            String studentId,
            LocalDate date,
            @Nullable Excuse excuse,
            @Nullable LocalTime cameAt,
            @Nullable LocalTime leftAt) {}

    /** What is missing of an amendment for it to say what the day was. */
    public enum Gap {
        /** Nothing says when the student came. */
        CAME_AT,
        /** Nothing says when the student left, and the policy wants it. */
        LEFT_AT,
        /** By its times and stamps the student left before coming. */
        LEFT_BEFORE_CAME,
        /** The student is to have come at a time that is yet to come. */
        CAME_TO_COME,
        /** The student is to have left at a time that is yet to come. */
        LEFT_TO_COME
    }

    /**
     * A student's figures, today, as of {@link Tally}.
     *
     * @param status of the day that is asked about
     * @param rate null: no day was held
     */
    public record Figures(
            String status,
            int heldDays,
            int absent,
            int penalty,
            @Nullable Double rate,
            int stillToMiss) {

        private static Figures of(Marks day, Tally tally) {
            return new Figures(
                    day.status(),
                    tally.heldDays(),
                    tally.absent(),
                    tally.penalty(),
                    tally.rate(),
                    tally.stillToMiss());
        }
    }

    /**
     * How many excused days of a kind the policy accepts, and how many there are.
     *
     * @param used days of the kind that are accepted within the scope, without the one asked about
     * @param cap so many are accepted; null: any number
     * @param over whether the one asked about would be too many, and so an absence
     */
    public record Allowance(int used, @Nullable Integer cap, Scope scope, boolean over) {}

    /**
     * What an amendment does.
     *
     * @param now as it is
     * @param amended as it would be
     * @param excuse how many days of the kind are excused; null: it is not to be excused
     */
    public record Effect(Figures now, Figures amended, @Nullable Allowance excuse) {}

    /** The attendance of a cohort as it is at one moment. */
    public static final class Ledger {

        private final Book book;
        private final Map<String, ExcuseDays> excused;
        private final Instant now;

        private Ledger(Book book, Map<String, ExcuseDays> excused, Instant now) {
            this.book = book;
            this.excused = excused;
            this.now = now;
        }

        public KnownCohort cohort() {
            return book.cohort();
        }

        public LocalDate today() {
            return book.today();
        }

        /** Whether the marks of the day stand. */
        public boolean isClosed(LocalDate day) {
            return book.sheet(day).state().closed();
        }

        public boolean isInCourse(String studentId, LocalDate day) {
            return book.cohort().isTrainingDay(day)
                    && stay(studentId).filter(stay -> stay.isInCourse(day)).isPresent();
        }

        /** Null: none. */
        public @Nullable Gap gap(Amendment wanted) {
            StampHours hours = book.policy(wanted.date()).hours();
            if (wanted.excuse() != null) {
                return null;
            }
            Stamps stamps = stamps(wanted);
            Instant in = stamps.in();
            Instant out = stamps.out();
            if (in != null && out != null && !out.isAfter(in)) {
                return Gap.LEFT_BEFORE_CAME;
            }
            if (isToCome(in)) {
                return Gap.CAME_TO_COME;
            }
            if (isToCome(out)) {
                return Gap.LEFT_TO_COME;
            }
            if (hours == null) {
                return null;
            }
            if (in == null) {
                return Gap.CAME_AT;
            }
            return out == null && hours.terms().outStamp() ? Gap.LEFT_AT : null;
        }

        private boolean isToCome(@Nullable Instant moment) {
            return moment != null && moment.isAfter(now);
        }

        /**
         * The marks that an amendment comes to: of an excuse by the cap of its kind; else by the
         * hours and the grace of the policy where the cohort uses stamps, else that the student was
         * there.
         */
        public List<Mark> marks(Amendment wanted) {
            Allowance allowance = allowance(wanted);
            if (allowance != null) {
                return Acceptance.marks(!allowance.over());
            }
            StampHours hours = book.policy(wanted.date()).hours();
            return hours == null || gap(wanted) != null
                    ? List.of(Mark.PRESENT)
                    : hours.judge(stamps(wanted)).marks().all();
        }

        private @Nullable Allowance allowance(Amendment wanted) {
            return wanted.excuse() == null
                    ? null
                    : excused.getOrDefault(wanted.studentId(), ExcuseDays.NONE)
                            .allowance(wanted.excuse(), wanted.date(), terms(book, wanted.date()));
        }

        /** What was stamped, and said instead or besides. */
        private Stamps stamps(Amendment wanted) {
            Stamps stamps = book.sheet(wanted.date()).state().stampsOf(wanted.studentId());
            LocalTime came = wanted.cameAt();
            LocalTime left = wanted.leftAt();
            return new Stamps(
                    came == null ? stamps.in() : moment(wanted.date(), came),
                    left == null ? stamps.out() : moment(wanted.date(), left),
                    stamps.outing(),
                    stamps.back());
        }

        private Instant moment(LocalDate day, LocalTime time) {
            return day.atTime(time).atZone(book.cohort().zone()).toInstant();
        }

        /** Empty for who is not in the course, or was not on that day. */
        public Optional<Effect> effect(Amendment wanted) {
            return isInCourse(wanted.studentId(), wanted.date())
                    ? stay(wanted.studentId()).map(stay -> effect(stay, wanted))
                    : Optional.empty();
        }

        private Effect effect(CourseStay stay, Amendment wanted) {
            AttendancePolicy policy = book.policy().state();
            List<CourseDay> days = book.courseDays(stay, policy);
            List<CourseDay> amended =
                    days.stream()
                            .map(day -> day.date().equals(wanted.date()) ? as(day, wanted) : day)
                            .toList();
            PolicyVersion threshold = policy.on(today());
            return new Effect(
                    Figures.of(
                            marksOf(days, wanted.date()),
                            Tally.of(days, threshold, today(), today())),
                    Figures.of(
                            marksOf(amended, wanted.date()),
                            Tally.of(amended, threshold, today(), today())),
                    allowance(wanted));
        }

        private CourseDay as(CourseDay day, Amendment wanted) {
            return new CourseDay(
                    day.date(),
                    day.closed(),
                    false,
                    new Marks(marks(wanted)),
                    Clause.STAFF_SET,
                    day.policy());
        }

        private Marks marksOf(List<CourseDay> days, LocalDate date) {
            return Tally.judged(days, today()).stream()
                    .filter(day -> day.date().equals(date))
                    .findFirst()
                    .map(CourseDay::marks)
                    .orElse(Marks.UNMARKED);
        }

        private Optional<CourseStay> stay(String studentId) {
            return book.stays().stream()
                    .filter(stay -> stay.studentId().equals(studentId))
                    .findFirst();
        }
    }

    /** As it is now. */
    public Mono<Ledger> ledger(KnownCohort cohort) {
        return desk.book(cohort)
                .zipWhen(
                        book ->
                                excuses.find(
                                        cohort.cohortId(),
                                        book.stays().stream().map(CourseStay::studentId).toList()))
                .map(both -> new Ledger(both.getT1(), both.getT2(), desk.now()));
    }

    /**
     * As it is now, for a day that can be amended; waits for a student who may be on the way.
     *
     * @return fails as refused for a day that is not the cohort's, is to come or is closed, and for
     *     who was not in the course on it
     */
    public Mono<Ledger> ledger(KnownCohort cohort, LocalDate day, String studentId) {
        return Mono.fromRunnable(() -> desk.requireDay(cohort, day))
                .then(Mono.defer(() -> desk.day(cohort.cohortId(), day, Set.of(studentId))))
                .then(Mono.defer(() -> ledger(cohort)))
                .doOnNext(
                        ledger -> {
                            if (!ledger.isInCourse(studentId, day)) {
                                throw new RefusedException(
                                        AttendanceRefusal.StampRefusal.NOT_IN_COURSE);
                            }
                            if (ledger.isClosed(day)) {
                                throw new RefusedException(
                                        new AttendanceRefusal.SheetClosedAlready());
                            }
                        });
    }

    /** By which an excused day of now counts. */
    private static PolicyTerms terms(Book book, LocalDate day) {
        return book.policy().state().on(day).terms();
    }

    /**
     * What was accepted for a day.
     *
     * @param requestId the same each time
     * @param excuse null: none that could have a cap
     * @param marks that the day is to have where there is no excuse
     * @param stamp of the decision
     */
    public record Acceptance(
            String requestId,
            String cohortId,
            LocalDate date,
            String studentId,
            @Nullable Excuse excuse,
            List<Mark> marks,
            Stamp stamp) {

        public Acceptance {
            marks = List.copyOf(marks);
        }

        /** Of a day that is to be excused. */
        private static List<Mark> marks(boolean taken) {
            return List.of(taken ? Mark.EXCUSED : Mark.ABSENT);
        }

        private Marking marking() {
            return new Marking(studentId, marks, Clause.STAFF_SET, false);
        }

        private Marking excused(boolean taken) {
            return new Marking(
                    studentId, marks(taken), taken ? Clause.STAFF_SET : Clause.EXCUSE_CAP, false);
        }
    }

    /**
     * Sets a day, once: what staff set after the decision stands. A day that is excused is one of
     * its kind; where the policy has room for no more of them it becomes an absence. Entered again,
     * it comes to the same.
     *
     * @return the marks that the acceptance came to; empty where the day is closed
     */
    public Mono<List<Mark>> enter(Acceptance accepted) {
        Excuse excuse = accepted.excuse();
        return excuse == null ? set(accepted, accepted.marking()) : excuse(accepted, excuse);
    }

    private Mono<List<Mark>> excuse(Acceptance accepted, Excuse excuse) {
        String cohortId = accepted.cohortId();
        String studentId = accepted.studentId();
        return book(accepted)
                .flatMap(
                        book ->
                                excuses.take(
                                        cohortId,
                                        studentId,
                                        accepted.requestId(),
                                        accepted.date(),
                                        excuse,
                                        terms(book, accepted.date())))
                .flatMap(
                        day ->
                                set(accepted, accepted.excused(day.taken()))
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () ->
                                                                excuses.giveBack(
                                                                                cohortId, studentId,
                                                                                day)
                                                                        .then(Mono.empty()))));
    }

    /** Of students who were erased nothing stays. */
    public Mono<Void> forget(Set<String> cohortIds, String studentId) {
        return excuses.forget(cohortIds, studentId);
    }

    private Mono<Book> book(Acceptance accepted) {
        return desk.cohort(accepted.cohortId())
                .flatMap(cohort -> desk.book(cohort, List.of(accepted.date())));
    }

    private Mono<List<Mark>> set(Acceptance accepted, Marking marking) {
        return book(accepted)
                .flatMap(
                        book ->
                                isDecidedSince(book.sheet(accepted.date()), accepted)
                                        ? Mono.just(marking.marks())
                                        : set(book, accepted, marking));
    }

    private static boolean isDecidedSince(Versioned<Sheet> sheet, Acceptance accepted) {
        Entry entry = sheet.state().entryOf(accepted.studentId());
        return entry != null && entry.by() != null && entry.at().isAfter(accepted.stamp().at());
    }

    /** Whoever writes in between is looked at again: staff may have set something since. */
    private Mono<List<Mark>> set(Book book, Acceptance accepted, Marking marking) {
        LocalDate day = accepted.date();
        String studentId = accepted.studentId();
        Seen seen = new Seen(book.sheet(day).state().entryOf(studentId), marking);
        return sheets.transact(
                        Sheet.idOf(accepted.cohortId(), day),
                        new MarkAsSeen(List.of(seen), book.policy(day), accepted.stamp()))
                .flatMap(
                        done -> {
                            Entry now = done.after().state().entryOf(studentId);
                            return now != null && now.has(marking)
                                    ? Mono.just(marking.marks())
                                    : set(accepted, marking);
                        })
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                refused.refusal() instanceof AttendanceRefusal.SheetClosedAlready
                                        ? Mono.empty()
                                        : Mono.error(refused));
    }
}
