package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;

/**
 * The attendance of a day from mark to closing and back, the policy that it counts under, and what
 * students stamp.
 */
final class CallsAboutAttendance {

    private static final String COHORT = "/api/cohorts/stage-attendance";
    private static final String SHEET = COHORT + "/attendance/" + GoodRequest.TRAINING_DAY;
    private static final String POLICY = COHORT + "/attendance-policy";

    private final Stage stage;
    private final Client admin;

    CallsAboutAttendance(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohort("stage-attendance")).is(201);
        admin.post(
                        COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                .formatted(stage.studentId))
                .is(201);
        days();
        requests();
        policies();
        stamps();
    }

    private void requests() {
        String requests = COHORT + "/attendance-requests";
        Client student = stage.of("STUDENT");
        String day = "2024-01-05";
        String request = student.post(requests, Site.excused(day)).is(201).header("Location");
        student.post(requests, Site.excused(day)).is(409, "REQUEST_OPEN");
        student.post(requests, Site.excused("2024-01-06")).is(422, "NOT_A_TRAINING_DAY");
        String evidence = request + "/evidence";
        admin.get(evidence).is(404, "EVIDENCE_NOT_FOUND");
        send(student, evidence, "MZ, a program").is(422, "INVALID_INPUT");
        send(student, evidence, Site.EVIDENCE).is(200);
        String decision = request + "/decision";
        admin.post(
                        decision,
                        "{\"decision\": \"REFUSE\", \"note\": \"%s\"}".formatted("x".repeat(501)))
                .is(422, "INVALID_INPUT");
        admin.post(requests + "/decisions", "{\"requestIds\": [], \"decision\": \"REFUSE\"}")
                .is(422, "INVALID_INPUT");
        admin.post(decision, "{\"decision\": \"ACCEPT\"}").is(200);
        admin.post(decision, "{\"decision\": \"REFUSE\"}").is(409, "REQUEST_DECIDED");
        send(student, evidence, Site.EVIDENCE).is(409, "REQUEST_DECIDED");
        student.send("DELETE", request, null, null).is(409, "REQUEST_DECIDED");
    }

    private static Answer send(Client student, String path, String file) {
        return student.send("PUT", path, "application/pdf", file);
    }

    private void stamps() {
        String cohort = "/api/cohorts/stage-stamps";
        admin.post("/api/cohorts", Site.newCohortOfNow("stage-stamps")).is(201);
        String today = LocalDate.now(Site.noon()).toString();
        admin.post(
                        cohort + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(stage.studentId, today))
                .is(201);
        String code = cohort + "/check-in/code";
        Client student = stage.of("STUDENT");
        admin.get(code).is(409, "NO_STAMPS");
        student.get(cohort + "/check-in").is(409, "NO_STAMPS");
        admin.get(code + "?origin=school.example").is(400, "MALFORMED_REQUEST");
        admin.get(COHORT + "/check-in/code").is(422, "DAY_OUTSIDE_COHORT");
        student.get(COHORT + "/check-in").is(422, "DAY_OUTSIDE_COHORT");
        adopted(cohort, Site.stamped("23:30", "23:59"), "\"0\"");
        String stamps = cohort + "/attendance/" + today + "/stamps";
        Answer early = stamp(student, stamps, "000000").is(409, "STAMP_TOO_EARLY");
        assertThat(early.text("opensAt")).startsWith(today + "T23:00");
        adopted(cohort, Site.stamped("09:00", "18:00"), "\"1\"");
        stamp(student, stamps, admin.get(code).is(200).text("code")).is(200);
        stamp(student, stamps, "12345").is(422, "INVALID_INPUT");
        stamp(student, cohort + "/attendance/today/stamps", "123456").is(400, "MALFORMED_REQUEST");
        for (int i = 0; i < 10; i++) {
            out(student, stamps).is(422, "WRONG_CODE");
        }
        out(student, stamps).is(429, "TOO_MANY_REQUESTS");
    }

    private void adopted(String cohort, String policy, String seen) {
        admin.send("PUT", cohort + "/attendance-policy", Client.JSON, policy, "If-Match", seen)
                .is(200);
    }

    private static Answer stamp(Client student, String path, String code) {
        return student.post(path, "{\"kind\": \"IN\", \"code\": \"%s\"}".formatted(code));
    }

    /** By a code that is right once in half a million tries. */
    private static Answer out(Client student, String path) {
        return student.post(path, "{\"kind\": \"OUT\", \"code\": \"000000\"}");
    }

    private void days() {
        mark(SHEET, "LATE+OUTING").is(200);
        mark(SHEET, "NONE").is(422, "INVALID_INPUT");
        mark(COHORT + "/attendance/2024-01-06", "LATE").is(422, "NOT_A_TRAINING_DAY");
        mark(COHORT + "/attendance/tomorrow", "LATE").is(400, "MALFORMED_REQUEST");
        admin.get(COHORT + "/attendance/tomorrow").is(400, "MALFORMED_REQUEST");
        admin.get(COHORT + "/attendance?from=2024-01-02&until=2024-07-31").is(422, "INVALID_INPUT");
        send("POST", COHORT + "/attendance/2024-01-04/closing").is(409, "UNMARKED_LEFT");
        send("POST", SHEET + "/closing").is(200);
        mark(SHEET, "ABSENT").is(409, "SHEET_CLOSED");
        send("DELETE", SHEET + "/closing").is(204);
        send("DELETE", COHORT + "/attendance/tomorrow/closing").is(400, "MALFORMED_REQUEST");
    }

    private Answer mark(String path, String status) {
        return admin.send(
                "PUT",
                path,
                Client.JSON,
                "{\"entries\": [{\"studentId\": \"%s\", \"status\": \"%s\"}]}"
                        .formatted(stage.studentId, status));
    }

    private void policies() {
        String seen = admin.get(POLICY).is(200).header("ETag");
        String outside = "{\"from\": \"2020-01-01\", \"preset\": \"KDT\"}";
        adopt(outside, seen).is(422, "INVALID_INPUT");
        admin.post(POLICY + "/preview", outside).is(422, "INVALID_INPUT");
        // One after another until there are too many.
        for (int version = 2; version <= 100; version++) {
            seen = adopt(version, seen).is(200).header("ETag");
        }
        adopt(101, seen).is(409, "TOO_MANY_POLICIES");
        assertThat(admin.get(POLICY).json().path("versions")).hasSize(100);
    }

    private Answer adopt(int thresholdPerMille, String seen) {
        return adopt(
                """
                {"from": "2024-03-04", "preset": "CUSTOM", "scope": "MONTH",
                 "thresholdPerMille": %d}"""
                        .formatted(thresholdPerMille),
                seen);
    }

    private Answer adopt(String policy, String seen) {
        return admin.send("PUT", POLICY, Client.JSON, policy, "If-Match", seen);
    }

    private Answer send(String method, String path) {
        return admin.send(method, path, null, null);
    }
}
