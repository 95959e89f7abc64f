package bootcamp.curriculum.imports;

import static bootcamp.curriculum.imports.Intake.COHORT;
import static bootcamp.curriculum.imports.Intake.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.IntakeDesk.Field;
import bootcamp.curriculum.attendance.IntakeDesk.Planned;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import bootcamp.curriculum.attendance.IntakeDesk.Row;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.imports.OutcomeCommand.PlanRows;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What enrollment asks of imported attendance, carried out once whatever happens in between. */
@org.jspecify.annotations.NullUnmarked
class ImporterTest {

    private static final EmbeddedDatabase SERVER = EmbeddedDatabase.inMemory();
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();
    private static final String ID = COHORT + "~018df3a1c2005f0c77aa90fe81bc0001.0";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Intake intake =
            new Intake(
                    MongoClients.create(SERVER.uri()).getDatabase("intake"),
                    "" + COLLECTIONS.incrementAndGet(),
                    3);

    @AfterEach
    void stop() {
        intake.close();
    }

    private static Row row(int number, String student, int daysLater, Mark... marks) {
        return new Row(number, DAY.plusDays(daysLater), student, List.of(marks));
    }

    /** Some that are new, one that changes, one that is so, and two that can't be entered. */
    private List<Row> rows() {
        intake.mark("s0", DAY, Mark.ABSENT);
        intake.mark("s1", DAY, Mark.LATE);
        return List.of(
                row(2, "s0", 0, Mark.LATE, Mark.OUTING),
                row(3, "s1", 0, Mark.LATE),
                row(4, "s2", 0, Mark.PRESENT),
                row(5, "s0", 1, Mark.PRESENT),
                row(6, "s0", 5, Mark.PRESENT),
                row(7, "s0", 42, Mark.PRESENT));
    }

    private void carryOut(Step step, long version, List<Row> rows) {
        intake.importer
                .carryOut(new ImportRequest(ID, version, COHORT, step, "staff", rows))
                .block();
    }

    private Counts counts() {
        return intake.outcome(ID).counts();
    }

    // ---- the way of a piece

    @Test
    void aPreviewSaysWhatAnApplicationThenDoes() {
        List<Row> rows = rows();
        String before = intake.marks();

        carryOut(Step.PREVIEW, 1, rows);
        assertThat(counts()).isEqualTo(new Counts(2, 1, 1, 2, 0, 0));
        assertThat(intake.marks()).isEqualTo(before);

        carryOut(Step.APPLY, 2, rows);
        assertThat(counts()).isEqualTo(new Counts(2, 1, 1, 2, 0, 0));
        assertThat(intake.outcome(ID).problems())
                .containsExactly(
                        new Problem(6, Field.DATE, "NOT_A_TRAINING_DAY"),
                        new Problem(7, Field.DATE, "DAY_TO_COME"));
        assertThat(intake.marks())
                .isEqualTo(
                        "{2024-03-04 s0=[LATE, OUTING], 2024-03-04 s1=[LATE], 2024-03-04 s2=[PRESENT],"
                                + " 2024-03-05 s0=[PRESENT]}");

        carryOut(Step.UNDO, 4, List.of());
        assertThat(counts()).isEqualTo(new Counts(0, 0, 0, 0, 3, 0));
        assertThat(intake.marks()).isEqualTo(before);
        assertThat(intake.outcome(ID).plan()).isNull();

        carryOut(Step.END, 5, List.of());
        assertThat(intake.outcome(ID).publicState().removed()).isTrue();
    }

    @Test
    void aRequestThatComesAgainOrLateDoesNothing() {
        List<Row> rows = rows();
        carryOut(Step.APPLY, 2, rows);
        carryOut(Step.UNDO, 3, List.of());
        long version = intake.outcomes.find(ID).block().version();
        String after = intake.marks();

        carryOut(Step.UNDO, 3, List.of());
        carryOut(Step.APPLY, 2, rows);
        carryOut(Step.PREVIEW, 1, rows);

        assertThat(intake.outcomes.find(ID).block().version()).isEqualTo(version);
        assertThat(intake.marks()).isEqualTo(after);
    }

