package bootcamp.bench;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand.OpenCohort;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Partitions;
import bootcamp.platform.event.Topics;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fills the enrollment topic as the service would: every record comes from a real decision, folded
 * and encoded by the service's own code.
 */
final class CohortTopic {

    static final LocalDate START = LocalDate.of(2024, 1, 2);
    static final LocalDate END = LocalDate.of(2024, 7, 31);

    private static final String SERVICE = "enrollment";
    private static final Instant AT = Instant.parse("2024-01-02T00:00:00Z");
    private static final Stamp STAMP = new Stamp(AT, "bench");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Producer<String, byte[]> producer;
    private final Term term;
    private final String timeZone;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long sent;
    private int opened;

    CohortTopic(Producer<String, byte[]> producer) {
        this(producer, new Term(START, END), "Asia/Seoul");
    }

    /** Of cohorts with other dates. */
    CohortTopic(Producer<String, byte[]> producer, Term term, String timeZone) {
        this.producer = producer;
        this.term = term;
        this.timeZone = timeZone;
    }

    /**
     * Cohorts, with training every day, of students who enroll, take and end leaves, and of whom
     * every third withdraws.
     *
     * @return how many records
     */
    long fill(int cohorts, int students, int leaves) throws InterruptedException {
        for (int c = 0; c < cohorts; c++) {
            String cohortId = cohortId(c);
            open(cohortId, students);
            for (int s = 0; s < students; s++) {
                live(cohortId, s, leaves);
            }
        }
        flush();
        return sent;
    }

    /**
     * Of cohorts that are in the middle of their time.
     *
     * @param days since their start, and up to their end
     */
    static CohortTopic running(
            Producer<String, byte[]> producer, LocalDate today, int days, String timeZone) {
        return new CohortTopic(
                producer, new Term(today.minusDays(days), today.plusDays(days)), timeZone);
    }

    /**
     * Cohorts that were not there before, of students who have just begun.
     *
     * @return their ids
     */
    List<String> openMore(int cohorts, int students) throws InterruptedException {
        List<String> ids =
                IntStream.range(opened, opened + cohorts).mapToObj(CohortTopic::cohortId).toList();
        opened += cohorts;
        for (String cohortId : ids) {
            open(cohortId, students);
            for (int s = 0; s < students; s++) {
                enroll(cohortId, s);
            }
        }
        flush();
        return ids;
    }

    static String cohortId(int c) {
        return "bench-%05d".formatted(c);
    }

    static String studentId(String cohortId, int s) {
        return "student-" + enrollmentId(cohortId, s);
    }

    private static String enrollmentId(String cohortId, int s) {
        return "%s-%06d".formatted(cohortId, s);
    }

    void open(String cohortId, int students) {
        CohortPlan plan =
                new CohortPlan(
                        "Bench",
                        cohortId,
                        term.start(),
                        term.end(),
                        timeZone,
                        students,
                        List.of(DayOfWeek.values()),
                        List.of());
        new Life<>(Cohort.TYPE, cohortId).then(new OpenCohort(plan, STAMP));
    }

    private void live(String cohortId, int s, int leaves) {
        var life = enroll(cohortId, s);
        for (int i = 0; i < leaves; i++) {
            LocalDate from = term.start().plusDays(14L * i + 3);
            life.then(new TakeLeave(from, null, from, term, STAMP));
            life.then(new EndLeave(null, from.plusDays(4), from.plusDays(4), term, STAMP));
        }
        if (s % 3 == 0) {
            life.then(withdrawal(14 * leaves + 10 + s % 60));
        }
    }

    /** One student who has just begun; the life goes on with further commands. */
    Life<Enrollment, EnrollmentCommand, ?> enroll(String cohortId, int s) {
        LocalDate start = term.start();
        var life = new Life<>(Enrollment.TYPE, enrollmentId(cohortId, s));
        life.then(new ApplyRow(studentId(cohortId, s), cohortId, start, null, start, AT, STAMP));
        return life;
    }

    EnrollmentCommand withdrawal(int day) {
        LocalDate on = term.start().plusDays(Math.min(day, 200));
        return new Withdraw(on, WithdrawalReason.TIME, null, on, term, STAMP);
    }

    void flush() throws InterruptedException {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the topic could not be filled", failed);
        }
    }

    /** One aggregate, command by command; each makes a record. */
    final class Life<S, C, E> {

        private final AggregateType<S, C, E> type;
        private final String id;
        private S state;
        private long version;

        Life(AggregateType<S, C, E> type, String id) {
            this.type = type;
            this.id = id;
            this.state = type.initial().apply(id);
        }

        void then(C command) {
            switch (type.decide().apply(state, command)) {
                case Decision.Accepted<E>(var facts) -> {
                    facts.forEach(fact -> state = type.evolve().apply(state, fact));
                    version++;
                    send();
                }
                case Decision.Refused<E>(var refusal) ->
                        throw new IllegalStateException(refusal.code());
            }
        }

        private void send() {
            Event event =
                    new Event(
                            type.name(),
                            id,
                            version,
                            type.version(),
                            SERVICE,
                            AT,
                            List.of(),
                            JSON.valueToTree(type.publicState().apply(state)),
                            null);
            int partition =
                    Partitions.of(type.partitionKey().apply(state), Surroundings.PARTITIONS);
            ProducerRecord<String, byte[]> record =
                    EventCodec.ofAll().encode(Topics.events(SERVICE), partition, event);
            producer.send(
                    record,
                    (_, failed) -> {
                        if (failed != null) {
                            failure.set(failed);
                        }
                    });
            sent++;
        }
    }
}
