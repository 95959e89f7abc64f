package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static bootcamp.enrollment.roster.ImportService.now;
import static bootcamp.enrollment.roster.ImportService.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.platform.aggregate.RefusedException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Imports through the real aggregates, on a server that speaks MongoDB's protocol. */
@org.jspecify.annotations.NullUnmarked
abstract class ImportedRosters {

    static final String HEADER = "externalId,name,email,enrolledOn,withdrawnOn,reason\n";
    static final String THREE =
            HEADER
                    + "1,김하늘,haneul@example.org,2024-01-02,,\n"
                    + "2,이바다,,,2024-03-05,취업\n"
                    + "3,Ann Lee,ann@example.org,2024-01-03,2024-01-02,NO_SHOW\n";

    final EmbeddedDatabase server = EmbeddedDatabase.inMemory();
    final List<ImportService> services = new ArrayList<>();
    final ImportService service = another();

    ImportService another() {
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

    static String many(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "s%d,Name %d,m%d@example.org,2024-01-02,,".formatted(i, i, i))
                .collect(Collectors.joining("\n", HEADER, "\n"));
    }

    Mono<Boolean> edit(int capacity) {
        return service.cohorts
                .transact(
                        COHORT,
                        new CohortCommand.EditCohort(
                                null, null, null, null, null, capacity, null, null, stamp()))
                .map(outcome -> outcome.changed());
    }

    void withdraw(String externalId) {
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

    String nameOf(String externalId) {
        return now(Mono.from(
                        service.peopleDatabase
                                .getCollection("persons")
                                .find(new Document("externalId", externalId))))
                .getString("name");
    }

    String everything() {
        return now(
                Flux.from(service.database.listCollectionNames())
                        .flatMap(name -> service.database.getCollection(name).find())
                        .map(ImportedRosters::text)
                        .collect(Collectors.joining()));
    }

    static String text(Document document) {
        StringBuilder text = new StringBuilder(document.toJson());
        Object rows = document.get("rows");
        if (rows instanceof org.bson.types.Binary binary) {
            text.append(new String(binary.getData(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    static void assertCounts(RosterImport of, int applied, int unchanged, int rejected) {
        assertThat(of.failure()).isNull();
        assertThat(
                        List.of(
                                of.progress().applied(),
                                of.progress().unchanged(),
                                of.progress().rejected()))
                .isEqualTo(List.of(applied, unchanged, rejected));
    }

    static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String code) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }
}
