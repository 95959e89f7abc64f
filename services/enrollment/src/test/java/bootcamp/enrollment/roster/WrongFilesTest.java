package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonEdit;
import bootcamp.enrollment.person.Said;
import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.roster.RosterImport.Phase;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A file that was wrong can be taken back, and leaves nobody and nothing in the way of the right
 * one.
 */
@org.jspecify.annotations.NullUnmarked
class WrongFilesTest {

    private static final String HEADER = "externalId,name,email\n";
    private static final String SHIFTED =
            HEADER + "1,Ann,bora@example.org\n2,Bora,ann@example.org\n";
    private static final String RIGHT = HEADER + "1,Ann,ann@example.org\n2,Bora,bora@example.org\n";

    private final EmbeddedDatabase server = EmbeddedDatabase.inMemory();
    private final ImportService service = new ImportService(server.uri());

    @BeforeEach
    void open() {
        service.open(100);
    }

    @AfterEach
    void stop() {
        service.close();
        server.close();
    }

    @Test
    void theRightFileIsAppliedAfterTheWrongOneWasUndone() {
        RosterImport wrong = service.importing(SHIFTED);

        RosterImport undone = service.undoing(wrong);
        RosterImport right = service.importing(RIGHT);

        assertThat(undone.progress().restored()).isEqualTo(2);
        assertThat(right.problems()).isEmpty();
        assertThat(right.progress().applied()).isEqualTo(2);
        assertThat(emails()).isEqualTo(Map.of("1", "ann@example.org", "2", "bora@example.org"));
    }

    @Test
    void nothingIsLeftOfPeopleWhomAnUndoneFileBrought() {
        service.importing(HEADER + "3,Choi,choi@example.org\n");
        Set<Document> before = people();

        service.undoing(service.importing(SHIFTED));

        assertThat(people()).isEqualTo(before);
    }

    @Test
    void whoIsEnrolledElsewhereStaysAndIsAsBefore() {
        service.importing(HEADER + "1,Ann,\n2,Bora,\n");
        Set<String> before = claims();

        service.undoing(service.importing(SHIFTED));

        assertThat(emails()).isEmpty();
        assertThat(claims()).isEqualTo(before);
        assertThat(service.importing(RIGHT).progress().applied()).isEqualTo(2);
    }

    @Test
    void anAddressThatAFileTookAwayIsFreeAndComesBackByTheUndo() {
        service.importing(HEADER + "1,Ann,old@example.org\n");
        Set<String> before = claims();
        RosterImport changing = service.importing(HEADER + "1,Ann,new@example.org\n");
        assertThat(claims()).hasSize(2).isNotEqualTo(before);

        service.undoing(changing);

        assertThat(emails()).isEqualTo(Map.of("1", "old@example.org"));
        assertThat(claims()).isEqualTo(before);
    }

    @Test
    void anAddressThatIsSomebodyElsesMeanwhileStaysAwayAndIsReported() {
        service.importing(HEADER + "1,Ann,a@example.org\n");
        RosterImport changing = service.importing(HEADER + "1,Anne,b@example.org\n");
        service.importing(HEADER + "2,Bora,a@example.org\n");

        RosterImport undone = service.undoing(changing);

        assertThat(emails()).isEqualTo(Map.of("2", "a@example.org"));
        assertThat(person("1").name()).isEqualTo("Ann");
        assertThat(undone.problems())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(tuple(2, "email", "TOUCHED_LATER"));
    }

    @Test
    void whoWasErasedStaysErasedWhenTheFileIsUndone() {
        RosterImport wrong = service.importing(SHIFTED);
        now(service.persons.erase(person("1").studentId(), LocalDate.of(2024, 3, 2)).thenReturn(1));
        Set<String> claims = claims();

        service.undoing(wrong);

        assertThat(claims()).isSubsetOf(claims).hasSize(2);
        assertThat(service.importing(RIGHT).problems())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(tuple(2, "externalId", "ERASED"), tuple(3, "email", "ERASED"));
    }

    @Test
    void anUndoThatWasCutOffWhileItRemovedPeopleIsFinishedByTheNextStart() {
        RosterImport wrong = service.importing(SHIFTED);
        String ann = person("1").studentId();
        now(
                Mono.from(
                        service.peopleDatabase
                                .getCollection("persons")
                                .updateOne(
                                        new Document("_id", ann),
                                        Updates.combine(
                                                Updates.set("leaving", true),
                                                Updates.unset("name"),
                                                Updates.unset("email"),
                                                Updates.unset("externalId"),
                                                Updates.unset("enrollmentIds")))));

        catchUp();

        assertThat(emails()).isEqualTo(Map.of("2", "ann@example.org"));
        assertThat(claims()).hasSize(2);
        assertThat(service.undoing(wrong).phase()).isEqualTo(Phase.UNDONE);
        assertThat(claims()).isEmpty();
        assertThat(service.importing(RIGHT).progress().applied()).isEqualTo(2);
    }

