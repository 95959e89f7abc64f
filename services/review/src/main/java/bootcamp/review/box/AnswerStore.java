package bootcamp.review.box;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Map;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was answered to the reviews of a target: once, which the id decides however many answer at
 * the same time.
 *
 * <pre>{@code
 * { "_id": "INSTRUCTOR/i-1/ai-lab-3", "text": "…", "from": "INSTRUCTOR", "by": "kim" }
 * }</pre>
 */
final class AnswerStore {

    private final MongoCollection<Document> answers;

    AnswerStore(MongoDatabase database) {
        this.answers = database.getCollection("answers");
    }

    enum From {
        INSTRUCTOR,
        STAFF
    }

    /**
     * @param by the account, which is not shown
     */
    record Answer(String text, From from, String by) {}

    /** By keys of targets. */
    Mono<Map<String, Answer>> findAll(Collection<String> targets) {
        return Flux.from(answers.find(in("_id", targets)))
                .collectMap(found -> found.getString("_id"), AnswerStore::answer);
    }

    /**
     * @param isNew false: there was one, which is given
     */
    record Kept(Answer answer, boolean isNew) {}

    Mono<Kept> keep(String target, Answer answer) {
        Document document =
                new Document("_id", target)
                        .append("text", answer.text())
                        .append("from", answer.from().name())
                        .append("by", answer.by());
        return Mono.from(answers.insertOne(document))
                .map(_ -> new Kept(answer, true))
                .onErrorResume(
                        DuplicateKey::is,
                        _ ->
                                Mono.from(answers.find(eq("_id", target)).first())
                                        .map(found -> new Kept(answer(found), false)));
    }

    private static Answer answer(Document found) {
        return new Answer(
                found.getString("text"),
                From.valueOf(found.getString("from")),
                found.getString("by"));
    }
}
