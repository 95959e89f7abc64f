package bootcamp.launcher.browser;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what comes by itself, for at most half a minute. */
final class Wait {

    private static final long MILLIS_MAX = 30_000;
    private static final long LOOK_EVERY_MILLIS = 50;

    private Wait() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come about within " + MILLIS_MAX + " ms");
            }
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
