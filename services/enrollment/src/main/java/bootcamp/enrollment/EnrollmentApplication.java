package bootcamp.enrollment;

import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.admission.AdmissionBeans;
import bootcamp.enrollment.admission.ApplicationStore;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.certificate.CertificateBeans;
import bootcamp.enrollment.cohort.Closing;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortApi;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortRemarkStore;
import bootcamp.enrollment.evidence.EvidenceBeans;
import bootcamp.enrollment.evidence.ExceptionStore;
import bootcamp.enrollment.later.LaterBeans;
import bootcamp.enrollment.later.LaterOutcomeStore;
import bootcamp.enrollment.notice.NoticeBeans;
import bootcamp.enrollment.notice.NoticeMarkStore;
import bootcamp.enrollment.outreach.OutreachBeans;
import bootcamp.enrollment.outreach.OutreachStore;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.enrollment.person.ErasureKeeper;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonApi;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.enrollment.roster.EnrollmentApi;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentIds;
import bootcamp.enrollment.roster.EnrollmentLifeApi;
import bootcamp.enrollment.roster.EnrollmentListApi;
import bootcamp.enrollment.roster.EnrollmentReader;
import bootcamp.enrollment.roster.ImportApi;
import bootcamp.enrollment.roster.ImportStore;
import bootcamp.enrollment.roster.MeApi;
import bootcamp.enrollment.roster.Registrar;
import bootcamp.enrollment.roster.RosterImports;
import bootcamp.enrollment.roster.SeatFeed;
import bootcamp.enrollment.roster.SeatKeeper;
import bootcamp.enrollment.roster.Unenrolled;
import bootcamp.enrollment.screening.ScreeningBeans;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.service.DecidingConfiguration;
import bootcamp.platform.service.ServiceConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.Upkeep;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The enrollment service: main, and every bean. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ServiceConfiguration.class,
    DecidingConfiguration.class,
    NoticeBeans.class,
    EvidenceBeans.class,
    OutreachBeans.class,
    AdmissionBeans.class,
    ScreeningBeans.class,
    CertificateBeans.class,
    LaterBeans.class
})
public class EnrollmentApplication {

    /** Of the configuration file {@code enrollment.yml}, the topic and the audience. */
    public static final String NAME = "enrollment";

