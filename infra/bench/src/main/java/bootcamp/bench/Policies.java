package bootcamp.bench;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What a completion policy says of each student of a cohort, with all findings. */
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

    private final Duration window;
    private final List<Evidence> cohort = new ArrayList<>();
    private final int[] held = new int[STUDENTS];
    private final int[] penalties = new int[STUDENTS];
    private final int[] activities = new int[STUDENTS];
    private final int[] parts = new int[STUDENTS];
    private final int[] submitted = new int[STUDENTS];
    private final double[] medians = new double[STUDENTS];

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile int sink;

    Policies(Duration window) {
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
        return List.of(Figure.bounded("", "ms", 100));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("students", String.valueOf(STUDENTS), "window", window.toString());
    }

    @Override
    public void prepare() {
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
        return Map.of("", Rate.millisEach(window, () -> sink = pass()));
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
        return Map.of("", Rate.millisEach(window, () -> sink = judged()));
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
    }
}
