package bootcamp.faults;

import static bootcamp.faults.Invariant.I4;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Posts.Probe;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * F11: every POST of the API is delivered and its answer lost; the client sends it again, up to
 * five times, one after another or all at once, here and at another instance, and after the first
 * was started anew. All answers must be one, and so must the effect.
 */
final class LostAnswers {

    private static final int REPEATS_MAX = 5;

    private final Scene scene;
    private final Site.Service other;
    private final Site.Part gateway;
    private final List<Api> apis;
    private int lost;

    private LostAnswers(Scene scene) {
        this.scene = scene;
        other = scene.site.enrollment("enrollment-b");
        gateway = scene.site.gateway("gateway-2", other);
        other.part().begin();
        gateway.begin();
        other.part().ready();
        gateway.ready();
        apis = List.of(scene.api, scene.site.admin(gateway));
    }

    static Report run(Scene scene, int runs) {
        LostAnswers row = new LostAnswers(scene);
        Posts posts = new Posts(scene);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < runs; i++) {
            List<Probe> probes = posts.probes();
            probes.forEach(row::deliver);
            // Half of the repeats come before the first instance is started anew, half after.
            Collections.shuffle(probes, scene.random);
            int half = probes.size() / 2;
            probes.subList(0, half).forEach(row::repeat);
            scene.service.part().kill();
            scene.service.part().restart();
            probes.subList(half, probes.size()).forEach(row::repeat);
            probes.forEach(probe -> names.add(probe.name()));
        }
        row.other.part().kill();
        row.gateway.kill();
        if (!names.equals(Posts.OPERATIONS)) {
            throw new IllegalStateException("Delivered were " + names);
        }
        return Rows.report(
                "F11",
                scene,
                row.lost,
                false,
                List.of("%d kinds of POST: %s".formatted(names.size(), String.join(", ", names))));
    }

    // ---- losing and repeating

    /** Delivers the request and does not read the answer: the connection is reset. */
    private void deliver(Probe probe) {
        lost++;
        Request request = probe.request();
        byte[] body = String.valueOf(request.body()).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\nContent-Type: %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                request.path(),
                                scene.gateway.port,
                                scene.api.authorization(),
                                request.type(),
                                request.key(),
                                body.length);
        try (Socket socket = new Socket("127.0.0.1", scene.gateway.port)) {
            // Closing sends a reset, in the middle of whatever is being done by then.
            socket.setSoLinger(true, 0);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(body);
            out.flush();
            Pause.of(Duration.ofMillis(scene.random.nextInt(60)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repeat(Probe probe) {
        int times = 1 + scene.random.nextInt(REPEATS_MAX);
        boolean atOnce = scene.random.nextBoolean();
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Api api = apis.get(scene.random.nextInt(apis.size()));
            Thread thread =
                    Thread.ofVirtual()
                            .start(() -> answers.add(api.sendUntilAnswered(probe.request())));
            threads.add(thread);
            if (!atOnce) {
                Rows.join(thread);
            }
        }
        threads.forEach(Rows::join);
        judge(probe, answers, times);
    }

    private void judge(Probe probe, List<Answer> answers, int times) {
        if (answers.size() != times
                || answers.stream().map(probe.essence()).distinct().count() != 1) {
            scene.violated(I4.violated("%s was answered %s", probe.name(), answers));
        } else if (!answers.getFirst().isOk()) {
            scene.violated(I4.violated("%s was refused: %s", probe.name(), answers.getFirst()));
        }
        long effects = probe.effects().count();
        if (effects != 1) {
            scene.violated(I4.violated("%s was carried out %d times", probe.name(), effects));
        }
        if (!probe.otherBody().isEmpty()) {
            Answer other =
                    apis.getLast().sendUntilAnswered(probe.request().withBody(probe.otherBody()));
            if (other.status() != 422 || !other.code().equals("IDEMPOTENCY_KEY_REUSED")) {
                scene.violated(
                        I4.violated("%s took another body under its key: %s", probe.name(), other));
            }
        }
    }
}
