package bootcamp.enrollment.admission;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox;
import bootcamp.enrollment.person.ErasureKeeper;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.screening.ScoringScenes;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Applying as applicants and staff see it. */
class AdmissionServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final Postbox POSTBOX = Postbox.open();
    private static RunningService service;

    private final String cohort = "ai-lab-a" + COHORTS.incrementAndGet();
    private final String path = "/api/cohorts/" + cohort;
    private final Calls staff = service.as(STAFF);
    private final Calls admin = service.as(ADMIN);
    private final Calls nobody = service.as(Caller.NOBODY);

    @BeforeAll
    static void start() {
        service =
                RunningService.start(
                        EnrollmentApplication.NAME,
                        EnrollmentApplication::builder,
                        POSTBOX.settings());
    }

    @AfterAll
    static void stop() {
        service.close();
        POSTBOX.close();
    }

    @BeforeEach
    void openCohort() {
        openCohort(cohort);
    }

    private void openCohort(String id) {
        staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 4기",
                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                         "timeZone": "Asia/Seoul", "capacity": 30}
                        """
                                .formatted(id))
                .is(201);
    }

    private static String form(String dates) {
        return """
        {%s "items": [
          {"itemId": "why", "kind": "TEXT", "label": {"ko": "지원 동기", "en": "Why"},
           "required": true, "charsMax": 20},
          {"itemId": "track", "kind": "CHOICE", "label": {"ko": "과정", "en": "Track"},
           "required": false, "choices": [
             {"choiceId": "cv", "label": {"ko": "비전", "en": "Vision"}},
             {"choiceId": "nlp", "label": {"ko": "언어", "en": "Language"}}]},
          {"itemId": "years", "kind": "NUMBER", "label": {"ko": "경력", "en": "Years"},
           "required": false, "min": 0, "max": 50}],
         "consent": {"ko": "동의합니다", "en": "I agree"}, "forgetAfterDays": 30}
        """
                .formatted(dates);
    }

    private static String application(String name, String answers) {
        return """
        {"name": "%1$s", "email": "%2$s@example.org", "phone": "010-1234-5678", "language": "ko",
         "consent": true, "formVersion": 1, "answers": {%3$s}}
        """
                .formatted(name, name.replace(' ', '.'), answers);
    }

    private static final String ANSWERS =
            "\"why\": \"배우고 싶어서\", \"track\": \"nlp\", \"years\": 2.5";

    private String applied(String name) {
        return nobody.post(path + "/applications", application(name + cohort, ANSWERS))
                .is(201)
                .text("applicationId");
    }

    private Answer read(String applicationId) {
        return staff.get(path + "/applications/" + applicationId);
    }

    private static List<String> fields(Answer answer) {
        return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asString())
                .toList();
    }

    private Applications applications() {
        return service.bean(Applications.class);
    }

    // ---- the form

    @Test
    void staffSayWhatIsAskedAndAnybodyReadsIt() {
        nobody.get(path + "/application-form/public").is(404, "FORM_NOT_FOUND");
        Answer none = staff.get(path + "/application-form").is(200);
        assertThat(none.json().path("version").asInt()).isZero();
        assertThat(none.json().path("open").asBoolean()).isFalse();
        assertThat(none.json().path("items").isEmpty()).isTrue();

        Answer put = staff.put(path + "/application-form", form("")).is(200);

        assertThat(put.json().path("version").asInt()).isEqualTo(1);
        staff.put(path + "/application-form", form("")).is(200);
        assertThat(staff.get(path + "/application-form").header("ETag"))
                .isEqualTo(put.header("ETag"));
        JsonNode shown = nobody.get(path + "/application-form/public").is(200).json();
        assertThat(shown.path("name").asString()).isEqualTo("AI Lab 4기");
        assertThat(shown.at("/form/open").asBoolean()).isTrue();
        assertThat(shown.at("/form/items/1/choices/1/label/en").asString()).isEqualTo("Language");
        Answer later =
                staff.put(
                        path + "/application-form",
                        form("\"opensOn\": \"2099-01-01\","),
                        "If-Match",
                        put.header("ETag"));
        assertThat(later.is(200).json().path("open").asBoolean()).isFalse();
        staff.put(path + "/application-form", form(""), "If-Match", put.header("ETag"))
                .is(412, "STALE_VERSION");
        Caller student = new Caller("maple", Set.of(Role.STUDENT), "s1", null, Set.of());
        service.as(student).put(path + "/application-form", form("")).is(403);
        service.as(student).get(path + "/applications").is(403);
        Caller elsewhere = new Caller("oak", Set.of(Role.STAFF), null, null, Set.of("other"));
        service.as(elsewhere).get(path + "/applications").is(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "itemId": "track" | "itemId": "why" | items[1].itemId
                    "itemId": "why" | "itemId": "$where" | items[0].itemId
                    "kind": "TEXT" | "kind": "NUMBER" | items[0].charsMax
                    "charsMax": 20 | "charsMax": 4001 | items[0].charsMax
                    "choiceId": "nlp" | "choiceId": "cv" | items[1].choices[1].choiceId
                    "min": 0 | "min": 51 | items[2].max
                    "en": "Vision" | "en": " " | items[1].choices[0].label.en
                    "ko": "동의합니다" | "ko": "" | consent.ko
                    "forgetAfterDays": 30 | "forgetAfterDays": 0 | forgetAfterDays
                    {"items" | {"opensOn": "2024-02-02", "closesOn": "2024-02-01", "items" | closesOn
                    """)
    void aFormThatCannotBeAskedIsRefusedByField(String good, String bad, String field) {
        String body = form("").replace("{ \"items", "{\"items").replace(good, bad);
        assertThat(body).isNotEqualTo(form(""));

        Answer answer = staff.put(path + "/application-form", body);

        assertThat(answer.is(422, "INVALID_INPUT").text("code")).isNotEmpty();
        assertThat(fields(answer)).containsExactly(field);
        assertThat(staff.get(path + "/application-form").is(200).json().path("version").asInt())
                .isZero();
    }

    // ---- applying

    @Test
    void whoAppliesIsAppliedOnceAndStaffReadWhatWasSent() {
        staff.put(path + "/application-form", form("")).is(200);
        String body = application("Hana Kim " + cohort, ANSWERS);
        String key = "one-key-" + cohort;

        Answer sent = nobody.post(path + "/applications", body, "Idempotency-Key", key).is(201);
        Answer again = nobody.post(path + "/applications", body, "Idempotency-Key", key).is(201);

        assertThat(again.json()).isEqualTo(sent.json());
        nobody.post(path + "/applications", body.replace("2.5", "3"), "Idempotency-Key", key)
                .is(422, "IDEMPOTENCY_KEY_REUSED");
        JsonNode listed = staff.get(path + "/applications").is(200).json().path("items");
        assertThat(listed.size()).isEqualTo(1);
        JsonNode read = read(sent.text("applicationId")).is(200).json();
        assertThat(read).isEqualTo(listed.get(0));
        assertThat(read.path("status").asString()).isEqualTo("APPLIED");
        assertThat(read.at("/consent/ko").asString()).isEqualTo("동의합니다");
        assertThat(read.at("/answers/0/text").asString()).isEqualTo("배우고 싶어서");
        assertThat(read.at("/answers/1/choice/label/ko").asString()).isEqualTo("언어");
        assertThat(read.at("/answers/2/number").asDouble()).isEqualTo(2.5);
        JsonNode enrollment =
                staff.get("/api/enrollments/" + read.path("enrollmentId").asString()).json();
        assertThat(enrollment.path("status").asString()).isEqualTo("APPLIED");
        assertThat(sent.response().body()).doesNotContain("student", "enrollment");
    }

    /** Nobody who applies has an account, so two may come by one key. */
    @Test
    void whatSomebodyElseSendsUnderAKeyIsRefusedAlsoWhenItsDayIsOver() {
        staff.put(path + "/application-form", form("")).is(200);
        String body = application("First" + cohort, ANSWERS);
        Answer sent = nobody.post(path + "/applications", body, "Idempotency-Key", "1").is(201);
        try {
            service.stopClock(Instant.now().plusSeconds(25 * 3_600));

            for (String other :
                    List.of(
                            application("Second" + cohort, ANSWERS),
                            body.replace("\"name\": \"First", "\"name\": \"Second"),
                            body.replace("First" + cohort + "@", "other@"))) {
                assertThat(other).isNotEqualTo(body);
                nobody.post(path + "/applications", other, "Idempotency-Key", "1")
                        .is(422, "IDEMPOTENCY_KEY_REUSED");
            }
            // What was refused has not taken the key.
            assertThat(
                            nobody.post(path + "/applications", body, "Idempotency-Key", "1")
                                    .is(201)
                                    .json())
                    .isEqualTo(sent.json());
        } finally {
            service.stopClock(null);
        }
        nobody.post(path + "/applications", application("Second" + cohort, ANSWERS)).is(201);
        assertThat(staff.get(path + "/applications").json().path("items").size()).isEqualTo(2);
    }

    @Test
    void anApplicantDoesNotLearnWhoIsKnownAndStaffDo() {
        staff.put(path + "/application-form", form("")).is(200);
        applied("Mina");
        String elsewhere = cohort + "-b";
        openCohort(elsewhere);
        String body = application("Mina" + cohort, ANSWERS);
        String known = application("Jun" + cohort, ANSWERS);
        staff.post(
                        "/api/cohorts/" + elsewhere + "/enrollments",
                        """
                        {"name": "Another Name", "email": "jun%s@example.org",
                         "enrolledOn": "2024-01-02"}
                        """
                                .formatted(cohort))
                .is(201);

        Answer other = nobody.post(path + "/applications", known);
        Answer twice = nobody.post(path + "/applications", body);

        assertThat(other.is(201).json().propertyNames())
                .isEqualTo(twice.is(201).json().propertyNames());
        assertThat(read(other.text("applicationId")).text("refusal")).isEqualTo("OTHER_NAME");
        assertThat(read(twice.text("applicationId")).text("refusal")).isEqualTo("ALREADY_ENROLLED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "consent": true | "consent": false | consent
                    "language": "ko" | "language": "fr" | language
                    @example.org | @ | email
                    "name": "Bad | "name": "\\u0007Bad | name
                    "why": "배우고 싶어서", | "why": " ", | answers.why
                    배우고 싶어서 | 스무 글자보다 훨씬 더 길게 쓴 지원 동기입니다 | answers.why
                    "track": "nlp" | "track": "law" | answers.track
                    "track": "nlp" | "track": {"$gt": ""} | answers.track
                    2.5 | "two" | answers.years
                    2.5 | 51 | answers.years
                    2.5 | -1 | answers.years
                    "years": 2.5 | "pay": 1 | answers
                    """)
    void aBadApplicationIsRefusedByField(String good, String bad, String field) {
        staff.put(path + "/application-form", form("")).is(200);
        String body = application("Bad" + cohort, ANSWERS);
        assertThat(body).contains(good);

        Answer answer = nobody.post(path + "/applications", body.replace(good, bad));

        assertThat(fields(answer.is(422, "INVALID_INPUT"))).containsExactly(field);
        assertThat(staff.get(path + "/applications").json().path("items").size()).isZero();
    }

    @Test
    void nobodyAppliesWhereItIsNotOpenOrWasNotAsked() {
        String body = application("Early" + cohort, ANSWERS);
        nobody.post(path + "/applications", body).is(404, "FORM_NOT_FOUND");
        staff.put(path + "/application-form", form("\"opensOn\": \"2099-01-01\",")).is(200);
        nobody.post(path + "/applications", body).is(409, "APPLICATIONS_NOT_OPEN");
        staff.put(path + "/application-form", form("\"closesOn\": \"2024-01-01\",")).is(200);
        nobody.post(path + "/applications", body).is(409, "APPLICATIONS_NOT_OPEN");
        staff.put(path + "/application-form", form("")).is(200);
        nobody.post(path + "/applications", body).is(409, "FORM_CHANGED");
        admin.post(path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
        nobody.post(
                        path + "/applications",
                        body.replace("\"formVersion\": 1", "\"formVersion\": 3"))
                .is(409, "APPLICATIONS_NOT_OPEN");
    }

    @Test
    void anEmailThatAppliesAgainAndAgainIsHeldUp() {
        staff.put(path + "/application-form", form("")).is(200);
        for (int i = 0; i < ApplyTryStore.OF_EMAIL_MAX; i++) {
            applied("Eager");
        }

        Answer more = nobody.post(path + "/applications", application("Eager" + cohort, ANSWERS));

        assertThat(more.is(429, "TOO_MANY_REQUESTS").header("Retry-After")).isNotEmpty();
    }

    // ---- forgetting

    @Test
    void whoIsErasedIsForgottenWithWhatWasSent() {
        staff.put(path + "/application-form", form("")).is(200);
        String applied = applied("Gone");
        String studentId = read(applied).text("studentId");

        admin.delete("/api/students/" + studentId + "/personal-data").is(204);

        read(applied).is(404, "APPLICATION_NOT_FOUND");
        assertThat(staff.get(path + "/applications").json().path("items").size()).isZero();
    }

    @Test
    void whoIsErasedIsForgottenInApplicationsThatLedToNothing() {
        staff.put(path + "/application-form", form("")).is(200);
        String studentId = read(applied("Gone")).text("studentId");
        String twice = applied("Gone");
        String elsewhere = "/api/cohorts/" + cohort + "-c";
        openCohort(cohort + "-c");
        staff.put(elsewhere + "/application-form", form("")).is(200);
        String other =
                elsewhere
                        + "/applications/"
                        + nobody.post(
                                        elsewhere + "/applications",
                                        application("Gone" + cohort, ANSWERS)
                                                .replaceFirst("Gone", "A Canary"))
                                .is(201)
                                .text("applicationId");
        assertThat(read(twice).text("refusal")).isEqualTo("ALREADY_ENROLLED");
        JsonNode otherName = staff.get(other).is(200).json();
        assertThat(otherName.path("refusal").asString()).isEqualTo("OTHER_NAME");
        assertThat(otherName.path("studentId").isNull()).isTrue();
        // Known by another e-mail since, and by that something came that nobody has looked at.
        applied("Stays");
        staff.patch(
                        "/api/enrollments/" + enrollmentOf("Gone"),
                        "{\"email\": \"canary%s@example.org\"}".formatted(cohort))
                .is(200);
        received("not-looked-at", "canary" + cohort + "@example.org");

        admin.delete("/api/students/" + studentId + "/personal-data").is(204);
        applications().catchUp().block();

        for (String each : List.of(twice, "not-looked-at")) {
            read(each).is(404, "APPLICATION_NOT_FOUND");
        }
        staff.get(other).is(404, "APPLICATION_NOT_FOUND");
        assertThat(staff.get(path + "/applications").json().path("items").size()).isOne();
        assertThat(people()).doesNotContain("Canary", "canary" + cohort, "gone" + cohort);
    }

    @Test
    void whatComesWhileAnErasureGoesOnIsForgotten() {
        staff.put(path + "/application-form", form("")).is(200);
        String studentId = read(applied("Gone")).text("studentId");
        Erasing.say(service, studentId);

        String late = applied("Gone");
        admin.delete("/api/students/" + studentId + "/personal-data").is(204);
        read(late).is(404, "APPLICATION_NOT_FOUND");
        // Who was erased and applies anew is looked at by staff, also after a restart.
        String anew = applied("Gone");
        service.bean(ErasureKeeper.class).catchUp().block();

        assertThat(read(anew).is(200).text("refusal")).isEqualTo("ERASED");
    }

    @Test
    void whoIsErasedWhileAnApplicationIsLinkedIsForgotten() {
        staff.put(path + "/application-form", form("")).is(200);
        String studentId = read(applied("Gone")).text("studentId");
        // All that an erasure looks for is looked for; who the student is, is still known.
        Erasing.say(service, studentId);
        service.bean(ApplicationStore.class).forget(studentId).block();

        String between = applied("Gone");

        read(between).is(404, "APPLICATION_NOT_FOUND");
        assertThat(people()).doesNotContain(between);
    }

    @Test
    void anApplicationThatCannotBeReadHoldsUpNoOtherErasure() {
        staff.put(path + "/application-form", form("")).is(200);
        Map<String, String> byStudent = new TreeMap<>();
        for (String name : List.of("Ha", "Du", "Se")) {
            String applicationId = applied(name);
            move(applicationId, "SELECTED");
            move(applicationId, "ENROLLED");
            staff.put(
                            "/api/enrollments/" + enrollmentOf(name) + "/exception",
                            "{\"granted\": true, \"reason\": \"Was ill\"}")
                    .is(200);
            byStudent.put(read(applicationId).text("studentId"), applicationId);
        }
        // Erasures are looked at by student.
        Map.Entry<String, String> first = List.copyOf(byStudent.entrySet()).getFirst();
        String stuck = first.getKey();
        String unreadable = first.getValue();
        String day = read(unreadable).text("forgetOn");
        byStudent.keySet().forEach(each -> Erasing.say(service, each));
        ErasureKeeper keeper = service.bean(ErasureKeeper.class);
        write(unreadable, "forgetOn", "no day");
        try {
            assertThatThrownBy(() -> keeper.catchUp().block()).isNotNull();

            for (String student : byStudent.keySet()) {
                assertThat(erased(student)).isEqualTo(!student.equals(stuck));
            }
            assertThat(collection("completionExceptions")).doesNotContain(byStudent.keySet());
        } finally {
            write(unreadable, "forgetOn", day);
        }
        keeper.catchUp().block();

        byStudent.values().forEach(each -> read(each).is(404, "APPLICATION_NOT_FOUND"));
        assertThat(erased(stuck)).isTrue();
    }

    private static boolean erased(String studentId) {
        return Objects.requireNonNull(service.bean(PersonStore.class).find(studentId).block())
                        .erasedOn()
                != null;
    }

    private String enrollmentOf(String name) {
        return staff.get(path + "/enrollments")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("name").asString().equals(name + cohort))
                .map(each -> each.path("enrollmentId").asString())
                .findFirst()
                .orElseThrow();
    }

    private static String people() {
        return collection(null);
    }

    /** Null: all that are. */
    private static String collection(@Nullable String only) {
        MongoDatabase people = service.bean(0, "people", MongoDatabase.class);
        return Objects.requireNonNull(
                Flux.from(people.listCollectionNames())
                        .filter(name -> only == null || only.equals(name))
                        .concatMap(name -> people.getCollection(name).find())
                        .map(Document::toJson)
                        .collect(Collectors.joining("\n"))
                        .block());
    }

    @Test
    void whoWasNotEnrolledIsForgottenOnTheDayThatWasPromised() {
        staff.put(path + "/application-form", form("")).is(200);
        String rejected = applied("Rejected");
        String enrolled = applied("Enrolled");
        String refused =
                nobody.post(
                                path + "/applications",
                                application("Enrolled" + cohort, ANSWERS)
                                        .replaceFirst("Enrolled", "Other"))
                        .text("applicationId");
        move(rejected, "REJECTED");
        move(enrolled, "SELECTED");
        move(enrolled, "ENROLLED");
        LocalDate day = LocalDate.parse(read(rejected).text("forgetOn"));

        applications().forgetDue(day.minusDays(1)).block();
        read(rejected).is(200);
        String studentId = read(rejected).text("studentId");
        applications().forgetDue(day).block();

        read(rejected).is(404, "APPLICATION_NOT_FOUND");
        read(refused).is(404, "APPLICATION_NOT_FOUND");
        assertThat(read(enrolled).is(200).text("status")).isEqualTo("ENROLLED");
        String list = staff.get(path + "/enrollments").response().body();
        assertThat(list).doesNotContain("Rejected" + cohort).contains("Enrolled" + cohort);
        assertThat(list).contains(studentId);
    }

    private void move(String applicationId, String to) {
        String enrollment = "/api/enrollments/" + read(applicationId).text("enrollmentId");
        staff.post(enrollment + "/status", "{\"to\": \"%s\", \"on\": \"2024-07-31\"}".formatted(to))
                .is(200);
    }

    @Test
    void whatAProcessLeftBehindIsLinked() {
        staff.put(path + "/application-form", form("")).is(200);
        received("left-behind", "left" + cohort + "@example.org");
        assertThat(read("left-behind").is(200).json().path("status").isNull()).isTrue();

        applications().catchUp().block();
        applications().catchUp().block();

        assertThat(read("left-behind").text("status")).isEqualTo("APPLIED");
    }

    @Test
    void anApplicationThatFailsHoldsUpNoOther() {
        staff.put(path + "/application-form", form("")).is(200);
        received("a-fails", "fails" + cohort + "@example.org");
        received("b-linked", "linked" + cohort + "@example.org");
        write("a-fails", "name", null);

        assertThatThrownBy(() -> applications().catchUp().block()).isNotNull();

        assertThat(read("b-linked").text("status")).isEqualTo("APPLIED");
        write("a-fails", "name", "Fails " + cohort);
        applications().catchUp().block();
        assertThat(read("a-fails").text("status")).isEqualTo("APPLIED");

        write("a-fails", "email", null);
        LocalDate day = LocalDate.parse("2099-01-01");
        assertThatThrownBy(() -> applications().forgetDue(day).block()).isNotNull();

        read("b-linked").is(404, "APPLICATION_NOT_FOUND");
        write("a-fails", "email", "fails" + cohort + "@example.org");
        applications().forgetDue(day).block();
        read("a-fails").is(404, "APPLICATION_NOT_FOUND");
    }

    private void write(String applicationId, String field, @Nullable String value) {
        Mono.from(
                        service.bean(0, "people", MongoDatabase.class)
                                .getCollection("applications")
                                .updateOne(
                                        Filters.eq("_id", cohort + "/" + applicationId),
                                        Updates.set("application." + field, value)))
                .block();
    }

    /** As a process leaves it that ends after it has written it. */
    private void received(String applicationId, String email) {
        service.bean(ApplicationStore.class)
                .receive(
                        new Application(
                                cohort,
                                applicationId,
                                Instant.parse("2024-01-01T00:00:00Z"),
                                "Left Behind " + cohort,
                                email,
                                null,
                                "en",
                                new Words("동의합니다", "I agree"),
                                List.of(),
                                LocalDate.parse("2099-01-01"),
                                null))
                .block();
    }

    // ---- screening

    @TestFactory
    List<DynamicTest> scoring() {
        return new ScoringScenes(service).all();
    }

    @TestFactory
    List<DynamicTest> deciding() {
        return new DecisionScenes(service, POSTBOX).all();
    }

    // ---- files

    @TestFactory
    List<DynamicTest> files() {
        return new FileScenes(service).all();
    }
}
