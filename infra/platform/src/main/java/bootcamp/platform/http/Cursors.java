package bootcamp.platform.http;

import bootcamp.platform.source.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.http.HttpStatus;

/** Makes the opaque cursors of lists, signed so that nobody can make up their own. */
public final class Cursors {

    private static final int SIGNATURE_LENGTH = 16;
    private static final int CURSOR_LENGTH_MAX = 2000;

    private final KeyedHash hash;

    public Cursors(KeyedHash hash) {
        this.hash = hash;
    }

    /** The cursor behind a key of a list. */
    public String cursor(String list, String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((signature(list, key) + key).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that a cursor stands for.
     *
     * @throws ProblemException 400 {@code INVALID_CURSOR}
     */
    public String key(String list, String cursor) {
        String text = decoded(cursor);
        if (text.length() < SIGNATURE_LENGTH) {
            throw invalid();
        }
        String key = text.substring(SIGNATURE_LENGTH);
        if (!KeyedHash.same(signature(list, key), text.substring(0, SIGNATURE_LENGTH))) {
            throw invalid();
        }
        return key;
    }

    private String signature(String list, String key) {
        return hash.of("cursor", list, key).substring(0, SIGNATURE_LENGTH);
    }

    private static String decoded(String cursor) {
        if (cursor.length() > CURSOR_LENGTH_MAX) {
            throw invalid();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "INVALID_CURSOR");
    }
}
