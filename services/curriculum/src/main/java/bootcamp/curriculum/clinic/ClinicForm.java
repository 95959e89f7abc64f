package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.form.Findings;
import bootcamp.platform.form.WallClock;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes plans of what staff fill in: whatever is wrong is told field by field before anything is
 * done.
 */
public final class ClinicForm {

    /** Fields that a patch may empty. */
    static final Set<String> MAY_BE_EMPTIED = Set.of("place", "bookUntil", "cancelUntil", "reason");

    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;

    public ClinicForm(AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors) {
        this.instructors = instructors;
    }

    /**
     * A new clinic.
     *
     * @param minutes of each slot
     * @param slots null: one
     * @param capacity students in each slot; null: one
     * @param timeZone IANA id; null: that of the cohort
     * @param overridePlace true: also where the place is taken then
     */
    record NewClinic(
            ClinicKind kind,
            String title,
            String instructorId,
            String startsAt,
            int minutes,
            @Nullable Integer slots,
            @Nullable Integer capacity,
            @Nullable String timeZone,
            @Nullable String place,
            @Nullable String bookUntil,
            @Nullable String cancelUntil,
            @Nullable Boolean overridePlace) {}

    /**
     * What is to be different: null stays as it is, or is emptied where the patch says null.
     *
     * @param reason what its students read; null: nothing
     */
    record EditedClinic(
            @Nullable ClinicKind kind,
            @Nullable String title,
            @Nullable String instructorId,
            @Nullable String startsAt,
            @Nullable Integer minutes,
            @Nullable Integer capacity,
            @Nullable String place,
            @Nullable String bookUntil,
            @Nullable String cancelUntil,
            @Nullable String reason,
            @Nullable Boolean overridePlace) {}

    /** Fails with {@link InvalidInput} where there is no such plan. */
    Mono<ClinicPlan> plan(NewClinic form, KnownCohort cohort, Instant now) {
        return Mono.fromSupplier(() -> bookable(sound(read(form, cohort), cohort, now, true), now))
                .delayUntil(this::checkInstructor);
    }

    private static ClinicPlan read(NewClinic form, KnownCohort cohort) {
        checkTexts(form.title(), form.place(), null);
        InvalidInput.checking()
                .that(
                        form.timeZone() == null || WallClock.isZone(form.timeZone()),
                        "timeZone",
                        "NOT_A_TIME_ZONE")
                .orThrow();
        ZoneId zone = form.timeZone() == null ? cohort.zone() : ZoneId.of(form.timeZone());
        Findings findings = new Findings();
        LocalDateTime starts = findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime bookUntil = time(findings, "bookUntil", form.bookUntil(), zone);
        LocalDateTime cancelUntil = time(findings, "cancelUntil", form.cancelUntil(), zone);
        findings.orThrow();
        return new ClinicPlan(
                form.kind(),
                form.title().strip(),
                form.instructorId(),
                starts,
                form.minutes(),
                Objects.requireNonNullElse(form.slots(), 1),
                Objects.requireNonNullElse(form.capacity(), 1),
                zone.getId(),
                stripped(form.place()),
                bookUntil,
                cancelUntil);
    }

    private static @Nullable LocalDateTime time(
            Findings findings, String field, @Nullable String text, ZoneId zone) {
        return text == null ? null : findings.time(field, text, zone);
    }

    // ---- an edit

    /** As {@link #plan}; what the patch does not name stays. */
    Mono<ClinicPlan> edited(
            ClinicPlan before, MergePatch<EditedClinic> patch, KnownCohort cohort, Instant now) {
        return Mono.fromSupplier(() -> merged(before, patch))
                .map(after -> sound(after, cohort, now, !after.starts().equals(before.starts())))
                .delayUntil(this::checkInstructor);
    }

