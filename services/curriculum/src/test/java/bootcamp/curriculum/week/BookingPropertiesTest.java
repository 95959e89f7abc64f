package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.Booking.Hold;
import bootcamp.curriculum.week.Booking.Settlement;
import bootcamp.curriculum.week.BookingCommand.ClaimTime;
import bootcamp.curriculum.week.BookingCommand.SettleTime;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.EditSession;
import bootcamp.curriculum.week.SessionCommand.LapseClaims;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Several who plan sessions of one instructor in one week, each of whom may stop at any point, be
 * overtaken, or come back; what one tells a booking may come late, twice, or in another order.
 */
class BookingPropertiesTest {

    private static final int SESSIONS = 4;
    private static final String BOOKING = Weeks.bookingOf(Weeks.at(9, 1));

    /** A claim that was given, with what it is to be used for. */
    private record Claimed(
            String sessionId, @Nullable SessionPlan before, SessionPlan after, Instant since) {}

    private Booking booking = Booking.initial(BOOKING);
    private final Map<String, Versioned<Session>> sessions = new HashMap<>();
    private final List<Claimed> claims = new ArrayList<>();
    private final List<Settlement> told = new ArrayList<>();
    private Instant now = Plans.NOW;

    @Property(tries = 2_000)
    void noTwoSessionsHaveTheSameTime(
            @ForAll @Size(min = 10, max = 120)
                    List<@IntRange(min = 0, max = 99_999) Integer> steps) {
        booking = Booking.initial(BOOKING);
        sessions.clear();
        claims.clear();
        told.clear();
        for (int step : steps) {
            now = now.plusMillis(step % 3);
            step(step % 8, step / 8);
            assertApart();
        }
    }

    private void step(int kind, int what) {
        switch (kind) {
            case 0, 1 -> claim("session-" + what % SESSIONS, Weeks.at(9 + what % 5, 1 + what % 3));
            case 2, 3 -> use(any(claims, what));
            case 4 -> giveUp(any(claims, what));
            case 5 -> lapse(any(booking.holds(), what));
            case 6 -> deliver(any(told, what));
            default -> {
                if (what % 3 == 0) {
                    cancel("session-" + what % SESSIONS);
                } else {
                    told.add(settlement(session("session-" + what % SESSIONS), null));
                }
            }
        }
    }

    private static <T> @Nullable T any(List<T> all, int what) {
        return all.isEmpty() ? null : all.get(what % all.size());
    }

    private Versioned<Session> session(String sessionId) {
        return sessions.computeIfAbsent(
                sessionId, id -> new Versioned<>(id, 0, Session.initial(id)));
    }

    /** A claim is known by its moment: two of one session have different ones. */
    private void claim(String sessionId, SessionPlan plan) {
        now = now.plusMillis(1);
        Hold hold = Weeks.hold(sessionId, plan, now);
        accept(new ClaimTime(List.of(hold), false));
        if (booking.holds(hold)) {
            claims.add(new Claimed(sessionId, session(sessionId).state().plan(), plan, now));
        }
    }

    /** Whoever does it once more with the same claim is refused by the session. */
    private void use(@Nullable Claimed claim) {
        if (claim == null) {
            return;
        }
        SessionPlan before = claim.before();
        accept(
                claim.sessionId(),
                before == null
                        ? new PlanSession(
                                Plans.COHORT, claim.after(), claim.since(), Plans.staff(now))
                        : new EditSession(before, claim.after(), claim.since(), Plans.staff(now)));
    }

    /** Whoever made the claim will not use it any more, and says so, some time. */
    private void giveUp(@Nullable Claimed claim) {
        if (claim != null) {
            claims.remove(claim);
            told.add(settlement(session(claim.sessionId()), claim.since()));
        }
    }

    /** Somebody takes the claim for one that was left behind; whoever made it may still come. */
    private void lapse(@Nullable Hold hold) {
        if (hold != null) {
            accept(hold.sessionId(), new LapseClaims(hold.cohortId(), hold.since()));
            told.add(settlement(session(hold.sessionId()), null));
        }
    }

    private void cancel(String sessionId) {
        accept(sessionId, new CancelSession(Plans.staff(now)));
    }

    /** It stays, so that it may come again. */
    private void deliver(@Nullable Settlement settlement) {
        if (settlement != null) {
            accept(new SettleTime(List.of(settlement)));
        }
    }

    private Settlement settlement(Versioned<Session> session, @Nullable Instant givenUp) {
        Slot slot = session.state().slots().stream().findFirst().orElse(null);
        return new Settlement(
                session.id(),
                session.version(),
                slot == null ? null : slot.from(),
                slot == null ? null : slot.until(),
                session.state().claimsEndedUpTo(),
                givenUp);
    }

    private void accept(BookingCommand command) {
        if (booking.decide(command) instanceof Decision.Accepted<OfBooking>(var facts)) {
            facts.forEach(fact -> booking = booking.evolve(fact));
        }
    }

    private void accept(String sessionId, SessionCommand command) {
        Versioned<Session> present = session(sessionId);
        if (present.state().decide(command) instanceof Decision.Accepted<OfSession>(var facts)
                && !facts.isEmpty()) {
            Session next = present.state();
            for (OfSession fact : facts) {
                next = next.evolve(fact);
            }
            sessions.put(sessionId, new Versioned<>(sessionId, present.version() + 1, next));
        }
    }

    private void assertApart() {
        List<Versioned<Session>> live =
                sessions.values().stream()
                        .filter(session -> !session.state().slots().isEmpty())
                        .toList();
        for (Versioned<Session> one : live) {
            for (Versioned<Session> other : live) {
                if (!one.id().equals(other.id())) {
                    SessionPlan a = one.state().planned();
                    SessionPlan b = other.state().planned();
                    assertThat(a.starts().isBefore(b.ends()) && b.starts().isBefore(a.ends()))
                            .as("%s and %s", one, other)
                            .isFalse();
                }
            }
        }
    }
}
