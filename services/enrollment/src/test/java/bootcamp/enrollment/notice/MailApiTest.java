package bootcamp.enrollment.notice;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Letters as the gateway asks for them, at a real mail server. */
class MailApiTest {

    private static final Postbox POSTBOX = Postbox.open();
    private static final RunningService SERVICE =
            RunningService.start(
                    EnrollmentApplication.NAME, EnrollmentApplication::builder, POSTBOX.settings());
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final String PATH = "/api/mail/letters";
    private static final String SECRET = "020417" + "0a".repeat(32);
    private static final String LINK = "https://bootcamp.example/invite#" + SECRET;

    private final Calls admin = SERVICE.as(ADMIN);
    private final String cohort = "mail-" + COHORTS.incrementAndGet();

    @AfterAll
    static void stop() {
        SERVICE.close();
        POSTBOX.close();
    }

    @AfterEach
    void refuseNobody() {
        POSTBOX.refuse(_ -> false);
    }

    /** A new student of this test's cohort; who has no address is known by an external id. */
    private String student(String name, @Nullable String email) {
        admin.post(
                "/api/cohorts",
                """
                {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab", "startDate": "2024-01-02",
                 "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 30}
                """
                        .formatted(cohort));
        Answer made =
                admin.post(
                        "/api/cohorts/" + cohort + "/enrollments",
                        """
                        {"name": "%s", %s, "enrolledOn": "2024-01-02"}
                        """
                                .formatted(
                                        name,
                                        email == null
                                                ? "\"externalId\": \"" + cohort + name + "\""
                                                : "\"email\": \"" + email + "\""));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.text("studentId");
    }

    private static String letter(String studentId, String purpose, String link) {
        return """
               {"studentId": "%s", "username": "s-0a1b2c3d4", "purpose": "%s", "link": "%s",
                "validUntil": "2099-11-29T14:30:00Z"}"""
                .formatted(studentId, purpose, link);
    }

    private static String batch(String... letters) {
        return "{\"letters\": [" + String.join(", ", letters) + "]}";
    }

    private Answer send(String language, String... letters) {
        return admin.post(PATH, batch(letters), "Accept-Language", language);
    }

    private static List<String> outcomes(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json()
                .path("letters")
                .valueStream()
                .map(
                        each ->
                                each.path("outcome").asString()
                                        + " "
                                        + each.path("reason").asString("-"))
                .toList();
    }

    @Test
    void anInvitationIsReadInKorean() {
        String haneul = student("김하늘", "haneul@example.org");

        assertThat(outcomes(send("ko", letter(haneul, "INVITATION", LINK))))
                .containsExactly("SENT -");

        Received letter = POSTBOX.to("haneul@example.org").getFirst();
        assertThat(letter.subject()).isEqualTo("부트캠프: 비밀번호를 정해 주세요");
        assertThat(letter.text().lines())
                .contains("김하늘 님, 안녕하세요.", "s-0a1b2c3d4", LINK)
                .anyMatch(line -> line.contains("2099년 11월 29일 23:30 (Asia/Seoul)까지"));
        assertThat(letter.text()).doesNotContain("{", "letter.");
    }

    @Test
    void aLinkForANewPasswordIsReadInEnglish() {
        String zoe = student("Zoë O'Brien-Müller", "zoe@example.org");

        assertThat(outcomes(send("en-GB,en;q=0.8", letter(zoe, "RESET", LINK))))
                .containsExactly("SENT -");

        Received letter = POSTBOX.to("zoe@example.org").getFirst();
        assertThat(letter.subject()).isEqualTo("Bootcamp: choose a new password");
        assertThat(letter.text().lines())
                .contains("Hello Zoë O'Brien-Müller,", "s-0a1b2c3d4", LINK)
                .anyMatch(line -> line.contains("until 29 November 2099, 23:30 (Asia/Seoul)"));
        assertThat(letter.text()).doesNotContain("{", "letter.");
    }

