package bootcamp.enrollment.cohort;

import bootcamp.enrollment.EnrollmentEvent.PlacesClaimed;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every enrollment a cohort ever had, each with its place, in the order in which they came.
 *
 * <p>A place is claimed first, then the enrollment is written, then the ledger is told (settled).
 * Between claim and settlement the place is <em>held</em>: settlements of other writes of that
 * enrollment do not take it away. A hold ends when the enrollment itself says that the claim can't
 * be used any more: because it was used, or because somebody let it lapse after it had stood too
 * long. So a seat is at worst one too few for a while, and never one too many.
 *
 * @param entries by enrollment id
 * @param holds by enrollment id: claims that are not settled
 */
public record Ledger(Map<String, Entry> entries, Map<String, Hold> holds) {

    static final Ledger EMPTY = new Ledger(Map.of(), Map.of());

    public Ledger {
        entries = Collections.unmodifiableMap(entries);
        holds = Collections.unmodifiableMap(holds);
    }

    /**
     * @param version of the enrollment as last settled; 0: it has only claimed
     */
    public record Entry(Place place, long version) {}

    /**
     * @param since when the claim was made; it is used by naming this instant
     * @param transferFrom the enrollment that moves here; null where none does
     */
    public record Hold(Instant since, @Nullable String transferFrom) {}

    /** How many have a seat, claimed ones included, and how many wait. */
    public record Seats(int taken, int waiting) {}

    public Seats seats() {
        return new Seats(count(Place.SEAT), count(Place.QUEUE));
    }

    private int count(Place place) {
        return (int) entries.values().stream().filter(entry -> entry.place() == place).count();
    }

    boolean names(String enrollmentId) {
        return entries.containsKey(enrollmentId);
    }

    public Place placeOf(String enrollmentId) {
        Entry entry = entries.get(enrollmentId);
        return entry == null ? Place.NONE : entry.place();
    }

    /** The claim of this enrollment; null where none is open. */
    public @Nullable Hold holdOf(String enrollmentId) {
        return holds.get(enrollmentId);
    }

    /** Who is on the waiting list, in the order in which they came to the cohort. */
    public List<String> waiting() {
        return entries.entrySet().stream()
                .filter(each -> each.getValue().place() == Place.QUEUE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** In the order in which they came. */
    public Collection<String> enrollmentIds() {
        return entries.keySet();
    }

    /** Ids whose claim was made at or before the given instant. */
    public List<String> heldSince(Instant latest) {
        return holds.entrySet().stream()
                .filter(hold -> !hold.getValue().since().isAfter(latest))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those it names that were written since they were settled, by what is known of versions. */
    public List<String> behind(Map<String, Long> versions) {
        return versions.size() < entries.size()
                ? versions.keySet().stream().filter(id -> isBehind(id, versions)).toList()
                : entries.keySet().stream().filter(id -> isBehind(id, versions)).toList();
    }

    private boolean isBehind(String enrollmentId, Map<String, Long> versions) {
        Entry entry = entries.get(enrollmentId);
        return entry != null && versions.getOrDefault(enrollmentId, 0L) > entry.version();
    }

    /** Where a claim with this wish leads; {@code NONE}: no seat is free. */
    Place placeFor(String enrollmentId, Wish wish, int capacity) {
        Place present = placeOf(enrollmentId);
        if (present == Place.SEAT) {
            return Place.SEAT;
        }
        boolean free = seats().taken() < capacity;
        return switch (wish) {
            case SEAT -> free ? Place.SEAT : Place.NONE;
            case SEAT_OR_QUEUE -> free ? Place.SEAT : Place.QUEUE;
            case QUEUE -> Place.QUEUE;
        };
    }

    /** Whether that place is held by a claim that still stands. */
    boolean isHeld(String enrollmentId, Place place, Instant now) {
        Hold hold = holds.get(enrollmentId);
        return hold != null
                && placeOf(enrollmentId) == place
                && now.isBefore(hold.since().plus(Cohort.HOLD));
    }

    /** Whether whoever finishes an open claim finds out where the student comes from. */
    boolean tellsOfTransfer(String enrollmentId) {
        Hold hold = holds.get(enrollmentId);
        return hold != null && hold.transferFrom() != null;
    }

    /** Whether a settlement tells more than is known. */
    boolean isNews(Settlement settlement) {
        Entry entry = entries.get(settlement.enrollmentId());
        return entry == null
                || settlement.version() > entry.version()
                || settlement.version() == entry.version() && endsHold(settlement);
    }

    private boolean endsHold(Settlement settlement) {
        Hold hold = holds.get(settlement.enrollmentId());
        Instant used = settlement.claimsUsedUpTo();
        return hold != null && used != null && !hold.since().isAfter(used);
    }

    // ---- what facts make of it

    Ledger claimed(PlacesClaimed claimed) {
        Map<String, Entry> nextEntries = new LinkedHashMap<>(entries);
        Map<String, Hold> nextHolds = new LinkedHashMap<>(holds);
        for (String id : claimed.enrollmentIds()) {
            Entry before = entries.get(id);
            nextEntries.put(id, new Entry(claimed.place(), before == null ? 0 : before.version()));
            nextHolds.put(id, new Hold(claimed.at(), transferFrom(id, claimed)));
        }
        return new Ledger(nextEntries, nextHolds);
    }

    /** A later claim does not forget who is on the way here: that transfer may be committed. */
    private @Nullable String transferFrom(String enrollmentId, PlacesClaimed claimed) {
        Hold before = holds.get(enrollmentId);
        return claimed.transferFrom() == null && before != null
                ? before.transferFrom()
                : claimed.transferFrom();
    }

    Ledger listed(List<String> enrollmentIds) {
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        enrollmentIds.forEach(id -> next.putIfAbsent(id, new Entry(Place.NONE, 0)));
        return new Ledger(next, holds);
    }

    Ledger settled(List<Settlement> settlements) {
        Map<String, Entry> nextEntries = new LinkedHashMap<>(entries);
        Map<String, Hold> nextHolds = new LinkedHashMap<>(holds);
        for (Settlement each : settlements) {
            String id = each.enrollmentId();
            boolean stillHeld = holds.containsKey(id) && !endsHold(each);
            nextEntries.put(id, new Entry(stillHeld ? placeOf(id) : each.place(), each.version()));
            if (!stillHeld) {
                nextHolds.remove(id);
            }
        }
        return new Ledger(nextEntries, nextHolds);
    }
}
