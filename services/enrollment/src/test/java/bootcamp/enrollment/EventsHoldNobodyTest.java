package bootcamp.enrollment;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contract;
import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.enrollment.roster.SeatFeed;
import bootcamp.enrollment.roster.SeatKeeper;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What real requests say about people stays where it was said: not a byte of it is in a topic. */
class EventsHoldNobodyTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final Contracts CONTRACTS = Contracts.ofThisCheckout();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> CANARIES =
            List.of(
                    "카나리아",
                    "Canary",
                    "canary",
                    "010-9876-5432",
                    "98765432",
                    "canary-external",
                    "looked after her canaries",
                    // What became of somebody.
                    "EMPLOYED");

    private final Calls staff = SERVICE.as(STAFF);
    private final Calls admin = SERVICE.as(ADMIN);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void noRecordHoldsWhatWasSaidAboutAPerson() {
        open("from");
        open("to");
        String hana =
                enrolled(
                        "from",
                        """
                        {"name": "카나리아 하나", "email": "canary1@example.org",
                         "phone": "010-9876-5432", "externalId": "canary-external-1",
                         "enrolledOn": "2024-01-02"}
                        """);
        String duri =
                enrolled(
                        "from",
                        """
                        {"name": "Canary Duri", "email": "canary2@example.org",
                         "externalId": "canary-external-2", "status": "APPLIED",
                         "enrolledOn": "2024-01-02"}
                        """);
        ok(
                staff.post(
                        duri + "/status",
                        """
                        {"to": "SELECTED", "on": "2024-01-03", "score": 71,
                         "note": "looked after her canaries"}
                        """));
        ok(staff.patch(hana, "{\"name\": \"Canary Hana\", \"phone\": \"010-9876-5432\"}"));
        ok(staff.post(hana + "/leave", "{\"from\": \"2024-02-01\", \"until\": \"2024-02-09\"}"));
        ok(
                staff.post(
                        hana + "/withdrawal",
                        """
                        {"on": "2024-03-04", "reason": "OTHER", "note": "looked after her canaries"}
                        """));
        ok(staff.delete(hana + "/withdrawal"));
        ok(staff.post(hana + "/transfer", "{\"toCohortId\": \"to\", \"on\": \"2024-03-05\"}"));
        roster(
                "to",
                "externalId,name,email,phone\ncanary-external-3,Canary Seti,canary3@example.org,010-9876-5432\n");
        String code = appliedAndCompleted();
        String studentId = staff.get(hana).text("studentId");
        assertThat(admin.delete("/api/students/" + studentId + "/personal-data").status())
                .isLessThan(300);
        assertThat(SERVICE.bean(OutboxRelay.class).drained(Duration.ofSeconds(30))).isTrue();

        List<ConsumerRecord<byte[], byte[]>> records = everyRecord();

        assertThat(records.stream().flatMap(each -> kinds(each).stream()))
                .contains(
                        "CohortOpened",
                        "StudentApplied",
                        "ScreeningRecorded",
                        "StudentWithdrew",
                        "WithdrawalReverted",
                        "StudentTransferred",
                        "StudentEnrolled",
                        "VerdictGiven",
                        "CohortReopened",
                        "PersonErased");
        assertThat(records)
                .allSatisfy(
                        record ->
                                assertThat(everythingIn(record))
                                        .doesNotContain(CANARIES)
                                        .doesNotContain(code));
    }

    /**
     * Somebody applies, is decided about and told, looked after, let off and judged; then it is
     * noted what became of them, and the cohort is opened again.
     *
     * @return the code of the certificate, which the student alone has
     */
    private String appliedAndCompleted() {
        open("asks");
        String path = "/api/cohorts/asks";
        ok(
                staff.put(
                        path + "/application-form",
                        """
                        {"items": [{"itemId": "why", "kind": "TEXT", "required": true,
                                    "label": {"ko": "지원 동기", "en": "Why"}, "charsMax": 200}],
                         "consent": {"ko": "동의합니다", "en": "I agree"}, "forgetAfterDays": 30}
                        """));
        String applicationId =
                SERVICE.as(Caller.NOBODY)
                        .post(
                                path + "/applications",
                                """
                                {"name": "Canary Net", "email": "canary4@example.org",
                                 "phone": "010-9876-5432", "language": "ko", "consent": true,
                                 "formVersion": 1, "answers": {"why": "looked after her canaries"}}
                                """)
                        .is(201)
                        .text("applicationId");
        Answer application = staff.get(path + "/applications/" + applicationId).is(200);
        String enrollment = "/api/enrollments/" + application.text("enrollmentId");
        Answer decided =
                staff.post(
                        path + "/application-decisions",
                        """
                        {"applicationIds": ["%s"], "decision": "SELECTED", "on": "2024-07-31",
                         "letter": {"subject": {"ko": "카나리아", "en": "Canary"},
                                    "text": {"ko": "카나리아 {name}", "en": "Canary {name}"}}}
                        """
                                .formatted(applicationId));
        assertThat(decided.is(200).json().path("decided").size()).isOne();
        ok(staff.post(enrollment + "/status", "{\"to\": \"ENROLLED\", \"on\": \"2024-07-31\"}"));
        String reason = "\"reason\": \"looked after her canaries\"";
        ok(staff.put(enrollment + "/exception", "{\"granted\": true, %s}".formatted(reason)));
        String studentId = application.text("studentId");
        staff.post(
                        "/api/students/" + studentId + "/outreach",
                        """
                        {"on": "%s", "channel": "TALK", "note": "looked after her canaries"}
                        """
                                .formatted(LocalDate.now(ZoneOffset.UTC)))
                .is(201);
        ok(admin.post(path + "/closing", "{\"on\": \"2024-07-31\"}"));
        Calls student =
                SERVICE.as(new Caller("maple", Set.of(Role.STUDENT), studentId, null, Set.of()));
        JsonNode paper = student.get("/api/me/certificates").is(200).json().at("/items/0");
        ok(
                student.put(
                        "/api/me/certificates/" + paper.path("enrollmentId").asString(),
                        "{\"nameShown\": true}"));
        ok(staff.put(enrollment + "/later-outcome", "{\"months\": 3, \"outcome\": \"EMPLOYED\"}"));
        ok(admin.patch(path, "{\"status\": \"OPEN\", %s}".formatted(reason)));
        String code = paper.path("code").asString();
        assertThat(code).isNotEmpty();
        return code;
    }

    @Test
    void whatIsPublishedIsAsTheSchemaSays() {
        open("published");
        enrolled(
                "published",
                """
                {"name": "Canary", "externalId": "canary-external-9", "enrolledOn": "2024-01-02"}
                """);
        assertThat(SERVICE.bean(OutboxRelay.class).drained(Duration.ofSeconds(30))).isTrue();
        Map<String, Contract> byType = new HashMap<>();
        CONTRACTS.all().forEach(each -> byType.put(each.eventType(), each));

        assertThat(everyRecord())
                .isNotEmpty()
                .allSatisfy(
                        record -> {
                            Header type = record.headers().lastHeader("ce_type");
                            Contract contract = byType.get(new String(type.value(), UTF_8));
                            assertThat(contract).isNotNull();
                            assertThat(contract.violations(JSON.readTree(record.value())))
                                    .isEmpty();
                        });
    }

    @Test
    void ownFeedReadsEveryExampleEverPublished() {
        SeatFeed feed = new SeatFeed(SERVICE.bean(SeatKeeper.class), Mono.empty());
        Map<String, Long> hints =
                CONTRACTS.examples(EnrollmentApplication.NAME).stream()
                        .collect(
                                Collectors.groupingBy(
                                        Example::contract,
                                        Collectors.summingLong(
                                                each ->
                                                        feed.read(
                                                                        SeatFeed.CODEC.decode(
                                                                                each.record()))
                                                                .size())));

        assertThat(hints.get("enrollment/Cohort.v1")).isEqualTo(count("enrollment/Cohort.v1"));
        assertThat(hints.get("enrollment/Enrollment.v1"))
                .isEqualTo(count("enrollment/Enrollment.v1"));
        assertThat(hints.get("enrollment/Erasure.v1")).isZero();
    }

    private static long count(String contract) {
        return CONTRACTS.examples(EnrollmentApplication.NAME).stream()
                .filter(each -> each.contract().equals(contract))
                .count();
    }

    // ---- requests

    private void open(String cohortId) {
        assertThat(
                        staff.post(
                                        "/api/cohorts",
                                        """
                                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                                         "timeZone": "Asia/Seoul", "capacity": 9, "holidays": []}
                                        """
                                                .formatted(cohortId))
                                .status())
                .isEqualTo(201);
    }

    private String enrolled(String cohortId, String body) {
        Answer answer = staff.post("/api/cohorts/" + cohortId + "/enrollments", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return "/api/enrollments/" + answer.text("enrollmentId");
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private void roster(String cohortId, String csv) {
        Answer begun = staff.upload("/api/cohorts/" + cohortId + "/imports?kind=roster", csv);
        assertThat(begun.status()).as(begun.response().body()).isEqualTo(202);
        String path = "/api/imports/" + begun.text("importId");
        for (int i = 0; i < 600 && !staff.get(path).text("state").equals("DONE"); i++) {
            LockSupport.parkNanos(50_000_000);
        }
        JsonNode done = staff.get(path).json();
        assertThat(done.path("applied").asInt()).as(done.toString()).isEqualTo(1);
    }

    // ---- topics

    private static List<ConsumerRecord<byte[], byte[]>> everyRecord() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaClients(SERVICE.bootstrapServers()).consumer("canary")) {
            List<TopicPartition> partitions =
                    consumer.listTopics().values().stream()
                            .flatMap(List::stream)
                            .filter(each -> each.topic().startsWith("bootcamp."))
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** Key, headers and value, as bytes that are one long text. */
    private static String everythingIn(ConsumerRecord<byte[], byte[]> record) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(record.key());
        record.headers()
                .forEach(
                        header -> {
                            all.writeBytes(header.key().getBytes(UTF_8));
                            all.writeBytes(header.value());
                        });
        all.writeBytes(record.value());
        return all.toString(UTF_8);
    }

    private static List<String> kinds(ConsumerRecord<byte[], byte[]> record) {
        return EventCodec.ofAll().decode(record).changes().stream()
                .map(change -> change.path("type").asString())
                .toList();
    }
}
