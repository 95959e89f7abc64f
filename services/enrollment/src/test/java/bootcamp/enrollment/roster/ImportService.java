package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** One process of the service, as far as imports need it, on a database that others may share. */
final class ImportService implements AutoCloseable {

    static final String COHORT = "ai-lab-3";
    static final LocalDate START = LocalDate.of(2024, 1, 2);
    static final LocalDate END = LocalDate.of(2024, 7, 31);

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final KeyedHash HASH = KeyedHash.of("a secret of the tests");

    /** Every look at the clock is a millisecond later: no two things happen at once. */
    private static final AtomicLong NOW =
            new AtomicLong(Instant.parse("2024-03-10T00:00:00Z").toEpochMilli());

    static final InstantSource CLOCK = () -> Instant.ofEpochMilli(NOW.incrementAndGet());

    final JsonMapper json = JsonMapper.builder().build();
    final MongoClient client;
    final MongoDatabase database;
    final MongoDatabase peopleDatabase;
    final IdentityStore people;
    final PersonStore persons;
    final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    final AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> attendance;
    final Projection outcomes;
    final ImportStore store;
    final Background background = new Background(2);
    final RosterImports imports;
    private final OutboxRelay relay;

    ImportService(String connection) {
        client = MongoClients.create(connection);
        database = client.getDatabase("bootcamp_enrollment");
        peopleDatabase = client.getDatabase("bootcamp_people");
        var kafka =
                new MockProducer<String, byte[]>(
                        true, null, new StringSerializer(), new ByteArraySerializer());
        relay = new OutboxRelay("enrollment", 12, kafka, CLOCK);
        cohorts = new AggregateStore<>(Cohort.TYPE, database, "cohorts", json, CLOCK, relay);
        enrollments =
                new AggregateStore<>(Enrollment.TYPE, database, "enrollments", json, CLOCK, relay);
        attendance =
                new AggregateStore<>(
                        AttendanceImport.TYPE, database, "attendanceImports", json, CLOCK, relay);
        outcomes = new Projection(database, "attendanceOutcomes");
        people = new IdentityStore(peopleDatabase, HASH, CLOCK, IdSource.random());
        persons = new PersonStore(peopleDatabase, HASH, CLOCK, IdSource.random());
        store = new ImportStore(database, HASH, IdSource.random());
        imports =
                new RosterImports(
                        store,
                        new RosterImports.Surroundings(
                                cohorts,
                                enrollments,
                                people,
                                persons,
                                new Unenrolled(enrollments, persons),
                                ImportService::enrollmentId,
                                attendance,
                                new AttendanceOutcomes(outcomes),
                                background,
                                CLOCK,
                                IdSource.random()));
    }

    static String enrollmentId(String cohortId, String studentId) {
        return HASH.of("enrollment", cohortId, studentId);
    }

    static void pass(Duration time) {
        NOW.addAndGet(time.toMillis());
    }

    static Stamp stamp() {
        return new Stamp(CLOCK.instant(), "staff");
    }

    void open(int capacity) {
        CohortPlan plan =
                new CohortPlan(
                        "AI Lab",
                        "AI Lab 3",
                        START,
                        END,
                        "Asia/Seoul",
                        capacity,
                        CohortPlan.WORKING_WEEK,
                        List.of());
        now(cohorts.transact(COHORT, new CohortCommand.OpenCohort(plan, stamp())));
    }

    // ---- what a member of staff does

    RosterImport begin(String csv, boolean preview) {
        return now(imports.begin(COHORT, "staff", file(csv), preview, null));
    }

    RosterImport importing(String csv) {
        return end(begin(csv, false));
    }

    RosterImport previewing(String csv) {
        return end(begin(csv, true));
    }

    RosterImport applying(RosterImport roster) {
        return end(now(imports.apply(roster.importId())));
    }

    RosterImport undoing(RosterImport roster) {
        return now(imports.undo(roster.importId(), SOON));
    }

    static RosterFile file(String csv) {
        return RosterFile.read(csv.getBytes(StandardCharsets.UTF_8), null, null);
    }

    /** As it is when nobody works at it any more. */
    RosterImport end(RosterImport roster) {
        return now(
                imports.find(roster.importId())
                        .filter(found -> !found.phase().isUnderWay())
                        .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(5)))
                        .timeout(SOON));
    }

    // ---- what there is

    Cohort cohort() {
        return now(cohorts.find(COHORT)).state();
    }

    /** All enrollments of people who are known, by external id. */
    Map<String, Versioned<Enrollment>> enrolled() {
        Map<String, String> externalIds =
                now(
                        Flux.from(peopleDatabase.getCollection("persons").find())
                                .collectMap(
                                        person -> person.getString("_id"),
                                        person -> String.valueOf(person.getString("externalId"))));
        return now(enrollments.page(null, 100_000).collectList()).stream()
                .filter(found -> externalIds.containsKey(found.state().studentId()))
                .collect(
                        Collectors.toMap(
                                found ->
                                        Objects.requireNonNull(
                                                externalIds.get(found.state().studentId())),
                                found -> found));
    }

    Standing standing(String externalId) {
        return Objects.requireNonNull(enrolled().get(externalId)).state().standing();
    }

    long count(MongoDatabase of, String collection) {
        return now(Mono.from(of.getCollection(collection).countDocuments()));
    }

    static <T> T now(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(SOON));
    }

    /** As a process that is gone: what it was doing stops where it is. */
    void die() {
        background.close();
    }

    @Override
    public void close() {
        background.close();
        relay.close();
        client.close();
    }
}
