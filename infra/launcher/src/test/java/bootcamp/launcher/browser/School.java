package bootcamp.launcher.browser;

import bootcamp.launcher.client.ProblemAnswer;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.review.ticket.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the tests find on the platform, put there once over the public API: two cohorts of OULAD
 * that are over, one of invented people that runs, one with three, one with none, and an account
 * for each role.
 */
final class School {

    static final String PASSWORD = "correct horse battery";
    static final String RUNNING = "ai-8";
    static final String OVER = "aaa-2013j";
    static final String OVER_LATER = "aaa-2014j";
    static final String FEW = "few";
    static final String EMPTY = "empty";
    static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
    static final int DAY = 100;

    /** In the name of everybody but the student who has an account. */
    static final String CANARY = "Kanarienvogel";

    static final String OWN_NAME = "한소율";

    /** All are cats, but for the last one. */
    static final String SOLUTION =
            "id,label,usage\n"
                    + IntStream.rangeClosed(1, 10)
                            .mapToObj(i -> i + ",cat," + (i <= 5 ? "Public" : "Private") + "\n")
                            .collect(Collectors.joining())
                    + "11,dog,Private\n";

    private static final int PEOPLE = 81;
    private static final int LEAVE_EVERY = 9;
    private static final Path ROSTERS = Path.of("../../gateway/src/test/resources/oulad/rosters");
    private static final List<String> REASONS =
            List.of("HEALTH", "TIME", "EMPLOYMENT", "CONTENT_TOO_HARD", "EMPLOYMENT");

    private static @org.jspecify.annotations.Nullable School shared;

    final URI url;
    final RunningPlatform admin;
    final LocalDate today = LocalDate.now(ZONE);

    /** The account of each role. */
    final Map<String, String> usernames =
            Map.of("ADMIN", "admin", "STAFF", "mina", "STUDENT", "soyul", "INSTRUCTOR", "ines");

    /** To whom the account of that role belongs. */
    final String instructorId;

    private School(RunningBootcamp bootcamp) {
        url = bootcamp.url();
        RunningPlatform nobody = RunningPlatform.at(url);
        nobody.post(
                "/api/setup",
                key(),
                Map.of("token", bootcamp.setupToken(), "username", "admin", "password", PASSWORD));
        admin = nobody.signedIn("admin", PASSWORD);
        oulad(OVER, "AAA 2013J", LocalDate.of(2013, 10, 1), LocalDate.of(2014, 6, 26));
        oulad(OVER_LATER, "AAA 2014J", LocalDate.of(2014, 10, 1), LocalDate.of(2015, 6, 27));
        cohort(RUNNING, "AI 8기", today.minusDays(DAY), today.plusDays(100), "Asia/Seoul", 120);
        importRoster(RUNNING, invented());
        cohort(FEW, "AI 9기", today.minusDays(5), today.plusDays(195), "Asia/Seoul", 3);
        for (int i = 0; i < 4; i++) {
            enroll(FEW, CANARY + " few " + i, "few-" + i, today.minusDays(i));
        }
        cohort(EMPTY, "AI 10기", today.plusDays(30), today.plusDays(230), "Asia/Seoul", 81);
        account("STAFF", Map.of());
        account(
                "STUDENT",
                Map.of("studentId", student(RUNNING, OWN_NAME).path("studentId").asString()));
        instructorId =
                admin.post(
                                "/api/instructors",
                                key(),
                                Map.of("name", "Ines Duarte", "affiliation", "EXTERNAL"))
                        .path("instructorId")
                        .asString();
        account("INSTRUCTOR", Map.of("instructorId", instructorId));
    }