    private static final Duration SEATS = Duration.ofSeconds(5);

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(EnrollmentApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME, "imports", "letters");
    }

    /** What is personal has a database user of its own. */
    @Bean
    MongoClient peopleMongo(@Value("${bootcamp.people.uri}") String uri) {
        return MongoClients.create(uri);
    }

    @Bean
    MongoDatabase people(@Qualifier("peopleMongo") MongoClient mongo) {
        return mongo.getDatabase("bootcamp_people");
    }

    // ---- documents

    @Bean
    AggregateStore<Cohort, CohortCommand, OfCohort> cohorts(AggregateStores stores) {
        return stores.of(Cohort.TYPE, "cohorts");
    }

    @Bean
    AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments(
            AggregateStores stores) {
        return stores.of(Enrollment.TYPE, "enrollments");
    }

    @Bean
    AggregateStore<Erasure, ErasePerson, OfErasure> erasures(AggregateStores stores) {
        return stores.of(Erasure.TYPE, "erasures");
    }

    @Bean
    AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> attendanceImports(
            AggregateStores stores) {
        return stores.of(AttendanceImport.TYPE, "attendanceImports");
    }

    @Bean
    Projection attendanceOutcomes(@Qualifier("database") MongoDatabase database) {
        return new Projection(database, "attendanceOutcomes");
    }

    @Bean
    IdentityStore identities(
            @Qualifier("people") MongoDatabase people, KeyedHash hash, Clock clock, IdSource ids) {
        return new IdentityStore(people, hash, clock, ids);
    }

    @Bean
    PersonStore persons(
            @Qualifier("people") MongoDatabase people, KeyedHash hash, Clock clock, IdSource ids) {
        return new PersonStore(people, hash, clock, ids);
    }

    @Bean
    ImportStore importStore(
            @Qualifier("database") MongoDatabase database, KeyedHash hash, IdSource ids) {
        return new ImportStore(database, hash, ids);
    }

    // ---- what is done

    @Bean
    EnrollmentIds enrollmentIds(KeyedHash hash) {
        return new EnrollmentIds(hash);
    }

    @Bean
    SeatKeeper seats(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Closing closing,
            Clock clock) {
        return new SeatKeeper(cohorts, enrollments, closing, clock);
    }

    @Bean
    Registrar registrar(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            SeatKeeper seats,
            IdentityStore identities,
            PersonStore persons,
            Unenrolled unenrolled,
            KeyStore keys,
            EnrollmentIds enrollmentIds,
            Clock clock,
            IdSource ids) {
        return new Registrar(
                cohorts,
                enrollments,
                seats,
                identities,
                persons,
                unenrolled,
                keys,
                enrollmentIds::of,
                clock,
                ids);
    }

    @Bean
    Unenrolled unenrolled(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons) {
        return new Unenrolled(enrollments, persons);
    }

    @Bean
    EnrollmentReader reader(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons) {
        return new EnrollmentReader(enrollments, persons);
    }

    @Bean(initMethod = "start")
    RosterImports imports(
            ImportStore store,
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            IdentityStore identities,
            PersonStore persons,
            Unenrolled unenrolled,
            EnrollmentIds enrollmentIds,
            AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> attendanceImports,
            @Qualifier("attendanceOutcomes") Projection attendanceOutcomes,
            Background background,
            Clock clock,
            IdSource ids) {
        return new RosterImports(
                store,
                new RosterImports.Surroundings(
                        cohorts,
                        enrollments,
                        identities,
                        persons,
                        unenrolled,
                        enrollmentIds::of,
                        attendanceImports,
                        new AttendanceOutcomes(attendanceOutcomes),
                        background,
                        clock,
                        ids));
    }

    @Bean
    ErasureKeeper erasureKeeper(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures,
            PersonStore persons,
            NoticeMarkStore noticeMarks,
            OutreachStore outreach,
            ApplicationStore applications,
            ExceptionStore exceptions,
            LaterOutcomeStore later) {
        return new ErasureKeeper(
                erasures,
                persons,
                alsoForgotten(noticeMarks, outreach, applications, exceptions, later));
    }

    @Bean
    Eraser eraser(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures,
            PersonStore persons,
            NoticeMarkStore noticeMarks,
            OutreachStore outreach,
            ApplicationStore applications,
            ExceptionStore exceptions,
            LaterOutcomeStore later) {
        return new Eraser(
                erasures,
                persons,
                alsoForgotten(noticeMarks, outreach, applications, exceptions, later));
    }

    /**
     * What is kept of a student besides who it is. Whatever of it fails, all else is forgotten; who
     * it is stays known until nothing does.
     */
    private static Function<String, Mono<Void>> alsoForgotten(
            NoticeMarkStore noticeMarks,
            OutreachStore outreach,
            ApplicationStore applications,
            ExceptionStore exceptions,
            LaterOutcomeStore later) {
        return studentId ->
                Mono.whenDelayError(
                        Mono.defer(() -> noticeMarks.forget(studentId)),
                        Mono.defer(() -> outreach.forget(studentId)),
                        Mono.defer(() -> applications.forget(studentId)),
                        Mono.defer(() -> exceptions.forget(studentId)),
                        Mono.defer(() -> later.forget(studentId)));
    }

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            SeatKeeper seats,
            OwnTopicFeed ownTopicFeed,
            ErasureKeeper erasureKeeper,
            Unenrolled unenrolled,
            KeyStore keys,
            Upkeep.Chore earlyWarning,
            Background background) {
        // Enrollments that no ledger knows of, erasures, people who were not enrolled in the end.
        Mono<Void> leftBehind =
                Mono.defer(seats::catchUp)
                        .then(
                                Mono.whenDelayError(
                                        Mono.defer(erasureKeeper::catchUp),
                                        Mono.defer(unenrolled::catchUp)));
        return new Upkeep(
                relay,
                ownTopicFeed,
                keys,
                background,
                leftBehind,
                new Upkeep.Chore(SEATS, "looking after seats", seats::lookAfter),
                earlyWarning);
    }

    // ---- what is read

    @Bean(initMethod = "start")
    StreamFeed<SeatFeed.Hint> seatHints(SeatKeeper seats, Upkeep upkeep, StreamFeeds feeds) {
        return feeds.of(
                SeatFeed.READER,
                NAME,
                SeatFeed.CODEC,
                new SeatFeed(seats, Mono.defer(upkeep::catchUp)));
    }

    /** The function that Spring Cloud Stream binds to {@code seatFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> seatFeed(StreamFeed<SeatFeed.Hint> seatHints) {
        return seatHints::accept;
    }

    // ---- HTTP

    @Bean
    CohortRemarkStore cohortRemarks(@Qualifier("people") MongoDatabase people, IdSource ids) {
        return new CohortRemarkStore(people, ids);
    }

    @Bean
    CohortApi cohortApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            CohortRemarkStore cohortRemarks,
            Closing closing,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new CohortApi(
                cohorts, cohortRemarks, closing, idempotency, cursors, clock, ids, json);
    }

    @Bean
    EnrollmentAccess enrollmentAccess(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts, EnrollmentReader reader) {
        return new EnrollmentAccess(cohorts, reader);
    }

    @Bean
    EnrollmentApi enrollmentApi(
            EnrollmentAccess access,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            Clock clock,
            JsonMapper json) {
        return new EnrollmentApi(access, registrar, persons, idempotency, clock, json);
    }

    @Bean
    EnrollmentListApi enrollmentListApi(
            EnrollmentAccess access,
            EnrollmentReader reader,
            Registrar registrar,
            Cursors cursors) {
        return new EnrollmentListApi(access, reader, registrar, cursors);
    }

    @Bean
    EnrollmentLifeApi enrollmentLifeApi(
            EnrollmentAccess access,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            Clock clock) {
        return new EnrollmentLifeApi(access, registrar, persons, idempotency, clock);
    }

    @Bean
    ImportApi importApi(
            RosterImports imports, Texts texts, Cursors cursors, Idempotency idempotency) {
        return new ImportApi(imports, texts, cursors, idempotency);
    }

    @Bean
    MeApi meApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            EnrollmentReader reader,
            Registrar registrar,
            PersonStore persons) {
        return new MeApi(cohorts, reader, registrar, persons);
    }

    @Bean
    PersonApi personApi(Eraser eraser, PersonStore persons, Idempotency idempotency, Clock clock) {
        return new PersonApi(eraser, persons, idempotency, clock);
    }
}
