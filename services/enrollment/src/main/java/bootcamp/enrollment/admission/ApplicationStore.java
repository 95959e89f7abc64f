package bootcamp.enrollment.admission;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.enrollment.admission.Application.Answer;
import bootcamp.enrollment.admission.Application.SentFile;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Applications, in the database of people.
 *
 * <pre>{@code
 * applications:        { "_id": "ai-lab-4/5f0c…", "application": { "name": …, "answers": […] } }
 * applicationPointers: { "_id": "open/ai-lab-4/5f0c…" }             what came of it is not known yet
 *                      { "_id": "of/77aa…/ai-lab-4/5f0c…" }         whose it is
 *                      { "_id": "mail/9f3a…/ai-lab-4/5f0c…" }       by which e-mail, as a claim
 *                      { "_id": "due/2025-01-31/ai-lab-4/5f0c…" }   when to look whether it is
 *                                                                   forgotten
 * }</pre>
 *
 * <p>Beside {@code application} a document has {@code scores} and {@code decisions}, each kept by a
 * store of its own: whatever forgets an application forgets them in the same write.
 *
 * <p>All that is looked for is a range of ids. A pointer is written before what it points to and
 * removed after it, so nothing is ever kept that no pointer leads to; one that leads to nothing
 * does no harm. So who is erased is forgotten in whatever was sent by that e-mail, also while
 * nobody has looked yet whose it is, and in whatever was found to be theirs, by whatever e-mail.
 */
public final class ApplicationStore {

    private static final String ID = "_id";
    private static final String APPLICATION = "application";
    private static final String OPEN = "open/";
    private static final String OF = "of/";
    private static final String MAIL = "mail/";
    private static final String DUE = "due/";

    private final MongoCollection<Document> applications;
    private final MongoCollection<Document> pointers;
    private final ApplicationFileStore files;
    private final PersonStore persons;
    private final JsonMapper json;

    ApplicationStore(
            MongoDatabase people,
            ApplicationFileStore files,
            PersonStore persons,
            JsonMapper json) {
        this.applications = people.getCollection("applications");
        this.pointers = people.getCollection("applicationPointers");
        this.files = files;
        this.persons = persons;
        this.json = json;
    }

    /** What is there already stays, and is the answer. */
    Mono<Application> receive(Application application) {
        String id = application.id();
        return point(DUE + application.forgetOn() + "/" + id)
                .then(Mono.defer(() -> point(OPEN + id)))
                .then(Mono.defer(() -> point(mail(application))))
                .then(
                        Mono.defer(
                                () ->
                                        Mono.from(applications.insertOne(document(application)))
                                                .onErrorResume(
                                                        DuplicateKey::is, _ -> Mono.empty())))
                .then(Mono.defer(() -> find(application.cohortId(), application.applicationId())));
    }

    private String mail(Application application) {
        return MAIL + persons.claimOf(application.emailAddress()) + "/" + application.id();
    }

    /** What came of it, once; of what was forgotten meanwhile nothing is kept. */
    Mono<Application> settle(Application application) {
        String id = application.id();
        Application.Outcome outcome = application.outcome();
        String student = outcome == null ? null : outcome.studentId();
        String of = student == null ? null : OF + student + "/" + id;
        return (of == null ? Mono.<Void>empty() : point(of))
                .then(
                        Mono.defer(
                                () ->
                                        Mono.from(
                                                applications.updateOne(
                                                        eq(ID, id),
                                                        Updates.set(
                                                                APPLICATION,
                                                                written(application))))))
                .filter(result -> result.getMatchedCount() == 0 && of != null)
                .flatMap(_ -> drop(Objects.requireNonNull(of)))
                .then(Mono.defer(() -> drop(OPEN + id)))
                .thenReturn(application);
    }

    Mono<Application> find(String cohortId, String applicationId) {
        return find(cohortId + "/" + applicationId);
    }

    private Mono<Application> find(String id) {
        return Mono.from(applications.find(eq(ID, id)).first()).map(this::application);
    }

    /**
     * By id.
     *
     * @param after id of an application; null: from the first
     */
    Flux<Application> of(String cohortId, @Nullable String after, int limit) {
        Bson range =
                and(
                        gt(ID, cohortId + "/" + (after == null ? "" : after)),
                        // What follows a slash.
                        lt(ID, cohortId + "0"));
        return Flux.from(applications.find(range).sort(Sorts.ascending(ID)).limit(limit))
                .map(this::application);
    }

