package bootcamp.faults;

import static bootcamp.faults.Invariant.I14;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Visitors who do not behave, in rounds, and what is left of them: nothing. A process that has just
 * started still grows whatever is done to it; so rounds are repeated until one leaves all figures
 * where the round before had left them, and those are what the rest is compared with.
 */
final class Abuse {

    private static final int VISITS = Integer.getInteger("faults.visits", 400);
    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 5;
    private static final int WARM_UP_MAX = 8;
    private static final Duration GONE_MAX = Duration.ofSeconds(30);
    private static final long GONE_DESCRIPTORS = 4;

    private final Scene scene;
    private final Map<String, Inspector> inspected;

    private Abuse(Scene scene, Map<String, Inspector> inspected) {
        this.scene = scene;
        this.inspected = inspected;
    }

    /** Five rounds a run after warming up, with pages open all the while. */
    static Report run(Scene scene, int runs) {
        List<String> notes;
        try (Viewers viewers = new Viewers(scene);
                Inspector gateway = new Inspector(scene.gateway.jvm());
                Inspector service = new Inspector(scene.service.part().jvm())) {
            viewers.connect();
            Map<String, Inspector> inspected = new LinkedHashMap<>();
            inspected.put("gateway", gateway);
            inspected.put("service", service);
            notes = new Abuse(scene, inspected).rounds(runs * ROUNDS);
            // The pages that stayed open all the while are still kept up to date.
            scene.underLoad(() -> Pause.of(Duration.ofSeconds(1)));
            viewers.catchUp();
        }
        return Rows.report("F18", scene, runs, true, notes);
    }

    private List<String> rounds(int count) {
        long began = System.nanoTime();
        Map<String, Resources> baseline = round(Map.of());
        int warmUp = 1;
        boolean rising = true;
        while (rising && warmUp < WARM_UP_MAX) {
            Map<String, Resources> next = round(baseline);
            rising = !risen(baseline, next).isEmpty();
            baseline = next;
            warmUp++;
        }
        Map<String, Resources> last = baseline;
        for (int i = 0; i < count; i++) {
            last = round(last);
        }
        risen(baseline, last).forEach(each -> scene.violated(I14.violated("%s", each)));
        for (Site.Part part : List.of(scene.gateway, scene.service.part())) {
            // Netty says so, of a buffer that was collected and never released.
            if (part.jvm().printed().contains("LEAK:")) {
                scene.violated(I14.violated("a buffer was never released"));
            }
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "%d rounds of %d visits to warm up%s, then %d, in %.0f s"
                        .formatted(
                                warmUp,
                                VISITS,
                                rising ? " and still rising" : "",
                                count,
                                (System.nanoTime() - began) / 1e9));
        for (Map.Entry<String, Resources> each : last.entrySet()) {
            notes.add(
                    each.getKey()
                            + ": "
                            + each.getValue()
                                    .since(Objects.requireNonNull(baseline.get(each.getKey()))));
        }
        return notes;
    }

    private static List<String> risen(Map<String, Resources> before, Map<String, Resources> now) {
        List<String> risen = new ArrayList<>();
        now.forEach(
                (process, resources) ->
                        resources
                                .risenSince(Objects.requireNonNull(before.get(process)))
                                .forEach(each -> risen.add(process + ": " + each)));
        return risen;
    }

    /** Some visits, all kinds equally often, in a random order; and what is left of them. */
    private Map<String, Resources> round(Map<String, Resources> before) {
        Visit.Door door =
                new Visit.Door(
                        scene.gateway.port,
                        scene.ground.courses().getFirst().id(),
                        scene.api.authorization());
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < VISITS; i++) {
            visits.add(Visit.values()[i % Visit.values().length]);
        }
        Collections.shuffle(visits, scene.random);
        List<Future<?>> paid = new ArrayList<>();
        try (ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Visit visit : visits) {
                paid.add(visitors.submit(() -> pay(visit, door)));
            }
        }
        paid.forEach(Abuse::ended);
        Map<String, Resources> left = new LinkedHashMap<>();
        inspected.forEach(
                (process, inspector) -> {
                    Resources was = before.get(process);
                    long open =
                            was == null ? 0 : was.figures().getOrDefault(Resources.DESCRIPTORS, 0L);
                    Pause.until(
                            GONE_MAX,
                            () ->
                                    was == null
                                            || inspector.descriptors() <= open + GONE_DESCRIPTORS);
                    left.put(process, inspector.read());
                });
        return left;
    }

    private static Void pay(Visit visit, Visit.Door door) throws IOException {
        visit.pay(door);
        return null;
    }

    private static void ended(Future<?> visit) {
        try {
            visit.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
