package bootcamp.gateway.signin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sessions, programs' tokens and one-time links. Whoever reads the database can use none of them:
 * only keyed hashes are kept.
 *
 * <pre>{@code
 * { "_id": "019800/5e88…", "purpose": "SESSION", "username": "staff", "epoch": 1722416400120,
 *   "expiresAt": ISODate, "seenAt": ISODate }
 * }</pre>
 *
 * <p>{@code _id} begins with the day of the end, so that sweeping is one range of ids.
 */
final class TicketStore {

    private static final Pattern SECRET = Pattern.compile("\\d{6}[0-9a-f]{64}");
    private static final int DAY_DIGITS = 6;
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final MongoCollection<Document> tickets;
    private final KeyedHash hash;
    private final IdSource ids;
    private final InstantSource clock;
    private final Duration idle;

    /** A secret on its way to its owner; nowhere else is it ever written. */
    record Issued(String secret, Ticket ticket) {

        /** Never the secret. */
        @Override
        public String toString() {
            return "Issued[" + ticket.id() + "]";
        }
    }

    /**
     * @param idle a session that was not used for so long is over
     */
    TicketStore(
            MongoDatabase database,
            KeyedHash hash,
            IdSource ids,
            InstantSource clock,
            Duration idle) {
        this.tickets = database.getCollection("tickets");
        this.hash = hash;
        this.ids = ids;
        this.clock = clock;
        this.idle = idle;
    }

    Mono<Issued> issue(Purpose purpose, Account account, Duration life) {
        return Mono.defer(() -> issue(purpose, account, now().plus(life), ids.next() + ids.next()));
    }

    /**
     * The same ticket again where the same request is sent again, as long as it is good: its secret
     * is kept nowhere but can be found from the request's key.
     *
     * @param key of the request, hashed with who made it
     */
    Mono<Issued> issueOnce(Purpose purpose, Account account, Duration life, String key) {
        String random =
                hash.of("ticket of a request", key, account.username(), "" + account.epoch());
        return Mono.defer(
                () -> {
                    Instant end = now().plus(life);
                    return Flux.just(end, end.minus(Duration.ofDays(1)))
                            .map(last -> day(last) + random)
                            .concatMap(
                                    secret -> find(secret).map(found -> new Issued(secret, found)))
                            .filter(found -> found.ticket().fits(account))
                            .next()
                            .switchIfEmpty(issue(purpose, account, end, random));
                });
    }

    /** To the millisecond, as it is read again. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Mono<Issued> issue(Purpose purpose, Account account, Instant end, String random) {
        String secret = day(end) + random;
        Ticket ticket =
                new Ticket(id(secret), purpose, account.username(), account.epoch(), end, now());
        // Whoever repeats a request writes the same ticket.
        return Mono.from(
                        tickets.replaceOne(
                                eq("_id", ticket.id()),
                                document(ticket),
                                new ReplaceOptions().upsert(true)))
                .thenReturn(new Issued(secret, ticket));
    }

    /** The ticket of a secret that is good now; whether it fits its account is for the caller. */
    Mono<Ticket> find(String secret) {
        return SECRET.matcher(secret).matches()
                ? Mono.from(tickets.find(eq("_id", id(secret))).first())
                        .map(TicketStore::ticket)
                        .filter(this::isGood)
                : Mono.empty();
    }

    /** Those of the ids that are good now. */
    Flux<Ticket> findAll(Collection<String> ticketIds) {
        return Flux.from(tickets.find(in("_id", ticketIds)))
                .map(TicketStore::ticket)
                .filter(this::isGood);
    }

    /** Notes that it was used, at most once a minute. */
    Mono<Void> touch(Ticket ticket) {
        Instant now = clock.instant();
        return now.isBefore(ticket.seenAt().plus(SEEN_EVERY))
                ? Mono.empty()
                : Mono.from(
                                tickets.updateOne(
                                        eq("_id", ticket.id()),
                                        Updates.set("seenAt", Date.from(now))))
                        .then();
    }

    Mono<Void> end(String ticketId) {
        return Mono.from(tickets.deleteOne(eq("_id", ticketId))).then();
    }

    /** Forgets what ended before today. */
    Mono<Long> sweep() {
        return Mono.from(tickets.deleteMany(lt("_id", day(clock.instant()))))
                .map(result -> result.getDeletedCount());
    }

    private boolean isGood(Ticket ticket) {
        Instant now = clock.instant();
        boolean idled =
                ticket.purpose() == Purpose.SESSION && !now.isBefore(ticket.seenAt().plus(idle));
        return now.isBefore(ticket.expiresAt()) && !idled;
    }

    private String id(String secret) {
        return secret.substring(0, DAY_DIGITS) + "/" + hash.of("ticket", secret);
    }

    private static String day(Instant at) {
        return "%06d".formatted(Math.floorDiv(at.getEpochSecond(), 86_400));
    }

    private static Ticket ticket(Document stored) {
        return new Ticket(
                stored.getString("_id"),
                Purpose.valueOf(stored.getString("purpose")),
                stored.getString("username"),
                Objects.requireNonNull(stored.get("epoch", Number.class)).longValue(),
                stored.getDate("expiresAt").toInstant(),
                stored.getDate("seenAt").toInstant());
    }

    private static Document document(Ticket ticket) {
        return new Document("_id", ticket.id())
                .append("purpose", ticket.purpose().name())
                .append("username", ticket.username())
                .append("epoch", ticket.epoch())
                .append("expiresAt", Date.from(ticket.expiresAt()))
                .append("seenAt", Date.from(ticket.seenAt()));
    }
}
