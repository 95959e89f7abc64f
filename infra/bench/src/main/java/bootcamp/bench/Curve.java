package bootcamp.bench;

import bootcamp.gateway.retention.RiskDays;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.SurvivalCurve;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** P13: the survival curve of a cohort with its interval, from its entities. */
final class Curve implements Benchmark {

    private static final int STUDENTS = 10_000;
    private static final LocalDate START = LocalDate.of(2024, 1, 2);
    private static final int HORIZON = 211;
    private static final String[] REASONS = {"EMPLOYMENT", "TIME", "HEALTH", "TRANSFER"};

    private final Duration window;
    private final List<Stay> stays = new ArrayList<>();
    private final int[] entries = new int[STUDENTS];
    private final int[] exits = new int[STUDENTS];

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile double sink;

    Curve(Duration window) {
        this.window = window;
    }

    @Override
    public String id() {
        return "P13";
    }

    @Override
    public String title() {
        return "survival curve with interval of 10,000 students, from their entities";
    }

    @Override
    public String limitTitle() {
        return "one pass over the same days as primitive arrays, counting entries and exits";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.time("", "ms", 1 / 0.3).with(3));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("students", String.valueOf(STUDENTS), "window", window.toString());
    }

    @Override
    public void prepare() {
        Random random = new Random(20_240_102);
        for (int i = 0; i < STUDENTS; i++) {
            entries[i] = random.nextInt(10) == 0 ? random.nextInt(20) : 0;
            boolean left = random.nextInt(3) == 0;
            exits[i] = left ? entries[i] + 1 + random.nextInt(180) : Integer.MAX_VALUE;
            stays.add(
                    Stay.of(
                            START.plusDays(entries[i]),
                            left ? START.plusDays(exits[i]) : null,
                            left ? REASONS[random.nextInt(REASONS.length)] : null));
        }
    }

    @Override
    public Map<String, Double> limit() {
        return Map.of("", Rate.millisEach(window, this::pass));
    }

    private void pass() {
        int[] entered = new int[HORIZON + 1];
        int[] left = new int[HORIZON + 1];
        for (int i = 0; i < STUDENTS; i++) {
            entered[entries[i]]++;
            if (exits[i] <= HORIZON) {
                left[exits[i]]++;
            }
        }
        sink = entered[0] + left[HORIZON];
    }

    @Override
    public Map<String, Double> ours() {
        LocalDate end = START.plusDays(HORIZON);
        return Map.of(
                "",
                Rate.millisEach(
                        window,
                        () ->
                                sink =
                                        SurvivalCurve.of(RiskDays.of(stays, START, end, end))
                                                .restrictedMean()));
    }

    @Override
    public void close() {
        sink = 0;
    }
}
