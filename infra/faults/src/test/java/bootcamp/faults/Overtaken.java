package bootcamp.faults;

import bootcamp.faults.WireProxy.Tap;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One more point of F1: a command is accepted between the sending of a record and its pull, and the
 * service dies with the pull delivered and not answered. What that pull took beyond the record is
 * lost for good: the aggregate is written no more.
 */
final class Overtaken implements Tap {

    private final String enrollmentId;
    private final Armed armed;
    private final AtomicReference<byte @Nullable []> pull = new AtomicReference<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);

    private Overtaken(String enrollmentId, Armed armed) {
        this.enrollmentId = enrollmentId;
        this.armed = armed;
    }

    /** Does it under load; the scene is whole again afterwards. */
    static void killMidPull(Scene scene) {
        Student student = scene.load.newcomers(scene.ground.courses().getFirst(), 1).getFirst();
        scene.load.enroll(student, scene.api);
        scene.load.settle(() -> scene.api);
        String id = Objects.requireNonNull(student.enrollmentId(), "refused in a roomy cohort");
        Overtaken overtaken = new Overtaken(id, new Armed(scene.service.part(), 0));
        scene.service.mongo().tap(overtaken);
        scene.underLoad(() -> overtaken.overtake(scene, student));
        scene.untap();
        scene.service.part().restart();
        scene.load.settle(() -> scene.api);
    }

    private void overtake(Scene scene, Student student) {
        try {
            scene.load.next(student, scene.api);
            Pause.untilDown(held, Rows.MOMENT_MAX);
            scene.load.next(student, scene.api);
        } finally {
            written.countDown();
        }
        Rows.await(armed, "of a pull that was overtaken");
    }

    @Override
    public void request(byte[] request) {
        if (Wire.isPullOf(request, enrollmentId) && pull.compareAndSet(null, request)) {
            held.countDown();
            Pause.untilDown(written, Rows.MOMENT_MAX);
        }
    }

    @Override
    public void answer(byte[] request, byte[] answer) {
        if (pull.get() == request && armed.isTime()) {
            armed.kill();
        }
    }
}
