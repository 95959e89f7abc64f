package bootcamp.review.box;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
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

    private static final String HIDDEN_FOR = "hiddenFor";
    private static final String HIDDEN_BY = "hiddenBy";

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
     * @param hiddenFor why staff hid it, as whoever answered reads it; null: everybody reads it who
     *     sees the figures
     */
    record Answer(String text, From from, String by, @Nullable String hiddenFor) {

        Answer(String text, From from, String by) {
            this(text, from, by, null);
        }
    }

    /**
     * Hides an answer, or shows it again.
     *
     * @param reason null: it is shown
     * @param by the account that decided
     * @return empty where there is none
     */
    Mono<Answer> hide(String target, @Nullable String reason, String by) {
        Bson change =
                reason == null
                        ? Updates.combine(Updates.unset(HIDDEN_FOR), Updates.unset(HIDDEN_BY))
                        : Updates.combine(
                                Updates.set(HIDDEN_FOR, reason), Updates.set(HIDDEN_BY, by));
        return Mono.from(
                        answers.findOneAndUpdate(
                                eq("_id", target),
                                change,
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(AnswerStore::answer);
    }

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
                found.getString("by"),
                found.getString(HIDDEN_FOR));
    }
}
