package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of the week: instructors, modules, sessions and their bookings. */
@Configuration(proxyBeanMethods = false)
public class WeekBeans {

    @Bean
    AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors(
            AggregateStores stores) {
        return stores.of(Instructor.TYPE, "instructors");
    }

    @Bean
    AggregateStore<Module, ModuleCommand, OfModule> modules(AggregateStores stores) {
        return stores.of(Module.TYPE, "modules");
    }

    @Bean
    AggregateStore<Session, SessionCommand, OfSession> sessions(AggregateStores stores) {
        return stores.of(Session.TYPE, "sessions");
    }

    @Bean
    AggregateStore<Booking, BookingCommand, OfBooking> bookings(AggregateStores stores) {
        return stores.of(Booking.TYPE, "bookings");
    }

    @Bean
    ListingStore sessionListings(MongoDatabase database) {
        return new ListingStore(database, "sessionListings", "sessionIds");
    }

    @Bean
    ListingStore moduleListings(MongoDatabase database) {
        return new ListingStore(database, "moduleListings", "moduleIds");
    }

    @Bean
    Bookings bookingKeeper(
            AggregateStore<Booking, BookingCommand, OfBooking> bookings,
            AggregateStore<Session, SessionCommand, OfSession> sessions,
            Clock clock) {
        return new Bookings(bookings, sessions, clock);
    }

    @Bean
    SessionDesk sessionDesk(
            AggregateStore<Session, SessionCommand, OfSession> sessions,
            Bookings bookings,
            @Qualifier("sessionListings") ListingStore listings,
            Clock clock) {
        return new SessionDesk(sessions, bookings, listings, clock);
    }

    @Bean
    WeekAccess weekAccess(Cohorts cohorts, Students students) {
        return new WeekAccess(cohorts, students);
    }

    @Bean
    InstructorApi instructorApi(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new InstructorApi(instructors, idempotency, cursors, clock, ids, json);
    }

    @Bean
    ModuleApi moduleApi(
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            @Qualifier("moduleListings") ListingStore listings,
            WeekAccess access,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new ModuleApi(modules, listings, access, idempotency, cursors, clock, ids, json);
    }

    @Bean
    SessionForm sessionForm(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            CohortTeams teams) {
        return new SessionForm(instructors, modules, teams);
    }

    @Bean
    SessionApi sessionApi(
            SessionDesk desk,
            SessionForm form,
            WeekAccess access,
            SessionViews views,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            ClinicSessions clinics,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new SessionApi(
                desk,
                form,
                access,
                views,
                instructors,
                clinics,
                idempotency,
                cursors,
                clock,
                ids,
                json);
    }

    @Bean
    SessionViews sessionViews(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors) {
        return new SessionViews(instructors);
    }

    @Bean
    OwnWeekApi ownWeekApi(SessionDesk desk, SessionViews views, Students students) {
        return new OwnWeekApi(desk, views, students);
    }

    @Bean
    CurriculumCopy curriculumCopy(
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            @Qualifier("moduleListings") ListingStore moduleListings,
            SessionDesk desk,
            KeyedHash hash) {
        return new CurriculumCopy(modules, moduleListings, desk, hash);
    }

    @Bean
    CopyApi copyApi(
            CurriculumCopy curriculumCopy,
            WeekAccess access,
            Idempotency idempotency,
            Texts texts,
            Clock clock) {
        return new CopyApi(curriculumCopy, access, idempotency, texts, clock);
    }
}
