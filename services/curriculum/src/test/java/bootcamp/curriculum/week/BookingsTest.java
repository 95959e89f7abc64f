package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.Bookings.Claims;
import bootcamp.curriculum.week.Bookings.Wanted;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.outbox.OutboxRelay;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a process leaves behind that ends between two writes, on a clock that a test can turn. */
class BookingsTest {

    private static final EmbeddedDatabase SERVER = EmbeddedDatabase.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(SERVER.uri());
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final SessionPlan NINE = Weeks.at(9, 2, Weeks.INSTRUCTOR, "Room 4");
    private static final String BOOKING = Weeks.bookingOf(Weeks.at(9, 2));

    private final AtomicReference<Instant> now = new AtomicReference<>(Plans.NOW);
    private final MongoDatabase database = CLIENT.getDatabase("week" + DATABASES.incrementAndGet());
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final OutboxRelay relay = new OutboxRelay("curriculum", 12, kafka, now::get);
    private final AggregateStore<Session, SessionCommand, OfSession> sessions =
            new AggregateStore<>(
                    Session.TYPE,
                    database,
                    "sessions",
                    JsonMapper.builder().build(),
                    now::get,
                    relay);
    private final AggregateStore<Booking, BookingCommand, OfBooking> stored =
            new AggregateStore<>(
                    Booking.TYPE,
                    database,
                    "bookings",
                    JsonMapper.builder().build(),
                    now::get,
                    relay);
    private final Bookings bookings = new Bookings(stored, sessions, now::get);
    private final SessionDesk desk =
            new SessionDesk(
                    sessions,
                    bookings,
                    new ListingStore(database, "listings", "sessionIds"),
                    now::get);

