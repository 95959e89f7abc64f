package bootcamp.launcher.http;

import bootcamp.launcher.http.Contract.Operation;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes what operations are asked about, each time anew. */
final class Subjects {

    /** So that no two sessions of an instructor are at the same time. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private static final AtomicInteger CLINICS = new AtomicInteger();

    /** About one review, or the ticket for one. */
    private static final Set<String> REVIEWED =
            Set.of(
                    "POST /api/reviews/tickets",
                    "POST /api/reviews",
                    "PUT /api/reviews",
                    "POST /api/reviews/withdrawal",
                    "POST /api/reviews/receipt",
                    "GET /api/reviews/texts",
                    "POST /api/reviews/{reviewId}/moderation",
                    "POST /api/reviews/{reviewId}/redaction",
                    "POST /api/reviews/answers",
                    "PUT /api/reviews/answers/hiding",
                    "GET /api/reviews/programmes",
                    "PUT /api/reviews/programmes/{programme}",
                    "GET /api/reviews/programmes/{programme}/public",
                    "GET /api/conduct-reports/{reportId}",
                    "POST /api/conduct-reports/{reportId}/answer",
                    "POST /api/conduct-reports/{reportId}/closing",
                    "POST /api/conduct-reports/return",
                    "POST /api/conduct-reports/messages");

    private static final Pattern OF_COHORT =
            Pattern.compile("\\{(cohortId|enrollmentId|studentId|username|letterId|date)}");

    private final Client admin;
    private final Client student;
    private final String prefix;
    private final String studentId;
    private final String letterId;
    private final @Nullable String instructorId;
    private int made;
    private @Nullable Subject read;

    /**
     * @param admin who makes it
     * @param student the account of {@code studentId}
     * @param prefix of all names, which nobody else has
     * @param studentId who is enrolled in each cohort
     * @param letterId the same each time: nobody can make one
     * @param instructorId who teaches in each session; null: nobody
     */
    Subjects(
            Client admin,
            Client student,
            String prefix,
            String studentId,
            String letterId,
            @Nullable String instructorId) {
        this.admin = admin;
        this.student = student;
        this.prefix = prefix + "-" + Long.toString(System.nanoTime(), 36);
        this.studentId = studentId;
        this.letterId = letterId;
        this.instructorId = instructorId;
    }

    /**
     * As {@link #next()}; where the operation is about an import, with one that is previewed, and
     * where it is about a lecture, with one that is published unless that is what is asked for;
     * where it is about an instructor, a module, a session, a team or an attendance request, with
     * one; where it is about check-in or clinics, of a cohort that stamps now; where it is about a
     * review, of a cohort that is reviewed; where it is about GPUs, of a cohort with a pool; where
     * it is about a certificate, or what became of somebody, of a cohort that is closed.
     */
    Subject next(Operation operation) {
        if (REVIEWED.contains(operation.id())) {
            return reviewed(operation);
        }
        String path = operation.path().getPatternString();
        if (path.startsWith("/api/gpu-")) {
            return gpus(operation);
        }
        if (path.contains("/certificates/") || path.endsWith("/later-outcome")) {
            return certified(operation);
        }
        Subject made = isOfNow(operation) ? ofNow(operation) : base(operation);
        if (isOnlyRead(operation)) {
            return made;
        }
        if (path.endsWith("/rubric-outcomes")) {
            judged(made.get("cohortId"));
        }
        String lectureId =
                path.contains("{lectureId}") ? lecture(made.get("cohortId"), path) : "none";
        String competitionId =
                path.contains("{competitionId}")
                        ? competition(made.get("cohortId"), operation)
                        : "none";
        boolean isOfCompetition = path.contains("{competitionId}");
        boolean isOfTeam =
                !isOfCompetition && path.contains("{teamId}") || path.contains("/participants");
        String sessionId =
                path.contains("{sessionId}") ? session(made.get("cohortId"), path) : "none";
        String teamId =
                isOfTeam
                        ? team(made)
                        : path.contains("/merges")
                                ? merge(made.get("cohortId"), competitionId, operation)
                                : isOfCompetition ? teamOf(competitionId, operation) : "none";
        if (path.endsWith("/confirmation") && isOfTeam) {
            proposed(made, sessionId);
        }
        return made.with(
                "studentId",
                isOfCompetition ? studentId : made.get("studentId"),
                "importId",
                path.contains("{importId}") ? imported(made.get("cohortId")) : made.get("importId"),
                "lectureId",
                lectureId,
                "questionId",
                path.contains("{questionId}") ? question(made, lectureId, operation) : "none",
                "sameId",
                path.endsWith("/merging") ? asked(student, lectureId) : "none",
                "requestId",
                path.contains("{requestId}") ? request(made.get("cohortId"), operation) : "none",
                "instructorId",
                path.contains("{instructorId}") || path.endsWith("/clinics")
                        ? instructor(made.get("cohortId"))
                        : "none",
                "moduleId",
                path.contains("{moduleId}") ? module(made.get("cohortId")) : "none",
                "sessionId",
                sessionId,
                "clinicId",
                path.contains("{clinicId}") ? clinic(made) : "none",
                "teamId",
                teamId,
                "competitionId",
                competitionId,
                "applicationId",
                path.contains("/application") ? application(made.get("cohortId"), path) : "none");
    }

