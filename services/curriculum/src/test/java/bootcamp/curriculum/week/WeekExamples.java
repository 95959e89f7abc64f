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
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The part of the story that is about who teaches, modules, sessions and bookings. */
public final class WeekExamples {

    private static final int PARTITIONS = 12;
    private static final String MODULE = "module-first";
    private static final String SESSION = "session-first";
    private static final String LAPSED = "session-second";
    private static final String BOOKING = Weeks.bookingOf(Weeks.at(9, 2));

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

    private WeekExamples() {
        curriculum();
        week();
    }

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        return List.copyOf(new WeekExamples().said);
    }

    /** What is sent again where nothing is new: the states without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        WeekExamples story = new WeekExamples();
        return List.of(
                story.instructors.repeated(Weeks.INSTRUCTOR),
                story.modules.repeated(MODULE),
                story.sessions.repeated(SESSION),
                story.bookings.repeated(BOOKING));
    }

    private void curriculum() {
        done(
                instructors.transact(
                        Weeks.INSTRUCTOR,
                        new AddInstructor(
                                "Maren Thornby", Affiliation.EXTERNAL, Plans.staff(now))));
        done(
                instructors.transact(
                        Weeks.INSTRUCTOR,
                        new EditInstructor(null, Affiliation.IN_HOUSE, Plans.staff(now))));
        ModulePlan plan = module("2024-03-29");
        done(modules.transact(MODULE, new PlanModule(COHORT, plan, Plans.staff(now))));
        done(
                modules.transact(
                        MODULE, new EditModule(plan, module("2024-04-05"), Plans.staff(now))));
    }

    private static ModulePlan module(String until) {
        return new ModulePlan("Statistics", LocalDate.parse("2024-03-04"), LocalDate.parse(until));
    }

    private void week() {
        SessionPlan plan = Weeks.at(9, 2);
        SessionPlan later = Weeks.at(13, 2);
        Instant since = now;
        done(bookings.transact(BOOKING, claim(plan, since)));
        done(sessions.transact(SESSION, new PlanSession(COHORT, plan, since, Plans.staff(now))));
        done(bookings.transact(BOOKING, settle(1, plan, since)));
        Instant again = now;
        done(bookings.transact(BOOKING, claim(later, again)));
        done(sessions.transact(SESSION, new EditSession(plan, later, again, Plans.staff(now))));
        done(bookings.transact(BOOKING, settle(2, later, again)));
        done(sessions.transact(SESSION, new LapseClaims(COHORT, now)));
        done(sessions.transact(SESSION, new CancelSession(Plans.staff(now))));
        done(sessions.transact(LAPSED, new LapseClaims(COHORT, now)));
    }

    private static ClaimTime claim(SessionPlan plan, Instant since) {
        return new ClaimTime(List.of(Weeks.hold(SESSION, plan, since)), false);
    }

    private static SettleTime settle(long version, SessionPlan plan, Instant since) {
        return new SettleTime(
                List.of(new Settlement(SESSION, version, plan.starts(), plan.ends(), since, null)));
    }

    private void done(Optional<Refusal> refused) {
        refused.ifPresent(
                refusal -> {
                    throw new AssertionError("was refused: " + refusal.code());
                });
        now = now.plus(Duration.ofMinutes(5));
    }
}