    @Test
    void anUndoOfWhatWasNeverAppliedTakesNothingBack() {
        List<Row> rows = rows();
        carryOut(Step.PREVIEW, 1, rows);

        carryOut(Step.UNDO, 2, List.of());

        assertThat(counts()).isEqualTo(Counts.NONE);
        assertThat(intake.marks()).contains("s0=[ABSENT]");
    }

    @Test
    void marksAreTakenBackByARowAndComeBackByTheUndo() {
        intake.mark("s0", DAY, Mark.LATE);

        carryOut(Step.APPLY, 1, List.of(row(2, "s0", 0), row(3, "s1", 0)));
        assertThat(counts()).isEqualTo(new Counts(0, 1, 1, 0, 0, 0));
        assertThat(intake.marks()).isEqualTo("{}");

        carryOut(Step.UNDO, 2, List.of());
        assertThat(intake.marks()).isEqualTo("{2024-03-04 s0=[LATE]}");
    }

    // ---- kills

    @Test
    void aKillAfterThePlanEntersByThePlanWhatNobodyTouched() {
        List<Row> rows = rows();
        Plan plan = planned(rows);
        intake.mark("s2", DAY, Mark.EXCUSED);

        carryOut(Step.APPLY, 2, rows);

        assertThat(counts()).isEqualTo(new Counts(1, 1, 1, 3, 0, 0));
        assertThat(intake.outcome(ID).problems()).startsWith(new Problem(4, null, "TOUCHED_LATER"));
        assertThat(intake.outcome(ID).plan()).isEqualTo(plan);
        assertThat(intake.marks()).contains("s2=[EXCUSED]", "s0=[LATE, OUTING]");
    }

    @Test
    void aKillAfterTheDeedFindsItDoneAndWritesNothingAgain() {
        List<Row> rows = rows();
        Plan plan = planned(rows);
        intake.desk.enter(COHORT, plan.rows(), plan.stamp()).block();
        long version = intake.sheets.find(COHORT + "." + DAY).block().version();

        carryOut(Step.APPLY, 2, rows);

        assertThat(counts()).isEqualTo(new Counts(2, 1, 1, 2, 0, 0));
        assertThat(intake.sheets.find(COHORT + "." + DAY).block().version()).isEqualTo(version);
    }

    @Test
    void whatStaffSetBetweenTheDeedAndItsRepetitionStays() {
        List<Row> rows = rows();
        Plan plan = planned(rows);
        intake.desk.enter(COHORT, plan.rows(), plan.stamp()).block();
        intake.mark("s0", DAY, Mark.EXCUSED);

        carryOut(Step.APPLY, 2, rows);
        carryOut(Step.UNDO, 3, List.of());

        assertThat(counts()).isEqualTo(new Counts(0, 0, 0, 0, 2, 1));
        assertThat(intake.marks()).isEqualTo("{2024-03-04 s0=[EXCUSED], 2024-03-04 s1=[LATE]}");
    }

    @Test
    void aKillInTheMiddleOfAnUndoIsFinished() {
        List<Row> rows = rows();
        String before = intake.marks();
        carryOut(Step.APPLY, 2, rows);
        Plan plan = intake.outcome(ID).plan();
        List<Planned> some = plan.rows().subList(0, 2);
        intake.desk.takeBack(COHORT, some, plan.stamp(), Intake.stamp("staff")).block();

        carryOut(Step.UNDO, 3, List.of());

        assertThat(counts()).isEqualTo(new Counts(0, 0, 0, 0, 3, 0));
        assertThat(intake.marks()).isEqualTo(before);
    }

    private Plan planned(List<Row> rows) {
        carryOut(Step.PREVIEW, 1, rows);
        List<Planned> news =
                intake.desk.judge(COHORT, rows).block().stream()
                        .filter(each -> each.news())
                        .map(each -> new Planned(each.row(), each.before()))
                        .toList();
        Stamp stamp = Intake.stamp("staff");
        Plan plan = new Plan(stamp, news, counts(), intake.outcome(ID).problems());
        intake.outcomes.transact(ID, new PlanRows(plan)).block();
        return plan;
    }

