package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendanceDesk.Book;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand.MarkAsSeen;
import bootcamp.curriculum.attendance.SheetCommand.Seen;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.school.Roster;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where rows of many days and students are entered, by the rules that are for staff who mark them
 * by hand, and taken back. A row is entered where the student still has what was seen, and taken
 * back where the student still has what was entered; so each of it can be done again.
 */
public final class IntakeDesk {

    private static final int DAYS_AT_ONCE = 8;

    private final AggregateStore<Sheet, SheetCommand, OfSheet> sheets;
    private final AttendanceDesk desk;
    private final Roster roster;

    public IntakeDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk desk,
            Roster roster) {
        this.sheets = sheets;
        this.desk = desk;
        this.roster = roster;
    }

    /**
     * What a row says.
     *
     * @param row by which its sender knows it
     * @param marks none: takes back what staff set
     */
    public record Row(int row, LocalDate date, String studentId, List<Mark> marks) {

        public Row {
            marks = new Marks(marks).all();
        }

        private Marking marking() {
            return new Marking(studentId, marks, Clause.STAFF_SET, false);
        }
    }

    /**
     * What a row would do.
     *
     * @param before what the student has; null: not marked
     * @param news whether it would change that
     * @param problem code of why it can't be entered; null: it can
     */
    public record Verdict(
            Row row, @Nullable Entry before, boolean news, @Nullable Problem problem) {

        private static Verdict refused(Row row, Field field, String code) {
            return new Verdict(row, null, false, new Problem(row.row(), field, code));
        }
    }

    /** The column of a sheet that a problem is about. */
    public enum Field {
        DATE,
        STUDENT
    }

    /**
     * Why a row was not entered, or not taken back.
     *
     * @param field null: the row as a whole
     * @param code stable
     */
    public record Problem(int row, @Nullable Field field, String code) {}

    /**
     * A row that is to be entered, or was.
     *
     * @param before what the student had; null: not marked
     */
    public record Planned(Row row, @Nullable Entry before) {

        /** What takes it back; what stamps had made, they make again. */
        private Marking back() {
            return before == null || before.clause().isOfStamps()
                    ? new Marking(row.studentId(), List.of(), Clause.STAFF_SET, false)
                    : new Marking(
                            row.studentId(),
                            before.marks(),
                            before.clause(),
                            before.provisional(),
                            before.soFar());
        }

        private boolean isEnteredIn(@Nullable Entry now, Stamp entered) {
            return row.marks().isEmpty()
                    ? isLeftToStamps(now)
                    : now != null && now.isSetBy(entered, row.marks());
        }

        private boolean isAsBefore(@Nullable Entry now) {
            if (before == null || before.clause().isOfStamps()) {
                return isLeftToStamps(now);
            }
            return now != null
                    && now.marks().equals(before.marks())
                    && now.clause() == before.clause();
        }

        private static boolean isLeftToStamps(@Nullable Entry now) {
            return now == null || now.clause().isOfStamps();
        }
    }

    // ---- looking

    /** What each row would do; waits for students who may be on their way. */
    public Mono<List<Verdict>> judge(String cohortId, List<Row> rows) {
        Set<String> wanted = rows.stream().map(Row::studentId).collect(Collectors.toSet());
        return desk.known(cohortId)
                .delayUntil(_ -> roster.find(cohortId, wanted, _ -> true))
                .flatMap(cohort -> desk.book(cohort, days(cohort, rows)))
                .map(book -> judge(book, rows))
                .switchIfEmpty(
                        Mono.fromSupplier(
                                () -> rows.stream().map(IntakeDesk::ofUnknownCohort).toList()));
    }

    private static Verdict ofUnknownCohort(Row row) {
        String code = new AttendanceRefusal.CohortNotFound().code();
        return new Verdict(row, null, false, new Problem(row.row(), null, code));
    }

    private static List<LocalDate> days(KnownCohort cohort, List<Row> rows) {
        return rows.stream().map(Row::date).filter(cohort::has).distinct().sorted().toList();
    }

    private List<Verdict> judge(Book book, List<Row> rows) {
        Map<LocalDate, Set<String>> present = new HashMap<>();
        return rows.stream()
                .map(
                        row ->
                                judge(
                                        book,
                                        row,
                                        present.computeIfAbsent(
                                                row.date(), day -> Set.copyOf(book.students(day)))))
                .toList();
    }

    private Verdict judge(Book book, Row row, Set<String> present) {
        Refusal ofDay = refusal(book.cohort(), row.date());
        if (ofDay != null) {
            return Verdict.refused(row, Field.DATE, ofDay.code());
        }
        if (!present.contains(row.studentId())) {
            String code = AttendanceRefusal.StampRefusal.NOT_IN_COURSE.code();
            return Verdict.refused(row, Field.STUDENT, code);
        }
        Sheet sheet = book.sheet(row.date()).state();
        boolean news = sheet.isChangedBy(row.marking(), book.policy(row.date()));
        return news && sheet.closed()
                ? Verdict.refused(
                        row, Field.DATE, new AttendanceRefusal.SheetClosedAlready().code())
                : new Verdict(row, sheet.entryOf(row.studentId()), news, null);
    }

    private @Nullable Refusal refusal(KnownCohort cohort, LocalDate day) {
        try {
            desk.requireDay(cohort, day);
            return null;
        } catch (RefusedException refused) {
            return refused.refusal();
        }
    }

    // ---- entering, and taking back

    /**
     * Enters rows, or finds them entered.
     *
     * @param stamp under which they are, the same each time
     * @return of those that are not
     */
    public Mono<List<Problem>> enter(String cohortId, List<Planned> plan, Stamp stamp) {
        return onEachDay(
                cohortId,
                plan,
                (day, policy) ->
                        mark(
                                        cohortId,
                                        day.getKey(),
                                        day.getValue().stream()
                                                .map(p -> new Seen(p.before(), p.row().marking()))
                                                .toList(),
                                        policy,
                                        stamp)
                                .flatMapIterable(
                                        marked ->
                                                day.getValue().stream()
                                                        .filter(
                                                                p ->
                                                                        !p.isEnteredIn(
                                                                                marked.entryOf(p),
                                                                                stamp))
                                                        .map(marked::problem)
                                                        .toList()));
    }

    /**
     * Takes rows back that nobody touched since they were entered, or finds them as before.
     *
     * @param entered under which they were entered
     * @param stamp of taking them back
     * @return of those that stay as they are
     */
    public Mono<List<Problem>> takeBack(
            String cohortId, List<Planned> plan, Stamp entered, Stamp stamp) {
        return onEachDay(
                cohortId,
                plan,
                (day, policy) ->
                        sheet(cohortId, day.getKey())
                                .flatMap(
                                        sheet ->
                                                mark(
                                                        cohortId,
                                                        day.getKey(),
                                                        back(sheet, day.getValue(), entered),
                                                        policy,
                                                        stamp))
                                .flatMapIterable(
                                        marked ->
                                                day.getValue().stream()
                                                        .filter(
                                                                p ->
                                                                        !p.isAsBefore(
                                                                                marked.entryOf(p)))
                                                        .map(marked::problem)
                                                        .toList()));
    }

    private static List<Seen> back(Sheet sheet, List<Planned> plan, Stamp entered) {
        return plan.stream()
                .filter(p -> p.isEnteredIn(sheet.entryOf(p.row().studentId()), entered))
                .map(p -> new Seen(sheet.entryOf(p.row().studentId()), p.back()))
                .toList();
    }

    private interface OnDay {
        Flux<Problem> act(Map.Entry<LocalDate, List<Planned>> day, DayPolicy policy);
    }

    private Mono<List<Problem>> onEachDay(String cohortId, List<Planned> plan, OnDay deed) {
        if (plan.isEmpty()) {
            return Mono.just(List.of());
        }
        Map<LocalDate, List<Planned>> days =
                plan.stream().collect(Collectors.groupingBy(each -> each.row().date()));
        return desk.cohort(cohortId)
                .flatMap(cohort -> desk.book(cohort, List.copyOf(days.keySet())))
                .flatMapMany(
                        book ->
                                Flux.fromIterable(days.entrySet())
                                        .flatMap(
                                                day -> deed.act(day, book.policy(day.getKey())),
                                                DAYS_AT_ONCE))
                .collectList();
    }

    private Mono<Sheet> sheet(String cohortId, LocalDate day) {
        String id = Sheet.idOf(cohortId, day);
        return sheets.find(id).map(found -> found.state()).defaultIfEmpty(Sheet.initial(id));
    }

    /**
     * A day after it was marked.
     *
     * @param refusal why nothing was marked; null: nothing spoke against it
     */
    private record Marked(Sheet sheet, @Nullable Refusal refusal) {

        @Nullable Entry entryOf(Planned planned) {
            return sheet.entryOf(planned.row().studentId());
        }

        Problem problem(Planned planned) {
            return refusal == null
                    ? new Problem(planned.row().row(), null, "TOUCHED_LATER")
                    : new Problem(planned.row().row(), Field.DATE, refusal.code());
        }
    }

    private Mono<Marked> mark(
            String cohortId, LocalDate day, List<Seen> seen, DayPolicy policy, Stamp stamp) {
        return sheets.transact(Sheet.idOf(cohortId, day), new MarkAsSeen(seen, policy, stamp))
                .map(outcome -> new Marked(outcome.after().state(), null))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                refused.refusal().kind() == Refusal.Kind.NOT_NOW
                                        ? Mono.error(refused)
                                        : sheet(cohortId, day)
                                                .map(s -> new Marked(s, refused.refusal())));
    }
}
