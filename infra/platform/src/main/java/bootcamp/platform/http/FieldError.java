package bootcamp.platform.http;

import java.util.Map;

/**
 * What is wrong with one field of a request.
 *
 * @param field where it is, as {@code entries[2].status}; empty: the body as a whole
 * @param code text is {@code reason.<code>} of the message bundles
 * @param parameters what the text names; never the value that was sent
 */
public record FieldError(String field, String code, Map<String, Object> parameters) {

    public FieldError {
        parameters = Map.copyOf(parameters);
    }

    public static FieldError of(String field, String code) {
        return new FieldError(field, code, Map.of());
    }
}