    /** The student alone, with a submission, or after the end, where that is asked about. */
    private String teamOf(String competitionId, Operation operation) {
        String competition = "/api/competitions/" + competitionId;
        return switch (operation.id()) {
            case "GET /api/competitions/{competitionId}/submissions/{submissionId}/trial" -> {
                String teamId =
                        student.send(
                                        "POST",
                                        competition + "/submissions",
                                        "text/csv",
                                        Site.SUBMISSION)
                                .is(202)
                                .text("teamId");
                student.send(
                                "PUT",
                                competition + "/submissions/" + teamId + "-00001/trial",
                                Client.JSON,
                                Site.TRIAL)
                        .is(200);
                yield teamId;
            }
            case "GET /api/competitions/{competitionId}/submissions",
                    "PUT /api/competitions/{competitionId}/submissions/{submissionId}/trial",
                    "GET /api/competitions/{competitionId}/teams/{teamId}/trials.md",
                    "GET /api/competitions/{competitionId}/teams/{teamId}/trials",
                    "GET /api/competitions/{competitionId}/teams/{teamId}/stream",
                    "GET /api/competitions/{competitionId}/submissions/{submissionId}" ->
                    student.send("POST", competition + "/submissions", "text/csv", Site.SUBMISSION)
                            .is(202)
                            .text("teamId");
            case "GET /api/competitions/{competitionId}/shake-up",
                    "GET /api/competitions/{competitionId}/peer-ratings",
                    "GET /api/competitions/{competitionId}/peer-ratings/me",
                    "PUT /api/competitions/{competitionId}/peer-ratings/me",
                    "PUT /api/competitions/{competitionId}/teams/{teamId}/sharing",
                    "DELETE /api/competitions/{competitionId}/teams/{teamId}/sharing",
                    "GET /api/competitions/{competitionId}/shared-trials" -> {
                String teamId = student.post(competition + "/teams", "{}").is(201).text("teamId");
                admin.send("POST", competition + "/closing", null, null).is(200);
                yield teamId;
            }
            case "GET /api/competitions/{competitionId}/teams",
                    "GET /api/competitions/{competitionId}/teams/{teamId}",
                    "DELETE /api/competitions/{competitionId}/teams/{teamId}/members/me",
                    "POST /api/competitions/{competitionId}/teams/{teamId}/members",
                    "PUT /api/competitions/{competitionId}/teams/{teamId}/final-picks" ->
                    student.post(competition + "/teams", "{}").is(201).text("teamId");
            default -> "none";
        };
    }

    /** The other team where it is asked, else what one of both asks the other for. */
    private String merge(String cohortId, String competitionId, Operation operation) {
        String competition = "/api/competitions/" + competitionId;
        Client other = another(cohortId);
        String own = student.post(competition + "/teams", "{}").is(201).text("teamId");
        String others = other.post(competition + "/teams", "{}").is(201).text("teamId");
        String merges = competition + "/merges";
        String asking = "{\"teamId\": \"%s\"}";
        return switch (operation.id()) {
            case "POST /api/competitions/{competitionId}/merges" -> others;
            case "POST /api/competitions/{competitionId}/merges/{mergeId}/acceptance" ->
                    other.post(merges, asking.formatted(own)).is(201).text("mergeId");
            default -> student.post(merges, asking.formatted(others)).is(201).text("mergeId");
        };
    }

    /** One more student of the cohort. */
    private Client another(String cohortId) {
        String username = cohortId + "-another";
        String enrolled =
                admin.post(
                                "/api/cohorts/" + cohortId + "/enrollments",
                                "{\"name\": \"Another\", \"enrolledOn\": \"2024-01-02\"}")
                        .is(201)
                        .text("studentId");
        admin.post(
                        "/api/users",
                        """
                        {"username": "%s", "role": "STUDENT", "studentId": "%s", "password": "%s"}
                        """
                                .formatted(username, enrolled, Site.PASSWORD))
                .is(201);
        return admin.another().bearer(username, Site.PASSWORD);
    }