    private static ClinicPlan merged(ClinicPlan before, MergePatch<EditedClinic> patch) {
        EditedClinic form = patch.named();
        String title = Objects.requireNonNullElse(form.title(), before.title());
        checkTexts(title, form.place(), form.reason());
        Findings findings = new Findings();
        LocalDateTime starts =
                form.startsAt() == null
                        ? before.startsAt()
                        : findings.time("startsAt", form.startsAt(), before.zone());
        LocalDateTime bookUntil =
                merged(findings, "bookUntil", form.bookUntil(), before.bookUntil(), before, patch);
        LocalDateTime cancelUntil =
                merged(
                        findings,
                        "cancelUntil",
                        form.cancelUntil(),
                        before.cancelUntil(),
                        before,
                        patch);
        findings.orThrow();
        return new ClinicPlan(
                Objects.requireNonNullElse(form.kind(), before.kind()),
                title.strip(),
                Objects.requireNonNullElse(form.instructorId(), before.instructorId()),
                starts,
                Objects.requireNonNullElse(form.minutes(), before.minutes()),
                before.slots(),
                Objects.requireNonNullElse(form.capacity(), before.capacity()),
                before.timeZone(),
                form.place() != null || patch.emptied().contains("place")
                        ? stripped(form.place())
                        : before.place(),
                bookUntil,
                cancelUntil);
    }

    private static @Nullable LocalDateTime merged(
            Findings findings,
            String field,
            @Nullable String named,
            @Nullable LocalDateTime present,
            ClinicPlan before,
            MergePatch<EditedClinic> patch) {
        if (named != null) {
            return findings.time(field, named, before.zone());
        }
        return patch.emptied().contains(field) ? null : present;
    }

    // ---- checks

    private static void checkTexts(String title, @Nullable String place, @Nullable String reason) {
        InvalidInput.checking()
                .line("title", title, SessionPlan.TITLE_CHARS_MAX)
                .optionalLine("place", place, SessionPlan.PLACE_CHARS_MAX)
                .optionalText("reason", reason, Clinic.REASON_CHARS_MAX)
                .orThrow();
    }

    private static ClinicPlan sound(
            ClinicPlan plan, KnownCohort cohort, Instant now, boolean isToCome) {
        InvalidInput.checking()
                .range("minutes", plan.minutes(), ClinicPlan.MINUTES_MIN, ClinicPlan.MINUTES_MAX)
                .range("slots", plan.slots(), 1, ClinicPlan.SLOTS_MAX)
                .range("capacity", plan.capacity(), 1, ClinicPlan.PLACES_MAX)
                .orThrow();
        InvalidInput.checking()
                .that(
                        plan.slots() * plan.capacity() <= ClinicPlan.PLACES_MAX,
                        "capacity",
                        "TOO_MANY_PLACES",
                        Map.of("max", ClinicPlan.PLACES_MAX))
                .that(
                        !plan.isTooLong(),
                        "minutes",
                        "TOO_LONG_A_LECTURE",
                        Map.of("max", ClinicPlan.LENGTH_MAX.toHours()))
                .orThrow();
        InvalidInput.checking()
                .that(!isToCome || plan.starts().isAfter(now), "startsAt", "IN_THE_PAST")
                .that(
                        cohort.has(LocalDate.ofInstant(plan.starts(), cohort.zone()))
                                && cohort.has(
                                        LocalDate.ofInstant(
                                                plan.ends().minusNanos(1), cohort.zone())),
                        "startsAt",
                        "OUTSIDE_COHORT")
                // In the night in which an hour comes twice, its end can't be told.
                .that(plan.session().ends().equals(plan.ends()), "startsAt", "TIME_COMES_TWICE")
                .that(!isAfterStart(plan, plan.bookUntil()), "bookUntil", "AFTER_START")
                .that(!isAfterStart(plan, plan.cancelUntil()), "cancelUntil", "AFTER_START")
                .orThrow();
        return plan;
    }

    /** Nobody opens what nobody can book any more. */
    private static ClinicPlan bookable(ClinicPlan plan, Instant now) {
        InvalidInput.checking()
                .that(plan.bookingCloses(0).isAfter(now), "bookUntil", "IN_THE_PAST")
                .orThrow();
        return plan;
    }

    private static boolean isAfterStart(ClinicPlan plan, @Nullable LocalDateTime until) {
        return until != null && until.isAfter(plan.startsAt());
    }

    private Mono<Void> checkInstructor(ClinicPlan plan) {
        return instructors
                .find(plan.instructorId())
                .hasElement()
                .doOnNext(
                        isThere ->
                                InvalidInput.checking()
                                        .that(isThere, "instructorId", "UNKNOWN_INSTRUCTOR")
                                        .orThrow())
                .then();
    }

    static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
