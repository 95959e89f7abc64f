package bootcamp.enrollment.evidence;

import static com.mongodb.client.model.Filters.eq;

import bootcamp.enrollment.risk.WarningEvaluation;
import bootcamp.enrollment.risk.WarningModel;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.LocalDate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The model of early warning in force and how right it was, written over at each training.
 *
 * <pre>{@code
 * { "_id": "earlyWarning", "training": "{\"on\": \"2024-07-31\", \"model\": {…}, …}" }
 * }</pre>
 */
final class WarningStore {

    private static final String ID = "earlyWarning";

    private final MongoCollection<Document> models;
    private final JsonMapper json;

    WarningStore(MongoDatabase database, JsonMapper json) {
        this.models =
                database.getCollection("warningModels")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * @param on the day of the training, in UTC
     * @param evaluation null: there were not two closed cohorts
     * @param closedCohorts there were so many
     */
    record Training(
            LocalDate on,
            WarningModel model,
            @Nullable WarningEvaluation evaluation,
            int closedCohorts) {}

    /** Empty: none was ever trained. */
    Mono<Training> find() {
        return Mono.from(models.find(eq("_id", ID)).first())
                .map(found -> json.readValue(found.getString("training"), Training.class));
    }

    Mono<Training> keep(Training training) {
        return Mono.from(
                        models.replaceOne(
                                eq("_id", ID),
                                new Document("_id", ID)
                                        .append("training", json.writeValueAsString(training)),
                                new ReplaceOptions().upsert(true)))
                .thenReturn(training);
    }
}
