package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.Plans;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.SeatFeed.Hint;
import bootcamp.enrollment.roster.SeatKeeper.Claimed;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.Event;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.stream.StreamFeed;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Hints for ledgers, shared by two processes of the service, one of which stops. */
class SeatFeedTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final long SECONDS_MAX = 40;
    private static final int COHORTS = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void whatAProcessLeftBetweenEnrollingAndSettlingIsSettledByTheOther() throws Exception {
        int other = SERVICE.startAnother();
        List<String> cohorts = IntStream.range(0, COHORTS).mapToObj(i -> "left-" + i).toList();
        for (String cohort : cohorts) {
            open(cohort);
            enrollWithoutSettling(other, cohort);
        }
        StreamFeed<?> feed = SERVICE.bean(0, "seatHints", StreamFeed.class);
        await(() -> feed.isBehind().blockOptional().filter(behind -> !behind).isPresent());

        SERVICE.stop(other);

        await(() -> cohorts.stream().allMatch(SeatFeedTest::isSettled));
    }

    private static void open(String cohortId) {
        var opened =
                SERVICE.as(RunningService.STAFF)
                        .post(
                                "/api/cohorts",
                                """
                                {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                                 "startDate": "2024-01-02", "endDate": "2024-07-31",
                                 "timeZone": "Asia/Seoul", "capacity": 3}
                                """
                                        .formatted(cohortId));
        assertThat(opened.status()).isEqualTo(201);
    }

    /** As a process that dies just before its ledger is told. */
    private static void enrollWithoutSettling(int process, String cohortId) {
        String enrollmentId = "enrollment-of-" + cohortId;
        SeatKeeper seats = SERVICE.bean(process, SeatKeeper.class);
        Claimed claimed = seats.claim(cohortId, enrollmentId, Wish.SEAT, null).block();
        assertThat(claimed).isNotNull();
        assertThat(isSettled(cohortId)).isFalse();
        enrollments(process)
                .transact(
                        enrollmentId,
                        new Register(
                                "student-of-" + cohortId,
                                cohortId,
                                Status.ENROLLED,
                                Plans.START,
                                Plans.TERM,
                                claimed.since(),
                                Plans.staff()))
                .block();
    }

    private static boolean isSettled(String cohortId) {
        return cohorts()
                .find(cohortId)
                .blockOptional()
                .orElseThrow()
                .state()
                .ledger()
                .holds()
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments(
            int process) {
        return SERVICE.bean(process, "enrollments", AggregateStore.class);
    }

    @SuppressWarnings("unchecked")
    private static AggregateStore<Cohort, CohortCommand, OfCohort> cohorts() {
        return SERVICE.bean(0, "cohorts", AggregateStore.class);
    }

    @Test
    void eventsOfLedgersAndEnrollmentsAreHintsAndOthersAreNone() {
        SeatFeed feed = new SeatFeed(SERVICE.bean(SeatKeeper.class), Mono.empty());

        assertThat(feed.read(event("Cohort", "c", "{}"))).containsExactly(new Hint.OfCohort("c"));
        assertThat(feed.read(event("Enrollment", "e", "{\"cohortId\": \"c\"}")))
                .containsExactly(new Hint.OfEnrollment("c", "e", 7));
        assertThat(feed.read(event("Enrollment", "lapsed", "{\"removed\": true}"))).isEmpty();
        assertThat(feed.read(event("Erasure", "s", "{}"))).isEmpty();
    }

    private static Event event(String aggregate, String id, String state) {
        return new Event(
                aggregate,
                id,
                7,
                1,
                "enrollment",
                Instant.EPOCH,
                List.of(),
                JSON.readTree(state),
                null);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        boolean holds = condition.getAsBoolean();
        for (int i = 0; i < SECONDS_MAX * 20 && !holds; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            holds = condition.getAsBoolean();
        }
        assertThat(holds).isTrue();
    }
}
