package bootcamp.review.conduct;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.size;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import bootcamp.review.conduct.ConductReport.From;
import bootcamp.review.conduct.ConductReport.Message;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is reported to staff of how somebody behaved: without a date, in the order of random ids.
 *
 * <pre>{@code
 * { "_id": "77e1…", "kind": "SESSION", "target": "s-1", "cohortId": "ai-lab-3", "closed": false,
 *   "messages": [ { "from": "WRITER", "text": "…" }, { "from": "STAFF", "text": "…", "by": "staff" } ] }
 * }</pre>
 */
final class ConductReportStore {

    private static final String MESSAGES = "messages";
    private static final String CLOSED = "closed";
    private static final int TRIES = 20;

    private final MongoCollection<Document> reports;

    ConductReportStore(MongoDatabase database) {
        this.reports = database.getCollection("conductReports");
    }

    /** The one, or what there was of its id before. */
    Mono<ConductReport> begin(ConductReport report) {
        return Mono.from(reports.insertOne(document(report)))
                .thenReturn(report)
                .onErrorResume(DuplicateKey::is, _ -> find(report.reportId()));
    }

    Mono<ConductReport> find(String reportId) {
        return Mono.from(reports.find(eq("_id", reportId)).first()).map(ConductReportStore::report);
    }

    /**
     * @param cohortIds empty: of all
     */
    Flux<ConductReport> findAll(Collection<String> cohortIds) {
        var found = cohortIds.isEmpty() ? reports.find() : reports.find(in("cohortId", cohortIds));
        return Flux.from(found.sort(new Document("_id", 1))).map(ConductReportStore::report);
    }

    /** Changes one as if nobody else did at the same time; empty where there is none. */
    Mono<ConductReport> update(String reportId, UnaryOperator<ConductReport> change) {
        return asNow(reportId)
                .then(Mono.defer(() -> find(reportId)))
                .flatMap(first -> replaced(first, change, 0));
    }

    /** Where it was kept before reports had answers it is written as they are kept now. */
    private Mono<Void> asNow(String reportId) {
        Bson isOld = and(eq("_id", reportId), exists(MESSAGES, false));
        return Mono.from(reports.find(isOld).first())
                .flatMap(old -> Mono.from(reports.replaceOne(isOld, document(report(old)))).then());
    }

    private Mono<ConductReport> replaced(
            ConductReport before, UnaryOperator<ConductReport> change, int tries) {
        ConductReport after = change.apply(before);
        if (after.equals(before)) {
            return Mono.just(after);
        }
        if (tries == TRIES) {
            return Mono.error(
                    ProblemException.notAvailable("NOT_AVAILABLE", Duration.ofSeconds(1)));
        }
        // Messages only become more, and one that is closed is opened by a message alone: so
        // these two tell every version from every other.
        return Mono.from(
                        reports.replaceOne(
                                and(
                                        eq("_id", before.reportId()),
                                        size(MESSAGES, before.messages().size()),
                                        eq(CLOSED, before.closed())),
                                document(after)))
                .flatMap(
                        result ->
                                result.getMatchedCount() == 1
                                        ? Mono.just(after)
                                        : find(before.reportId())
                                                .flatMap(now -> replaced(now, change, tries + 1)));
    }

    private static Document document(ConductReport report) {
        Target target = report.target();
        return new Document("_id", report.reportId())
                .append("kind", target.kind().name())
                .append("target", target.id())
                .append("cohortId", target.cohortId())
                .append(CLOSED, report.closed())
                .append(
                        MESSAGES,
                        report.messages().stream().map(ConductReportStore::document).toList());
    }

    private static Document document(Message message) {
        Document document =
                new Document("from", message.from().name()).append("text", message.text());
        return message.by() == null ? document : document.append("by", message.by());
    }

    private static ConductReport report(Document found) {
        return new ConductReport(
                found.getString("_id"),
                new Target(
                        Kind.valueOf(found.getString("kind")),
                        found.getString("target"),
                        found.getString("cohortId")),
                messages(found),
                found.getBoolean(CLOSED, false));
    }

    /** Before there were answers a report was one text. */
    private static List<Message> messages(Document found) {
        List<Document> messages = found.getList(MESSAGES, Document.class);
        return messages == null
                ? List.of(new Message(From.WRITER, found.getString("text"), null))
                : messages.stream().map(ConductReportStore::message).toList();
    }

    private static Message message(Document found) {
        return new Message(
                From.valueOf(found.getString("from")),
                found.getString("text"),
                found.getString("by"));
    }
}
