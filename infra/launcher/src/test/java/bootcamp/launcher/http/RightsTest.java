package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Who may do what: every operation of the document asked for by everybody, each answer as the rules
 * say, and the table of {@code docs/rights.md} made of the answers. Written anew with {@code
 * -Drights.write=true}.
 */
class RightsTest {

    /** Who asks; in this order, so that those who change something come last. */
    enum Who {
        NOBODY("nobody"),
        INSTRUCTOR("INSTRUCTOR"),
        STUDENT("STUDENT, own"),
        OTHER_STUDENT("STUDENT, another's"),
        OTHER_STAFF("STAFF, other cohorts"),
        STAFF("STAFF"),
        ADMIN("ADMIN");

        private final String title;

        Who(String title) {
            this.title = title;
        }

        String role() {
            return switch (this) {
                case NOBODY -> "";
                case OTHER_STUDENT -> "STUDENT";
                case OTHER_STAFF -> "STAFF";
                default -> name();
            };
        }
    }

    private static final String YES = "yes";

    /**
     * Operations that are made ready before anybody asks: a service keeps few previews, and each
     * time so many are asked somebody waits for three seconds.
     */
    private static final int AT_A_TIME = 32;

    private static final String HEAD =
            """
            # Who may do what

            Made by a test from the OpenAPI document and from what the running platform answers
            (`RightsTest`; `mvn -pl infra/launcher -am test -Dtest=RightsTest -Drights.write=true
            -Dsurefire.failIfNoSpecifiedTests=false` writes it anew). **yes**: done, or refused for
            another reason than who asks. 401: sign in first. 403: not with this role. 404:
            somebody else's, which is as if it were not there. What is not in this table is not
            there at all.

            Of fields: a student sees the own enrollment without who did what, scores and notes of
            staff, and of a lecture the figures and the own seat, never who else comes, nor who asked a
            question; staff see who signed one, and who else asked only with a reason that the author reads. Of an
            attendance request a student does not see who decided it. An instructor sees of
            a cohort's sessions and clinics the own ones. What a student was told in a clinic is read by that
            student, staff and the practitioner. Of teams a student sees the own one, with the names by which staff
            wrote down its members; of teams of a competition the own one, whose code its members alone see. Only an admin
            closes or reopens a cohort (`status`, `closedOn`) or adopts a policy of completion or attendance, and a
            student sees what the own evidence comes to, never another's. A certificate is seen by its student; staff
            see who has one, never its code; whoever
            has its code is told what became of it, and the name only while the student wants it. Passwords, their hashes, and secrets of
            links and tokens are shown to nobody; a link is shown once, to the admin who made it, or
            sent to its student and shown to nobody. Dashboards hold ids, never names. A calendar is
            read by whoever has a link to it, too: with its `token` nobody is asked to sign in, and
            the link opens that calendar alone, until it is revoked. A script of a pool's cluster is nobody either: the
            token of the pool, which staff make and withdraw, tells it ids of reservations and teams of that pool. Whatever is sent with a ticket for a
            review is sent by nobody: a request that says who makes it is refused as it stands, so **yes**
            there is for all alike ([anonymity](anonymity.md)). Of reviews a student sees the figures and
            shown words of the own cohorts, an instructor those of the own teaching. Of the scores of an application
            staff are shown what others gave only once the own is done, or as many as are needed are.

            """;

    private final Site site = Site.get();
    private final Map<Who, Client> clients = new EnumMap<>(Who.class);
    private String ownStudent = "";
    private @Nullable String ownInstructor;

    @Test
    void everybodyMayWhatTheDocumentSaysAndNothingElse() throws IOException {
        try (HiddenLabels labels = new HiddenLabels()) {
            everybodyAsksForEverything();
            assertThat(labels.areNowhereElse(site)).isGreaterThan(1_000);
        }
    }

