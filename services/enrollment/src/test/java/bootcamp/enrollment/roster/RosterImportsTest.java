package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static bootcamp.enrollment.roster.ImportService.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.RefusedException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Imports through the real aggregates, on a server that speaks MongoDB's protocol. */
@org.jspecify.annotations.NullUnmarked
class RosterImportsTest {

    private static final String HEADER = "externalId,name,email,enrolledOn,withdrawnOn,reason\n";
    private static final String THREE =
            HEADER
                    + "1,김하늘,haneul@example.org,2024-01-02,,\n"
                    + "2,이바다,,,2024-03-05,취업\n"
                    + "3,Ann Lee,ann@example.org,2024-01-03,2024-01-02,NO_SHOW\n";

    private final EmbeddedDatabase server = EmbeddedDatabase.inMemory();
    private final List<ImportService> services = new ArrayList<>();
    private final ImportService service = another();

    private ImportService another() {
        ImportService started = new ImportService(server.uri());
        services.add(started);
        return started;
    }

    @BeforeEach
    void open() {
        service.open(100);
    }

    @AfterEach
    void stop() {
        services.forEach(ImportService::close);
        server.close();
    }

    // ---- applying

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
    void tenThousandRowsAreAppliedOnce() {
        now(edit(10_000));

        RosterImport done = service.importing(many(10_000));

        assertCounts(done, 10_000, 0, 0);
        assertThat(service.count(service.database, "enrollments")).isEqualTo(10_000);
        assertThat(service.count(service.peopleDatabase, "persons")).isEqualTo(10_000);
        assertThat(service.cohort().ledger().seats().taken()).isEqualTo(10_000);
        assertCounts(service.importing(many(10_000)), 0, 10_000, 0);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anImportThatIsKilledAgainAndAgainIsAppliedOnce(int seed) throws InterruptedException {
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

    // ---- words

    private static String many(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "s%d,Name %d,m%d@example.org,2024-01-02,,".formatted(i, i, i))
                .collect(Collectors.joining("\n", HEADER, "\n"));
    }

    private Mono<Boolean> edit(int capacity) {
        return service.cohorts
                .transact(
                        COHORT,
                        new CohortCommand.EditCohort(
                                null, null, null, null, null, capacity, null, null, stamp()))
                .map(outcome -> outcome.changed());
    }

    private void withdraw(String externalId) {
        var term = new EnrollmentCommand.Term(ImportService.START, ImportService.END);
        Stamp stamp = stamp();
        now(
                service.enrollments.transact(
                        service.enrolled().get(externalId).id(),
                        new EnrollmentCommand.Withdraw(
                                LocalDate.of(2024, 3, 1),
                                WithdrawalReason.TIME,
                                null,
                                LocalDate.of(2024, 3, 1),
                                term,
                                stamp)));
    }

    private String nameOf(String externalId) {
        return now(Mono.from(
                        service.peopleDatabase
                                .getCollection("persons")
                                .find(new Document("externalId", externalId))))
                .getString("name");
    }

    private String everything() {
        return now(
                Flux.from(service.database.listCollectionNames())
                        .flatMap(name -> service.database.getCollection(name).find())
                        .map(RosterImportsTest::text)
                        .collect(Collectors.joining()));
    }

    private static String text(Document document) {
        StringBuilder text = new StringBuilder(document.toJson());
        Object rows = document.get("rows");
        if (rows instanceof org.bson.types.Binary binary) {
            text.append(new String(binary.getData(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static void assertCounts(RosterImport of, int applied, int unchanged, int rejected) {
        assertThat(of.failure()).isNull();
        assertThat(
                        List.of(
                                of.progress().applied(),
                                of.progress().unchanged(),
                                of.progress().rejected()))
                .isEqualTo(List.of(applied, unchanged, rejected));
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String code) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }
}