    // ---- closed days

    @Test
    void aClosedDayTakesNoRowAndGivesNoneBack() {
        carryOut(Step.APPLY, 1, List.of(row(2, "s0", 0, Mark.LATE), row(3, "s0", 1, Mark.LATE)));
        intake.close(DAY);

        carryOut(Step.UNDO, 2, List.of());
        assertThat(counts()).isEqualTo(new Counts(0, 0, 0, 0, 1, 1));
        assertThat(intake.outcome(ID).problems())
                .containsExactly(new Problem(2, Field.DATE, "SHEET_CLOSED"));
        assertThat(intake.marks()).isEqualTo("{2024-03-04 s0=[LATE]}");

        String other = ID.replace(".0", ".1");
        intake.importer
                .carryOut(
                        new ImportRequest(
                                other,
                                1,
                                COHORT,
                                Step.APPLY,
                                "staff",
                                List.of(row(2, "s0", 0, Mark.LATE), row(3, "s1", 0, Mark.LATE))))
                .block();
        assertThat(intake.outcome(other).counts()).isEqualTo(new Counts(0, 0, 1, 1, 0, 0));
        assertThat(intake.outcome(other).problems())
                .containsExactly(new Problem(3, Field.DATE, "SHEET_CLOSED"));
    }

    // ---- the feed

    private static Event event(String state) {
        return new Event(
                "AttendanceImport",
                ID,
                3,
                1,
                "enrollment",
                Instant.EPOCH,
                List.of(),
                JSON.readTree(state).asObject(),
                null);
    }

    private static final String GOOD =
            """
            {"cohortId": "ai-lab-3", "importId": "i", "step": "APPLY", "by": "staff", "removed": false,
             "rows": [{"row": 2, "date": "2024-03-04", "studentId": "s0", "marks": ["LATE", "OUTING"]}]}
            """;

    private final ImportFeed feed = new ImportFeed(intake.importer);

    @Test
    void aRequestIsReadAndToKeepIsNone() {
        assertThat(feed.read(event(GOOD)))
                .containsExactly(
                        new ImportRequest(
                                ID,
                                3,
                                COHORT,
                                Step.APPLY,
                                "staff",
                                List.of(row(2, "s0", 0, Mark.LATE, Mark.OUTING))));
        assertThat(feed.read(event(GOOD.replace("APPLY", "KEEP")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"APPLY\" > \"LEAP\"",
                "\"2024-03-04\" > \"monday\"",
                "\"marks\" > \"mark\"",
                "\"LATE\" > \"ABSENT\"",
                "\"LATE\" > \"AWAY\"",
                "\"row\": 2 > \"row\": \"2\"",
                "\"by\" > \"whose\""
            })
    void whatDoesNotFitIsUndecodable(String change) {
        String[] parts = change.split(" > ");

        assertThatThrownBy(() -> feed.read(event(GOOD.replace(parts[0], parts[1]))))
                .isInstanceOf(Undecodable.class);
    }

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(ImportFeed.SERVICE);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsRead(Example example) {
        Event event = ImportFeed.CODEC.decode(example.record());

        assertThat(feed.read(event).isEmpty())
                .isEqualTo(!event.aggregate().equals("AttendanceImport"));
    }

    // ---- delivery

    /** Each is some hundred writes to a database. */
    private static final int SEEDS = 4;

    private final DeliveryKit kit = new DeliveryKit(ImportReading::history);

    @Test
    void marksAreTheSameHoweverRequestsAreDelivered() {
        kit.holdsFor(ImportReading::new, SEEDS);
    }

    @Test
    void aReaderThatForgetsWhatItAnsweredIsFoundOut() {
        assertThat(kit.finds(ImportReading.Forgetful::new)).isNotNull();
    }
}