    /** I9: answers, tables, documents and streams, until the end; then everybody is told. */
    @Test
    void privateScoresAreToldToStaffAloneUntilTheEnd() throws Exception {
        try (HiddenLabels hidden = new HiddenLabels()) {
            people();
            Subject scored = scoredCompetition();
            String competition = scored.in("/api/competitions/{competitionId}");
            String hiddenBoard = competition + "/leaderboard?board=private";
            Eventually.within(
                    Duration.ofSeconds(30),
                    () ->
                            HiddenLabels.isPrivateScoreIn(
                                    client(Who.STAFF).get(hiddenBoard).is(200).body()));
            site.admin().get(competition + "/solution").is(200);

            Map<Who, Set<String>> toldBy = new EnumMap<>(Who.class);
            for (Who who :
                    List.of(
                            Who.NOBODY,
                            Who.INSTRUCTOR,
                            Who.STUDENT,
                            Who.OTHER_STUDENT,
                            Who.STAFF)) {
                client(who)
                        .get(hiddenBoard)
                        .is(who == Who.STAFF ? 200 : who == Who.NOBODY ? 401 : 403);
                toldBy.put(who, privateScoresToldTo(who, scored));
            }

            // What finds nothing that staff are told finds nothing.
            assertThat(toldBy.remove(Who.STAFF))
                    .contains(
                            "GET /api/competitions/{competitionId}/submissions application/json",
                            "GET /api/competitions/{competitionId}/submissions text/csv",
                            "GET /api/competitions/{competitionId}/submissions/{submissionId}"
                                    + " application/json");
            assertThat(toldBy.values()).allMatch(Set::isEmpty, toldBy.toString());
            assertThat(hidden.areNowhereElse(site)).isGreaterThan(100);
            site.admin().send("POST", competition + "/closing", null, null).is(200);
            for (Who who : List.of(Who.STUDENT, Who.OTHER_STUDENT)) {
                assertThat(client(who).get(hiddenBoard).is(200).body())
                        .matches(HiddenLabels::isPrivateScoreIn);
            }
        }
    }

    /** With a team and a submission of each of the two students. */
    private Subject scoredCompetition() {
        String cohortId = "rights-scores";
        site.cohort(cohortId);
        List<Client> students = List.of(client(Who.STUDENT), client(Who.OTHER_STUDENT));
        for (Who who : List.of(Who.STUDENT, Who.OTHER_STUDENT)) {
            String username = "rights-" + who.name().toLowerCase(Locale.ROOT);
            site.admin()
                    .post(
                            "/api/cohorts/" + cohortId + "/enrollments",
                            "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-03\"}"
                                    .formatted(
                                            site.admin()
                                                    .get("/api/users/" + username)
                                                    .is(200)
                                                    .text("studentId")))
                    .is(201);
        }
        Answer drafted =
                site.admin().post("/api/competitions", Site.newCompetition(cohortId)).is(201);
        String competition = drafted.header("Location");
        site.admin().send("PUT", competition + "/solution", "text/csv", Site.SOLUTION).is(200);
        site.admin().send("POST", competition + "/publication", null, null).is(200);
        String teamId = "none";
        for (Client student : students.reversed()) {
            teamId =
                    student.send("POST", competition + "/submissions", "text/csv", Site.SUBMISSION)
                            .is(202)
                            .text("teamId");
        }
        return Subject.unknown("none")
                .with(
                        "cohortId",
                        cohortId,
                        "competitionId",
                        drafted.text("competitionId"),
                        "teamId",
                        teamId,
                        "studentId",
                        ownStudent);
    }

    /** By which operations, in which form, of all that anything of a competition can be read by. */
    private Set<String> privateScoresToldTo(Who who, Subject subject) throws IOException {
        Set<String> told = new TreeSet<>();
        for (Operation operation : site.contract.operations()) {
            String pattern = operation.path().getPatternString();
            boolean isOfCompetitions =
                    Stream.of("/api/competitions", "/api/dashboards", "/api/me")
                            .anyMatch(pattern::startsWith);
            if (!operation.method().equals("GET") || !isOfCompetitions) {
                continue;
            }
            String path = GoodRequest.path(operation, subject);
            for (String form : operation.described().at("/responses/200/content").propertyNames()) {
                String answer =
                        GoodRequest.isStream(operation)
                                ? HiddenLabels.firstOf(operation.id(), client(who).open(path))
                                : client(who).get(path, "Accept", form).body();
                if (HiddenLabels.isPrivateScoreIn(answer)) {
                    told.add(operation.id() + " " + form);
                }
            }
        }
        return told;
    }

