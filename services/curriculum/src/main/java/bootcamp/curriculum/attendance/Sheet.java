package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.SheetClosed;
import bootcamp.curriculum.CurriculumEvent.SheetReopened;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.StampsJudgedAgain;
import bootcamp.curriculum.CurriculumEvent.StudentStamped;
import bootcamp.curriculum.CurriculumEvent.StudentsMarked;
import bootcamp.curriculum.attendance.AttendanceRefusal.SheetClosedAlready;
import bootcamp.curriculum.attendance.AttendanceRefusal.SheetFull;
import bootcamp.curriculum.attendance.AttendanceRefusal.StampRefusal;
import bootcamp.curriculum.attendance.AttendanceRefusal.StillIn;
import bootcamp.curriculum.attendance.AttendanceRefusal.UnmarkedLeft;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.JudgeAgain;
import bootcamp.curriculum.attendance.SheetCommand.MarkAsSeen;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.curriculum.attendance.SheetCommand.Seen;
import bootcamp.curriculum.attendance.SheetCommand.TakeStamp;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attendance of one cohort on one training day: who has which marks, who stamped when, and
 * whether the day is closed. Which day may have a sheet, who is in the course, and whether a code
 * was right, is decided by whoever asks.
 *
 * <p>What staff set stands until they take it back, whatever is stamped; then stamps count again.
 * Only an absence that they set gives way to a student who stamps in after it.
 *
 * @param closed whether the marks stand: nothing changes before it is reopened
 * @param policyVersion that the day was closed under; of one that is open, the version that was for
 *     this day when it was last written, by which all stamps of it are judged
 * @param entries by student; who is not there is not marked
 * @param stamps by student, also where staff set the marks; null in a document of before there were
 *     any
 */
