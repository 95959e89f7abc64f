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
import java.util.function.Supplier;

/**
 * F11: every POST of the API is delivered and its answer lost; the client sends it again, up to
 * five times, one after another or all at once, here and at another instance, and after the first
 * was started anew. All answers must be one, and so must the effect.
 */
final class LostAnswers {

    private static final int REPEATS_MAX = 5;

    private final Scene scene;

    /** Whose POSTs they are: the first of two instances, which is started anew. */
    private final Site.Part first;

    /** The gateways; the first delivers. */
    private final List<Site.Part> gateways;

    private int lost;

    private LostAnswers(Scene scene, Site.Part first, List<Site.Part> gateways) {
        this.scene = scene;
        this.first = first;
        this.gateways = gateways;
    }

    /** The POSTs of enrollment and of the gateway. */
    static Report run(Scene scene, int runs) {
        Site.Service other = scene.site.enrollment("enrollment-b");
        Site.Part gateway = scene.site.gateway("gateway-2", other);
        List<Site.Part> more = List.of(other.part(), gateway);
        Posts posts = new Posts(scene);
        return new LostAnswers(scene, scene.service.part(), List.of(scene.gateway, gateway))
                .run("F11", runs, more, posts::probes, Posts.OPERATIONS);
    }

    /** The POSTs of the curriculum service. */
    static Report runOfCurriculum(Scene scene, int runs) {
        Site.Part one = scene.site.curriculum("curriculum-a");
        Site.Part other = scene.site.curriculum("curriculum-b");
        Site.Part gateway = scene.site.gateway("gateway-of-a", scene.service, one);
        Site.Part otherGateway = scene.site.gateway("gateway-of-b", scene.service, other);
        List<Site.Part> more = List.of(one, other, gateway, otherGateway);
        CurriculumPosts posts = new CurriculumPosts(scene, gateway);
        return new LostAnswers(scene, one, List.of(gateway, otherGateway))
                .run("F11_CURRICULUM", runs, more, posts::probes, CurriculumPosts.OPERATIONS);
    }

    private Report run(
            String row,
            int runs,
            List<Site.Part> more,
            Supplier<List<Probe>> all,
            Set<String> operations) {
        more.forEach(Site.Part::begin);
        more.forEach(Site.Part::ready);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < runs; i++) {
            List<Probe> probes = all.get();
            probes.forEach(this::deliver);
            // Half of the repeats come before the first instance is started anew, half after.
            Collections.shuffle(probes, scene.random);
            int half = probes.size() / 2;
            probes.subList(0, half).forEach(this::repeat);
            first.kill();
            first.restart();
            probes.subList(half, probes.size()).forEach(this::repeat);
            probes.forEach(probe -> names.add(probe.name()));
        }
        more.forEach(Site.Part::kill);
        if (!names.equals(operations)) {
            throw new IllegalStateException("Delivered were " + names);
        }
        return Rows.report(
                row,
                scene,
                lost,
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
                                gateways.getFirst().port,
                                probe.by().authorization(),
                                request.type(),
                                request.key(),
                                body.length);
        try (Socket socket = new Socket("127.0.0.1", gateways.getFirst().port)) {
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

    private static Api at(Probe probe, Site.Part gateway) {
        return probe.by().at(gateway.port);
    }

    private void repeat(Probe probe) {
        int times = 1 + scene.random.nextInt(REPEATS_MAX);
        boolean atOnce = scene.random.nextBoolean();
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Api api = at(probe, gateways.get(scene.random.nextInt(gateways.size())));
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
                    at(probe, gateways.getLast())
                            .sendUntilAnswered(probe.request().withBody(probe.otherBody()));
            if (other.status() != 422 || !other.code().equals("IDEMPOTENCY_KEY_REUSED")) {
                scene.violated(
                        I4.violated("%s took another body under its key: %s", probe.name(), other));
            }
        }
    }
}
