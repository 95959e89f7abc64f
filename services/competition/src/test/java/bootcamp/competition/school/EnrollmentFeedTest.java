package bootcamp.competition.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.Histories;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.delivery.Reading;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.projection.BatchReading;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cohorts and students as this service learns of them. What guards them against older versions is
 * the platform's {@code Projection}, whose mutants its own delivery test finds.
 */
class EnrollmentFeedTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 20;

    private static final int SEEDS_FULL = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("feed");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    /** Of enrollment's aggregates those of which anything is kept here. */
    private static final Set<String> KEPT = Set.of("Cohort", "Enrollment", "Erasure");

    private final DeliveryKit kit = new DeliveryKit(EnrollmentFeedTest::history);
    private final Projection kept =
            new Projection(DATABASE, "students" + COLLECTIONS.incrementAndGet());
    private final Projection cohorts =
            new Projection(DATABASE, "cohorts" + COLLECTIONS.incrementAndGet());
    private final Students students = new Students(kept, new Lookup(kept, Mono.just(false)));
    private final List<Set<String>> left = new ArrayList<>();
    private final EnrollmentFeed feed =
            new EnrollmentFeed(
                    cohorts, kept, who -> Mono.fromRunnable(() -> left.add(who)), Mono.empty());

    /** Without what is not kept, whose states are the longest: an example of each shows that. */
    private static Log history(long seed) {
        return Log.of(
                Histories.of(seed).stream()
                        .filter(each -> KEPT.contains(each.key().split("/", 2)[0]))
                        .toList());
    }

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(EnrollmentFeed.SERVICE);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleEverPublishedIsRead(Example example) {
        Event event = EnrollmentFeed.CODEC.decode(example.record());

        var entries = feed.read(event);

        assertThat(entries).hasSizeLessThanOrEqualTo(KEPT.contains(event.aggregate()) ? 2 : 0);
        feed.apply(entries).block();
    }

    private static Reading reading() {
        return new BatchReading<>(
                EnrollmentFeed.CODEC,
                List.of("cohorts", "students"),
                into ->
                        new EnrollmentFeed(
                                Objects.requireNonNull(into.get("cohorts")),
                                Objects.requireNonNull(into.get("students")),
                                _ -> Mono.empty(),
                                Mono.empty()));
    }

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(EnrollmentFeedTest::reading, SEEDS);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForThousandsOfSeeds() {
        kit.holdsFor(EnrollmentFeedTest::reading, SEEDS_FULL);
    }

    // ---- who belongs where

    private static Event event(String aggregate, String id, long version, String state) {
        return new Event(
                aggregate,
                id,
                version,
                1,
                EnrollmentFeed.SERVICE,
                Instant.EPOCH,
                List.of(),
                JSON.readTree(state),
                null);
    }

    private static Event enrollment(String cohortId, long version, String status) {
        return event(
                "Enrollment",
                "enrollment-" + cohortId,
                version,
                """
                {"studentId": "s", "cohortId": "%s", "status": "%s", "removed": false,
                 "enrolledOn": "2024-01-02", "withdrawal": %s, "leaves": [],
                 "statuses": [{"status": "ENROLLED", "on": "2024-01-02"}]}
                """
                        .formatted(
                                cohortId,
                                status,
                                status.equals("WITHDRAWN") ? "{\"on\": \"2024-03-01\"}" : "null"));
    }

    private void apply(Event... events) {
        var all = new ArrayList<Entry>();
        for (Event each : events) {
            all.addAll(feed.read(each));
        }
        feed.apply(all).block();
    }

    private Membership membership() {
        return students.of("s").blockOptional().orElseThrow();
    }

    @Test
    void studentBelongsToCohortsByStatus() {
        apply(
                enrollment("a", 1, "ENROLLED"),
                enrollment("b", 1, "ON_LEAVE"),
                enrollment("c", 1, "WITHDRAWN"),
                enrollment("d", 1, "WAITING"));

        assertThat(membership().enrolledIn()).containsExactlyInAnyOrder("a", "b");
        assertThat(membership().cohortIds()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(membership().hasLeft(List.of("c"))).isTrue();
        assertThat(membership().hasLeft(List.of("c", "a"))).isFalse();
        assertThat(membership().hasLeft(List.of("d"))).isFalse();
        assertThat(membership().hasLeft(List.of("z"))).isFalse();
        assertThat(left).containsExactly(Set.of("s"));
    }

    @Test
    void otherStudentsWithAnIdThatBeginsAlikeAreNotMeant() {
        apply(enrollment("a", 1, "ENROLLED"));
        apply(
                event(
                        "Enrollment",
                        "other",
                        1,
                        """
                        {"studentId": "s2", "cohortId": "b", "status": "ENROLLED",
                         "enrolledOn": null, "leaves": []}
                        """));

        assertThat(membership().cohortIds()).containsExactly("a");
    }

    @Test
    void nobodyIsToldOfWhoStays() {
        apply(enrollment("a", 1, "APPLIED"), enrollment("a", 2, "ENROLLED"));

        assertThat(left).isEmpty();
    }

    @Test
    void whoWasEnteredByMistakeHasLeft() {
        apply(enrollment("a", 1, "ENROLLED"));
        apply(
                event(
                        "Enrollment",
                        "enrollment-a",
                        2,
                        """
                        {"studentId": "s", "cohortId": "a", "status": "ENROLLED", "removed": true}
                        """));

        assertThat(membership().cohortIds()).isEmpty();
        assertThat(membership().hasLeft(List.of("a"))).isTrue();
        assertThat(left).containsExactly(Set.of("s"));
    }

    @Test
    void whoWasErasedHasLeftEverything() {
        apply(
                enrollment("a", 1, "ENROLLED"),
                event("Erasure", "s", 1, "{\"studentId\": \"s\", \"erasedOn\": \"2024-05-02\"}"));

        assertThat(membership().enrolledIn()).isEmpty();
        assertThat(membership().hasLeft(List.of("a"))).isTrue();
        assertThat(left).containsExactly(Set.of("s"));
    }

    @Test
    void claimThatLapsedBeforeAnybodyWasEnrolledSaysNothing() {
        assertThat(
                        feed.read(
                                event(
                                        "Enrollment",
                                        "e",
                                        1,
                                        """
                                        {"studentId": "", "cohortId": "", "status": "APPLIED",
                                         "removed": true}
                                        """)))
                .isEmpty();
    }

    @Test
    void cohortSaysItsZone() {
        apply(event("Cohort", "a", 1, "{\"timeZone\": \"Asia/Seoul\"}"));

        assertThat(
                        new Cohorts(new Lookup(cohorts, Mono.just(false)))
                                .find("a")
                                .blockOptional()
                                .orElseThrow()
                                .zone())
                .isEqualTo(ZoneId.of("Asia/Seoul"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cohort | {} | timeZone",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"timeZone\": \"Mars/Olympus\", \"trainingWeekdays\": [\"MONDAY\"], \"holidays\": []} | timeZone",
                "Enrollment | {\"cohortId\": \"a\", \"status\": \"ENROLLED\"} | studentId",
                "Enrollment | {\"studentId\": \"s\", \"status\": \"ENROLLED\"} | cohortId",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\"} | status",
                "Erasure | {} | erasedOn",
            })
    void poisonIsParkedByTheNameOfItsField(String aggregate, String state, String field) {
        assertThatThrownBy(() -> feed.read(event(aggregate, "id", 1, state)))
                .isInstanceOf(Undecodable.class)
                .hasMessageContaining(field);
    }
}
