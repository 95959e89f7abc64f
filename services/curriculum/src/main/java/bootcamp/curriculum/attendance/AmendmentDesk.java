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

    public AmendmentDesk(AggregateStore<Sheet, SheetCommand, OfSheet> sheets, AttendanceDesk desk) {
        this.sheets = sheets;
        this.desk = desk;
    }

    /**
     * What a day is to be.
     *
     * @param excused whether it is to be excused; else the student was there
     * @param cameAt on the clock of the cohort; null: as stamped, if at all
     * @param leftAt as {@code cameAt}, after it
     */
    public record Amendment(
            String studentId,
            LocalDate date,
            boolean excused,
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
     * What an amendment does.
     *
     * @param now as it is
     * @param amended as it would be
     */
    public record Effect(Figures now, Figures amended) {}

    /** The attendance of a cohort as it is at one moment. */
    public static final class Ledger {

        private final Book book;
        private final Instant now;

        private Ledger(Book book, Instant now) {
            this.book = book;
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
            if (wanted.excused()) {
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
         * The marks that an amendment comes to: by the hours and the grace of the policy where the
         * cohort uses stamps, else that the student was there.
         */
        public List<Mark> marks(Amendment wanted) {
            if (wanted.excused()) {
                return List.of(Mark.EXCUSED);
            }
            StampHours hours = book.policy(wanted.date()).hours();
            return hours == null || gap(wanted) != null
                    ? List.of(Mark.PRESENT)
                    : hours.judge(stamps(wanted)).marks().all();
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
                            Tally.of(amended, threshold, today(), today())));
        }

        private CourseDay as(CourseDay day, Amendment wanted) {
            return new CourseDay(
                    day.date(),
                    day.closed(),
                    false,
                    new Marks(marks(wanted)),
                    null,
                    Clause.STAFF_SET,
                    day.policy());
        }

        private Marks marksOf(List<CourseDay> days, LocalDate date) {
            return Tally.judged(days, today(), today()).stream()
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
        return desk.book(cohort).map(book -> new Ledger(book, desk.now()));
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

    /**
     * Sets a day, once: what staff set after the decision stands.
     *
     * @param stamp of the decision
     * @return whether it is done; false where the day is closed
     */
    public Mono<Boolean> enter(
            String cohortId, LocalDate day, String studentId, List<Mark> marks, Stamp stamp) {
        return desk.cohort(cohortId)
                .flatMap(cohort -> desk.book(cohort, List.of(day)))
                .flatMap(
                        book ->
                                isDecidedSince(book.sheet(day), studentId, stamp)
                                        ? Mono.just(true)
                                        : mark(book, day, studentId, marks, stamp));
    }

    private static boolean isDecidedSince(
            Versioned<Sheet> sheet, String studentId, Stamp decision) {
        Entry entry = sheet.state().entryOf(studentId);
        return entry != null && entry.by() != null && entry.at().isAfter(decision.at());
    }

    /** Whoever writes in between is looked at again: staff may have set something since. */
    private Mono<Boolean> mark(
            Book book, LocalDate day, String studentId, List<Mark> marks, Stamp stamp) {
        String cohortId = book.cohort().cohortId();
        Marking marking = new Marking(studentId, marks, Clause.STAFF_SET, false);
        Seen seen = new Seen(book.sheet(day).state().entryOf(studentId), marking);
        return sheets.transact(
                        Sheet.idOf(cohortId, day),
                        new MarkAsSeen(List.of(seen), book.policy(day), stamp))
                .flatMap(
                        done -> {
                            Entry now = done.after().state().entryOf(studentId);
                            return now != null && now.day().equals(new Marks(marks))
                                    ? Mono.just(true)
                                    : enter(cohortId, day, studentId, marks, stamp);
                        })
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                refused.refusal() instanceof AttendanceRefusal.SheetClosedAlready
                                        ? Mono.just(false)
                                        : Mono.error(refused));
    }
}