public record Sheet(
        String cohortId,
        LocalDate date,
        boolean closed,
        int policyVersion,
        SortedMap<String, Entry> entries,
        @Nullable SortedMap<String, Stamps> stamps) {

    /** So that the public state stays under its bound whatever the marks and ids. */
    static final int STUDENTS_MAX = 1_200;

    public static final AggregateType<Sheet, SheetCommand, OfSheet> TYPE =
            new AggregateType<>(
                    "Sheet",
                    1,
                    Sheet.class,
                    Map.of(
                            "StudentsMarked",
                            StudentsMarked.class,
                            "StudentStamped",
                            StudentStamped.class,
                            "StampsJudgedAgain",
                            StampsJudgedAgain.class,
                            "SheetClosed",
                            SheetClosed.class,
                            "SheetReopened",
                            SheetReopened.class),
                    Sheet::initial,
                    Sheet::decide,
                    Sheet::evolve,
                    Sheet::publicState,
                    Sheet::cohortId);

    public Sheet {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        stamps =
                stamps == null
                        ? Collections.emptySortedMap()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(stamps));
    }

    /**
     * What a student has on this day.
     *
     * @param marks what it comes to once the day is over
     * @param provisional an absence that nobody has looked at yet
     * @param by name of the account that set it; null: the student's own stamps
     * @param soFar what it comes to as long as the student can still stamp out, or back; null: no
     *     other
     */
    public record Entry(
            List<Mark> marks,
            Clause clause,
            boolean provisional,
            @Nullable String by,
            Instant at,
            @Nullable List<Mark> soFar) {

        public Entry {
            marks = new Marks(marks).all();
        }

        private static Entry of(Marking marking, @Nullable String by, Instant at) {
            return new Entry(
                    marking.marks(),
                    marking.clause(),
                    marking.provisional(),
                    by,
                    at,
                    marking.soFar());
        }

        Marks day() {
            return new Marks(marks);
        }

        /** As it is shown on a day that is over, or not yet. */
        Marks day(boolean over) {
            return over || soFar == null ? day() : new Marks(soFar);
        }

        /** Whether it has the marks, by the same clause. */
        boolean has(Marking marking) {
            return marks.equals(marking.marks()) && clause == marking.clause();
        }

        private boolean says(Marking marking) {
            return marks.equals(marking.marks())
                    && clause == marking.clause()
                    && provisional == marking.provisional()
                    && Objects.equals(soFar, marking.soFar());
        }

        private Marking marking(String studentId) {
            return new Marking(studentId, marks, clause, provisional, soFar);
        }

        /** Whether staff set it with these marks at this moment. */
        boolean isSetBy(Stamp stamp, List<Mark> wanted) {
            return stamp.by().equals(by) && stamp.at().equals(at) && marks.equals(wanted);
        }

        /** Staff have looked at what there is. */
        private Entry firm() {
            return new Entry(marks, clause, false, by, at, null);
        }

        /** Whether a stamp makes another of it. */
        private boolean givesWayTo(StampKind kind) {
            return clause.isOfStamps()
                    || kind == StampKind.IN && marks.equals(List.of(Mark.ABSENT));
        }
    }

    /**
     * What a student is to have, or has as others see it.
     *
     * @param marks none: takes back what the student had
     * @param soFar as {@link Entry}
     */
    public record Marking(
            String studentId,
            List<Mark> marks,
            Clause clause,
            boolean provisional,
            @Nullable List<Mark> soFar) {

        public Marking {
            marks = new Marks(marks).all();
        }

        public Marking(String studentId, List<Mark> marks, Clause clause, boolean provisional) {
            this(studentId, marks, clause, provisional, null);
        }
    }

    /** The id of a day's sheet. */
    static String idOf(String cohortId, LocalDate date) {
        return cohortId + "." + date;
    }

    public static Sheet initial(String sheetId) {
        int dot = sheetId.lastIndexOf('.');
        return new Sheet(
                sheetId.substring(0, dot),
                LocalDate.parse(sheetId.substring(dot + 1)),
                false,
                1,
                new TreeMap<>(),
                null);
    }

    // ---- decide

    public Decision<OfSheet> decide(SheetCommand command) {
        return switch (command) {
            case MarkStudents mark ->
                    judgedAgain(mark.policy(), mark.stamp().at(), sheet -> sheet.mark(mark));
            case MarkAsSeen mark ->
                    judgedAgain(mark.policy(), mark.stamp().at(), sheet -> sheet.mark(mark));
            case TakeStamp take -> judgedAgain(take.policy(), take.at(), sheet -> sheet.take(take));
            case JudgeAgain again -> judgeAgain(again.policy(), again.at());
            case CloseSheet close ->
                    judgedAgain(close.policy(), close.stamp().at(), sheet -> sheet.close(close));
            case ReopenSheet reopen ->
                    closed
                            ? Decision.yields(new SheetReopened(reopen.stamp()))
                            : Decision.staysQuiet();
        };
    }

    /** What another version of the policy brings comes first, if there is anything after it. */
    private Decision<OfSheet> judgedAgain(
            DayPolicy policy, Instant at, Function<Sheet, Decision<OfSheet>> then) {
        if (!isJudgedByAnother(policy)) {
            return then.apply(this);
        }
        StampsJudgedAgain first = judging(policy, at);
        return switch (then.apply(evolve(first))) {
            case Decision.Accepted<OfSheet>(var changes) when !changes.isEmpty() -> {
                List<OfSheet> all = new ArrayList<>(List.of(first));
                all.addAll(changes);
                yield Decision.yields(all);
            }
            case Decision<OfSheet> other -> other;
        };
    }

    private Decision<OfSheet> judgeAgain(DayPolicy policy, Instant at) {
        return isJudgedByAnother(policy)
                ? Decision.yields(judging(policy, at))
                : Decision.staysQuiet();
    }

    /** Whether stamps of it were judged by another version than this. */
    boolean isJudgedByAnother(DayPolicy policy) {
        return !closed && policy.version() != policyVersion && !stamped().isEmpty();
    }

    private StampsJudgedAgain judging(DayPolicy policy, Instant at) {
        List<Marking> markings =
                stamped().keySet().stream()
                        .filter(this::isLeftToStamps)
                        .map(each -> judged(each, stampsOf(each), policy.hours()))
                        .filter(this::isNew)
                        .toList();
        return new StampsJudgedAgain(markings, policy.version(), at);
    }

    private boolean isLeftToStamps(String studentId) {
        Entry present = entries.get(studentId);
        return present == null || present.clause().isOfStamps();
    }

    /** Without hours stamps say nothing. */
    private static Marking judged(String studentId, Stamps stamps, @Nullable StampHours hours) {
        if (hours == null) {
            return new Marking(studentId, List.of(), Clause.STAMPED, false);
        }
        StampHours.Judged judged = hours.judge(stamps);
        Marks soFar = judged.soFar();
        return new Marking(
                studentId,
                judged.marks().all(),
                judged.clause(),
                judged.clause() == Clause.NOT_STAMPED_OUT,
                soFar == null ? null : soFar.all());
    }

    private Decision<OfSheet> mark(MarkStudents mark) {
        List<Marking> changes =
                mark.markings().stream()
                        .map(each -> takenBack(each, mark.policy()))
                        .filter(this::isNew)
                        .toList();
        if (changes.isEmpty()) {
            return Decision.staysQuiet();
        }
        if (closed) {
            return Decision.refuses(new SheetClosedAlready());
        }
        return unlessFull(new StudentsMarked(changes, mark.policy().version(), mark.stamp()));
    }

    private Decision<OfSheet> mark(MarkAsSeen mark) {
        List<Marking> asSeen =
                mark.seen().stream()
                        .filter(each -> Objects.equals(entryOf(each), each.entry()))
                        .map(Seen::marking)
                        .toList();
        return mark(new MarkStudents(asSeen, mark.policy(), mark.stamp()));
    }

    private @Nullable Entry entryOf(Seen seen) {
        return entries.get(seen.marking().studentId());
    }

    /** Whether a marking by staff would change anything. */
    boolean isChangedBy(Marking marking, DayPolicy policy) {
        return isNew(takenBack(marking, policy));
    }

    /** Where staff take back what they set, what was stamped counts. */
    private Marking takenBack(Marking marking, DayPolicy policy) {
        String student = marking.studentId();
        return marking.marks().isEmpty() && stamped().containsKey(student)
                ? judged(student, stampsOf(student), policy.hours())
                : marking;
    }

    private Decision<OfSheet> unlessFull(OfSheet fact) {
        Sheet after = evolve(fact);
        return after.entries.size() > STUDENTS_MAX || after.stamped().size() > STUDENTS_MAX
                ? Decision.refuses(new SheetFull(STUDENTS_MAX))
                : Decision.yields(fact);
    }

    private boolean isNew(Marking marking) {
        Entry present = entries.get(marking.studentId());
        return present == null ? !marking.marks().isEmpty() : !present.says(marking);
    }

    private Decision<OfSheet> take(TakeStamp take) {
        Stamps present = stampsOf(take.studentId());
        if (present.at(take.kind()) != null) {
            return Decision.staysQuiet();
        }
        Refusal refusal = refusal(take, present);
        if (refusal != null) {
            return Decision.refuses(refusal);
        }
        Entry entry = entries.get(take.studentId());
        boolean counts = entry == null || entry.givesWayTo(take.kind());
        Stamps after = present.with(take.kind(), take.at());
        return unlessFull(
                new StudentStamped(
                        take.studentId(),
                        take.kind(),
                        take.at(),
                        counts ? judged(take.studentId(), after, take.policy().hours()) : null,
                        take.policy().version()));
    }

    private @Nullable Refusal refusal(TakeStamp take, Stamps present) {
        StampHours hours = take.policy().hours();
        if (hours == null) {
            return StampRefusal.NO_STAMPS;
        }
        if (closed) {
            return new SheetClosedAlready();
        }
        Refusal untimely = hours.refusal(take.kind(), take.at());
        return untimely == null ? disorder(take.kind(), present) : untimely;
    }

    private static @Nullable Refusal disorder(StampKind kind, Stamps present) {
        if (kind != StampKind.IN && present.in() == null) {
            return StampRefusal.NOT_STAMPED_IN;
        }
        if ((kind == StampKind.OUTING || kind == StampKind.BACK) && present.out() != null) {
            return StampRefusal.STAMPED_OUT;
        }
        return kind == StampKind.BACK && present.outing() == null ? StampRefusal.NO_OUTING : null;
    }

    private Decision<OfSheet> close(CloseSheet close) {
        if (closed) {
            return Decision.staysQuiet();
        }
        List<String> unmarked =
                close.expected().stream()
                        .filter(each -> !entries.containsKey(each))
                        .sorted()
                        .toList();
        if (!unmarked.isEmpty()) {
            return Decision.refuses(new UnmarkedLeft(unmarked));
        }
        List<String> stillIn = stillIn(close);
        return stillIn.isEmpty()
                ? Decision.yields(new SheetClosed(close.policy().version(), close.stamp()))
                : Decision.refuses(new StillIn(stillIn));
    }

    /** Who can still stamp so that another comes of the day: out, or back from an outing. */
    private List<String> stillIn(CloseSheet close) {
        StampHours hours = close.policy().hours();
        return hours == null || !close.stamp().at().isBefore(hours.settledAt())
                ? List.of()
                : entries.entrySet().stream()
                        .filter(each -> each.getValue().soFar() != null)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    // ---- evolve

    public Sheet evolve(OfSheet fact) {
        return switch (fact) {
            case StudentsMarked(var markings, int version, var stamp) ->
                    with(markings, version, stamp.by(), stamp.at());
            case StudentStamped stamped -> with(stamped);
            case StampsJudgedAgain(var markings, int version, var at) ->
                    with(markings, version, null, at);
            case SheetClosed shut -> closed(shut.policyVersion());
            case SheetReopened _ ->
                    new Sheet(cohortId, date, false, policyVersion, entries, stamps);
        };
    }

    private Sheet closed(int version) {
        SortedMap<String, Entry> firm = new TreeMap<>();
        entries.forEach((student, entry) -> firm.put(student, entry.firm()));
        return new Sheet(cohortId, date, true, version, firm, stamps);
    }

    private Sheet with(StudentStamped stamped) {
        SortedMap<String, Stamps> after = new TreeMap<>(stamped());
        after.put(
                stamped.studentId(),
                stampsOf(stamped.studentId()).with(stamped.kind(), stamped.at()));
        Marking marking = stamped.marking();
        return new Sheet(cohortId, date, closed, policyVersion, entries, after)
                .with(
                        marking == null ? List.of() : List.of(marking),
                        stamped.policyVersion(),
                        null,
                        stamped.at());
    }

    /**
     * @param by null: stamps
     */
    private Sheet with(List<Marking> markings, int version, @Nullable String by, Instant at) {
        SortedMap<String, Entry> after = new TreeMap<>(entries);
        for (Marking each : markings) {
            if (each.marks().isEmpty()) {
                after.remove(each.studentId());
            } else {
                after.put(
                        each.studentId(),
                        Entry.of(each, each.clause().isOfStamps() ? null : by, at));
            }
        }
        return new Sheet(cohortId, date, closed, version, after, stamps);
    }

    // ---- queries

    private SortedMap<String, Stamps> stamped() {
        return Objects.requireNonNull(stamps);
    }

    Stamps stampsOf(String studentId) {
        return stamped().getOrDefault(studentId, Stamps.NONE);
    }

    /** Null: not marked. */
    @Nullable Entry entryOf(String studentId) {
        return entries.get(studentId);
    }

    /** What a student has if the day, being open, is judged by another version of the policy. */
    @Nullable Entry entryOf(String studentId, DayPolicy policy) {
        Entry present = entries.get(studentId);
        if (closed
                || policy.version() == policyVersion
                || !stamped().containsKey(studentId)
                || !isLeftToStamps(studentId)) {
            return present;
        }
        Stamps own = stampsOf(studentId);
        Marking judged = judged(studentId, own, policy.hours());
        return judged.marks().isEmpty()
                ? null
                : Entry.of(judged, null, Objects.requireNonNull(own.in()));
    }

    /** What the world may see of a sheet: no moments of stamps. */
    public record Public(
            String cohortId,
            LocalDate date,
            boolean closed,
            int policyVersion,
            List<Marking> students) {}

    public Public publicState() {
        return new Public(
                cohortId,
                date,
                closed,
                policyVersion,
                entries.entrySet().stream()
                        .map(each -> each.getValue().marking(each.getKey()))
                        .toList());
    }
}
