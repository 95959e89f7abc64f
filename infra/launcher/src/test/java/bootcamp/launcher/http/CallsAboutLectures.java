package bootcamp.launcher.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Special lectures from draft to end, what each state refuses, and staff and students of others.
 */
final class CallsAboutLectures {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LECTURES = "/api/lectures";
    private static final String QUESTION = "{\"text\": \"Why a CLS token?\", \"signed\": true}";

    private final Stage stage;
    private final Client admin;
    private final Client student;

    CallsAboutLectures(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
    }

    void make() throws InterruptedException, IOException {
        enrolled("stage-lectures");
        held();
        cancelled();
        ofOthers();
        ofWhoLeft();
    }

    private void held() throws InterruptedException, IOException {
        String lecture = drafted("stage-lectures");
        String mine = lecture + "/registrations/me";
        send(student, "PUT", mine).is(404, "LECTURE_NOT_FOUND");
        send(admin, "POST", lecture + "/holding").is(409, "LECTURE_NOT_PUBLISHED");
        send(admin, "POST", lecture + "/publication").is(200);
        admin.patch(lecture, "{\"capacity\": 0}").is(422, "INVALID_INPUT");
        notes(lecture, "Early", null).is(409, "LECTURE_NOT_BEGUN");
        String question = asked(lecture);
        stage.streams(lecture);
        send(student, "PUT", mine).is(200);
        send(student, "PUT", mine + "/confirmation").is(200);

        Site.held(admin, lecture);

        notes(lecture, "Held", "http://video.example/1").is(422, "INVALID_INPUT");
        admin.post(lecture + "/notes/preview", "{\"notes\": \"\\u0007\"}").is(422, "INVALID_INPUT");
        student.post(lecture + "/questions", QUESTION).is(409, "QUESTIONS_CLOSED");
        send(student, "PUT", question + "/votes/me").is(409, "QUESTIONS_CLOSED");
        send(student, "DELETE", question + "/votes/me").is(409, "QUESTIONS_CLOSED");
        String other = lecture + "/registrations/" + stage.studentId;
        admin.send("PUT", other + "/attendance", Client.JSON, "{\"attended\": false}").is(200);
        send(student, "DELETE", mine).is(409, "LECTURE_HELD");
        send(admin, "DELETE", other).is(409, "LECTURE_HELD");
        admin.post(lecture + "/cancellation", "{}").is(409, "LECTURE_HELD");
    }

    private Answer notes(String lecture, String text, @Nullable String recordingUrl) {
        String recording =
                recordingUrl == null ? "" : ", \"recordingUrl\": \"%s\"".formatted(recordingUrl);
        return admin.send(
                "PUT",
                lecture + "/notes",
                Client.JSON,
                "{\"notes\": \"%s\"%s}".formatted(text, recording));
    }

    /** What is not allowed about questions; gives the path of one. */
    private String asked(String lecture) {
        String questions = lecture + "/questions";
        student.post(questions, "{\"text\": \" \"}").is(422, "INVALID_INPUT");
        String question = student.post(questions, QUESTION).is(201).header("Location");
        send(student, "PUT", question + "/votes/me").is(409, "OWN_QUESTION");
        send(student, "PUT", question + "/reports/me").is(409, "OWN_QUESTION");
        String blank = "{\"text\": \" \"}";
        admin.send("PUT", question + "/answer", Client.JSON, blank).is(422, "INVALID_INPUT");
        String wordy = "{\"standing\": \"HIDDEN\", \"reason\": \"%s\"}".formatted("x".repeat(501));
        admin.send("PUT", question + "/standing", Client.JSON, wordy).is(422, "INVALID_INPUT");
        admin.post(question + "/author", "{\"reason\": \" \"}").is(422, "INVALID_INPUT");
        admin.post(question + "/author", "{\"reason\": \"is about somebody\"}")
                .is(409, "QUESTION_SIGNED");
        merged(questions, question);
        return question;
    }

    private void merged(String questions, String question) {
        String same = student.post(questions, QUESTION).is(201).header("Location");
        String merging = "{\"into\": \"%s\"}".formatted(question.substring(questions.length() + 1));
        admin.send("PUT", question + "/merging", Client.JSON, merging).is(422, "SAME_QUESTION");
        admin.send("PUT", same + "/merging", Client.JSON, merging).is(200);
        admin.send("PUT", question + "/merging", Client.JSON, "{\"into\": \"none\"}")
                .is(422, "INVALID_INPUT");
        String back = "{\"into\": \"%s\"}".formatted(same.substring(questions.length() + 1));
        admin.send("PUT", question + "/merging", Client.JSON, back).is(409, "QUESTION_MERGED");
        admin.send("PUT", same + "/answer", Client.JSON, "{\"text\": \"Above.\"}")
                .is(409, "QUESTION_MERGED");
        send(admin, "DELETE", same + "/merging").is(200);
    }

    private void cancelled() {
        String lecture = drafted("stage-lectures");
        send(admin, "POST", lecture + "/publication").is(200);
        admin.post(lecture + "/cancellation", "{\"note\": \"%s\"}".formatted("x".repeat(1_001)))
                .is(422, "INVALID_INPUT");
        send(admin, "POST", lecture + "/cancellation").is(200);

        send(student, "PUT", lecture + "/registrations/me").is(409, "LECTURE_CANCELLED");
        send(admin, "POST", lecture + "/publication").is(409, "LECTURE_CANCELLED");
        admin.patch(lecture, "{\"capacity\": 9}").is(409, "LECTURE_CANCELLED");
    }

    private void ofOthers() {
        Client elsewhere = stage.nobody().bearer("stage-elsewhere", Site.PASSWORD);

        elsewhere.post(LECTURES, Site.newLecture("stage-lectures")).is(404);
        elsewhere.get(LECTURES + "?cohortId=stage-lectures").is(404);
    }

    private void ofWhoLeft() throws InterruptedException {
        String enrollment = enrolled("stage-lectures-left");
        String lecture = drafted("stage-lectures-left");
        send(admin, "POST", lecture + "/publication").is(200);
        send(student, "PUT", lecture + "/registrations/me").is(200);
        String question = student.post(lecture + "/questions", QUESTION).is(201).header("Location");
        admin.post(enrollment + "/withdrawal", "{\"on\": \"2024-02-03\", \"reason\": \"TIME\"}")
                .is(200);

        Eventually.within(
                SOON, () -> send(student, "PUT", lecture + "/registrations/me").status() == 422);
        student.post(lecture + "/questions", QUESTION).is(422, "NOT_ENROLLED_HERE");
        send(student, "PUT", question + "/votes/me").is(422, "NOT_ENROLLED_HERE");
        send(student, "DELETE", question + "/votes/me").is(422, "NOT_ENROLLED_HERE");
    }

    /** In a new cohort; gives the path of the enrollment. */
    private String enrolled(String cohortId) {
        admin.post("/api/cohorts", Site.newCohort(cohortId)).is(201);
        return "/api/enrollments/"
                + admin.post(
                                "/api/cohorts/" + cohortId + "/enrollments",
                                "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                        .formatted(stage.studentId))
                        .is(201)
                        .text("enrollmentId");
    }

    private String drafted(String cohortId) {
        return admin.post(
                        LECTURES, Site.newLecture(cohortId, Instant.now().plus(Duration.ofDays(3))))
                .is(201)
                .header("Location");
    }

    private static Answer send(Client client, String method, String path) {
        return client.send(method, path, null, null);
    }
}
