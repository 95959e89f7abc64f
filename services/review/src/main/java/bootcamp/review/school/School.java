package bootcamp.review.school;

import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may review what, as the other services' facts have it. */
public final class School {

    /**
     * How old may be what is known of a cohort: all of its students may come within a minute, and
     * each asks three times.
     */
    private static final Duration AGE = Duration.ofMillis(250);

    private static final int COHORTS_MAX = 50;

    static final String ERASED = "erased";
    static final String ENTERED = "entered";

    private final Projection cohorts;
    private final Projection students;
    private final Projection roster;
    private final Projection modules;
    private final Projection sessions;
    private final Projection sheets;
    private final Projection lectures;
    private final Projection contests;
    private final Projection contestants;
    private final Lookup lookup;
    private final Cache<String, Mono<List<Due>>> known =
            Caffeine.newBuilder().expireAfterWrite(AGE).maximumSize(COHORTS_MAX).build();

    /**
     * @param students one document for each enrollment under its student, one for each erasure
     * @param roster the same under their cohorts, as the four after it are
     * @param contests competitions, likewise
     * @param contestants one document for each team, under its competition
     * @param lookup of cohorts
     */
    School(
            Projection cohorts,
            Projection students,
            Projection roster,
            Projection modules,
            Projection sessions,
            Projection sheets,
            Projection lectures,
            Projection contests,
            Projection contestants,
            Lookup lookup) {
        this.cohorts = cohorts;
        this.students = students;
        this.roster = roster;
        this.modules = modules;
        this.sessions = sessions;
        this.sheets = sheets;
        this.lectures = lectures;
        this.contests = contests;
        this.contestants = contestants;
        this.lookup = lookup;
    }

    /** The cohorts in which a student was ever enrolled; none for who was erased. */
    public Mono<Set<String>> cohortsOf(String studentId) {
        return students.findUnder(studentId + "/")
                .collectList()
                .map(
                        found -> {
                            Set<String> in = new HashSet<>();
                            for (Projected each : found) {
                                if (Boolean.TRUE.equals(each.fields().get(ERASED))) {
                                    return Set.of();
                                }
                                if (Boolean.TRUE.equals(each.fields().get(ENTERED))) {
                                    in.add(each.id().substring(studentId.length() + 1));
                                }
                            }
                            return in;
                        });
    }

    /** What a student may review now. */
    public Flux<Due> dueOf(String studentId, Instant now) {
        return cohortsOf(studentId)
                .flatMapIterable(ids -> ids)
                .concatMap(this::dues)
                .filter(due -> due.isOpen(now) && due.eligible().contains(studentId));
    }

    /** Of a cohort, open or not; nothing of one that is not known. */
    public Flux<Due> dues(String cohortId) {
        return known.get(cohortId, this::read).flatMapIterable(dues -> dues);
    }