    @Test
    void peopleWhoAreBeingRemovedAreNobodyForTheNextFile() {
        service.importing(SHIFTED);
        now(
                Mono.from(
                        service.peopleDatabase
                                .getCollection("persons")
                                .updateMany(new Document(), Updates.set("leaving", true))));

        assertThat(service.previewing(RIGHT).preview().added()).isEqualTo(2);
        assertThat(service.importing(RIGHT).progress().applied()).isEqualTo(2);
        assertThat(emails()).isEqualTo(Map.of("1", "ann@example.org", "2", "bora@example.org"));
    }

    // ---- corrected one by one

    @Test
    void whatIsCorrectedIsFreeForWhoeverItBelongsTo() {
        service.importing(HEADER + "1,Ann,bora@example.org\n2,Bora,ann@example.org\n");

        edit("1", null, Set.of("email"));
        edit("2", "bora@example.org", Set.of());
        edit("1", "ann@example.org", Set.of());

        assertThat(emails()).isEqualTo(Map.of("1", "ann@example.org", "2", "bora@example.org"));
        assertThat(claims()).hasSize(4);
        assertThat(service.importing(RIGHT).progress().unchanged()).isEqualTo(2);
    }

    @Test
    void anEditThatIsRefusedClaimsNothing() {
        service.importing(RIGHT);
        Set<String> before = claims();

        PersonEdit half = new PersonEdit("9", null, "bora@example.org", null, Set.of());
        assertThatThrownBy(() -> service.persons.edit(person("1").studentId(), half, null).block())
                .hasMessageContaining("IDENTITY_TAKEN");

        assertThat(claims()).isEqualTo(before);
        assertThat(emails()).containsEntry("1", "ann@example.org");
    }

    @Test
    void aClaimThatACrashLeftIsLetGoByTheNextStart() {
        service.importing(RIGHT);
        Set<String> before = claims();
        now(
                Mono.from(
                        service.peopleDatabase
                                .getCollection("persons")
                                .updateOne(
                                        new Document("externalId", "1"), Updates.unset("email"))));

        catchUp();

        assertThat(claims()).hasSize(before.size() - 1);
        assertThat(service.importing(HEADER + "7,New,ann@example.org\n").problems()).isEmpty();
    }

    @Test
    void whoWasMadeKnownAndNeverEnrolledIsGoneAMinuteLater() {
        var said = new Said(0, "9", "Nobody", "no@example.org", null);
        var who = now(service.people.settle("by", said, "s9"));
        now(service.persons.enrolling(Map.of("s9", "e9"), "by").thenReturn(1));
        assertThat(who).isEqualTo(new Known("s9", true));

        catchUp();
        assertThat(claims()).hasSize(2);
        ImportService.pass(Duration.ofMinutes(2));
        catchUp();

        assertThat(people()).isEmpty();
    }

    @Test
    void aPersonWhomAnotherIsEnrollingIsNotRemoved() {
        service.undoing(service.importing(SHIFTED));
        var said = new Said(0, "9", "Nobody", null, null);
        now(service.people.settle("one", said, "s9"));
        Person seen = now(service.persons.find("s9"));

        now(service.persons.enrolling(Map.of("s9", "e9"), "two").thenReturn(1));
        now(service.persons.remove(seen, "one").thenReturn(1));

        assertThat(now(service.persons.find("s9")).name()).isEqualTo("Nobody");
    }

    // ---- what there is

    private void catchUp() {
        now(new Unenrolled(service.enrollments, service.persons).catchUp().thenReturn(1));
    }

    private void edit(String externalId, String email, Set<String> cleared) {
        PersonEdit edit = new PersonEdit(null, null, email, null, cleared);
        now(service.persons.edit(person(externalId).studentId(), edit, null).thenReturn(1));
    }

    private Person person(String externalId) {
        Document found =
                now(
                        Mono.from(
                                service.peopleDatabase
                                        .getCollection("persons")
                                        .find(new Document("externalId", externalId))));
        return now(service.persons.find(found.getString("_id")));
    }

    private Map<String, String> emails() {
        return now(
                Flux.from(service.peopleDatabase.getCollection("persons").find())
                        .filter(person -> person.getString("email") != null)
                        .collectMap(
                                person -> person.getString("externalId"),
                                person -> person.getString("email")));
    }

    private Set<String> claims() {
        return Set.copyOf(
                now(
                        Flux.from(service.peopleDatabase.getCollection("claims").find())
                                .map(claim -> claim.getString("_id"))
                                .collectList()));
    }

    private Set<Document> people() {
        return Set.copyOf(
                now(
                        Flux.fromIterable(List.of("persons", "claims"))
                                .concatMap(
                                        name -> service.peopleDatabase.getCollection(name).find())
                                .collectList()));
    }
}
