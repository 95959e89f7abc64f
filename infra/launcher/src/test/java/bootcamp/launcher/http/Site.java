package bootcamp.launcher.http;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.curriculum.CurriculumApplication;
import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox;
import bootcamp.gateway.GatewayApplication;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.review.ReviewApplication;
import bootcamp.review.ticket.QuickKeys;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.publisher.Mono;

/**
 * Broker, database, the services and a gateway in this JVM, on ports of their own: one for all
 * tests, which keep apart by the names of their cohorts and accounts.
 */
public final class Site {

    static final String SETUP_TOKEN = "the-token-of-the-link";
    public static final String ADMIN = "admin";
    public static final String PASSWORD = "correct horse battery";
    static final IdentityKeys KEYS = IdentityKeys.generate();

    /** Where the letters to students go. */
    static final Postbox POSTBOX = Postbox.open();

    private static final int KIB_OF_A_HASH = 64;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private static final Site ONLY = new Site();

    final ReactiveWebServerApplicationContext enrollment;
    final ReactiveWebServerApplicationContext curriculum;
    final ReactiveWebServerApplicationContext competition;
    final ReactiveWebServerApplicationContext review;
    final ReactiveWebServerApplicationContext gateway;
    final Contract contract;
    private final EmbeddedBroker broker;
    private final EmbeddedDatabase database;
    private final Client admin;

    public static Site get() {
        return ONLY;
    }