    private void everybodyAsksForEverything() throws IOException {
        people();
        Map<Operation, Map<Who, String>> table = new LinkedHashMap<>();
        SoftAssertions all = new SoftAssertions();
        Subjects asked = subjects();

        for (List<Operation> some :
                site.contract.operations().stream()
                        .gather(Gatherers.windowFixed(AT_A_TIME))
                        .toList()) {
            Map<Operation, Subject> subjects = new LinkedHashMap<>();
            for (Operation operation : some) {
                subjects.put(operation, asked.next(operation));
            }
            Map<Operation, String> others = answeredToOtherStudent(subjects);
            for (Operation operation : some) {
                Map<Who, String> row = new EnumMap<>(Who.class);
                for (Who who : Who.values()) {
                    String expected = expected(operation, who);
                    String answered =
                            who == Who.OTHER_STUDENT
                                    ? others.get(operation)
                                    : answered(operation, who, subjects.get(operation));
                    all.assertThat(answered)
                            .as("%s by %s", operation.id(), who)
                            .isEqualTo(expected);
                    row.put(who, answered);
                }
                table.put(operation, row);
            }
        }

        all.assertAll();
        String rendered = HEAD + rendered(table);
        Path file = docs().resolve("rights.md");
        if (Boolean.getBoolean("rights.write")) {
            Files.writeString(file, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(file));
    }

    @Test
    void aStudentGetsTheOwnEnrollmentAndLecturesAndNoDashboardListOrComparison() {
        assertThat(allowed("STUDENT"))
                .containsExactlyInAnyOrder(
                        "GET /api/session",
                        "DELETE /api/session",
                        "GET /api/me",
                        "GET /api/me/notices",
                        "PUT /api/me/notices/read",
                        "GET /api/me/attendance",
                        "GET /api/me/completion",
                        "GET /api/me/certificates",
                        "PUT /api/me/certificates/{enrollmentId}",
                        "GET /api/cohorts/{cohortId}/check-in",
                        "POST /api/cohorts/{cohortId}/attendance/{date}/stamps",
                        "POST /api/cohorts/{cohortId}/attendance-requests",
                        "GET /api/cohorts/{cohortId}/attendance-requests/{requestId}",
                        "DELETE /api/cohorts/{cohortId}/attendance-requests/{requestId}",
                        "PUT /api/cohorts/{cohortId}/attendance-requests/{requestId}/evidence",
                        "GET /api/cohorts/{cohortId}/attendance-requests/{requestId}/evidence",
                        "GET /api/me/attendance-requests",
                        "GET /api/enrollments/{enrollmentId}",
                        "GET /api/lectures",
                        "GET /api/lectures/{lectureId}",
                        "GET /api/lectures/{lectureId}/stream",
                        "GET /api/lectures/{lectureId}/notes",
                        "POST /api/lectures/{lectureId}/questions",
                        "GET /api/lectures/{lectureId}/questions",
                        "GET /api/lectures/{lectureId}/questions/{questionId}",
                        "DELETE /api/lectures/{lectureId}/questions/{questionId}",
                        "PUT /api/lectures/{lectureId}/questions/{questionId}/votes/me",
                        "DELETE /api/lectures/{lectureId}/questions/{questionId}/votes/me",
                        "PUT /api/lectures/{lectureId}/questions/{questionId}/reports/me",
                        "GET /api/cohorts/{cohortId}/modules",
                        "GET /api/modules/{moduleId}",
                        "GET /api/cohorts/{cohortId}/sessions",
                        "GET /api/sessions/{sessionId}",
                        "GET /api/cohorts/{cohortId}/calendar.ics",
                        "GET /api/me/sessions",
                        "GET /api/me/clinics",
                        "GET /api/cohorts/{cohortId}/clinics",
                        "GET /api/cohorts/{cohortId}/teams",
                        "GET /api/sessions/{sessionId}/participants",
                        "PUT /api/sessions/{sessionId}/participants/proposal",
                        "PUT /api/sessions/{sessionId}/participants/confirmation",
                        "GET /api/clinics/{clinicId}",
                        "PUT /api/clinics/{clinicId}/bookings/me",
                        "DELETE /api/clinics/{clinicId}/bookings/me",
                        "GET /api/competitions",
                        "GET /api/competitions/{competitionId}",
                        "GET /api/competitions/{competitionId}/files/{name}",
                        "POST /api/competitions/{competitionId}/teams",
                        "GET /api/competitions/{competitionId}/teams",
                        "GET /api/competitions/{competitionId}/teams/{teamId}",
                        "GET /api/competitions/{competitionId}/teams/{teamId}/stream",
                        "POST /api/competitions/{competitionId}/teams/{teamId}/members",
                        "DELETE /api/competitions/{competitionId}/teams/{teamId}/members/me",
                        "PUT /api/competitions/{competitionId}/teams/{teamId}/final-picks",
                        "POST /api/competitions/{competitionId}/merges",
                        "GET /api/competitions/{competitionId}/merges",
                        "GET /api/competitions/{competitionId}/merges/{mergeId}",
                        "DELETE /api/competitions/{competitionId}/merges/{mergeId}",
                        "POST /api/competitions/{competitionId}/merges/{mergeId}/acceptance",
                        "GET /api/competitions/{competitionId}/merge-candidates",
                        "POST /api/competitions/{competitionId}/submissions",
                        "GET /api/competitions/{competitionId}/submissions",
                        "GET /api/competitions/{competitionId}/submissions/{submissionId}",
                        "PUT /api/competitions/{competitionId}/submissions/{submissionId}/trial",
                        "GET /api/competitions/{competitionId}/submissions/{submissionId}/trial",
                        "GET /api/competitions/{competitionId}/teams/{teamId}/trials.md",
                        "GET /api/competitions/{competitionId}/teams/{teamId}/trials",
                        "PUT /api/competitions/{competitionId}/teams/{teamId}/sharing",
                        "DELETE /api/competitions/{competitionId}/teams/{teamId}/sharing",
                        "GET /api/competitions/{competitionId}/shared-trials",
                        "GET /api/competitions/{competitionId}/peer-ratings/me",
                        "PUT /api/competitions/{competitionId}/peer-ratings/me",
                        "GET /api/competitions/{competitionId}/leaderboard",
                        "GET /api/competitions/{competitionId}/leaderboard/history",
                        "GET /api/gpu-pools",
                        "GET /api/gpu-pools/{poolId}",
                        "GET /api/gpu-reservations",
                        "POST /api/gpu-reservations",
                        "DELETE /api/gpu-reservations/{reservationId}",
                        "PUT /api/gpu-reservations/{reservationId}/claim",
                        "PUT /api/gpu-reservations/{reservationId}/note",
                        "GET /api/me/calendar.ics",
                        "GET /api/me/calendar-links",
                        "POST /api/me/calendar-links",
                        "DELETE /api/me/calendar-links/{linkId}",
                        "PUT /api/lectures/{lectureId}/registrations/me",
                        "DELETE /api/lectures/{lectureId}/registrations/me",
                        "PUT /api/lectures/{lectureId}/registrations/me/confirmation",
                        "GET /api/reviews/due",
                        "POST /api/reviews/tickets",
                        "GET /api/reviews/summaries",
                        "GET /api/reviews/texts");
        assertThat(allowed("INSTRUCTOR"))
                .containsExactlyInAnyOrder(
                        "GET /api/session",
                        "DELETE /api/session",
                        "GET /api/me/sessions",
                        "GET /api/cohorts/{cohortId}/sessions",
                        "GET /api/sessions/{sessionId}",
                        "GET /api/cohorts/{cohortId}/clinics",
                        "GET /api/clinics/{clinicId}",
                        "GET /api/clinics/{clinicId}/feedback",
                        "POST /api/reviews/answers",
                        "PUT /api/clinics/{clinicId}/feedback/{studentId}",
                        "DELETE /api/clinics/{clinicId}/feedback/{studentId}",
                        "GET /api/reviews/summaries",
                        "GET /api/reviews/texts");
    }

    @Test
    void staffNeitherManageAccountsNorCloseNorErase() {
        assertThat(allowed("STAFF"))
                .isNotEmpty()
                .noneMatch(
                        id ->
                                Stream.of(
                                                "/api/users",
                                                "/api/dead-letters",
                                                "/api/replays",
                                                "/invitations",
                                                "{cohortId}/closing",
                                                "/personal-data")
                                        .anyMatch(id::contains));
        people();
        Subject subject = subject();
        String cohort = "/api/cohorts/" + subject.get("cohortId");

        client(Who.STAFF).patch(cohort, "{\"status\": \"CLOSED\"}").is(403);

        assertThat(site.admin().get(cohort).text("status")).isEqualTo("OPEN");
    }

    @Test
    void whatTheDocumentDoesNotDescribeIsNotThereForAnybody() {
        people();
        Subject subject = subject();
        List<String> paths =
                site.contract.operations().stream()
                        .map(operation -> subject.in(operation.path().getPatternString()))
                        .distinct()
                        .toList();
        for (String path : paths) {
            String beyond = path + "/none-of-the-sort";
            if (site.contract.find("GET", beyond) == null) {
                assertThat(site.client().get(beyond).status()).as(beyond).isEqualTo(401);
                assertThat(site.admin().get(beyond).status()).as(beyond).isIn(404, 405);
            }
            String other =
                    Stream.of("PUT", "PATCH", "DELETE")
                            .filter(method -> site.contract.find(method, path) == null)
                            .findFirst()
                            .orElseThrow();
            assertThat(site.client().send(other, path, null, null).status())
                    .as(path)
                    .isEqualTo(401);
            assertThat(site.admin().send(other, path, null, null).status()).as(path).isEqualTo(405);
        }
    }

    private Set<String> allowed(String role) {
        return site.contract.operations().stream()
                .filter(operation -> operation.roles().contains(role))
                .map(Operation::id)
                .collect(Collectors.toSet());
    }

    @Test
    void aStudentSeesNothingThatStaffWrote() {
        people();
        Subject subject = subject();
        site.admin()
                .post(
                        "/api/enrollments/" + subject.get("enrollmentId") + "/withdrawal",
                        "{\"on\": \"2024-03-04\", \"reason\": \"TIME\", \"note\": \"a private word\"}")
                .is(200);
        String path = "/api/enrollments/" + subject.get("enrollmentId");

        Answer staff = site.admin().get(path).is(200);
        Answer student = client(Who.STUDENT).get(path).is(200);

        assertThat(staff.body()).contains("a private word", "\"by\":\"admin\"");
        assertThat(student.body()).doesNotContain("a private word", "admin");
        assertThat(student.header("ETag")).isNotEqualTo(staff.header("ETag"));
        assertThat(student.header("Cache-Control")).isEqualTo("no-store");
    }

    private static String expected(Operation operation, Who who) {
        if (operation.forAnybody()) {
            return YES;
        }
        if (who == Who.NOBODY) {
            return "401";
        }
        if (!operation.roles().contains(who.role())) {
            return "403";
        }
        String id = operation.id();
        boolean ofCohort =
                Stream.of(
                                "{cohortId}",
                                "{enrollmentId}",
                                "{importId}",
                                "/outreach",
                                "{lectureId}",
                                "{moduleId}",
                                "{sessionId}",
                                "{clinicId}",
                                "{competitionId}",
                                "POST /api/competitions",
                                "{poolId}",
                                "POST /api/gpu-pools",
                                "GET /api/gpu-reservations",
                                "{reservationId}",
                                "{reviewId}",
                                "{reportId}",
                                "POST /api/reviews/answers",
                                "PUT /api/reviews/answers/hiding",
                                "GET /api/reviews/texts",
                                "/api/retention",
                                "POST /api/lectures")
                        .anyMatch(id::contains);
        if (who == Who.INSTRUCTOR && id.equals("POST /api/reviews/answers")) {
            return "404";
        }
        if (who == Who.OTHER_STAFF && id.equals("POST /api/cohorts")) {
            return "403";
        }
        return who == Who.OTHER_STAFF && ofCohort
                        || who == Who.OTHER_STUDENT
                                && Stream.of(
                                                "{cohortId}",
                                                "{enrollmentId}",
                                                "{lectureId}",
                                                "{moduleId}",
                                                "{sessionId}",
                                                "{clinicId}",
                                                "{competitionId}",
                                                "{poolId}",
                                                "GET /api/gpu-reservations",
                                                "{reservationId}",
                                                "POST /api/reviews/tickets",
                                                "GET /api/reviews/texts")
                                        .anyMatch(id::contains)
                ? "404"
                : YES;
    }

    /**
     * All asked at once, since a service waits for what it has not heard of before it says that
     * somebody is of another cohort.
     */
    private Map<Operation, String> answeredToOtherStudent(Map<Operation, Subject> subjects) {
        client(Who.OTHER_STUDENT);
        Map<Operation, Future<String>> asked = new LinkedHashMap<>();
        try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            subjects.forEach(
                    (operation, subject) ->
                            asked.put(
                                    operation,
                                    asking.submit(
                                            () ->
                                                    answered(
                                                            operation,
                                                            Who.OTHER_STUDENT,
                                                            subject))));
        }
        Map<Operation, String> answers = new LinkedHashMap<>();
        asked.forEach((operation, answer) -> answers.put(operation, answer.resultNow()));
        return answers;
    }

