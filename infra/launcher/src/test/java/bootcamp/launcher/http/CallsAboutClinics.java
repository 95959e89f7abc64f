package bootcamp.launcher.http;

import java.time.LocalDate;

/** Clinics: what is refused by what it says, and what their states refuse. */
final class CallsAboutClinics {

    private static final String COHORT = "stage-clinics";
    private static final String CLINICS = "/api/cohorts/" + COHORT + "/clinics";
    private static final String FIRST = "{\"slotId\": \"1\"}";

    private final Stage stage;
    private final Client admin;
    private final Client student;

    CallsAboutClinics(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohortOfNow(COHORT)).is(201);
        admin.post(
                        "/api/cohorts/" + COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(
                                        stage.studentId, LocalDate.now(Site.noon()).minusDays(10)))
                .is(201);
        String instructor =
                admin.post("/api/instructors", Site.newInstructor("Lee"))
                        .is(201)
                        .text("instructorId");
        String clinic =
                admin.post(CLINICS, Site.newClinic(0, instructor)).is(201).header("Location");
        admin.post(CLINICS, Site.newClinic(0, instructor)).is(409, "INSTRUCTOR_BUSY");
        admin.patch(clinic, "{\"title\": \" \"}").is(422, "INVALID_INPUT");
        String mine = clinic + "/bookings/me";
        String ofStudent = clinic + "/bookings/" + stage.studentId;
        put(student, mine, "{\"slotId\": \"9\"}").is(422, "CLINIC_SLOT_UNKNOWN");
        put(admin, ofStudent, "{\"slotId\": \"9\"}").is(422, "CLINIC_SLOT_UNKNOWN");
        put(student, mine, FIRST).is(200);
        String told = clinic + "/feedback/";
        put(admin, told + stage.studentId, "{\"text\": \" \"}").is(422, "INVALID_INPUT");
        put(admin, told + "nobody", "{\"text\": \"x\"}").is(409, "CLINIC_NOT_BOOKED");
        admin.patch(clinic, "{\"cancelUntil\": \"2024-01-02T00:00\"}").is(200);
        student.send("DELETE", mine, null, null).is(409, "CLINIC_CANCELLING_CLOSED");
        String session = "/api/sessions" + clinic.substring(clinic.lastIndexOf('/'));
        admin.send("POST", session + "/cancellation", null, null).is(409, "SESSION_HAS_CLINIC");

        admin.post(clinic + "/cancellation", "{\"reason\": \"is ill\"}").is(200);

        admin.patch(clinic, "{\"capacity\": 2}").is(409, "CLINIC_CANCELLED");
        put(student, mine, FIRST).is(409, "CLINIC_CANCELLED");
        put(admin, ofStudent, FIRST).is(409, "CLINIC_CANCELLED");
    }

    private static Answer put(Client client, String path, String body) {
        return client.send("PUT", path, Client.JSON, body);
    }
}
