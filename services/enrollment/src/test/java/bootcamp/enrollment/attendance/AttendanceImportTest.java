package bootcamp.enrollment.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.AttendanceStepAsked;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import bootcamp.platform.aggregate.Story;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttendanceImportTest {

    private static final String ID = "ai-lab-3~018df3a1c2005f0c.4";
    private static final Stamp STAMP = new Stamp(Instant.parse("2024-03-04T03:00:00Z"), "staff");
    private static final List<Row> ROWS =
            List.of(
                    new Row(
                            2,
                            LocalDate.parse("2024-03-04"),
                            "s1",
                            List.of(Mark.EARLY_LEAVE, Mark.LATE)));

    private static AskStep ask(Step step) {
        return new AskStep(step, ROWS, STAMP);
    }

    @Test
    void theCohortAndTheImportAreInTheId() {
        AttendanceImport piece = AttendanceImport.initial(ID);

        assertThat(piece.cohortId()).isEqualTo("ai-lab-3");
        assertThat(piece.importId()).isEqualTo("ai-lab-3~018df3a1c2005f0c");
        assertThat(AttendanceImport.idOf(piece.importId(), 4)).isEqualTo(ID);
    }

    @Test
    void aStepIsAskedForOnceAndNeverAgainAfterALaterOne() {
        var piece = Story.of(AttendanceImport.TYPE, ID);

        piece.when(ask(Step.PREVIEW)).yields(AttendanceStepAsked.class);
        piece.when(ask(Step.PREVIEW)).staysQuiet();
        piece.when(ask(Step.APPLY)).yields(AttendanceStepAsked.class);
        piece.when(ask(Step.UNDO)).yields(AttendanceStepAsked.class);
        piece.when(ask(Step.APPLY)).staysQuiet();
        piece.when(ask(Step.KEEP)).staysQuiet();
        piece.when(ask(Step.END)).yields(AttendanceStepAsked.class);
        piece.when(ask(Step.UNDO)).staysQuiet();

        assertThat(piece.state().step()).isEqualTo(Step.END);
    }

    @Test
    void rowsAreSaidAsLongAsTheyAreNeededAndMarksInTheirOrder() {
        AttendanceImport asked =
                AttendanceImport.initial(ID)
                        .evolve(new AttendanceStepAsked(Step.APPLY, ROWS, STAMP));
        AttendanceImport kept = asked.evolve(new AttendanceStepAsked(Step.KEEP, List.of(), STAMP));
        AttendanceImport over = kept.evolve(new AttendanceStepAsked(Step.END, List.of(), STAMP));

        assertThat(asked.publicState().rows().getFirst().marks())
                .containsExactly(Mark.LATE, Mark.EARLY_LEAVE);
        assertThat(kept.publicState().rows()).isEmpty();
        assertThat(kept.publicState().removed()).isFalse();
        assertThat(over.publicState().removed()).isTrue();
        assertThat(over.publicState().cohortId()).isEqualTo("ai-lab-3");
    }
}
