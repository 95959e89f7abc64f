package bootcamp.launcher.http;

import bootcamp.launcher.http.Contract.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** For each operation of the document a request that is well-formed and allowed. */
final class GoodRequest {

    /** Of each cohort that is asked about. */
    static final String TRAINING_DAY = "2024-01-03";

    private GoodRequest() {}

    /**
     * What is sent.
     *
     * @param headers names and values in turn, by which somebody asks who is not signed in
     */
    record Request(
            String method,
            String path,
            @Nullable String contentType,
            @Nullable String body,
            List<String> headers) {

        Answer send(Client client, String... more) {
            return client.send(
                    method,
                    path,
                    contentType,
                    body,
                    Stream.concat(headers.stream(), Stream.of(more)).toArray(String[]::new));
        }

        /** With another value of a parameter of the query; null: without it. */
        Request asking(String name, @Nullable String value) {
            UriComponentsBuilder asked = UriComponentsBuilder.fromUriString(path);
            asked.replaceQueryParam(name);
            return new Request(
                    method,
                    (value == null ? asked : asked.queryParam(name, value)).build().toString(),
                    contentType,
                    body,
                    headers);
        }

        Request saying(String otherBody) {
            return new Request(method, path, contentType, otherBody, headers);
        }

        Request of(String otherType) {
            return new Request(method, path, otherType, body == null ? "" : body, headers);
        }
    }

    static Request of(Operation operation, Subject subject) {
        String body = body(operation.id());
        return new Request(
                operation.method(),
                path(operation, subject),
                contentType(operation.id(), body),
                body == null ? null : subject.in(body),
                isByTokenOfPool(operation.id())
                        ? List.of("GPU-Pool-Token", subject.get("ticket"))
                        : List.of());
    }

    /** Whether the operation is asked with such words, before they stand for something. */
    static boolean mentions(Operation operation, String words) {
        return Stream.of(operation.path().getPatternString(), body(operation.id()))
                .anyMatch(text -> text != null && text.contains(words));
    }

    static Answer send(Client client, Operation operation, Subject subject, String... more) {
        return of(operation, subject).send(client, more);
    }

    /** What a script asks, which the token of a pool stands for. */
    static boolean isByTokenOfPool(String operation) {
        return operation.endsWith("/holders") || operation.endsWith("/reports/{reservationId}");
    }

    static boolean isStream(Operation operation) {
        return operation.path().getPatternString().endsWith("/stream");
    }

    static String path(Operation operation, Subject subject) {
        String query =
                switch (operation.id()) {
                    case "GET /api/retention" -> "?cohorts={cohortId}";
                    case "GET /api/dashboards/{cohortId}/changes" -> "?since=2024-01-02";
                    case "GET /api/cohorts/{cohortId}/attendance" ->
                            "?from=2024-01-02&until=2024-01-05";
                    case "GET /api/competitions/{competitionId}/submissions" -> "?teamId={teamId}";
                    case "GET /api/gpu-reservations" -> "?poolId={poolId}";
                    case "GET /api/me/sessions" -> "?from=2024-01-02&until=2024-01-08";
                    case "GET /api/reviews/keys" -> "?cohortId={cohortId}";
                    case "GET /api/reviews/summaries" -> "?kind=PROGRAMME";
                    case "GET /api/reviews/texts" ->
                            "?kind=PROGRAMME&id=ai-lab&cohortId={cohortId}";
                    case "POST /api/cohorts/{cohortId}/imports" -> "?kind=roster&preview=true";
                    default -> "";
                };
        return subject.in(operation.path().getPatternString() + query);
    }

    private static @Nullable String contentType(String operation, @Nullable String body) {
        if (body == null) {
            return null;
        }
        return switch (operation) {
            case "POST /api/cohorts/{cohortId}/imports",
                    "PUT /api/competitions/{competitionId}/solution",
                    "POST /api/competitions/{competitionId}/solution/preview",
                    "POST /api/competitions/{competitionId}/submissions" ->
                    "text/csv";
            case "PUT /api/competitions/{competitionId}/files/{name}" -> "application/octet-stream";
            case "POST /api/cohorts/{cohortId}/application-files",
                    "PUT /api/cohorts/{cohortId}/attendance-requests/{requestId}/evidence" ->
                    "application/pdf";
            default -> Client.JSON;
        };
    }

