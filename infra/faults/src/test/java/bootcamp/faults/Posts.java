package bootcamp.faults;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Every POST of enrollment and the gateway that takes a key, ready to be sent, with what tells how
 * often it was. Those of the curriculum service are {@link CurriculumPosts}.
 */
final class Posts {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private static final Duration IMPORT_MAX = Duration.ofMinutes(1);

    /** POSTs that take a key, as the API's document calls them. */
    static final Set<String> OPERATIONS =
            Set.of(
                    "apply",
                    "sendApplicationFile",
                    "decideApplications",
                    "openCohort",
                    "closeCohort",
                    "enroll",
                    "withdraw",
                    "takeLeave",
                    "changeStatus",
                    "transfer",
                    "importRoster",
                    "applyImport",
                    "lift",
                    "logContact",
                    "createUser",
                    "linkOfUser",
                    "mailLinkToUser",
                    "inviteCohort",
                    "mailInvitationsToCohort");

    /**
     * They take a key and need none: sent again they begin once more what changes no aggregate, a
     * comparison with the topics, the reading of a record, a training or a preview.
     */
    static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "replayDashboards",
                    "replayEnrollment",
                    "replayCurriculum",
                    "replayCompetition",
                    "replayReview",
                    "retryDeadLetter",
                    "previewAttendancePolicy",
                    "previewCompletion",
                    "trainRisk",
                    "previewLectureNotes",
                    "previewSubmission");

    /** Of a service that the harness does not start yet: F11 says nothing about these. */
    static final Set<String> OF_COMPETITION =
            Set.of(
                    "draftCompetition",
                    "publishCompetition",
                    "closeCompetition",
                    "archiveCompetition",
                    "proposeRescoring",
                    "publishRescoring",
                    "foundCompetitionTeam",
                    "joinCompetitionTeam",
                    "proposeMerge",
                    "acceptMerge",
                    "submitPredictions",
                    "openGpuPool",
                    "makeGpuToken",
                    "reserveGpu");

    /**
     * A POST with what tells that it had one effect.
     *
     * @param name as the API's document calls the operation
     * @param otherBody for the same key; empty: none can be told from the first
     * @param essence what of an answer must be the same in all
     * @param effects how often it is seen to have been carried out; 1 for what leaves nothing that
     *     can be counted, where the answers alone, which hold a secret, tell one from two
     * @param by the account that sends it
     */
    record Probe(
            String name,
            Request request,
            String otherBody,
            Function<Answer, Object> essence,
            Effects effects,
            Api by) {}

    interface Effects {
        long count();
    }

    private final Scene scene;

    Posts(Scene scene) {
        this.scene = scene;
    }

    private Probe probe(String name, Request request, String otherBody, Effects effects) {
        return probe(name, request, otherBody, answer -> answer, effects);
    }

    private Probe probe(
            String name,
            Request request,
            String otherBody,
            Function<Answer, Object> essence,
            Effects effects) {
        return new Probe(name, request, otherBody, essence, effects, scene.api);
    }

    /** One of each, with a cohort, a student, an account of its own. */
    List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        String name = scene.id("cohort");
        String cohort = cohort(scene.id("probe"));
        String target = cohort(scene.id("target"));
        probes.add(
                probe(
                        "openCohort",
                        post("/api/cohorts", plan(name, null)),
                        plan(name + " other", null),
                        () -> count("/api/cohorts", "name", name)));
        String person = scene.id("person");
        probes.add(
                probe(
                        "enroll",
                        post("/api/cohorts/" + cohort + "/enrollments", newcomer(person)),
                        newcomer(person + " other"),
                        () -> count("/api/cohorts/" + cohort + "/enrollments", "name", person)));
        probes.add(application(cohort));
        probes.add(applicationFile(cohort));
        probes.add(decisions(cohort));
        String day = scene.ground.courses().getFirst().start().plusDays(40).toString();
        probes.add(
                command(
                        "withdraw",
                        "withdrawal",
                        cohort,
                        false,
                        "{\"on\":\"%s\",\"reason\":\"TIME\"}".formatted(day),
                        "{\"on\":\"%s\",\"reason\":\"HEALTH\"}".formatted(day),
                        "StudentWithdrew"));
        probes.add(
                command(
                        "takeLeave",
                        "leave",
                        cohort,
                        false,
                        "{\"from\":\"%s\"}".formatted(day),
                        "{\"from\":\"%s\",\"until\":\"%s\"}".formatted(day, day),
                        "LeaveTaken"));
        probes.add(
                command(
                        "changeStatus",
                        "status",
                        cohort,
                        true,
                        "{\"to\":\"SELECTED\",\"on\":\"%s\"}".formatted(day),
                        "{\"to\":\"REJECTED\",\"on\":\"%s\"}".formatted(day),
                        "StudentSelected"));
        probes.add(
                command(
                        "transfer",
                        "transfer",
                        cohort,
                        false,
                        "{\"toCohortId\":\"%s\",\"on\":\"%s\"}".formatted(target, day),
                        "{\"toCohortId\":\"%s\",\"on\":\"%s\"}"
                                .formatted(
                                        target,
                                        scene.ground.courses().getFirst().start().plusDays(41)),
                        "StudentTransferred"));
        probes.add(contact(cohort));
        probes.add(roster());
        probes.add(account());
        probes.add(closing());
        probes.add(application());
        probes.add(lift());
        probes.add(link());
        probes.add(invitations());
        probes.add(linkByMail());
        probes.add(invitationsByMail());
        return probes;
    }

    private Probe contact(String cohort) {
        String enrollment = enrolled(cohort, false);
        String studentId =
                scene.api.get("/api/enrollments/" + enrollment).path("studentId").asString("");
        String path = "/api/students/" + studentId + "/outreach";
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String body = "{\"on\":\"%s\",\"channel\":\"%s\"}";
        return probe(
                "logContact",
                post(path, body.formatted(today, "PHONE")),
                body.formatted(today, "TALK"),
                () -> count(path, "on", today));
    }

    private Probe closing() {
        String cohort = cohort(scene.id("closing"));
        LocalDate end = scene.ground.courses().getFirst().end();
        String path = "/api/cohorts/" + cohort;
        long version = scene.api.get(path).path("version").asLong();
        return probe(
                "closeCohort",
                post(path + "/closing", "{\"on\":\"%s\"}".formatted(end)),
                "{\"on\":\"%s\"}".formatted(end.minusDays(1)),
                () -> scene.api.get(path).path("version").asLong() - version);
    }

    /** How far an import is may differ from answer to answer. */
    private static Object importId(Answer answer) {
        return answer.body().path("importId").asString("");
    }

    /** A link leads to the gateway that was asked, and is the same by what it carries. */
    private static Object withoutAddress(Answer answer) {
        return ADDRESS.matcher(answer.text()).replaceAll("");
    }

    private Probe application() {
        String cohort = cohort(scene.id("application"));
        String id = scene.id("row");
        String csv = "externalId,name\n%s,%s\n".formatted(id, Canary.nameOf(id));
        String path = "/api/cohorts/" + cohort + "/imports?kind=roster&preview=true";
        String shown =
                "/api/imports/"
                        + created(Request.csv(path, csv, scene.id("key")))
                                .path("importId")
                                .asString("");
        await(shown, "PREVIEWED");
        return probe(
                "applyImport",
                post(shown + "/application", ""),
                "",
                Posts::importId,
                () -> {
                    await(shown, "DONE");
                    return scene.api.get(shown).path("applied").asLong();
                });
    }

    private void await(String path, String state) {
        if (!Pause.until(
                IMPORT_MAX, () -> scene.api.get(path).path("state").asString("").equals(state))) {
            throw new IllegalStateException("Not " + state + ": " + scene.api.get(path));
        }
    }

    /** Who was erased and may come again comes as one new student, however often that was said. */
    private Probe lift() {
        String cohort = cohort(scene.id("lift"));
        String person = scene.id("person");
        String path = "/api/cohorts/" + cohort + "/enrollments";
        String erased = created(post(path, known(person))).path("studentId").asString("");
        String data = "/api/students/" + erased + "/personal-data";
        Answer gone = scene.api.sendUntilAnswered(Request.delete(data));
        if (!gone.isOk()) {
            throw new IllegalStateException("Not erased: " + gone);
        }
        return probe(
                "lift",
                post(data + "/lift", ""),
                "",
                () -> {
                    JsonNode anew = created(post(path, known(person)));
                    return anew.path("studentId").asString("").equals(erased)
                            ? 0
                            : count(path, "studentId", anew.path("studentId").asString(""));
                });
    }

    private String known(String person) {
        return newcomer(person).replace("}", ",\"externalId\":\"%s\"}".formatted(person));
    }

    /** Only the answers tell a second link from the first. */
    private Probe link() {
        String username = scene.id("linked");
        created(account(username).request());
        return probe(
                "linkOfUser",
                post("/api/users/" + username + "/links", "{\"purpose\":\"INVITATION\"}"),
                "{\"purpose\":\"RESET\"}",
                Posts::withoutAddress,
                () -> 1);
    }

    private Probe invitations() {
        String cohort = cohort(scene.id("invited"));
        String student =
                created(
                                post(
                                        "/api/cohorts/" + cohort + "/enrollments",
                                        newcomer(scene.id("student"))))
                        .path("studentId")
                        .asString("");
        return probe(
                "inviteCohort",
                post("/api/cohorts/" + cohort + "/invitations", ""),
                "",
                Posts::withoutAddress,
                () -> count("/api/users", "studentId", student));
    }

    private Probe linkByMail() {
        String person = scene.id("mailed");
        String student = reachable(cohort(scene.id("mailed")), person);
        String username = scene.id("mailed");
        created(
                post(
                        "/api/users",
                        "{\"username\":\"%s\",\"role\":\"STUDENT\",\"studentId\":\"%s\"}"
                                .formatted(username, student)));
        return probe(
                "mailLinkToUser",
                post("/api/users/" + username + "/links/mail", "{\"purpose\":\"INVITATION\"}"),
                "{\"purpose\":\"RESET\"}",
                () -> Site.POSTBOX.to(Canary.emailOf(person)).size());
    }

    private Probe invitationsByMail() {
        String cohort = cohort(scene.id("mailed"));
        String person = scene.id("mailed");
        reachable(cohort, person);
        return probe(
                "mailInvitationsToCohort",
                post("/api/cohorts/" + cohort + "/invitations/mail", ""),
                "",
                () -> Site.POSTBOX.to(Canary.emailOf(person)).size());
    }

    /** The id of a new student with an address. */
    private String reachable(String cohort, String person) {
        String body =
                newcomer(person)
                        .replace("}", ",\"email\":\"%s\"}".formatted(Canary.emailOf(person)));
        return created(post("/api/cohorts/" + cohort + "/enrollments", body))
                .path("studentId")
                .asString("");
    }

    private Probe roster() {
        String cohort = cohort(scene.id("roster"));
        String id = scene.id("row");
        String csv = "externalId,name\n%s,%s\n".formatted(id, Canary.nameOf(id));
        String path = "/api/cohorts/" + cohort + "/imports";
        return probe(
                "importRoster",
                Request.csv(path + "?kind=roster", csv, scene.id("key")),
                csv.replace(",name\n", ",email\n").replace(Canary.nameOf(id), Canary.emailOf(id)),
                Posts::importId,
                () -> count(path, "cohortId", cohort));
    }

    private Probe account() {
        return account(scene.id("user"));
    }

    private Probe account(String username) {
        return probe(
                "createUser",
                post(
                        "/api/users",
                        "{\"username\":\"%s\",\"role\":\"INSTRUCTOR\"}".formatted(username)),
                "",
                () -> count("/api/users", "username", username));
    }

    private Probe command(
            String operation,
            String path,
            String cohort,
            boolean applies,
            String body,
            String otherBody,
            String fact) {
        String enrollment = enrolled(cohort, applies);
        return probe(
                operation,
                post("/api/enrollments/%s/%s".formatted(enrollment, path), body),
                otherBody,
                () -> facts(enrollment, fact));
    }

    /** How often it is in the history of an enrollment. */
    private long facts(String enrollment, String fact) {
        long count = 0;
        for (JsonNode happened : scene.api.get("/api/enrollments/" + enrollment).path("history")) {
            count += happened.path("what").asString("").equals(fact) ? 1 : 0;
        }
        return count;
    }

    Request post(String path, String body) {
        return Request.post(path, body, scene.id("key"));
    }

    private Probe application(String cohort) {
        String path = "/api/cohorts/" + cohort;
        created(
                new Request(
                        "PUT",
                        path + "/application-form",
                        "application/json",
                        """
                        {"items": [{"itemId": "cv", "kind": "FILE", "required": false,
                                    "label": {"ko": "이력서", "en": "What you did"}}],
                         "consent": {"ko": "동의합니다", "en": "I agree"},
                         "forgetAfterDays": 180}""",
                        null));
        String name = scene.id("applicant");
        return probe(
                "apply",
                post(path + "/applications", applying(name)),
                applying(name + "-other"),
                () -> count(path + "/applications", "name", name));
    }

    /** About somebody who has applied to the cohort, whose form is there. */
    private Probe decisions(String cohort) {
        String path = "/api/cohorts/" + cohort;
        String applied =
                created(post(path + "/applications", applying(scene.id("decided"))))
                        .path("applicationId")
                        .asString("");
        String enrollment =
                scene.api.get(path + "/applications/" + applied).path("enrollmentId").asString("");
        // Who applies after the end has applied on its day.
        String body =
                "{\"applicationIds\":[\"%s\"],\"decision\":\"%%s\",\"on\":\"%s\"}"
                        .formatted(applied, scene.ground.courses().getFirst().end());
        return probe(
                "decideApplications",
                post(path + "/application-decisions", body.formatted("SELECTED")),
                body.formatted("REJECTED"),
                () -> facts(enrollment, "StudentSelected"));
    }

    /** To a form that asks for one, see {@link #application}. */
    private Probe applicationFile(String cohort) {
        String path = "/api/cohorts/" + cohort + "/application-files";
        String file = "%PDF-1.7 of ";
        return probe(
                "sendApplicationFile",
                new Request("POST", path, "application/pdf", file + "one", scene.id("key")),
                file + "another",
                () -> 1);
    }

    private static String applying(String name) {
        return """
               {"name": "%1$s", "email": "%1$s@example.org", "language": "en", "consent": true,
                "formVersion": 1, "answers": {}}"""
                .formatted(name);
    }

    private long count(String list, String field, String value) {
        return scene.api.list(list).stream()
                .filter(item -> item.path(field).asString("").equals(value))
                .count();
    }

    private String cohort(String id) {
        created(post("/api/cohorts", plan(id, id)));
        return id;
    }

    private String plan(String name, @org.jspecify.annotations.Nullable String id) {
        var course = scene.ground.courses().getFirst();
        var body =
                Api.JSON
                        .createObjectNode()
                        .put("programme", "Faults")
                        .put("name", name)
                        .put("startDate", course.start().toString())
                        .put("endDate", course.end().toString())
                        .put("timeZone", "Asia/Seoul")
                        .put("capacity", 100);
        if (id != null) {
            body.put("cohortId", id);
        }
        return body.toString();
    }

    String newcomer(String name) {
        return Api.JSON
                .createObjectNode()
                .put("name", name)
                .put("enrolledOn", scene.ground.courses().getFirst().start().toString())
                .toString();
    }

    private String enrolled(String cohort, boolean applies) {
        String body = newcomer(scene.id("student"));
        String with = applies ? body.replace("}", ",\"status\":\"APPLIED\"}") : body;
        return created(post("/api/cohorts/" + cohort + "/enrollments", with))
                .path("enrollmentId")
                .asString("");
    }

    JsonNode created(Request request) {
        Answer answer = scene.api.sendUntilAnswered(request);
        if (!answer.isOk()) {
            throw new IllegalStateException(request + ": " + answer);
        }
        return answer.body();
    }
}
