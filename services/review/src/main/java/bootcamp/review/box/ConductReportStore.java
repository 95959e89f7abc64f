package bootcamp.review.box;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is reported to staff of how somebody behaved: without a date, in the order of random ids.
 */
final class ConductReportStore {

    private final MongoCollection<Document> reports;

    ConductReportStore(MongoDatabase database) {
        this.reports = database.getCollection("conductReports");
    }

    record ConductReport(String reportId, Target target, String text) {}

    /** In the place of the one of its id. */
    Mono<Void> put(ConductReport report) {
        Target target = report.target();
        return Mono.from(
                        reports.replaceOne(
                                eq("_id", report.reportId()),
                                new Document("_id", report.reportId())
                                        .append("kind", target.kind().name())
                                        .append("target", target.id())
                                        .append("cohortId", target.cohortId())
                                        .append("text", report.text()),
                                new ReplaceOptions().upsert(true)))
                .then();
    }

    /**
     * @param cohortIds empty: of all
     */
    Flux<ConductReport> findAll(Collection<String> cohortIds) {
        var found = cohortIds.isEmpty() ? reports.find() : reports.find(in("cohortId", cohortIds));
        return Flux.from(found.sort(new Document("_id", 1)))
                .map(
                        each ->
                                new ConductReport(
                                        each.getString("_id"),
                                        new Target(
                                                Kind.valueOf(each.getString("kind")),
                                                each.getString("target"),
                                                each.getString("cohortId")),
                                        each.getString("text")));
    }
}
