package bootcamp.curriculum;

import bootcamp.curriculum.attendance.AttendanceBeans;
import bootcamp.curriculum.calendar.CalendarBeans;
import bootcamp.curriculum.checkin.CheckInBeans;
import bootcamp.curriculum.checkin.TryStore;
import bootcamp.curriculum.clinic.ClinicBeans;
import bootcamp.curriculum.clinic.ClinicDesk;
import bootcamp.curriculum.imports.ImportBeans;
import bootcamp.curriculum.lecture.Departures;
import bootcamp.curriculum.lecture.LectureBeans;
import bootcamp.curriculum.lecture.LectureDesk;
import bootcamp.curriculum.notes.NotesBeans;
import bootcamp.curriculum.question.QuestionBeans;
import bootcamp.curriculum.question.Questions;
import bootcamp.curriculum.request.RequestBeans;
import bootcamp.curriculum.request.Requests;
import bootcamp.curriculum.school.EnrollmentFeed;
import bootcamp.curriculum.school.SchoolBeans;
import bootcamp.curriculum.team.TeamBeans;
import bootcamp.curriculum.week.Bookings;
import bootcamp.curriculum.week.WeekBeans;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.service.DecidingConfiguration;
import bootcamp.platform.service.ServiceConfiguration;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/** The curriculum service: main, and the beans that its features share or that tie them. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ServiceConfiguration.class,
    DecidingConfiguration.class,
    SchoolBeans.class,
    LectureBeans.class,
    QuestionBeans.class,
    NotesBeans.class,
    WeekBeans.class,
    AttendanceBeans.class,
    CheckInBeans.class,
    CalendarBeans.class,
    RequestBeans.class,
    ClinicBeans.class,
    ImportBeans.class,
    TeamBeans.class
})
public class CurriculumApplication {

    /** Of the configuration file {@code curriculum.yml}, the topic and the audience. */
    public static final String NAME = "curriculum";

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(CurriculumApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME);
    }

    // ---- what is done

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            OwnTopicFeed ownTopicFeed,
            KeyStore keys,
            Background background,
            LectureDesk desk,
            Departures departures,
            Bookings bookings,
            TryStore checkInTries,
            Requests attendanceRequests) {
        return new Upkeep(
                relay,
                ownTopicFeed,
                keys,
                background,
                Mono.defer(departures::catchUp)
                        .then(Mono.defer(bookings::catchUp))
                        .then(Mono.defer(attendanceRequests::catchUp)),
                new Upkeep.Chore(TICK, "what time brings to lectures", desk::tick),
                new Upkeep.Chore(TICK, "students who have left", departures::lookAfter),
                new Upkeep.Chore(TICK, "claims left behind", bookings::lookAfter),
                new Upkeep.Chore(
                        AGAIN, "requests that are accepted", attendanceRequests::lookAfter),
                new Upkeep.Chore(SWEEP, "forgetting tries to check in", checkInTries::sweep),
                new Upkeep.Chore(DAY, "files that nobody names", attendanceRequests::sweep));
    }

    // ---- what is read

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> enrollmentEvents(
            @Qualifier("knownCohorts") Projection knownCohorts,
            @Qualifier("knownStudents") Projection knownStudents,
            @Qualifier("knownStays") Projection knownStays,
            Departures departures,
            Questions questions,
            Requests attendanceRequests,
            ClinicDesk clinicDesk,
            Upkeep upkeep,
            StreamFeeds feeds) {
        return feeds.of(
                EnrollmentFeed.READER,
                EnrollmentFeed.SERVICE,
                EnrollmentFeed.CODEC,
                new EnrollmentFeed(
                        knownCohorts,
                        knownStudents,
                        knownStays,
                        studentIds ->
                                departures
                                        .of(studentIds)
                                        .then(questions.forget(studentIds))
                                        .then(attendanceRequests.forget(studentIds))
                                        .then(clinicDesk.forget(studentIds)),
                        Mono.defer(upkeep::catchUp)));
    }

    /** The function that Spring Cloud Stream binds to {@code enrollmentFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> enrollmentFeed(
            StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents::accept;
    }

    /** Who belongs where is known once the feed has caught up. */
    @Bean
    HealthIndicator enrollmentKnown(StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents.readiness();
    }
}
