package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.CurriculumMove.Moved;
import bootcamp.curriculum.week.ModuleCommand.PlanModule;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.source.KeyedHash;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Copies modules and sessions from one cohort to another. Each copy has an id that is made of where
 * it goes and what it is of: so a second time finds those of the first, whatever was edited or
 * cancelled since, and plans only what is missing.
 */
public final class CurriculumCopy {

    private static final int PART = 100;
    private static final int ID_DIGITS = 32;

    private final AggregateStore<Module, ModuleCommand, OfModule> modules;
    private final ListingStore moduleListings;
    private final SessionDesk desk;
    private final KeyedHash hash;

    public CurriculumCopy(
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            ListingStore moduleListings,
            SessionDesk desk,
            KeyedHash hash) {
        this.modules = modules;
        this.moduleListings = moduleListings;
        this.desk = desk;
        this.hash = hash;
    }

    /** What was done about one module or session. */
    enum Outcome {
        COPIED,
        /** Copied an earlier time. */
        PRESENT,
        LEFT_OUT
    }

    /**
     * @param sourceId of the module or session in the other cohort
     * @param day its first in the other cohort
     * @param copyId null where it was left out
     * @param flaw why it was left out, as a reason of the message bundles; null where it was not,
     *     or where {@code refusal} says it
     */
    record Row(
            String sourceId,
            String title,
            LocalDate day,
            Outcome outcome,
            @Nullable String copyId,
            @Nullable String flaw,
            @Nullable Refusal refusal) {}

    /** In the order of their days. */
    record Done(List<Row> modules, List<Row> sessions) {}

    Mono<Done> copy(KnownCohort from, KnownCohort to, Stamp stamp) {
        CurriculumMove move = new CurriculumMove(from, to);
        return copyModules(move, stamp)
                .flatMap(
                        rows ->
                                copySessions(move, idsOf(rows), stamp)
                                        .map(sessions -> new Done(rows, sessions)));
    }

    private String copyId(String kind, KnownCohort to, String sourceId) {
        return hash.of("copy of a " + kind, to.cohortId(), sourceId).substring(0, ID_DIGITS);
    }

    /** Of those that are there now, by what they are copies of. */
    private static Map<String, String> idsOf(List<Row> rows) {
        Map<String, String> ids = new HashMap<>();
        for (Row row : rows) {
            if (row.copyId() != null) {
                ids.put(row.sourceId(), row.copyId());
            }
        }
        return ids;
    }

    // ---- modules

    private Mono<List<Row>> copyModules(CurriculumMove move, Stamp stamp) {
        return moduleListings
                .ids(Set.of(move.from().cohortId()))
                .flatMapIterable(ids -> ids)
                .buffer(PART)
                .concatMap(modules::findAll)
                .filter(module -> module.state().plan() != null)
                .sort(
                        Comparator.comparing(
                                        (Versioned<Module> module) ->
                                                module.state().planned().from())
                                .thenComparing(Versioned::id))
                .concatMap(module -> copyModule(module, move, stamp))
                .collectList();
    }

