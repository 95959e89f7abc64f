package bootcamp.enrollment.certificate;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Collection;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which closing of which enrollment a code is of, and whether the student lets the name be told. It
 * lies with what is personal. What is certified is in the verdicts alone, so a certificate can say
 * nothing else than they do.
 *
 * <pre>{@code
 * { "_id": "K7QFM2XA3D9T0HNBR5CW", "enrollmentId": "77aa…", "closing": "2024-07-31T…",
 *   "nameShown": false }
 * }</pre>
 */
final class CertificateStore {

    private static final String NAME_SHOWN = "nameShown";

    private final MongoCollection<Document> certificates;

    CertificateStore(MongoDatabase people) {
        this.certificates =
                people.getCollection("certificates")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * @param closing which closing of the cohort it is of
     * @param nameShown whoever checks it is told the name
     */
    record Issued(String enrollmentId, Instant closing, boolean nameShown) {

        private static Issued of(Document found) {
            return new Issued(
                    found.getString("enrollmentId"),
                    Instant.parse(found.getString("closing")),
                    found.getBoolean(NAME_SHOWN));
        }
    }

    /** Keeps it with the name untold, unless it is there already; completes with what is kept. */
    Mono<Issued> issue(CertificateCode code, String enrollmentId, Instant closing) {
        return find(code)
                .switchIfEmpty(
                        Mono.defer(() -> insert(code, enrollmentId, closing))
                                .then(Mono.defer(() -> find(code))));
    }

    private Mono<Void> insert(CertificateCode code, String enrollmentId, Instant closing) {
        return Mono.from(
                        certificates.updateOne(
                                eq("_id", code.signs()),
                                Updates.combine(
                                        Updates.setOnInsert("enrollmentId", enrollmentId),
                                        Updates.setOnInsert("closing", closing.toString()),
                                        Updates.setOnInsert(NAME_SHOWN, false)),
                                new UpdateOptions().upsert(true)))
                .then()
                // Asked for twice at once, it is there.
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Empty: nobody was ever given it. */
    Mono<Issued> find(CertificateCode code) {
        return Mono.from(certificates.find(eq("_id", code.signs())).first()).map(Issued::of);
    }

    /** Those of them that somebody was given, in no order. */
    Flux<Issued> findAll(Collection<CertificateCode> codes) {
        return Flux.from(
                        certificates.find(
                                in("_id", codes.stream().map(CertificateCode::signs).toList())))
                .map(Issued::of);
    }

    /** Of one that was issued. */
    Mono<Void> showName(CertificateCode code, boolean shown) {
        return Mono.from(
                        certificates.updateOne(
                                eq("_id", code.signs()), Updates.set(NAME_SHOWN, shown)))
                .then();
    }
}
