package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.TimeClaimed;
import bootcamp.curriculum.CurriculumEvent.TimeSettled;
import bootcamp.curriculum.week.BookingCommand.ClaimTime;
import bootcamp.curriculum.week.BookingCommand.SettleTime;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose time it is: of one instructor, one place or one team, in one ISO week. It alone decides
 * that no two sessions have the same time there.
 *
 * <p>Time is claimed first, then the session is written, then the booking is told (settled).
 * Between the two the time is <em>held</em>. A hold ends when the session itself says that its
 * claim can't be used any more: because it was used, or because somebody let it lapse after it had
 * stood too long. So time is at worst taken from others for a minute, and never given twice.
 *
 * @param entries by session id: what was settled
 * @param holds claims that are not settled
 */
public record Booking(String bookingId, Map<String, Entry> entries, List<Hold> holds) {

    /** How long a claim stands before somebody else may let it lapse. */
    static final Duration HOLD = Duration.ofSeconds(60);

    public static final AggregateType<Booking, BookingCommand, OfBooking> TYPE =
            new AggregateType<>(
                    "Booking",
                    1,
                    Booking.class,
                    Map.of("TimeClaimed", TimeClaimed.class, "TimeSettled", TimeSettled.class),
                    Booking::initial,
                    Booking::decide,
                    Booking::evolve,
                    Booking::publicState,
                    Booking::bookingId);

    public Booking {
        entries = Collections.unmodifiableMap(entries);
        holds = List.copyOf(holds);
    }

    /**
     * @param until not in it any more
     * @param version of the session as last settled
     */
    public record Entry(Instant from, Instant until, long version) {}

    /**
     * A claim.
     *
     * @param since when it was made; it is used by naming this instant
     */
    public record Hold(
            String sessionId, String cohortId, Instant from, Instant until, Instant since) {

        boolean hasLapsed(Instant now) {
            return !now.isBefore(since.plus(HOLD));
        }
    }

    /**
     * What a session takes of this booking.
     *
     * @param version of the session that says so
     * @param from null: nothing; so {@code until}
     * @param endedUpTo claims made up to then can't be used any more; null: none has ended
     * @param givenUp the claim of that instant will not be used by who made it; null: none
     */
    public record Settlement(
            String sessionId,
            long version,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Instant endedUpTo,
            @Nullable Instant givenUp) {

        boolean ends(Hold hold) {
            return hold.sessionId().equals(sessionId)
                    && (hold.since().equals(givenUp)
                            || endedUpTo != null && !hold.since().isAfter(endedUpTo));
        }
    }

    /**
     * Somebody else's time where time is wanted.
     *
     * @param hold null: it was settled
     */
    record Clash(String sessionId, Instant from, Instant until, @Nullable Hold hold) {

        boolean overlaps(Hold wanted) {
            return from.isBefore(wanted.until()) && wanted.from().isBefore(until);
        }
    }

    public static Booking initial(String bookingId) {
        return new Booking(bookingId, Map.of(), List.of());
    }

    // ---- decide

    public Decision<OfBooking> decide(BookingCommand command) {
        return switch (command) {
            case ClaimTime claim -> claim(claim);
            case SettleTime settle -> settle(settle);
        };
    }

    private Decision<OfBooking> claim(ClaimTime claim) {
        List<Hold> added = claim.holds().stream().filter(hold -> !holds.contains(hold)).toList();
        boolean refused =
                !claim.overriding() && added.stream().anyMatch(each -> clash(each).isPresent())
                        || added.stream()
                                .anyMatch(each -> isNamedTwice(each) || meets(each, added));
        return refused || added.isEmpty()
                ? Decision.staysQuiet()
                : Decision.yields(new TimeClaimed(added));
    }

    /** Two that edit one session at the same instant can't both name their claim by it. */
    private boolean isNamedTwice(Hold wanted) {
        return holds.stream()
                .anyMatch(
                        hold ->
                                hold.sessionId().equals(wanted.sessionId())
                                        && hold.since().equals(wanted.since()));
    }

    /** Whether two of one claim want the same time. */
    private static boolean meets(Hold wanted, List<Hold> all) {
        return all.stream()
                .filter(each -> !each.sessionId().equals(wanted.sessionId()))
                .anyMatch(
                        each ->
                                each.from().isBefore(wanted.until())
                                        && wanted.from().isBefore(each.until()));
    }

    private Decision<OfBooking> settle(SettleTime settle) {
        List<Settlement> news = settle.settlements().stream().filter(this::isNews).toList();
        return news.isEmpty() ? Decision.staysQuiet() : Decision.yields(new TimeSettled(news));
    }

    private boolean isNews(Settlement settlement) {
        Entry entry = entries.get(settlement.sessionId());
        boolean ends = holds.stream().anyMatch(settlement::ends);
        boolean tells =
                entry == null ? settlement.from() != null : settlement.version() > entry.version();
        return tells || ends;
    }

    // ---- evolve

    public Booking evolve(OfBooking fact) {
        return switch (fact) {
            case TimeClaimed claimed -> {
                List<Hold> next = new ArrayList<>(holds);
                next.addAll(claimed.holds());
                yield new Booking(bookingId, entries, next);
            }
            case TimeSettled settled -> settled(settled.settlements());
        };
    }

    private Booking settled(List<Settlement> settlements) {
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        List<Hold> left = new ArrayList<>(holds);
        for (Settlement each : settlements) {
            left.removeIf(each::ends);
            Entry before = next.get(each.sessionId());
            if (before != null && before.version() > each.version()) {
                continue;
            }
            if (each.from() == null || each.until() == null) {
                next.remove(each.sessionId());
            } else {
                next.put(each.sessionId(), new Entry(each.from(), each.until(), each.version()));
            }
        }
        return new Booking(bookingId, next, left);
    }

    // ---- queries

    boolean holds(Hold hold) {
        return holds.contains(hold);
    }

    /** Whose time is in the way of a claim; a session is not in its own way. */
    Optional<Clash> clash(Hold wanted) {
        return taken().filter(each -> !each.sessionId().equals(wanted.sessionId()))
                .filter(each -> each.overlaps(wanted))
                .findFirst();
    }

    private Stream<Clash> taken() {
        return Stream.concat(
                entries.entrySet().stream()
                        .map(
                                each ->
                                        new Clash(
                                                each.getKey(),
                                                each.getValue().from(),
                                                each.getValue().until(),
                                                null)),
                holds.stream()
                        .map(each -> new Clash(each.sessionId(), each.from(), each.until(), each)));
    }

    /** What the world may see of a booking: which session has which time. */
    public record Public(String bookingId, List<Taken> taken) {}

    /**
     * @param held whether it is claimed only
     */
    public record Taken(String sessionId, Instant from, Instant until, boolean held) {}

    public Public publicState() {
        return new Public(
                bookingId,
                taken().map(
                                each ->
                                        new Taken(
                                                each.sessionId(),
                                                each.from(),
                                                each.until(),
                                                each.hold() != null))
                        .toList());
    }
}