    private Mono<List<Due>> read(String cohortId) {
        return cohorts.find(cohortId)
                .filter(each -> !each.removed())
                .flatMap(this::course)
                .map(Course::dues)
                .cache(_ -> AGE, _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    public Mono<Due> due(Target target) {
        return dues(target.cohortId()).filter(due -> due.target().equals(target)).next();
    }

    /** Whether nothing of it can be reviewed any more, as far as is known. */
    public Mono<Boolean> isOver(Target target, Instant now) {
        return dues(target.cohortId())
                .collectList()
                .flatMap(
                        dues -> {
                            for (Due each : dues) {
                                if (each.target().equals(target)) {
                                    return Mono.just(!now.isBefore(each.until()));
                                }
                            }
                            return isGone(target).map(gone -> gone || areOver(dues, now));
                        });
    }

    private static boolean areOver(List<Due> dues, Instant now) {
        return !dues.isEmpty() && dues.stream().noneMatch(each -> now.isBefore(each.until()));
    }

    /**
     * Whether it will never come back: an instructor may be given another session, and a programme
     * its name again. What is not known may be on its way.
     */
    private Mono<Boolean> isGone(Target target) {
        String id = target.cohortId() + "/" + target.id();
        return switch (target.kind()) {
            case MODULE -> isRemoved(modules, id);
            case SESSION -> isRemoved(sessions, id);
            case PROGRAMME, INSTRUCTOR, COMPETITION, PULSE -> Mono.just(false);
        };
    }

    private static Mono<Boolean> isRemoved(Projection of, String id) {
        return of.find(id).map(Projected::removed).defaultIfEmpty(false);
    }

    /**
     * Whether there is such a cohort.
     *
     * @return fails with 503 {@code NOT_YET_KNOWN} where that can't be told yet
     */
    public Mono<Boolean> isCohort(String cohortId) {
        return lookup.find(cohortId).hasElement();
    }

    private Mono<Course> course(Projected cohort) {
        String id = cohort.id();
        Mono<List<Course.Stay>> stays =
                all(
                        roster.findUnder(id + "/")
                                .filter(each -> Boolean.TRUE.equals(each.fields().get(ENTERED))),
                        each ->
                                new Course.Stay(
                                        rest(id, each),
                                        dayOrNull(each, "from"),
                                        dayOrNull(each, "leftOn")));
        Mono<List<Course.Module>> planned =
                all(
                        modules.findUnder(id + "/"),
                        each ->
                                new Course.Module(
                                        rest(id, each),
                                        text(each, "name"),
                                        LocalDate.parse(text(each, "from")),
                                        LocalDate.parse(text(each, "until"))));
        Mono<List<Course.Session>> held =
                all(
                        sessions.findUnder(id + "/"),
                        each ->
                                new Course.Session(
                                        rest(id, each),
                                        text(each, "title"),
                                        each.fields().get("instructorId") instanceof String by
                                                ? by
                                                : null,
                                        Instant.parse(text(each, "starts")),
                                        Instant.parse(text(each, "ends"))));
        Mono<Map<String, Set<String>>> days =
                sheets.findUnder(id + "/")
                        .filter(each -> !each.removed())
                        .collect(
                                HashMap::new,
                                (all, each) -> all.put(rest(id, each), names(each, "attended")));
        Mono<List<Course.Lecture>> lectured =
                all(
                        lectures.findUnder(id + "/"),
                        each ->
                                new Course.Lecture(
                                        rest(id, each),
                                        text(each, "title"),
                                        Instant.parse(text(each, "starts")),
                                        Instant.parse(text(each, "ends")),
                                        names(each, "seated")));
        Mono<List<Course.Contest>> closed =
                contests.findUnder(id + "/")
                        .filter(each -> !each.removed())
                        .concatMap(each -> contest(rest(id, each), each))
                        .collectList();
        return Mono.zip(stays, planned, held, days, lectured, closed)
                .map(
                        known ->
                                new Course(
                                        id,
                                        text(cohort, "programme"),
                                        ZoneId.of(text(cohort, "timeZone")),
                                        LocalDate.parse(text(cohort, "start")),
                                        LocalDate.parse(text(cohort, "end")),
                                        known.getT1(),
                                        known.getT2(),
                                        known.getT3(),
                                        Course.byDay(known.getT4()),
                                        known.getT5(),
                                        known.getT6()));
    }

    private static <T> Mono<List<T>> all(Flux<Projected> found, Function<Projected, T> read) {
        return found.filter(each -> !each.removed()).map(read).collectList();
    }

    private static String rest(String cohortId, Projected each) {
        return each.id().substring(cohortId.length() + 1);
    }

    private Mono<Course.Contest> contest(String competitionId, Projected contest) {
        return contestants
                .findUnder(competitionId + "/")
                .filter(each -> !each.removed())
                .<Set<String>>collect(
                        HashSet::new, (all, each) -> all.addAll(names(each, "students")))
                .map(
                        tookPart ->
                                new Course.Contest(
                                        competitionId,
                                        text(contest, "title"),
                                        Instant.parse(text(contest, "closed")),
                                        tookPart));
    }

    private static Set<String> names(Projected each, String field) {
        Set<String> names = new HashSet<>();
        if (each.fields().get(field) instanceof Collection<?> all) {
            all.forEach(one -> names.add(String.valueOf(one)));
        }
        return names;
    }

    private static String text(Projected each, String field) {
        return String.valueOf(each.fields().get(field));
    }

    private static @Nullable LocalDate dayOrNull(Projected each, String field) {
        return each.fields().get(field) instanceof String day ? LocalDate.parse(day) : null;
    }
}
