package bootcamp.review.ticket;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.file.FileKeys;
import bootcamp.review.school.Due;
import bootcamp.review.school.Kind;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One key for each target, made when somebody may first review it. The private half lies sealed
 * under a secret of the installation and is destroyed when the window has closed or its target is
 * gone; the public half stays, for receipts.
 */
public final class TicketKeyStore {

    private static final int BITS = 2048;
    private static final int HEX = 16;
    private static final String SEALED = "sealed";

    private final MongoCollection<Document> keys;
    private final FileKeys seals;
    private final School school;
    private final InstantSource clock;

    TicketKeyStore(MongoDatabase database, FileKeys seals, School school, InstantSource clock) {
        this.keys = database.getCollection("ticketKeys");
        this.seals = seals;
        this.school = school;
        this.clock = clock;
    }

    /**
     * @param title of the target, when the key was made
     * @param sealed null: destroyed
     */
    public record Keys(Target target, String title, TicketKey key, @Nullable String sealed) {}

    /** Those of a target that is due; whoever is first makes them, for all processes. */
    public Mono<Keys> of(Due due) {
        return find(due.target()).switchIfEmpty(Mono.defer(() -> make(due)));
    }

    public Mono<Keys> find(Target target) {
        return Mono.from(keys.find(eq("_id", target.key())).first()).map(TicketKeyStore::read);
    }

    /**
     * All that were made for targets of the kind.
     *
     * @param id null: whatever their id
     * @param cohortId null: of every cohort
     */
    public Flux<Keys> findAll(Kind kind, @Nullable String id, @Nullable String cohortId) {
        List<Bson> wanted = new ArrayList<>(List.of(eq("kind", kind.name())));
        if (id != null) {
            wanted.add(eq("target", id));
        }
        if (cohortId != null) {
            wanted.add(eq("cohortId", cohortId));
        }
        return Flux.from(keys.find(and(wanted))).map(TicketKeyStore::read);
    }

    /** All that were made for targets of the cohort, in the order of their targets. */
    public Flux<Keys> findAllOf(String cohortId) {
        return Flux.from(keys.find(eq("cohortId", cohortId)).sort(Sorts.ascending("_id")))
                .map(TicketKeyStore::read);
    }

    /** All that were ever made, in the order of their targets. */
    public Flux<Keys> findAll() {
        return Flux.from(keys.find().sort(Sorts.ascending("_id"))).map(TicketKeyStore::read);
    }

    private Mono<Keys> make(Due due) {
        Target target = due.target();
        return Mono.fromCallable(TicketKeyStore::generate)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(pair -> Mono.from(keys.insertOne(document(due, pair))))
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty())
                .then(Mono.defer(() -> find(target)));
    }

    private static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        return generator.generateKeyPair();
    }

    private Document document(Due due, KeyPair pair) {
        RSAPublicKey open = (RSAPublicKey) pair.getPublic();
        Target target = due.target();
        return new Document("_id", target.key())
                .append("kind", target.kind().name())
                .append("target", target.id())
                .append("cohortId", target.cohortId())
                .append("title", due.title())
                .append("n", open.getModulus().toString(HEX))
                .append("e", open.getPublicExponent().toString(HEX))
                .append(SEALED, seals.seal(target.key(), pair.getPrivate().getEncoded()));
    }

    private static Keys read(Document found) {
        return new Keys(
                new Target(
                        Kind.valueOf(found.getString("kind")),
                        found.getString("target"),
                        found.getString("cohortId")),
                found.getString("title"),
                TicketKey.of(
                        new BigInteger(found.getString("n"), HEX),
                        new BigInteger(found.getString("e"), HEX)),
                found.getString(SEALED));
    }

    /**
     * Signs beside the event loop.
     *
     * @return empty where the key was destroyed; fails with {@link IllegalArgumentException} for
     *     what was not blinded for it
     */
    Mono<byte[]> sign(Keys with, byte[] blinded) {
        String sealed = with.sealed();
        return sealed == null
                ? Mono.empty()
                : Mono.fromCallable(
                                () ->
                                        BlindSigner.sign(
                                                privateKey(seals.open(with.target().key(), sealed)),
                                                blinded))
                        .subscribeOn(Schedulers.boundedElastic());
    }

    private static RSAPrivateCrtKey privateKey(byte[] encoded) throws GeneralSecurityException {
        return (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Destroys the private halves whose windows have closed, or never will be open again. */
    public Mono<Void> destroyClosed() {
        return Flux.from(keys.find(exists(SEALED)))
                .map(TicketKeyStore::read)
                .filterWhen(each -> school.isOver(each.target(), clock.instant()))
                .concatMap(
                        each ->
                                keys.updateOne(
                                        eq("_id", each.target().key()), Updates.unset(SEALED)))
                .then();
    }
}