    private Site() {
        QuickKeys.install();
        try {
            broker = EmbeddedBroker.start(Files.createTempDirectory("site"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
        database = EmbeddedDatabase.inMemory();
        enrollment = startEnrollment(database, POSTBOX.settings());
        curriculum =
                start(
                        CurriculumApplication.builder(),
                        serviceSettings(CurriculumApplication.NAME, database));
        competition =
                start(
                        CompetitionApplication.builder(),
                        serviceSettings(CompetitionApplication.NAME, database));
        review =
                start(
                        ReviewApplication.builder(),
                        serviceSettings(ReviewApplication.NAME, database));
        gateway =
                start(
                        gateway(),
                        gatewaySettings(
                                database,
                                "--bootcamp.services.enrollment.url=" + url(enrollment),
                                "--bootcamp.services.curriculum.url=" + url(curriculum),
                                "--bootcamp.services.competition.url=" + url(competition),
                                "--bootcamp.services.review.url=" + url(review)));
        contract = new Contract(url(gateway).resolve("/api/openapi.json"));
        Client nobody = client();
        nobody.post(
                        "/api/setup",
                        """
                        {"token": "%s", "username": "%s", "password": "%s"}"""
                                .formatted(SETUP_TOKEN, ADMIN, PASSWORD))
                .is(204);
        admin = client().bearer(ADMIN, PASSWORD);
    }

    /** Another gateway on the same topics, with a clock and a database that may be its own. */
    ReactiveWebServerApplicationContext startGateway(
            Clock clock, EmbeddedDatabase own, String... more) {
        return start(gateway().initializers(with(Clock.class, clock)), gatewaySettings(own, more));
    }

    /** With passwords that are hashed at less cost: tests sign in more often than people do. */
    private static SpringApplicationBuilder gateway() {
        return GatewayApplication.builder()
                .initializers(
                        with(
                                PasswordEncoder.class,
                                new Argon2PasswordEncoder(16, 32, 1, KIB_OF_A_HASH, 1)));
    }

    private static <T> ApplicationContextInitializer<GenericApplicationContext> with(
            Class<T> type, T instead) {
        return context ->
                context.registerBean(
                        type.getSimpleName() + "OfTheTest",
                        type,
                        () -> instead,
                        bean -> bean.setPrimary(true));
    }

    /** Another enrollment service on the same topics, with a database that may be its own. */
    ReactiveWebServerApplicationContext startEnrollment(EmbeddedDatabase own, String... more) {
        return start(
                EnrollmentApplication.builder(),
                serviceSettings(EnrollmentApplication.NAME, own, more));
    }

    private String[] serviceSettings(String name, EmbeddedDatabase own, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--spring.config.name=" + name);
        settings.add("--bootcamp.identity.public-key=" + KEYS.publicKey());
        return settings(own, settings.toArray(String[]::new));
    }

    EmbeddedDatabase database() {
        return database;
    }

    /** Of the broker that all have. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    private String[] gatewaySettings(EmbeddedDatabase own, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--spring.config.name=gateway");
        settings.add("--bootcamp.identity.private-key=" + KEYS.privateKey());
        settings.add("--bootcamp.setup-token=" + SETUP_TOKEN);
        // Tests ask for more than any person does.
        settings.add("--bootcamp.rate-limit.per-second=100000");
        settings.add("--bootcamp.rate-limit.burst=100000");
        return settings(own, settings.toArray(String[]::new));
    }

    private String[] settings(EmbeddedDatabase own, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--server.port=0");
        if (settings.stream().noneMatch(one -> one.startsWith("--bootcamp.kafka."))) {
            settings.add("--bootcamp.kafka.bootstrap-servers=" + broker.bootstrapServers());
        }
        settings.add("--bootcamp.mongodb.uri=" + own.uri());
        settings.add("--bootcamp.hashing.secret=a secret of the tests");
        settings.add("--bootcamp.files.secret=another secret of the tests");
        return settings.toArray(String[]::new);
    }

    private static ReactiveWebServerApplicationContext start(
            SpringApplicationBuilder program, String[] settings) {
        return (ReactiveWebServerApplicationContext)
                program.registerShutdownHook(false).logStartupInfo(false).run(settings);
    }

    static int port(ReactiveWebServerApplicationContext context) {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    static URI url(ReactiveWebServerApplicationContext context) {
        return URI.create("http://127.0.0.1:" + port(context));
    }

    /** Of the gateway that all share. */
    public URI url() {
        return url(gateway);
    }

    /** Nobody yet, at the gateway that all share. */
    Client client() {
        return client(gateway);
    }

    Client client(ReactiveWebServerApplicationContext at) {
        return new Client(url(at), contract);
    }

    /** An admin's program. */
    Client admin() {
        return admin;
    }

    /** A new account's program; {@code more} is what a user has beside name, role and password. */
    Client account(String username, String role, String more) {
        admin.post(
                        "/api/users",
                        """
                        {"username": "%s", "role": "%s", "password": "%s"%s}"""
                                .formatted(username, role, PASSWORD, more))
                .is(201);
        return client().bearer(username, PASSWORD);
    }

    /** A new cohort of 2024 with room for ten. */
    void cohort(String cohortId) {
        admin.post("/api/cohorts", newCohort(cohortId)).is(201);
    }

    /** A file of evidence that says what it is and no more. */
    static final String EVIDENCE = "%PDF-1.7\n% that somebody was ill";

    /** What a student asks for a day. */
    static String excused(String day) {
        return "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"was ill\"}".formatted(day);
    }

    static String newCohort(String cohortId) {
        return """
               {"cohortId": "%s", "programme": "ai-lab", "name": "AI Lab", "startDate": "2024-01-02",
                "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 10}"""
                .formatted(cohortId);
    }

    /** One whose present day is about at noon, with training every day. */
    static String newCohortOfNow(String cohortId) {
        LocalDate today = LocalDate.now(noon());
        return """
               {"cohortId": "%s", "programme": "ai-lab", "name": "AI Lab", "startDate": "%s",
                "endDate": "%s", "timeZone": "%s", "capacity": 10, "trainingWeekdays": ["MONDAY",
                "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]}"""
                .formatted(cohortId, today.minusDays(10), today.plusDays(10), noon());
    }

    /** Where it is about noon; in {@code Etc} signs are the other way round. */
    static ZoneId noon() {
        int east = 12 - Instant.now().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east));
    }

    /** By stamps, of all days of a cohort of now. */
    static String stamped(String startsAt, String endsAt) {
        return """
               {"from": "%s", "preset": "KDT", "record": "STAMPS",
                "stamps": {"startsAt": "%s", "endsAt": "%s"}}"""
                .formatted(LocalDate.now(noon()).minusDays(10), startsAt, endsAt);
    }

    /** A newly enrolled student. */
    Answer enrolled(String cohortId, String name) {
        return admin.post("/api/cohorts/" + cohortId + "/enrollments", newcomer(name)).is(201);
    }

    static final String APPLICATION_FORM =
            """
            {"items": [{"itemId": "why", "kind": "TEXT", "required": false,
                        "label": {"ko": "지원 동기", "en": "Why do you apply?"}},
                       {"itemId": "cv", "kind": "FILE", "required": false,
                        "label": {"ko": "이력서", "en": "What have you done?"}}],
             "consent": {"ko": "개인정보 수집에 동의합니다.", "en": "I agree that this is kept."},
             "forgetAfterDays": 180}""";

    /** By which two reviewers score. */
    static final String RUBRIC =
            """
            {"items": [{"itemId": "code", "label": {"ko": "코드", "en": "Code"}, "pointsMax": 10}],
             "reviewersNeeded": 2}""";

    static String score(int points, boolean done) {
        return "{\"points\": {\"code\": %d}, \"done\": %s}".formatted(points, done);
    }

    /** About one application, with a letter. */
    static String decision(String decision) {
        return """
               {"applicationIds": ["{applicationId}"], "decision": "%s", "on": "2024-07-31",
                "letter": {"subject": {"ko": "결과", "en": "Your application"},
                           "text": {"ko": "{name} 님", "en": "Dear {name}, of {cohort}"}}}"""
                .formatted(decision);
    }

    static String newApplication(String name) {
        return """
               {"name": "%1$s", "email": "%1$s@example.org", "language": "en", "consent": true,
                "formVersion": 1, "answers": {"why": "to learn"}}"""
                .formatted(name);
    }

    static String newcomer(String name) {
        return """
               {"name": "%s", "email": "%s@example.org", "enrolledOn": "2024-01-02"}"""
                .formatted(name, name.replace(' ', '.'));
    }

    /** A student was called today. */
    static String called() {
        return "{\"on\": \"%s\", \"channel\": \"PHONE\", \"outcome\": \"NOT_REACHED\"}"
                .formatted(LocalDate.now(ZoneOffset.UTC));
    }

    /** Lets a published lecture begin within seconds, and has it held when it has begun. */
    static void held(Client staff, String lecture) throws InterruptedException {
        Eventually.within(SOON, () -> staff.patch(lecture, shortly()).status() == 200);
        Eventually.within(
                SOON, () -> staff.send("POST", lecture + "/holding", null, null).status() == 200);
    }

    private static String shortly() {
        OffsetDateTime startsAt = seoul(Instant.now().plusSeconds(2));
        return """
               {"startsAt": "%s", "endsAt": "%s"}"""
                .formatted(TIME.format(startsAt), TIME.format(startsAt.plusHours(2)));
    }

    private static OffsetDateTime seoul(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(9));
    }

