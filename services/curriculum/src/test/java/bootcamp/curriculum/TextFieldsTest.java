package bootcamp.curriculum;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every text that somebody sends: one character too long is refused by name and leaves all as it
 * was; as long as it may be, with HTML, letters from right to left and pictures of several code
 * points in it, it comes back as it was sent.
 */
class TextFieldsTest {

    private static final RunningService SERVICE =
            RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final Calls STAFF_HERE = SERVICE.as(STAFF);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final LocalDate TODAY = LocalDate.now(SEOUL);
    private static final String COHORT = "texts";
    private static final String OF_COHORT = "/api/cohorts/" + COHORT;
    private static final String STUDENT = "hana";
    private static final Path CONTRACT = Path.of("../../gateway/src/main/resources/openapi");
    private static final int SECONDS_MAX = 30;

    /** The last letter is of two code points, and stays so. */
    private static final String HARD =
            "<b onclick=\"x()\">&amp;</b> \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
                    + " \ud83d\udc69\u200d\ud83d\udc67 e\u0301 ";

    private static int made;
    private static List<Field> fields = List.of();

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    /**
     * @param operation of the contract
     * @param name of the field in it
     * @param max of its length
     * @param text that no other field has, of a length
     * @param sends a text, as often as one likes; only the last time is it taken
     * @param shows where it is read, before and after
     */
    private record Field(
            String operation,
            String name,
            int max,
            BiFunction<String, Integer, String> text,
            Function<String, Answer> sends,
            Supplier<Set<String>> shows) {

        @Override
        public String toString() {
            return operation + "." + name;
        }
    }

    // ---- texts

    /** So many code points, of which most take two characters. */
    private static String points(String mark, int length) {
        String begin = HARD + mark;
        return begin + "\ud83e\udd84".repeat(length - (int) begin.codePoints().count());
    }

