package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.AttendancePolicy;
import bootcamp.curriculum.attendance.Clause;
import bootcamp.curriculum.attendance.DayPolicy;
import bootcamp.curriculum.attendance.IntakeDesk;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.attendance.Sheet;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.EnrollmentFeed;
import bootcamp.curriculum.school.Roster;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.Event;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** As much of the service as imports need, with a cohort of some students, on a database. */
final class Intake implements AutoCloseable {

    static final String COHORT = "ai-lab-3";
    static final LocalDate DAY = LocalDate.parse("2024-03-04");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Every look at the clock is a millisecond later. */
    private static final AtomicLong NOW =
            new AtomicLong(Instant.parse("2024-03-10T00:00:00Z").toEpochMilli());

    private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(NOW.incrementAndGet());

    private final OutboxRelay relay;
    final AggregateStore<Sheet, SheetCommand, OfSheet> sheets;
    final AggregateStore<AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
            outcomes;
    final IntakeDesk desk;
    final Importer importer;

    /**
     * @param suffix of the collections
     * @param students {@code s0} and so on
     */
    Intake(MongoDatabase database, String suffix, int students) {
        var kafka =
                new MockProducer<String, byte[]>(
                        true, null, new StringSerializer(), new ByteArraySerializer());
        relay = new OutboxRelay("curriculum", 12, kafka, CLOCK);
        sheets = new AggregateStore<>(Sheet.TYPE, database, "sheets" + suffix, JSON, CLOCK, relay);
        outcomes =
                new AggregateStore<>(
                        AttendanceImportOutcome.TYPE,
                        database,
                        "outcomes" + suffix,
                        JSON,
                        CLOCK,
                        relay);
        var policies =
                new AggregateStore<>(
                        AttendancePolicy.TYPE, database, "policies" + suffix, JSON, CLOCK, relay);
        var cohorts = new Projection(database, "cohorts" + suffix);
        var stays = new Projection(database, "stays" + suffix);
        var roster = new Roster(stays, new Lookup(stays, Mono.just(false)));
        desk =
                new IntakeDesk(
                        sheets,
                        new AttendanceDesk(
                                sheets,
                                policies,
                                new Cohorts(new Lookup(cohorts, Mono.just(false))),
                                roster,
                                CLOCK),
                        roster);
        importer = new Importer(outcomes, desk, CLOCK);
        var feed =
                new EnrollmentFeed(
                        cohorts,
                        new Projection(database, "students" + suffix),
                        stays,
                        _ -> Mono.empty(),
                        Mono.empty());
        feed.apply(feed.read(cohort())).block();
        for (int i = 0; i < students; i++) {
            feed.apply(feed.read(enrollment("s" + i))).block();
        }
    }

    private static Event cohort() {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", COHORT)
                        .put("timeZone", "Asia/Seoul")
                        .put("startDate", "2024-01-02")
                        .put("endDate", "2024-07-31");
        for (String day : List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")) {
            state.withArray("trainingWeekdays").add(day);
        }
        state.putArray("holidays");
        return event("Cohort", COHORT, state);
    }

    private static Event enrollment(String studentId) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("studentId", studentId)
                        .put("cohortId", COHORT)
                        .put("status", "ENROLLED")
                        .put("removed", false)
                        .putNull("enrolledOn");
        state.putArray("leaves");
        state.putArray("statuses").addObject().put("status", "ENROLLED").putNull("on");
        return event("Enrollment", studentId + "-e", state);
    }

    private static Event event(String aggregate, String id, ObjectNode state) {
        return new Event(aggregate, id, 1, 1, "enrollment", Instant.EPOCH, List.of(), state, null);
    }

    // ---- what staff do by hand

    void mark(String studentId, LocalDate day, Mark... marks) {
        Marking marking = new Marking(studentId, List.of(marks), Clause.STAFF_SET, false);
        sheets.transact(
                        COHORT + "." + day,
                        new MarkStudents(List.of(marking), DayPolicy.ofSheet(1), stamp("hand")))
                .block();
    }

    void close(LocalDate day) {
        sheets.transact(
                        COHORT + "." + day,
                        new CloseSheet(Set.of(), DayPolicy.ofSheet(1), stamp("hand")))
                .block();
    }

    static Stamp stamp(String by) {
        return new Stamp(CLOCK.instant(), by);
    }

    // ---- what there is

    /** The marks of all sheets, by day and student. */
    String marks() {
        TreeMap<String, String> all = new TreeMap<>();
        for (var sheet : sheets.page(null, 1_000).toIterable()) {
            sheet.state()
                    .entries()
                    .forEach(
                            (student, entry) ->
                                    all.put(
                                            sheet.state().date() + " " + student,
                                            entry.marks().toString()));
        }
        return all.toString();
    }

    AttendanceImportOutcome outcome(String id) {
        return outcomes.find(id).blockOptional().orElseThrow().state();
    }

    @Override
    public void close() {
        relay.close();
    }
}
