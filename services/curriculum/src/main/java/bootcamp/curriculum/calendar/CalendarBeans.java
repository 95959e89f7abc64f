package bootcamp.curriculum.calendar;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.clinic.ClinicDesk;
import bootcamp.curriculum.lecture.LectureDesk;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.curriculum.week.Module;
import bootcamp.curriculum.week.ModuleCommand;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of calendars and their links. */
@Configuration(proxyBeanMethods = false)
public class CalendarBeans {

    @Bean
    CalendarLinkStore calendarLinks(MongoDatabase database, KeyedHash hash) {
        return new CalendarLinkStore(database, hash);
    }

    @Bean
    Calendars calendars(
            SessionDesk sessionDesk,
            LectureDesk desk,
            ClinicDesk clinicDesk,
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Cohorts cohorts,
            Students students) {
        return new Calendars(
                sessionDesk, desk, clinicDesk, modules, instructors, cohorts, students);
    }

    @Bean
    CalendarApi calendarApi(
            Calendars calendars, CalendarLinkStore calendarLinks, WeekAccess access) {
        return new CalendarApi(calendars, calendarLinks, access);
    }

    @Bean
    CalendarLinkApi calendarLinkApi(
            CalendarLinkStore calendarLinks,
            WeekAccess access,
            Idempotency idempotency,
            KeyedHash hash,
            Clock clock,
            IdSource ids) {
        return new CalendarLinkApi(calendarLinks, access, idempotency, hash, clock, ids);
    }
}