    /** So many bytes. */
    private static String bytes(String mark, int length) {
        String begin = HARD + mark;
        return begin + "x".repeat(length - begin.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String url(String mark, int length) {
        String begin = "https://video.example/" + mark;
        return begin + "x".repeat(length - begin.length());
    }

    /** All texts of it. */
    private static Set<String> texts(JsonNode json) {
        Set<String> texts = new HashSet<>();
        if (json.isString()) {
            texts.add(json.asString());
        }
        json.forEach(each -> texts.addAll(texts(each)));
        return texts;
    }

    private static Set<String> read(Calls reader, String path) {
        return texts(reader.get(path).is(200).json());
    }

    /** What no interface tells: it is in a notice, or kept for whoever asks why. */
    private static Set<String> stored(String collection) {
        Set<String> texts = new HashSet<>();
        for (Document each :
                Flux.from(SERVICE.bean(MongoDatabase.class).getCollection(collection).find())
                        .toIterable()) {
            texts.addAll(texts(JSON.readTree(each.toJson()).path("state")));
        }
        return texts;
    }

    // ---- what there is

    private static Calls student() {
        return SERVICE.as(new Caller("maple", Set.of(Role.STUDENT), STUDENT, null, Set.of()));
    }

    private static LocalDateTime ahead(int days) {
        return TODAY.plusDays(days).atTime(10, 0);
    }

    private static String made(String path, String json) {
        return STAFF_HERE.post(path, json).is(201).header("Location");
    }

    private static String instructor() {
        return "{\"name\": \"Maren\", \"affiliation\": \"EXTERNAL\"}";
    }

    private static String module() {
        return "{\"name\": \"ML\", \"from\": \"%s\", \"until\": \"%s\"}"
                .formatted(TODAY.plusDays(1), TODAY.plusDays(9));
    }

    private static String session() {
        return "{\"kind\": \"LECTURE\", \"title\": \"Gradients\", \"startsAt\": \"%s\", \"endsAt\": \"%s\"}"
                .formatted(ahead(3), ahead(3).plusHours(1));
    }

    private static String lecture(LocalDateTime starts) {
        return """
        {"cohortIds": ["%s"], "title": "NLP", "speaker": "Maren", "startsAt": "%s",
         "endsAt": "%s", "capacity": 9}
        """
                .formatted(COHORT, starts, starts.plusHours(1));
    }

    private static String published(LocalDateTime starts) {
        String lecture = made("/api/lectures", lecture(starts));
        STAFF_HERE.post(lecture + "/publication", "").is(200);
        return lecture;
    }

    private static String clinic() {
        return """
        {"kind": "RESUME_FEEDBACK", "title": "CV", "instructorId": "%s", "startsAt": "%s",
         "minutes": 30}
        """
                .formatted(
                        STAFF_HERE.post("/api/instructors", instructor()).text("instructorId"),
                        ahead(5));
    }

    private static String clinics() {
        return OF_COHORT + "/clinics";
    }

    private static String requests() {
        return OF_COHORT + "/attendance-requests";
    }

    private static String request() {
        return "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"ill\"}"
                .formatted(TODAY.minusDays(++made));
    }

    private static String asked() {
        return student().post(requests(), request()).is(201).header("Location");
    }

    // ---- all of them

    private static String with(String json, String field, String text) {
        ObjectNode body = (ObjectNode) JSON.readTree(json);
        return body.put(field, text).toString();
    }

    private static Field field(
            String operation,
            String name,
            int max,
            BiFunction<String, String, Answer> sends,
            String json,
            Supplier<Set<String>> shows) {
        return new Field(
                operation,
                name,
                max,
                TextFieldsTest::points,
                text -> sends.apply(name, with(json, name, text)),
                shows);
    }

    private static Stream<Field> posted(
            String operation, String path, String json, String list, Map<String, Integer> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(
                                each ->
                                        field(
                                                operation,
                                                each.getKey(),
                                                each.getValue(),
                                                (_, body) -> STAFF_HERE.post(path, body),
                                                json,
                                                () -> read(STAFF_HERE, list)));
    }

    private static Stream<Field> edited(
            String operation, String path, String json, Map<String, Integer> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(
                                each ->
                                        field(
                                                operation,
                                                each.getKey(),
                                                each.getValue(),
                                                (_, body) -> STAFF_HERE.patch(path, body),
                                                json,
                                                () -> read(STAFF_HERE, path)));
    }

    static List<Field> fields() {
        if (fields.isEmpty()) {
            fields = List.copyOf(prepared());
        }
        return fields;
    }

    private static List<Field> prepared() {
        SCHOOL.cohortOfEveryDay(COHORT, "Asia/Seoul", TODAY.minusDays(60), TODAY.plusDays(60));
        SCHOOL.enrollment(STUDENT, COHORT, 1, "ENROLLED");
        SCHOOL.enrollment("duri", COHORT, 1, "ENROLLED");
        String begins =
                published(LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.SECONDS).plusSeconds(6));
        List<Field> all = new ArrayList<>();
        all.addAll(ofWeeks());
        all.addAll(ofLectures());
        all.addAll(ofClinics());
        all.addAll(ofTeams());
        all.addAll(ofRequests());
        // Last: the lecture has begun by then, or nearly.
        all.addAll(ofNotes(begins));
        return all;
    }

    private static List<Field> ofWeeks() {
        String modules = OF_COHORT + "/modules";
        String sessions = OF_COHORT + "/sessions";
        String week = "%s?from=%s&to=%s".formatted(sessions, TODAY, TODAY.plusDays(9));
        Map<String, Integer> name = Map.of("name", 200);
        Map<String, Integer> plan = Map.of("title", 200, "place", 200);
        String person = made("/api/instructors", instructor());
        return Stream.of(
                        posted(
                                "addInstructor",
                                "/api/instructors",
                                instructor(),
                                "/api/instructors",
                                name),
                        edited("editInstructor", person, "{}", name),
                        posted("planModule", modules, module(), modules, name),
                        edited("editModule", made(modules, module()), "{}", name),
                        posted("planSession", sessions, session(), week, plan),
                        edited("editSession", made(sessions, session()), "{}", plan))
                .flatMap(each -> each)
                .toList();
    }

    private static List<Field> ofLectures() {
        Map<String, Integer> plan =
                Map.of("title", 200, "speaker", 200, "abstract", 10_000, "place", 200);
        String drafted = made("/api/lectures", lecture(ahead(7)));
        String cancelled = published(ahead(8));
        String lecture = published(ahead(9));
        String questions = lecture + "/questions";
        String question =
                student().post(questions, "{\"text\": \"Why?\"}").is(201).header("Location");
        Supplier<Set<String>> asked = () -> read(STAFF_HERE, questions);
        return Stream.of(
                        posted(
                                "draftLecture",
                                "/api/lectures",
                                lecture(ahead(6)),
                                "/api/lectures?limit=100",
                                plan),
                        edited("editLecture", drafted, "{}", plan),
                        Stream.of(
                                field(
                                        "cancelLecture",
                                        "note",
                                        1_000,
                                        (_, body) ->
                                                STAFF_HERE.post(cancelled + "/cancellation", body),
                                        "{}",
                                        () -> stored("lectures")),
                                field(
                                        "askQuestion",
                                        "text",
                                        1_000,
                                        (_, body) -> student().post(questions, body),
                                        "{}",
                                        asked),
                                field(
                                        "answerQuestion",
                                        "text",
                                        4_000,
                                        (_, body) -> STAFF_HERE.put(question + "/answer", body),
                                        "{}",
                                        asked),
                                field(
                                        "moderateQuestion",
                                        "reason",
                                        500,
                                        (_, body) -> STAFF_HERE.put(question + "/standing", body),
                                        "{\"standing\": \"HIDDEN\"}",
                                        asked),
                                field(
                                        "revealAuthor",
                                        "reason",
                                        500,
                                        (_, body) -> STAFF_HERE.post(question + "/author", body),
                                        "{}",
                                        asked)))
                .flatMap(each -> each)
                .toList();
    }

    private static List<Field> ofClinics() {
        Map<String, Integer> plan = Map.of("title", 200, "place", 200);
        String edited = made(clinics(), clinic());
        String cancelled = made(clinics(), clinic());
        String told = made(clinics(), clinic());
        String slot = STAFF_HERE.get(told).is(200).json().at("/slots/0/slotId").asString();
        student().put(told + "/bookings/me", "{\"slotId\": \"%s\"}".formatted(slot)).is(200);
        return Stream.of(
                        posted("openClinic", clinics(), clinic(), clinics(), Map.of("title", 200)),
                        posted("openClinic", clinics(), clinic(), clinics(), Map.of("place", 200)),
                        edited("editClinic", edited, "{}", plan),
                        Stream.of(
                                field(
                                        "editClinic",
                                        "reason",
                                        500,
                                        (_, body) -> STAFF_HERE.patch(edited, body),
                                        "{\"title\": \"Moved\"}",
                                        () -> stored("clinics")),
                                field(
                                        "cancelClinic",
                                        "reason",
                                        500,
                                        (_, body) ->
                                                STAFF_HERE.post(cancelled + "/cancellation", body),
                                        "{}",
                                        () -> read(STAFF_HERE, cancelled)),
                                field(
                                        "giveClinicFeedback",
                                        "text",
                                        4_000,
                                        (_, body) ->
                                                STAFF_HERE.put(told + "/feedback/" + STUDENT, body),
                                        "{}",
                                        () -> read(STAFF_HERE, told + "/feedback"))))
                .flatMap(each -> each)
                .toList();
    }

    private static List<Field> ofTeams() {
        String teams = OF_COHORT + "/teams";
        String formed = made(teams, "{\"name\": \"Maple\"}");
        Supplier<Set<String>> shows = () -> read(STAFF_HERE, teams);
        BiFunction<String, String, String> named =
                (student, text) ->
                        "{\"name\": \"Team of %s\", \"members\": [%s]}"
                                .formatted(
                                        student,
                                        with(
                                                "{\"studentId\": \"%s\"}".formatted(student),
                                                "name",
                                                text));
        return List.of(
                field(
                        "formTeam",
                        "name",
                        100,
                        (_, body) -> STAFF_HERE.post(teams, body),
                        "{}",
                        shows),
                field(
                        "changeTeam",
                        "name",
                        100,
                        (_, body) -> STAFF_HERE.patch(formed, body),
                        "{}",
                        shows),
                new Field(
                        "changeTeam",
                        "members[].name",
                        100,
                        TextFieldsTest::points,
                        text -> STAFF_HERE.patch(formed, named.apply(STUDENT, text)),
                        shows),
                new Field(
                        "formTeam",
                        "members[].name",
                        100,
                        TextFieldsTest::points,
                        text -> STAFF_HERE.post(teams, named.apply("duri", text)),
                        shows));
    }

    private static List<Field> ofRequests() {
        String one = asked();
        String many = asked();
        String id = many.substring(many.lastIndexOf('/') + 1);
        return List.of(
                field(
                        "askForDay",
                        "reason",
                        1_000,
                        (_, body) -> student().post(requests(), body),
                        request(),
                        () -> read(STAFF_HERE, requests())),
                field(
                        "decideAttendanceRequest",
                        "note",
                        500,
                        (_, body) -> STAFF_HERE.post(one + "/decision", body),
                        "{\"decision\": \"REFUSE\"}",
                        () -> read(student(), one)),
                field(
                        "decideAttendanceRequests",
                        "note",
                        500,
                        (_, body) -> STAFF_HERE.post(requests() + "/decisions", body),
                        "{\"decision\": \"REFUSE\", \"requestIds\": [\"%s\"]}".formatted(id),
                        () -> read(student(), many)));
    }

    private static List<Field> ofNotes(String lecture) {
        String notes = lecture + "/notes";
        Supplier<Set<String>> shows = () -> read(STAFF_HERE, notes);
        return List.of(
                new Field(
                        "writeLectureNotes",
                        "notes",
                        64 << 10,
                        TextFieldsTest::bytes,
                        text -> begun(notes, with("{}", "notes", text)),
                        shows),
                new Field(
                        "writeLectureNotes",
                        "recordingUrl",
                        2_000,
                        TextFieldsTest::url,
                        text -> begun(notes, with("{\"notes\": \"x\"}", "recordingUrl", text)),
                        shows));
    }

    private static Answer begun(String notes, String body) {
        for (int i = 0; i < SECONDS_MAX * 10; i++) {
            Answer answer = STAFF_HERE.put(notes, body);
            if (answer.status() != 409) {
                return answer;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("the lecture does not begin");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void oneTooLongIsNamedAndLeavesAllAsItWasAndAllElseComesBackAsItWasSent(Field field) {
        String longest = field.text().apply(field.toString(), field.max());
        Set<String> before = field.shows().get();

        Answer refused = field.sends().apply(longest + "x");

        assertThat(
                        refused.is(422, "INVALID_INPUT")
                                .json()
                                .path("errors")
                                .valueStream()
                                .map(each -> each.path("field").asString()))
                .as(refused.response().body())
                .containsExactly(field.name().replace("[]", "[0]"));
        assertThat(field.shows().get()).isEqualTo(before);

        Answer taken = field.sends().apply(longest);

        assertThat(taken.status()).as(taken.response().body()).isIn(200, 201, 204);
        assertThat(field.shows().get()).contains(longest);
    }

    // ---- none is missing

    /** Each text of a body that the contract gives a length is above, with that length. */
    @Test
    void thereIsNoOtherText() throws IOException {
        Map<String, Integer> promised = new TreeMap<>();
        Map<String, Map<String, Object>> schemas = new TreeMap<>();
        List<Map<String, Object>> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(CONTRACT)) {
            for (Path each : paths.toList()) {
                Map<String, Object> file = new Yaml().load(Files.readString(each));
                files.add(file);
                in(in(file, "components"), "schemas")
                        .forEach((name, schema) -> schemas.put(name, map(schema)));
            }
        }
        for (Map<String, Object> file : files) {
            for (Object path : in(file, "paths").values()) {
                for (Object each : map(path).values()) {
                    Map<String, Object> operation =
                            each instanceof Map<?, ?> ? map(each) : Map.of();
                    if ("curriculum".equals(operation.get("x-service"))) {
                        Map<String, Object> content = in(in(operation, "requestBody"), "content");
                        walk(
                                in(in(content, "application/json"), "schema"),
                                operation.get("operationId") + ".",
                                schemas,
                                promised);
                    }
                }
            }
        }

        Map<String, Integer> tried = new TreeMap<>();
        fields().forEach(each -> tried.put(each.toString(), each.max()));
        // Counted in bytes, which a contract can't say.
        assertThat(tried.remove("writeLectureNotes.notes")).isEqualTo(64 << 10);

        assertThat(tried).isEqualTo(promised).hasSizeGreaterThan(30);
    }

    private static void walk(
            Map<String, Object> schema,
            String name,
            Map<String, Map<String, Object>> schemas,
            Map<String, Integer> found) {
        if (schema.get("$ref") instanceof String ref) {
            walk(
                    schemas.getOrDefault(ref.substring(ref.lastIndexOf('/') + 1), Map.of()),
                    name,
                    schemas,
                    found);
        }
        if (schema.get("anyOf") instanceof List<?> any) {
            any.forEach(each -> walk(map(each), name, schemas, found));
        }
        if (schema.get("maxLength") instanceof Integer max) {
            found.put(name, max);
        }
        in(schema, "properties")
                .forEach(
                        (field, each) ->
                                walk(
                                        map(each),
                                        name.endsWith(".") ? name + field : name + "." + field,
                                        schemas,
                                        found));
        if (schema.containsKey("items")) {
            walk(in(schema, "items"), name + "[]", schemas, found);
        }
    }

    private static Map<String, Object> in(Map<String, Object> map, String key) {
        return map(map.getOrDefault(key, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
