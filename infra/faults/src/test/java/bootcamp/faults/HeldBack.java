package bootcamp.faults;

import static bootcamp.faults.Invariant.I5;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.WireProxy.Tap;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway that starts gets a few records and then none, until it was asked whether it is ready
 * and what it shows: half a history would be a wrong figure.
 */
final class HeldBack implements Tap {

    private static final String GATEWAY = "gateway";
    private static final int ANSWERS_PASSED = 3;
    private static final int ASKED = 20;
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final AtomicInteger answers = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private HeldBack() {}

    /** Starts the scene's gateway, which is down, in this way; it is ready afterwards. */
    static void start(Scene scene) {
        HeldBack heldBack = new HeldBack();
        scene.site.kafka.tap(heldBack);
        scene.gateway.begin();
        try {
            Pause.untilDown(heldBack.held, Rows.MOMENT_MAX);
            if (!Pause.until(Rows.MOMENT_MAX, scene.gateway::accepts)) {
                throw new IllegalStateException("The gateway takes no connections");
            }
            ask(scene);
        } finally {
            scene.untap();
            heldBack.released.countDown();
        }
        scene.gateway.ready();
    }

    private static void ask(Scene scene) {
        for (int i = 0; i < ASKED && scene.violations.isEmpty(); i++) {
            if (scene.gateway.isReady(scene.api)) {
                scene.violated(I5.violated("the gateway is ready while records are held back"));
            }
            scene.ground.courses().forEach(course -> ask(scene, course.id()));
            Pause.of(ASK_AGAIN);
        }
    }

    private static void ask(Scene scene, String cohortId) {
        try {
            Answer answer = scene.api.send(Request.get("/api/dashboards/" + cohortId));
            if (answer.status() != 503) {
                scene.violated(
                        I5.violated("while records are held back, %s shows %s", cohortId, answer));
            }
        } catch (IOException e) {
            // It takes connections but is not that far yet: nothing was shown.
            return;
        }
    }

    @Override
    public void request(byte[] request) {
        Wire.askForLittle(request, GATEWAY);
    }

    @Override
    public void answer(byte[] request, byte[] answer) {
        if (ReaderCrash.hasRecords(request, answer)
                && Wire.kafkaClient(request).startsWith(GATEWAY)
                && answers.incrementAndGet() > ANSWERS_PASSED) {
            held.countDown();
            Pause.untilDown(released, Rows.MOMENT_MAX);
        }
    }
}
