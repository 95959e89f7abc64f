package bootcamp.faults;

import bootcamp.faults.Ground.Course;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * What an installation shows when it is quiet.
 *
 * @param cohorts by id
 * @param enrollments with their history, by id
 * @param dashboards by cohort
 * @param imports by id
 */
record Observed(
        Map<String, JsonNode> cohorts,
        Map<String, JsonNode> enrollments,
        Map<String, JsonNode> dashboards,
        Map<String, JsonNode> imports) {

    private static final Duration IMPORT_MAX = Duration.ofMinutes(3);
    private static final Duration CURRENT_MAX = Duration.ofSeconds(60);
    private static final Duration QUIET_MAX = Duration.ofSeconds(30);
    private static final Duration STILL = Duration.ofMillis(500);
    private static final Set<String> SEATED =
            Set.of("ENROLLED", "ON_LEAVE", "COMPLETED", "NOT_COMPLETED");
    static final int READINGS_MAX = 5;
    private static final int READERS = 8;

    /** Reads all of it; imports have come to their end by then, and dashboards are current. */
    static Observed of(Api api, List<Course> courses, List<String> importIds) {
        Map<String, JsonNode> imports = new LinkedHashMap<>();
        importIds.forEach(id -> imports.put(id, ended(api, id)));
        // After the last answer the ledgers are still told what became of the enrollments.
        Pause.until(QUIET_MAX, () -> isQuiet(api, courses));
        Observed observed = read(api, courses, imports);
        for (int i = 0; i < READINGS_MAX && observed.hasMoved(api); i++) {
            observed = read(api, courses, imports);
        }
        return observed;
    }

    private static Observed read(Api api, List<Course> courses, Map<String, JsonNode> imports) {
        Map<String, JsonNode> cohorts = new LinkedHashMap<>();
        Map<String, JsonNode> enrollments = new LinkedHashMap<>();
        for (Course course : courses) {
            cohorts.put(course.id(), api.get("/api/cohorts/" + course.id()));
            enrollments.putAll(enrollments(api, course.id()));
        }
        Map<String, JsonNode> dashboards = new LinkedHashMap<>();
        Observed observed = new Observed(cohorts, enrollments, dashboards, imports);
        for (Course course : courses) {
            dashboards.put(course.id(), observed.current(api, course.id()));
        }
        return observed;
    }

    /**
     * Whether a ledger was written since it was read here. Every enrollment that is written by
     * nobody's command is followed by its ledger at once.
     */
    boolean hasMoved(Api api) {
        Pause.of(STILL);
        return cohorts.entrySet().stream()
                .anyMatch(
                        each -> !each.getValue().equals(api.get("/api/cohorts/" + each.getKey())));
    }

    /** Whether every ledger counts those who sit there, and none was written for a while. */
    private static boolean isQuiet(Api api, List<Course> courses) {
        List<JsonNode> before = cohorts(api, courses);
        Pause.of(STILL);
        return before.stream().allMatch(cohort -> isSettled(api, cohort))
                && before.equals(cohorts(api, courses));
    }

    private static List<JsonNode> cohorts(Api api, List<Course> courses) {
        return courses.stream().map(course -> api.get("/api/cohorts/" + course.id())).toList();
    }

    private static boolean isSettled(Api api, JsonNode cohort) {
        List<JsonNode> rows =
                api.list("/api/cohorts/" + cohort.path("cohortId").asString("") + "/enrollments");
        JsonNode seats = cohort.path("seats");
        return seated(rows) == seats.path("taken").asInt()
                && waiting(rows) == seats.path("waiting").asInt();
    }

    /** How many of them have a seat. */
    static long seated(List<JsonNode> enrollments) {
        return enrollments.stream()
                .filter(each -> SEATED.contains(each.path("status").asString("")))
                .count();
    }

    private static long waiting(List<JsonNode> enrollments) {
        return enrollments.stream()
                .filter(each -> each.path("status").asString("").equals("WAITING"))
                .count();
    }

    private static JsonNode ended(Api api, String importId) {
        String path = "/api/imports/" + importId;
        Pause.until(IMPORT_MAX, () -> !api.get(path).path("state").asString("").equals("RUNNING"));
        return api.get(path);
    }

    private static Map<String, JsonNode> enrollments(Api api, String cohortId) {
        List<JsonNode> rows = api.list("/api/cohorts/" + cohortId + "/enrollments");
        Map<String, JsonNode> found = new LinkedHashMap<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<JsonNode>> details = new ArrayList<>();
            for (JsonNode row : rows) {
                String path = "/api/enrollments/" + row.path("enrollmentId").asString("");
                details.add(readers.submit(() -> api.get(path)));
            }
            for (Future<JsonNode> detail : details) {
                JsonNode one = answered(detail);
                found.put(one.path("enrollmentId").asString(""), one);
            }
        }
        return found;
    }

    private static JsonNode answered(Future<JsonNode> detail) {
        try {
            return detail.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An enrollment could not be read", e.getCause());
        }
    }

    /** The cohort's dashboard once it shows all that the aggregates hold, or as it is then. */
    private JsonNode current(Api api, String cohortId) {
        String path = "/api/dashboards/" + cohortId;
        Pause.until(
                CURRENT_MAX,
                () -> {
                    JsonNode shown = api.get(path);
                    return shown.path("revision").asLong() >= revision(cohortId, shown);
                });
        return api.get(path);
    }

    /** What the revision must be, but for dead letters. */
    long revision(String cohortId, JsonNode dashboard) {
        JsonNode cohort = cohorts.get(cohortId);
        long day = LocalDate.parse(dashboard.path("asOf").asString("")).toEpochDay();
        long versions =
                of(cohortId).stream().mapToLong(each -> each.path("version").asLong()).sum();
        return (cohort == null ? 0 : cohort.path("version").asLong()) + versions + day;
    }

    /** The enrollments of a cohort. */
    List<JsonNode> of(String cohortId) {
        return enrollments.values().stream()
                .filter(each -> each.path("cohortId").asString("").equals(cohortId))
                .toList();
    }
}
