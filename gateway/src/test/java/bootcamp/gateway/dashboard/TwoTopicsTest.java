package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.deadletter.EventFeed;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.EventReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that reads the topics of several services: when it is ready, and what poison does. */
class TwoTopicsTest {

    private static final Instant NOW = Instant.parse("2024-04-01T03:00:00Z");
    private static final String READER = "gateway";
    private static final long SECONDS_MAX = 20;
    private static final String COHORT =
            """
            {"cohortId": "c", "programme": "AI Lab", "name": "AI Lab", "startDate": "2024-01-02",
             "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 80, "status": "OPEN",
             "trainingWeekdays": ["MONDAY"], "holidays": []}
            """;
    private static final String TEAM =
            """
            {"competitionId": "k", "teamId": "t", "members": ["s"], "authors": ["s"],
             "cohortIds": ["c"], "submissions": {"2024-03-30": 1},
             "submittedBy": {"s": {"2024-03-30": 1}}, "scored": 1}
            """;
    private static final String LECTURE =
            """
            {"lectureId": "l", "cohortIds": ["c"], "formerCohortIds": [], "title": "Agents",
             "startsAt": "2024-05-02T19:00:00+09:00", "endsAt": "2024-05-02T21:00:00+09:00",
             "timeZone": "Asia/Seoul", "status": "PUBLISHED", "capacity": 40, "registered": 3,
             "unconfirmed": 0, "waiting": 0}
            """;

    private static final String REVIEWS =
            """
            {"cohortId": "c", "kind": "SESSION", "targetId": "s", "title": "Agents", "n": null,
             "mean": null, "hidden": "FEWER_THAN_5"}
            """;

    @TempDir Path directory;
    private EmbeddedBroker broker;
    private Producer<String, byte[]> producer;
    private Admin admin;
    private final AtomicInteger folded = new AtomicInteger();
    private Dashboards dashboards;
    private EventFeed feed;

    private final class Counted implements EventReader {

        private final EventReader reader;

        Counted(EventReader reader) {
            this.reader = reader;
        }

        @Override
        public void on(Event event) {
            reader.on(event);
            folded.incrementAndGet();
        }