    /**
     * Those of which nobody has noted yet what came of them; fails last for what it cannot read.
     */
    Flux<Application> open(int limit) {
        return pointed(OPEN, OPEN, limit)
                .concatMapDelayError(
                        pointer ->
                                find(pointer.substring(OPEN.length()))
                                        .filter(found -> found.outcome() == null)
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () -> drop(pointer).then(Mono.empty()))));
    }

    /** Those that may have to be forgotten on a day; fails as {@link #open} does. */
    Flux<Application> due(LocalDate today, int limit) {
        String until = DUE + today.plusDays(1);
        return Flux.from(
                        pointers.find(and(gte(ID, DUE), lt(ID, until)))
                                .sort(Sorts.ascending(ID))
                                .limit(limit))
                .map(pointer -> pointer.getString(ID))
                .concatMapDelayError(
                        pointer ->
                                find(pointer.substring(DUE.length() + "2025-01-31/".length()))
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () -> drop(pointer).then(Mono.empty()))));
    }

    /** It led to an enrollment, and stays with the person. */
    Mono<Void> keep(Application application) {
        return drop(DUE + application.forgetOn() + "/" + application.id());
    }

    /**
     * All that the student ever sent, whatever came of it. To be called while the student is still
     * recognised: what comes by the same e-mails later comes from who was erased already. One that
     * fails holds up no other.
     */
    public Mono<Void> forget(String studentId) {
        Flux<Void> byMail =
                persons.claimsInForce(studentId)
                        .concatMapDelayError(claim -> forgetPointed(MAIL + claim + "/"));
        return Flux.concatDelayError(forgetPointed(OF + studentId + "/"), byMail).then();
    }

    private Mono<Void> forgetPointed(String prefix) {
        return pointed(prefix, prefix, Integer.MAX_VALUE)
                .concatMapDelayError(
                        pointer ->
                                find(pointer.substring(prefix.length()))
                                        .flatMap(this::forget)
                                        .then(Mono.defer(() -> drop(pointer))))
                .then();
    }

    Mono<Void> forget(Application application) {
        String id = application.id();
        Application.Outcome outcome = application.outcome();
        String student = outcome == null ? null : outcome.studentId();
        // While the document is there it is known which files are its; scores and decisions are in
        // it.
        return Flux.fromIterable(application.answers())
                .mapNotNull(Answer::file)
                .concatMap(file -> files.remove(file.fileId()))
                .then(Mono.defer(() -> Mono.from(applications.deleteOne(eq(ID, id)))))
                .then(Mono.defer(() -> dropLetters(id)))
                .then(Mono.defer(() -> drop(OPEN + id)))
                .then(Mono.defer(() -> drop(mail(application))))
                .then(Mono.defer(() -> keep(application)))
                .then(
                        Mono.defer(
                                () ->
                                        student == null
                                                ? Mono.empty()
                                                : drop(OF + student + "/" + id)));
    }

    /** Removes files that can be named no more and that no application names. */
    Mono<Long> sweepFiles(Instant now) {
        return files.sweep(this::named, now);
    }

    private Mono<Set<String>> named(List<String> fileIds) {
        return files.namedBy(fileIds)
                .concatMap(
                        each ->
                                find(each.getValue())
                                        .flatMapIterable(Application::answers)
                                        .mapNotNull(Answer::file)
                                        .map(SentFile::fileId)
                                        .filter(each.getKey()::equals))
                .collect(Collectors.toSet());
    }

    private Flux<String> pointed(String from, String prefix, int limit) {
        String end = prefix.substring(0, prefix.length() - 1) + "0";
        return Flux.from(
                        pointers.find(and(gte(ID, from), lt(ID, end)))
                                .sort(Sorts.ascending(ID))
                                .limit(limit))
                .map(pointer -> pointer.getString(ID));
    }

    private Mono<Void> point(String pointer) {
        return Mono.from(
                        pointers.replaceOne(
                                eq(ID, pointer),
                                new Document(ID, pointer),
                                new ReplaceOptions().upsert(true)))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    private Mono<Void> dropLetters(String id) {
        String letters = DecisionStore.LETTER + id;
        return Mono.from(
                        pointers.deleteMany(
                                and(
                                        gt(ID, letters + "/"),
                                        // What follows a slash.
                                        lt(ID, letters + "0"))))
                .then();
    }

    private Mono<Void> drop(String pointer) {
        return Mono.from(pointers.deleteOne(eq(ID, pointer))).then();
    }

    private Document document(Application application) {
        return new Document(ID, application.id()).append(APPLICATION, written(application));
    }

    private Document written(Application application) {
        return Document.parse(json.writeValueAsString(application));
    }

    private Application application(Document found) {
        return json.readValue(found.get(APPLICATION, Document.class).toJson(), Application.class);
    }
}
