package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Imports of attendance with a curriculum that says what it is told to, or nothing. */
@org.jspecify.annotations.NullUnmarked
class AttendanceImportsTest extends ImportedRosters {

    private static final String SHEET = "date,student,status\n";
    private static final String TWO = SHEET + "2024-03-04,1,LATE\n2024-03-04,3,PRESENT\n";

    private long answers;

    // ---- what staff and the curriculum do

    private RosterImport begin(String csv, boolean preview) {
        AttendanceFile file = AttendanceFile.read(csv.getBytes(StandardCharsets.UTF_8), null, null);
        return now(service.imports.begin(COHORT, "staff", file, preview, null));
    }

    private List<Versioned<AttendanceImport>> pieces() {
        return now(service.attendance.page(null, 100).collectList());
    }

    private static <T> T until(Mono<T> look, Predicate<T> wanted) {
        return now(
                look.filter(wanted)
                        .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(10)))
                        .timeout(Duration.ofSeconds(30)));
    }

    private List<Row> asked(Step step) {
        return until(
                        service.attendance.page(null, 100).collectList(),
                        all -> all.stream().anyMatch(each -> each.state().step() == step))
                .getLast()
                .state()
                .rows();
    }

    /** Says of all that is asked for by now that each row was new, or was taken back. */
    private void answer() {
        for (Versioned<AttendanceImport> piece : pieces()) {
            int rows = piece.state().rows().size();
            boolean undo = piece.state().step() == Step.UNDO;
            ObjectNode state =
                    service.json
                            .createObjectNode()
                            .put("request", piece.version())
                            .put("added", rows)
                            .put("changed", 0)
                            .put("unchanged", 0)
                            .put("rejected", 0)
                            .put("restored", undo ? 1 : 0)
                            .put("kept", undo ? 1 : 0)
                            .put("removed", false);
            var problems = state.putArray("problems");
            if (undo) {
                problems.addObject().put("row", 3).putNull("field").put("code", "TOUCHED_LATER");
            }
            say(piece.id(), state);
        }
    }

    private void say(String id, ObjectNode state) {
        Event event =
                new Event(
                        AttendanceOutcomes.AGGREGATE,
                        id,
                        ++answers,
                        1,
                        "curriculum",
                        Instant.EPOCH,
                        List.of(),
                        state,
                        null);
        service.outcomes.write(List.of(AttendanceOutcomes.row(event))).block();
    }

    private RosterImport found(RosterImport one) {
        return now(service.imports.find(one.importId()));
    }

    // ---- who is who

    @Test
    void studentsAreFoundByNumberByAddressAndByTheIdOfAnExport() {
        service.importing(THREE);
        String own = service.enrolled().get("2").state().studentId();

        RosterImport begun =
                begin(
                        SHEET
                                + "2024-03-04, 1 ,LATE\n2024-03-04,ANN@Example.org,LATE\n2024-03-04,"
                                + own
                                + ",LATE\n",
                        true);

        assertThat(begun.progress().rejected()).isZero();
        assertThat(asked(Step.PREVIEW))
                .extracting(Row::studentId)
                .containsExactly(
                        service.enrolled().get("1").state().studentId(),
                        service.enrolled().get("3").state().studentId(),
                        own);
    }

    @Test
    void whoIsNotFoundOrTwiceIsAProblemThatQuotesNothing() {
        // The number of the second is the address of the first.
        service.importing(HEADER + "1,A,a@example.org,,,\na@example.org,B,b@example.org,,,\n");

        RosterImport begun =
                begin(
                        SHEET
                                + "2024-03-04,who,LATE\n2024-03-04,a@example.org,LATE\n"
                                + "2024-03-05,b@example.org,LATE\n2024-03-05,B@example.org,ABSENT\n"
                                + "2024-03-06,1,LATE\n",
                        false);

        assertThat(begun.source().rejected()).isEqualTo(4);
        assertThat(begun.problems())
                .extracting(each -> each.row() + " " + each.field() + " " + each.code())
                .containsExactly(
                        "2 student UNKNOWN_STUDENT",
                        "3 student AMBIGUOUS_STUDENT",
                        "4 student SAME_DAY_TWICE",
                        "5 student SAME_DAY_TWICE");
        assertThat(asked(Step.APPLY)).extracting(Row::row).containsExactly(6);
    }

    @Test
    void aFileOfWhichNoRowCanBeUsedIsOverAtOnceAndNobodyIsAsked() {
        RosterImport over = service.end(begin(TWO, false));

        assertThat(over.phase()).isEqualTo(Phase.DONE);
        assertThat(over.progress()).isEqualTo(new Progress(0, 0, 0, 2, 0, 0));
        assertThat(pieces()).isEmpty();
    }

    // ---- from preview to undo

    @Test
    void aPreviewIsAppliedAndUndoneAndItsRowsDoNotStay() {
        service.importing(THREE);
        RosterImport begun = begin(TWO, true);
        asked(Step.PREVIEW);
        answer();
        RosterImport previewed = service.end(begun);
        assertThat(previewed.phase()).isEqualTo(Phase.PREVIEWED);
        assertThat(previewed.preview()).isEqualTo(new Preview(2, 0, 0, 0, 0, 0));

        now(service.imports.apply(begun.importId()));
        assertThat(asked(Step.APPLY)).hasSize(2);
        answer();
        RosterImport done = service.end(begun);
        assertThat(done.progress()).isEqualTo(new Progress(1, 2, 0, 0, 0, 0));
        assertThat(asked(Step.KEEP)).isEmpty();
        // They go a moment after it is said to be done.
        until(
                service.store.attendance(begun.importId(), 0).defaultIfEmpty(List.of()),
                List::isEmpty);

        RosterImport undoing = now(service.imports.undo(begun.importId(), Duration.ZERO));
        assertThat(undoing.phase()).isEqualTo(Phase.UNDOING);
        asked(Step.UNDO);
        answer();
        RosterImport undone = service.end(begun);
        assertThat(undone.phase()).isEqualTo(Phase.UNDONE);
        assertThat(undone.progress()).isEqualTo(new Progress(1, 2, 0, 0, 1, 1));
        assertThat(undone.problems())
                .extracting(each -> each.row() + " " + each.code())
                .containsExactly("3 TOUCHED_LATER");
        asked(Step.END);
        assertThat(pieces().getFirst().state().publicState().removed()).isTrue();
    }

    @Test
    void piecesAreCarriedOutOneAfterAnother() {
        service.importing(THREE);
        StringBuilder csv = new StringBuilder(SHEET);
        for (int i = 0; i < 300; i++) {
            csv.append(ImportService.START.plusDays(i % 150)).append(i < 150 ? ",1" : ",3");
            csv.append(",LATE\n");
        }
        RosterImport begun = begin("" + csv, false);
        asked(Step.APPLY);
        assertThat(pieces()).hasSize(1);
        assertThat(pieces().getFirst().state().rows()).hasSize(AttendanceWork.PIECE_ROWS);

        answer();
        until(service.attendance.page(null, 9).collectList(), all -> all.size() == 2);
        assertThat(found(begun).phase()).isEqualTo(Phase.APPLYING);
        answer();

        assertThat(service.end(begun).progress()).isEqualTo(new Progress(2, 300, 0, 0, 0, 0));
    }

    // ---- trouble

    @Test
    void whileTheCurriculumIsAwayTheImportRunsAndIsNobodysFailure() {
        service.importing(THREE);
        RosterImport begun = begin(TWO, false);
        asked(Step.APPLY);

        RosterImport free =
                until(service.imports.find(begun.importId()), each -> each.lease() == null);
        service.imports.lookAfter().block();
        RosterImport held =
                until(service.imports.find(begun.importId()), each -> each.lease() != null);

        assertThat(free.phase()).isEqualTo(Phase.APPLYING);
        assertThat(Objects.requireNonNull(held.lease()).attempts()).isEqualTo(1);
        assertThat(pieces().getFirst().version()).isEqualTo(1);
        answer();
        assertThat(service.end(begun).progress().applied()).isEqualTo(2);
    }

    @Test
    void aProcessThatDiesWhileItWaitsLeavesTheRestToAnother() {
        service.importing(THREE);
        RosterImport begun = begin(TWO, false);
        asked(Step.APPLY);
        service.die();
        answer();

        ImportService other = another();
        ImportService.pass(RosterImport.LEASE);
        other.imports.lookAfter().block();

        RosterImport done = other.end(begun);
        assertThat(done.progress()).isEqualTo(new Progress(1, 2, 0, 0, 0, 0));
        asked(Step.KEEP);
        assertThat(pieces().getFirst().version()).isEqualTo(2);
    }

    @Test
    void aPreviewThatWaitedADayIsForgottenOnBothSides() {
        service.importing(THREE);
        RosterImport begun = begin(TWO, true);
        asked(Step.PREVIEW);
        answer();
        service.end(begun);

        ImportService.pass(Duration.ofHours(25));
        service.imports.lookAfter().block();

        assertThat(found(begun).phase()).isEqualTo(Phase.FAILED);
        assertThat(pieces().getFirst().state().step()).isEqualTo(Step.END);
        // They go a moment after it is said to be done.
        until(
                service.store.attendance(begun.importId(), 0).defaultIfEmpty(List.of()),
                List::isEmpty);
        now(service.imports.undo(begun.importId(), Duration.ofSeconds(10)));
        assertThat(found(begun).phase()).isEqualTo(Phase.UNDONE);
    }

    @Test
    void anAnswerToAnOlderRequestIsNotTakenForTheNewOne() {
        service.importing(THREE);
        RosterImport begun = begin(TWO, true);
        asked(Step.PREVIEW);
        answer();
        service.end(begun);
        String piece = pieces().getFirst().id();
        var outcomes = new AttendanceOutcomes(service.outcomes);

        assertThat(outcomes.find(piece, 1).blockOptional()).isPresent();
        assertThat(outcomes.find(piece, 2).blockOptional()).isEmpty();
    }
}
