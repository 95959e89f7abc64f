package bootcamp.launcher.demo;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.ProblemAnswer;
import bootcamp.launcher.client.RunningPlatform;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells the demo's story to a running platform, through its public API as staff would: cohorts are
 * opened, rosters imported, what happened to each student is entered, sheets of attendance are
 * filled, lectures are planned, and so is what is taught every week; teams are formed, and who took
 * part in their activities is said; students review what they were taught.
 *
 * <p>Safe to repeat and to interrupt: before each step it is looked whether it has been told, by
 * the cohort's id, the student's external id, the facts in the enrollment's history, the titles of
 * lectures and sessions, and the names of modules and of who teaches. What somebody else has
 * changed since is left as it is.
 */
public final class Demo {

    /** Seconds between two steps of {@link #goOn}, at first. */
    private static final double PAUSE_SECONDS_MIN = 8;

    private static final double PAUSE_SECONDS_MAX = 600;

    /** How much longer each pause is than the one before: it is busy at first and calm later. */
    private static final double PAUSE_GROWTH = 1.09;

    private static final Set<String> AWAY = Set.of("ABSENT", "EXCUSED");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int LOOKS_MAX = 1_200;
    private static final String LECTURES = "/api/lectures";
    private static final String ANSWER =
            "그 이야기로 시작합니다: 입력의 분포부터 봅니다. (The talk begins with it: watch the inputs first.)";
    private static final String INSTRUCTORS = "/api/instructors";

    private final RunningPlatform platform;
    private final Clock clock;
    private final Story story;

    /** Enrollment id by external id, by cohort; read when first needed. */
    private final Map<String, Map<String, String>> enrollments = new HashMap<>();

    /** External id by student id, of the present cohort; read when first needed. */
    private final Map<String, String> externalIds = new HashMap<>();

    /** Instructor id by name; read when first needed. */
    private final Map<String, String> instructorIds = new HashMap<>();

    /** Student ids by day: who was here on each day of a sheet. */
    private final Map<LocalDate, Set<String>> here = new HashMap<>();

    /** Of the sessions of the present cohort; null: not read yet. */
    private @Nullable Set<String> sessionTitles;

    private Demo(RunningPlatform platform, Clock clock, Story story) {
        this.platform = platform;
        this.clock = clock;
        this.story = story;
    }

    /** How far it is. */
    public interface Progress {
        void at(int done, int all);
    }

    /**
     * What a telling came to.
     *
     * @param told what was not there yet
     * @param known what was there already
     * @param left what somebody has changed since, and is left like that
     */
    public record Told(int told, int known, int left) {

        private Told and(Told other) {
            return new Told(told + other.told, known + other.known, left + other.left);
        }
    }

    private static final Told NEW = new Told(1, 0, 0);
    private static final Told KNOWN = new Told(0, 1, 0);
    private static final Told LEFT = new Told(0, 0, 1);

    /**
     * Makes out what is to be told: the story as it was told before, or anew up to today.
     *
     * @param platform signed in as an admin
     */
    public static Demo on(RunningPlatform platform, Clock clock) {
        LocalDate start =
                platform.find(cohortPath(Story.presentCohort()))
                        .map(Demo::startOf)
                        .orElseGet(() -> Story.startFor(today(clock)));
        return new Demo(platform, clock, Story.of(Story.SEED, start));
    }

    private static LocalDate startOf(JsonNode cohort) {
        if (!cohort.path("programme").asString("").equals(Cohort.PROGRAMME)) {
            throw new CommandFailure(
                    "There is a cohort %s that is not the demo's; the demo would mix with it."
                            .formatted(Story.presentCohort()));
        }
        return LocalDate.parse(cohort.path("startDate").asString());
    }

