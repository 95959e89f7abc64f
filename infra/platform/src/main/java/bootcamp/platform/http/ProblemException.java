package bootcamp.platform.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A request that is answered with a problem. What an aggregate refuses travels as {@code
 * RefusedException} instead.
 */
public class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final transient Map<String, Object> parameters;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    public ProblemException(
            HttpStatus status,
            String code,
            Map<String, Object> parameters,
            List<FieldError> errors,
            @Nullable Duration retryAfter) {
        // An answer, not a fault: no stack trace is taken.
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.parameters = Map.copyOf(parameters);
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(HttpStatus status, String code) {
        return of(status, code, Map.of());
    }

    public static ProblemException of(
            HttpStatus status, String code, Map<String, Object> parameters) {
        return new ProblemException(status, code, parameters, List.of(), null);
    }

    /** 404, also for what exists but is not this caller's to know of. */
    public static ProblemException notFound() {
        return of(HttpStatus.NOT_FOUND, "NOT_FOUND");
    }

    /** 403: a function that this caller's role does not have. */
    public static ProblemException forbidden() {
        return of(HttpStatus.FORBIDDEN, "FORBIDDEN");
    }

    /** 401: nobody is signed in. */
    public static ProblemException unauthenticated() {
        return of(HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED");
    }

    /** 503 with {@code Retry-After}: the same request may succeed later. */
    public static ProblemException notAvailable(String code, Duration retryAfter) {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE, code, Map.of(), List.of(), retryAfter);
    }

    /** 400: a query parameter or header that cannot be understood. */
    public static ProblemException malformed(FieldError error) {
        return new ProblemException(
                HttpStatus.BAD_REQUEST, "MALFORMED_REQUEST", Map.of(), List.of(error), null);
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Null: no {@code Retry-After}. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
