package bootcamp.faults;

import static bootcamp.faults.Invariant.I1;
import static bootcamp.faults.Invariant.I5;
import static bootcamp.faults.Invariant.I7;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Ground.Course;
import bootcamp.platform.event.KafkaClients;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the rows do that kill processes and spoil files; each leaves the platform whole again. */
final class Rows {

    static final Duration MOMENT_MAX = Duration.ofMinutes(4);
    private static final Duration END_MAX = Duration.ofSeconds(60);

    /** As docs/reliability.md says what is reached of it. */
    private static final int F1_PER_SECOND = 200;

    private static final int CHANGES_MIN = 30;
    private static final int SKIP_MAX = 40;

    private Rows() {}

    // ---- F1

    /** The service dies at each of six points of a command's way, under load. */
    static Report killService(Scene scene, int runs) {
        int kills = 0;
        for (int i = 0; i < runs; i++) {
            for (CrashPoint point : CrashPoint.values()) {
                killAt(scene, point);
                kills++;
            }
        }
        scene.eraseMore();
        return report("F1", scene, kills, true, List.of(scene.load.rate()));
    }

    /** The service dies with a pull under way that a command has overtaken. */
    static Report killOvertaken(Scene scene, int runs) {
        for (int i = 0; i < runs; i++) {
            Overtaken.killMidPull(scene);
        }
        return report("F1_OVERTAKEN", scene, runs, true, List.of());
    }

    static void killAt(Scene scene, CrashPoint point) {
        Armed armed = point.arm(scene.site, scene.service, scene.random.nextInt(SKIP_MAX));
        scene.underLoad(F1_PER_SECOND, () -> await(armed, point));
        scene.untap();
        scene.service.part().restart();
        scene.load.settle(() -> scene.api);
    }

    static void await(Armed armed, Object point) {
        if (!armed.await(MOMENT_MAX)) {
            throw new IllegalStateException("There was no moment " + point);
        }
    }

    // ---- F2

    /** A reader dies, while it follows and while it catches up; viewers look on. */
    static Report killReader(Scene scene, int runs) {
        int kills = 0;
        // Something to catch up with.
        scene.underLoad(() -> Pause.of(Duration.ofSeconds(1)));
        scene.observe();
        try (Viewers viewers = new Viewers(scene)) {
            for (int i = 0; i < runs; i++) {
                for (ReaderCrash point : ReaderCrash.values()) {
                    killAt(scene, point);
                    kills++;
                }
            }
            viewers.catchUp();
        }
        return report("F2", scene, kills, true, List.of());
    }

    private static void killAt(Scene scene, ReaderCrash point) {
        Site.Part victim = point.isOfGateway() ? scene.gateway : scene.service.part();
        boolean starting = point == ReaderCrash.GATEWAY_CATCHING_UP;
        Armed armed = new Armed(victim, scene.random.nextInt(5));
        if (starting) {
            victim.kill();
            scene.site.kafka.tap(point.tap(armed));
            victim.begin();
            await(armed, point);
            HeldBack.start(scene);
            return;
        }
        scene.site.kafka.tap(point.tap(armed));
        scene.underLoad(() -> await(armed, point));
        scene.untap();
        victim.restart();
        scene.load.settle(() -> scene.api);
    }

    // ---- F3

    /** The broker dies under load and comes back after a while. */
    static Report killBroker(Scene scene, List<Duration> downs) {
        List<String> notes = new ArrayList<>();
        try (Viewers viewers = new Viewers(scene)) {
            for (Duration down : downs) {
                AtomicLong back = new AtomicLong();
                scene.underLoad(
                        () -> {
                            Pause.of(Duration.ofMillis(500 + scene.random.nextInt(1_000)));
                            scene.site.broker.kill();
                            Pause.of(down);
                            scene.site.broker.restart();
                            back.set(System.nanoTime());
                        });
                scene.observe();
                notes.add(
                        "down %d s, all shown again %.1f s after it was back"
                                .formatted(
                                        down.toSeconds(), (System.nanoTime() - back.get()) / 1e9));
            }
            viewers.catchUp();
        }
        return report("F3", scene, downs.size(), true, notes);
    }

    // ---- F12

    /** Every record comes again, up to three times, in any order. */
    static Report deliverAgain(Scene scene, int runs) {
        int again = 0;
        for (int i = 0; i < runs; i++) {
            // What was written once only has no order to be mixed up.
            long changed = changesAnswered(scene) + CHANGES_MIN;
            scene.underLoad(() -> Pause.until(END_MAX, () -> changesAnswered(scene) >= changed));
            scene.observe();
            List<String> before = figures(scene);
            again += redeliver(scene);
            Pause.of(Duration.ofSeconds(2));
            compare(before, figures(scene), "after records came again");
            scene.gateway.kill();
            scene.gateway.restart();
            compare(before, figures(scene), "rebuilt from the topics");
        }
        // What the harness sent last is old on purpose: only what the service then says counts.
        scene.service.part().kill();
        scene.service.part().restart();
        Pause.until(END_MAX, () -> isNewestLast(scene));
        return report("F12", scene, runs, false, List.of("%,d records again".formatted(again)));
    }

