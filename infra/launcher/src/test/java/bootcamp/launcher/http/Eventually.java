package bootcamp.launcher.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself. */
final class Eventually {

    private Eventually() {}

    /** Fails where it did not come within a bound that is far beyond what it should take. */
    static void within(Duration bound, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come within " + bound);
            }
            Thread.sleep(20);
        }
    }
}