    private static boolean isOfNow(Operation operation) {
        String path = operation.path().getPatternString();
        return path.contains("/check-in") || path.contains("/clinics");
    }

    /** Only the cohort and its one student are of now. */
    private Subject ofNow(Operation operation) {
        Subject other = fresh(operation);
        String name = other.get("cohortId") + "-now";
        String ofCohort = "/api/cohorts/" + name;
        admin.post("/api/cohorts", Site.newCohortOfNow(name)).is(201);
        admin.post(
                        ofCohort + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(studentId, LocalDate.now(Site.noon()).minusDays(10)))
                .is(201);
        admin.send(
                        "PUT",
                        ofCohort + "/attendance-policy",
                        Client.JSON,
                        Site.stamped("09:00", "18:00"),
                        "If-Match",
                        "\"0\"")
                .is(200);
        return other.with("cohortId", name, "studentId", studentId);
    }

    /**
     * The student has, or has spent, a ticket for the programme; where it is about a report of
     * conduct, its code is in the place of the ticket and its id in that of the review's.
     */
    private Subject reviewed(Operation operation) {
        Subject other = fresh(operation);
        ReviewedCohort cohort = new ReviewedCohort(admin, other.get("cohortId") + "-reviewed");
        cohort.enroll(studentId);
        boolean isOfTicket = operation.id().equals("POST /api/reviews/tickets");
        String ticket =
                isOfTicket ? cohort.asksFor(cohort.browser(student)) : cohort.ticket(student);
        if (Stream.of("PUT ", "/withdrawal", "/receipt").anyMatch(operation.id()::contains)) {
            admin.another().post("/api/reviews", "{" + ticket + ", \"rating\": 7}").is(201);
        }
        boolean isOfConduct = operation.id().contains("/api/conduct-reports/");
        String code = isOfConduct ? cohort.reported(ticket) : "none";
        String reviewId =
                operation.id().contains("{reviewId}") || operation.id().contains("/answers")
                        ? cohort.reviewed()
                        : isOfConduct ? cohort.report() : "none";
        if (operation.id().endsWith("/hiding")) {
            admin.post("/api/reviews/answers", "{" + cohort.target() + ", \"text\": \"We know\"}")
                    .is(201);
        } else if (operation.id().endsWith("/public")) {
            admin.send("PUT", "/api/reviews/programmes/ai-lab", Client.JSON, "{\"shown\": true}")
                    .is(200);
        }
        return other.with(
                "cohortId",
                cohort.cohortId,
                "studentId",
                studentId,
                "ticket",
                isOfConduct ? code : ticket,
                "reviewId",
                reviewId);
    }

    /** Of a cohort that the student completed; the code is in the place of the ticket. */
    private Subject certified(Operation operation) {
        Subject other = fresh(operation);
        admin.post("/api/cohorts/" + other.get("cohortId") + "/closing", "{\"on\": \"2024-07-31\"}")
                .is(200);
        String code =
                student.get("/api/me/certificates")
                        .is(200)
                        .json()
                        .path("items")
                        .valueStream()
                        .filter(
                                each ->
                                        each.path("enrollmentId")
                                                .asString()
                                                .equals(other.get("enrollmentId")))
                        .map(each -> each.path("code").asString())
                        .findFirst()
                        .orElseThrow();
        return other.with("ticket", code);
    }

    /** The student has a team, and a GPU where a reservation is asked about. */
    private Subject gpus(Operation operation) {
        Subject other = fresh(operation);
        String path = operation.path().getPatternString();
        if (path.equals("/api/gpu-pools")) {
            return other;
        }
        String poolId =
                admin.post("/api/gpu-pools", Site.newGpuPool(other.get("cohortId")))
                        .is(201)
                        .text("poolId");
        boolean reserves = operation.id().equals("POST /api/gpu-reservations");
        boolean isReserved = path.contains("{reservationId}");
        String teamId = "none";
        if (reserves || isReserved) {
            String competitionId = competition(other.get("cohortId"), operation);
            teamId =
                    student.post("/api/competitions/" + competitionId + "/teams", "{}")
                            .is(201)
                            .text("teamId");
        }
        String token =
                GoodRequest.isByTokenOfPool(operation.id())
                        ? admin.send("POST", "/api/gpu-pools/" + poolId + "/token", null, null)
                                .is(201)
                                .text("token")
                        : other.get("ticket");
        String reservationId = isReserved ? reservation(teamId) : "none";
        if (path.endsWith("/note")) {
            String claim = "/api/gpu-reservations/" + reservationId + "/claim";
            student.send("PUT", claim, null, null).is(200);
        }
        return other.with(
                "teamId",
                teamId,
                "ticket",
                token,
                "poolId",
                poolId,
                "reservationId",
                reservationId);
    }

