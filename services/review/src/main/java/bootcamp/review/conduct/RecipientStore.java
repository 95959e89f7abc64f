package bootcamp.review.conduct;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who reads a cohort's reports of conduct, where an admin has named them.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "usernames": [ "kim" ], "by": "admin" }
 * }</pre>
 */
final class RecipientStore {

    private static final String USERNAMES = "usernames";

    private final MongoCollection<Document> recipients;

    RecipientStore(MongoDatabase database) {
        this.recipients = database.getCollection("conductRecipients");
    }

    /** Empty: nobody is named, so all staff of the cohort read them. */
    Mono<Set<String>> find(String cohortId) {
        return Mono.from(recipients.find(eq("_id", cohortId)).first()).map(RecipientStore::names);
    }

    /** Of the cohorts for which somebody is named. */
    Mono<Map<String, Set<String>>> findAll() {
        return Flux.from(recipients.find())
                .collectMap(found -> found.getString("_id"), RecipientStore::names);
    }

    /**
     * @param usernames none: all staff of the cohort again
     * @param by the account that names them
     */
    Mono<Void> name(String cohortId, Collection<String> usernames, String by) {
        return usernames.isEmpty()
                ? Mono.from(recipients.deleteOne(eq("_id", cohortId))).then()
                : Mono.from(
                                recipients.replaceOne(
                                        eq("_id", cohortId),
                                        new Document("_id", cohortId)
                                                .append(USERNAMES, usernames)
                                                .append("by", by),
                                        new ReplaceOptions().upsert(true)))
                        .then();
    }

    private static Set<String> names(Document found) {
        return new TreeSet<>(found.getList(USERNAMES, String.class));
    }
}
