package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.attendance.AttendanceRefusal.StampRefusal;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.SheetCommand.TakeStamp;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.school.Roster;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where students stamp: the present day of a cohort that uses stamps, and nothing else. */
public final class StampDesk {

    private final AggregateStore<Sheet, SheetCommand, OfSheet> sheets;
    private final AttendanceDesk desk;
    private final Roster roster;

    public StampDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk desk,
            Roster roster) {
        this.sheets = sheets;
        this.desk = desk;
        this.roster = roster;
    }

    /**
     * A day on which students stamp.
     *
     * @param hours of the version of the policy that is for it
     */
    public record StampDay(
            KnownCohort cohort, LocalDate date, int policyVersion, StampHours hours) {

        private DayPolicy policy() {
            return new DayPolicy(policyVersion, hours);
        }
    }

    /**
     * How the day stands for a student.
     *
     * @param status as of a sheet, by now: the day is not over
     * @param clause null: not marked
     * @param provisional whether it is an absence if nothing is stamped any more
     */
    public record Standing(
            StampDay day,
            boolean closed,
            Stamps stamps,
            List<Mark> marks,
            String status,
            @Nullable Clause clause,
            boolean provisional) {

        private static Standing of(StampDay day, String studentId, Sheet sheet) {
            Entry entry = sheet.entryOf(studentId, day.policy());
            Marks marks = entry == null ? Marks.UNMARKED : entry.day(false);
            return new Standing(
                    day,
                    sheet.closed(),
                    sheet.stampsOf(studentId),
                    marks.all(),
                    marks.status(),
                    entry == null ? null : entry.clause(),
                    entry != null && entry.provisional());
        }
    }

    /** The day on which students of the cohort stamp now; refused where there is none. */
    public Mono<StampDay> today(KnownCohort cohort) {
        return Mono.defer(
                () -> {
                    LocalDate today = desk.today(cohort);
                    return day(cohort, today, today);
                });
    }

    /** The day, if it was the present one then; refused where nobody stamps on it, or no more. */
    public Mono<StampDay> day(KnownCohort cohort, LocalDate date, Instant at) {
        return day(cohort, date, LocalDate.ofInstant(at, cohort.zone()));
    }

    private Mono<StampDay> day(KnownCohort cohort, LocalDate date, LocalDate present) {
        return Mono.defer(
                        () -> {
                            desk.requireDay(cohort, date);
                            return desk.policy(cohort.cohortId());
                        })
                .map(policy -> DayPolicy.of(policy.state().on(date), date, cohort.zone()))
                .map(
                        policy -> {
                            StampHours hours = policy.hours();
                            if (hours == null) {
                                throw new RefusedException(StampRefusal.NO_STAMPS);
                            }
                            if (date.isBefore(present)) {
                                throw new RefusedException(StampRefusal.DAY_OVER);
                            }
                            return new StampDay(cohort, date, policy.version(), hours);
                        });
    }

    /** Refuses who is not in the course that day; waits for who may be on the way. */
    public Mono<Void> requireInCourse(StampDay day, String studentId) {
        String cohortId = day.cohort().cohortId();
        return roster.of(cohortId, studentId)
                .filter(stay -> stay.isInCourse(day.date()))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        roster.find(
                                                        cohortId,
                                                        Set.of(studentId),
                                                        stay -> stay.isInCourse(day.date()))
                                                .flatMapIterable(stays -> stays)
                                                .filter(stay -> isThere(stay, day, studentId))
                                                .next()))
                .switchIfEmpty(Mono.error(() -> new RefusedException(StampRefusal.NOT_IN_COURSE)))
                .then();
    }

    private static boolean isThere(CourseStay stay, StampDay day, String studentId) {
        return stay.studentId().equals(studentId) && stay.isInCourse(day.date());
    }

    public Mono<Standing> standing(StampDay day, String studentId) {
        return sheet(day).map(sheet -> Standing.of(day, studentId, sheet));
    }

    /**
     * What is answered to a stamp whatever its code: how the day stands, where it was stamped
     * before; refused, where it can't be. Empty: the code decides.
     */
    public Mono<Standing> beforeCode(StampDay day, String studentId, StampKind kind, Instant at) {
        return sheet(day)
                .mapNotNull(
                        sheet ->
                                switch (sheet.decide(
                                        new TakeStamp(studentId, kind, day.policy(), at))) {
                                    case Decision.Refused<OfSheet>(var refusal) ->
                                            throw new RefusedException(refusal);
                                    case Decision.Accepted<OfSheet>(var changes) ->
                                            changes.isEmpty()
                                                    ? Standing.of(day, studentId, sheet)
                                                    : null;
                                });
    }

    /** Of somebody in the course whose code was right; the second time it changes nothing. */
    public Mono<Standing> stamp(StampDay day, String studentId, StampKind kind, Instant at) {
        return sheets.transact(idOf(day), new TakeStamp(studentId, kind, day.policy(), at))
                .map(outcome -> Standing.of(day, studentId, outcome.after().state()));
    }

    private Mono<Sheet> sheet(StampDay day) {
        return sheets.find(idOf(day))
                .map(sheet -> sheet.state())
                .defaultIfEmpty(Sheet.initial(idOf(day)));
    }

    private static String idOf(StampDay day) {
        return Sheet.idOf(day.cohort().cohortId(), day.date());
    }
}
