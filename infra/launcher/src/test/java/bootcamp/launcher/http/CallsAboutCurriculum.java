package bootcamp.launcher.http;

/** Who teaches and what: what is refused by what it says. */
final class CallsAboutCurriculum {

    private final Client admin;
    private final Client student;

    CallsAboutCurriculum(Stage stage) {
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
    }

    void make() {
        student.get("/api/me/sessions?from=2024-01-02&until=2024-02-02").is(422, "INVALID_INPUT");
        String instructor =
                admin.post("/api/instructors", Site.newInstructor("Kim"))
                        .is(201)
                        .header("Location");
        admin.patch(instructor, "{\"name\": \" \"}").is(422, "INVALID_INPUT");
        admin.post("/api/cohorts", Site.newCohort("stage-curriculum")).is(201);
        String module =
                admin.post("/api/cohorts/stage-curriculum/modules", Site.newModule("ML"))
                        .is(201)
                        .header("Location");
        admin.patch(module, "{\"until\": \"2025-01-01\"}").is(422, "INVALID_INPUT");
        sessions(instructor.substring(instructor.lastIndexOf('/') + 1));
    }

    private void sessions(String instructorId) {
        String sessions = "/api/cohorts/stage-curriculum/sessions";
        String nine = Site.newSession(9, instructorId);
        String repeated = nine.replace("}", ", \"repeat\": {\"until\": \"2024-03-31\"}}");
        admin.post(sessions, repeated).is(201);
        admin.post(sessions, nine).is(409, "INSTRUCTOR_BUSY");
        String ten =
                admin.post(sessions, Site.newSession(10, instructorId)).is(201).header("Location");
        admin.patch(ten, "{\"title\": \" \"}").is(422, "INVALID_INPUT");
        admin.patch(ten, "{\"startsAt\": \"2024-03-04T09:30:00+09:00\"}")
                .is(409, "INSTRUCTOR_BUSY");
    }
}