    @Test
    void everyStudentGetsTheOwnLetterAndAnAnswerInItsPlace() {
        String one = student("One", "one@example.org");
        String nowhere = student("Nowhere", null);
        String refused = student("Refused", "refused@example.org");
        String two = student("Two", "two@example.org");
        POSTBOX.refuse("refused@example.org"::equals);

        assertThat(
                        outcomes(
                                send(
                                        "en",
                                        letter(one, "INVITATION", LINK + "1"),
                                        letter(nowhere, "INVITATION", LINK + "2"),
                                        letter("nobody-known", "INVITATION", LINK + "3"),
                                        letter(refused, "INVITATION", LINK + "4"),
                                        letter(two, "INVITATION", LINK + "5"))))
                .containsExactly(
                        "SENT -",
                        "NO_ADDRESS -",
                        "NO_ADDRESS -",
                        "NOT_SENT ADDRESS_REFUSED",
                        "SENT -");
        assertThat(POSTBOX.to("one@example.org").getFirst().text()).contains(LINK + "1\n");
        assertThat(POSTBOX.to("two@example.org").getFirst().text()).contains(LINK + "5\n");
        assertThat(POSTBOX.to("refused@example.org")).isEmpty();
    }

    @Test
    void whoWasErasedGetsNoLetter() {
        String gone = student("Gone", "gone@example.org");
        assertThat(admin.delete("/api/students/" + gone + "/personal-data").status())
                .isEqualTo(204);

        assertThat(outcomes(send("en", letter(gone, "INVITATION", LINK))))
                .containsExactly("NO_ADDRESS -");
        assertThat(POSTBOX.to("gone@example.org")).isEmpty();
    }

    @Test
    void theSameLetterIsSentOnceAndOneWithANewLinkAgain() {
        String once = student("Once", "once@example.org");
        String first = letter(once, "INVITATION", LINK + "1");

        for (int i = 0; i < 3; i++) {
            assertThat(outcomes(send("en", first))).containsExactly("SENT -");
        }
        assertThat(POSTBOX.to("once@example.org")).hasSize(1);
        assertThat(outcomes(send("en", letter(once, "INVITATION", LINK + "2"))))
                .containsExactly("SENT -");
        assertThat(POSTBOX.to("once@example.org")).hasSize(2);
    }

    @Test
    void theSameLetterAskedForAtOnceAtTwoProcessesIsSentOnce() {
        int other = SERVICE.startAnother();
        String race = student("Race", "race@example.org");
        String body = batch(letter(race, "INVITATION", LINK));

        List<Answer> answers =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> SERVICE.as(ADMIN, i % 2 == 0 ? 0 : other).post(PATH, body))
                        .toList();
        SERVICE.stop(other);

