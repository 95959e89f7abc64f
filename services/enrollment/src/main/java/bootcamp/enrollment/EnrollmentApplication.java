package bootcamp.enrollment;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortApi;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.enrollment.person.ErasureKeeper;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonApi;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentApi;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentIds;
import bootcamp.enrollment.roster.EnrollmentReader;
import bootcamp.enrollment.roster.MeApi;
import bootcamp.enrollment.roster.Registrar;
import bootcamp.enrollment.roster.SeatFeed;
import bootcamp.enrollment.roster.SeatKeeper;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.ServiceIdentityConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The enrollment service: main, and every bean. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HttpConfiguration.class, ServiceIdentityConfiguration.class})
public class EnrollmentApplication {

    /** Of the configuration file {@code enrollment.yml}, the topic and the audience. */
    public static final String NAME = "enrollment";

    private static final int PARTITIONS = 12;
    private static final int TASKS_AT_ONCE = 4;

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(EnrollmentApplication.class)
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
    MongoDatabase database(@Qualifier("mongo") MongoClient mongo) {
        return mongo.getDatabase("bootcamp_enrollment");
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
    AggregateStore<Cohort, CohortCommand, OfCohort> cohorts(
            @Qualifier("database") MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Cohort.TYPE, database, "cohorts", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments(
            @Qualifier("database") MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(
                Enrollment.TYPE, database, "enrollments", stored(), clock, relay);
    }

    @Bean
    AggregateStore<Erasure, ErasePerson, OfErasure> erasures(
            @Qualifier("database") MongoDatabase database, Clock clock, OutboxRelay relay) {
        return new AggregateStore<>(Erasure.TYPE, database, "erasures", stored(), clock, relay);
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
    KeyStore keys(@Qualifier("database") MongoDatabase database, Clock clock) {
        return new KeyStore(database, clock);
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
            Clock clock) {
        return new SeatKeeper(cohorts, enrollments, clock);
    }

    @Bean
    Registrar registrar(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            SeatKeeper seats,
            IdentityStore identities,
            PersonStore persons,
            EnrollmentIds enrollmentIds,
            Clock clock,
            IdSource ids) {
        return new Registrar(
                cohorts, enrollments, seats, identities, persons, enrollmentIds, clock, ids);
    }

    @Bean
    EnrollmentReader reader(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons) {
        return new EnrollmentReader(enrollments, persons);
    }

    @Bean
    SeatFeed seatFeed(KafkaClients kafka, Clock clock, SeatKeeper seats) {
        return new SeatFeed(kafka, clock, seats);
    }

    @Bean
    ErasureKeeper erasureKeeper(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures, PersonStore persons) {
        return new ErasureKeeper(erasures, persons);
    }

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            SeatKeeper seats,
            SeatFeed seatFeed,
            ErasureKeeper erasureKeeper,
            KeyStore keys,
            Background background) {
        return new Upkeep(relay, seats, seatFeed, erasureKeeper, keys, background);
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
    CohortApi cohortApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new CohortApi(cohorts, idempotency, cursors, clock, ids, json);
    }

    @Bean
    EnrollmentApi enrollmentApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            EnrollmentReader reader,
            Registrar registrar,
            PersonStore persons,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            JsonMapper json) {
        return new EnrollmentApi(
                cohorts, reader, registrar, persons, idempotency, cursors, clock, json);
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
    PersonApi personApi(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures,
            PersonStore persons,
            Clock clock) {
        return new PersonApi(erasures, persons, clock);
    }
}
