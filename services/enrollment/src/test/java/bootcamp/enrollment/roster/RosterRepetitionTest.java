package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.platform.aggregate.CommandKey;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Rosters that are large, come twice or are broken off, and what they leave lying about. */
@org.jspecify.annotations.NullUnmarked
class RosterRepetitionTest extends ImportedRosters {

    // ---- what lies about

    @Test
    void nothingPersonalLiesInTheDatabaseOfEnrollments() {
        service.previewing(THREE);
        service.importing(THREE);

        assertThat(everything()).doesNotContain("하늘", "haneul", "Ann", "ann@");
    }

    @Test
    void rowsAreGoneWhenAnImportIsOver() {
        RosterImport done = service.importing(THREE);

        service.imports.lookAfter().block();

        assertThat(now(service.store.piece(done.importId(), 0)).rows()).isEmpty();
        assertThat(service.store.stagedIds().block()).isEmpty();
    }

    @Test
    void importsOfACohortAreListedTheNewestFirst() {
        RosterImport first = service.importing(THREE);
        RosterImport second = service.importing(THREE);

        assertThat(service.imports.ofCohort(COHORT, null, 10).collectList().block())
                .containsExactly(second, first);
        assertThat(service.imports.ofCohort(COHORT, second.importId(), 10).collectList().block())
                .containsExactly(first);
        assertRefused(
                () -> service.imports.ofCohort("ai-lab", null, 10).collectList().block(),
                "COHORT_NOT_FOUND");
    }

    @Test
    void theSameRequestAgainIsTheSameImport() {
        CommandKey key = new CommandKey("k", "b");
        var first = beginning(key);

        assertThat(beginning(key).importId()).isEqualTo(first.importId());
        assertRefused(() -> beginning(new CommandKey("k", "other")), "IDEMPOTENCY_KEY_REUSED");
        assertThat(service.end(first).progress().applied()).isEqualTo(3);
    }

    @Test
    void rowsWhoseProcessEndedBeforeTheirImportWasWrittenDoNotKeepItFromComing() {
        CommandKey key = new CommandKey("k", "b");
        RosterImport cut = service.end(previewing(key));
        Document written = new Document("_id", cut.importId());
        now(Mono.from(service.database.getCollection("imports").deleteOne(written)));

        RosterImport again = service.end(previewing(key));

        assertThat(again.importId()).isEqualTo(cut.importId());
        assertThat(service.applying(again).progress().applied()).isEqualTo(3);
    }

    private RosterImport previewing(CommandKey key) {
        return now(service.imports.begin(COHORT, "staff", ImportService.file(THREE), true, key));
    }

    private RosterImport beginning(CommandKey key) {
        return now(service.imports.begin(COHORT, "staff", ImportService.file(THREE), false, key));
    }

    // ---- many, twice, and interrupted

    @Test
    void rowsOfSeveralPiecesAreAppliedOnce() {
        appliedOnce(3 * RosterImports.PIECE_ROWS + 1);
    }

    @Tag("full")
    @Test
    void tenThousandRowsAreAppliedOnce() {
        appliedOnce(10_000);
    }

    private void appliedOnce(int rows) {
        now(edit(rows));

        RosterImport done = service.importing(many(rows));

        assertCounts(done, rows, 0, 0);
        assertThat(service.count(service.database, "enrollments")).isEqualTo(rows);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(rows);
        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(rows);
        assertCounts(service.importing(many(rows)), 0, rows, 0);
    }

    @Test
    void twoAtOnceMakeNobodyTwice() {
        now(edit(2_000));
        ImportService other = another();

        RosterImport one = service.begin(many(1_200), false);
        RosterImport two = other.begin(many(1_200), false);
        one = service.end(one);
        two = other.end(two);

        assertThat(one.progress().rejected() + two.progress().rejected()).isZero();
        assertThat(one.progress().applied() + one.progress().unchanged()).isEqualTo(1_200);
        assertThat(two.progress().applied() + two.progress().unchanged()).isEqualTo(1_200);
        assertThat(service.count(service.database, "enrollments")).isEqualTo(1_200);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(1_200);
        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(1_200);
        assertThat(service.enrolled()).allSatisfy((id, e) -> assertThat(e.version()).isEqualTo(1));
    }

    @Test
    void anImportThatIsKilledAgainAndAgainIsAppliedOnce() throws InterruptedException {
        killedAgainAndAgain(1);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void anImportThatIsKilledAtOtherMomentsIsAppliedOnce(int seed) throws InterruptedException {
        killedAgainAndAgain(seed);
    }

    private void killedAgainAndAgain(int seed) throws InterruptedException {
        now(edit(2_000));
        Random random = new Random(seed);
        RosterImport begun = service.begin(many(1_600), false);
        int kills = 0;
        for (ImportService at = service; kills < 12; at = another(), kills++) {
            at.imports.lookAfter().block();
            Thread.sleep(random.nextInt(150));
            at.die();
            ImportService.pass(RosterImport.LEASE);
        }
        ImportService last = another();
        last.imports.lookAfter().block();
        RosterImport done = last.end(begun);

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertCounts(done, 1_600, 0, 0);
        assertThat(last.cohort().ledger().seats().taken()).isEqualTo(1_600);
        assertThat(last.cohort().ledger().holds()).isEmpty();
        assertThat(last.enrolled())
                .hasSize(1_600)
                .allSatisfy((id, e) -> assertThat(e.version()).isEqualTo(1));
        assertThat(last.undoing(done).progress().restored()).isEqualTo(1_600);
    }

    @Test
    void oneProcessAtATimeWorksAtAnImport() {
        ImportService other = another();
        RosterImport begun = service.begin(many(1_000), false);

        other.imports.lookAfter().block();

        RosterImport done = service.end(begun);
        assertThat(done.progress().applied() + done.progress().rejected()).isEqualTo(1_000);
    }

    @Test
    void anImportThatBreaksOffAgainAndAgainFails() {
        RosterImport begun = service.previewing(THREE);
        service.die();
        now(Mono.from(service.database.getCollection("importPieces").deleteMany(new Document())));
        RosterImport stuck = begun.applying();
        now(service.store.replace(stuck));

        for (int i = 0; i <= RosterImport.ATTEMPTS_MAX + 1; i++) {
            RosterImport at = now(service.imports.find(begun.importId()));
            now(
                    service.store.replace(
                            at.taken("somebody who died", ImportService.CLOCK.instant())));
            ImportService.pass(RosterImport.LEASE);
        }
        ImportService other = another();
        other.imports.lookAfter().block();

        assertThat(other.end(stuck).failure())
                .isEqualTo(new RosterImport.Failure("IMPORT_BROKE_OFF", java.util.Map.of()));
    }
}
