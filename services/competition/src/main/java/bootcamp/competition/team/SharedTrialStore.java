package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * Which teams let all who take part in their competition read their trials, and since when: one
 * document for each competition.
 *
 * <pre>{@code
 * { "_id": "5f0c…", "teams": { "77aa…": ISODate } }
 * }</pre>
 */
final class SharedTrialStore {

    private static final String TEAMS = "teams";
    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> shared;

    SharedTrialStore(MongoDatabase database) {
        this.shared =
                database.getCollection("sharedTrials")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * Shared twice is once.
     *
     * @return since when
     */
    Mono<Instant> share(String competitionId, String teamId, Instant at) {
        String field = TEAMS + "." + teamId;
        return Mono.from(
                        shared.updateOne(
                                and(eq("_id", competitionId), exists(field, false)),
                                Updates.set(field, Date.from(at)),
                                OR_INSERT))
                .then()
                // The document is there, and has the team: the upsert met it.
                .onErrorComplete(DuplicateKey::is)
                .then(Mono.defer(() -> of(competitionId)))
                .map(teams -> Objects.requireNonNullElse(teams.get(teamId), at));
    }

    Mono<Void> takeBack(String competitionId, String teamId) {
        return Mono.from(
                        shared.updateOne(
                                eq("_id", competitionId), Updates.unset(TEAMS + "." + teamId)))
                .then();
    }

    /** Since when each is shared, by team id. */
    Mono<TreeMap<String, Instant>> of(String competitionId) {
        return Mono.from(shared.find(eq("_id", competitionId)).first())
                .map(SharedTrialStore::read)
                .defaultIfEmpty(new TreeMap<>());
    }

    private static TreeMap<String, Instant> read(Document found) {
        TreeMap<String, Instant> teams = new TreeMap<>();
        found.get(TEAMS, new Document())
                .forEach((teamId, at) -> teams.put(teamId, ((Date) at).toInstant()));
        return teams;
    }
}
