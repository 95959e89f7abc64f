package bootcamp.curriculum.lecture;

import static bootcamp.curriculum.Plans.COHORT;
import static bootcamp.curriculum.Plans.ENDS;
import static bootcamp.curriculum.Plans.NOW;
import static bootcamp.curriculum.Plans.STARTS;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What time brings, and who leaves, on a clock that a test can turn. */
class LectureDeskTest {

    private static final EmbeddedDatabase SERVER = EmbeddedDatabase.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(SERVER.uri());
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String ID = "lecture";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AtomicBoolean caughtUp = new AtomicBoolean(true);
    private final MongoDatabase database = CLIENT.getDatabase("desk" + DATABASES.incrementAndGet());
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final OutboxRelay relay = new OutboxRelay("curriculum", 12, kafka, now::get);
    private final AggregateStore<Lecture, LectureCommand, OfLecture> lectures =
            new AggregateStore<>(
                    Lecture.TYPE,
                    database,
                    "lectures",
                    JsonMapper.builder().build(),
                    now::get,
                    relay);
    private final ListingStore listings = new ListingStore(database, "listings", "lectureIds");
    private final LectureDesk desk = desk();
    private final Projection known = new Projection(database, "students");
    private final Students students = new Students(known, new Lookup(known, Mono.just(false)));

