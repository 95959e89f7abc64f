package bootcamp.platform.aggregate;

/**
 * What makes a command recognisable when it is sent again.
 *
 * @param key keyed hash of principal, method, path and the client's {@code Idempotency-Key}
 * @param body keyed hash of the request's body: the same key with another body is refused
 */
public record CommandKey(String key, String body) {}
