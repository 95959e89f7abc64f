package bootcamp.faults;

import static bootcamp.faults.Invariant.I12;

import bootcamp.faults.Invariant.Violation;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Those of the workload who were erased, and a look into every place where they could still be.
 * Each name and e-mail address of the workload holds the external id, so that one word finds all of
 * somebody.
 */
final class Forgotten {

    /** As the workload makes external ids: a student's own, or a row's of an import. */
    private static final Pattern EXTERNAL_ID = Pattern.compile("[a-z0-9]+-(?:s\\d+|i\\d+-\\d+)");

    private final Set<String> externalIds = new LinkedHashSet<>();
    private final Set<Violation> violations = new LinkedHashSet<>();
    private int places;

    /** Whose erasing was accepted, of all students and rows. */
    Forgotten(List<Student> students, List<RosterUpload> uploads) {
        for (Student student : students) {
            Call erasing = student.erasing();
            if (erasing != null && erasing.outcome() == Call.Outcome.OK) {
                externalIds.add(student.externalId);
            }
        }
        uploads.forEach(upload -> externalIds.addAll(upload.erased.keySet()));
    }

    /** For the count beside the row: places are documents, records, answers and files. */
    void say() {
        System.out.printf(
                "%d were erased and looked for in %,d places%n", externalIds.size(), places);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void lookIn(String place, @Nullable String text) {
        places++;
        if (text == null) {
            return;
        }
        EXTERNAL_ID
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(externalIds::contains)
                .distinct()
                .forEach(
                        id ->
                                violations.add(
                                        I12.violated("%s, who was erased, is in %s", id, place)));
    }

    /** Every document of every collection of every database. */
    void lookInDatabase(String uri) {
        int before = places;
        try (MongoClient client = MongoClients.create(uri)) {
            for (String name : all(Flux.from(client.listDatabaseNames()))) {
                MongoDatabase database = client.getDatabase(name);
                for (String collection : all(Flux.from(database.listCollectionNames()))) {
                    for (Document document :
                            all(Flux.from(database.getCollection(collection).find()))) {
                        lookIn(name + "." + collection, document.toJson());
                    }
                }
            }
        }
        if (places == before) {
            throw new IllegalStateException("No document was found at " + uri);
        }
    }

    private static <T> List<T> all(Flux<T> found) {
        return found.collectList().blockOptional().orElseThrow();
    }

    /** Every record of every topic. */
    void lookInTopics(String bootstrapServers) {
        for (var record : Topic.everything(bootstrapServers)) {
            lookIn(record.topic() + " (key)", text(record.key()));
            lookIn(record.topic(), text(record.value()));
            record.headers()
                    .forEach(header -> lookIn(record.topic() + " (header)", text(header.value())));
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** What an admin is told, who may see all. */
    void lookInAnswers(Api api, Observed observed) {
        observed.enrollments().forEach((id, each) -> lookIn("enrollment " + id, each.toString()));
        observed.imports().forEach((id, each) -> lookIn("import " + id, each.toString()));
        observed.dashboards().forEach((id, each) -> lookIn("dashboard " + id, each.toString()));
        for (String cohortId : observed.cohorts().keySet()) {
            String cohort = "/api/cohorts/" + cohortId;
            for (JsonNode row : api.list(cohort + "/enrollments")) {
                lookIn("the list of " + cohortId, row.toString());
            }
            lookIn("the imports of " + cohortId, api.get(cohort + "/imports").toString());
        }
        lookIn("the overview", api.get("/api/dashboards").toString());
    }

    /** The files right in a directory: what processes print, or their logs. */
    void lookInFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lookIn(file.toString(), text(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
