package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
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
 * { "_id": "77aa…/c0ff…", "teamId": "5f0c…", "by": "9b2e…", "at": ISODate, "firm": true }
 * }</pre>
 */
final class MembershipStore {

    /** After that a claim that is not firm is what a crash left, and somebody else's to take. */
    static final Duration HELD = Duration.ofSeconds(60);

    private final MongoCollection<Document> claims;
    private final IdSource ids;
    private final InstantSource clock;

    MembershipStore(MongoDatabase database, IdSource ids, InstantSource clock) {
        this.claims =
                database.getCollection("memberships")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A student's claim of a team.
     *
     * @param by which of the requests at once made it, and alone may give it up
     */
    record Claim(String id, String teamId, String by) {}

    /** Claims the student for a team; answers with the claim that stands, of whatever team. */
    Mono<Claim> claim(String competitionId, String studentId, String teamId) {
        return claim(new Claim(id(competitionId, studentId), teamId, ids.next()));
    }

    private Mono<Claim> claim(Claim mine) {
        Document claim =
                new Document("_id", mine.id())
                        .append("teamId", mine.teamId())
                        .append("by", mine.by())
                        .append("at", Date.from(clock.instant()))
                        .append("firm", false);
        return Mono.from(claims.insertOne(claim))
                .thenReturn(mine)
                .onErrorResume(DuplicateKey::is, _ -> besideAnother(mine));
    }

    private Mono<Claim> besideAnother(Claim mine) {
        return Mono.from(claims.find(eq("_id", mine.id())))
                .flatMap(found -> standsAgainst(mine, found) ? claimOf(found) : take(found, mine))
                // Given up in between.
                .switchIfEmpty(Mono.defer(() -> claim(mine)));
    }

    private boolean standsAgainst(Claim mine, Document found) {
        boolean another = !found.getString("teamId").equals(mine.teamId());
        return found.getBoolean("firm", false) || another && !isLeftOver(found);
    }

    private boolean isLeftOver(Document found) {
        return found.getDate("at").toInstant().isBefore(clock.instant().minus(HELD));
    }

    private static Mono<Claim> claimOf(Document found) {
        return Mono.just(
                new Claim(
                        found.getString("_id"), found.getString("teamId"), found.getString("by")));
    }

    /** Takes over what a crash left, or what another request is about to use for the same team. */
    private Mono<Claim> take(Document found, Claim mine) {
        return Mono.from(
                        claims.updateOne(
                                and(
                                        eq("_id", mine.id()),
                                        eq("by", found.getString("by")),
                                        eq("firm", false)),
                                Updates.combine(
                                        Updates.set("teamId", mine.teamId()),
                                        Updates.set("by", mine.by()),
                                        Updates.set("at", Date.from(clock.instant())))))
                .flatMap(
                        done ->
                                done.getMatchedCount() == 1
                                        ? Mono.just(mine)
                                        : besideAnother(mine));
    }

    /** The student is in the team, whichever of the requests at once got there. */
    Mono<Void> firm(Claim claim) {
        return Mono.from(
                        claims.updateOne(
                                and(eq("_id", claim.id()), eq("teamId", claim.teamId())),
                                Updates.set("firm", true)))
                .then();
    }

    /** The claim comes to nothing; one that is firm, or another request's by now, stays. */
    Mono<Void> giveUp(Claim claim) {
        return Mono.from(
                        claims.deleteOne(
                                and(
                                        eq("_id", claim.id()),
                                        eq("by", claim.by()),
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
