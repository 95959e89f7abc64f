package bootcamp.faults;

import bootcamp.faults.Api.Request;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A student who registers, confirms and gives up, one after the other; what was not answered is
 * sent again until it is, as all of it may be repeated.
 */
final class Racer {

    /**
     * When one got in line, as far as it can be told from outside.
     *
     * @param asked when it was first asked for, {@link System#nanoTime}
     * @param answered when that was answered
     */
    record Line(long asked, long answered) {

        /** Whether this is certain; false where they may have been at the same time. */
        static boolean isBefore(@Nullable Line first, @Nullable Line second) {
            return first != null && second != null && first.answered - second.asked < 0;
        }
    }

    private static final Duration AGAIN = Duration.ofMillis(500);

    private final String studentId;
    private final Api api;
    private final String own;
    private final History history;
    private final Random random;
    private @Nullable Line line;
    private int number;
    private int cuts;

    Racer(String studentId, Api api, String lecture, History history, Random random) {
        this.studentId = studentId;
        this.api = api;
        this.own = lecture + "/registrations/me";
        this.history = history;
        this.random = random;
    }

    void race(AtomicBoolean over) {
        while (!over.get()) {
            switch (random.nextInt(5)) {
                case 0, 1 -> giveUp();
                case 2 -> send("PUT", own + "/confirmation");
                default -> register();
            }
        }
    }

    private void register() {
        long asked = System.nanoTime();
        Call call = send("PUT", own);
        if (call.outcome() == Call.Outcome.OK && line == null) {
            line = new Line(asked, System.nanoTime());
        }
    }

    private void giveUp() {
        if (send("DELETE", own).outcome() == Call.Outcome.OK) {
            line = null;
        }
    }

    private Call send(String method, String path) {
        number++;
        Call call =
                new Call(
                        number,
                        new Request(method, path, "application/json", null, null),
                        List.of());
        cuts += settle(history, call, api);
        return call;
    }

    /**
     * @return how often it had no answer
     */
    static int settle(History history, Call call, Api api) {
        int cuts = 0;
        history.send(call, api);
        while (call.isOpen()) {
            cuts++;
            Pause.of(AGAIN);
            history.send(call, api);
        }
        return cuts;
    }

    String studentId() {
        return studentId;
    }

    /** As the last answer said. */
    boolean isIn() {
        return line != null;
    }

    /** Null: not in line. */
    @Nullable Line line() {
        return line;
    }

    int cuts() {
        return cuts;
    }
}