    private String reservation(String teamId) {
        return student.post("/api/gpu-reservations", Site.newGpuReservation(teamId))
                .is(201)
                .text("reservationId");
    }

    /** What one applicant sent to a cohort that takes applications and knows how to score them. */
    private String application(String cohortId, String asked) {
        String cohort = "/api/cohorts/" + cohortId;
        admin.send("PUT", cohort + "/application-form", Client.JSON, Site.APPLICATION_FORM).is(200);
        admin.send("PUT", cohort + "/rubric", Client.JSON, Site.RUBRIC).is(200);
        Client nobody = admin.another();
        String body = Site.newApplication(cohortId + ".first");
        return nobody.post(
                        cohort + "/applications",
                        asked.contains("/files/")
                                ? body.replace(
                                        "\"to learn\"", "\"to learn\", " + cv(nobody, cohort))
                                : body)
                .is(201)
                .text("applicationId");
    }

    /** The answer that is a file, which was sent. */
    private static String cv(Client nobody, String cohort) {
        Answer sent =
                nobody.send(
                        "POST", cohort + "/application-files", "application/pdf", Site.EVIDENCE);
        return "\"cv\": \"%s\"".formatted(sent.is(201).text("fileId"));
    }

    /** It knows how it scored, and everybody has a verdict. */
    private void judged(String cohortId) {
        String cohort = "/api/cohorts/" + cohortId;
        admin.send("PUT", cohort + "/rubric", Client.JSON, Site.RUBRIC).is(200);
        admin.post(cohort + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
    }

    /** With a place for the student. */
    private String clinic(Subject made) {
        String practitioner =
                instructorId == null ? instructor(made.get("cohortId")) : instructorId;
        Answer opened =
                admin.post(
                                "/api/cohorts/" + made.get("cohortId") + "/clinics",
                                Site.newClinic(CLINICS.getAndIncrement(), practitioner))
                        .is(201);
        admin.send(
                        "PUT",
                        opened.header("Location") + "/bookings/" + made.get("studentId"),
                        Client.JSON,
                        "{\"slotId\": \"1\"}")
                .is(200);
        return opened.text("clinicId");
    }

    /** With labels and a file; published unless a draft is what is asked for. */
    private String competition(String cohortId, Operation operation) {
        Answer drafted = admin.post("/api/competitions", Site.newCompetition(cohortId)).is(201);
        String competition = drafted.header("Location");
        admin.send("PUT", competition + "/solution", "text/csv", Site.SOLUTION).is(200);
        admin.send(
                        "PUT",
                        competition + "/files/" + Site.DATA_FILE,
                        "application/octet-stream",
                        "id\n1\n2\n")
                .is(200);
        if (Stream.of(
                        "{competitionId}/publication",
                        "/archiving",
                        "PUT /api/competitions/{competitionId}/solution")
                .noneMatch(operation.id()::contains)) {
            admin.send("POST", competition + "/publication", null, null).is(200);
        }
        if (operation.id().contains("/rescoring") && !operation.id().startsWith("POST")
                || operation.id().endsWith("/rescoring/publication")) {
            rescored(competition);
        }
        return drafted.text("competitionId");
    }

    private void rescored(String competition) {
        String path = competition + "/rescoring";
        admin.post(path, Site.OTHER_METRIC).is(202);
        try {
            Eventually.within(SOON, () -> admin.get(path).is(200).text("state").equals("READY"));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was ended", ended);
        }
    }

    /** A team activity where who took part is asked about. */
    private String session(String cohortId, String asked) {
        String body = Site.newSession(SESSIONS.getAndIncrement(), instructorId);
        return admin.post(
                        "/api/cohorts/" + cohortId + "/sessions",
                        asked.contains("/participants")
                                ? body.replace("LECTURE", "TEAM_ACTIVITY")
                                : body)
                .is(201)
                .text("sessionId");
    }

    /** Of both students of the cohort. */
    private String team(Subject made) {
        return admin.post(
                        "/api/cohorts/" + made.get("cohortId") + "/teams",
                        Site.newTeam("Team", studentId, made.get("studentId")))
                .is(201)
                .text("teamId");
    }

    /** By the other student, so that the student can confirm it. */
    private void proposed(Subject made, String sessionId) {
        fellow(made)
                .send(
                        "PUT",
                        "/api/sessions/" + sessionId + "/participants/proposal",
                        Client.JSON,
                        "{\"participantIds\": [\"%s\"]}".formatted(made.get("studentId")))
                .is(200);
    }

    private String instructor(String name) {
        return admin.post("/api/instructors", Site.newInstructor(name))
                .is(201)
                .text("instructorId");
    }

    private String module(String cohortId) {
        return admin.post("/api/cohorts/" + cohortId + "/modules", Site.newModule("Module"))
                .is(201)
                .text("moduleId");
    }

    /** Published, unless that is asked for; held where that is asked for, as it may be again. */
    private String lecture(String cohortId, String asked) {
        Answer drafted = admin.post("/api/lectures", Site.newLecture(cohortId)).is(201);
        String lecture = drafted.header("Location");
        if (!asked.endsWith("/publication")) {
            admin.send("POST", lecture + "/publication", null, null).is(200);
        }
        if (asked.endsWith("/holding") || asked.endsWith("/notes")) {
            held(lecture);
        }
        return drafted.text("lectureId");
    }

    /** The student's own where it is to be taken back, else that of another student. */
    private String question(Subject made, String lectureId, Operation operation) {
        Client asking =
                operation.id().equals("DELETE /api/lectures/{lectureId}/questions/{questionId}")
                        ? student
                        : fellow(made);
        return asked(asking, lectureId);
    }

    private static String asked(Client asking, String lectureId) {
        return asking.post(
                        "/api/lectures/" + lectureId + "/questions",
                        "{\"text\": \"Why a CLS token?\"}")
                .is(201)
                .text("questionId");
    }

    /** The student's, who belongs to each cohort; with a file where that is to be read. */
    private String request(String cohortId, Operation operation) {
        String ofCohort = "/api/cohorts/" + cohortId + "/attendance-requests";
        Answer asked = student.post(ofCohort, Site.excused(GoodRequest.TRAINING_DAY)).is(201);
        if (operation.id().startsWith("GET ")) {
            student.send(
                            "PUT",
                            asked.header("Location") + "/evidence",
                            "application/pdf",
                            Site.EVIDENCE)
                    .is(200);
        }
        return asked.text("requestId");
    }

    private Client fellow(Subject made) {
        String username = "asks-" + made.get("cohortId");
        admin.post(
                        "/api/users",
                        """
                        {"username": "%s", "role": "STUDENT", "studentId": "%s", "password": "%s"}"""
                                .formatted(username, made.get("studentId"), Site.PASSWORD))
                .is(201);
        return admin.another().bearer(username, Site.PASSWORD);
    }

    private void held(String lecture) {
        try {
            Site.held(admin, lecture);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    /** What is only read about a cohort and who is in it is read about the same one each time. */
    private Subject base(Operation operation) {
        if (!isOnlyRead(operation)) {
            return fresh(operation);
        }
        Subject shared = read;
        if (shared == null) {
            shared = next();
            read = shared;
        }
        return shared;
    }

    private static boolean isOnlyRead(Operation operation) {
        String path = operation.path().getPatternString();
        return operation.method().equals("GET")
                && !isOfNow(operation)
                && !path.contains("/application")
                && !path.endsWith("/rubric-outcomes")
                && !path.contains("/participants")
                && !OF_COHORT.matcher(path).replaceAll("").contains("{");
    }

    /** A cohort and another to move to, an enrollment, another student, an account. */
    Subject next() {
        return made(true, true);
    }

    private Subject fresh(Operation operation) {
        return made(
                GoodRequest.mentions(operation, "{cohortId}-other"),
                GoodRequest.mentions(operation, "{username}"));
    }

    private Subject made(boolean withOther, boolean withAccount) {
        String name = prefix + "-" + made++;
        String ofCohort = "/api/cohorts/" + name;
        admin.post("/api/cohorts", Site.newCohort(name)).is(201);
        if (withOther) {
            admin.post("/api/cohorts", Site.newCohort(name + "-other")).is(201);
        }
        Answer enrolled =
                admin.post(
                                ofCohort + "/enrollments",
                                "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                        .formatted(studentId))
                        .is(201);
        Answer another =
                admin.post(ofCohort + "/enrollments", Site.newcomer("Some " + name)).is(201);
        if (withAccount) {
            admin.post("/api/users", "{\"username\": \"%s\", \"role\": \"STAFF\"}".formatted(name))
                    .is(201);
        }
        return new Subject(Map.of("programme", "ai-lab"), Subject.NONE)
                .with(
                        "cohortId",
                        name,
                        "enrollmentId",
                        enrolled.text("enrollmentId"),
                        "studentId",
                        another.text("studentId"),
                        "username",
                        name,
                        "letterId",
                        letterId);
    }
}