    private static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of(Cohort.ZONE));
    }

    /**
     * Opens the present cohort and enrolls the student of the demo's account, where that is still
     * to be done; all else comes with {@link #tell}.
     *
     * @return the student's id
     */
    public String student() {
        Cohort cohort = story.present();
        open(cohort);
        Person person = story.student();
        return enrolled(cohort, person.externalId())
                .map(id -> platform.get("/api/enrollments/" + id))
                .orElseGet(() -> enroll(cohort.cohortId(), person, "ENROLLED"))
                .path("studentId")
                .asString();
    }

    /** Tells all of it, and returns when the platform has it. */
    public Told tell(Progress progress) {
        List<LocalDate> sheets = sheetsFrom();
        int all =
                story.cohorts().size()
                        + story.steps().size()
                        + sheets.size()
                        + story.lectures().size()
                        + story.curriculum().blocks().size()
                        + 4;
        int done = 0;
        progress.at(done, all);
        Told told = new Told(0, 0, 0);
        for (Cohort cohort : story.cohorts()) {
            told = told.and(tell(cohort));
            progress.at(++done, all);
        }
        for (Step step : story.steps()) {
            told = told.and(tell(step));
            progress.at(++done, all);
        }
        for (LocalDate from : sheets) {
            told = told.and(mark(from));
            progress.at(++done, all);
        }
        for (Lecture lecture : story.lectures()) {
            told = told.and(tell(lecture));
            progress.at(++done, all);
        }
        for (Curriculum.Block block : story.curriculum().blocks()) {
            told = told.and(tell(block));
            progress.at(++done, all);
        }
        told = told.and(openClinic());
        progress.at(++done, all);
        told = told.and(formTeams());
        progress.at(++done, all);
        told = told.and(teamWork().tell(today(clock), here) ? NEW : KNOWN);
        progress.at(++done, all);
        // Else who is at risk is known with the next hour.
        platform.post("/api/risk/training");
        progress.at(++done, all);
        return told;
    }

    /**
     * Lets time go on: tells what is still to come, with pauses that grow, each step on the day on
     * which it is told. Returns at the end of the story, some hours later.
     *
     * @throws InterruptedException when it is not to go on
     */
    public void goOn() throws InterruptedException {
        double pause = PAUSE_SECONDS_MIN;
        for (Story.Upcoming upcoming : story.later()) {
            Thread.sleep(Duration.ofMillis((long) (pause * 1000)));
            tell(upcoming.on(today(clock)));
            pause = Math.min(pause * PAUSE_GROWTH, PAUSE_SECONDS_MAX);
        }
    }

    // ---- attendance

    /** The first days of the weeks of sheets that are to be filled up to yesterday. */
    private List<LocalDate> sheetsFrom() {
        return story.present().start().datesUntil(today(clock), Period.ofWeeks(1)).toList();
    }

    /** Fills the blank sheets of a week of the present cohort. */
    private Told mark(LocalDate from) {
        Cohort cohort = story.present();
        LocalDate yesterday = today(clock).minusDays(1);
        LocalDate sunday = from.plusDays(6);
        LocalDate until = sunday.isBefore(yesterday) ? sunday : yesterday;
        String path = cohortPath(cohort.cohortId()) + "/attendance";
        JsonNode week = platform.get("%s?from=%s&until=%s".formatted(path, from, until));
        boolean isNew = false;
        for (JsonNode sheet : week.path("days")) {
            JsonNode entries = sheet.path("entries");
            here.put(LocalDate.parse(sheet.path("date").asString()), here(sheet));
            boolean isBlank =
                    entries.valueStream().allMatch(entry -> entry.path("marks").isEmpty());
            if (isBlank && !entries.isEmpty()) {
                String date = sheet.path("date").asString();
                List<Map<String, String>> marked =
                        entries.valueStream()
                                .map(entry -> entry.path("studentId").asString())
                                .map(id -> marked(id, LocalDate.parse(date)))
                                .toList();
                platform.put(path + "/" + date, Map.of("entries", marked));
                isNew = true;
            }
        }
        return isNew ? NEW : KNOWN;
    }

    private Map<String, String> marked(String studentId, LocalDate date) {
        return Map.of("studentId", studentId, "status", statusOf(studentId, date));
    }

    private String statusOf(String studentId, LocalDate date) {
        String externalId = externalIds().getOrDefault(studentId, studentId);
        return story.habits().statusOf(externalId, date);
    }

    private Set<String> here(JsonNode sheet) {
        LocalDate date = LocalDate.parse(sheet.path("date").asString());
        return sheet.path("entries")
                .valueStream()
                .map(entry -> entry.path("studentId").asString())
                .filter(id -> !AWAY.contains(statusOf(id, date)))
                .collect(Collectors.toSet());
    }

    /** Of the present cohort, by student id. */
    private Map<String, String> externalIds() {
        if (externalIds.isEmpty()) {
            for (JsonNode row :
                    platform.list(cohortPath(story.present().cohortId()) + "/enrollments")) {
                externalIds.put(
                        row.path("studentId").asString(), row.path("externalId").asString(""));
            }
        }
        return externalIds;
    }

    // ---- curriculum

    /** A module of the present cohort, with its sessions. */
    private Told tell(Curriculum.Block block) {
        String cohortId = story.present().cohortId();
        String modules = cohortPath(cohortId) + "/modules";
        Optional<JsonNode> present =
                platform.list(modules).stream()
                        .filter(each -> each.path("name").asString().equals(block.name()))
                        .findFirst();
        JsonNode module =
                present.orElseGet(
                        () ->
                                platform.post(
                                        modules,
                                        key(cohortId, "module/" + block.from()),
                                        block.body()));
        boolean isNew = present.isEmpty();
        for (Curriculum.Series series : block.series()) {
            isNew |= tell(series, module, block.until());
        }
        return isNew ? NEW : KNOWN;
    }

    /** True where it was not there yet. */
    private boolean tell(Curriculum.Series series, JsonNode module, LocalDate lastDay) {
        String cohortId = story.present().cohortId();
        String sessions = cohortPath(cohortId) + "/sessions";
        if (sessionTitles == null) {
            sessionTitles =
                    platform.list(sessions).stream()
                            .map(each -> each.path("title").asString())
                            .collect(Collectors.toSet());
        }
        boolean isNew = sessionTitles.add(series.title());
        if (isNew) {
            platform.post(
                    sessions,
                    key(cohortId, "sessions/" + series.kind() + "/" + series.first()),
                    series.body(module.path("moduleId").asString(), lastDay, instructorIds()));
        }
        return isNew;
    }

    /** Of who teaches in the story, by name; added where they are not there. */
    private Map<String, String> instructorIds() {
        if (instructorIds.isEmpty()) {
            for (JsonNode each : platform.list(INSTRUCTORS)) {
                instructorIds.put(
                        each.path("name").asString(), each.path("instructorId").asString());
            }
            for (Curriculum.Teacher teacher : story.curriculum().teachers()) {
                instructorIds.computeIfAbsent(teacher.name(), _ -> add(teacher));
            }
        }
        return instructorIds;
    }

    private String add(Curriculum.Teacher teacher) {
        return platform.post(
                        INSTRUCTORS,
                        key(
                                story.present().cohortId(),
                                "instructor/" + story.curriculum().teachers().indexOf(teacher)),
                        Map.of("name", teacher.name(), "affiliation", teacher.affiliation()))
                .path("instructorId")
                .asString();
    }

    // ---- clinics

    private Told openClinic() {
        String cohortId = story.present().cohortId();
        String practitioner = story.curriculum().teachers().getLast().name();
        boolean isNew =
                new Clinics(platform, cohortId)
                        .open(
                                Objects.requireNonNull(instructorIds().get(practitioner)),
                                today(clock),
                                key(cohortId, "clinic"));
        return isNew ? NEW : KNOWN;
    }

    // ---- teams

    /** Those of whom lectures tell are in the first ones: they have accounts. */
    private Told formTeams() {
        String cohortId = story.present().cohortId();
        Map<String, TeamWork.Student> students =
                platform.list(cohortPath(cohortId) + "/enrollments").stream()
                        .filter(row -> row.path("status").asString().equals("ENROLLED"))
                        .map(
                                row ->
                                        new TeamWork.Student(
                                                row.path("externalId").asString(""),
                                                row.path("studentId").asString(),
                                                row.path("name").asString("")))
                        .collect(
                                Collectors.toMap(
                                        TeamWork.Student::externalId,
                                        student -> student,
                                        (one, _) -> one,
                                        TreeMap::new));
        List<TeamWork.Student> inOrder =
                Stream.concat(
                                story.lectures().stream()
                                        .flatMap(each -> each.externalIds().stream()),
                                students.keySet().stream())
                        .distinct()
                        .flatMap(id -> Stream.ofNullable(students.get(id)))
                        .toList();
        return teamWork().form(inOrder, key(cohortId, "team")) ? NEW : KNOWN;
    }

    private TeamWork teamWork() {
        return new TeamWork(platform, story.present().cohortId());
    }

    // ---- lectures

    private Told tell(Lecture lecture) {
        Optional<JsonNode> present = find(lecture);
        boolean isWhole =
                present.filter(
                                each ->
                                        !lecture.isPublished()
                                                || !each.path("status").asString().equals("DRAFT"))
                        .isPresent();
        if (isWhole) {
            return KNOWN;
        }
        String cohortId = story.present().cohortId();
        JsonNode drafted =
                present.orElseGet(
                        () ->
                                platform.post(
                                        LECTURES,
                                        key(cohortId, "lecture/" + lecture.inDays()),
                                        lecture.body(cohortId, today(clock))));
        if (lecture.isPublished()) {
            platform.post(path(drafted) + "/publication");
        }
        return NEW;
    }

    private Optional<JsonNode> find(Lecture lecture) {
        return platform.list(LECTURES).stream()
                .filter(each -> each.path("title").asString().equals(lecture.title()))
                .findFirst();
    }

    private static String path(JsonNode lecture) {
        return LECTURES + "/" + lecture.path("lectureId").asString();
    }

    /**
     * Has students register for the lectures and take part in competitions, and reviewers score who
     * applies, each by an account of the own that is made for it: only where an account whose
     * password is known does no harm.
     *
     * @param student name of the account of {@link #student}, which is there
     */
    public void register(String student, String password) {
        Map<String, RunningPlatform> students = new HashMap<>();
        for (Lecture lecture : story.lectures()) {
            String path = find(lecture).map(Demo::path).orElseThrow();
            for (String externalId : lecture.externalIds()) {
                students.computeIfAbsent(externalId, id -> as(id, student, password))
                        .put(path + "/registrations/me");
            }
            ask(lecture, path, students);
        }
        String cohortId = story.present().cohortId();
        LightningTalk talk =
                LightningTalk.begin(
                        platform, cohortId, clock, key(cohortId, "talk"), students.values());
        new Clinics(platform, cohortId).book(students);
        new Contests(platform, cohortId).hold(students, today(clock), what -> key(cohortId, what));
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneId.of(Cohort.ZONE));
        new Gpus(platform, cohortId).open(students, now, what -> key(cohortId, what));
        new Screening(platform, story.next())
                .hold(today(clock), password, what -> key(story.next().cohortId(), what));
        Map<String, String> studentIds = new HashMap<>();
        externalIds().forEach((id, externalId) -> studentIds.put(externalId, id));
        teamWork().propose(students, studentIds, Story.STUDENT, today(clock));
        List<String> listeners =
                students.keySet().stream().sorted().map(studentIds::get).distinct().toList();
        talk.wasHeld(listeners, listeners.getLast());
        // The account that is tried out has all of its reviews before it.
        Map<String, RunningPlatform> writers = new HashMap<>(students);
        writers.remove(Story.STUDENT);
        Map<String, String> teachers = new HashMap<>();
        instructorIds().forEach((name, id) -> teachers.put(id, name));
        new Reviews(platform, cohortId).write(writers, teachers);
    }

    /** The first question has most votes and is answered. */
    private void ask(Lecture lecture, String path, Map<String, RunningPlatform> students) {
        List<String> present = lecture.externalIds();
        for (int i = 0; i < lecture.questions().size(); i++) {
            String author = present.get(i + 1);
            String question =
                    Objects.requireNonNull(students.get(author))
                            .post(
                                    path + "/questions",
                                    key(
                                            story.present().cohortId(),
                                            "question/" + lecture.inDays() + "/" + i),
                                    Map.of("text", lecture.questions().get(i)))
                            .path("questionId")
                            .asString();
            String asked = path + "/questions/" + question;
            present.stream()
                    .skip(i + 2L)
                    .filter(voter -> !voter.equals(Story.STUDENT))
                    .forEach(
                            voter ->
                                    Objects.requireNonNull(students.get(voter))
                                            .put(asked + "/votes/me"));
            if (i == 0) {
                platform.put(asked + "/answer", Map.of("text", ANSWER));
            }
        }
    }

    private RunningPlatform as(String externalId, String student, String password) {
        if (externalId.equals(Story.STUDENT)) {
            return platform.signedIn(student, password);
        }
        Cohort cohort = story.present();
        String enrollmentId = enrolled(cohort, externalId).orElseThrow();
        JsonNode enrollment = platform.get("/api/enrollments/" + enrollmentId);
        String username = externalId.toLowerCase(Locale.ROOT);
        platform.post(
                "/api/users",
                key(cohort.cohortId(), "account/" + username),
                Map.of(
                        "username",
                        username,
                        "role",
                        "STUDENT",
                        "studentId",
                        enrollment.path("studentId").asString(),
                        "password",
                        password));
        return platform.signedIn(username, password);
    }

    // ---- cohorts

    private Told tell(Cohort cohort) {
        boolean isNew = open(cohort);
        if (isClosed(cohort) || cohort.roster().isEmpty()) {
            return isNew ? NEW : KNOWN;
        }
        boolean isWhole =
                cohort.roster().stream()
                        .allMatch(person -> enrolled(cohort, person.externalId()).isPresent());
        if (!isWhole) {
            send(cohort);
            enrollments.remove(cohort.cohortId());
        }
        if (cohort.isOver()) {
            platform.post(
                    cohortPath(cohort.cohortId()) + "/closing",
                    key(cohort.cohortId(), "closing"),
                    Map.of("on", cohort.end()));
        }
        return isWhole && !cohort.isOver() ? KNOWN : NEW;
    }

    /** True where it was not open yet. */
    private boolean open(Cohort cohort) {
        if (platform.find(cohortPath(cohort.cohortId())).isPresent()) {
            return false;
        }
        Map<String, Object> body =
                Map.of(
                        "cohortId", cohort.cohortId(),
                        "programme", Cohort.PROGRAMME,
                        "name", cohort.name(),
                        "startDate", cohort.start(),
                        "endDate", cohort.end(),
                        "timeZone", Cohort.ZONE,
                        "capacity", cohort.capacity(),
                        "holidays", cohort.holidays());
        platform.post("/api/cohorts", key(cohort.cohortId(), "opening"), body);
        return true;
    }

    private boolean isClosed(Cohort cohort) {
        JsonNode present = platform.get(cohortPath(cohort.cohortId()));
        return present.path("status").asString().equals("CLOSED");
    }

    private void send(Cohort cohort) {
        JsonNode accepted =
                platform.post(
                        cohortPath(cohort.cohortId()) + "/imports?kind=roster",
                        "text/csv; charset=utf-8",
                        BodyPublishers.ofString(cohort.csv(), StandardCharsets.UTF_8));
        String path = "/api/imports/" + accepted.path("importId").asString();
        for (int i = 0; i < LOOKS_MAX; i++) {
            JsonNode state = platform.get(path);
            if (!state.path("state").asString().equals("RUNNING")) {
                check(cohort, state);
                return;
            }
            pause();
        }
        throw new CommandFailure(
                "The roster of %s is still being imported.".formatted(cohort.cohortId()));
    }

    private static void check(Cohort cohort, JsonNode done) {
        boolean whole = done.path("state").asString().equals("DONE");
        if (!whole || done.path("rejected").asInt() > 0) {
            throw new CommandFailure(
                    "The roster of %s could not be imported as a whole: %s, %d rejected."
                            .formatted(
                                    cohort.cohortId(),
                                    done.path("state").asString(),
                                    done.path("rejected").asInt()));
        }
    }

    /** Before what is to come is looked for again. */
    static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    // ---- steps

    private Told tell(Step step) {
        try {
            return switch (step) {
                case Step.Apply apply -> apply(apply);
                case Step.OnEnrollment command -> command(command);
            };
        } catch (ProblemAnswer answer) {
            if (answer.status() == 409 || answer.status() == 422) {
                return LEFT;
            }
            throw answer;
        }
    }

    private Told apply(Step.Apply apply) {
        if (enrolled(apply.cohortId()).containsKey(apply.externalId())) {
            return KNOWN;
        }
        enroll(apply.cohortId(), apply.person(), "APPLIED");
        return NEW;
    }

    private Told command(Step.OnEnrollment step) {
        String id = enrolled(step.cohortId()).get(step.externalId());
        if (id == null) {
            return LEFT;
        }
        String path = "/api/enrollments/" + id;
        if (happened(platform.get(path), step)) {
            return KNOWN;
        }
        Map<String, Object> body = step.body();
        if (body == null) {
            platform.delete(path + "/" + step.path());
        } else {
            String about = step.externalId() + "/" + step.fact() + "/" + step.on();
            platform.post(path + "/" + step.path(), key(step.cohortId(), about), body);
        }
        return NEW;
    }

    private static boolean happened(JsonNode enrollment, Step step) {
        @Nullable LocalDate on = step.factOn();
        return enrollment
                .path("history")
                .valueStream()
                .anyMatch(
                        entry ->
                                entry.path("what").asString().equals(step.fact())
                                        && (on == null
                                                || entry.path("on")
                                                        .asString("")
                                                        .equals(on.toString())));
    }

    // ---- enrollments

    private JsonNode enroll(String cohortId, Person person, String status) {
        JsonNode enrolled =
                platform.post(
                        cohortPath(cohortId) + "/enrollments",
                        key(cohortId, person.externalId()),
                        Map.of(
                                "name", person.name(),
                                "email", person.email(),
                                "externalId", person.externalId(),
                                "enrolledOn", person.enrolledOn(),
                                "status", status));
        enrolled(cohortId).put(person.externalId(), enrolled.path("enrollmentId").asString());
        return enrolled;
    }

    private Optional<String> enrolled(Cohort cohort, String externalId) {
        return Optional.ofNullable(enrolled(cohort.cohortId()).get(externalId));
    }

    private Map<String, String> enrolled(String cohortId) {
        return Objects.requireNonNull(
                enrollments.computeIfAbsent(
                        cohortId,
                        id -> byExternalId(platform.list(cohortPath(id) + "/enrollments"))));
    }

    private static Map<String, String> byExternalId(List<JsonNode> rows) {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode row : rows) {
            String externalId = row.path("externalId").asString("");
            if (!externalId.isEmpty()) {
                ids.put(externalId, row.path("enrollmentId").asString());
            }
        }
        return ids;
    }

    private static String cohortPath(String cohortId) {
        return "/api/cohorts/" + cohortId;
    }

    /**
     * @param about in ASCII: a key is a header
     */
    private static String key(String cohortId, String about) {
        return "demo/" + Story.SEED + "/" + cohortId + "/" + about;
    }
}
