package bootcamp.curriculum.calendar;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import bootcamp.curriculum.calendar.CalendarLink.Owner;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Links to calendars. Whoever reads the database can open none of them: of the secret only a keyed
 * hash is kept.
 *
 * <pre>{@code
 * calendarLinks:        { "_id": "5f0c…", "owner": "student/77aa…", SEAL: "9b1e…",
 *                         "madeAt": ISODate, "madeBy": "maple-otter-12" }
 * calendarLinkListings: { "_id": "student/77aa…", "linkIds": ["5f0c…"] }
 * }</pre>
 *
 * <p>A link is written before it is listed, and told after that; it is unlisted after it is gone.
 * So whoever knows a secret finds its link in the list, where it can be revoked, and an id in the
 * list that is one of nothing is that of a link that was revoked.
 */
public final class CalendarLinkStore {

    /** So many a student or a cohort has at most: one for each program, and some to spare. */
    static final int LINKS_MAX = 10;

    /** Of a link that was not revoked. */
    private static final String SEAL = "seal";

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{96}");
    private static final int ID_DIGITS = 32;
    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> links;
    private final MongoCollection<Document> listings;
    private final KeyedHash hash;

    public CalendarLinkStore(MongoDatabase database, KeyedHash hash) {
        WriteConcern durable = WriteConcern.MAJORITY.withJournal(true);
        this.links = database.getCollection("calendarLinks").withWriteConcern(durable);
        this.listings = database.getCollection("calendarLinkListings").withWriteConcern(durable);
        this.hash = hash;
    }

    /** What opens the link: its id and the secret. */
    static String token(CalendarLink link, String secret) {
        return link.linkId() + secret;
    }

    /**
     * Keeps a link; one of the same id is there already where the same request came before.
     *
     * @param link its id is 32 hexadecimal digits
     * @param secret 64 hexadecimal digits
     * @return the link that is there; fails with 409 where it was revoked since, and where its
     *     owner has as many as may be
     */
    Mono<CalendarLink> add(CalendarLink link, String secret) {
        return insert(link, secret)
                .then(Mono.just(link))
                .onErrorResume(
                        DuplicateKey::is,
                        _ -> find(link.linkId()).switchIfEmpty(Mono.error(revoked())))
                .delayUntil(
                        there ->
                                list(there)
                                        .onErrorResume(
                                                DuplicateKey::is,
                                                _ ->
                                                        unlistRevoked(there.owner())
                                                                .then(
                                                                        Mono.defer(
                                                                                () -> list(there))))
                                        .onErrorResume(
                                                DuplicateKey::is,
                                                _ ->
                                                        Mono.from(
                                                                        links.deleteOne(
                                                                                eq(
                                                                                        "_id",
                                                                                        there
                                                                                                .linkId())))
                                                                .then(Mono.error(tooMany()))));
    }

    /** Fails where there is no room: the upsert meets the document itself then. */
    private Mono<Void> list(CalendarLink link) {
        return Mono.from(
                        listings.updateOne(
                                and(
                                        eq("_id", key(link.owner())),
                                        or(
                                                exists("linkIds." + (LINKS_MAX - 1), false),
                                                eq("linkIds", link.linkId()))),
                                Updates.addToSet("linkIds", link.linkId()),
                                OR_INSERT))
                .then();
    }

    /** What is listed was written before, so what is not there any more was revoked. */
    private Mono<Void> unlistRevoked(Owner owner) {
        return listed(owner)
                .flatMap(
                        ids ->
                                Flux.from(links.find(and(in("_id", ids), exists(SEAL))))
                                        .map(found -> found.getString("_id"))
                                        .collectList()
                                        .map(
                                                present ->
                                                        ids.stream()
                                                                .filter(id -> !present.contains(id))
                                                                .toList()))
                .flatMap(
                        gone ->
                                Mono.from(
                                        listings.updateOne(
                                                eq("_id", key(owner)),
                                                Updates.pullAll("linkIds", gone))))
                .then();
    }

    private Mono<List<String>> listed(Owner owner) {
        return Mono.from(listings.find(eq("_id", key(owner))).first())
                .map(found -> found.getList("linkIds", String.class, List.of()));
    }

    private static ProblemException revoked() {
        return ProblemException.of(HttpStatus.CONFLICT, "CALENDAR_LINK_REVOKED");
    }

    private static ProblemException tooMany() {
        return ProblemException.of(
                HttpStatus.CONFLICT, "TOO_MANY_CALENDAR_LINKS", Map.of("max", LINKS_MAX));
    }

    private Mono<Void> insert(CalendarLink link, String secret) {
        return Mono.from(
                        links.insertOne(
                                new Document("_id", link.linkId())
                                        .append("owner", key(link.owner()))
                                        .append(SEAL, seal(link.linkId(), secret))
                                        .append("madeAt", Date.from(link.madeAt()))
                                        .append("madeBy", link.madeBy())))
                .then();
    }

    /** The links of an owner, the oldest first. */
    Flux<CalendarLink> of(Owner owner) {
        return listed(owner)
                .flatMapMany(ids -> Flux.from(links.find(and(in("_id", ids), exists(SEAL)))))
                .map(CalendarLinkStore::link)
                .sort(
                        Comparator.comparing(CalendarLink::madeAt)
                                .thenComparing(CalendarLink::linkId));
    }

    /**
     * From now on it opens nothing, and its id never will again, though the request that made it
     * comes once more; where the owner has no such link nothing is done.
     */
    Mono<Void> revoke(Owner owner, String linkId) {
        return Mono.from(
                        links.updateOne(
                                and(eq("_id", linkId), eq("owner", key(owner))),
                                Updates.unset(SEAL)))
                .then(
                        Mono.from(
                                listings.updateOne(
                                        eq("_id", key(owner)), Updates.pull("linkIds", linkId))))
                .then();
    }

    /** Whose calendar a token opens; empty where it opens none. */
    Mono<Owner> opened(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Mono.empty();
        }
        String linkId = token.substring(0, ID_DIGITS);
        String seal = seal(linkId, token.substring(ID_DIGITS));
        return Mono.from(links.find(and(eq("_id", linkId), exists(SEAL))).first())
                .filter(found -> KeyedHash.same(found.getString(SEAL), seal))
                .map(found -> link(found).owner());
    }

    private Mono<CalendarLink> find(String linkId) {
        return Mono.from(links.find(and(eq("_id", linkId), exists(SEAL))).first())
                .map(CalendarLinkStore::link);
    }

    private String seal(String linkId, String secret) {
        return hash.of("calendar link", linkId, secret);
    }

    private static String key(Owner owner) {
        return owner.kind().name().toLowerCase(Locale.ROOT) + "/" + owner.id();
    }

    private static CalendarLink link(Document stored) {
        String[] owner = stored.getString("owner").split("/", 2);
        return new CalendarLink(
                stored.getString("_id"),
                new Owner(Owner.Kind.valueOf(owner[0].toUpperCase(Locale.ROOT)), owner[1]),
                stored.getDate("madeAt").toInstant(),
                stored.getString("madeBy"));
    }
}
