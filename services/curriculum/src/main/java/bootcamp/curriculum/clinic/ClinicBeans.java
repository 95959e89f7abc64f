package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.OfClinic;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.school.Roster;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of clinics. */
@Configuration(proxyBeanMethods = false)
public class ClinicBeans {

    @Bean
    AggregateStore<Clinic, ClinicCommand, OfClinic> clinics(AggregateStores stores) {
        return stores.of(Clinic.TYPE, "clinics");
    }

    @Bean
    ListingStore clinicListings(MongoDatabase database) {
        return new ListingStore(database, "clinicListings", "clinicIds");
    }

    @Bean
    ClinicDesk clinicDesk(
            AggregateStore<Clinic, ClinicCommand, OfClinic> clinics,
            SessionDesk sessionDesk,
            @Qualifier("clinicListings") ListingStore clinicListings,
            Students students,
            Clock clock) {
        return new ClinicDesk(clinics, sessionDesk, clinicListings, students, clock);
    }

    @Bean
    ClinicAccess clinicAccess(ClinicDesk clinicDesk, Students students) {
        return new ClinicAccess(clinicDesk, students);
    }

    @Bean
    ClinicForm clinicForm(AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors) {
        return new ClinicForm(instructors);
    }

    @Bean
    ClinicViews clinicViews(
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors, Clock clock) {
        return new ClinicViews(instructors, clock);
    }

    @Bean
    ClinicApi clinicApi(
            ClinicDesk clinicDesk,
            ClinicForm clinicForm,
            ClinicAccess clinicAccess,
            ClinicViews clinicViews,
            WeekAccess weekAccess,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new ClinicApi(
                clinicDesk,
                clinicForm,
                clinicAccess,
                clinicViews,
                weekAccess,
                idempotency,
                cursors,
                clock,
                ids,
                json);
    }

    @Bean
    ClinicBookingApi clinicBookingApi(
            ClinicDesk clinicDesk,
            ClinicAccess clinicAccess,
            ClinicViews clinicViews,
            Students students,
            Clock clock) {
        return new ClinicBookingApi(clinicDesk, clinicAccess, clinicViews, students, clock);
    }

    @Bean
    ClinicFeedbackApi clinicFeedbackApi(
            ClinicDesk clinicDesk,
            ClinicAccess clinicAccess,
            ClinicViews clinicViews,
            WeekAccess weekAccess,
            Roster roster,
            Students students,
            Clock clock) {
        return new ClinicFeedbackApi(
                clinicDesk, clinicAccess, clinicViews, weekAccess, roster, students, clock);
    }
}
