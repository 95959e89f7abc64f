package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.launcher.http.Site;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Partitions;
import bootcamp.platform.event.Topics;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records that the gateway really could not process, from their row on the page to what becomes of
 * them. On the platform in this JVM, whose broker can be written to: the school's shows an empty
 * list to others.
 */
@Tag("pages")
class DeadLettersTest {

    private static final String TOPIC = Topics.events("enrollment");
    private static final String READER = "gateway";
    private static final int PARTITIONS = 12;

    private static RunningPlatform admin;

    @BeforeAll
    static void openSite() {
        Chromium.installed();
        admin = RunningPlatform.at(Site.get().url()).signedIn(Site.ADMIN, Site.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, Retry, Drop, Cancel, Refresh, gateway processes this record once more.,"
                + " It was tried once more and still cannot be processed., Processed once more.,"
                + " What it would have changed will not appear, Dropped., processed, dropped,"
                + " overtaken: nothing to do, Some data is missing.",
        "ko, dark, 390, 다시 시도, 버리기, 취소, 새로 고침, gateway에서 이 기록을 한 번 더 처리합니다.,"
                + " 다시 시도했지만 아직 처리하지 못했습니다., 다시 처리했습니다.,"
                + " 현황에 나타나지 않습니다., 버렸습니다., 다시 처리함, 버림,"
                + " 새 기록이 대신함: 할 일 없음, 일부 자료가 빠져 있습니다."
    })
    void aRecordIsShownTriedAgainDroppedOrOvertaken(
            String language,
            String theme,
            int width,
            String retry,
            String drop,
            String cancel,
            String reload,
            String retryIntro,
            String stillOpen,
            String retriedSaid,
            String dropIntro,
            String droppedSaid,
            String retried,
            String dropped,
            String overtaken,
            String missing)
            throws Exception {
        String cohortId = "letters-" + language;
        String name = "Letters " + language;
        cohort(cohortId, name);
        JsonNode lost = enrolled(cohortId, "lost-" + language);
        JsonNode moving = enrolled(cohortId, "moving-" + language);
        JsonNode late = enrolled(cohortId, "late-" + language);
        String lostAt = poison(cohortId, lost);
        String movingAt = poison(cohortId, moving);
        String lateAt = parkedByAnOlderVersion(cohortId, late);
        for (String place : List.of(lostAt, movingAt, lateAt)) {
            Wait.until(() -> admin.find(letter(place)).isPresent());
        }

        try (Tab tab = Tab.open(Site.get().url(), Site.ADMIN, new Look(language, theme, width))) {
            tab.go("/c/" + cohortId);
            assertThat(tab.find("main .note.warn")).containsText(missing);
            tab.find("main .note.warn a").click();
            for (String place : List.of(lostAt, movingAt)) {
                assertThat(row(tab, place)).containsText("STATE_DOES_NOT_FIT");
                assertThat(attempts(tab, place)).hasText("1");
                assertThat(row(tab, place).locator("a")).hasText(name);
                assertThat(row(tab, place).locator("a")).hasAttribute("href", "/c/" + cohortId);
            }
            assertThat(row(tab, lateAt)).containsText("UNKNOWN_VERSION");
            assertThat(tab.find(".head p")).containsText(name);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            // In vain: it says the same as before.
            button(row(tab, lostAt), retry).click();
            assertThat(tab.find("dialog")).containsText(retryIntro);
            assertThat(tab.axeViolations()).isEmpty();
            button(tab.find("dialog"), retry).click();
            assertThat(tab.find("#say")).hasText(stillOpen);
            assertThat(attempts(tab, lostAt)).hasText("2");
            assertThat(button(row(tab, lostAt), drop)).isVisible();

            // With success: this version can read what an older one could not.
            button(row(tab, lateAt), retry).click();
            button(tab.find("dialog"), retry).click();
            assertThat(tab.find("#say")).hasText(retriedSaid);
            assertThat(row(tab, lateAt).locator(".tag")).hasText(retried);
            assertThat(row(tab, lateAt).locator("button")).hasCount(0);

            // Only who confirms it drops it.
            button(row(tab, lostAt), drop).click();
            assertThat(tab.find("dialog")).containsText(dropIntro);
            button(tab.find("dialog"), cancel).click();
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(admin.get(letter(lostAt)).path("state").asString()).isEqualTo("OPEN");
            button(row(tab, lostAt), drop).click();
            button(tab.find("dialog"), drop).click();
            assertThat(tab.find("#say")).hasText(droppedSaid);
            assertThat(row(tab, lostAt).locator(".tag")).hasText(dropped);
            assertThat(row(tab, lostAt).locator("button")).hasCount(0);
            assertThat(tab.find(".head p")).containsText(name);

            leaveAndReturn(moving);
            Wait.until(() -> isOvertaken(movingAt) && areAllClosed(cohortId));
            button(tab.find(".head"), reload).click();
            assertThat(row(tab, movingAt).locator(".tag")).hasText(overtaken);
            assertThat(row(tab, movingAt).locator("button")).hasCount(0);
            assertThat(tab.find(".head p")).not().containsText(name);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.go("/c/" + cohortId).settled();
            assertThat(tab.find("main h1")).containsText(name);
            assertThat(tab.find("main .note.warn")).hasCount(0);
            assertThat(tab.errors).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    // ---- what the page shows

    /** The one row of this reader and place. */
    private static Locator row(Tab tab, String place) {
        return tab.find(
                "tbody tr:has(code:text-is(\"%s\")):has(span:text-is(\"%s\"))"
                        .formatted(READER, place));
    }

    private static Locator attempts(Tab tab, String place) {
        return row(tab, place).locator("td.num");
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String letter(String place) {
        return "/api/dead-letters/%s.%s"
                .formatted(READER, place.replace(' ', '.').replace('/', '.'));
    }

    private static boolean isOvertaken(String place) {
        return admin.get(letter(place)).path("state").asString().equals("OVERTAKEN");
    }

    /**
     * Whether no reader lacks anything of the cohort, now that those of other readers are dropped.
     */
    private static boolean areAllClosed(String cohortId) {
        List<JsonNode> open =
                admin.list("/api/dead-letters").stream()
                        .filter(each -> each.path("cohortId").asString("").equals(cohortId))
                        .filter(each -> each.path("state").asString().equals("OPEN"))
                        .toList();
        open.stream()
                .filter(each -> !each.path("reader").asString().equals(READER))
                .forEach(each -> admin.delete("/api/dead-letters/" + each.path("id").asString()));
        return open.isEmpty();
    }

    // ---- what happened to the platform

    private static void cohort(String cohortId, String name) {
        LocalDate today = LocalDate.now(School.ZONE);
        admin.post(
                "/api/cohorts",
                School.key(),
                Map.of(
                        "cohortId",
                        cohortId,
                        "programme",
                        "Letters",
                        "name",
                        name,
                        "startDate",
                        today.minusDays(20).toString(),
                        "endDate",
                        today.plusDays(20).toString(),
                        "timeZone",
                        School.ZONE.getId(),
                        "capacity",
                        9));
    }

    private static JsonNode enrolled(String cohortId, String externalId) {
        JsonNode enrolled =
                admin.post(
                        "/api/cohorts/" + cohortId + "/enrollments",
                        School.key(),
                        Map.of(
                                "name",
                                "Student",
                                "externalId",
                                externalId,
                                "enrolledOn",
                                LocalDate.now(School.ZONE).minusDays(10).toString()));
        return admin.get("/api/enrollments/" + enrolled.path("enrollmentId").asString());
    }

    /** Two newer versions of the student. */
    private static void leaveAndReturn(JsonNode enrollment) {
        String leave =
                "/api/enrollments/%s/leave".formatted(enrollment.path("enrollmentId").asString());
        admin.post(leave, School.key(), Map.of("from", LocalDate.now(School.ZONE).toString()));
        admin.delete(leave);
    }

    /**
     * The student's next version, whose status nobody knows.
     *
     * @return where it lies, as the page writes it
     */
    private static String poison(String cohortId, JsonNode enrollment) throws Exception {
        try (Producer<byte[], byte[]> producer = producer()) {
            return place(send(producer, said(cohortId, enrollment, 1, "VANISHED")));
        }
    }

    /**
     * The student's present version once more, and a letter about it as a gateway leaves it that
     * was told of no such version.
     *
     * @return as of {@link #poison}
     */
    private static String parkedByAnOlderVersion(String cohortId, JsonNode enrollment)
            throws Exception {
        try (Producer<byte[], byte[]> producer = producer()) {
            ProducerRecord<byte[], byte[]> good = said(cohortId, enrollment, 0, "ENROLLED");
            RecordMetadata at = send(producer, good);
            RecordHeaders headers = new RecordHeaders(good.headers());
            Map.of(
                            "dl-id",
                            "%s.%s.%d.%d"
                                    .formatted(READER, at.topic(), at.partition(), at.offset()),
                            "dl-turn",
                            "PARKED",
                            "dl-error",
                            "UNKNOWN_VERSION",
                            "dl-reason",
                            "Enrollment",
                            "dl-at",
                            Instant.now().toString())
                    .forEach((header, value) -> headers.add(header, value.getBytes(UTF_8)));
            send(
                    producer,
                    new ProducerRecord<>(
                            Topics.deadLetters("enrollment", READER),
                            null,
                            good.key(),
                            good.value(),
                            headers));
            return place(at);
        }
    }

    private static String place(RecordMetadata at) {
        return "%s %d/%d".formatted(at.topic(), at.partition(), at.offset());
    }

    private static ProducerRecord<byte[], byte[]> said(
            String cohortId, JsonNode enrollment, int later, String status) {
        String id = enrollment.path("enrollmentId").asString();
        ObjectNode state =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("enrollmentId", id)
                        .put("studentId", enrollment.path("studentId").asString())
                        .put("cohortId", cohortId)
                        .put("status", status)
                        .put("enrolledOn", enrollment.path("enrolledOn").asString());
        state.putArray("statuses")
                .addObject()
                .put("status", "ENROLLED")
                .put("on", enrollment.path("enrolledOn").asString());
        Event event =
                new Event(
                        "Enrollment",
                        id,
                        enrollment.path("version").asLong() + later,
                        1,
                        "enrollment",
                        Instant.now(),
                        List.of(),
                        state,
                        null);
        var encoded = EventCodec.ofAll().encode(TOPIC, Partitions.of(cohortId, PARTITIONS), event);
        return new ProducerRecord<>(
                encoded.topic(),
                encoded.partition(),
                encoded.key().getBytes(UTF_8),
                encoded.value(),
                encoded.headers());
    }

    private static Producer<byte[], byte[]> producer() {
        return new KafkaClients(Site.get().bootstrapServers()).rawProducer("letters");
    }

    private static RecordMetadata send(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws InterruptedException, ExecutionException {
        return producer.send(record).get();
    }
}
