package bootcamp.launcher.http;

import java.time.LocalDate;

/** GPUs: what is refused by what it says, and what their states refuse. */
final class CallsAboutGpus {

    private static final String COHORT = "stage-gpus";

    private final Client admin;
    private final Client student;
    private final String studentId;

    /** Of staff of another cohort. */
    private final Client elsewhere;

    private final Client nobody;

    CallsAboutGpus(Stage stage) {
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
        this.studentId = stage.studentId;
        this.nobody = stage.nobody();
        this.elsewhere = stage.nobody().bearer("stage-elsewhere", Site.PASSWORD);
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohortOfNow(COHORT)).is(201);
        admin.post(
                        "/api/cohorts/" + COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(studentId, LocalDate.now(Site.noon()).minusDays(10)))
                .is(201);
        String newPool = Site.newGpuPool(COHORT);
        admin.post("/api/gpu-pools", newPool.replace("720", "7")).is(422, "INVALID_INPUT");
        elsewhere.post("/api/gpu-pools", newPool).is(404);
        String pool = admin.post("/api/gpu-pools", newPool).is(201).header("Location");
        admin.patch(pool, "{\"quotaHours\": 0}").is(422, "INVALID_INPUT");
        script(pool);
        String competition =
                admin.post("/api/competitions", Site.newCompetition(COHORT))
                        .is(201)
                        .header("Location");
        admin.send("PUT", competition + "/solution", "text/csv", Site.SOLUTION).is(200);
        admin.send("POST", competition + "/publication", null, null).is(200);
        String teamId = student.post(competition + "/teams", "{}").is(201).text("teamId");
        reservations(teamId);
        admin.send("POST", competition + "/closing", null, null).is(200);
        student.post("/api/gpu-reservations", Site.newGpuReservation(teamId))
                .is(409, "COMPETITION_CLOSED");
    }

    private void script(String pool) {
        String tokens = pool + "/token";
        admin.send("POST", tokens, null, null, "Idempotency-Key", "first-of-all").is(201);
        String token = admin.send("POST", tokens, null, null).is(201).text("token");
        admin.send("POST", tokens, null, null, "Idempotency-Key", "first-of-all")
                .is(409, "GPU_TOKEN_WITHDRAWN");
        nobody.get(pool + "/holders").is(401, "GPU_TOKEN_NOT_VALID");
        String report = pool + "/reports/none";
        String busy = "{\"state\": \"BUSY\"}";
        nobody.send("PUT", report, Client.JSON, busy).is(401, "GPU_TOKEN_NOT_VALID");
        nobody.send("PUT", report, Client.JSON, busy, "GPU-Pool-Token", token)
                .is(409, "GPU_NOT_HELD");
    }

    private void reservations(String teamId) {
        student.get("/api/gpu-reservations?week=2024-W60").is(400);
        student.get("/api/gpu-reservations?poolId=none").is(404, "GPU_POOL_NOT_FOUND");
        student.post("/api/gpu-reservations", Site.newGpuReservation("none"))
                .is(422, "INVALID_INPUT");
        student.post("/api/gpu-reservations", Site.newGpuReservation(teamId)).is(201);
        String waits =
                student.post("/api/gpu-reservations", Site.newGpuReservation(teamId))
                        .is(201)
                        .text("reservationId");
        student.send("PUT", "/api/gpu-reservations/" + waits + "/claim", null, null)
                .is(409, "GPU_NOT_HELD");
        String note = "/api/gpu-reservations/" + waits + "/note";
        student.send("PUT", note, Client.JSON, "{\"text\": \"all clear\"}")
                .is(409, "GPU_NOTE_NOT_OPEN");
        student.send("PUT", note, Client.JSON, "{\"text\": \"%s\"}".formatted("x".repeat(501)))
                .is(422, "INVALID_INPUT");
    }
}
