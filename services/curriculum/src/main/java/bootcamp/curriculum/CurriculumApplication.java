package bootcamp.curriculum;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.attendance.AttendanceApi;
import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.AttendancePolicy;
import bootcamp.curriculum.attendance.OwnAttendanceApi;
import bootcamp.curriculum.attendance.PolicyApi;
import bootcamp.curriculum.attendance.PolicyCommand;
import bootcamp.curriculum.attendance.Sheet;
import bootcamp.curriculum.attendance.SheetCommand;
import bootcamp.curriculum.attendance.StampDesk;
import bootcamp.curriculum.calendar.CalendarApi;
import bootcamp.curriculum.calendar.CalendarLinkApi;
import bootcamp.curriculum.calendar.CalendarLinkStore;
import bootcamp.curriculum.calendar.Calendars;
import bootcamp.curriculum.checkin.CheckInApi;
import bootcamp.curriculum.checkin.CheckInCodes;
import bootcamp.curriculum.checkin.TryStore;
import bootcamp.curriculum.lecture.Departures;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.curriculum.lecture.LectureApi;
import bootcamp.curriculum.lecture.LectureCommand;
import bootcamp.curriculum.lecture.LectureDesk;
import bootcamp.curriculum.lecture.LectureForm;
import bootcamp.curriculum.lecture.RegistrationApi;
import bootcamp.curriculum.listing.ListingStore;
import bootcamp.curriculum.question.Question;
import bootcamp.curriculum.question.QuestionApi;
import bootcamp.curriculum.question.QuestionCommand;
import bootcamp.curriculum.question.Questions;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.EnrollmentFeed;
import bootcamp.curriculum.school.Roster;
import bootcamp.curriculum.school.Students;
import bootcamp.curriculum.week.Booking;
import bootcamp.curriculum.week.BookingCommand;
import bootcamp.curriculum.week.Bookings;
import bootcamp.curriculum.week.CopyApi;
import bootcamp.curriculum.week.CurriculumCopy;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorApi;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.curriculum.week.Module;
import bootcamp.curriculum.week.ModuleApi;
import bootcamp.curriculum.week.ModuleCommand;
import bootcamp.curriculum.week.OwnWeekApi;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionApi;
import bootcamp.curriculum.week.SessionCommand;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.SessionForm;
import bootcamp.curriculum.week.SessionViews;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.security.ServiceIdentityConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.stream.StreamConfiguration;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.ReplayApi;
import bootcamp.platform.upkeep.Upkeep;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The curriculum service: main, and every bean. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HttpConfiguration.class, ServiceIdentityConfiguration.class, StreamConfiguration.class})
public class CurriculumApplication {

    /** Of the configuration file {@code curriculum.yml}, the topic and the audience. */
    public static final String NAME = "curriculum";

    private static final int PARTITIONS = 12;
    private static final int TASKS_AT_ONCE = 4;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofHours(1);

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(CurriculumApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    // ---- sources and surroundings

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    IdSource ids() {
        return IdSource.random();
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME);
    }

    @Bean
    KeyedHash hash(@Value("${bootcamp.hashing.secret}") String secret) {
        return KeyedHash.of(secret);
    }

    @Bean
    MongoClient mongo(@Value("${bootcamp.mongodb.uri}") String uri) {
        return MongoClients.create(uri);
    }

    @Bean
    MongoDatabase database(MongoClient mongo) {
        return mongo.getDatabase("bootcamp_curriculum");
    }

    @Bean
    KafkaClients kafka(@Value("${bootcamp.kafka.bootstrap-servers}") String servers) {
        return new KafkaClients(servers);
    }

    @Bean
    Producer<String, byte[]> producer(KafkaClients kafka) {
        return kafka.producer(NAME);
    }

    @Bean
    OutboxRelay relay(Producer<String, byte[]> producer, Clock clock) {
        return new OutboxRelay(NAME, PARTITIONS, producer, clock);
    }

    @Bean
    Background background() {
        return new Background(TASKS_AT_ONCE);
    }

    // ---- documents

    /** Of documents and facts: tolerant of fields that a later version has added. */
    private static JsonMapper stored() {
        return JsonMapper.builder().build();
    }

    @Bean
    AggregateStore<Lecture, LectureCommand, OfLecture> lectures(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Lecture.TYPE, database, "lectures", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Sheet, SheetCommand, OfSheet> sheets(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Sheet.TYPE, database, "sheets", stored(), clock, relay);
    }

