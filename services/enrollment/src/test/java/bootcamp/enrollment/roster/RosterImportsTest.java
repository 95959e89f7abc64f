package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static bootcamp.enrollment.roster.ImportService.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.Preview;
import java.text.Normalizer;
import java.time.LocalDate;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A roster that is applied: what becomes of its rows. */
@org.jspecify.annotations.NullUnmarked
class RosterImportsTest extends ImportedRosters {

    @Test
    void rowsBecomeEnrollments() {
        RosterImport done = service.importing(THREE);

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertCounts(done, 3, 0, 0);
        assertThat(service.standing("1").status()).isEqualTo(Status.ENROLLED);
        assertThat(service.standing("2").withdrawal())
                .isEqualTo(
                        new Standing.Withdrawal(
                                LocalDate.of(2024, 3, 5), WithdrawalReason.EMPLOYMENT, null));
        assertThat(service.standing("2").enrolledOn()).isNull();
        assertThat(service.standing("3").status()).isEqualTo(Status.WITHDRAWN);
        assertThat(done.warnings())
                .extracting(RosterProblem::row, RosterProblem::code)
                .containsExactly(tuple(4, "BEFORE_ENTRY"));
    }

    @Test
    void theLedgerKnowsAllOfThemAndHoldsNothing() {
        service.importing(THREE);

        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(1);
        assertThat(service.cohort().ledger().enrollmentIds()).hasSize(3);
        assertThat(service.cohort().ledger().holds()).isEmpty();
    }

    @Test
    void theSameRosterAgainChangesNothing() {
        service.importing(THREE);
        var before = service.enrolled();

        RosterImport again = service.importing(THREE);

        assertCounts(again, 0, 3, 0);
        assertThat(service.enrolled()).isEqualTo(before);
    }

    @Test
    void blanksAndCompositionMakeNoOtherPerson() {
        service.importing(THREE);

        RosterImport again =
                service.importing(
                        Normalizer.normalize(
                                THREE.replace("김하늘", " 김하늘\u00a0").replace("ann@", " ANN@"),
                                Normalizer.Form.NFD));

        assertCounts(again, 0, 3, 0);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(3);
    }

    @Test
    void whatARosterSaysAnewIsApplied() {
        service.importing(THREE);

        RosterImport changed =
                service.importing(
                        HEADER
                                + "1,김하늘,sky@example.org,2024-01-05,,\n"
                                + "2,이바다,,,2024-03-06,건강\n"
                                + "3,Ann Lee,ann@example.org,2024-01-03,2024-01-02,\n");

        assertCounts(changed, 2, 1, 0);
        assertThat(service.standing("1").enrolledOn()).isEqualTo(LocalDate.of(2024, 1, 5));
        assertThat(service.standing("2").withdrawal())
                .isEqualTo(
                        new Standing.Withdrawal(
                                LocalDate.of(2024, 3, 6), WithdrawalReason.HEALTH, null));
        assertThat(service.standing("3").withdrawal())
                .extracting(Standing.Withdrawal::reason)
                .isEqualTo(WithdrawalReason.NO_SHOW);
    }

    @Test
    void anEmptyCellTakesNothingAway() {
        service.importing(HEADER + "1,김하늘,a@example.org,2024-01-02,,\n");
        withdraw("1");

        RosterImport old = service.importing(HEADER + "1,,,,,\n");

        assertCounts(old, 0, 1, 0);
        assertThat(service.standing("1").status()).isEqualTo(Status.WITHDRAWN);
    }

    @Test
    void rowsBeyondCapacityAreRejectedOneByOne() {
        now(edit(2));

        RosterImport full =
                service.importing(
                        HEADER + "1,,,,,\n2,,,,,\n3,,,,,\n4,,,,2024-02-01,TIME\n5,,,,,\n");

        assertCounts(full, 3, 0, 2);
        assertThat(full.problems())
                .extracting(RosterProblem::row, RosterProblem::code)
                .containsExactly(tuple(4, "COHORT_FULL"), tuple(6, "COHORT_FULL"));
        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(2);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(3);
    }

