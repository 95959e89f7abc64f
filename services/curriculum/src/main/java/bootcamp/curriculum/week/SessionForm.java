package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.form.Findings;
import bootcamp.platform.form.WallClock;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes plans of what staff fill in: times are read in the session's zone, who teaches, the module
 * and the teams are looked up, and whatever is wrong is told field by field before anything is
 * done.
 */
public final class SessionForm {

    /** Sessions that one form may plan. */
    static final int SESSIONS_MAX = 200;

    /** Fields that a patch may empty. */
    static final Set<String> MAY_BE_EMPTIED =
            Set.of("moduleId", "instructorId", "place", "teamIds");

    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;
    private final AggregateStore<Module, ModuleCommand, OfModule> modules;
    private final CohortTeams teams;

    public SessionForm(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            CohortTeams teams) {
        this.instructors = instructors;
        this.modules = modules;
        this.teams = teams;
    }

    /**
     * A new session.
     *
     * @param timeZone IANA id; null: that of the cohort
     * @param teamIds the teams of the cohort that it is for; null or empty: for the whole cohort
     * @param repeat null: once
     * @param overridePlace true: also where the place is taken then
     */
    record NewSession(
            SessionKind kind,
            String title,
            @Nullable String moduleId,
            @Nullable String instructorId,
            String startsAt,
            String endsAt,
            @Nullable String timeZone,
            @Nullable String place,
            @Nullable List<@Nullable String> teamIds,
            @Nullable Repeat repeat,
            @Nullable Boolean overridePlace) {}

    /**
     * The same again, on days of training.
     *
     * @param weekdays null: on that of the first
     * @param until the last day that it may be on
     */
    record Repeat(@Nullable Set<DayOfWeek> weekdays, LocalDate until) {}

    /** What is to be different: null stays as it is, or is emptied where the patch says null. */
    record EditedSession(
            @Nullable SessionKind kind,
            @Nullable String title,
            @Nullable String moduleId,
            @Nullable String instructorId,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone,
            @Nullable String place,
            @Nullable List<@Nullable String> teamIds,
            @Nullable Boolean overridePlace) {}

    // ---- new ones

    /** Fails with {@link InvalidInput} where there is no such plan. */
    Mono<SessionPlan> plan(NewSession form, KnownCohort cohort) {
        return Mono.fromSupplier(() -> sound(read(form, cohort), cohort))
                .delayUntil(plan -> checkReferences(plan, List.of(), cohort.cohortId()));
    }

    private static SessionPlan read(NewSession form, KnownCohort cohort) {
        checkTexts(form.title(), form.place(), form.timeZone());
        ZoneId zone = form.timeZone() == null ? cohort.zone() : ZoneId.of(form.timeZone());
        Findings findings = new Findings();
        LocalDateTime starts = findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends = findings.time("endsAt", form.endsAt(), zone);
        findings.orThrow();
        return new SessionPlan(
                form.kind(),
                form.title().strip(),
                form.moduleId(),
                form.instructorId(),
                starts,
                ends,
                zone.getId(),
                stripped(form.place()),
                teamIds(form.teamIds()));
    }

    /**
     * The plan on each day of the repetition that is one of training, by day.
     *
     * @throws InvalidInput where there is no such day, or a time that its day does not have
     */
    static Map<LocalDate, SessionPlan> repeated(
            SessionPlan plan, Repeat repeat, KnownCohort cohort) {
        LocalDate first = plan.startsAt().toLocalDate();
        Set<DayOfWeek> weekdays =
                Objects.requireNonNullElse(repeat.weekdays(), Set.of(first.getDayOfWeek()));
        InvalidInput.checking()
                .that(!weekdays.isEmpty(), "repeat.weekdays", "REQUIRED")
                .that(!repeat.until().isBefore(first), "repeat.until", "BEFORE_START")
                .that(cohort.has(repeat.until()), "repeat.until", "OUTSIDE_COHORT")
                .orThrow();
        List<LocalDate> days =
                cohort.trainingDays(first, repeat.until()).stream()
                        .filter(day -> weekdays.contains(day.getDayOfWeek()))
                        .toList();
        InvalidInput.checking()
                .that(!days.isEmpty(), "repeat", "NO_TRAINING_DAY")
                .that(
                        days.size() <= SESSIONS_MAX,
                        "repeat.until",
                        "TOO_MANY_SESSIONS",
                        Map.of("max", SESSIONS_MAX))
                .orThrow();
        Map<LocalDate, SessionPlan> plans = new LinkedHashMap<>();
        days.forEach(day -> plans.put(day, sound(moved(plan, day), cohort)));
        checkApart(List.copyOf(plans.values()));
        return plans;
    }

    /** On another day by the clock on the wall. */
    private static SessionPlan moved(SessionPlan plan, LocalDate day) {
        Findings findings = new Findings();
        Duration later =
                Duration.between(plan.startsAt().toLocalDate().atStartOfDay(), day.atStartOfDay());
        LocalDateTime starts = findings.moved("startsAt", plan.startsAt().plus(later), plan.zone());
        LocalDateTime ends = findings.moved("endsAt", plan.endsAt().plus(later), plan.zone());
        findings.orThrow();
        return new SessionPlan(
                plan.kind(),
                plan.title(),
                plan.moduleId(),
                plan.instructorId(),
                starts,
                ends,
                plan.timeZone(),
                plan.place(),
                plan.teamIds());
    }

    private static void checkApart(List<SessionPlan> plans) {
        for (int i = 1; i < plans.size(); i++) {
            InvalidInput.checking()
                    .that(
                            !plans.get(i).starts().isBefore(plans.get(i - 1).ends()),
                            "endsAt",
                            "TOO_LONG_TO_REPEAT")
                    .orThrow();
        }
    }

