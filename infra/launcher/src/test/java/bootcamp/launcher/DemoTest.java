package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.client.RunningPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo on the whole platform, as a user starts it. */
class DemoTest {

    private static final int REPLAYS_MAX = 5;
    private static final int SUBMISSIONS = 13;
    private static final int COHORTS = 5;
    private static final String TALK = "1분 번개 특강: 면접에서 가장 아까운 한마디";

    @TempDir Path parent;
    private @Nullable Process process;

    @AfterEach
    void stopWhatIsLeft() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void theStoryIsToldOnceAndEndsWithoutATrace() throws Exception {
        Process demo = start("demo", "--port", "0");
        BufferedReader lines = demo.inputReader();
        String ready = lineWith(lines, "Ready: ");
        URI url = URI.create(ready.substring("Ready: ".length()));
        RunningPlatform student = RunningPlatform.at(url).signedIn("student", "bootcamp-demo");
        assertThat(student.get("/api/me").toString()).contains("ai-lab-4");
        lineWith(lines, "The story is told");
        RunningPlatform staff = RunningPlatform.at(url).signedIn("staff", "bootcamp-demo");

        assertThat(shown(staff, "ai-lab-4", "enrolled", 81)).isTrue();
        JsonNode present = staff.get("/api/dashboards/ai-lab-4");
        JsonNode counts = present.path("counts");
        // What comes while the test runs may move one or two of these.
        assertThat(counts.path("active").asInt()).isBetween(47, 52);
        assertThat(counts.path("withdrawn").asInt()).isBetween(29, 31);
        assertThat(counts.path("transferred").asInt()).isEqualTo(1);
        assertThat(counts.path("neverStarted").asInt()).isEqualTo(3);
        List<JsonNode> lectures = present.path("lectures").valueStream().toList();
        assertThat(lectures)
                .extracting(each -> each.path("status").asString())
                .containsExactly("HELD", "PUBLISHED", "PUBLISHED", "PUBLISHED", "DRAFT");
        assertThat(lectures)
                .extracting(each -> each.path("registered").asInt())
                .containsExactly(11, 6, 8, 3, 0);
        assertThat(lectures)
                .extracting(each -> each.path("waiting").asInt())
                .containsExactly(0, 0, 3, 0, 0);
        assertThat(lectures)
                .extracting(each -> each.at("/questions/asked").asInt())
                .containsExactly(0, 3, 0, 1, 0);
        assertThat(lectures)
                .extracting(each -> each.at("/questions/answered").asInt())
                .containsExactly(0, 1, 0, 1, 0);
        assertThat(
                        student.list("/api/lectures").stream()
                                .map(each -> each.path("mine"))
                                .filter(mine -> mine.path("state").asString().equals("WAITING")))
                .singleElement()
                .satisfies(mine -> assertThat(mine.path("position").asInt()).isEqualTo(1));
        JsonNode later = staff.get("/api/dashboards/ai-lab-4");
        assertThat(later.at("/risk/basis").asString()).isEqualTo("PRIOR");
        assertThat(later.path("atRisk").size()).isGreaterThan(30);
        JsonNode calls = staff.get("/api/cohorts/ai-lab-4/attention");
        assertThat(calls.path("items").size()).isPositive();
        JsonNode attendance = later.path("attendance");
        assertThat(attendance.path("weeks").size()).isGreaterThan(25);
        assertThat(attendance.path("students").size()).isGreaterThan(45);
        assertThat(attendance.path("rate").asDouble()).isBetween(0.85, 0.99);
        assertThat(student.get("/api/me/attendance").at("/items/0/heldDays").asInt())
                .isGreaterThan(100);
        assertThat(staff.list("/api/cohorts/ai-lab-4/modules")).hasSize(6);
        assertThat(staff.list("/api/cohorts/ai-lab-4/sessions"))
                .hasSizeGreaterThan(140)
                .allMatch(each -> each.path("status").asString().equals("PLANNED"));
        assertThat(staff.list("/api/cohorts/ai-lab-4/clinics"))
                .singleElement()
                .satisfies(
                        clinic ->
                                assertThat(clinic.path("slots").valueStream())
                                        .extracting(slot -> slot.path("booked").asInt())
                                        .containsExactly(0, 1, 1, 1, 0, 0));
        JsonNode activity = staff.get("/api/dashboards/ai-lab-4").at("/participation/teamActivity");
        int held = activity.path("held").asInt();
        assertThat(held).isGreaterThan(20);
        // On the day of one nothing is said of it yet.
        assertThat(activity.path("told").asInt()).isBetween(held - 1, held);
        assertThat(activity.path("waiting").asInt()).isEqualTo(1);
        assertThat(activity.path("share").asDouble()).isBetween(0.75, 0.99);
        assertThat(student.list("/api/cohorts/ai-lab-4/teams"))
                .singleElement()
                .satisfies(team -> assertThat(team.path("members").size()).isBetween(5, 6));
        assertThat(student.list("/api/cohorts/ai-lab-4/sessions"))
                .extracting(each -> each.path("instructor").asString(""))
                .contains("Ines Duarte", "");
        JsonNode gpus = staff.get("/api/gpu-reservations");
        assertThat(gpus.path("teams").size()).isEqualTo(2);
        // Those of tomorrow may be of the next week.
        assertThat(gpus.path("reservations").valueStream())
                .hasSizeBetween(2, 6)
                .filteredOn(each -> each.path("state").asString().equals("CLAIMED"))
                .hasSize(1);
        assertThat(present.path("competitions").valueStream())
                .extracting(each -> each.path("status").asString())
                .containsExactlyInAnyOrder("CLOSED", "CLOSED", "PUBLISHED");
        assertThat(present.path("competitions").valueStream())
                .extracting(each -> each.path("submissions").asInt())
                .containsExactlyInAnyOrder(5, 5, 3);
        assertThat(present.path("competitions").valueStream())
                .allSatisfy(
                        each ->
                                assertThat(each.path("neverSubmitted").size())
                                        .isEqualTo(
                                                each.path("n").asInt()
                                                        - each.path("tookPart").asInt()));
        reviewsAreSeen(staff, student);
        screeningIsSeen(url, staff);
        List<String> dashboards = new ArrayList<>();
        dashboards.add(staff.get("/api/dashboards").toString());
        for (int i = 1; i <= COHORTS; i++) {
            JsonNode dashboard = staff.get("/api/dashboards/ai-lab-" + i);
            dashboards.add(dashboard.toString());
            int steps = dashboard.path("retention").path("curve").size();
            assertThat(steps).as("curve of %d", i).isGreaterThan(i < COHORTS ? 10 : 0);
        }
        assertThat(namesIn(staff))
                .hasSizeGreaterThan(300)
                .allSatisfy(name -> assertThat(dashboards).noneMatch(text -> text.contains(name)));

        Run again = run(url, "demo", "fill", "--username", "admin");

        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains(": 0 steps new,");
        assertThat(again.status()).isZero();

        theDoctorIsContentAndReplaysChangeNothing(url);
        theTalkThatIsOverIsDue(url, student);

        boolean wasCutShort = Ending.await(demo, "The demo");
        assertThat(demo.exitValue()).isZero();
        if (wasCutShort) {
            DataDirectory.temporary(temporary()).close();
        }
        try (Stream<Path> left = Files.list(temporary())) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.startsWith("bootcamp-demo-"));
        }
    }

    private void theDoctorIsContentAndReplaysChangeNothing(URI url) throws Exception {
        String port = String.valueOf(url.getPort());
        Run doctor = run(url, "doctor", "--port", port, "--data", parent.toString());
        assertThat(doctor.out())
                .containsPattern("ok +disk +.* GiB free")
                .containsPattern("ok +gateway +ready at ")
                .containsPattern("ok +enrollment +up")
                .containsPattern("ok +curriculum +up")
                .containsPattern("ok +competition +up")
                .containsPattern("ok +review +up")
                .containsPattern("ok +broker +up")
                .containsPattern("ok +database +up")
                .contains("All is well.");
        assertThat(doctor.status()).isZero();

        Run folded = run(url, "replay", "dashboards", "--username", "admin");
        assertThat(folded.out())
                .containsPattern("dashboards: [0-9]+ records read, 0 cohorts changed");
        for (String service : List.of("enrollment", "curriculum", "competition", "review")) {
            assertThat(replayedUntilNothingIsNewer(url, service))
                    .containsPattern(service + ": [0-9]+ records read, 0 published");
        }
        Run refused = run(url, "replay", "dashboards", "--username", "staff");
        assertThat(refused.err()).contains("(FORBIDDEN)");
        assertThat(refused.status()).isEqualTo(Bootcamp.FAILED);
    }

    /** To who came, and not to the one who missed it; it takes a minute of the demo's. */
    private static void theTalkThatIsOverIsDue(URI url, RunningPlatform student)
            throws InterruptedException {
        for (int i = 0; i < 1_200 && !titlesDueTo(student).contains(TALK); i++) {
            Thread.sleep(100);
        }
        assertThat(titlesDueTo(student)).contains(TALK);
        RunningPlatform staff = RunningPlatform.at(url).signedIn("staff", "bootcamp-demo");
        String talk =
                staff.list("/api/lectures").stream()
                        .filter(each -> each.path("title").asString().equals(TALK))
                        .map(each -> "/api/lectures/" + each.path("lectureId").asString())
                        .findFirst()
                        .orElseThrow();
        List<JsonNode> seats = staff.list(talk + "/registrations");
        assertThat(seats).hasSize(11);
        String missed =
                seats.stream()
                        .filter(each -> !each.path("attended").asBoolean())
                        .map(each -> each.path("studentId").asString())
                        .collect(Collectors.joining());
        String username =
                staff.list("/api/cohorts/ai-lab-4/enrollments").stream()
                        .filter(each -> each.path("studentId").asString().equals(missed))
                        .map(each -> each.path("externalId").asString().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElseThrow();
        assertThat(titlesDueTo(RunningPlatform.at(url).signedIn(username, "bootcamp-demo")))
                .isNotEmpty()
                .doesNotContain(TALK);
    }

    private static List<String> titlesDueTo(RunningPlatform student) {
        return student.get("/api/reviews/due")
                .path("items")
                .valueStream()
                .map(each -> each.path("title").asString())
                .toList();
    }

    /** Life goes on in the demo: what is written while the topic is read is newer than it. */
    private String replayedUntilNothingIsNewer(URI url, String service) throws Exception {
        String said = "";
        for (int i = 0; i < REPLAYS_MAX && !said.contains(" 0 published"); i++) {
            said = run(url, "replay", service, "--username", "admin").out();
        }
        return said;
    }

    /** Figures, steps, what is too few or too alike for one, topics, words that wait, a report. */
    private static void reviewsAreSeen(RunningPlatform staff, RunningPlatform student)
            throws InterruptedException {
        JsonNode programme = summaries(staff, "PROGRAMME").getFirst();
        assertThat(programme.path("n").asInt()).isEqualTo(10);
        assertThat(programme.path("mean").asDouble()).isBetween(7.5, 9.0);
        assertThat(programme.at("/answer/text").asString()).contains("GPU");
        assertThat(topics(programme)).contains("경진");
        // Divided, and one review short of the step; loved; deep and hard; badly prepared.
        List<JsonNode> shown =
                summaries(staff, "INSTRUCTOR").stream()
                        .filter(each -> each.path("hidden").isNull())
                        .sorted(Comparator.comparingDouble(each -> each.path("mean").asDouble()))
                        .toList();
        assertThat(shown)
                .extracting(each -> each.path("n").asInt())
                .containsExactlyInAnyOrder(5, 10, 10, 10);
        assertThat(shown.getFirst().path("mean").asDouble()).isBetween(4.5, 5.5);
        assertThat(topics(shown.getFirst())).contains("준비");
        assertThat(shown.getLast().path("mean").asDouble()).isBetween(8.5, 9.5);
        assertThat(topics(shown.getLast())).contains("production");
        assertThat(summaries(staff, "SESSION"))
                .extracting(each -> each.path("hidden").asString(""))
                .containsOnly("FEWER_THAN_5", "ALL_AGREE")
                .containsOnlyOnce("ALL_AGREE");
        // Of the last week four have answered; of the one before eight, of whom five are counted.
        assertThat(summaries(staff, "PULSE"))
                .extracting(each -> each.path("n").asInt(0))
                .containsExactlyInAnyOrder(0, 5);
        assertThat(
                        staff.get("/api/reviews/moderation?cohortId=ai-lab-4")
                                .path("items")
                                .valueStream())
                .flatExtracting(each -> List.copyOf(each.findValuesAsString("sort")))
                .containsExactlyInAnyOrder("NAME", "PHONE", "EMAIL", "INSULT");
        assertThat(
                        student.get("/api/reviews/texts?kind=PROGRAMME&id=ai-lab&cohortId=ai-lab-4")
                                .toString())
                .contains("competitions")
                .doesNotContain("점심", "010-2345-6789");
        assertThat(staff.get("/api/conduct-reports").path("items").valueStream())
                .singleElement()
                .satisfies(each -> assertThat(each.path("state").asString()).isEqualTo("ANSWERED"));
        assertThat(student.get("/api/reviews/due").path("items").valueStream())
                .hasSizeGreaterThan(5)
                .noneMatch(each -> each.path("taken").asBoolean());
        assertThat(toldToTheDashboard(staff)).isTrue();
    }

    /** Who applied, how far reviewers are with them, what was decided, and who waits in line. */
    private static void screeningIsSeen(URI url, RunningPlatform staff) {
        String path = "/api/cohorts/ai-lab-5";
        JsonNode form = RunningPlatform.at(url).get(path + "/application-form/public");
        assertThat(form.at("/form/open").asBoolean()).isTrue();
        List<JsonNode> applications =
                staff.list(path + "/applications").stream()
                        .sorted(
                                Comparator.comparing(
                                        each -> Instant.parse(each.path("receivedAt").asString())))
                        .toList();
        assertThat(applications)
                .extracting(each -> each.path("status").asString())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(
                                        Collections.nCopies(4, "SELECTED"),
                                        Collections.nCopies(3, "WAITING"),
                                        Collections.nCopies(2, "REJECTED"),
                                        Collections.nCopies(9, "APPLIED"))
                                .flatMap(List::stream)
                                .toList());
        assertThat(applications)
                .extracting(each -> each.path("language").asString())
                .contains("ko", "en");
        List<Integer> places =
                applications.stream()
                        .map(each -> each.path("waitingPlace"))
                        .filter(JsonNode::isNumber)
                        .map(JsonNode::asInt)
                        .toList();
        assertThat(places).hasSize(3).isSorted().doesNotHaveDuplicates();
        List<JsonNode> decided =
                applications.stream().filter(each -> each.path("decision").isObject()).toList();
        assertThat(decided)
                .hasSize(9)
                .allSatisfy(
                        each -> {
                            JsonNode letter = each.at("/decision/letter");
                            assertThat(letter.path("state").asString()).isEqualTo("NO_MAIL");
                            assertThat(letter.path("text").asString())
                                    .contains(each.path("name").asString(), "AI Lab 5기");
                        });

        List<JsonNode> scores = staff.list(path + "/application-scores");
        assertThat(scores).filteredOn(each -> each.path("done").asInt() == 0).hasSize(4);
        assertThat(scores).filteredOn(each -> each.path("done").asInt() == 2).hasSize(11);
        // Somebody has scored, and who has not is not told how.
        assertThat(scores)
                .filteredOn(each -> each.path("done").asInt() == 1)
                .hasSize(3)
                .allMatch(each -> each.path("total").isNull());
        assertThat(scores)
                .extracting(each -> each.path("total"))
                .filteredOn(JsonNode::isObject)
                .hasSize(11)
                .anySatisfy(
                        total ->
                                assertThat(
                                                total.path("highest").asInt()
                                                        - total.path("lowest").asInt())
                                        .isGreaterThan(4));
        RunningPlatform reviewer = RunningPlatform.at(url).signedIn("reviewer-1", "bootcamp-demo");
        assertThat(reviewer.list(path + "/application-scores"))
                .filteredOn(each -> each.path("done").asInt() == 1 && !each.path("total").isNull())
                .singleElement()
                .satisfies(each -> assertThat(each.path("mineDone").asBoolean()).isTrue());
    }

    private static List<JsonNode> summaries(RunningPlatform staff, String kind) {
        return staff.get("/api/reviews/summaries?cohortId=ai-lab-4&kind=" + kind)
                .path("items")
                .valueStream()
                .toList();
    }

    private static List<String> topics(JsonNode summary) {
        return summary.path("topics").findValuesAsString("word");
    }

    private static boolean toldToTheDashboard(RunningPlatform staff) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            JsonNode targets = staff.get("/api/dashboards/ai-lab-4").at("/reviews/targets");
            // The programme and who teaches; one session all of whom agree.
            if (targets.size() == 6) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** Accepted commands are seen in the dashboard, a moment later. */
    private static boolean shown(RunningPlatform platform, String cohort, String count, int value)
            throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            JsonNode dashboard = platform.get("/api/dashboards/" + cohort);
            JsonNode counts = dashboard.path("counts");
            if (counts.path(count).asInt() == value
                    && counts.path("withdrawn").asInt() >= 29
                    && dashboard.at("/lectures/3/registered").asInt() == 3
                    && submissions(dashboard) == SUBMISSIONS
                    && dashboard.path("competitions").toString().split("CLOSED").length == 3) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private static int submissions(JsonNode dashboard) {
        return dashboard
                .path("competitions")
                .valueStream()
                .mapToInt(each -> each.path("submissions").asInt())
                .sum();
    }

    private static List<String> namesIn(RunningPlatform platform) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= COHORTS; i++) {
            platform.list("/api/cohorts/ai-lab-" + i + "/enrollments")
                    .forEach(row -> names.add(row.path("name").asString()));
        }
        return names;
    }

    private String lineWith(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError(
                "The demo ended before it said: "
                        + beginning
                        + System.lineSeparator()
                        + Files.readString(parent.resolve("err")));
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(parent.resolve("tmp"));
    }

    private Process start(String... arguments) throws IOException {
        process = command(arguments).redirectError(parent.resolve("err").toFile()).start();
        return process;
    }

    private Run run(URI url, String... arguments) throws Exception {
        ProcessBuilder builder = command(arguments);
        builder.environment().put("BOOTCAMP_URL", url.toString());
        builder.environment().put("BOOTCAMP_PASSWORD", "bootcamp-demo");
        Path out = parent.resolve("fill.out");
        Path err = parent.resolve("fill.err");
        Process fill = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(fill.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(fill.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder command(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx700m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Djava.io.tmpdir=" + temporary(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Bootcamp.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
