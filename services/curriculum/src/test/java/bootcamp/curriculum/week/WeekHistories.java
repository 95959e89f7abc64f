package bootcamp.curriculum.week;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.Booking.Settlement;
import bootcamp.curriculum.week.BookingCommand.ClaimTime;
import bootcamp.curriculum.week.BookingCommand.SettleTime;
import bootcamp.curriculum.week.InstructorCommand.AddInstructor;
import bootcamp.curriculum.week.InstructorCommand.EditInstructor;
import bootcamp.curriculum.week.ModuleCommand.EditModule;
import bootcamp.curriculum.week.ModuleCommand.PlanModule;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.EditSession;
import bootcamp.curriculum.week.SessionCommand.LapseClaims;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is planned, moved and cancelled in a week, from a seed; much of it is refused. */
public final class WeekHistories {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final String BOOKING = Weeks.bookingOf(Weeks.at(9, 2));

    private final Random random;
    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Instructor, InstructorCommand, OfInstructor> instructors =
            new AggregatesInMemory<>(
                    Instructor.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<Module, ModuleCommand, OfModule> modules =
            new AggregatesInMemory<>(
                    Module.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<Session, SessionCommand, OfSession> sessions =
            new AggregatesInMemory<>(
                    Session.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<Booking, BookingCommand, OfBooking> bookings =
            new AggregatesInMemory<>(
                    Booking.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);

    private WeekHistories(long seed) {
        random = new Random(seed);
    }

    /** The records in the order in which they were written; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        WeekHistories history = new WeekHistories(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusMillis(history.random.nextInt(90_000));
            history.step("first-" + history.random.nextInt(3));
        }
        return List.copyOf(history.said);
    }

    private Instant now() {
        return now;
    }

    private void step(String id) {
        switch (random.nextInt(10)) {
            case 0 ->
                    instructors.transact(
                            id, new AddInstructor("Name", Affiliation.EXTERNAL, Plans.staff(now)));
            case 1 ->
                    instructors.transact(
                            id,
                            new EditInstructor(
                                    "Name " + random.nextInt(3),
                                    Affiliation.values()[random.nextInt(2)],
                                    Plans.staff(now)));
            case 2 -> modules.transact(id, new PlanModule(COHORT, anyModule(), Plans.staff(now)));
            case 3 -> {
                ModulePlan before = modules.find(id).state().plan();
                if (before != null) {
                    modules.transact(id, new EditModule(before, anyModule(), Plans.staff(now)));
                }
            }
            case 4 -> sessions.transact(id, new LapseClaims(COHORT, now));
            case 5 -> {
                if (random.nextInt(3) == 0) {
                    sessions.transact(id, new CancelSession(Plans.staff(now)));
                }
            }
            default -> session(id, Weeks.at(8 + random.nextInt(6), 1 + random.nextInt(3)));
        }
    }

    /** Claims, mostly writes, and mostly tells the booking. */
    private void session(String id, SessionPlan plan) {
        bookings.transact(BOOKING, new ClaimTime(List.of(Weeks.hold(id, plan, now)), false));
        if (random.nextInt(5) > 0) {
            SessionPlan before = sessions.find(id).state().plan();
            sessions.transact(
                    id,
                    before == null
                            ? new PlanSession(COHORT, plan, now, Plans.staff(now))
                            : new EditSession(before, plan, now, Plans.staff(now)));
        }
        if (random.nextInt(5) > 0) {
            Versioned<Session> session = sessions.find(id);
            Slot slot = session.state().slots().stream().findFirst().orElse(null);
            bookings.transact(
                    BOOKING,
                    new SettleTime(
                            List.of(
                                    new Settlement(
                                            id,
                                            session.version(),
                                            slot == null ? null : slot.from(),
                                            slot == null ? null : slot.until(),
                                            session.state().claimsEndedUpTo(),
                                            now))));
        }
    }

    private ModulePlan anyModule() {
        LocalDate from = LocalDate.parse("2024-03-04").plusDays(random.nextInt(20));
        return new ModulePlan(
                "Title " + random.nextInt(3), from, from.plusDays(random.nextInt(20)));
    }
}
