package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts, for admins: make, list, change, delete, and links by which people choose a password.
 */
@RestController
final class UserApi {

    private static final String LIST = "users";
    private static final List<String> HEADER =
            List.of("username", "role", "studentId", "instructorId", "cohortIds", "hasPassword");

    private final Accounts accounts;
    private final AccountStore store;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final JsonMapper json;
    private final Links links;

    UserApi(
            Accounts accounts,
            AccountStore store,
            Idempotency idempotency,
            Cursors cursors,
            JsonMapper json,
            Links links) {
        this.accounts = accounts;
        this.store = store;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.json = json;
        this.links = links;
    }

    record NewUser(
            String username,
            Role role,
            @Nullable String studentId,
            @Nullable String instructorId,
            @Nullable Set<String> cohortIds,
            @Nullable String password) {

        Account account() {
            Set<String> cohorts = cohortIds == null ? Set.of() : cohortIds;
            return Account.named(Usernames.normalised(username), role)
                    .withRights(role, studentId, instructorId, cohorts);
        }

        /** Passwords are remembered nowhere but in their account. */
        NewUser withoutPassword() {
            return new NewUser(username, role, studentId, instructorId, cohortIds, null);
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "NewUser[]";
        }
    }

    /**
     * @param hasPassword false: nobody can sign in before a link was used
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(
            String username,
            Role role,
            @Nullable String studentId,
            @Nullable String instructorId,
            List<String> cohortIds,
            boolean hasPassword,
            @Nullable Instant lastSignInAt,
            long version) {

        static User of(Account account) {
            return new User(
                    account.username(),
                    account.role(),
                    account.studentId(),
                    account.instructorId(),
                    account.cohortIds().stream().sorted().toList(),
                    account.password() != null,
                    account.lastSignInAt(),
                    account.version());
        }
    }

    /** What an admin may change. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rights(
            Role role,
            @Nullable String studentId,
            @Nullable String instructorId,
            @Nullable Set<String> cohortIds) {

        static Rights of(Account account) {
            return new Rights(
                    account.role(),
                    account.studentId(),
                    account.instructorId(),
                    account.cohortIds());
        }

        Account on(Account account) {
            Set<String> cohorts = cohortIds == null ? Set.of() : cohortIds;
            return account.withRights(role, studentId, instructorId, cohorts);
        }
    }

    record LinkWanted(Purpose purpose) {

        /** 422 for what is no purpose of a link. */
        void check() {
            InvalidInput.checking().that(purpose.isLink(), "purpose", "NOT_A_LINK").orThrow();
        }
    }

    @PostMapping("/api/users")
    Mono<ResponseEntity<User>> create(@RequestBody NewUser wanted, ServerWebExchange exchange) {
        return idempotency
                .terms(exchange, wanted.withoutPassword())
                .flatMap(
                        terms ->
                                accounts.create(
                                        createdBy(wanted.account(), terms), wanted.password()))
                .map(account -> answer(HttpStatus.CREATED, account));
    }

    private static Account createdBy(Account account, Terms terms) {
        return account.asNew(key(terms));
    }

    /** Of who sent the request; null: it came without one. */
    static @Nullable String key(Terms terms) {
        CommandKey key = terms.key();
        return key == null ? null : key.key();
    }

    /** Of all users: a file has no next page. */
    @GetMapping(path = "/api/users", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table() {
        return Csv.answer(
                HEADER, Page.all(store::page, Account::username).map(User::of).map(UserApi::cells));
    }

    private static List<Object> cells(User user) {
        return Arrays.asList(
                user.username(),
                user.role(),
                Objects.requireNonNullElse(user.studentId(), ""),
                Objects.requireNonNullElse(user.instructorId(), ""),
                String.join(" ", user.cohortIds()),
                user.hasPassword());
    }

    @GetMapping(path = "/api/users", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<User>> list(ServerWebExchange exchange) {
        PageRequest wanted = PageRequest.of(exchange.getRequest().getQueryParams(), cursors, LIST);
        return store.page(wanted.after(), wanted.limit() + 1)
                .map(User::of)
                .collectList()
                .map(found -> wanted.page(found, User::username, cursors, LIST));
    }

    @GetMapping("/api/users/{username}")
    Mono<ResponseEntity<User>> user(@PathVariable String username, ServerWebExchange exchange) {
        return accounts.existing(Usernames.normalised(username))
                .map(
                        account ->
                                Etags.isKnown(
                                                exchange.getRequest().getHeaders(),
                                                Etags.of(account.version()))
                                        ? ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                                                .eTag(Etags.of(account.version()))
                                                .<User>build()
                                        : answer(HttpStatus.OK, account));
    }

    /** Merge patch (RFC 7396) of role, studentId, instructorId and cohortIds. */
    @PatchMapping("/api/users/{username}")
    Mono<ResponseEntity<User>> edit(
            @PathVariable String username,
            @RequestBody JsonNode patch,
            ServerWebExchange exchange) {
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return accounts.edit(
                        Usernames.normalised(username),
                        ifVersion,
                        account -> patched(account, patch))
                .map(account -> answer(HttpStatus.OK, account));
    }

    private Account patched(Account account, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            throw new InvalidInput(List.of(FieldError.of("", "WRONG_TYPE")));
        }
        ObjectNode merged = json.valueToTree(Rights.of(account));
        changes.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNull()) {
                                merged.remove(field.getKey());
                            } else {
                                merged.set(field.getKey(), field.getValue());
                            }
                        });
        return json.treeToValue(merged, Rights.class).on(account);
    }

    @DeleteMapping("/api/users/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String username) {
        return accounts.delete(Usernames.normalised(username));
    }

    @PostMapping("/api/users/{username}/links")
    Mono<ResponseEntity<Links.Link>> link(
            @PathVariable String username,
            @RequestBody LinkWanted wanted,
            ServerWebExchange exchange) {
        wanted.check();
        return idempotency
                .terms(exchange, wanted)
                .zipWith(accounts.existing(Usernames.normalised(username)))
                .flatMap(
                        both ->
                                links.make(
                                        exchange,
                                        both.getT2(),
                                        wanted.purpose(),
                                        key(both.getT1())))
                .map(link -> ResponseEntity.status(HttpStatus.CREATED).body(link));
    }

    private static ResponseEntity<User> answer(HttpStatus status, Account account) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).eTag(Etags.of(account.version()));
        if (status == HttpStatus.CREATED) {
            answer.location(
                    URI.create(
                            "/api/users/"
                                    + UriUtils.encodePathSegment(
                                            account.username(), StandardCharsets.UTF_8)));
        }
        return answer.body(User.of(account));
    }
}
