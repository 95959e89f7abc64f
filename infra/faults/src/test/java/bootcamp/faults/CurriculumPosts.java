package bootcamp.faults;

import bootcamp.faults.Api.Request;
import bootcamp.faults.Posts.Effects;
import bootcamp.faults.Posts.Probe;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Every POST of the curriculum service that takes a key, as {@link Posts} has those of the others.
 */
final class CurriculumPosts {

    static final Set<String> OPERATIONS =
            Set.of(
                    "draftLecture",
                    "publishLecture",
                    "cancelLecture",
                    "holdLecture",
                    "askQuestion",
                    "revealAuthor",
                    "closeAttendance",
                    "stampAttendance",
                    "askForDay",
                    "decideAttendanceRequest",
                    "decideAttendanceRequests",
                    "addInstructor",
                    "planModule",
                    "planSession",
                    "cancelSession",
                    "openClinic",
                    "cancelClinic",
                    "formTeam",
                    "copyCurriculum",
                    "makeCohortCalendarLink",
                    "makeMyCalendarLink");

    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(30);

    private final Scene scene;
    private final Posts posts;
    private final Api staff;

    /** A cohort whose days go from morning to evening now, with its one student. */
    private record Ground(String cohort, String studentId, Api student) {

        String path() {
            return "/api/cohorts/" + cohort;
        }
    }

    /**
     * @param gateway through which all is prepared
     */
    CurriculumPosts(Scene scene, Site.Part gateway) {
        this.scene = scene;
        this.posts = new Posts(scene);
        this.staff = scene.api.at(gateway.port);
    }

    /** One of each, with a cohort, a student, a lecture of its own. */
    List<Probe> probes() {
        Ground ground = ground();
        List<Probe> probes = new ArrayList<>();
        lectures(ground, probes);
        week(ground, probes);
        clinics(ground, probes);
        requests(ground, probes);
        links(ground, probes);
        probes.add(team(ground));
        probes.add(closing());
        probes.add(stamp(ground));
        return probes;
    }

    // ---- the ground

    private Ground ground() {
        String cohort = cohort();
        String person = scene.id("taught");
        String student =
                created("/api/cohorts/" + cohort + "/enrollments", newcomer(person))
                        .path("studentId")
                        .asString();
        created(
                "/api/users",
                "{\"username\":\"%s\",\"role\":\"STUDENT\",\"studentId\":\"%s\",\"password\":\"%s\"}"
                        .formatted(person, student, bootcamp.faults.Ground.PASSWORD));
        Api signedIn = Api.at(staff.url()).signedIn(person, bootcamp.faults.Ground.PASSWORD);
        return new Ground(cohort, student, signedIn);
    }

    private String cohort() {
        String cohort = scene.id("curriculum");
        LocalDate today = today();
        String everyDay =
                Arrays.stream(DayOfWeek.values())
                        .map(day -> '"' + day.name() + '"')
                        .collect(Collectors.joining(","));
        created(
                "/api/cohorts",
                """
                {"cohortId": "%s", "programme": "Faults", "name": "%s", "startDate": "%s", "endDate": "%s",
                 "timeZone": "%s", "capacity": 10, "trainingWeekdays": [%s]}
                """
                        .formatted(
                                cohort,
                                cohort,
                                today.minusDays(30),
                                today.plusDays(60),
                                noon(),
                                everyDay));
        return cohort;
    }

