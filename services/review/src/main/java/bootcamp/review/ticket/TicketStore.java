package bootcamp.review.ticket;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers that a ticket was given, by hashes: no date, and nothing by which it is known again.
 */
final class TicketStore {

    private static final String BLINDED = "blinded";

    private final MongoCollection<Document> issued;

    TicketStore(MongoDatabase database) {
        this.issued = database.getCollection("tickets");
    }

    /** Those that were given. */
    Mono<Set<String>> find(Collection<String> ids) {
        return Flux.from(issued.find(in("_id", ids)))
                .map(each -> each.getString("_id"))
                .collect(HashSet::new, Set::add);
    }

    /**
     * @param of what was signed
     * @return false where the one of this id was given for something else
     */
    Mono<Boolean> give(String id, String of) {
        return Mono.from(issued.insertOne(new Document("_id", id).append(BLINDED, of)))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> isSame(id, of));
    }

    /** False where the one of this id was given for something else by now. */
    Mono<Boolean> mayGive(String id, String of) {
        return isSame(id, of).defaultIfEmpty(true);
    }

    private Mono<Boolean> isSame(String id, String of) {
        return Mono.from(issued.find(eq("_id", id)).first())
                .map(found -> KeyedHash.same(found.getString(BLINDED), of));
    }
}
