package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** A process that is told to end, as Ctrl-C tells it. */
final class Ending {

    /** For a busy machine: how long it takes is printed, and no reason to fail. */
    private static final long SECONDS_MAX = 60;

    private static final double CLOSE_SECONDS = Up.CLOSE_MILLIS / 1e3;

    private Ending() {}

    /**
     * @return whether it had more time than it gives itself: then it stops where it is, and the
     *     next start tidies up
     */
    static boolean await(Process process, String name) throws InterruptedException {
        long told = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - told) / 1e9;
        System.out.printf(
                "%s ended %.1f s after it was told to; it is meant to within 5 s%n", name, seconds);
        return seconds > CLOSE_SECONDS;
    }
}