    @AfterEach
    void close() {
        relay.close();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    private static final Departures.Places NOWHERE_ELSE =
            new Departures.Places() {
                @Override
                public Flux<String> holders() {
                    return Flux.empty();
                }

                @Override
                public Mono<Void> release(List<Membership> memberships) {
                    return Mono.empty();
                }
            };

    private LectureDesk desk() {
        return new LectureDesk(lectures, listings, now::get);
    }

    private Departures departures(LectureDesk at) {
        return new Departures(at, NOWHERE_ELSE, students, caughtUp::get, now::get);
    }

    private void published(int capacity) {
        desk.draft(
                        ID,
                        new DraftLecture(Plans.seats(capacity), Plans.staff(now.get())),
                        Terms.NONE,
                        Versioned::version,
                        Long.class)
                .block();
        desk.transact(ID, new PublishLecture(Plans.staff(now.get()))).block();
    }

    private void register(String student) {
        desk.transact(ID, new Register(student, Set.of(COHORT), Set.of(COHORT), now.get())).block();
    }

    /** As it is stored, which reading by the desk would change. */
    private Lecture stored() {
        return lectures.find(ID).blockOptional().orElseThrow().state();
    }

    private void enrollment(String student, long version, String status) {
        known.write(List.of(new Row(student + "/" + COHORT, version, Map.of("status", status))))
                .block();
    }

    // ---- what time brings

    @Test
    void nobodyLooksAndTheSeatGoesOnAndTheLectureEnds() {
        published(1);
        register("a");
        register("b");
        register("c");
        desk.transact(ID, new GiveUp("a", NOW)).block();

        now.set(NOW.plus(Duration.ofHours(24)).minusSeconds(1));
        desk.tick().block();
        assertThat(stored().seats().taken()).containsOnlyKeys("b");
        now.set(NOW.plus(Duration.ofHours(24)));
        desk.tick().block();
        assertThat(stored().seats().taken()).containsOnlyKeys("c");
        now.set(ENDS);
        desk.tick().block();
        assertThat(stored().status()).isEqualTo(Status.HELD);
    }

    @Test
    void whoReadsSeesWhatTimeHasBrought() {
        published(1);
        now.set(ENDS);

        assertThat(desk.find(ID).blockOptional().orElseThrow().state().status())
                .isEqualTo(Status.HELD);
        assertThat(desk.ofCohorts(Set.of(COHORT), null).map(Versioned::state).collectList().block())
                .singleElement()
                .extracting(Lecture::status)
                .isEqualTo(Status.HELD);
    }

    @Test
    void whatAProcessHadInMindThatEndedAnotherFindsByLooking() {
        published(1);
        LectureDesk other = desk();
        now.set(ENDS);

        other.tick().block();
        assertThat(stored().status()).isEqualTo(Status.PUBLISHED);
        now.set(STARTS);
        other.lookAtAll().then().block();
        now.set(ENDS);
        other.tick().block();
        assertThat(stored().status()).isEqualTo(Status.HELD);
    }

    @Test
    void lectureIsListedUnderEveryCohortItEverHad() {
        published(1);
        LecturePlan plan = stored().planned();
        desk.edit(
                        ID,
                        new EditLecture(
                                plan,
                                Plans.with(
                                        plan,
                                        List.of("cohort-second"),
                                        plan.title(),
                                        plan.startsAt(),
                                        1),
                                Plans.staff(NOW)),
                        Terms.NONE)
                .block();

        for (String cohort : List.of(COHORT, "cohort-second")) {
            assertThat(desk.ofCohorts(Set.of(cohort), null).count().block()).isEqualTo(1);
        }
        assertThat(desk.ofCohorts(Set.of(COHORT), ID).count().block()).isZero();
    }

    // ---- who leaves

    @Test
    void whoLeftGivesTheSeatToTheNextOnceTheFeedHasCaughtUp() {
        published(1);
        register("a");
        register("b");
        enrollment("a", 2, "WITHDRAWN");
        enrollment("b", 1, "ENROLLED");
        Departures departures = departures(desk);
        caughtUp.set(false);

        departures.of(Set.of("a", "b")).block();
        assertThat(stored().seats().taken()).containsOnlyKeys("a");
        caughtUp.set(true);
        departures.lookAfter().block();
        assertThat(stored().seats().taken()).containsOnlyKeys("b");
    }

    @Test
    void whoSeemedGoneWhileOldRecordsWereReadKeepsTheSeat() {
        published(1);
        register("a");
        enrollment("a", 1, "WITHDRAWN");
        Departures departures = departures(desk);
        caughtUp.set(false);
        departures.of(Set.of("a")).block();

        enrollment("a", 2, "ENROLLED");
        caughtUp.set(true);
        departures.lookAfter().block();

        assertThat(stored().seats().taken()).containsOnlyKeys("a");
    }

    @Test
    void hintThatAProcessTookWithItIsFoundByTheNext() {
        published(1);
        register("a");
        register("b");
        enrollment("a", 2, "WITHDRAWN");

        departures(desk()).catchUp().block();

        assertThat(stored().seats().taken()).containsOnlyKeys("b");
    }

    @Test
    void lectureThatHasBegunKeepsWhoLeaves() {
        published(1);
        register("a");
        enrollment("a", 2, "WITHDRAWN");
        now.set(STARTS);

        departures(desk).of(Set.of("a")).block();

        assertThat(stored().seats().taken()).containsOnlyKeys("a");
    }

    // ---- bounds

    @Test
    void twoThousandAtOnceAreAllAnsweredByOneDocument() {
        int students = 2_000;
        published(200);

        long begun = System.nanoTime();
        List<Versioned<Lecture>> answers =
                Flux.fromStream(IntStream.range(0, students).mapToObj(i -> "student-" + i))
                        .flatMap(
                                student ->
                                        desk.transact(
                                                ID,
                                                new Register(
                                                        student,
                                                        Set.of(COHORT),
                                                        Set.of(COHORT),
                                                        NOW)),
                                students)
                        .collectList()
                        .blockOptional(Duration.ofMinutes(1))
                        .orElseThrow();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(answers).hasSize(students);
        assertThat(stored().seats().taken()).hasSize(200);
        assertThat(stored().seats().queue()).hasSize(students - 200);
        System.out.printf(
                "%d registrations at one document in %d ms, %d writes%n",
                students, millis, lectures.find(ID).blockOptional().orElseThrow().version() - 2);
    }

    @Test
    void fullListStaysWellUnderTheBoundsOfADocument() {
        Lecture lecture = stored(Lecture.STUDENTS_MAX);

        int bytes = JsonMapper.builder().build().writeValueAsBytes(lecture).length;

        assertThat(bytes).isLessThan(2 << 20);
        assertThat(lecture.decide(new Register("late", Set.of(COHORT), Set.of(COHORT), NOW)))
                .isInstanceOf(Decision.Refused.class);
        System.out.printf("%d students in %d KiB%n", Lecture.STUDENTS_MAX, bytes >> 10);
    }

    private static Lecture stored(int students) {
        Map<String, Seats.Seat> taken = new LinkedHashMap<>();
        for (int i = 0; i < students; i++) {
            taken.put(
                    "%032x".formatted(i),
                    new Seats.Seat(NOW.plusNanos(i * 1000L), NOW.plusNanos(i * 1000L), NOW, true));
        }
        return new Lecture(
                ID,
                Plans.seats(5000),
                COHORT,
                Set.of(),
                Status.PUBLISHED,
                NOW,
                null,
                new Seats(taken, Map.of()),
                null);
    }
}
