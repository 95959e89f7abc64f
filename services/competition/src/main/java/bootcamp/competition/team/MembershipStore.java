package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * To which team of a competition a student belongs: one claim, made before the team is written and
 * firm after it, so that nobody is in two. Requests of one student for one team share it: while one
 * of them is at work nobody takes it away.
 *
 * <pre>{@code
 * { "_id": "77aa…/c0ff…", "teamId": "5f0c…", "firm": true, "at": ISODate,
 *   "last": "9e01…", "atWork": ["9e01…"] }
 * }</pre>
 */
final class MembershipStore {

    /** After that a request is no longer taken to be at work: a crash left it. */
    static final Duration HELD = Duration.ofSeconds(60);

    /** Each means that somebody else released or made a claim in that moment. */
    private static final int ATTEMPTS_MAX = 50;

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
     * A request's part in a student's claim.
     *
     * @param teamId that has the claim, which may be another than was asked for; then there is
     *     nothing to make firm or to give up
     * @param by of the request
     */
    record Claim(String id, String teamId, String by) {}

    /**
     * Claims the student for a team.
     *
     * @param isMember whether the student is in a team, asked of one that has the claim and for
     *     which nobody is at work: where not, the claim is what a crash left
     */
    Mono<Claim> claim(
            String competitionId,
            String studentId,
            String teamId,
            Function<String, Mono<Boolean>> isMember) {
        return Mono.defer(
                        () ->
                                claim(
                                        new Claim(id(competitionId, studentId), teamId, ids.next()),
                                        isMember))
                .repeatWhenEmpty(ATTEMPTS_MAX, again -> again);
    }

    /** Empty: what was found is gone by now. */
    private Mono<Claim> claim(Claim wanted, Function<String, Mono<Boolean>> isMember) {
        return Mono.from(
                        claims.updateOne(
                                and(eq("_id", wanted.id()), eq("teamId", wanted.teamId())),
                                Updates.combine(
                                        Updates.setOnInsert("firm", false),
                                        Updates.set("at", Date.from(clock.instant())),
                                        Updates.set("last", wanted.by()),
                                        Updates.addToSet("atWork", wanted.by())),
                                new UpdateOptions().upsert(true)))
                .thenReturn(wanted)
                .onErrorResume(DuplicateKey::is, _ -> another(wanted, isMember));
    }

    private Mono<Claim> another(Claim wanted, Function<String, Mono<Boolean>> isMember) {
        return Mono.from(claims.find(eq("_id", wanted.id())))
                .filter(found -> !found.getString("teamId").equals(wanted.teamId()))
                .flatMap(
                        found -> {
                            Claim present = new Claim(wanted.id(), found.getString("teamId"), "");
                            return isAtWork(found)
                                    ? Mono.just(present)
                                    : isMember.apply(present.teamId())
                                            .flatMap(is -> is ? Mono.just(present) : remove(found));
                        });
    }

    private boolean isAtWork(Document claim) {
        return !claim.getList("atWork", String.class, List.of()).isEmpty()
                && !claim.getDate("at").toInstant().isBefore(clock.instant().minus(HELD));
    }

    /** Unless somebody has claimed it again meanwhile. */
    private Mono<Claim> remove(Document claim) {
        return Mono.from(
                        claims.deleteOne(
                                and(
                                        eq("_id", claim.getString("_id")),
                                        eq("last", claim.getString("last")))))
                .then(Mono.empty());
    }

    /** The student is in the team. */
    Mono<Void> firm(Claim claim) {
        return Mono.from(
                        claims.updateOne(
                                of(claim),
                                Updates.combine(
                                        Updates.set("firm", true),
                                        Updates.pull("atWork", claim.by()))))
                .then();
    }

    /** The request comes to nothing; the claim goes unless it is firm or another is at work. */
    Mono<Void> giveUp(Claim claim) {
        return Mono.from(claims.updateOne(of(claim), Updates.pull("atWork", claim.by())))
                .then(
                        Mono.from(
                                claims.deleteOne(
                                        and(
                                                of(claim),
                                                eq("firm", false),
                                                exists("atWork.0", false)))))
                .then();
    }

    /**
     * Ends a membership that the work ends.
     *
     * @param work takes the student out of the team. The claim goes after that, unless the student
     *     has begun to join again by then
     */
    Mono<Void> release(String competitionId, String studentId, String teamId, Mono<Void> work) {
        String id = id(competitionId, studentId);
        return Mono.from(claims.find(and(eq("_id", id), eq("teamId", teamId))))
                .map(claim -> claim.getString("last"))
                .defaultIfEmpty("")
                .flatMap(
                        last ->
                                work.then(
                                        Mono.from(
                                                claims.deleteOne(
                                                        and(
                                                                eq("_id", id),
                                                                eq("teamId", teamId),
                                                                eq("last", last),
                                                                exists("atWork.0", false))))))
                .then();
    }

    /** The student went with the team into another; of who is in another by now nothing changes. */
    Mono<Void> move(String competitionId, String studentId, String fromTeamId, String intoTeamId) {
        return Mono.from(
                        claims.updateOne(
                                and(
                                        eq("_id", id(competitionId, studentId)),
                                        eq("teamId", fromTeamId)),
                                Updates.combine(
                                        Updates.set("teamId", intoTeamId),
                                        Updates.set("firm", true),
                                        Updates.set("last", ids.next()),
                                        Updates.set("atWork", List.of()))))
                .then();
    }

    private static Bson of(Claim claim) {
        return and(eq("_id", claim.id()), eq("teamId", claim.teamId()));
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
