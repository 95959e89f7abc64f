package bootcamp.faults;

import static bootcamp.faults.Invariant.I11;
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A look into every place where people of the workload could be: who was erased is nowhere, and all
 * others are where people are kept and nowhere else. Each name, e-mail address and telephone of the
 * workload holds the external id, so that one word finds all of somebody.
 */
final class Whereabouts {

    /** What staff are answered about one enrollment, and about those of a cohort. */
    static final String ONE_ENROLLMENT = "answer about an enrollment";

    static final String A_ROSTER = "answer about a roster";

    /** The collection of enrollment's personal data. */
    static final String PERSONS = "bootcamp_people.persons";

    /**
     * All places where somebody who was not erased may be found: no other collection of any
     * database, no topic, no log. Accounts are not among them, since user names of students are
     * generated.
     */
    static final Set<String> PLACES_OF_PEOPLE = Set.of(PERSONS, ONE_ENROLLMENT, A_ROSTER);

    /** As the workload makes external ids: a student's own, or a row's of an import. */
    private static final Pattern EXTERNAL_ID = Pattern.compile("[a-z0-9]+-(?:s\\d+|i\\d+-\\d+)");

    private final Set<String> everybody = new HashSet<>();
    private final Set<String> erased = new LinkedHashSet<>();
    private final Set<Violation> violations = new LinkedHashSet<>();
    private final Set<String> kept = new HashSet<>();
    private int places;

    /** All students and rows, and of them those whose erasing was accepted. */
    Whereabouts(List<Student> students, List<RosterUpload> uploads) {
        for (Student student : students) {
            everybody.add(student.externalId);
            Call erasing = student.erasing();
            if (erasing != null && erasing.outcome() == Call.Outcome.OK) {
                erased.add(student.externalId);
            }
        }
        for (RosterUpload upload : uploads) {
            upload.rows.forEach(row -> everybody.add(row.externalId()));
            erased.addAll(upload.erased.keySet());
        }
    }

    /** For the count beside the row: places are documents, records, answers and files. */
    void say() {
        System.out.printf(
                "%d were erased and looked for in %,d places, and %d others everywhere but in %s%n",
                erased.size(), places, everybody.size() - erased.size(), PLACES_OF_PEOPLE);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void lookIn(String place, @Nullable String text) {
        places++;
        if (text == null) {
            return;
        }
        boolean isOfPeople = PLACES_OF_PEOPLE.contains(place);
        EXTERNAL_ID
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .forEach(
                        id -> {
                            if (erased.contains(id)) {
                                violations.add(
                                        I12.violated("%s, who was erased, is in %s", id, place));
                            } else if (!isOfPeople && everybody.contains(id)) {
                                violations.add(I11.violated("%s is in %s", id, place));
                            }
                        });
        for (String word : Canary.WORDS) {
            // Also where somebody wrote it in small letters, or cut the external id off.
            if (text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))) {
                if (!isOfPeople) {
                    violations.add(I11.violated("%s is in %s", word, place));
                } else if (place.equals(PERSONS)) {
                    kept.add(word);
                }
            }
        }
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
        if (everybody.size() > erased.size() && !kept.containsAll(Canary.WORDS)) {
            throw new IllegalStateException(
                    "People are not kept in %s, or not as they are looked for: only %s was found"
                            .formatted(PERSONS, kept));
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
        observed.enrollments().values().forEach(each -> lookIn(ONE_ENROLLMENT, each.toString()));
        observed.imports().forEach((id, each) -> lookIn("import " + id, each.toString()));
        observed.dashboards().forEach((id, each) -> lookIn("dashboard " + id, each.toString()));
        for (String cohortId : observed.cohorts().keySet()) {
            String cohort = "/api/cohorts/" + cohortId;
            api.list(cohort + "/enrollments").forEach(row -> lookIn(A_ROSTER, row.toString()));
            lookIn("the imports of " + cohortId, api.get(cohort + "/imports").toString());
        }
        lookIn("the overview", api.get("/api/dashboards").toString());
        api.list("/api/users").forEach(account -> lookIn("an account", account.toString()));
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