    @AfterEach
    void close() {
        relay.close();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    private Versioned<Session> plan(String sessionId, SessionPlan plan) {
        desk.plan(
                        sessionId,
                        Plans.COHORT,
                        plan,
                        false,
                        Plans.staff(now.get()),
                        Terms.NONE,
                        Versioned::version,
                        Long.class)
                .block();
        return session(sessionId);
    }

    private Versioned<Session> session(String sessionId) {
        return sessions.find(sessionId).blockOptional().orElseThrow();
    }

    private Booking booking() {
        return stored.find(BOOKING).blockOptional().orElseThrow().state();
    }

    /** All that a process does before it ends: it claims. */
    private Claims claimed(String sessionId, SessionPlan plan) {
        return bookings.claim(
                        List.of(new Wanted(sessionId, Plans.COHORT, plan.slots())),
                        now.get(),
                        false)
                .blockOptional()
                .orElseThrow();
    }

    private void written(String sessionId, SessionPlan plan, Claims claims) {
        sessions.transact(
                        sessionId,
                        new PlanSession(Plans.COHORT, plan, claims.since(), Plans.staff(now.get())))
                .block();
    }

    private void later(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private void refuses(String code, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    // ---- a session's time

    @Test
    void sessionTakesTheTimeOfItsInstructorAndItsPlaceAndNothingIsHeld() {
        plan("a", NINE);

        assertThat(booking().entries()).containsOnlyKeys("a");
        assertThat(booking().holds()).isEmpty();
    }

    @Test
    void whoWantsTheSameTimeIsToldWhoseItIsAndNothingIsHeld() {
        plan("a", NINE);

        assertThatThrownBy(() -> plan("b", Weeks.at(10, 2, "another", "room 4")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isEqualTo(
                                                new SessionRefusal.PlaceTaken(
                                                        new SessionRefusal.Named(
                                                                "a",
                                                                "Gradients",
                                                                "2024-03-14T09:00:00+09:00",
                                                                "2024-03-14T11:00:00+09:00"))));
        assertThat(sessions.find("b").blockOptional()).isEmpty();
        plan("c", Weeks.at(10, 2, "another", "room 5"));
    }

    @Test
    void sessionThatIsMovedOrCancelledFreesItsTime() {
        Versioned<Session> first = plan("a", NINE);
        SessionPlan later = Weeks.at(13, 2, Weeks.INSTRUCTOR, "Room 4");
        desk.edit(first, later, false, Plans.staff(now.get()), Terms.NONE).block();

        plan("b", NINE);
        refuses("INSTRUCTOR_BUSY", () -> plan("c", Weeks.at(14, 1)));
        desk.cancel(
                        session("a"),
                        Plans.staff(now.get()),
                        Terms.NONE,
                        Versioned::version,
                        Long.class)
                .block();
        plan("c", Weeks.at(14, 1));
    }

    @Test
    void sessionMovesWithinItsOwnTimeAndIntoAnotherWeek() {
        Versioned<Session> first = plan("a", NINE);

        desk.edit(first, Weeks.at(10, 2), false, Plans.staff(now.get()), Terms.NONE).block();
        SessionPlan night = Weeks.at(4 * 24 + 8, 2);
        assertThat(night.startsAt()).isEqualTo(LocalDateTime.parse("2024-03-18T08:00"));
        assertThat(night.slots()).hasSize(2);
        desk.edit(session("a"), night, false, Plans.staff(now.get()), Terms.NONE).block();

        assertThat(booking().entries().get("a"))
                .isNotNull()
                .extracting(Booking.Entry::from)
                .isEqualTo(night.starts());
        refuses("INSTRUCTOR_BUSY", () -> plan("b", Weeks.at(4 * 24 + 9, 2)));
        plan("c", NINE);
    }

    @Test
    void editThatIsRefusedGivesItsClaimBack() {
        Versioned<Session> first = plan("a", NINE);
        desk.edit(first, Weeks.at(13, 1), false, Plans.staff(now.get()), Terms.NONE).block();
        later(Duration.ofSeconds(1));

        refuses(
                "PLAN_CHANGED",
                () ->
                        desk.edit(first, Weeks.at(16, 1), false, Plans.staff(now.get()), Terms.NONE)
                                .block());

        assertThat(booking().holds()).isEmpty();
        plan("b", Weeks.at(16, 1));
    }

    // ---- what is left behind

    @Test
    void claimOfAProcessThatEndedBeforeItWroteLapsesAfterAMinute() {
        Claims left = claimed("a", NINE);
        later(Booking.HOLD.minusSeconds(10));
        refuses("TIME_CLAIMED", () -> impatient().plan("b"));

        later(Duration.ofSeconds(10));
        plan("b", NINE);

        assertThat(booking().entries()).containsOnlyKeys("b");
        refuses("TIME_CLAIM_LAPSED", () -> written("a", NINE, left));
    }

    /** Its clock goes on by a second with each look, so that it does not wait. */
    private Impatient impatient() {
        AtomicReference<Instant> at = new AtomicReference<>(now.get());
        var looking =
                new Bookings(stored, sessions, () -> at.updateAndGet(time -> time.plusSeconds(1)));
        return sessionId ->
                looking.claim(
                                List.of(new Wanted(sessionId, Plans.COHORT, NINE.slots())),
                                now.get(),
                                false)
                        .block();
    }

    private interface Impatient {
        void plan(String sessionId);
    }

    @Test
    void claimThatWasUsedByAProcessThatEndedThenIsFinished() {
        written("a", NINE, claimed("a", NINE));
        assertThat(booking().holds()).hasSize(1);
        refuses("INSTRUCTOR_BUSY", () -> plan("b", NINE));

        later(Booking.HOLD);
        bookings.catchUp().block();

        assertThat(booking().holds()).isEmpty();
        assertThat(booking().entries()).containsOnlyKeys("a");
    }

    @Test
    void claimThatNobodyUsedIsGivenBackByWhoeverLooks() {
        Claims left = claimed("a", NINE);
        var another = new Bookings(stored, sessions, now::get);
        another.catchUp().block();
        assertThat(booking().holds()).hasSize(1);

        later(Booking.HOLD);
        another.lookAfter().block();

        assertThat(booking().holds()).isEmpty();
        assertThat(booking().entries()).isEmpty();
        refuses("TIME_CLAIM_LAPSED", () -> written("a", NINE, left));
    }

    @Test
    void timeOfASessionThatWasCancelledByAProcessThatEndedThenIsInNobodysWay() {
        plan("a", NINE);
        sessions.transact("a", new CancelSession(Plans.staff(now.get()))).block();
        assertThat(booking().entries()).containsOnlyKeys("a");

        plan("b", NINE);

        assertThat(booking().entries()).containsOnlyKeys("b");
    }

    @Test
    void claimIsGivenBackWhereTheSecondOneIsRefused() {
        plan("a", Weeks.at(9, 2, null, "Room 4"));

        refuses("PLACE_TAKEN", () -> plan("b", NINE));

        assertThat(booking().holds()).isEmpty();
        plan("c", Weeks.at(9, 2));
    }
}
