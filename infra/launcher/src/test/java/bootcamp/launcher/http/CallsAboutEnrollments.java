package bootcamp.launcher.http;

/** Cohorts, enrollments and the people in them: what depends on how they stand. */
final class CallsAboutEnrollments {

    private static final String COHORT = "/api/cohorts/stage-life";
    private static final String WITHDRAWAL = "{\"on\": \"2024-03-04\", \"reason\": \"TIME\"}";

    private static final String EXCEPTION = "{\"granted\": true, \"reason\": \"%s\"}";

    private final Stage stage;
    private final Client admin;

    CallsAboutEnrollments(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohort("stage-life")).is(201);
        admin.post("/api/cohorts", Site.newCohort("stage-life")).is(409, "COHORT_EXISTS");
        selection();
        leaves();
        withdrawals();
        transfers();
        people();
        completion();
        applications();
        certificates();
        closed();
    }

    private void certificates() {
        String check = "/api/certificates/check";
        String code = "{\"code\": \"0000-0000-0000-0000-000%s\"}";

        stage.nobody().post(check, code.formatted("0")).is(404, "CERTIFICATE_NOT_FOUND");
        stage.nobody().post(check, code.formatted("1")).is(422, "INVALID_INPUT");
        stage.of("STUDENT")
                .send("PUT", "/api/me/certificates/none", Client.JSON, "{\"nameShown\": null}")
                .is(422, "INVALID_INPUT");
    }

    private Answer enrolled(String name, String more) {
        String body = Site.newcomer(name).replace("}", more + "}");
        return admin.post(COHORT + "/enrollments", body).is(201);
    }

    private static String path(Answer enrollment) {
        return "/api/enrollments/" + enrollment.text("enrollmentId");
    }

    private void selection() {
        String applicant = path(enrolled("Life Applicant", ", \"status\": \"APPLIED\""));

        admin.patch(applicant, "{\"enrolledOn\": \"2024-01-03\"}").is(409, "NOT_ENROLLED");
        admin.post(applicant + "/status", "{\"to\": \"SELECTED\", \"on\": \"2024-01-03\"}").is(200);
        admin.post(applicant + "/status", "{\"to\": \"ENROLLED\", \"on\": \"2024-01-04\"}").is(200);
        admin.post(applicant + "/status", "{\"to\": \"REJECTED\", \"on\": \"2024-01-05\"}")
                .is(409, "STATUS_NOT_ALLOWED");
        admin.post(applicant + "/status", "{\"to\": \"REJECTED\", \"on\": \"2099-01-05\"}")
                .is(422, "AFTER_COHORT");
        admin.post(applicant + "/status", "{\"to\": \"WITHDRAWN\", \"on\": \"2024-01-05\"}")
                .is(422, "INVALID_INPUT");
        admin.post(
                        COHORT + "/enrollments",
                        Site.newcomer("Life Rejected").replace("}", ", \"status\": \"REJECTED\"}"))
                .is(422, "INVALID_INPUT");
    }

    private void leaves() {
        String leave = path(enrolled("Life Leave", "")) + "/leave";
        String march = "{\"from\": \"2024-03-04\", \"until\": \"2024-03-15\"}";

        admin.post(leave, march).is(200);
        admin.post(leave, march.replace("03-15", "03-18")).is(409, "OVERLAPPING_LEAVE");
        admin.delete(leave + "?on=2024-03-11").is(200);
        admin.delete(leave + "?on=2024-06-03").is(409, "NOT_ON_LEAVE");
    }

    private void withdrawals() {
        String withdrawal = path(enrolled("Life Withdrawal", "")) + "/withdrawal";

        admin.delete(withdrawal).is(409, "NOT_WITHDRAWN");
        admin.post(withdrawal, WITHDRAWAL).is(200);
        admin.post(withdrawal, WITHDRAWAL).is(409, "ALREADY_WITHDRAWN");
        admin.delete(withdrawal).is(200);
    }

    private void transfers() {
        String transfer = path(enrolled("Life Transfer", "")) + "/transfer";
        String body = "{\"toCohortId\": \"%s\", \"on\": \"2024-02-03\"}";
        admin.post("/api/cohorts", Site.newCohort("stage-next")).is(201);

        admin.post(transfer, body.formatted("stage-life")).is(422, "SAME_COHORT");
        admin.post(transfer, body.formatted("stage-next")).is(200);
        admin.post(transfer, body.formatted("stage")).is(409, "ALREADY_TRANSFERRED");
    }

    private void completion() {
        String policy = COHORT + "/completion-policy";
        String rate = "{\"requirements\": [{\"kind\": \"ATTENDANCE_RATE\", \"threshold\": %s}]}";

        admin.send("PUT", policy, Client.JSON, rate.formatted("0.7"), "If-Match", "\"7\"")
                .is(412, "STALE_VERSION");
        admin.send("PUT", policy, Client.JSON, rate.formatted("0"), "If-Match", "\"0\"")
                .is(422, "INVALID_INPUT");
        admin.post(COHORT + "/completion-preview", "{\"requirements\": []}")
                .is(422, "INVALID_INPUT");
        admin.send("PUT", exception(), Client.JSON, EXCEPTION.formatted(" "))
                .is(422, "INVALID_INPUT");
    }

    /** Of somebody who is enrolled in the cohort. */
    private String exception() {
        return "/api/enrollments/"
                + admin.get(COHORT + "/enrollments?status=ENROLLED")
                        .is(200)
                        .json()
                        .at("/items/0/enrollmentId")
                        .asString()
                + "/exception";
    }

    private void people() {
        Answer enrollment = enrolled("Life Erased", "");
        String studentId = enrollment.text("studentId");
        String person = "/api/students/" + studentId + "/personal-data";

        admin.post(
                        COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                .formatted(studentId))
                .is(409, "ALREADY_ENROLLED");
        admin.patch(path(enrollment), "{\"name\": \" \"}").is(422, "INVALID_INPUT");
        admin.post(person + "/lift", "").is(409, "NOT_ERASED");
        admin.delete(person).is(204);
        admin.post("/api/students/" + studentId + "/outreach", Site.called()).is(409, "ERASED");
        admin.post(person + "/lift", "").is(204);
        stage.account("stage-stranger", "STUDENT", ", \"studentId\": \"no-such-student\"");
        stage.nobody().bearer("stage-stranger", Site.PASSWORD).get("/api/me").is(404);
    }

    private void applications() {
        String form = COHORT + "/application-form";
        String body = Site.newApplication("life.applies");
        Client nobody = stage.nobody();

        nobody.post(COHORT + "/applications", body).is(404, "FORM_NOT_FOUND");
        nobody.get(form + "/public").is(404, "FORM_NOT_FOUND");
        admin.get(form).is(200);
        admin.send("PUT", form, Client.JSON, Site.APPLICATION_FORM, "If-Match", "\"7\"")
                .is(412, "STALE_VERSION");
        admin.send("PUT", form, Client.JSON, Site.APPLICATION_FORM).is(200);
        admin.send("PUT", form, Client.JSON, Site.APPLICATION_FORM.replace("180", "0"))
                .is(422, "INVALID_INPUT");
        nobody.post(COHORT + "/applications", body.replace("true", "false"))
                .is(422, "INVALID_INPUT");
        nobody.post(COHORT + "/applications", body.replace("n\": 1", "n\": 2"))
                .is(409, "FORM_CHANGED");
        String applied = nobody.post(COHORT + "/applications", body).is(201).text("applicationId");
        admin.get(COHORT + "/applications/none").is(404, "APPLICATION_NOT_FOUND");
        admin.get(COHORT + "/applications/" + applied + "/files/cv")
                .is(404, "APPLICATION_FILE_NOT_FOUND");
        String files = COHORT + "/application-files";
        nobody.send("POST", files, "application/pdf", "MZ, a program").is(422, "INVALID_INPUT");
        String closed = Site.APPLICATION_FORM.replaceFirst("\\{", "{\"closesOn\": \"2024-01-01\",");
        admin.send("PUT", form, Client.JSON, closed).is(200);
        nobody.send("POST", files, "application/pdf", Site.EVIDENCE)
                .is(409, "APPLICATIONS_NOT_OPEN");
        screening(applied);
    }

    private void screening(String applicationId) {
        String rubric = COHORT + "/rubric";
        String scores = COHORT + "/applications/" + applicationId + "/scores";
        admin.get(scores).is(404, "RUBRIC_NOT_FOUND");
        admin.send("PUT", rubric, Client.JSON, Site.RUBRIC.replace("10", "0"))
                .is(422, "INVALID_INPUT");
        admin.send("PUT", rubric, Client.JSON, Site.RUBRIC).is(200);
        admin.send("PUT", scores + "/me", Client.JSON, Site.score(11, true))
                .is(422, "INVALID_INPUT");
        admin.send("PUT", scores + "/me", Client.JSON, Site.score(7, true)).is(200);
        admin.send("PUT", scores + "/me", Client.JSON, Site.score(8, true)).is(409, "SCORE_DONE");
        admin.send("PUT", rubric, Client.JSON, Site.RUBRIC.replace("10", "20"))
                .is(409, "RUBRIC_IN_USE");
        admin.get(COHORT + "/rubric-outcomes").is(409, "NO_VERDICTS_YET");
        admin.post(COHORT + "/application-decisions", Site.decision("ENROLLED"))
                .is(422, "INVALID_INPUT");
    }

    private void closed() {
        String exception = exception();
        String later = exception.replace("/exception", "/later-outcome");
        String employed = "{\"months\": %d, \"outcome\": \"EMPLOYED\"}";
        admin.send("PUT", later, Client.JSON, employed.formatted(3)).is(409, "DID_NOT_COMPLETE");
        admin.send("PUT", later, Client.JSON, employed.formatted(4)).is(422, "INVALID_INPUT");
        admin.patch(COHORT, "{\"capacity\": 0}").is(422, "CAPACITY_OUT_OF_RANGE");
        admin.post(COHORT + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
        admin.patch(COHORT, "{\"capacity\": 12}").is(409, "COHORT_CLOSED");
        admin.send("PUT", exception, Client.JSON, EXCEPTION.formatted("Did all of it later"))
                .is(409, "COHORT_CLOSED");
        admin.send(
                        "PUT",
                        COHORT + "/completion-policy",
                        Client.JSON,
                        "{\"requirements\": [{\"kind\": \"ATTENDANCE_RATE\", \"threshold\": 0.9}]}")
                .is(409, "COHORT_CLOSED");
    }
}
