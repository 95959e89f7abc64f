package bootcamp.enrollment.evidence;

import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.evidence.Course.Contest;
import bootcamp.enrollment.evidence.Course.Held;
import bootcamp.enrollment.evidence.Course.Request;
import bootcamp.enrollment.evidence.Course.Slot;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what is kept of a cohort. */
final class EvidenceDesk {

    private final EvidenceStore records;
    private final InstantSource clock;

    EvidenceDesk(EvidenceStore records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /** A cohort of which somebody opened a plan, as of now. */
    Mono<Course> course(String cohortId, CohortPlan plan) {
        Mono<List<SheetRecord>> sheets = all(records.sheets(), cohortId, EvidenceDesk::sheet);
        Mono<List<AttendanceTerms>> terms =
                all(records.policies(), cohortId, EvidenceDesk::terms)
                        .map(found -> found.isEmpty() ? AttendanceTerms.DEFAULT : found.getFirst());
        Mono<Map<String, LocalDate>> activities =
                byId(
                        records.activities(),
                        cohortId,
                        each -> LocalDate.parse(text(each.fields(), "day")));
        Mono<Map<String, Projected>> said = byId(records.participations(), cohortId, each -> each);
        Mono<List<Slot>> clinics =
                all(records.clinics(), cohortId, EvidenceDesk::slots)
                        .map(each -> each.stream().flatMap(List::stream).toList());
        Mono<List<Contest>> contests =
                all(records.competitions(), cohortId, each -> contest(cohortId, each));
        Mono<List<Held>> lectures = all(records.lectures(), cohortId, EvidenceDesk::held);
        Mono<List<Request>> waiting = all(records.requests(), cohortId, EvidenceDesk::request);
        return Mono.zip(sheets, terms, activities, said, clinics, contests, lectures, waiting)
                .flatMap(
                        found ->
                                Mono.zip(teams(found.getT6()), contributions(found.getT6()))
                                        .map(
                                                both ->
                                                        new Course(
                                                                plan,
                                                                clock.instant(),
                                                                found.getT1(),
                                                                found.getT2(),
                                                                found.getT3(),
                                                                sets(found.getT4(), "tookPart"),
                                                                sets(found.getT4(), "asked"),
                                                                found.getT5(),
                                                                found.getT6(),
                                                                students(both.getT1()),
                                                                both.getT2(),
                                                                found.getT7(),
                                                                found.getT8(),
                                                                members(both.getT1()),
                                                                submissions(both.getT1()))));
    }

    // ---- what is kept

    private static <T> Mono<List<T>> all(
            Projection kept, String cohortId, Function<Projected, T> read) {
        return present(kept, cohortId).map(read).collectList();
    }

    private static <T> Mono<Map<String, T>> byId(
            Projection kept, String under, Function<Projected, T> read) {
        return present(kept, under)
                .collect(HashMap::new, (all, each) -> all.put(rest(under, each), read.apply(each)));
    }

    private static Flux<Projected> present(Projection kept, String under) {
        return kept.findUnder(under + "/").filter(each -> !each.removed());
    }

    private static String rest(String under, Projected each) {
        return each.id().substring(under.length() + 1);
    }

    /** By competition. */
    private Mono<Map<String, List<Projected>>> teams(List<Contest> contests) {
        return Flux.fromIterable(contests)
                .concatMap(
                        each ->
                                present(records.teams(), each.competitionId())
                                        .collectList()
                                        .map(teams -> Map.entry(each.competitionId(), teams)))
                .collect(HashMap::new, (all, each) -> all.put(each.getKey(), each.getValue()));
    }

    private static Map<String, Set<String>> students(Map<String, List<Projected>> teams) {
        return inTeams(teams, "students");
    }

    private static Map<String, Set<String>> members(Map<String, List<Projected>> teams) {
        return inTeams(teams, "members");
    }

    private static Map<String, Set<String>> inTeams(
            Map<String, List<Projected>> teams, String field) {
        Map<String, Set<String>> all = new HashMap<>();
        teams.forEach(
                (id, each) -> {
                    Set<String> students = new HashSet<>();
                    each.forEach(team -> students.addAll(set(team.fields(), field)));
                    all.put(id, students);
                });
        return all;
    }

    private static Map<String, Map<String, Set<LocalDate>>> submissions(
            Map<String, List<Projected>> teams) {
        Map<String, Map<String, Set<LocalDate>>> all = new HashMap<>();
        teams.forEach(
                (id, each) -> {
                    Map<String, Set<LocalDate>> byStudent = new HashMap<>();
                    each.forEach(team -> addDays(team, byStudent));
                    all.put(id, byStudent);
                });
        return all;
    }

    /** What one sends is sent for all who are in the team, and for whoever sent it and left. */
    private static void addDays(Projected team, Map<String, Set<LocalDate>> byStudent) {
        if (team.fields().get("submitted") instanceof Map<?, ?> kept) {
            Set<String> members = set(team.fields(), "members");
            for (Object sender : kept.keySet()) {
                String student = String.valueOf(sender);
                Set<String> of = new HashSet<>(members);
                of.add(student);
                for (String day : set(kept, student)) {
                    of.forEach(
                            each ->
                                    byStudent
                                            .computeIfAbsent(each, _ -> new HashSet<>())
                                            .add(LocalDate.parse(day)));
                }
            }
        }
    }

    private static Held held(Projected each) {
        return new Held(
                LocalDate.parse(text(each.fields(), "day")),
                set(each.fields(), "came"),
                set(each.fields(), "missed"));
    }

    private static Request request(Projected each) {
        return new Request(
                text(each.fields(), "studentId"), LocalDate.parse(text(each.fields(), "decideBy")));
    }

    /** A factor for each competition in which a student was rated by enough others. */
    private Mono<Map<String, List<Double>>> contributions(List<Contest> contests) {
        return Flux.fromIterable(contests)
                .concatMap(each -> present(records.contributions(), each.competitionId()))
                .collect(
                        HashMap::new,
                        (all, each) ->
                                factors(each)
                                        .forEach(
                                                (student, factor) ->
                                                        all.computeIfAbsent(
                                                                        student,
                                                                        _ -> new ArrayList<>())
                                                                .add(factor)));
    }

    private static Map<String, Double> factors(Projected each) {
        Map<String, Double> factors = new HashMap<>();
        if (each.fields().get("factors") instanceof Map<?, ?> kept) {
            kept.forEach(
                    (student, factor) -> {
                        if (factor instanceof Number number) {
                            factors.put(String.valueOf(student), number.doubleValue());
                        }
                    });
        }
        return factors;
    }

    private static SheetRecord sheet(Projected each) {
        Map<String, Integer> marks = new HashMap<>();
        if (each.fields().get("marks") instanceof Map<?, ?> kept) {
            kept.forEach((student, mark) -> marks.put(String.valueOf(student), number(mark)));
        }
        return new SheetRecord(
                LocalDate.parse(text(each.fields(), "date")),
                Boolean.TRUE.equals(each.fields().get("closed")),
                number(each.fields().get("policyVersion")),
                marks);
    }

    private static List<AttendanceTerms> terms(Projected each) {
        List<AttendanceTerms> terms = new ArrayList<>();
        for (Map<?, ?> version : maps(each, "versions")) {
            terms.add(
                    new AttendanceTerms(
                            number(version.get("version")),
                            LocalDate.parse(text(version, "from")),
                            Boolean.TRUE.equals(version.get("stamps")),
                            version.get("marksPerAbsence") == null
                                    ? null
                                    : Integer.valueOf(number(version.get("marksPerAbsence"))),
                            Boolean.TRUE.equals(version.get("monthly"))));
        }
        terms.sort(
                Comparator.comparing(AttendanceTerms::from)
                        .thenComparing(AttendanceTerms::version));
        return terms;
    }

    private static List<Slot> slots(Projected each) {
        return maps(each, "slots").stream()
                .map(
                        slot ->
                                new Slot(
                                        Instant.parse(text(slot, "endsAt")),
                                        set(slot, "booked"),
                                        Boolean.TRUE.equals(each.fields().get("helps")),
                                        set(each.fields(), "told")))
                .toList();
    }

    private static Contest contest(String cohortId, Projected each) {
        return new Contest(
                rest(cohortId, each),
                Instant.parse(text(each.fields(), "endsAt")),
                momentOrNull(each.fields().get("closedAt")),
                momentOrNull(each.fields().get("startsAt")),
                number(each.fields().get("teamSize")));
    }

    private static @Nullable Instant momentOrNull(@Nullable Object kept) {
        return kept instanceof String moment ? Instant.parse(moment) : null;
    }

    private static List<Map<?, ?>> maps(Projected each, String field) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (each.fields().get(field) instanceof Collection<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    /** Of those that have the field. */
    private static Map<String, Set<String>> sets(Map<String, Projected> all, String field) {
        Map<String, Set<String>> sets = new HashMap<>();
        all.forEach(
                (id, each) -> {
                    if (each.fields().containsKey(field)) {
                        sets.put(id, set(each.fields(), field));
                    }
                });
        return sets;
    }

    private static Set<String> set(Map<?, ?> fields, String field) {
        Set<String> set = new HashSet<>();
        if (fields.get(field) instanceof Collection<?> all) {
            all.forEach(one -> set.add(String.valueOf(one)));
        }
        return set;
    }

    private static String text(Map<?, ?> fields, String field) {
        return String.valueOf(fields.get(field));
    }

    private static int number(@Nullable Object kept) {
        return kept instanceof Number number ? number.intValue() : 0;
    }
}
