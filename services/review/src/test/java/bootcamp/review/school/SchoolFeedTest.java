package bootcamp.review.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.projection.BatchReading;
import bootcamp.platform.projection.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may review what as this service learns of it from three topics. What guards it against older
 * versions is the platform's {@code Projection}, whose mutants its own delivery test finds.
 */
class SchoolFeedTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 4;

    private static final int SEEDS_FULL = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Those of which anything is kept here. */
    private static final Set<String> KEPT =
            Set.of(
                    "Cohort",
                    "Enrollment",
                    "Erasure",
                    "Module",
                    "Session",
                    "Sheet",
                    "Lecture",
                    "Competition",
                    "Team");

    private final SchoolFeed feed =
            new SchoolFeed(BatchReading.projections(SchoolBeans.PROJECTIONS));

    /** A topic, by whom it is written and how it is read here. */
    private enum Topic {
        ENROLLMENT(SchoolFeed.ENROLLMENT, bootcamp.enrollment.Histories::of),
        CURRICULUM(SchoolFeed.CURRICULUM, bootcamp.curriculum.Histories::of),
        COMPETITION(SchoolFeed.COMPETITION, bootcamp.competition.Histories::of);

        private final EventCodec codec;
        private final LongFunction<List<ProducerRecord<String, byte[]>>> histories;

        Topic(EventCodec codec, LongFunction<List<ProducerRecord<String, byte[]>>> histories) {
            this.codec = codec;
            this.histories = histories;
        }

        String service() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Without what is not kept: an example of each shows that. */
        Log history(long seed) {
            return Log.of(
                    histories.apply(seed).stream()
                            .filter(each -> KEPT.contains(each.key().split("/", 2)[0]))
                            .toList());
        }

        void holdsFor(int seeds) {
            new DeliveryKit(this::history)
                    .holdsFor(
                            () ->
                                    new BatchReading<>(
                                            codec, SchoolBeans.PROJECTIONS, SchoolFeed::new),
                            seeds);
        }
    }

    static Stream<Example> examples() {
        return Stream.of(Topic.values())
                .flatMap(each -> Contracts.ofThisCheckout().examples(each.service()).stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleEverPublishedIsRead(Example example) {
        Topic topic =
                Stream.of(Topic.values())
                        .filter(each -> example.record().topic().endsWith(each.service()))
                        .findFirst()
                        .orElseThrow();
        Event event = topic.codec.decode(example.record());

        var entries = feed.read(event);

        if (!KEPT.contains(event.aggregate())) {
            assertThat(entries).isEmpty();
        }
        feed.apply(entries).block();
    }

    @ParameterizedTest
    @EnumSource
    void deliveryDoesNotMatter(Topic topic) {
        topic.holdsFor(SEEDS);
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void deliveryDoesNotMatterForHundredsOfSeeds(Topic topic) {
        topic.holdsFor(SEEDS_FULL);
    }

    private static Event event(String aggregate, String state) {
        return event(aggregate, 1, state);
    }

    private static Event event(String aggregate, int version, String state) {
        return new Event(
                aggregate,
                "id",
                version,
                1,
                "any",
                Instant.EPOCH,
                List.of(),
                JSON.readTree(state),
                null);
    }

    @Test
    void claimThatLapsedBeforeAnybodyWasEnrolledSaysNothing() {
        String state =
                "{\"studentId\": \"\", \"cohortId\": \"\", \"status\": \"APPLIED\", \"removed\": true}";

        assertThat(feed.read(event("Enrollment", state))).isEmpty();
    }

    /** Whichever comes last, what the newer one says of its cohorts stands. */
    @Test
    void lectureIsOfNoFormerCohortWhicheverRecordComesFirst() {
        String state =
                """
                {"cohortIds": [%s], "formerCohortIds": [%s], "title": "t", "status": "%s",
                 "startsAt": "2024-03-14T19:00:00+09:00", "endsAt": "2024-03-14T21:00:00+09:00",
                 "cameStudentIds": ["s"]%s}""";
        Event wide = event("Lecture", 1, state.formatted("\"a\", \"b\"", "", "PUBLISHED", ""));
        Event moved =
                event(
                        "Lecture",
                        2,
                        state.formatted("\"a\"", "\"b\"", "HELD", ", \"unmarkedStudentIds\": []"));

        List<String> inTurn = kept(List.of(wide, moved));

        assertThat(inTurn).containsExactly("a/id seated=[s]", "b/id removed");
        assertThat(kept(List.of(moved, wide))).isEqualTo(inTurn);
    }

    private static List<String> kept(List<Event> events) {
        Map<String, Projection> into = BatchReading.projections(SchoolBeans.PROJECTIONS);
        SchoolFeed feed = new SchoolFeed(into);
        events.forEach(each -> feed.apply(feed.read(each)).block());
        return Flux.just("a/", "b/")
                .concatMap(Objects.requireNonNull(into.get("lectures"))::findUnder)
                .map(
                        each ->
                                each.id()
                                        + (each.removed()
                                                ? " removed"
                                                : " seated=" + each.fields().get("seated")))
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cohort | {} | timeZone",
                "Cohort | {\"timeZone\": \"Mars/Olympus\", \"programme\": \"p\"} | timeZone",
                "Cohort | {\"timeZone\": \"Asia/Seoul\", \"programme\": \"p\"} | startDate",
                "Enrollment | {\"cohortId\": \"a\", \"status\": \"ENROLLED\"} | studentId",
                "Enrollment | {\"studentId\": \"s\", \"status\": \"ENROLLED\"} | cohortId",
                "Module | {\"cohortId\": \"a\", \"name\": \"m\", \"from\": \"soon\"} | from",
                "Sheet | {\"cohortId\": \"a\"} | date",
                "Lecture | {\"cohortIds\": [\"a\"], \"formerCohortIds\": []} | status",
                "Lecture | {\"status\": \"PUBLISHED\"} | cohortIds",
                "Lecture | {\"status\": \"HELD\", \"title\": \"t\"} | startsAt",
                "Competition | {} | cohortIds",
                "Team | {\"scored\": 1} | members",
            })
    void poisonIsParkedByTheNameOfItsField(String aggregate, String state, String field) {
        assertThatThrownBy(() -> feed.read(event(aggregate, state)))
                .isInstanceOf(Undecodable.class)
                .hasMessageContaining(field);
    }
}
