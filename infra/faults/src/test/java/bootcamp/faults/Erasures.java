package bootcamp.faults;

import static bootcamp.faults.Invariant.I12;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Ground.Course;
import bootcamp.faults.Invariant.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can only be seen when all is quiet: more people are erased, and no figure moves; people who
 * were erased are sent again, and nobody lets them in. What the load erased under faults is the
 * checker's.
 */
final class Erasures {

    private static final int OF_A_COHORT = 2;
    private static final int COMING = 5;
    private static final Duration IMPORT_MAX = Duration.ofMinutes(1);

    private final Api api;
    private final Load load;
    private final List<Course> courses;
    private final Supplier<Observed> observe;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * @param courses at least one; there is room in the first
     * @param observe what there is when it is quiet
     */
    Erasures(Api api, Load load, List<Course> courses, Supplier<Observed> observe) {
        this.api = api;
        this.load = load;
        this.courses = courses;
        this.observe = observe;
    }

    /** Does both; the workload knows afterwards who was erased. */
    List<Violation> check() {
        Observed before = observe.get();
        int erased = courses.stream().mapToInt(this::eraseStudents).sum();
        for (RosterUpload upload : load.uploads()) {
            erased += eraseRow(upload, before);
        }
        if (erased == 0) {
            throw new IllegalStateException("There was nobody to be erased");
        }
        unchanged("%d were erased".formatted(erased), before);
        comeAgain();
        unchanged("some who were erased came again", before);
        return violations;
    }

    // ---- erasing

    private int eraseStudents(Course course) {
        List<Student> chosen =
                load.students().stream()
                        .filter(student -> student.cohort.equals(course))
                        .filter(Student::isErasable)
                        .limit(OF_A_COHORT)
                        .toList();
        chosen.forEach(student -> load.erase(student, api));
        return chosen.size();
    }

    /** One row of each import: what staff uploaded is personal wherever it came from. */
    private int eraseRow(RosterUpload upload, Observed observed) {
        if (upload.importId() == null) {
            return 0;
        }
        String externalId = upload.rows.getFirst().externalId();
        for (JsonNode enrollment : observed.enrollments().values()) {
            if (enrollment.path("externalId").asString("").equals(externalId)) {
                load.erase(
                        upload,
                        externalId,
                        enrollment.path("enrollmentId").asString(""),
                        enrollment.path("studentId").asString(""),
                        api);
                return 1;
            }
        }
        return 0;
    }

    // ---- figures

    private void unchanged(String when, Observed before) {
        Observed after = observe.get();
        for (Course course : courses) {
            String was = figures(before, course);
            String is = figures(after, course);
            if (!was.equals(is)) {
                violations.add(I12.violated("%s, and %s became %s", when, was, is));
            }
        }
    }

    /** But for what claims move that are given back a minute after the last command. */
    private static String figures(Observed observed, Course course) {
        Map<String, JsonNode> figures = new TreeMap<>();
        ObjectNode shown =
                (ObjectNode) Objects.requireNonNull(observed.dashboards().get(course.id()));
        figures.put(
                "dashboard " + course.id(),
                shown.deepCopy().without(List.of("updatedAt", "revision")));
        for (JsonNode enrollment : observed.of(course.id())) {
            ObjectNode left = Api.JSON.createObjectNode();
            for (String of : List.of("status", "statuses", "enrolledOn", "withdrawal", "leaves")) {
                left.set(of, enrollment.path(of));
            }
            figures.put(enrollment.path("enrollmentId").asString(""), left);
        }
        return figures.toString();
    }

    // ---- coming again

    /** Into the cohort with room: only that they were erased may keep them out. */
    private void comeAgain() {
        Course course = courses.getFirst();
        List<Student> erased =
                load.students().stream()
                        .filter(student -> student.erasing() != null)
                        .limit(COMING)
                        .toList();
        StringBuilder csv = new StringBuilder("externalId,name,email,enrolledOn\n");
        for (int i = 0; i < erased.size(); i++) {
            String externalId = erased.get(i).externalId;
            String email = Canary.emailOf(externalId);
            // By both, or by one alone: either is enough to be recognised.
            csv.append(
                    "%s,Somebody,%s,%s%n"
                            .formatted(
                                    i % 3 == 2 ? "" : externalId,
                                    i % 3 == 1 ? "" : email,
                                    course.start()));
        }
        imported(course, csv.toString(), erased.size());
        for (Student student : erased) {
            enrolled(course, student);
        }
    }

    private void imported(Course course, String csv, int rows) {
        String path = "/api/cohorts/" + course.id() + "/imports?kind=roster";
        Answer begun = api.sendUntilAnswered(Request.csv(path, csv, load.key(load.nextNumber())));
        String id = begun.body().path("importId").asString("");
        if (id.isEmpty()) {
            violations.add(I12.violated("an import of the erased was not begun: %s", begun));
            return;
        }
        Pause.until(
                IMPORT_MAX,
                () -> !api.get("/api/imports/" + id).path("state").asString("").equals("RUNNING"));
        JsonNode ended = api.get("/api/imports/" + id);
        long rejected =
                ended.path("errors")
                        .valueStream()
                        .filter(error -> error.path("code").asString("").equals("ERASED"))
                        .count();
        if (rejected != rows || ended.path("rejected").asInt() != rows) {
            violations.add(
                    I12.violated(
                            "of %d rows of the erased %d are ERASED: %s", rows, rejected, ended));
        }
    }

    private void enrolled(Course course, Student student) {
        String body =
                Api.JSON
                        .createObjectNode()
                        .put("name", student.name)
                        .put("externalId", student.externalId)
                        .put("enrolledOn", course.start().toString())
                        .toString();
        Answer answer =
                api.sendUntilAnswered(
                        Request.post(
                                "/api/cohorts/" + course.id() + "/enrollments",
                                body,
                                load.key(load.nextNumber())));
        if (!answer.code().equals("ERASED")) {
            violations.add(
                    I12.violated("%s was erased and enrolls: %s", student.externalId, answer));
        }
    }
}
