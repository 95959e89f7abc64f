package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * To which team of a competition a student belongs: one claim, made before the team is written and
 * firm after it, so that nobody is in two.
 *
 * <pre>{@code
 * { "_id": "77aa…/c0ff…", "teamId": "5f0c…", "at": ISODate, "firm": true }
 * }</pre>
 */
final class MembershipStore {

    /** After that a claim that is not firm is what a crash left, and somebody else's to take. */
    static final Duration HELD = Duration.ofSeconds(60);

    private final MongoCollection<Document> claims;
    private final InstantSource clock;

    MembershipStore(MongoDatabase database, InstantSource clock) {
        this.claims =
                database.getCollection("memberships")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.clock = clock;
    }

    /** Claims the student for a team; answers with the team that has the claim now. */
    Mono<String> claim(String competitionId, String studentId, String teamId) {
        String id = id(competitionId, studentId);
        Document claim =
                new Document("_id", id)
                        .append("teamId", teamId)
                        .append("at", Date.from(clock.instant()))
                        .append("firm", false);
        return Mono.from(claims.insertOne(claim))
                .thenReturn(teamId)
                .onErrorResume(DuplicateKey::is, _ -> present(id, teamId));
    }

    private Mono<String> present(String id, String teamId) {
        return Mono.from(claims.find(eq("_id", id)))
                .flatMap(
                        found ->
                                isLeftOver(found)
                                        ? takeOver(found, teamId)
                                        : Mono.just(found.getString("teamId")))
                // Released in between: whoever asked asks again.
                .defaultIfEmpty("");
    }

    private boolean isLeftOver(Document claim) {
        return !claim.getBoolean("firm", false)
                && claim.getDate("at").toInstant().isBefore(clock.instant().minus(HELD));
    }

    private Mono<String> takeOver(Document claim, String teamId) {
        Instant now = clock.instant();
        return Mono.from(
                        claims.updateOne(
                                and(
                                        eq("_id", claim.getString("_id")),
                                        eq("teamId", claim.getString("teamId")),
                                        eq("at", claim.getDate("at")),
                                        eq("firm", false)),
                                Updates.combine(
                                        Updates.set("teamId", teamId),
                                        Updates.set("at", Date.from(now)))))
                .map(done -> done.getMatchedCount() == 1 ? teamId : claim.getString("teamId"));
    }

    /** The student is in the team. */
    Mono<Void> firm(String competitionId, String studentId, String teamId) {
        return Mono.from(
                        claims.updateOne(
                                and(eq("_id", id(competitionId, studentId)), eq("teamId", teamId)),
                                Updates.set("firm", true)))
                .then();
    }

    /** The claim comes to nothing; one that is firm stays. */
    Mono<Void> giveUp(String competitionId, String studentId, String teamId) {
        return Mono.from(
                        claims.deleteOne(
                                and(
                                        eq("_id", id(competitionId, studentId)),
                                        eq("teamId", teamId),
                                        eq("firm", false))))
                .then();
    }

    /** The student is no longer in it. */
    Mono<Void> release(String competitionId, String studentId, String teamId) {
        return Mono.from(
                        claims.deleteOne(
                                and(eq("_id", id(competitionId, studentId)), eq("teamId", teamId))))
                .then();
    }

    /** The team that has the claim; empty: none has. */
    Mono<String> teamOf(String competitionId, String studentId) {
        return Mono.from(claims.find(eq("_id", id(competitionId, studentId))))
                .map(claim -> claim.getString("teamId"));
    }

    /** A student's team of a competition. */
    record Membership(String competitionId, String teamId) {}

    /** Of a student in every competition: one range of ids. */
    Flux<Membership> of(String studentId) {
        return Flux.from(claims.find(and(gt("_id", studentId + "/"), lt("_id", studentId + "0"))))
                .map(
                        claim ->
                                new Membership(
                                        claim.getString("_id").substring(studentId.length() + 1),
                                        claim.getString("teamId")));
    }

    private static String id(String competitionId, String studentId) {
        return studentId + "/" + competitionId;
    }
}
