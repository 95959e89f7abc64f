package bootcamp.platform.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who waits for which document in this process, so that those who wait are served together and a
 * rush on one document costs few writes. Each document with somebody in line is served by exactly
 * one server at a time: who joins an empty line starts serving it, and {@link #take} ends that duty
 * when the line is empty. Both happen inside {@code compute} on the same key, so no waiter can join
 * between the last look and the end of the duty.
 *
 * @param <W> one who waits; told what came of it by whoever serves
 */
public final class Lines<W> {

    private final int waitingMax;
    private final int takenMax;
    private final ConcurrentHashMap<String, Queue<W>> lines = new ConcurrentHashMap<>();

    /**
     * @param waitingMax in one line, beyond which nobody more may join
     * @param takenMax taken together at most
     */
    public Lines(int waitingMax, int takenMax) {
        this.waitingMax = waitingMax;
        this.takenMax = takenMax;
    }

    private enum Place {
        FIRST,
        BEHIND,
        FULL
    }

    /**
     * Gets in line, and has it served where nobody does: on its own, so that no waiter's leaving
     * ends it.
     *
     * @param serve the next ones, in order; tells each of them what came of it, and never fails
     * @return false where the line is full; nobody will tell the waiter anything
     */
    public boolean join(String id, W waiter, Function<List<W>, Mono<Void>> serve) {
        Place place = place(id, waiter);
        if (place == Place.FIRST) {
            Mono.defer(() -> Mono.justOrEmpty(take(id)))
                    .flatMap(taken -> serve.apply(taken).thenReturn(true))
                    .repeatWhen(rounds -> rounds.takeWhile(emitted -> emitted > 0))
                    .subscribe();
        }
        return place != Place.FULL;
    }

    private Place place(String id, W waiter) {
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
    private @Nullable List<W> take(String id) {
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
}