    /** Where it is about noon; in {@code Etc} signs are the other way round. */
    private static ZoneId noon() {
        int east = 12 - Instant.now().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east));
    }

    private static LocalDate today() {
        return LocalDate.now(noon());
    }

    private static String newcomer(String name) {
        return "{\"name\":\"%s\",\"enrolledOn\":\"%s\"}".formatted(name, today().minusDays(30));
    }

    // ---- lectures

    private void lectures(Ground ground, List<Probe> probes) {
        String title = scene.id("lecture");
        probes.add(
                probe(
                        "draftLecture",
                        "/api/lectures",
                        lecture(ground, title),
                        lecture(ground, title + " other"),
                        () -> count(staff, "/api/lectures", "title", title)));
        probes.add(rising("publishLecture", lecture(ground), "/publication", "", ""));
        probes.add(
                rising(
                        "cancelLecture",
                        published(ground),
                        "/cancellation",
                        "{\"reason\": \"SPEAKER_UNAVAILABLE\"}",
                        "{\"reason\": \"OTHER\"}"));
        probes.add(rising("holdLecture", begun(ground), "/holding", "", ""));
        String asked = published(ground) + "/questions";
        String text = scene.id("question");
        probes.add(
                probeOfStudent(
                        "askQuestion",
                        ground,
                        asked,
                        "{\"text\": \"%s\"}".formatted(text),
                        "{\"text\": \"%s other\"}".formatted(text),
                        () -> count(staff, asked, "text", text)));
        String question =
                asked
                        + "/"
                        + answered(ground.student(), posts.post(asked, "{\"text\": \"Who asks?\"}"))
                                .path("questionId")
                                .asString();
        probes.add(
                probe(
                        "revealAuthor",
                        question + "/author",
                        "{\"reason\": \"is about somebody\"}",
                        "{\"reason\": \"is about somebody else\"}",
                        () -> staff.get(question).path("looks").size()));
    }

    private String lecture(Ground ground) {
        return "/api/lectures/"
                + created("/api/lectures", lecture(ground, scene.id("lecture")))
                        .path("lectureId")
                        .asString();
    }

    private String published(Ground ground) {
        String lecture = lecture(ground);
        created(lecture + "/publication", "");
        return lecture;
    }

    /** Published, and its start is over. */
    private String begun(Ground ground) {
        String lecture = published(ground);
        Instant start = Instant.now().plusSeconds(3);
        answered(
                staff,
                new Request("PATCH", lecture, "application/merge-patch+json", times(start), null));
        if (!Pause.until(BEGINS_WITHIN, () -> Instant.now().isAfter(start))) {
            throw new IllegalStateException("It did not begin");
        }
        return lecture;
    }

    private static String lecture(Ground ground, String title) {
        return "{\"cohortIds\": [\"%s\"], \"title\": \"%s\", \"speaker\": \"Ada Park\", \"capacity\": 3, %s"
                .formatted(
                        ground.cohort(),
                        title,
                        times(Instant.now().plus(Duration.ofDays(2))).substring(1));
    }

    private static String times(Instant start) {
        OffsetDateTime at = start.truncatedTo(ChronoUnit.SECONDS).atZone(noon()).toOffsetDateTime();
        return "{\"startsAt\": \"%s\", \"endsAt\": \"%s\"}"
                .formatted(rfc3339(at), rfc3339(at.plusHours(1)));
    }

    private static String rfc3339(OffsetDateTime at) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").format(at);
    }

    // ---- the week

    private void week(Ground ground, List<Probe> probes) {
        String name = scene.id("instructor");
        probes.add(
                probe(
                        "addInstructor",
                        "/api/instructors",
                        instructor(name),
                        instructor(name + " other"),
                        () -> count(staff, "/api/instructors", "name", name)));
        String module = scene.id("module");
        String modules = ground.path() + "/modules";
        probes.add(
                probe(
                        "planModule",
                        modules,
                        module(module),
                        module(module + " other"),
                        () -> count(staff, modules, "name", module)));
        String session = scene.id("session");
        String sessions = ground.path() + "/sessions";
        probes.add(
                probe(
                        "planSession",
                        sessions,
                        session(session),
                        session(session + " other"),
                        () -> count(staff, sessions, "title", session)));
        String planned =
                created(sessions, session(scene.id("session"))).findPath("sessionId").asString();
        probes.add(rising("cancelSession", "/api/sessions/" + planned, "/cancellation", "", ""));
        String target = cohort();
        String copied = scene.id("module");
        created(modules, module(copied));
        String elsewhere = "/api/cohorts/" + target;
        probes.add(
                probe(
                        "copyCurriculum",
                        elsewhere + "/curriculum/copy",
                        "{\"fromCohortId\": \"%s\"}".formatted(ground.cohort()),
                        "{\"fromCohortId\": \"%s\"}".formatted(target),
                        () -> count(staff, elsewhere + "/modules", "name", copied)));
    }

    private static String instructor(String name) {
        return "{\"name\": \"%s\", \"affiliation\": \"EXTERNAL\"}".formatted(name);
    }

    private static String module(String name) {
        return "{\"name\": \"%s\", \"from\": \"%s\", \"until\": \"%s\"}"
                .formatted(name, today().plusDays(7), today().plusDays(14));
    }

    private static String session(String title) {
        Instant start = Instant.now().plus(Duration.ofDays(8));
        return "{\"kind\": \"LECTURE\", \"title\": \"%s\", %s"
                .formatted(title, times(start).substring(1));
    }

    // ---- clinics

    private void clinics(Ground ground, List<Probe> probes) {
        String clinics = ground.path() + "/clinics";
        String title = scene.id("clinic");
        probes.add(
                probe(
                        "openClinic",
                        clinics,
                        clinic(title),
                        clinic(title + " other"),
                        () -> count(staff, clinics, "title", title)));
        String open = created(clinics, clinic(scene.id("clinic"))).path("clinicId").asString();
        probes.add(
                rising(
                        "cancelClinic",
                        "/api/clinics/" + open,
                        "/cancellation",
                        "{\"reason\": \"is ill\"}",
                        "{\"reason\": \"is away\"}"));
    }

    private String clinic(String title) {
        String practitioner =
                created("/api/instructors", instructor(scene.id("practitioner")))
                        .path("instructorId")
                        .asString();
        return """
               {"kind": "RESUME_FEEDBACK", "title": "%s", "instructorId": "%s", "startsAt": "%s",
                "minutes": 20, "slots": 2}
               """
                .formatted(title, practitioner, today().plusDays(3).atTime(15, 0));
    }

    // ---- teams

    private Probe team(Ground ground) {
        String teams = ground.path() + "/teams";
        String name = scene.id("team");
        return probe(
                "formTeam",
                teams,
                "{\"name\": \"%s\"}".formatted(name),
                "{\"name\": \"%s other\"}".formatted(name),
                () ->
                        staff.get(teams)
                                .path("items")
                                .valueStream()
                                .filter(each -> each.path("name").asString("").equals(name))
                                .count());
    }

    // ---- requests

    private void requests(Ground ground, List<Probe> probes) {
        String asked = ground.path() + "/attendance-requests";
        String day = today().minusDays(2).toString();
        probes.add(
                probeOfStudent(
                        "askForDay",
                        ground,
                        asked,
                        excused(day, "was ill"),
                        excused(day, "was away"),
                        () -> count(staff, asked, "date", day)));
        String one = request(ground, today().minusDays(3));
        probes.add(
                probe(
                        "decideAttendanceRequest",
                        one + "/decision",
                        "{\"decision\": \"REFUSE\"}",
                        "{\"decision\": \"ACCEPT\"}",
                        () -> decided(one)));
        String several = request(ground, today().minusDays(4));
        String id = several.substring(several.lastIndexOf('/') + 1);
        probes.add(
                probe(
                        "decideAttendanceRequests",
                        asked + "/decisions",
                        decisions(id, "ACCEPT"),
                        decisions(id, "REFUSE"),
                        () -> decided(several)));
    }

    private static String excused(String day, String reason) {
        return "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"%s\"}"
                .formatted(day, reason);
    }

    private String request(Ground ground, LocalDate day) {
        String asked = ground.path() + "/attendance-requests";
        return asked
                + "/"
                + answered(ground.student(), posts.post(asked, excused(day.toString(), "was ill")))
                        .path("requestId")
                        .asString();
    }

    private static String decisions(String id, String decision) {
        return "{\"requestIds\": [\"%s\"], \"decision\": \"%s\"}".formatted(id, decision);
    }

    private long decided(String request) {
        return staff.get(request).path("state").asString().equals("OPEN") ? 0 : 1;
    }

    // ---- links

    private void links(Ground ground, List<Probe> probes) {
        String ofCohort = ground.path() + "/calendar-links";
        probes.add(
                probe(
                        "makeCohortCalendarLink",
                        ofCohort,
                        "",
                        "",
                        () -> staff.get(ofCohort).path("items").size()));
        String own = "/api/me/calendar-links";
        probes.add(
                probeOfStudent(
                        "makeMyCalendarLink",
                        ground,
                        own,
                        "",
                        "",
                        () -> ground.student().get(own).path("items").size()));
    }

    // ---- attendance

    /** Of a cohort in which nobody is left to be marked. */
    private Probe closing() {
        String cohort = cohort();
        String day = "/api/cohorts/" + cohort + "/attendance/" + today().minusDays(1);
        return probe(
                "closeAttendance",
                day + "/closing",
                "",
                "",
                () -> staff.get(day).path("closed").asBoolean() ? 1 : 0);
    }

    /**
     * A code is good for half a minute; sent again it is answered by what was kept, or as what was
     * stamped already, so it may come after that.
     */
    private Probe stamp(Ground ground) {
        String policy = ground.path() + "/attendance-policy";
        answered(
                staff,
                new Request(
                        "PUT",
                        policy,
                        "application/json",
                        """
                        {"from": "%s", "preset": "KDT", "record": "STAMPS",
                         "stamps": {"startsAt": "09:00", "endsAt": "18:00"}}
                        """
                                .formatted(today()),
                        null));
        String code = staff.get(ground.path() + "/check-in/code").path("code").asString();
        String stamps = ground.path() + "/attendance/" + today() + "/stamps";
        return probeOfStudent(
                "stampAttendance",
                ground,
                stamps,
                "{\"kind\": \"IN\", \"code\": \"%s\"}".formatted(code),
                "",
                () -> {
                    JsonNode day = ground.student().get(ground.path() + "/check-in");
                    return day.path("stamps").hasNonNull("in") ? 1 : 0;
                });
    }

    // ---- all

    private Probe probe(String name, String path, String body, String otherBody, Effects effects) {
        return new Probe(name, posts.post(path, body), otherBody, answer -> answer, effects, staff);
    }

    private Probe probeOfStudent(
            String name,
            Ground ground,
            String path,
            String body,
            String otherBody,
            Effects effects) {
        return new Probe(
                name,
                posts.post(path, body),
                otherBody,
                answer -> answer,
                effects,
                ground.student());
    }

    /** What makes exactly one version of the thing itself. */
    private Probe rising(String name, String path, String below, String body, String otherBody) {
        long version = staff.get(path).path("version").asLong();
        return probe(
                name,
                path + below,
                body,
                otherBody,
                () -> staff.get(path).path("version").asLong() - version);
    }

    private static long count(Api api, String list, String field, String value) {
        return api.list(list).stream()
                .filter(item -> item.path(field).asString("").equals(value))
                .count();
    }

    private JsonNode created(String path, String body) {
        return answered(staff, posts.post(path, body));
    }

    private static JsonNode answered(Api api, Request request) {
        Api.Answer answer = api.sendUntilAnswered(request);
        if (!answer.isOk()) {
            throw new IllegalStateException(request + ": " + answer);
        }
        return answer.body();
    }
}