    /** One for all tests of this JVM: starting takes as long as many tests. */
    static synchronized School open() {
        if (shared == null) {
            shared = new School(RunningBootcamp.start());
        }
        return shared;
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    private void oulad(String id, String name, LocalDate start, LocalDate end) {
        cohort(id, name, start, end, "Europe/London", 5000);
        try {
            List<String> lines = Files.readAllLines(ROSTERS.resolve(id + ".csv"));
            StringBuilder csv = new StringBuilder("externalId," + lines.getFirst() + "\n");
            for (int i = 1; i < lines.size(); i++) {
                csv.append(id + "-" + i + "," + lines.get(i) + "\n");
            }
            importRoster(id, csv.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cohort(String id, String name, LocalDate start, LocalDate end, String zone, int capacity) {
        Map<String, Object> cohort = new HashMap<>();
        cohort.put("cohortId", id);
        cohort.put("programme", name.substring(0, name.indexOf(' ')));
        cohort.put("name", name);
        cohort.put("startDate", start.toString());
        cohort.put("endDate", end.toString());
        cohort.put("timeZone", zone);
        cohort.put("capacity", capacity);
        admin.post("/api/cohorts", key(), cohort);
    }

    private String invented() {
        StringBuilder csv = new StringBuilder("externalId,name,enrolledOn,withdrawnOn,reason\n");
        LocalDate start = today.minusDays(DAY);
        for (int i = 1; i <= PEOPLE; i++) {
            String name = i == 2 ? OWN_NAME : CANARY + " %02d".formatted(i);
            boolean left = i % LEAVE_EVERY == 0;
            csv.append("s%d,%s,%s,".formatted(i, name, start));
            csv.append(left ? start.plusDays(i + 1L) : "").append(',');
            csv.append(left ? REASONS.get(i % REASONS.size()) : "").append('\n');
        }
        return csv.toString();
    }

    void importRoster(String cohortId, String csv) {
        JsonNode accepted =
                admin.post(
                        "/api/cohorts/" + cohortId + "/imports?kind=roster",
                        "text/csv",
                        BodyPublishers.ofString(csv, StandardCharsets.UTF_8));
        String path = "/api/imports/" + accepted.path("importId").asString();
        Wait.until(() -> !admin.get(path).path("state").asString().equals("RUNNING"));
        JsonNode report = admin.get(path);
        if (!report.path("state").asString().equals("DONE")) {
            throw new AssertionError(report);
        }
    }

    JsonNode enroll(String cohortId, String name, String externalId, LocalDate on) {
        return admin.post(
                "/api/cohorts/" + cohortId + "/enrollments",
                key(),
                Map.of("name", name, "externalId", externalId, "enrolledOn", on.toString()));
    }

    /** One more student, who is here, for a test that changes something. */
    JsonNode newcomer(String name) {
        return enroll(RUNNING, name, externalId(name), today.minusDays(20));
    }

    JsonNode student(String cohortId, String name) {
        return admin.list("/api/cohorts/" + cohortId + "/enrollments").stream()
                .filter(each -> each.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    void withdraw(JsonNode enrollment, String reason) {
        admin.post(
                "/api/enrollments/%s/withdrawal"
                        .formatted(enrollment.path("enrollmentId").asString()),
                key(),
                Map.of("on", today.toString(), "reason", reason));
    }

    /** All that is personal of a student. */
    void erase(JsonNode enrollment) {
        admin.delete(
                "/api/students/%s/personal-data"
                        .formatted(enrollment.path("studentId").asString()));
    }

    /** By a roster, which knows people by their numbers. */
    void rename(String name, String newName) {
        importRoster(RUNNING, "externalId,name\n%s,%s\n".formatted(externalId(name), newName));
    }

    private static String externalId(String name) {
        return "new " + name;
    }

    /** So many training days before the last one that is over. */
    LocalDate trainingDay(int before) {
        LocalDate day = today.minusDays(1);
        for (int i = 0; isFree(day) || i < before; day = day.minusDays(1)) {
            i += isFree(day) ? 0 : 1;
        }
        return day;
    }

    private static boolean isFree(LocalDate day) {
        return day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue();
    }

    int left() {
        return admin.get("/api/dashboards/" + RUNNING).path("counts").path("withdrawn").asInt();
    }

    /** A special lecture of the running cohort, a week from now, in one of its evenings. */
    JsonNode lecture(String title, int capacity) {
        LocalDate day = today.plusDays(7);
        JsonNode draft =
                admin.post(
                        "/api/lectures",
                        key(),
                        Map.of(
                                "cohortIds",
                                List.of(RUNNING),
                                "title",
                                title,
                                "speaker",
                                "Ada Park, ML engineer",
                                "startsAt",
                                day + "T19:00:00+09:00",
                                "endsAt",
                                day + "T21:00:00+09:00",
                                "place",
                                "Room 301",
                                "capacity",
                                capacity));
        return admin.post(
                "/api/lectures/%s/publication".formatted(draft.path("lectureId").asString()),
                key(),
                Map.of());
    }

    /** One that is under way: it began a moment ago. */
    JsonNode begunLecture(String title) {
        OffsetDateTime starts = OffsetDateTime.now(ZoneOffset.ofHours(9)).plusSeconds(3);
        JsonNode draft =
                admin.post(
                        "/api/lectures",
                        key(),
                        Map.of(
                                "cohortIds",
                                List.of(RUNNING),
                                "title",
                                title,
                                "speaker",
                                "Ada Park, ML engineer",
                                "startsAt",
                                starts.truncatedTo(ChronoUnit.SECONDS).toString(),
                                "endsAt",
                                starts.truncatedTo(ChronoUnit.SECONDS).plusHours(2).toString(),
                                "capacity",
                                9));
        String path = "/api/lectures/" + draft.path("lectureId").asString();
        JsonNode published = admin.post(path + "/publication", key(), Map.of());
        Wait.until(() -> OffsetDateTime.now(ZoneOffset.UTC).isAfter(starts.plusSeconds(1)));
        return published;
    }

    /**
     * One of the cohort that is over, in which the student had a seat. It is moved to now once the
     * seat is taken, as soon as the platform takes that: its clock may have gone on.
     */
    void heldLecture(String cohortId, String title, RunningPlatform student) {
        OffsetDateTime now =
                OffsetDateTime.now(ZoneOffset.ofHours(9)).truncatedTo(ChronoUnit.SECONDS);
        JsonNode draft =
                admin.post(
                        "/api/lectures",
                        key(),
                        Map.of(
                                "cohortIds",
                                List.of(cohortId),
                                "title",
                                title,
                                "speaker",
                                "Ada Park, ML engineer",
                                "startsAt",
                                now.plusDays(1),
                                "endsAt",
                                now.plusDays(1).plusHours(2),
                                "capacity",
                                9));
        String path = "/api/lectures/" + draft.path("lectureId").asString();
        admin.post(path + "/publication", key(), Map.of());
        student.put(path + "/registrations/me");
        Wait.until(
                () -> {
                    OffsetDateTime starts =
                            OffsetDateTime.now(ZoneOffset.ofHours(9))
                                    .plusSeconds(3)
                                    .truncatedTo(ChronoUnit.SECONDS);
                    return isTaken(
                            () ->
                                    admin.patch(
                                            path,
                                            Map.of(
                                                    "startsAt",
                                                    starts,
                                                    "endsAt",
                                                    starts.plusSeconds(1))));
                });
        Wait.until(() -> isTaken(() -> admin.post(path + "/holding")));
    }

    private static boolean isTaken(Runnable step) {
        try {
            step.run();
            return true;
        } catch (ProblemAnswer refused) {
            return false;
        }
    }

    /** A module of the running cohort with a lab of the instructor's in each of its weeks. */
    void curriculum() {
        String cohort = "/api/cohorts/" + RUNNING;
        JsonNode module =
                admin.post(
                        cohort + "/modules",
                        key(),
                        Map.of(
                                "name", "통계",
                                "from", today.minusDays(14).toString(),
                                "until", today.plusDays(14).toString()));
        admin.post(
                cohort + "/sessions",
                key(),
                Map.of(
                        "kind",
                        "LAB",
                        "title",
                        "표본과 추정",
                        "moduleId",
                        module.path("moduleId").asString(),
                        "instructorId",
                        instructorId,
                        "startsAt",
                        today.minusDays(14) + "T14:00",
                        "endsAt",
                        today.minusDays(14) + "T17:00",
                        "place",
                        "Lab 2",
                        "repeat",
                        Map.of(
                                "until",
                                today.plusDays(14).toString(),
                                "weekdays",
                                List.of("MONDAY", "THURSDAY"))));
    }

    /**
     * A clinic of the running cohort with a practitioner of its own: three slots of half an hour.
     *
     * @param hour of a day a week from now, 0 to 22
     */
    JsonNode clinic(String title, int hour) {
        String practitioner =
                admin.post(
                                "/api/instructors",
                                key(),
                                Map.of("name", "Noor " + title, "affiliation", "EXTERNAL"))
                        .path("instructorId")
                        .asString();
        return admin.post(
                "/api/cohorts/" + RUNNING + "/clinics",
                key(),
                Map.of(
                        "kind",
                        "RESUME_FEEDBACK",
                        "title",
                        title,
                        "instructorId",
                        practitioner,
                        "startsAt",
                        today.plusDays(7) + "T%02d:00".formatted(hour),
                        "minutes",
                        30,
                        "slots",
                        3));
    }

    /** A team of the running cohort, of these students by name. */
    JsonNode team(String name, String... students) {
        return admin.post(
                "/api/cohorts/" + RUNNING + "/teams",
                key(),
                Map.of(
                        "name",
                        name,
                        "members",
                        Stream.of(students)
                                .map(
                                        each ->
                                                Map.of(
                                                        "studentId",
                                                        student(RUNNING, each)
                                                                .path("studentId")
                                                                .asString(),
                                                        "name",
                                                        each))
                                .toList()));
    }

    /** A team activity of the running cohort so many days ago. */
    JsonNode teamActivity(String title, int daysAgo) {
        LocalDate day = today.minusDays(daysAgo);
        return admin.post(
                "/api/cohorts/" + RUNNING + "/sessions",
                key(),
                Map.of(
                        "kind",
                        "TEAM_ACTIVITY",
                        "title",
                        title,
                        "startsAt",
                        day + "T14:00",
                        "endsAt",
                        day + "T17:00"));
    }

    /**
     * A competition of the running cohort that began yesterday: eleven rows by accuracy, of which
     * five are public; its data are one file.
     *
     * @return its id
     */
    String competition(String title) {
        String id =
                admin.post(
                                "/api/competitions",
                                key(),
                                Map.of(
                                        "cohortIds",
                                        List.of(RUNNING),
                                        "title",
                                        title,
                                        "metric",
                                        "accuracy",
                                        "startsAt",
                                        today.minusDays(1) + "T09:00",
                                        "endsAt",
                                        today.plusDays(30) + "T18:00",
                                        "mergeUntil",
                                        today.plusDays(20) + "T18:00",
                                        "maxTeamSize",
                                        3,
                                        "publicScores",
                                        "LADDER"))
                        .path("competitionId")
                        .asString();
        String path = "/api/competitions/" + id;
        admin.put(path + "/solution", "text/csv", BodyPublishers.ofString(SOLUTION));
        admin.put(
                path + "/files/test.csv",
                "application/octet-stream",
                BodyPublishers.ofString("id\n1\n2\n"));
        admin.post(path + "/publication", key(), Map.of());
        return id;
    }

    /** Two GPUs of the running cohort, in blocks of four hours. */
    void gpuPool(String name) {
        admin.post(
                "/api/gpu-pools",
                key(),
                Map.of(
                        "cohortIds",
                        List.of(RUNNING),
                        "name",
                        name,
                        "gpus",
                        List.of("RTX 3090 × 1", "RTX 3090 × 2"),
                        "blockMinutes",
                        240,
                        "quotaHours",
                        24));
    }

    /** Predictions of which so many are right, the public ones first. */
    static String predictions(int right) {
        StringBuilder csv = new StringBuilder("id,label\n");
        for (int i = 1; i <= 10; i++) {
            csv.append("%d,%s\n".formatted(i, i <= right ? "cat" : "dog"));
        }
        return csv.append("11,dog\n").toString();
    }

    /** Marks a student of the running cohort on its last training day before today. */
    void attended(String name, String status) {
        LocalDate day = today.minusDays(1);
        while (day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()) {
            day = day.minusDays(1);
        }
        attended(RUNNING, day, name, status);
    }

    /** Marks a student of a cohort on a training day. */
    void attended(String cohortId, LocalDate day, String name, String status) {
        String studentId = student(cohortId, name).path("studentId").asString();
        admin.put(
                "/api/cohorts/" + cohortId + "/attendance/" + day,
                Map.of("entries", List.of(Map.of("studentId", studentId, "status", status))));
    }

    /** Another student of the running cohort, signed in. */
    RunningPlatform studentNamed(String name, String username) {
        return studentOf(RUNNING, name, username);
    }

    /** Another student of a cohort, signed in. */
    RunningPlatform studentOf(String cohortId, String name, String username) {
        String studentId =
                enroll(cohortId, name, externalId(name), today.minusDays(20))
                        .path("studentId")
                        .asString();
        account(username, "STUDENT", Map.of("studentId", studentId));
        return RunningPlatform.at(url).signedIn(username, PASSWORD);
    }

    /**
     * What the student may review, once the service of reviews knows of so many.
     *
     * @throws AssertionError where it does not within half a minute
     */
    List<JsonNode> eventuallyDue(RunningPlatform student, int count) {
        Instant until = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(until)) {
            JsonNode due = student.get("/api/reviews/due").path("items");
            if (due.size() >= count) {
                return due.valueStream().toList();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("fewer than " + count + " are due");
    }

    /** A ticket is taken by the student, and spent by nobody. */
    void review(RunningPlatform student, JsonNode due, Map<String, Object> content) {
        Browser browser = new Browser(due.path("publicKey"));
        String signature =
                student.post(
                                "/api/reviews/tickets",
                                key(),
                                Map.of("target", due.path("target"), "blinded", browser.blinded()))
                        .path("signature")
                        .asString();
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("target", due.path("target"));
        review.put(
                "ticket",
                Map.of("message", browser.message(), "signature", browser.finished(signature)));
        review.putAll(content);
        RunningPlatform.at(url).post("/api/reviews", key(), review);
    }

    /** A program of the student whose account the tests sign in with. */
    RunningPlatform ownStudent() {
        return RunningPlatform.at(url)
                .signedIn(Objects.requireNonNull(usernames.get("STUDENT")), PASSWORD);
    }

    private void account(String role, Map<String, String> more) {
        account(Objects.requireNonNull(usernames.get(role)), role, more);
    }

    private void account(String username, String role, Map<String, String> more) {
        Map<String, Object> account = new HashMap<>(more);
        account.put("username", username);
        account.put("role", role);
        admin.post("/api/users", key(), account);
        String link = link(username);
        RunningPlatform.at(url)
                .post(
                        "/api/invitations/acceptance",
                        key(),
                        Map.of(
                                "token",
                                link.substring(link.indexOf('#') + 1),
                                "password",
                                PASSWORD));
    }

    String link(String username) {
        return admin.post(
                        "/api/users/" + username + "/links", key(), Map.of("purpose", "INVITATION"))
                .path("url")
                .asString();
    }

    /** A cohort of this test alone that can be applied for. */
    void takeApplications(String cohortId) {
        cohort(cohortId, "AI Admission", today.minusDays(3), today.plusDays(60), "Asia/Seoul", 5);
        admin.put(
                "/api/cohorts/" + cohortId + "/application-form",
                Map.of(
                        "items",
                        List.of(
                                Map.of(
                                        "itemId",
                                        "why",
                                        "kind",
                                        "TEXT",
                                        "label",
                                        words("지원 동기", "Why do you apply?"),
                                        "required",
                                        true),
                                Map.of(
                                        "itemId",
                                        "track",
                                        "kind",
                                        "CHOICE",
                                        "label",
                                        words("분야", "Track"),
                                        "required",
                                        false,
                                        "choices",
                                        List.of(
                                                Map.of(
                                                        "choiceId",
                                                        "cv",
                                                        "label",
                                                        words("비전", "Vision")),
                                                Map.of(
                                                        "choiceId",
                                                        "nlp",
                                                        "label",
                                                        words("언어", "Language")))),
                                Map.of(
                                        "itemId",
                                        "years",
                                        "kind",
                                        "NUMBER",
                                        "label",
                                        words("경력(년)", "Years of work"),
                                        "required",
                                        false,
                                        "min",
                                        0,
                                        "max",
                                        50),
                                Map.of(
                                        "itemId",
                                        "work",
                                        "kind",
                                        "FILE",
                                        "label",
                                        words("이력서", "What you have done"),
                                        "required",
                                        false)),
                        "consent",
                        words("개인정보 수집과 이용에 동의합니다.", "I agree that this is kept and read."),
                        "forgetAfterDays",
                        180));
    }

    /**
     * One more who applies for a cohort that takes applications.
     *
     * @param language ko or en
     * @return the id of the application
     */
    String apply(String cohortId, String name, String language) {
        String cohort = "/api/cohorts/" + cohortId;
        return admin.post(
                        cohort + "/applications",
                        key(),
                        Map.of(
                                "name",
                                name,
                                "email",
                                name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.org",
                                "language",
                                language,
                                "consent",
                                true,
                                "formVersion",
                                admin.get(cohort + "/application-form").path("version").asLong(),
                                "answers",
                                Map.of("why", "to be read")))
                .path("applicationId")
                .asString();
    }

    /** By two reviewers: motivation up to 5 points, experience up to 10. */
    void rubric(String cohortId) {
        admin.put(
                "/api/cohorts/" + cohortId + "/rubric",
                Map.of(
                        "items",
                        List.of(
                                Map.of(
                                        "itemId",
                                        "motivation",
                                        "label",
                                        words("동기", "Motivation"),
                                        "hint",
                                        words("왜 배우려는지", "Why they want to learn"),
                                        "pointsMax",
                                        5),
                                Map.of(
                                        "itemId",
                                        "experience",
                                        "label",
                                        words("경험", "Experience"),
                                        "pointsMax",
                                        10)),
                        "reviewersNeeded",
                        2));
    }

    /** What the admin gives for good. */
    void score(String cohortId, String applicationId, int motivation, int experience) {
        admin.put(
                "/api/cohorts/%s/applications/%s/scores/me".formatted(cohortId, applicationId),
                Map.of(
                        "points",
                        Map.of("motivation", motivation, "experience", experience),
                        "note",
                        "Read twice",
                        "done",
                        true));
    }

    private static Map<String, String> words(String ko, String en) {
        return Map.of("ko", ko, "en", en);
    }
}