    @Bean
    AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> attendancePolicies(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(
                AttendancePolicy.TYPE, database, "attendancePolicies", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(
                Instructor.TYPE, database, "instructors", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Module, ModuleCommand, OfModule> modules(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Module.TYPE, database, "modules", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Session, SessionCommand, OfSession> sessions(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Session.TYPE, database, "sessions", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Booking, BookingCommand, OfBooking> bookings(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Booking.TYPE, database, "bookings", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Question, QuestionCommand, OfQuestion> questionDocuments(
            MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Question.TYPE, database, "questions", stored(), clock, relay);
    }

    @Bean
    ListingStore questionListings(MongoDatabase database) {
        return new ListingStore(database, "questionListings", "questionIds");
    }

    @Bean
    ListingStore questionAuthors(MongoDatabase database) {
        return new ListingStore(database, "questionAuthors", "questionIds");
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
    ListingStore listings(MongoDatabase database) {
        return new ListingStore(database, "listings", "lectureIds");
    }

    @Bean
    KeyStore keys(MongoDatabase database, Clock clock) {
        return new KeyStore(database, clock);
    }

    // ---- what is known of the school

    /** Named as it is since a document of the collection before it held the zone alone (0007). */
    @Bean
    Projection knownCohorts(MongoDatabase database) {
        return new Projection(database, "schoolCohorts");
    }

    @Bean
    Projection knownStudents(MongoDatabase database) {
        return new Projection(database, "students");
    }

    @Bean
    Projection knownStays(MongoDatabase database) {
        return new Projection(database, "stays");
    }

    @Bean
    Cohorts cohorts(
            @Qualifier("knownCohorts") Projection knownCohorts,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Cohorts(new Lookup(knownCohorts, behind(feed)));
    }

    @Bean
    Students students(
            @Qualifier("knownStudents") Projection knownStudents,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Students(knownStudents, new Lookup(knownStudents, behind(feed)));
    }

    @Bean
    Roster roster(
            @Qualifier("knownStays") Projection knownStays,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Roster(knownStays, new Lookup(knownStays, behind(feed)));
    }

    private static Mono<Boolean> behind(ObjectProvider<? extends StreamFeed<?>> feed) {
        return Mono.defer(() -> feed.getObject().isBehind());
    }

    // ---- what is done

    @Bean
    LectureDesk desk(
            AggregateStore<Lecture, LectureCommand, OfLecture> lectures,
            @Qualifier("listings") ListingStore listings,
            Clock clock) {
        return new LectureDesk(lectures, listings, clock);
    }

    @Bean
    AttendanceDesk attendanceDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> attendancePolicies,
            Cohorts cohorts,
            Roster roster,
            Clock clock) {
        return new AttendanceDesk(sheets, attendancePolicies, cohorts, roster, clock);
    }

    @Bean
    StampDesk stampDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk attendanceDesk,
            Roster roster) {
        return new StampDesk(sheets, attendanceDesk, roster);
    }

    @Bean
    CheckInCodes checkInCodes(KeyedHash hash) {
        return new CheckInCodes(hash);
    }

    @Bean
    TryStore checkInTries(MongoDatabase database, KeyedHash hash, Clock clock) {
        return new TryStore(database, hash, clock);
    }

    @Bean
    Departures departures(
            LectureDesk desk,
            Students students,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed,
            Clock clock) {
        return new Departures(desk, students, () -> feed.getObject().isCaughtUp(), clock);
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
    Questions questions(
            AggregateStore<Question, QuestionCommand, OfQuestion> questionDocuments,
            @Qualifier("questionListings") ListingStore questionListings,
            @Qualifier("questionAuthors") ListingStore questionAuthors,
            Students students,
            Clock clock) {
        return new Questions(questionDocuments, questionListings, questionAuthors, students, clock);
    }

    @Bean
    OwnTopicFeed ownTopicFeed(KafkaClients kafka, Clock clock) {
        return new OwnTopicFeed(NAME, kafka, clock);
    }

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            OwnTopicFeed ownTopicFeed,
            KeyStore keys,
            Background background,
            LectureDesk desk,
            Departures departures,
            Bookings bookings,
            TryStore checkInTries) {
        return new Upkeep(
                relay,
                ownTopicFeed,
                keys,
                background,
                Mono.defer(departures::catchUp).then(Mono.defer(bookings::catchUp)),
                new Upkeep.Chore(TICK, "what time brings to lectures", desk::tick),
                new Upkeep.Chore(TICK, "students who have left", departures::lookAfter),
                new Upkeep.Chore(TICK, "claims left behind", bookings::lookAfter),
                new Upkeep.Chore(SWEEP, "forgetting tries to check in", checkInTries::sweep));
    }

    // ---- what is read

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> enrollmentEvents(
            @Qualifier("knownCohorts") Projection knownCohorts,
            @Qualifier("knownStudents") Projection knownStudents,
            @Qualifier("knownStays") Projection knownStays,
            Departures departures,
            Questions questions,
            Upkeep upkeep,
            KafkaClients kafka,
            Admin streamAdmin,
            Clock clock,
            MeterRegistry meters) {
        return new StreamFeed<>(
                EnrollmentFeed.READER,
                EnrollmentFeed.SERVICE,
                kafka,
                streamAdmin,
                EnrollmentFeed.CODEC,
                new EnrollmentFeed(
                        knownCohorts,
                        knownStudents,
                        knownStays,
                        studentIds -> departures.of(studentIds).then(questions.forget(studentIds)),
                        Mono.defer(upkeep::catchUp)),
                clock,
                meters);
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

    // ---- HTTP

    @Bean
    Idempotency idempotency(KeyedHash hash, KeyStore keys, JsonMapper json) {
        return new Idempotency(hash, keys, json);
    }

    @Bean
    Cursors cursors(KeyedHash hash) {
        return new Cursors(hash);
    }

    @Bean
    LectureAccess lectureAccess(LectureDesk desk, Students students) {
        return new LectureAccess(desk, students);
    }

    @Bean
    LectureForm lectureForm(Cohorts cohorts) {
        return new LectureForm(cohorts);
    }

    @Bean
    LectureApi lectureApi(
            LectureDesk desk,
            LectureAccess access,
            LectureForm form,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new LectureApi(desk, access, form, idempotency, cursors, clock, ids, json);
    }

    @Bean
    RegistrationApi registrationApi(
            LectureDesk desk,
            LectureAccess access,
            Students students,
            Cursors cursors,
            Clock clock) {
        return new RegistrationApi(desk, access, students, cursors, clock);
    }

    @Bean
    QuestionApi questionApi(
            Questions questions,
            LectureAccess access,
            Students students,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids) {
        return new QuestionApi(questions, access, students, idempotency, cursors, clock, ids);
    }

    @Bean
    AttendanceApi attendanceApi(
            AttendanceDesk attendanceDesk, Idempotency idempotency, Clock clock, JsonMapper json) {
        return new AttendanceApi(attendanceDesk, idempotency, clock, json);
    }

    @Bean
    PolicyApi policyApi(AttendanceDesk attendanceDesk, Idempotency idempotency, Clock clock) {
        return new PolicyApi(attendanceDesk, idempotency, clock);
    }

    @Bean
    OwnAttendanceApi ownAttendanceApi(AttendanceDesk attendanceDesk, Students students) {
        return new OwnAttendanceApi(attendanceDesk, students);
    }

    @Bean
    CheckInApi checkInApi(
            AttendanceDesk attendanceDesk,
            StampDesk stampDesk,
            CheckInCodes checkInCodes,
            TryStore checkInTries,
            Students students,
            Idempotency idempotency,
            Clock clock) {
        return new CheckInApi(
                attendanceDesk,
                stampDesk,
                checkInCodes,
                checkInTries,
                students,
                idempotency,
                clock);
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
            AggregateStore<Module, ModuleCommand, OfModule> modules) {
        return new SessionForm(instructors, modules);
    }

    @Bean
    SessionApi sessionApi(
            SessionDesk desk,
            SessionForm form,
            WeekAccess access,
            SessionViews views,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new SessionApi(
                desk, form, access, views, instructors, idempotency, cursors, clock, ids, json);
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

    @Bean
    CalendarLinkStore calendarLinks(MongoDatabase database, KeyedHash hash) {
        return new CalendarLinkStore(database, hash);
    }

    @Bean
    Calendars calendars(
            SessionDesk sessionDesk,
            LectureDesk desk,
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Cohorts cohorts,
            Students students) {
        return new Calendars(sessionDesk, desk, modules, instructors, cohorts, students);
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

    @Bean
    ReplayApi replayApi(
            OutboxRelay relay,
            KafkaClients kafka,
            Background background,
            Clock clock,
            Texts texts,
            Idempotency idempotency) {
        return new ReplayApi(NAME, relay, kafka, background, clock, texts, idempotency);
    }
}
