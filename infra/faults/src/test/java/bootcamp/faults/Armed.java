package bootcamp.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A kill that waits in a proxy for its moment, and comes once. */
final class Armed {

    private final Site.Part victim;
    private final AtomicInteger left;
    private final AtomicBoolean fired = new AtomicBoolean();
    private final CountDownLatch dead = new CountDownLatch(1);

    /**
     * @param skip how many moments are let pass first
     */
    Armed(Site.Part victim, int skip) {
        this.victim = victim;
        this.left = new AtomicInteger(skip);
    }

    /** True once: when enough moments have passed. */
    boolean isTime() {
        return left.getAndDecrement() <= 0 && fired.compareAndSet(false, true);
    }

    /** SIGKILL. */
    void kill() {
        victim.kill();
        dead.countDown();
    }

    /** Whether the moment came in time. */
    boolean await(Duration atMost) {
        try {
            return dead.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
