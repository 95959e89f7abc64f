package bootcamp.platform.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a gateway says to a service about one request: a JWS of RFC 7515 with EdDSA (RFC 8037).
 *
 * @param aud the service it is meant for
 * @param htm the request's method
 * @param htu the request's path, raw, without its query
 * @param exp second since 1970 from which on it says nothing any more
 */
record IdentityToken(
        String aud,
        String htm,
        String htu,
        long exp,
        String sub,
        Set<Role> roles,
        @Nullable String studentId,
        @Nullable String instructorId,
        Set<String> cohortIds) {

    /** The only header there is: an algorithm that is asked for by the token is not listened to. */
    static final String HEADER = encoded("{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}");

    static final int LENGTH_MAX = 6000;
    static final long SECONDS = 60;

    static IdentityToken of(Caller caller, String audience, String method, String path, long exp) {
        return new IdentityToken(
                audience,
                method,
                path,
                exp,
                caller.username(),
                caller.roles(),
                caller.studentId(),
                caller.instructorId(),
                caller.cohortIds());
    }

    Caller caller() {
        return new Caller(sub, roles, studentId, instructorId, cohortIds);
    }

    String signedPart(JsonMapper json) {
        return HEADER + "." + encoded(json.writeValueAsString(this));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