    private Mono<Row> copyModule(Versioned<Module> source, CurriculumMove move, Stamp stamp) {
        ModulePlan plan = source.state().planned();
        String copyId = copyId("module", move.to(), source.id());
        Moved<ModulePlan> moved = move.moved(plan);
        ModulePlan after = moved.plan();
        if (after == null) {
            return Mono.just(row(source.id(), plan, Outcome.LEFT_OUT, null, moved.flaw()));
        }
        String cohortId = move.to().cohortId();
        return modules.find(copyId)
                .map(_ -> row(source.id(), plan, Outcome.PRESENT, copyId, null))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        moduleListings
                                                .add(cohortId, List.of(copyId))
                                                .then(
                                                        Mono.defer(
                                                                () ->
                                                                        modules.transact(
                                                                                copyId,
                                                                                new PlanModule(
                                                                                        cohortId,
                                                                                        after,
                                                                                        stamp))))
                                                .thenReturn(
                                                        row(
                                                                source.id(),
                                                                plan,
                                                                Outcome.COPIED,
                                                                copyId,
                                                                null))))
                // Somebody else copies at the same time and was first.
                .onErrorResume(
                        CurriculumCopy::isThere,
                        _ -> Mono.just(row(source.id(), plan, Outcome.PRESENT, copyId, null)));
    }

    private static boolean isThere(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == WeekRefusal.MODULE_EXISTS;
    }

    private static Row row(
            String sourceId,
            ModulePlan plan,
            Outcome outcome,
            @Nullable String copyId,
            @Nullable String flaw) {
        return new Row(sourceId, plan.name(), plan.from(), outcome, copyId, flaw, null);
    }

    // ---- sessions

    /** A session on its way. */
    private record Way(String sourceId, SessionPlan source, String copyId, SessionPlan plan) {

        private Row row(Outcome outcome, @Nullable Refusal refusal) {
            return new Row(
                    sourceId,
                    source.title(),
                    source.startsAt().toLocalDate(),
                    outcome,
                    refusal == null ? copyId : null,
                    null,
                    refusal);
        }

        /** Those of a week are planned together, since they want the same bookings. */
        private String week() {
            LocalDate day = plan.startsAt().toLocalDate();
            return day.get(IsoFields.WEEK_BASED_YEAR)
                    + "/"
                    + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        }
    }

    private Mono<List<Row>> copySessions(
            CurriculumMove move, Map<String, String> moduleIds, Stamp stamp) {
        return desk.ofCohort(move.from().cohortId(), null)
                .filter(session -> !session.state().cancelled())
                .collectList()
                .flatMap(sources -> copySessions(sources, move, moduleIds, stamp));
    }

    private Mono<List<Row>> copySessions(
            List<Versioned<Session>> sources,
            CurriculumMove move,
            Map<String, String> moduleIds,
            Stamp stamp) {
        List<Row> leftOut = new ArrayList<>();
        Map<String, List<Way>> byWeek = new LinkedHashMap<>();
        for (Versioned<Session> source : sources) {
            SessionPlan plan = source.state().planned();
            String moduleId = plan.moduleId() == null ? null : moduleIds.get(plan.moduleId());
            Moved<SessionPlan> moved = move.moved(plan, moduleId);
            if (moved.plan() == null) {
                leftOut.add(
                        new Row(
                                source.id(),
                                plan.title(),
                                plan.startsAt().toLocalDate(),
                                Outcome.LEFT_OUT,
                                null,
                                moved.flaw(),
                                null));
            } else {
                Way way =
                        new Way(
                                source.id(),
                                plan,
                                copyId("session", move.to(), source.id()),
                                moved.plan());
                byWeek.computeIfAbsent(way.week(), _ -> new ArrayList<>()).add(way);
            }
        }
        return Flux.fromIterable(byWeek.values())
                .concatMap(ways -> plan(ways, move.to().cohortId(), stamp))
                .concatWith(Flux.fromIterable(leftOut))
                .sort(
                        Comparator.comparing(Row::day)
                                .thenComparing(Row::title)
                                .thenComparing(Row::sourceId))
                .collectList();
    }

    /** All of them at once, or where the time of one is another's, one by one. */
    private Flux<Row> plan(Collection<Way> ways, String cohortId, Stamp stamp) {
        return desk.present(ways.stream().map(Way::copyId).toList())
                .flatMapMany(
                        present -> {
                            List<Way> missing =
                                    ways.stream()
                                            .filter(way -> !present.contains(way.copyId()))
                                            .toList();
                            Flux<Row> there =
                                    Flux.fromIterable(ways)
                                            .filter(way -> present.contains(way.copyId()))
                                            .map(way -> way.row(Outcome.PRESENT, null));
                            return missing.isEmpty()
                                    ? there
                                    : there.concatWith(planned(missing, cohortId, stamp));
                        });
    }

    private Flux<Row> planned(List<Way> missing, String cohortId, Stamp stamp) {
        return plannedAtOnce(missing, cohortId, stamp)
                .onErrorResume(
                        CurriculumCopy::isClash,
                        _ ->
                                Flux.fromIterable(missing)
                                        .concatMap(
                                                way ->
                                                        plannedAtOnce(List.of(way), cohortId, stamp)
                                                                .onErrorResume(
                                                                        CurriculumCopy::isClash,
                                                                        clash ->
                                                                                Flux.just(
                                                                                        way.row(
                                                                                                Outcome
                                                                                                        .LEFT_OUT,
                                                                                                refusalOf(
                                                                                                        clash))))));
    }

    private Flux<Row> plannedAtOnce(List<Way> ways, String cohortId, Stamp stamp) {
        Map<String, SessionPlan> plans = new LinkedHashMap<>();
        ways.forEach(way -> plans.put(way.copyId(), way.plan()));
        return desk.planAll(cohortId, plans, false, stamp)
                .thenMany(Flux.fromIterable(ways).map(way -> way.row(Outcome.COPIED, null)));
    }

    /** The time of one is another's, of which there may be more than what asked for it first. */
    private static boolean isClash(Throwable error) {
        return error instanceof RefusedException refused
                && (refused.refusal() instanceof SessionRefusal
                        || refused.refusal() == WeekRefusal.TIME_CLAIM_LAPSED);
    }

    private static Refusal refusalOf(Throwable clash) {
        return ((RefusedException) clash).refusal();
    }
}
