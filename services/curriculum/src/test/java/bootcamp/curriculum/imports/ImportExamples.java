package bootcamp.curriculum.imports;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.attendance.Clause;
import bootcamp.curriculum.attendance.IntakeDesk.Field;
import bootcamp.curriculum.attendance.IntakeDesk.Planned;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import bootcamp.curriculum.attendance.IntakeDesk.Row;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.imports.OutcomeCommand.NoteStep;
import bootcamp.curriculum.imports.OutcomeCommand.PlanRows;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of imported attendance: one story for the examples, and any number by chance. */
public final class ImportExamples {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 30;
    private static final LocalDate DAY = LocalDate.parse("2025-03-03");
    private static final String FIRST = COHORT + "~018df3a1c2005f0c77aa90fe81bc0001.0";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<
                    AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
            outcomes =
                    new AggregatesInMemory<>(
                            AttendanceImportOutcome.TYPE,
                            CurriculumApplication.NAME,
                            PARTITIONS,
                            this::now,
                            said::add);

    private ImportExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        ImportExamples story = new ImportExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        ImportExamples story = new ImportExamples();
        story.told();
        return List.of(story.outcomes.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        ImportExamples history = new ImportExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(40_000));
            history.outcomes.transact(
                    COHORT + "~018df3a1c200." + random.nextInt(4),
                    random.nextInt(3) == 0
                            ? new PlanRows(history.plan())
                            : history.note(
                                    1 + random.nextInt(5), Step.values()[random.nextInt(4)]));
        }
        return List.copyOf(history.said);
    }

    private void told() {
        does(note(1, Step.PREVIEW));
        does(new PlanRows(plan()));
        does(note(2, Step.APPLY));
        does(
                new NoteStep(
                        4,
                        Step.UNDO,
                        new Counts(0, 0, 0, 0, 1, 1),
                        List.of(new Problem(3, null, "TOUCHED_LATER"))));
        does(new NoteStep(5, Step.END, Counts.NONE, List.of()));
    }

    private Plan plan() {
        Entry before =
                new Entry(List.of(Mark.ABSENT), Clause.STAFF_SET, false, "account", now, null);
        return new Plan(
                Plans.staff(now),
                List.of(
                        new Planned(row(2, "student-1"), null),
                        new Planned(row(3, "student-3"), before)),
                new Counts(1, 1, 1, 1, 0, 0),
                problems());
    }

    private static Row row(int number, String studentId) {
        return new Row(number, DAY, studentId, List.of(Mark.PRESENT));
    }

    private static List<Problem> problems() {
        return List.of(new Problem(5, Field.DATE, "SHEET_CLOSED"));
    }

    private static NoteStep note(long request, Step step) {
        return new NoteStep(request, step, new Counts(1, 1, 1, 1, 0, 0), problems());
    }

    private void does(OutcomeCommand command) {
        outcomes.transact(FIRST, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plusSeconds(300);
    }
}