        @Override
        public void afterBatch() {
            reader.afterBatch();
        }
    }

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory);
        KafkaClients clients = new KafkaClients(broker.bootstrapServers());
        admin = clients.admin("test");
        producer = clients.producer("test");
        create("enrollment");
        create("review");
        InstantSource clock = InstantSource.fixed(NOW);
        dashboards =
                new Dashboards(
                        clock,
                        new DashboardProperties(
                                Duration.ofMillis(1),
                                Duration.ofMinutes(1),
                                Duration.ZERO,
                                Duration.ofMinutes(1),
                                1,
                                1,
                                1),
                        new SimpleMeterRegistry());
        feed =
                new EventFeed(
                        READER,
                        DashboardFeed.SERVICES,
                        clients,
                        DashboardFeed.CODEC,
                        new Counted(new DashboardFeed(dashboards)),
                        clock);
        var _ =
                feed.caughtUp()
                        .thenRun(
                                () ->
                                        dashboards.open(
                                                feed.deadLetters()::list,
                                                () -> false,
                                                Optional::empty));
        feed.start();
    }

    @AfterEach
    void close() {
        feed.close();
        dashboards.close();
        producer.close();
        admin.close();
        broker.close();
    }

    private void create(String service) throws Exception {
        admin.createTopics(
                        Stream.of(Topics.events(service), Topics.deadLetters(service, READER))
                                .map(topic -> new NewTopic(topic, 1, (short) 1))
                                .toList())
                .all()
                .get();
    }

    @Test
    void nothingIsShownBeforeAllTopicsWereRead() throws Exception {
        say("enrollment", "Cohort", "c", 1, COHORT);
        await(() -> folded.get() == 1);

        assertThat(dashboards.isOpen()).isFalse();

        create("curriculum");
        say("curriculum", "Lecture", "l", 1, LECTURE);
        await(() -> folded.get() == 2);

        assertThat(dashboards.isOpen()).isFalse();

        create("competition");
        await(dashboards::isOpen);
        await(() -> isShown(false, 1));
    }

    @Test
    void poisonAmongLecturesMakesTheirCohortIncompleteUntilANewerOneCame() throws Exception {
        create("curriculum");
        create("competition");
        say("enrollment", "Cohort", "c", 1, COHORT);
        say("enrollment", "Cohort", "d", 1, COHORT.replace("\"c\"", "\"d\""));
        await(() -> dashboards.isOpen() && isShown(false, 0));

        say("curriculum", "Lecture", "l", 2, LECTURE.replace("\"PUBLISHED\"", "\"POSTPONED\""));
        say("curriculum", "Lecture", "m", 1, LECTURE.replace("\"l\"", "\"m\""));
        await(() -> isShown(true, 1));
        assertThat(shown("d").orElseThrow().incomplete()).isFalse();

        say("curriculum", "Lecture", "l", 3, LECTURE);
        await(() -> isShown(false, 2));

        poison("curriculum", "Lecture/m", "no JSON at all");
        await(() -> isShown(true, 2));
        assertThat(shown("d").orElseThrow().incomplete()).isFalse();
    }

    @Test
    void poisonAmongTeamsMakesTheirCohortIncompleteUntilANewerOneCame() throws Exception {
        create("curriculum");
        create("competition");
        say("enrollment", "Cohort", "c", 1, COHORT);
        say("enrollment", "Cohort", "d", 1, COHORT.replace("\"c\"", "\"d\""));
        say("competition", "Team", "t", 1, TEAM);
        await(() -> dashboards.isOpen() && isShown(false, 0));

        say("competition", "Team", "t", 2, TEAM.replace("\"2024-03-30\": 1}}", "\"today\": 1}}"));
        await(() -> isShown(true, 0));
        assertThat(shown("d").orElseThrow().incomplete()).isFalse();

        say("competition", "Team", "t", 3, TEAM);
        await(() -> isShown(false, 0));
    }

    @Test
    void poisonAmongReviewsMakesTheirCohortIncompleteUntilANewerOneCame() throws Exception {
        create("curriculum");
        create("competition");
        say("enrollment", "Cohort", "c", 1, COHORT);
        say("review", "ReviewSummary", "r", 1, REVIEWS);
        await(
                () ->
                        dashboards.isOpen()
                                && shown("c")
                                        .map(Dashboard::reviews)
                                        .map(Reviews::hidden)
                                        .filter(List.of(new Reviews.TooFew("SESSION", 1))::equals)
                                        .isPresent());

        say("review", "ReviewSummary", "r", 2, REVIEWS.replace("\"mean\": null", "\"mean\": 3"));
        await(() -> isShown(true, 0));

        say("review", "ReviewSummary", "r", 3, REVIEWS);
        await(() -> isShown(false, 0));
    }

    private boolean isShown(boolean incomplete, int lectures) {
        return shown("c")
                .filter(shown -> shown.incomplete() == incomplete)
                .map(Dashboard::lectures)
                .filter(shown -> shown.size() == lectures)
                .isPresent();
    }

    private Optional<Dashboard> shown(String cohortId) {
        return dashboards.find(cohortId).map(Board::rendered).map(Rendered::dashboard);
    }

    private void say(String service, String aggregate, String id, long version, String state)
            throws Exception {
        Event event =
                new Event(
                        aggregate,
                        id,
                        version,
                        1,
                        service,
                        NOW,
                        List.of(),
                        JsonMapper.shared().readTree(state),
                        null);
        producer.send(EventCodec.ofAll().encode(Topics.events(service), 0, event)).get();
    }

    private void poison(String service, String key, String value) throws Exception {
        producer.send(
                        new ProducerRecord<>(
                                Topics.events(service),
                                0,
                                key,
                                value.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
