package bootcamp.review.box;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.ProblemException;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import bootcamp.review.school.Week;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is sent.
 *
 * @param cohortId null: the caller leaves it to be found
 */
record TargetForm(String kind, String id, @Nullable String cohortId) {

    private static final int LENGTH_MAX = 200;

    void check(Checks checks) {
        checks.that(kindOrNull(kind) != null, "target.kind", "UNKNOWN_KIND");
        checks.text("target.id", id, LENGTH_MAX);
        checks.that(kindOrNull(kind) != Kind.PULSE || Week.isId(id), "target.id", "NOT_A_WEEK");
        checks.optionalText("target.cohortId", cohortId, LENGTH_MAX);
    }

    /** The one of which this is the key. */
    static Target of(String key) {
        int first = key.indexOf('/');
        int last = key.lastIndexOf('/');
        return new Target(
                Kind.valueOf(key.substring(0, first)),
                key.substring(first + 1, last),
                key.substring(last + 1));
    }

    static @Nullable Kind kindOrNull(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * @throws ProblemException 400 for what is no kind
     */
    static Kind kindOf(String name) {
        Kind kind = kindOrNull(name);
        if (kind == null) {
            throw ProblemException.malformed(FieldError.of("kind", "UNKNOWN_KIND"));
        }
        return kind;
    }

    /** Null for what is not base64url without padding. */
    static byte @Nullable [] bytes(String base64) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64)
                    ? bytes
                    : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