    @Test
    void oneOfAnErasedPersonIsRejected() {
        service.importing(THREE);
        now(
                Mono.from(
                        service.peopleDatabase
                                .getCollection("claims")
                                .updateMany(
                                        new Document(),
                                        new Document("$set", new Document("erased", true)))));

        RosterImport again = service.importing(THREE);

        assertCounts(again, 0, 0, 3);
        assertThat(again.problems())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(
                        tuple(2, null, "ERASED"),
                        tuple(3, "externalId", "ERASED"),
                        tuple(4, null, "ERASED"));
    }

    @Test
    void twoPeopleInOneRowAreAConflict() {
        service.importing(THREE);

        RosterImport mixed =
                service.previewing(HEADER + "1,,ann@example.org,,,\n9,,haneul@example.org,,,\n");

        assertThat(mixed.preview()).isEqualTo(new Preview(0, 0, 0, 2, 0, 0));
        assertThat(mixed.problems())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(
                        tuple(2, "email", "TWO_PEOPLE"),
                        tuple(3, "externalId", "OTHER_EXTERNAL_ID"));
    }

    @Test
    void oneWhoComesAgainInALaterPieceIsAConflict() {
        now(edit(2_000));
        service.importing(HEADER + "K,김하늘,k@example.org,2024-01-02,,\n");
        String twice =
                many(RosterImports.PIECE_ROWS)
                        .replace(HEADER, HEADER + "K,,,2024-01-05,,\n")
                        .concat(",,k@example.org,2024-01-09,,\n");
        int last = RosterImports.PIECE_ROWS + 3;
        var again =
                new RosterProblem(last, null, "SAME_PERSON_TWICE", java.util.Map.of("other", 2));

        RosterImport preview = service.previewing(twice);
        RosterImport done = service.applying(preview);

        assertThat(preview.source().pieces()).isEqualTo(2);
        assertThat(preview.problems()).containsExactly(again);
        assertThat(preview.preview())
                .isEqualTo(
                        new Preview(
                                RosterImports.PIECE_ROWS, 1, 0, 1, 0, RosterImports.PIECE_ROWS));
        assertThat(done.problems()).containsExactly(again);
        assertCounts(done, RosterImports.PIECE_ROWS + 1, 0, 1);
        assertThat(service.standing("K").enrolledOn()).isEqualTo(LocalDate.of(2024, 1, 5));
        assertThat(service.importing(twice).problems()).containsExactly(again);
    }

    @Test
    void daysThatNoCommandWouldTakeAreAppliedWithAWarning() {
        service.importing(THREE);

        RosterImport odd =
                service.importing(
                        HEADER
                                + "1,,,,2024-06-03,\n"
                                + "2,,,2024-03-05,,\n"
                                + "4,,,,2024-08-05,TIME\n");

        assertCounts(odd, 3, 0, 0);
        assertThat(odd.warnings())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(
                        tuple(2, "withdrawnOn", "DAY_AHEAD"),
                        tuple(3, "enrolledOn", "AFTER_LEAVING"),
                        tuple(4, "withdrawnOn", "AFTER_THE_END"),
                        tuple(4, "withdrawnOn", "DAY_AHEAD"));
    }

    @Test
    void rowsThatCannotBeReadAreCountedAndTheRestIsApplied() {
        RosterImport done = service.importing(HEADER + "1,,,2024-02-30,,\n2,,,,,\n");

        assertCounts(done, 1, 0, 1);
        assertThat(done.problems())
                .extracting(RosterProblem::row, RosterProblem::code)
                .containsExactly(tuple(2, "NO_SUCH_DATE"));
    }

    @Test
    void aRosterWithoutAUsableRowIsDoneAtOnce() {
        assertCounts(service.importing(HEADER + "1,,,never,,\n"), 0, 0, 1);
    }

    @Test
    void aClosedCohortTakesNoRoster() {
        now(
                service.cohorts.transact(
                        COHORT, new CohortCommand.CloseCohort(ImportService.END, stamp())));

        assertRefused(() -> service.begin(THREE, false), "COHORT_CLOSED");
        assertThat(service.count(service.database, "importPieces")).isZero();
    }

    @Test
    void aCohortThatIsNotThereTakesNoRoster() {
        assertRefused(
                () ->
                        now(
                                service.imports.begin(
                                        "nowhere",
                                        "staff",
                                        ImportService.file(THREE),
                                        false,
                                        null)),
                "COHORT_NOT_FOUND");
    }
}
