package bootcamp.gateway.signin;

import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that show that a write comes from our own page: bound to the session, kept nowhere, and
 * other each time they are given out, so that compression tells nothing about them (BREACH).
 */
final class Csrf {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}\\.[0-9a-f]{64}");

    private final KeyedHash hash;
    private final IdSource ids;

    Csrf(KeyedHash hash, IdSource ids) {
        this.hash = hash;
        this.ids = ids;
    }

    String token(Ticket session) {
        String nonce = ids.next();
        return nonce + "." + seal(session, nonce);
    }

    boolean isValid(Ticket session, @Nullable String token) {
        if (token == null || !FORM.matcher(token).matches()) {
            return false;
        }
        String[] parts = token.split("\\.", 2);
        return KeyedHash.same(seal(session, parts[0]), parts[1]);
    }

    private String seal(Ticket session, String nonce) {
        return hash.of("csrf", session.id(), nonce);
    }
}
