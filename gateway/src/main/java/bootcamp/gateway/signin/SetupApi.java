package bootcamp.gateway.signin;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The first admin, by the link that the launcher prints; once. */
@RestController
final class SetupApi {

    private final Accounts accounts;
    private final AccountStore store;
    private final @Nullable String tokenHash;

    /**
     * @param token of the link, or its SHA-256; null: there is no link
     */
    SetupApi(Accounts accounts, AccountStore store, @Nullable String token) {
        this.accounts = accounts;
        this.store = store;
        this.tokenHash = token == null || token.isBlank() ? null : hashed(token);
    }

    record SetUp(String token, String username, String password) {

        /** Neither token nor password. */
        @Override
        public String toString() {
            return "SetUp[]";
        }
    }

    /**
     * @param open whether there is no admin yet
     */
    record State(boolean open) {}

    @GetMapping("/api/setup")
    Mono<State> state() {
        return store.isEmpty().map(State::new);
    }

    @PostMapping("/api/setup")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> setUp(@RequestBody SetUp given) {
        if (tokenHash == null || !KeyedHash.same(sha256(given.token()), tokenHash)) {
            return Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "SETUP_TOKEN_NOT_VALID"));
        }
        return accounts.setUp(Usernames.normalised(given.username()), given.password());
    }

    private static String hashed(String token) {
        return token.matches("[0-9a-fA-F]{64}") ? token.toLowerCase(Locale.ROOT) : sha256(token);
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