    /** Accepted commands to students who had enrolled before. */
    private static long changesAnswered(Scene scene) {
        return scene.history.calls().stream()
                .filter(call -> call.request.path().startsWith("/api/enrollments/"))
                .filter(call -> call.outcome() == Call.Outcome.OK)
                .count();
    }

    private static boolean isNewestLast(Scene scene) {
        return Topic.read(scene.site.bootstrapServers()).byKey().values().stream()
                .allMatch(
                        said ->
                                said.getLast().event().version()
                                        == said.stream()
                                                .mapToLong(each -> each.event().version())
                                                .max()
                                                .orElse(0));
    }

    private static int redeliver(Scene scene) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (var record : Topic.read(scene.site.bootstrapServers()).records()) {
            int copies = 1 + scene.random.nextInt(3);
            for (int i = 0; i < copies; i++) {
                records.add(record);
            }
        }
        Collections.shuffle(records, scene.random);
        publish(scene, records);
        return records.size();
    }

    static void publish(Scene scene, List<ConsumerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer =
                new KafkaClients(scene.site.bootstrapServers()).rawProducer("faults")) {
            for (var record : records) {
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        record.topic(),
                                        record.partition(),
                                        record.key(),
                                        record.value(),
                                        record.headers()));
            }
            producer.flush();
        }
    }

    /** But for what claims move that are given back a minute after the last command. */
    private static List<String> figures(Scene scene) {
        return scene.ground.courses().stream()
                .map(course -> scene.api.get("/api/dashboards/" + course.id()))
                .map(shown -> ((ObjectNode) shown).without(List.of("updatedAt", "revision")))
                .map(JsonNode::toString)
                .toList();
    }

    private static void compare(List<String> before, List<String> after, String when) {
        if (!before.equals(after)) {
            throw new BrokenInvariant(I5.violated("%s: %s became %s", when, before, after));
        }
    }

    // ---- F17

    /** Told to end with many pages open, under load: it does, and the pages come back. */
    static Report endGracefully(Scene scene, int runs, int streams) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (Viewers viewers = new Viewers(scene, streams)) {
                viewers.connect();
                AtomicLong nanos = new AtomicLong();
                scene.underLoad(
                        () -> {
                            Pause.of(Duration.ofMillis(500));
                            nanos.set(end(scene.gateway) + end(scene.service.part()));
                        });
                notes.add(
                        "gateway with %d streams and service ended in %.1f s"
                                .formatted(streams, nanos.get() / 1e9));
                scene.service.part().begin();
                scene.gateway.restart();
                scene.service.part().ready();
                viewers.catchUp();
            }
        }
        return report("F17", scene, runs, true, notes);
    }

    private static long end(Site.Part part) {
        long start = System.nanoTime();
        part.jvm().terminate();
        if (!part.jvm().awaitEnd(END_MAX)) {
            throw new BrokenInvariant(I7.violated("a process that was told to end did not"));
        }
        return System.nanoTime() - start;
    }

    // ---- F20

    /**
     * Two hundred at once, at two processes of the service, for the last seat of a cohort; both
     * have read that it is free before either writes.
     */
    static Report lastSeat(Scene scene, int runs, int racers) {
        Site.Service other = scene.site.enrollment("enrollment-b");
        Site.Part gateway = scene.site.gateway("gateway-2", other);
        other.part().begin();
        gateway.begin();
        other.part().ready();
        gateway.ready();
        Api api = scene.site.admin(gateway);
        for (int i = 0; i < runs; i++) {
            race(scene, other, List.of(scene.api, api), racers);
        }
        other.part().kill();
        gateway.kill();
        return report(
                "F20",
                scene,
                runs,
                false,
                List.of("%d at once at two processes".formatted(racers)));
    }

    private static void race(Scene scene, Site.Service other, List<Api> apis, int racers) {
        int taken = 1 + scene.random.nextInt(3);
        Course course = scene.load.open(scene.api, scene.id("race"), taken + 1);
        List<Student> sitting = scene.load.newcomers(course, taken);
        sitting.forEach(student -> scene.load.enroll(student, scene.api));
        List<Student> students = scene.load.newcomers(course, racers);
        Abreast abreast = Abreast.hold(course.id(), List.of(scene.service, other));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            Student student = students.get(i);
            Api api = apis.get(i % apis.size());
            threads.add(Thread.ofVirtual().start(() -> scene.load.enroll(student, api)));
        }
        threads.forEach(Rows::join);
        abreast.met();
        scene.untap();
        other.mongo().tap(WireProxy.Tap.NONE);
        scene.load.settle(() -> scene.api);
        long seated = students.stream().filter(Student::isSeated).count();
        if (seated != 1) {
            scene.violated(
                    Invariant.I13.violated(
                            "%d got the one seat of %s that was left", seated, course.id()));
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    // ---- all

    static Report report(String row, Scene scene, int runs, boolean oneWriter, List<String> notes) {
        scene.verdict(oneWriter);
        return new Report(row, runs, scene.history.count(Call.Outcome.OK), scene.violations, notes);
    }

    /** What a GET says that must not fail any more. */
    static Answer answer(Api api, Request request) {
        try {
            return api.send(request);
        } catch (IOException e) {
            throw new BrokenInvariant(I1.violated("%s: %s", request.path(), e));
        }
    }
}
