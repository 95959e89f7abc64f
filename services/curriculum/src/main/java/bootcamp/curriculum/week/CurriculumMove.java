package bootcamp.curriculum.week;

import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.form.WallClock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a curriculum comes from one cohort to the dates of another: by whole weeks, the week of the
 * first day to the week of the first day, so that everything keeps its weekday and its hour on the
 * wall. What was on a day of training is on one again, or it is left out, as it is where a
 * repetition meets a holiday.
 */
record CurriculumMove(KnownCohort from, KnownCohort to) {

    /**
     * What became of a plan: a plan, or why there is none, as a reason of the message bundles.
     *
     * @param plan null where there is none
     * @param flaw null where there is one
     */
    record Moved<P>(@Nullable P plan, @Nullable String flaw) {}

    private long weeks() {
        return ChronoUnit.WEEKS.between(monday(from.startDate()), monday(to.startDate()));
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** A module; what of it is before the cohort or after it is cut off. */
    Moved<ModulePlan> moved(ModulePlan module) {
        LocalDate first = later(module.from().plusWeeks(weeks()), to.startDate());
        LocalDate last = earlier(module.until().plusWeeks(weeks()), to.endDate());
        return last.isBefore(first)
                ? new Moved<>(null, "OUTSIDE_COHORT")
                : new Moved<>(new ModulePlan(module.name(), first, last), null);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * A session. In the zone of the cohort that it was of, it is in the zone of the other now; in
     * another, it stays there.
     *
     * @param moduleId in the new cohort; null: of none
     */
    Moved<SessionPlan> moved(SessionPlan session, @Nullable String moduleId) {
        if (session.kind() == SessionKind.CLINIC) {
            // It would take a practitioner's time, with no slots in it that students could book.
            return new Moved<>(null, "CLINIC_NOT_COPIED");
        }
        ZoneId zone = session.zone().equals(from.zone()) ? to.zone() : session.zone();
        LocalDateTime startsAt = session.startsAt().plusWeeks(weeks());
        LocalDate day = startsAt.toLocalDate();
        boolean wasTraining = from.isTrainingDay(session.startsAt().toLocalDate());
        if (!to.has(day) || wasTraining && !to.isTrainingDay(day)) {
            return new Moved<>(null, to.has(day) ? "NO_TRAINING_THEN" : "OUTSIDE_COHORT");
        }
        WallClock.Reading starts = WallClock.in(zone, startsAt, null);
        WallClock.Reading ends = WallClock.in(zone, session.endsAt().plusWeeks(weeks()), null);
        if (starts.local() == null || ends.local() == null) {
            return new Moved<>(null, Objects.requireNonNullElse(starts.flaw(), ends.flaw()));
        }
        SessionPlan plan =
                new SessionPlan(
                        session.kind(),
                        session.title(),
                        moduleId,
                        session.instructorId(),
                        starts.local(),
                        ends.local(),
                        zone.getId(),
                        session.place(),
                        // Teams are those of the other cohort.
                        List.of());
        return isIn(to, plan) ? new Moved<>(plan, null) : new Moved<>(null, "OUTSIDE_COHORT");
    }

    private static boolean isIn(KnownCohort cohort, SessionPlan plan) {
        return plan.isSound()
                && cohort.has(LocalDate.ofInstant(plan.starts(), cohort.zone()))
                && cohort.has(
                        LocalDate.ofInstant(plan.ends().minus(Duration.ofNanos(1)), cohort.zone()));
    }
}
