package bootcamp.curriculum.lecture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who has a seat and who waits for one, each in the order in which it came to that. Nobody is in
 * both.
 *
 * @param taken by student
 * @param queue by student: when each began to wait
 */
record Seats(Map<String, Seat> taken, Map<String, Instant> queue) {

    static final Seats NONE = new Seats(Map.of(), Map.of());

    public Seats {
        taken = Collections.unmodifiableMap(taken);
        queue = Collections.unmodifiableMap(queue);
    }

    /**
     * @param registeredAt when the student asked for it
     * @param takenAt when the student got it
     * @param confirmBy null: the seat is firm
     * @param attended null: not marked
     */
    public record Seat(
            Instant registeredAt,
            Instant takenAt,
            @Nullable Instant confirmBy,
            @Nullable Boolean attended) {

        public boolean firm() {
            return confirmBy == null;
        }

        /** Whether it came from the queue: who found a free one has it since asking. */
        boolean isPromoted() {
            return takenAt.isAfter(registeredAt);
        }

        private Seat confirmed() {
            return new Seat(registeredAt, takenAt, null, attended);
        }

        private Seat marked(boolean came) {
            return new Seat(registeredAt, takenAt, confirmBy, came);
        }

        private Seat confirmedBy(Instant latest) {
            return confirmBy != null && confirmBy.isAfter(latest)
                    ? new Seat(registeredAt, takenAt, latest, attended)
                    : this;
        }
    }

    // ---- queries

    int size() {
        return taken.size() + queue.size();
    }

    int unconfirmed() {
        return (int) taken.values().stream().filter(seat -> !seat.firm()).count();
    }

    /**
     * Who is marked so, ascending.
     *
     * @param came null: who is not marked
     */
    List<String> marked(@Nullable Boolean came) {
        return taken.entrySet().stream()
                .filter(each -> Objects.equals(came, each.getValue().attended()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    public @Nullable Seat seatOf(String studentId) {
        return taken.get(studentId);
    }

    public boolean waits(String studentId) {
        return queue.containsKey(studentId);
    }

    public boolean knows(String studentId) {
        return taken.containsKey(studentId) || queue.containsKey(studentId);
    }

    /** Students with a seat, then those in line, so many of them. */
    List<String> known(int max) {
        return Stream.concat(taken.keySet().stream(), queue.keySet().stream()).limit(max).toList();
    }

    /** As above, of those alone who had asked by then. */
    List<String> knownBy(Instant moment, int max) {
        Stream<String> seated =
                taken.entrySet().stream()
                        .filter(each -> !each.getValue().registeredAt().isAfter(moment))
                        .map(Map.Entry::getKey);
        Stream<String> waiting =
                queue.entrySet().stream()
                        .filter(each -> !each.getValue().isAfter(moment))
                        .map(Map.Entry::getKey);
        return Stream.concat(seated, waiting).limit(max).toList();
    }

    /** From 1; 0 for who does not wait. */
    public int positionOf(String studentId) {
        int position = 0;
        for (String waiting : queue.keySet()) {
            position++;
            if (waiting.equals(studentId)) {
                return position;
            }
        }
        return 0;
    }

    /** Null: nobody waits. */
    @Nullable String first() {
        return queue.isEmpty() ? null : queue.keySet().iterator().next();
    }

    /** The earliest time by which somebody is to confirm; null: nobody is. */
    @Nullable Instant nextConfirmBy() {
        return taken.values().stream()
                .map(Seat::confirmBy)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Seats that came from the queue, in the order in which they did.
     *
     * @param max those that came last, if there are more
     */
    List<Lecture.Promoted> promoted(int max) {
        List<Lecture.Promoted> all =
                taken.entrySet().stream()
                        .filter(each -> each.getValue().isPromoted())
                        .map(
                                each ->
                                        new Lecture.Promoted(
                                                each.getKey(),
                                                each.getValue().takenAt(),
                                                each.getValue().confirmBy()))
                        .toList();
        return all.subList(Math.max(0, all.size() - max), all.size());
    }

    /** Whose time to confirm has come, the earliest first; among equals who got the seat first. */
    List<String> toConfirmBy(Instant now) {
        List<Map.Entry<String, Instant>> due = new ArrayList<>();
        taken.forEach(
                (studentId, seat) -> {
                    Instant confirmBy = seat.confirmBy();
                    if (confirmBy != null && !confirmBy.isAfter(now)) {
                        due.add(Map.entry(studentId, confirmBy));
                    }
                });
        due.sort(Map.Entry.comparingByValue());
        return due.stream().map(Map.Entry::getKey).toList();
    }

    // ---- what facts make of it

    Seats withSeat(String studentId, Instant at, @Nullable Instant confirmBy) {
        Map<String, Seat> nextTaken = new LinkedHashMap<>(taken);
        Instant since = queue.getOrDefault(studentId, at);
        nextTaken.put(studentId, new Seat(since, at, confirmBy, null));
        return new Seats(nextTaken, without(queue, studentId));
    }

    Seats withWaiting(String studentId, Instant at) {
        Map<String, Instant> next = new LinkedHashMap<>(queue);
        next.put(studentId, at);
        return new Seats(taken, next);
    }

    Seats without(String studentId) {
        return new Seats(without(taken, studentId), without(queue, studentId));
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        if (!map.containsKey(key)) {
            return map;
        }
        Map<String, V> next = new LinkedHashMap<>(map);
        next.remove(key);
        return next;
    }

    Seats confirmed(String studentId) {
        return changed(studentId, Seat::confirmed);
    }

    Seats marked(String studentId, boolean attended) {
        return changed(studentId, seat -> seat.marked(attended));
    }

    private Seats changed(String studentId, UnaryOperator<Seat> change) {
        Map<String, Seat> next = new LinkedHashMap<>(taken);
        next.computeIfPresent(studentId, (_, seat) -> change.apply(seat));
        return new Seats(next, queue);
    }

    /** No time to confirm lies after this one: a lecture that is earlier now must not wait. */
    Seats confirmedBy(Instant latest) {
        Instant next = nextConfirmBy();
        if (next == null) {
            return this;
        }
        Map<String, Seat> capped = new LinkedHashMap<>(taken);
        capped.replaceAll((_, seat) -> seat.confirmedBy(latest));
        return new Seats(capped, queue);
    }
}