        assertThat(answers)
                .allSatisfy(each -> assertThat(outcomes(each)).containsExactly("SENT -"));
        assertThat(POSTBOX.to("race@example.org")).hasSize(1);
    }

    /** Its asker has gone while the letter was on its way; it is known to be sent all the same. */
    @Test
    void aLetterOnItsWayIsNotSentAgainForWhoAsksAnew() throws InterruptedException {
        String left = student("Left", "left@example.org");
        Letter letter =
                new Letter(
                        left,
                        "s-0a1b2c3d4",
                        Letter.Purpose.INVITATION,
                        LINK,
                        Instant.parse("2099-11-29T14:30:00Z"));
        Postbox.Pause pause = POSTBOX.pause();
        Disposable asker =
                SERVICE.bean(Letters.class).send(List.of(letter), Locale.ENGLISH).subscribe();
        pause.begun().await();
        asker.dispose();
        pause.over().countDown();

        assertThat(outcomes(send("en", letter(left, "INVITATION", LINK))))
                .containsExactly("SENT -");
        assertThat(POSTBOX.to("left@example.org")).hasSize(1);
    }

    @Test
    void aLetterThatWasRefusedIsSentWhenItIsAskedForAgain() {
        String later = student("Later", "later@example.org");
        POSTBOX.refuse("later@example.org"::equals);
        assertThat(outcomes(send("en", letter(later, "INVITATION", LINK))))
                .containsExactly("NOT_SENT ADDRESS_REFUSED");
        POSTBOX.refuse(_ -> false);

        assertThat(outcomes(send("en", letter(later, "INVITATION", LINK))))
                .containsExactly("SENT -");
        assertThat(POSTBOX.to("later@example.org")).hasSize(1);
    }

    /** Such a name comes with no request; with an old document it might. */
    @Test
    void aNameWithLineBreaksStaysOneLineOfTheText() {
        String sly = student("Sly", "sly@example.org");
        people(
                "{\"$set\": {\"name\": \"Sly\\r\\nBcc: thief@example.org\\r\\n\\r\\nNew text\"}}",
                sly);

        assertThat(outcomes(send("en", letter(sly, "INVITATION", LINK)))).containsExactly("SENT -");

        Received letter = POSTBOX.to("sly@example.org").getFirst();
        assertThat(letter.text().lines()).contains("Hello Sly Bcc: thief@example.org New text,");
        assertThat(letter.header("Bcc")).isEmpty();
        assertThat(letter.recipients()).isEqualTo(1);
        assertThat(POSTBOX.to("thief@example.org")).isEmpty();
    }

    private static void people(String update, String studentId) {
        MongoDatabase people = SERVICE.bean(0, "people", MongoDatabase.class);
        Flux.from(
                        people.getCollection("persons")
                                .updateOne(new Document("_id", studentId), Document.parse(update)))
                .blockLast();
    }

    @Test
    void aBatchHasABoundAndEveryWrongFieldIsNamed() {
        String[] many =
                IntStream.range(0, Letters.BATCH_MAX + 1)
                        .mapToObj(i -> letter("nobody-" + i, "INVITATION", LINK + i))
                        .toArray(String[]::new);

        Answer tooMany = send("en", many);
        Answer wrong =
                send(
                        "en",
                        letter("nobody", "INVITATION", LINK),
                        letter(" ", "RESET", "javascript:alert(1)"));

        assertThat(tooMany.status()).isEqualTo(422);
        assertThat(tooMany.response().body()).contains("\"letters\"");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.response().body())
                .contains("letters[1].studentId", "letters[1].link")
                .doesNotContain("letters[0]", "javascript");
        assertThat(outcomes(send("en", java.util.Arrays.copyOf(many, Letters.BATCH_MAX))))
                .hasSize(Letters.BATCH_MAX)
                .containsOnly("NO_ADDRESS -");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"letters\": null}",
                "{\"letters\": [{}]}",
                "{\"letters\": [], \"more\": 1}",
                "{\"letters\": [{\"studentId\": \"a\", \"username\": \"b\", \"purpose\": \"SESSION\","
                        + " \"link\": \"https://a.example\", \"validUntil\": \"2099-01-01T00:00:00Z\"}]}"
            })
    void whatIsNoBatchIsRefused(String body) {
        assertThat(admin.post(PATH, body).status()).isEqualTo(400);
    }

    @Test
    void onlyAnAdminSendsLettersOrAsksWhetherTheyCanBeSent() {
        Caller student =
                new Caller("s-0a1b2c3d4", Set.of(Role.STUDENT), "some-student", null, Set.of());
        String to = student("Kept", "kept@example.org");

        for (Caller other : List.of(STAFF, student)) {
            Calls calls = SERVICE.as(other);
            assertThat(calls.post(PATH, batch(letter(to, "RESET", LINK))).status()).isEqualTo(403);
            assertThat(calls.get("/api/mail").status()).isEqualTo(403);
        }
        assertThat(POSTBOX.to("kept@example.org")).isEmpty();
        assertThat(admin.get("/api/mail").json().path("configured").asBoolean()).isTrue();
    }

    /** The server takes connections and says nothing, far longer than anybody waits. */
    @Test
    void aBatchIsOverInTimeThoughTheServerHangs() throws IOException {
        String one = student("Hang One", "hang1@example.org");
        String two = student("Hang Two", "hang2@example.org");
        String nowhere = student("Hang Nowhere", null);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MailServer hanging =
                    new MailServer(
                            new MailProperties(
                                    "127.0.0.1",
                                    silent.getLocalPort(),
                                    MailProperties.Security.NONE,
                                    null,
                                    null,
                                    "school@bootcamp.example",
                                    Duration.ofMinutes(1)));
            Letters letters =
                    new Letters(
                            hanging,
                            SERVICE.bean(PersonStore.class),
                            SERVICE.bean(HomeZones.class),
                            SERVICE.bean(LetterStore.class),
                            SERVICE.bean(Texts.class),
                            Duration.ofMillis(300));
            List<Letter> all =
                    IntStream.range(0, Letters.BATCH_MAX)
                            .mapToObj(i -> i == 3 ? nowhere : i % 2 == 0 ? one : two)
                            .map(
                                    id ->
                                            new Letter(
                                                    id,
                                                    "s-0a1b2c3d4",
                                                    Letter.Purpose.RESET,
                                                    LINK,
                                                    Instant.parse("2099-11-29T14:30:00Z")))
                            .toList();

            List<Letters.Told> told =
                    Objects.requireNonNull(letters.send(all, Locale.ENGLISH).block());

            assertThat(told).hasSize(Letters.BATCH_MAX);
            assertThat(told.get(3).outcome()).isEqualTo(Letters.Outcome.NO_ADDRESS);
            assertThat(told)
                    .filteredOn(each -> !each.studentId().equals(nowhere))
                    .hasSize(Letters.BATCH_MAX - 1)
                    .allMatch(each -> each.reason() == NotSent.TIMED_OUT);
        }
    }

    @Test
    void neitherLogsNorAnswersNorWhatIsKeptTellWhoGotALetterOrItsLink() {
        String canary = student("카나리아 Canary", "canary@example.org");
        String refused = student("Canary Two", "canary2@example.org");
        POSTBOX.refuse("canary2@example.org"::equals);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String link = "https://bootcamp.example/invite#020417" + "c0".repeat(32);
        Answer answer =
                send("ko", letter(canary, "INVITATION", link), letter(refused, "RESET", link));
        root.detachAppender(log);

        assertThat(outcomes(answer)).containsExactly("SENT -", "NOT_SENT ADDRESS_REFUSED");
        String logged =
                log.list.stream().map(MailApiTest::everything).collect(Collectors.joining("\n"));
        assertThat(log.list)
                .anyMatch(
                        event ->
                                event.getLevel() == Level.WARN
                                        && event.getMessage().equals("Letters were not sent"));
        String kept =
                Objects.requireNonNull(
                        Flux.from(
                                        SERVICE.bean(0, "database", MongoDatabase.class)
                                                .getCollection("letters")
                                                .find())
                                .map(Document::toJson)
                                .collect(Collectors.joining())
                                .block());
        assertThat(kept).isNotEmpty();
        for (String told : List.of(logged, kept, answer.response().body())) {
            assertThat(told).doesNotContainIgnoringCase("canary", "카나리아", "c0c0c0", "example.org");
        }
        assertThat(kept).doesNotContain(canary);
    }

    private static String everything(ILoggingEvent event) {
        return event.getFormattedMessage()
                + event.getKeyValuePairs()
                + event.getMDCPropertyMap()
                + event.getThrowableProxy();
    }

    @Test
    void whereNoServerIsConfiguredEverySendingIsRefused() {
        try (RunningService without =
                RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder)) {
            Calls calls = without.as(ADMIN);

            assertThat(calls.get("/api/mail").json().path("configured").asBoolean(true)).isFalse();
            Answer refused = calls.post(PATH, batch(letter("nobody", "INVITATION", LINK)));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("MAIL_NOT_CONFIGURED");
            assertThat(refused.text("detail")).contains("mail server");
        }
    }
}
