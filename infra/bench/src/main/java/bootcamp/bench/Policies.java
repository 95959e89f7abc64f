package bootcamp.bench;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Evidence;
import bootcamp.enrollment.completion.Evidence.Activities;
import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Evidence.Days;
import bootcamp.enrollment.completion.Requirement.AnyOf;
import bootcamp.enrollment.completion.Requirement.AttendanceRate;
import bootcamp.enrollment.completion.Requirement.CompetitionSubmission;
import bootcamp.enrollment.completion.Requirement.PeerContributionMedian;
import bootcamp.enrollment.completion.Requirement.TeamActivityShare;
import bootcamp.enrollment.completion.Requirement.Which;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a completion policy says of each student of a cohort, with all findings: judged alone, of
 * evidence in memory, and as the service answers who tries it, from sheets that it kept.
 */
final class Policies implements Benchmark {

    private static final int STUDENTS = 1_000;
    private static final int COMPETITIONS = 4;
    private static final CompletionPolicy POLICY =
            new CompletionPolicy(
                    List.of(
                            new AttendanceRate(800),
                            new TeamActivityShare(700),
                            new CompetitionSubmission(Which.LAST, List.of()),
                            new AnyOf(
                                    List.of(
                                            new PeerContributionMedian(0.8),
                                            new CompetitionSubmission(Which.ALL, List.of())))));

    private static final String ANSWER = "whole answer over HTTP";
    private static final int DAYS = 60;
    private static final String COHORT = "bench-policy";
    private static final String PREVIEW = "/api/cohorts/" + COHORT + "/completion-preview";
    private static final String BODY =
            """
            {"requirements": [
              {"kind": "ATTENDANCE_RATE", "threshold": 0.8},
              {"kind": "TEAM_ACTIVITY_SHARE", "threshold": 0.7},
              {"kind": "COMPETITION_SUBMISSION", "competitions": "LAST"},
              {"anyOf": [{"kind": "PEER_CONTRIBUTION_MEDIAN", "threshold": 0.8},
                         {"kind": "COMPETITION_SUBMISSION", "competitions": "ALL"}]}]}
            """;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Surroundings around;
    private final Duration window;
    private @Nullable RealService service;
    private final List<Evidence> cohort = new ArrayList<>();
    private final int[] held = new int[STUDENTS];
    private final int[] penalties = new int[STUDENTS];
    private final int[] activities = new int[STUDENTS];
    private final int[] parts = new int[STUDENTS];
    private final int[] submitted = new int[STUDENTS];
    private final double[] medians = new double[STUDENTS];

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile int sink;

    Policies(Surroundings around, Duration window) {
        this.around = around;
        this.window = window;
    }

    @Override
    public String id() {
        return "POLICY";
    }

    @Override
    public String title() {
        return "completion policy over the evidence of 1,000 students, with every finding";
    }

    @Override
    public String limitTitle() {
        return "one pass over the same figures as primitive arrays, counting who passes";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.bounded("", "ms", 100), Figure.bounded(ANSWER, "ms", 100));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "students",
                String.valueOf(STUDENTS),
                "days of attendance behind the answer",
                String.valueOf(DAYS),
                "window",
                window.toString());
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        inMemory();
        service =
                new RealService(
                        around, EnrollmentApplication.NAME, EnrollmentApplication.builder());
        ImportRate.enrollAll(service, COHORT, STUDENTS);
        List<String> students =
                preview()
                        .path("students")
                        .valueStream()
                        .map(each -> each.path("studentId").asString())
                        .toList();
        if (students.size() != STUDENTS) {
            throw new IllegalStateException("the preview knows of " + students.size());
        }
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-fill")) {
            for (int day = 0; day < DAYS; day++) {
                producer.send(
                        EventCodec.ofAll()
                                .encode(
                                        bootcamp.platform.event.Topics.events("curriculum"),
                                        0,
                                        sheet(students, day)));
            }
            producer.flush();
        }
        // The last one is known, and so are those before it.
        while (preview().at("/students/0/requirements/0/value").asDouble(1) == 1) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private JsonNode preview() throws IOException {
        return Objects.requireNonNull(service).send(RealService.ADMIN, "POST", PREVIEW, BODY);
    }

    /** A closed day: one in eleven is absent, the first student on the last day alone. */
    private static Event sheet(List<String> students, int day) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", COHORT)
                        .put("date", CohortTopic.START.plusDays(day).toString())
                        .put("closed", true)
                        .put("policyVersion", 1);
        ArrayNode marks = state.putArray("students");
        for (int i = 0; i < students.size(); i++) {
            boolean absent = i == 0 ? day == DAYS - 1 : (i + day) % 11 == 0;
            marks.addObject()
                    .put("studentId", students.get(i))
                    .putArray("marks")
                    .add(absent ? "ABSENT" : "PRESENT");
        }
        return new Event(
                "Sheet",
                COHORT + "-" + day,
                1,
                1,
                "curriculum",
                Instant.parse("2024-01-02T00:00:00Z"),
                List.of(),
                state,
                null);
    }

    private void inMemory() {
        Random random = new Random(20_240_102);
        for (int i = 0; i < STUDENTS; i++) {
            held[i] = 60 + random.nextInt(80);
            penalties[i] = random.nextInt(held[i] / 3);
            activities[i] = 1 + random.nextInt(30);
            parts[i] = random.nextInt(activities[i] + 1);
            medians[i] = random.nextDouble() * 1.5;
            List<Competition> competitions = new ArrayList<>();
            Set<String> done = new HashSet<>();
            for (int each = 0; each < COMPETITIONS; each++) {
                competitions.add(new Competition("competition-" + each, true));
                if (random.nextInt(4) > 0) {
                    done.add("competition-" + each);
                    submitted[i] |= 1 << each;
                }
            }
            cohort.add(
                    new Evidence(
                            new Days(140, held[i], penalties[i]),
                            new Activities(activities[i], parts[i]),
                            competitions,
                            done,
                            medians[i],
                            0));
        }
    }

    @Override
    public Map<String, Double> limit() {
        double millis = Rate.millisEach(window, () -> sink = pass());
        return Map.of("", millis, ANSWER, millis);
    }

    private int pass() {
        int all = (1 << COMPETITIONS) - 1;
        int passing = 0;
        for (int i = 0; i < STUDENTS; i++) {
            boolean passes =
                    1000 * (held[i] - penalties[i]) >= 800 * held[i]
                            && 1000 * parts[i] >= 700 * activities[i]
                            && submitted[i] >> COMPETITIONS - 1 == 1
                            && (medians[i] >= 0.8 || submitted[i] == all);
            passing += passes ? 1 : 0;
        }
        return passing;
    }

    @Override
    public Map<String, Double> ours() {
        return Map.of(
                "",
                Rate.millisEach(window, () -> sink = judged()),
                ANSWER,
                Rate.millisEach(window, () -> sink = answered()));
    }

    /** Its length; nobody reads it, as that is the browser's. */
    private int answered() {
        HttpResponse<String> answer =
                Objects.requireNonNull(service)
                        .ask(RealService.ADMIN, "POST", PREVIEW, BODY)
                        .join();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the preview was answered " + answer.body());
        }
        return answer.body().length();
    }

    private int judged() {
        int passing = 0;
        for (Evidence each : cohort) {
            passing += POLICY.judge(each).passes() ? 1 : 0;
        }
        if (passing != pass()) {
            throw new IllegalStateException("the policy and the pass tell different numbers");
        }
        return passing;
    }

    @Override
    public void close() {
        sink = 0;
        if (service != null) {
            service.close();
        }
    }
}