    private String answered(Operation operation, Who who, Subject subject) throws IOException {
        Client client =
                operation.id().equals("DELETE /api/session") && who != Who.NOBODY
                        ? newClient(who)
                        : client(who);
        if (GoodRequest.isStream(operation)) {
            String path = GoodRequest.path(operation, subject);
            HttpResponse<InputStream> stream = client.open(path);
            HiddenLabels.areNotIn("GET " + path, stream);
            return word(operation, stream.statusCode());
        }
        Answer answer = GoodRequest.send(client, operation, subject);
        // That there is no such letter is told to those alone who may know.
        return answer.status() == 404 && operation.id().contains("{letterId}")
                ? YES
                : word(operation, answer.status());
    }

    private static String word(Operation operation, int status) {
        // Name and password, or an issuer that may not be there, are what these are about.
        boolean isAboutSigningIn =
                operation.forAnybody()
                        && operation.service() == null
                        && List.of(401, 404).contains(status);
        return List.of(401, 403, 404).contains(status) && !isAboutSigningIn ? "" + status : YES;
    }

    // ---- people and subjects

    private void people() {
        if (site.admin().get("/api/cohorts/rights-home").status() == 404) {
            site.cohort("rights-home");
            String own = site.enrolled("rights-home", "Rights Own").text("studentId");
            String other = site.enrolled("rights-home", "Rights Other").text("studentId");
            site.account("rights-student", "STUDENT", ", \"studentId\": \"%s\"".formatted(own));
            site.account(
                    "rights-other_student", "STUDENT", ", \"studentId\": \"%s\"".formatted(other));
            String instructor =
                    site.admin()
                            .post("/api/instructors", Site.newInstructor("Rights Instructor"))
                            .is(201)
                            .text("instructorId");
            site.account(
                    "rights-instructor",
                    "INSTRUCTOR",
                    ", \"instructorId\": \"%s\"".formatted(instructor));
            site.account("rights-staff", "STAFF", "");
            site.account("rights-other_staff", "STAFF", ", \"cohortIds\": [\"elsewhere\"]");
        }
        ownStudent = site.admin().get("/api/users/rights-student").is(200).text("studentId");
        ownInstructor =
                site.admin().get("/api/users/rights-instructor").is(200).text("instructorId");
    }

