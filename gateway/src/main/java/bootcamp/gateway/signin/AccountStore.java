package bootcamp.gateway.signin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.security.Role;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The accounts, and in one document of their own who of them is admin: the rule that one admin
 * always stays is decided there.
 *
 * <pre>{@code
 * accounts: { "_id": "staff", "role": "STAFF", "cohortIds": ["ai-lab-3"], "password": "$argon2id$…",
 *             "epoch": 1722416400120, "version": 1, "lastSignInAt": ISODate }
 * admins:   { "_id": "admins", "usernames": ["admin"] }
 * }</pre>
 *
 * <p>A new admin is listed after the account was written, and leaves the list before the account
 * loses the role: a crash between leaves the list too short, never naming somebody who is no admin.
 */
final class AccountStore {

    private static final String ADMINS = "admins";
    private static final String USERNAMES = "usernames";

    private final MongoCollection<Document> accounts;
    private final MongoCollection<Document> admins;

    AccountStore(MongoDatabase database) {
        this.accounts = database.getCollection("accounts");
        this.admins = database.getCollection(ADMINS);
    }

    Mono<Account> find(String username) {
        return Mono.from(accounts.find(eq("_id", username)).first()).map(AccountStore::account);
    }

    Flux<Account> findAll(Collection<String> usernames) {
        return Flux.from(accounts.find(in("_id", usernames))).map(AccountStore::account);
    }

    /** In the order of their names. */
    Flux<Account> page(@Nullable String after, int limit) {
        return Flux.from(
                        accounts.find(gt("_id", after == null ? "" : after))
                                .sort(Sorts.ascending("_id"))
                                .limit(limit))
                .map(AccountStore::account);
    }

    /** Whether it was made; false: the name is taken. */
    Mono<Boolean> insert(Account account) {
        return Mono.from(accounts.insertOne(document(account)))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false));
    }

    /** Whether it was written; false: somebody else wrote since it was read. */
    Mono<Boolean> replace(Account account) {
        return Mono.from(
                        accounts.replaceOne(
                                new Document("_id", account.username())
                                        .append("version", account.version() - 1),
                                document(account)))
                .map(result -> result.getMatchedCount() == 1);
    }

    Mono<Void> signedIn(String username, Instant at) {
        return Mono.from(
                        accounts.updateOne(
                                eq("_id", username), Updates.set("lastSignInAt", Date.from(at))))
                .then();
    }

    Mono<Boolean> delete(String username) {
        return Mono.from(accounts.deleteOne(eq("_id", username)))
                .map(result -> result.getDeletedCount() == 1);
    }

    /** Removes the accounts of these students, whatever they are called; reads all accounts. */
    Mono<Void> deleteOf(Collection<String> studentIds) {
        return Mono.from(accounts.deleteMany(in("studentId", studentIds))).then();
    }

    /** Whether there is no admin yet. */
    Mono<Boolean> isEmpty() {
        return Mono.from(admins.find(eq("_id", ADMINS)).first())
                .map(_ -> false)
                .defaultIfEmpty(true);
    }

    /** Whether this is the first admin of all; of several at once one is. */
    Mono<Boolean> claimFirstAdmin(String username) {
        return Mono.from(
                        admins.insertOne(
                                new Document("_id", ADMINS).append(USERNAMES, List.of(username))))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false));
    }

    Mono<Void> listAdmin(String username) {
        return claimFirstAdmin(username)
                .filter(isFirst -> !isFirst)
                .flatMap(
                        _ ->
                                Mono.from(
                                        admins.updateOne(
                                                eq("_id", ADMINS),
                                                Updates.addToSet(USERNAMES, username))))
                .then();
    }

    /** Whether the name is off the list; false: there is no other admin. */
    Mono<Boolean> unlistAdmin(String username) {
        // A second entry, or a first that is another: one update that two at once cannot both pass.
        Document otherStays =
                new Document("_id", ADMINS)
                        .append(
                                "$or",
                                List.of(
                                        new Document(
                                                USERNAMES + ".1", new Document("$exists", true)),
                                        new Document(
                                                USERNAMES + ".0", new Document("$ne", username))));
        return Mono.from(admins.updateOne(otherStays, Updates.pull(USERNAMES, username)))
                .map(result -> result.getMatchedCount() == 1);
    }

    private static Account account(Document stored) {
        Date seen = stored.getDate("lastSignInAt");
        return new Account(
                stored.getString("_id"),
                Role.valueOf(stored.getString("role")),
                stored.getString("studentId"),
                stored.getString("instructorId"),
                new HashSet<>(stored.getList("cohortIds", String.class)),
                stored.getString("password"),
                Objects.requireNonNull(stored.get("epoch", Number.class)).longValue(),
                Objects.requireNonNull(stored.get("version", Number.class)).longValue(),
                stored.getString("createdBy"),
                seen == null ? null : seen.toInstant());
    }

    private static Document document(Account account) {
        Instant seen = account.lastSignInAt();
        return new Document("_id", account.username())
                .append("role", account.role().name())
                .append("studentId", account.studentId())
                .append("instructorId", account.instructorId())
                .append("cohortIds", List.copyOf(account.cohortIds()))
                .append("password", account.password())
                .append("epoch", account.epoch())
                .append("version", account.version())
                .append("createdBy", account.createdBy())
                .append("lastSignInAt", seen == null ? null : Date.from(seen));
    }
}
