package bootcamp.launcher.http;

import bootcamp.launcher.http.Contract.Operation;
import bootcamp.launcher.http.GoodRequest.Subject;

/** Makes what operations are asked about, each time anew. */
final class Subjects {

    private final Client admin;
    private final String prefix;
    private final String studentId;
    private final String letterId;
    private int made;

    /**
     * @param admin who makes it
     * @param prefix of all names, which nobody else has
     * @param studentId who is enrolled in each cohort
     * @param letterId the same each time: nobody can make one
     */
    Subjects(Client admin, String prefix, String studentId, String letterId) {
        this.admin = admin;
        this.prefix = prefix + "-" + Long.toString(System.nanoTime(), 36);
        this.studentId = studentId;
        this.letterId = letterId;
    }

    /** As {@link #next()}; where the operation is about an import, with one that is previewed. */
    Subject next(Operation operation) {
        Subject made = next();
        return operation.path().getPatternString().contains("{importId}")
                ? new Subject(
                        made.cohortId(),
                        made.enrollmentId(),
                        made.studentId(),
                        imported(made.cohortId()),
                        made.username(),
                        made.letterId())
                : made;
    }

    /** A service keeps few previews at the same time, so they are made where they are needed. */
    private String imported(String cohortId) {
        return admin.send(
                        "POST",
                        "/api/cohorts/" + cohortId + "/imports?kind=roster&preview=true",
                        "text/csv",
                        "externalId,name,enrolledOn\n%s,Some Body,2024-01-03\n".formatted(cohortId))
                .is(202)
                .text("importId");
    }

    /** A cohort and another to move to, an enrollment, another student, an account; no import. */
    Subject next() {
        String name = prefix + "-" + made++;
        String ofCohort = "/api/cohorts/" + name;
        admin.post("/api/cohorts", Site.newCohort(name)).is(201);
        admin.post("/api/cohorts", Site.newCohort(name + "-other")).is(201);
        Answer enrolled =
                admin.post(
                                ofCohort + "/enrollments",
                                "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                        .formatted(studentId))
                        .is(201);
        Answer another =
                admin.post(ofCohort + "/enrollments", Site.newcomer("Some " + name)).is(201);
        admin.post("/api/users", "{\"username\": \"%s\", \"role\": \"STAFF\"}".formatted(name))
                .is(201);
        return new Subject(
                name,
                enrolled.text("enrollmentId"),
                another.text("studentId"),
                "none",
                name,
                letterId);
    }
}