    private Client client(Who who) {
        return clients.computeIfAbsent(who, this::newClient);
    }

    private Client newClient(Who who) {
        return switch (who) {
            case NOBODY -> site.client();
            case ADMIN -> site.client().bearer("admin", Site.PASSWORD);
            default ->
                    site.client()
                            .bearer("rights-" + who.name().toLowerCase(Locale.ROOT), Site.PASSWORD);
        };
    }

    private Subject subject() {
        return subjects().next();
    }

    private Subjects subjects() {
        return new Subjects(
                site.admin(), client(Who.STUDENT), "rights", ownStudent, "none", ownInstructor);
    }

    // ---- the page

    private static String rendered(Map<Operation, Map<Who, String>> table) {
        StringBuilder text = new StringBuilder("| |");
        List<Who> order = List.of(Who.values()).reversed();
        order.forEach(who -> text.append(' ').append(who.title).append(" |"));
        text.append("\n|---|").append("---|".repeat(order.size())).append('\n');
        table.entrySet().stream()
                .sorted(Comparator.comparing(row -> row.getKey().path().getPatternString()))
                .forEach(row -> text.append(line(row.getKey(), row.getValue(), order)));
        return text.toString();
    }

    private static String line(Operation operation, Map<Who, String> answers, List<Who> order) {
        return "| `%s` %s | %s |\n"
                .formatted(
                        operation.id(),
                        operation.described().path("summary").asString(),
                        order.stream().map(answers::get).collect(Collectors.joining(" | ")));
    }

    /** In the root of the repository, above the module in which tests run. */
    private static Path docs() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(above -> above.resolve("docs"))
                .filter(docs -> Files.exists(docs.resolve("architecture.md")))
                .findFirst()
                .orElseThrow();
    }
}
