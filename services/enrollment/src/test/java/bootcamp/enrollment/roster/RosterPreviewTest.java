package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static bootcamp.enrollment.roster.ImportService.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.Preview;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A roster that is looked at first, and one that is taken back. */
@org.jspecify.annotations.NullUnmarked
class RosterPreviewTest extends ImportedRosters {

    // ---- preview

    @Test
    void aPreviewSaysWhatWouldHappenAndChangesNothing() {
        service.importing(THREE);
        var before = service.enrolled();

        RosterImport preview =
                service.previewing(THREE.replace("Ann Lee", "Ann Li") + "4,New,,,,\n5,,no,,,\n");

        assertThat(preview.phase()).isEqualTo(Phase.PREVIEWED);
        assertThat(preview.preview()).isEqualTo(new Preview(1, 1, 2, 0, 1, 1));
        assertThat(preview.progress().rejected()).isEqualTo(1);
        assertThat(service.enrolled()).isEqualTo(before);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(3);
    }

    @Test
    void aPreviewCountsTheSeatsThatItPromised() {
        now(edit(600));

        RosterImport preview = service.previewing(many(700));

        assertThat(preview.preview()).isEqualTo(new Preview(600, 0, 0, 0, 100, 600));
    }

    @Test
    void whatWasPreviewedIsApplied() {
        RosterImport preview = service.previewing(THREE);

        RosterImport done = service.applying(preview);
        RosterImport again = service.applying(preview);

        assertCounts(done, 3, 0, 0);
        assertThat(again).isEqualTo(done);
        assertThat(done.preview()).isEqualTo(preview.preview());
    }

    @Test
    void aPreviewThatWaitedADayIsGone() {
        RosterImport preview = service.previewing(THREE);
        ImportService.pass(Duration.ofHours(25));

        assertRefused(() -> service.applying(preview), "IMPORT_EXPIRED");
        service.imports.lookAfter().block();

        RosterImport over = now(service.imports.find(preview.importId()));
        assertThat(over.phase()).isEqualTo(Phase.FAILED);
        assertThat(now(service.store.piece(preview.importId(), 0)).rows()).isEmpty();
        assertRefused(() -> service.applying(preview), "IMPORT_OVER");
    }

    // ---- undo

    @Test
    void anUndoneRowIsVoidAndItsPersonSomebodyNewWhenItComesAgain() {
        RosterImport done = service.importing(THREE);

        RosterImport undone = service.undoing(done);

        assertThat(undone.phase()).isEqualTo(Phase.UNDONE);
        assertThat(undone.progress().restored()).isEqualTo(3);
        assertThat(now(service.enrollments.page(null, 10).collectList()))
                .hasSize(3)
                .allMatch(each -> each.state().standing().removed());
        assertThat(service.enrolled()).isEmpty();
        assertThat(service.cohort().ledger().seats().taken()).isZero();
        assertCounts(service.importing(THREE), 3, 0, 0);
        assertThat(service.enrolled())
                .hasSize(3)
                .allSatisfy((id, e) -> assertThat(e.version()).isEqualTo(1));
    }

    @Test
    void anUndoneRowOfSomebodyWhoIsEnrolledElsewhereRevivesWhenItComesAgain() {
        RosterImport done = service.importing(THREE);
        String student = service.enrolled().get("1").state().studentId();
        enrollElsewhere(student);

        service.undoing(done);

        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(1);
        assertCounts(service.importing(THREE), 3, 0, 0);
        assertThat(now(service.enrollments.find(ImportService.enrollmentId(COHORT, student))))
                .satisfies(
                        revived -> {
                            assertThat(revived.version()).isEqualTo(3);
                            assertThat(revived.state().standing().removed()).isFalse();
                        });
    }

    private void enrollElsewhere(String student) {
        var term = new EnrollmentCommand.Term(ImportService.START, ImportService.END);
        var applying =
                new EnrollmentCommand.Register(
                        student,
                        "elsewhere",
                        Status.APPLIED,
                        ImportService.START,
                        term,
                        null,
                        stamp());
        now(service.persons.enrolling(Map.of(student, "there"), "staff").thenReturn(1));
        now(service.enrollments.transact("there", applying));
        now(service.persons.enrolled(List.of(student), "staff").thenReturn(1));
    }

    @Test
    void anUndoPutsBackWhatStoodBefore() {
        service.importing(THREE);
        var before = service.enrolled();
        RosterImport change =
                service.importing(
                        HEADER + "1,김바다,,2024-01-09,2024-05-01,TIME\n2,,,,2024-04-01,\n4,,,,,\n");

        RosterImport undone = service.undoing(change);

        assertCounts(change, 3, 0, 0);
        assertThat(undone.progress().restored()).isEqualTo(3);
        assertThat(service.standing("1")).isEqualTo(before.get("1").state().standing());
        assertThat(service.standing("2")).isEqualTo(before.get("2").state().standing());
        assertThat(service.enrolled()).doesNotContainKey("4");
        assertThat(nameOf("1")).isEqualTo("김하늘");
        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(1);
    }

    @Test
    void aRowThatSomebodyTouchedLaterStaysAndIsReported() {
        RosterImport done = service.importing(THREE);
        withdraw("1");

        RosterImport undone = service.undoing(done);

        assertThat(undone.progress().restored()).isEqualTo(2);
        assertThat(undone.progress().kept()).isEqualTo(1);
        assertThat(undone.problems())
                .containsExactly(new RosterProblem(2, null, "TOUCHED_LATER", java.util.Map.of()));
        assertThat(service.standing("1").status()).isEqualTo(Status.WITHDRAWN);
    }

    @Test
    void undoingTwiceIsUndoingOnce() {
        RosterImport done = service.importing(THREE);

        RosterImport undone = service.undoing(done);

        assertThat(service.undoing(done)).isEqualTo(undone);
    }

    @Test
    void aPreviewThatIsUndoneIsGone() {
        RosterImport preview = service.previewing(THREE);

        assertThat(service.undoing(preview).phase()).isEqualTo(Phase.UNDONE);
        assertRefused(() -> service.applying(preview), "IMPORT_OVER");
    }
}
