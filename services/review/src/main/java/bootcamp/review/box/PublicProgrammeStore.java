package bootcamp.review.box;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Programmes of which anybody may see what students say.
 *
 * <pre>{@code
 * { "_id": "ai-lab", "by": "admin" }
 * }</pre>
 */
final class PublicProgrammeStore {

    private final MongoCollection<Document> programmes;

    PublicProgrammeStore(MongoDatabase database) {
        this.programmes = database.getCollection("publicProgrammes");
    }

    Mono<Set<String>> findAll() {
        return Flux.from(programmes.find())
                .map(found -> found.getString("_id"))
                .collect(HashSet::new, Set::add);
    }

    Mono<Boolean> isPublic(String programme) {
        return Mono.from(programmes.find(eq("_id", programme)).first()).hasElement();
    }

    /**
     * @param by the account that decides
     */
    Mono<Void> set(String programme, boolean isPublic, String by) {
        return isPublic
                ? Mono.from(
                                programmes.replaceOne(
                                        eq("_id", programme),
                                        new Document("_id", programme).append("by", by),
                                        new ReplaceOptions().upsert(true)))
                        .then()
                : Mono.from(programmes.deleteOne(eq("_id", programme))).then();
    }
}
