package bootcamp.curriculum.school;

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
import java.time.LocalDate;
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
    private final Projection stays =
            new Projection(DATABASE, "stays" + COLLECTIONS.incrementAndGet());
    private final Roster roster = new Roster(stays, new Lookup(stays, Mono.just(false)));
    private final Students students = new Students(kept, new Lookup(kept, Mono.just(false)));
    private final List<Set<String>> left = new ArrayList<>();
    private final EnrollmentFeed feed =
            new EnrollmentFeed(
                    cohorts,
                    kept,
                    stays,
                    who -> Mono.fromRunnable(() -> left.add(who)),
                    Mono.empty());

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
                List.of("cohorts", "students", "stays"),
                into ->
                        new EnrollmentFeed(
                                Objects.requireNonNull(into.get("cohorts")),
                                Objects.requireNonNull(into.get("students")),
                                Objects.requireNonNull(into.get("stays")),
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

    // ---- who is in the course

    private List<CourseStay> staysIn(String cohortId) {
        return roster.of(cohortId).blockOptional().orElseThrow();
    }

    private static Event stay(long version, String status, String more) {
        return event(
                "Enrollment",
                "e",
                version,
                """
                {"studentId": "s", "cohortId": "a", "status": "%s", %s}
                """
                        .formatted(status, more));
    }

    @Test
    void studentIsInTheCourseFromEnteringToLeavingButForLeaves() {
        apply(
                stay(
                        1,
                        "WITHDRAWN",
                        """
                        "enrolledOn": "2024-01-08", "withdrawal": {"on": "2024-03-01"},
                        "leaves": [{"from": "2024-02-01", "until": "2024-02-02"}],
                        "statuses": [{"status": "ENROLLED", "on": "2024-01-08"}]
                        """));

        CourseStay stay = staysIn("a").getFirst();
        assertThat(
                        List.of(
                                        "2024-01-07",
                                        "2024-01-08",
                                        "2024-01-31",
                                        "2024-02-01",
                                        "2024-02-02",
                                        "2024-02-03",
                                        "2024-02-29",
                                        "2024-03-01")
                                .stream()
                                .filter(day -> stay.isInCourse(LocalDate.parse(day))))
                .containsExactly("2024-01-08", "2024-01-31", "2024-02-03", "2024-02-29");
    }

    @Test
    void whoOnlyAppliedOrWasEnteredByMistakeWasNeverInTheCourse() {
        apply(stay(1, "APPLIED", "\"removed\": false"));
        assertThat(staysIn("a")).isEmpty();
        apply(
                stay(
                        2,
                        "WITHDRAWN",
                        """
                        "enrolledOn": null, "withdrawal": {"on": "2024-03-01"}, "leaves": [],
                        "statuses": [{"status": "APPLIED", "on": "2024-01-01"}]
                        """));
        assertThat(staysIn("a")).isEmpty();
        apply(stay(3, "ENROLLED", "\"enrolledOn\": null, \"leaves\": []"));
        assertThat(staysIn("a")).containsExactly(new CourseStay("s", null, null, List.of()));
        apply(stay(4, "ENROLLED", "\"removed\": true"));
        assertThat(staysIn("a")).isEmpty();
    }

    @Test
    void cohortSaysWhichDaysAreTrainingDays() {
        apply(
                event(
                        "Cohort",
                        "a",
                        1,
                        """
                        {"timeZone": "Asia/Seoul", "startDate": "2024-02-07",
                         "endDate": "2024-02-14", "trainingWeekdays": ["WEDNESDAY", "FRIDAY"],
                         "holidays": ["2024-02-09"]}
                        """));

        KnownCohort cohort =
                new Cohorts(new Lookup(cohorts, Mono.just(false)))
                        .find("a")
                        .blockOptional()
                        .orElseThrow();
        assertThat(cohort.trainingDays().stream().map(LocalDate::toString))
                .containsExactly("2024-02-07", "2024-02-14");
        assertThat(cohort.trainingDays(LocalDate.MIN, LocalDate.parse("2024-02-13")))
                .containsExactly(LocalDate.parse("2024-02-07"));
        assertThat(cohort.trainingDays(LocalDate.parse("2024-03-01"), LocalDate.MAX)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cohort | {} | startDate",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"trainingWeekdays\": [\"MONDAY\"], \"holidays\": []} | timeZone",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"timeZone\": \"Mars/Olympus\", \"trainingWeekdays\": [\"MONDAY\"], \"holidays\": []} | timeZone",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2023-01-02\", \"timeZone\": \"Asia/Seoul\", \"trainingWeekdays\": [\"MONDAY\"], \"holidays\": []} | endDate",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"timeZone\": \"Asia/Seoul\", \"trainingWeekdays\": [\"SOMEDAY\"], \"holidays\": []} | trainingWeekdays",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"timeZone\": \"Asia/Seoul\", \"trainingWeekdays\": [\"MONDAY\"], \"holidays\": [\"soon\"]} | holidays",
                "Cohort | {\"startDate\": \"2024-01-02\", \"endDate\": \"2024-07-31\", \"timeZone\": \"Asia/Seoul\", \"trainingWeekdays\": [\"MONDAY\"]} | holidays",
                "Enrollment | {\"cohortId\": \"a\", \"status\": \"ENROLLED\"} | studentId",
                "Enrollment | {\"studentId\": \"s\", \"status\": \"ENROLLED\"} | cohortId",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\"} | status",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\", \"status\": \"ENROLLED\", \"leaves\": []} | enrolledOn",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\", \"status\": \"ENROLLED\", \"enrolledOn\": null} | leaves",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\", \"status\": \"WITHDRAWN\"} | on",
                "Enrollment | {\"studentId\": \"s\", \"cohortId\": \"a\", \"status\": \"WITHDRAWN\", \"withdrawal\": {\"on\": \"2024-02-01\"}} | statuses",
                "Erasure | {} | erasedOn",
                "Erasure | {\"erasedOn\": \"yesterday\"} | erasedOn",
            })
    void poisonIsParkedByTheNameOfItsField(String aggregate, String state, String field) {
        assertThatThrownBy(() -> feed.read(event(aggregate, "id", 1, state)))
                .isInstanceOf(Undecodable.class)
                .hasMessageContaining(field);
    }
}