    private static @Nullable String body(String operation) {
        return switch (operation) {
            case "POST /api/session" -> "{\"username\": \"rights-none\", \"password\": \"wrong\"}";
            case "POST /api/sign-in/openid-connect", "POST /api/setup" -> "{}";
            case "POST /api/sign-in/openid-connect/code" ->
                    "{\"code\": \"none\", \"state\": \"none\"}";
            case "POST /api/invitations/acceptance" ->
                    "{\"token\": \"none\", \"password\": \"none of the sort\"}";
            case "POST /api/users" -> "{\"username\": \"{username}\", \"role\": \"STAFF\"}";
            case "PATCH /api/users/{username}" -> "{\"role\": \"INSTRUCTOR\"}";
            case "POST /api/users/{username}/links", "POST /api/users/{username}/links/mail" ->
                    "{\"purpose\": \"RESET\"}";
            case "POST /api/cohorts" -> Site.newCohort("{cohortId}-new");
            case "PATCH /api/cohorts/{cohortId}" -> "{\"capacity\": 11}";
            case "PUT /api/enrollments/{enrollmentId}/exception" ->
                    "{\"granted\": true, \"reason\": \"Did all of it later\"}";
            case "PUT /api/enrollments/{enrollmentId}/later-outcome" ->
                    "{\"months\": 3, \"outcome\": \"EMPLOYED\"}";
            case "POST /api/cohorts/{cohortId}/closing" -> "{\"on\": \"2024-07-31\"}";
            case "POST /api/cohorts/{cohortId}/enrollments" -> Site.newcomer("New {cohortId}");
            case "POST /api/cohorts/{cohortId}/imports" ->
                    "externalId,name,enrolledOn\n{cohortId},Rights,2024-01-03\n";
            case "PUT /api/cohorts/{cohortId}/application-form" -> Site.APPLICATION_FORM;
            case "POST /api/cohorts/{cohortId}/applications" ->
                    Site.newApplication("{cohortId}.applies");
            case "POST /api/cohorts/{cohortId}/application-decisions" -> Site.decision("SELECTED");
            case "PUT /api/cohorts/{cohortId}/rubric" -> Site.RUBRIC;
            case "PUT /api/cohorts/{cohortId}/applications/{applicationId}/scores/me" ->
                    Site.score(7, false);
            case "PATCH /api/enrollments/{enrollmentId}" -> "{\"enrolledOn\": \"2024-01-03\"}";
            case "POST /api/enrollments/{enrollmentId}/withdrawal" ->
                    "{\"on\": \"2024-02-03\", \"reason\": \"TIME\"}";
            case "POST /api/enrollments/{enrollmentId}/leave" ->
                    "{\"from\": \"2024-02-03\", \"until\": \"2024-02-09\"}";
            case "POST /api/enrollments/{enrollmentId}/status" ->
                    "{\"to\": \"ENROLLED\", \"on\": \"2024-01-03\"}";
            case "POST /api/enrollments/{enrollmentId}/transfer" ->
                    "{\"toCohortId\": \"{cohortId}-other\", \"on\": \"2024-02-03\"}";
            case "POST /api/students/{studentId}/outreach" -> Site.called();
            case "PUT /api/cohorts/{cohortId}/attendance/{date}" ->
                    "{\"entries\": [{\"studentId\": \"{studentId}\", \"status\": \"LATE\"}]}";
            case "POST /api/cohorts/{cohortId}/attendance/{date}/stamps" ->
                    "{\"kind\": \"IN\", \"code\": \"000000\"}";
            case "POST /api/cohorts/{cohortId}/attendance-requests" -> Site.excused("{date}");
            case "POST /api/cohorts/{cohortId}/attendance-requests/decisions" ->
                    "{\"requestIds\": [\"{requestId}\"], \"decision\": \"REFUSE\"}";
            case "POST /api/cohorts/{cohortId}/attendance-requests/{requestId}/decision" ->
                    "{\"decision\": \"REFUSE\", \"note\": \"not this time\"}";
            case "POST /api/cohorts/{cohortId}/application-files",
                    "PUT /api/cohorts/{cohortId}/attendance-requests/{requestId}/evidence" ->
                    Site.EVIDENCE;
            case "PUT /api/cohorts/{cohortId}/attendance-policy",
                    "POST /api/cohorts/{cohortId}/attendance-policy/preview" ->
                    "{\"from\": \"2024-03-04\", \"preset\": \"SIMPLE\"}";
            case "PUT /api/cohorts/{cohortId}/completion-policy",
                    "POST /api/cohorts/{cohortId}/completion-preview" ->
                    "{\"requirements\": [{\"kind\": \"ATTENDANCE_RATE\", \"threshold\": 0.9}]}";
            case "PUT /api/me/certificates/{enrollmentId}" -> "{\"nameShown\": true}";
            case "POST /api/certificates/check" -> "{\"code\": \"{ticket}\"}";
            case "PUT /api/me/notices/read" -> "{\"until\": \"2024-03-04T09:00:00Z\"}";
            case "POST /api/lectures" -> Site.newLecture("{cohortId}");
            case "PATCH /api/lectures/{lectureId}" -> "{\"capacity\": 3}";
            case "POST /api/lectures/{lectureId}/cancellation" ->
                    "{\"reason\": \"SPEAKER_UNAVAILABLE\"}";
            case "PUT /api/lectures/{lectureId}/registrations/{studentId}/attendance" ->
                    "{\"attended\": true}";
            case "PUT /api/lectures/{lectureId}/notes" ->
                    "{\"notes\": \"# What we did\", \"recordingUrl\": \"https://video.example/1\"}";
            case "POST /api/lectures/{lectureId}/notes/preview" -> "{\"notes\": \"# What we did\"}";
            case "POST /api/lectures/{lectureId}/questions" ->
                    "{\"text\": \"Why a CLS token?\", \"signed\": true}";
            case "PUT /api/lectures/{lectureId}/questions/{questionId}/answer" ->
                    "{\"text\": \"It has a place of its own.\"}";
            case "PUT /api/lectures/{lectureId}/questions/{questionId}/standing" ->
                    "{\"standing\": \"HIDDEN\", \"reason\": \"is about somebody\"}";
            case "PUT /api/lectures/{lectureId}/questions/{questionId}/merging" ->
                    "{\"into\": \"{sameId}\"}";
            case "POST /api/lectures/{lectureId}/questions/{questionId}/author" ->
                    "{\"reason\": \"is about somebody\"}";
            case "POST /api/instructors" -> Site.newInstructor("New {cohortId}");
            case "PATCH /api/instructors/{instructorId}" -> "{\"affiliation\": \"IN_HOUSE\"}";
            case "POST /api/cohorts/{cohortId}/modules" -> Site.newModule("Statistics");
            case "PATCH /api/modules/{moduleId}" -> "{\"until\": \"2024-04-05\"}";
            case "POST /api/cohorts/{cohortId}/sessions" -> Site.newSession(0, null);
            case "POST /api/cohorts/{cohortId}/curriculum/copy" ->
                    "{\"fromCohortId\": \"{cohortId}-other\"}";
            case "POST /api/cohorts/{cohortId}/clinics" -> Site.newClinic(0, "{instructorId}");
            case "PATCH /api/clinics/{clinicId}" -> "{\"capacity\": 2}";
            case "POST /api/clinics/{clinicId}/cancellation" -> "{\"reason\": \"is ill\"}";
            case "PUT /api/clinics/{clinicId}/bookings/me",
                    "PUT /api/clinics/{clinicId}/bookings/{studentId}" ->
                    "{\"slotId\": \"2\"}";
            case "PUT /api/clinics/{clinicId}/feedback/{studentId}" ->
                    "{\"text\": \"Begin with what you did.\"}";
            case "POST /api/cohorts/{cohortId}/teams" -> Site.newTeam("Attention", "{studentId}");
            case "PATCH /api/cohorts/{cohortId}/teams/{teamId}" -> "{\"name\": \"Gradients\"}";
            case "PUT /api/sessions/{sessionId}/participants",
                    "PUT /api/sessions/{sessionId}/participants/proposal" ->
                    "{\"participantIds\": [\"{studentId}\"]}";
            case "PUT /api/sessions/{sessionId}/participants/confirmation" ->
                    "{\"teamId\": \"{teamId}\", \"edition\": 1}";
            case "POST /api/competitions" -> Site.newCompetition("{cohortId}");
            case "PATCH /api/competitions/{competitionId}" -> "{\"title\": \"Again\"}";
            case "PUT /api/competitions/{competitionId}/solution" -> Site.SOLUTION;
            case "POST /api/competitions/{competitionId}/solution/preview",
                    "POST /api/competitions/{competitionId}/submissions" ->
                    Site.SUBMISSION;
            case "POST /api/competitions/{competitionId}/rescoring" -> Site.OTHER_METRIC;
            case "POST /api/competitions/{competitionId}/rescoring/publication" ->
                    "{\"generation\": 2, \"reason\": \"Two labels were wrong.\"}";
            case "POST /api/competitions/{competitionId}/teams" -> "{\"name\": \"Cats\"}";
            case "POST /api/competitions/{competitionId}/merges" -> "{\"teamId\": \"{teamId}\"}";
            case "POST /api/competitions/{competitionId}/teams/{teamId}/members" ->
                    "{\"code\": \"x\"}";
            case "PUT /api/competitions/{competitionId}/teams/{teamId}/final-picks" ->
                    "{\"submissionIds\": []}";
            case "PUT /api/competitions/{competitionId}/submissions/{submissionId}/trial" ->
                    Site.TRIAL;
            case "PUT /api/competitions/{competitionId}/peer-ratings/me" ->
                    Site.peerRatings("{studentId}");
            case "PUT /api/competitions/{competitionId}/files/{name}" -> "id\n1\n";
            case "POST /api/gpu-pools" -> Site.newGpuPool("{cohortId}");
            case "PATCH /api/gpu-pools/{poolId}" -> "{\"quotaHours\": 20}";
            case "PUT /api/gpu-reservations/{reservationId}/note" -> "{\"text\": \"all clear\"}";
            case "PUT /api/gpu-pools/{poolId}/reports/{reservationId}" -> "{\"state\": \"BUSY\"}";
            case "POST /api/gpu-reservations" -> Site.newGpuReservation("{teamId}");
            case "POST /api/reviews", "PUT /api/reviews" -> "{{ticket}, \"rating\": 8}";
            case "POST /api/reviews/tickets",
                    "POST /api/reviews/withdrawal",
                    "POST /api/reviews/receipt" ->
                    "{{ticket}}";
            case "POST /api/conduct-reports/{reportId}/answer" -> "{\"text\": \"When was it?\"}";
            case "POST /api/conduct-reports/return" -> "{\"code\": \"{ticket}\"}";
            case "POST /api/conduct-reports/messages" ->
                    "{\"code\": \"{ticket}\", \"text\": \"Again\"}";
            case "POST /api/reviews/answers" ->
                    "{\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\", \"cohortId\": \"{cohortId}\"}, \"text\": \"We know\"}";
            case "PUT /api/reviews/answers/hiding" ->
                    "{\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\", \"cohortId\": \"{cohortId}\"}, \"reason\": \"Names somebody\"}";
            case "PUT /api/reviews/programmes/{programme}" -> "{\"shown\": true}";
            case "PUT /api/conduct-recipients/{cohortId}" -> "{\"usernames\": []}";
            case "POST /api/reviews/{reviewId}/moderation" -> "{\"decision\": \"PUBLISH\"}";
            case "POST /api/reviews/{reviewId}/redaction" -> "{\"texts\": [\"deep\"]}";
            case "PATCH /api/sessions/{sessionId}" -> "{\"title\": \"Backpropagation\"}";
            default -> null;
        };
    }
}
