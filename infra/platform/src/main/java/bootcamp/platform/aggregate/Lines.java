package bootcamp.platform.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for which aggregate in this process. Each aggregate with somebody in line is served by
 * exactly one server at a time: {@link #join} says so to the one that must start serving, and
 * {@link #take} ends that duty when the line is empty. Both happen inside {@code compute} on the
 * same key, so no waiter can join between the last look and the end of the duty.
 */
final class Lines<W> {

    private final int waitingMax;
    private final int takenMax;
    private final ConcurrentHashMap<String, Queue<W>> lines = new ConcurrentHashMap<>();

    /**
     * @param waitingMax in one line, beyond which nobody more may join
     * @param takenMax taken together at most
     */
    Lines(int waitingMax, int takenMax) {
        this.waitingMax = waitingMax;
        this.takenMax = takenMax;
    }

    enum Place {
        FIRST,
        BEHIND,
        FULL
    }

    Place join(String id, W waiter) {
        Place[] place = {Place.BEHIND};
        lines.compute(
                id,
                (key, line) -> {
                    if (line == null) {
                        line = new ArrayDeque<>();
                        place[0] = Place.FIRST;
                    }
                    if (line.size() >= waitingMax) {
                        place[0] = Place.FULL;
                    } else {
                        line.add(waiter);
                    }
                    return line;
                });
        return place[0];
    }

    /**
     * The next ones in line, in order; null when there are none, and the duty to serve has ended.
     */
    @Nullable List<W> take(String id) {
        List<W> taken = new ArrayList<>();
        lines.compute(
                id,
                (key, line) -> {
                    while (line != null && !line.isEmpty() && taken.size() < takenMax) {
                        taken.add(line.remove());
                    }
                    return taken.isEmpty() ? null : line;
                });
        return taken.isEmpty() ? null : taken;
    }

    int served() {
        return lines.size();
    }
}