    static String newInstructor(String name) {
        return """
               {"name": "%s", "affiliation": "EXTERNAL"}"""
                .formatted(name);
    }

    /** Of a module of some weeks. */
    static String newModule(String name) {
        return """
               {"name": "%s", "from": "2024-03-04", "until": "2024-03-29"}"""
                .formatted(name);
    }

    /**
     * Of an hour's session.
     *
     * @param hour from the beginning of a day in March on
     * @param instructorId null: nobody teaches
     */
    static String newSession(int hour, @Nullable String instructorId) {
        LocalDateTime starts = LocalDateTime.parse("2024-03-04T00:00:00").plusHours(hour);
        return """
               {"kind": "LECTURE", "title": "Gradients", "startsAt": "%s", "endsAt": "%s"%s}"""
                .formatted(
                        TIME.format(starts.atOffset(ZoneOffset.ofHours(9))),
                        TIME.format(starts.plusHours(1).atOffset(ZoneOffset.ofHours(9))),
                        instructorId == null
                                ? ""
                                : ", \"instructorId\": \"%s\"".formatted(instructorId));
    }

    /**
     * @param studentIds its members
     */
    static String newTeam(String name, String... studentIds) {
        return """
               {"name": "%s", "members": [%s]}"""
                .formatted(
                        name,
                        Stream.of(studentIds)
                                .map("{\"studentId\": \"%s\", \"name\": \"Some\"}"::formatted)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * Of two slots of ten minutes, for a cohort of now.
     *
     * @param number from tomorrow on, two in an hour
     */
    static String newClinic(int number, String instructorId) {
        return """
               {"kind": "RESUME_FEEDBACK", "title": "Talks", "instructorId": "%s", "startsAt": "%s",
                "minutes": 10, "slots": 2}"""
                .formatted(
                        instructorId,
                        LocalDate.now(noon()).plusDays(1).atStartOfDay().plusMinutes(30L * number));
    }

    static final String DATA_FILE = "test.csv";

    /** Of the same kind as that of {@link #newCompetition}. */
    static final String OTHER_METRIC = "{\"metric\": \"f1-macro\"}";

    private static final int MORE_PRIVATE_ROWS = 30;

    static final String SOLUTION =
            "id,label,usage\n1,cat,Public\n2,%s,Private\n".formatted(HiddenLabels.CANARY)
                    + morePrivateRows(i -> (i < 17 ? "cat" : "dog") + ",Private");

    /**
     * Of which all public rows are right, and so many private ones that nothing else is as their
     * score is: {@link HiddenLabels#isPrivateScoreIn}.
     */
    static final String SUBMISSION = "id,label\n1,cat\n2,cat\n" + morePrivateRows(_ -> "cat");

    private static String morePrivateRows(IntFunction<String> rest) {
        return IntStream.range(0, MORE_PRIVATE_ROWS)
                .mapToObj(i -> "x%02d,%s\n".formatted(i, rest.apply(i)))
                .collect(Collectors.joining());
    }

    static final String TRIAL = "{\"hypothesis\": \"Cats differ by their ears\"}";

    /** Of a team of one. */
    static String peerRatings(String studentId) {
        return "{\"ratings\": [{\"studentId\": \"%s\", \"rating\": 3}]}".formatted(studentId);
    }

    /** One that began yesterday and goes on for a month. */
    static String newCompetition(String cohortId) {
        LocalDate today = LocalDate.now(noon());
        return """
               {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy", "timeZone": "UTC",
                "startsAt": "%sT09:00", "endsAt": "%sT09:00", "mergeUntil": "%sT09:00",
                "maxTeamSize": 2}"""
                .formatted(cohortId, today.minusDays(2), today.plusDays(30), today.plusDays(20));
    }

    /**
     * A competition of a new cohort whose proposed scores could not be made, because their labels
     * were lost, and where a submission is stuck.
     *
     * @return its id
     */
    public String failedRescoring(String cohortId) throws InterruptedException {
        cohort(cohortId);
        Answer drafted = admin.post("/api/competitions", newCompetition(cohortId)).is(201);
        String path = drafted.header("Location");
        String id = drafted.text("competitionId");
        admin.send("PUT", path + "/solution", "text/csv", SOLUTION).is(200);
        admin.send("POST", path + "/publication", null, null).is(200);
        String rescoring = path + "/rescoring";
        admin.send("POST", rescoring, "text/csv", SOLUTION.replace("1,cat", "1,dog")).is(202);
        Eventually.within(SOON, () -> admin.get(rescoring).is(200).text("state").equals("READY"));
        Competition state =
                Objects.requireNonNull(
                                competition.getBean(CompetitionDesk.class).find(id).block(SOON))
                        .state();
        competition
                .getBean("competitionFiles", FileStore.class)
                .remove(
                        Objects.requireNonNull(state.generations().proposal())
                                .basis()
                                .labels()
                                .fileId())
                .block(SOON);
        String studentId = enrolled(cohortId, "Sent Late").text("studentId");
        String teamId =
                account(
                                cohortId + "-late",
                                "STUDENT",
                                ", \"studentId\": \"%s\"".formatted(studentId))
                        .send("POST", path + "/submissions", "text/csv", SUBMISSION)
                        .is(202)
                        .text("teamId");
        Eventually.within(SOON, () -> admin.get(rescoring).is(200).text("state").equals("FAILED"));
        stuck(id, teamId);
        return id;
    }

    /** As it stands in line while a process is at work on it for the second time. */
    private void stuck(String competitionId, String teamId) {
        Instant now = Instant.now();
        Mono.from(
                        competition
                                .getBean(MongoDatabase.class)
                                .getCollection("waitingSubmissions")
                                .insertOne(
                                        new Document("_id", teamId + "-00009")
                                                .append("competitionId", competitionId)
                                                .append("teamId", teamId)
                                                .append("at", Date.from(now))
                                                .append(
                                                        "until",
                                                        Date.from(now.plus(Duration.ofDays(1))))
                                                .append("tries", 2)))
                .block(SOON);
    }

    /** With one GPU, in blocks of half a day. */
    static String newGpuPool(String cohortId) {
        return """
               {"cohortIds": ["%s"], "name": "Basement", "gpus": ["RTX 3090"], "blockMinutes": 720,
                "quotaHours": 168, "timeZone": "UTC"}"""
                .formatted(cohortId);
    }

    /** Of the block that runs. */
    static String newGpuReservation(String teamId) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        LocalDateTime from = now.toLocalDate().atTime(now.getHour() / 12 * 12, 0);
        return """
               {"teamId": "%s", "from": "%s", "until": "%s"}"""
                .formatted(teamId, from, from.plusHours(12));
    }

    /** Of a lecture with two seats, in two days, for the cohort. */
    static String newLecture(String cohortId) {
        return newLecture(cohortId, Instant.now().plus(Duration.ofDays(2)));
    }

    static String newLecture(String cohortId, Instant start) {
        OffsetDateTime startsAt = seoul(start);
        return """
               {"cohortIds": ["%s"], "title": "Agents", "speaker": "Kim", "startsAt": "%s", "endsAt": "%s",
                "capacity": 2}"""
                .formatted(cohortId, TIME.format(startsAt), TIME.format(startsAt.plusHours(2)));
    }
}
