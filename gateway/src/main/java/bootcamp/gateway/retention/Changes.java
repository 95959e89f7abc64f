package bootcamp.gateway.retention;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a cohort between two days, as effective dates tell it: the difference of two
 * figures, taken apart by what students did.
 *
 * <p>{@code now − before = JOINED − WITHDREW − MOVED − NEVER_STARTED}; who joined and left in
 * between is in both.
 *
 * @param since the first of the two days; what is dated on it is not news any more
 * @param before who was here by the end of {@code since}
 * @param now who is here by the end of {@code asOf}
 * @param items kinds with at least one student, in the order of {@link Kind}
 */
public record Changes(LocalDate since, LocalDate asOf, int before, int now, List<Item> items) {

    public enum Kind {
        JOINED,
        /** Enrolled, and withdrew on or before the day of entry. */
        NEVER_STARTED,
        WITHDREW,
        MOVED,
        WENT_ON_LEAVE,
        RETURNED,
        COMPLETED,
        NOT_COMPLETED
    }

    /**
     * @param reasons of those who withdrew, by code; empty for every other kind
     */
    public record Item(Kind kind, int count, Map<String, Integer> reasons) {}

    public Changes {
        items = List.copyOf(items);
    }

    /**
     * @throws IllegalArgumentException if {@code asOf} is before {@code since}, or the end before
     *     the start
     */
    public static Changes of(
            Collection<Stay> stays,
            LocalDate start,
            LocalDate end,
            LocalDate since,
            LocalDate asOf) {
        if (asOf.isBefore(since)) {
            throw new IllegalArgumentException("The later day is before the earlier one");
        }
        Window then = Window.of(start, end, since);
        Window now = Window.of(start, end, asOf);
        Tally tally = new Tally();
        for (Stay stay : stays) {
            tally.add(stay, Fate.of(stay, then, since), Fate.of(stay, now, asOf));
        }
        return new Changes(since, asOf, tally.before, tally.now, tally.items());
    }

    private static final class Tally {
        private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        private final Map<String, Integer> reasons = new TreeMap<>();
        private int before;
        private int now;

        void add(Stay stay, Fate from, Fate to) {
            before += from.isHere() ? 1 : 0;
            now += to.isHere() ? 1 : 0;
            if (from == to) {
                return;
            }
            if (from == Fate.NOT_YET) {
                count(Kind.JOINED);
            }
            switch (to) {
                case NOT_YET -> {}
                case NEVER_STARTED -> count(Kind.NEVER_STARTED);
                case ACTIVE -> {
                    if (from == Fate.ON_LEAVE) {
                        count(Kind.RETURNED);
                    }
                }
                case ON_LEAVE -> count(Kind.WENT_ON_LEAVE);
                case WITHDRAWN -> {
                    count(Kind.WITHDREW);
                    String reason = stay.reason();
                    reasons.merge(reason == null ? Stay.OTHER : reason, 1, Integer::sum);
                }
                case TRANSFERRED -> count(Kind.MOVED);
                case COMPLETED -> count(Kind.COMPLETED);
                case NOT_COMPLETED -> count(Kind.NOT_COMPLETED);
            }
        }

        private void count(Kind kind) {
            counts.merge(kind, 1, Integer::sum);
        }

        List<Item> items() {
            return counts.entrySet().stream()
                    .map(entry -> item(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private Item item(Kind kind, int count) {
            return new Item(kind, count, kind == Kind.WITHDREW ? new TreeMap<>(reasons) : Map.of());
        }
    }
}