    // ---- an edit

    /**
     * As {@link #plan}; what the patch does not name stays, on the wall clock of a new zone too.
     */
    Mono<SessionPlan> edited(
            SessionPlan before, MergePatch<EditedSession> patch, KnownCohort cohort) {
        return Mono.fromSupplier(() -> sound(merged(before, patch), cohort))
                .delayUntil(plan -> checkReferences(plan, before.teamIds(), cohort.cohortId()));
    }

    private static SessionPlan merged(SessionPlan before, MergePatch<EditedSession> patch) {
        EditedSession form = patch.named();
        String title = Objects.requireNonNullElse(form.title(), before.title());
        checkTexts(title, form.place(), form.timeZone());
        ZoneId zone = ZoneId.of(Objects.requireNonNullElse(form.timeZone(), before.timeZone()));
        Findings findings = new Findings();
        LocalDateTime starts =
                form.startsAt() == null
                        ? findings.moved("startsAt", before.startsAt(), zone)
                        : findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends =
                form.endsAt() == null
                        ? findings.moved("endsAt", before.endsAt(), zone)
                        : findings.time("endsAt", form.endsAt(), zone);
        findings.orThrow();
        return new SessionPlan(
                Objects.requireNonNullElse(form.kind(), before.kind()),
                title.strip(),
                merged("moduleId", form.moduleId(), before.moduleId(), patch),
                merged("instructorId", form.instructorId(), before.instructorId(), patch),
                starts,
                ends,
                zone.getId(),
                stripped(merged("place", form.place(), before.place(), patch)),
                form.teamIds() == null && !patch.emptied().contains("teamIds")
                        ? before.teamIds()
                        : teamIds(form.teamIds()));
    }

    private static @Nullable String merged(
            String field,
            @Nullable String named,
            @Nullable String before,
            MergePatch<EditedSession> patch) {
        if (named != null) {
            return named;
        }
        return patch.emptied().contains(field) ? null : before;
    }

    // ---- checks

    /** None where the form says none. */
    private static List<String> teamIds(@Nullable List<@Nullable String> named) {
        Findings findings = new Findings();
        List<String> teamIds = new ArrayList<>();
        for (String each : Objects.requireNonNullElse(named, List.<@Nullable String>of())) {
            if (each == null) {
                findings.add("teamIds", "REQUIRED");
            } else {
                teamIds.add(each);
            }
        }
        findings.orThrow();
        return teamIds;
    }

    private static void checkTexts(
            String title, @Nullable String place, @Nullable String timeZone) {
        InvalidInput.checking()
                .line("title", title, SessionPlan.TITLE_CHARS_MAX)
                .optionalLine("place", place, SessionPlan.PLACE_CHARS_MAX)
                .that(timeZone == null || WallClock.isZone(timeZone), "timeZone", "NOT_A_TIME_ZONE")
                .orThrow();
    }

    private static SessionPlan sound(SessionPlan plan, KnownCohort cohort) {
        InvalidInput.checking()
                .that(
                        plan.teamIds().size() <= SessionPlan.TEAMS_MAX,
                        "teamIds",
                        "TOO_MANY_TEAMS",
                        Map.of("max", SessionPlan.TEAMS_MAX))
                .that(plan.starts().isBefore(plan.ends()), "endsAt", "END_NOT_AFTER_START")
                .that(
                        !plan.isTooLong(),
                        "endsAt",
                        "TOO_LONG_A_LECTURE",
                        Map.of("max", SessionPlan.LENGTH_MAX.toHours()))
                .that(
                        cohort.has(LocalDate.ofInstant(plan.starts(), cohort.zone())),
                        "startsAt",
                        "OUTSIDE_COHORT")
                .that(
                        cohort.has(LocalDate.ofInstant(plan.ends().minusNanos(1), cohort.zone())),
                        "endsAt",
                        "OUTSIDE_COHORT")
                .orThrow();
        return plan;
    }

    /**
     * @param teamsBefore need not stand any more: an edit of the title asks for no new team
     */
    private Mono<Void> checkReferences(
            SessionPlan plan, List<String> teamsBefore, String cohortId) {
        Findings findings = new Findings();
        return isThere(plan.moduleId(), cohortId)
                .doOnNext(
                        isThere -> {
                            if (!isThere) {
                                findings.add("moduleId", "UNKNOWN_MODULE");
                            }
                        })
                .then(Mono.defer(() -> isThere(plan.instructorId())))
                .doOnNext(
                        isThere -> {
                            if (!isThere) {
                                findings.add("instructorId", "UNKNOWN_INSTRUCTOR");
                            }
                        })
                .then(Mono.defer(() -> areThere(without(teamsBefore, plan.teamIds()), cohortId)))
                .doOnNext(
                        areThere -> {
                            if (!areThere) {
                                findings.add("teamIds", "UNKNOWN_TEAMS");
                            }
                            findings.orThrow();
                        })
                .then();
    }

    private Mono<Boolean> isThere(@Nullable String moduleId, String cohortId) {
        return moduleId == null
                ? Mono.just(true)
                : modules.find(moduleId)
                        .map(module -> module.state().cohortId().equals(cohortId))
                        .defaultIfEmpty(false);
    }

    private Mono<Boolean> isThere(@Nullable String instructorId) {
        return instructorId == null ? Mono.just(true) : instructors.find(instructorId).hasElement();
    }

    private static List<String> without(List<String> before, List<String> teamIds) {
        return teamIds.stream().filter(each -> !before.contains(each)).toList();
    }

    private Mono<Boolean> areThere(List<String> teamIds, String cohortId) {
        return teamIds.isEmpty()
                ? Mono.just(true)
                : teams.standing(cohortId).map(standing -> standing.containsAll(teamIds));
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
