package bootcamp.platform.aggregate;

import java.util.Map;

/**
 * Why a command was not carried out, as a value: nothing was changed. The text a person reads comes
 * from the message bundles under {@code problem.<code>.title} and {@code problem.<code>.detail}.
 */
public interface Refusal {

    /**
     * Name of the parameter that holds the address, under {@code /api}, of what is in the way; a
     * problem carries it by itself.
     */
    String ABOUT = "about";

    /** Name of a parameter, an {@code OffsetDateTime}: when what is too early opens. */
    String OPENS_AT = "opensAt";

    /** Name of a parameter, an {@code OffsetDateTime}: when what is used up is there again. */
    String RESETS_AT = "resetsAt";

    /** Stable, in UPPER_SNAKE, part of the public contract. */
    String code();

    Kind kind();

    /** What the text names, by name; never personal data. */
    default Map<String, Object> parameters() {
        return Map.of();
    }

    /** What sort of refusal this is; it alone decides the HTTP status. */
    enum Kind {
        /** 404: no such thing, or not for this caller to know of. */
        NOT_FOUND,
        /** 409: the present state does not allow it. */
        CONFLICT,
        /** 422: well-formed, but never allowed like this. */
        NOT_ALLOWED,
        /** 403. */
        FORBIDDEN,
        /** 412: the version the caller saw is not the present one. */
        STALE,
        /** 503 with {@code Retry-After}: the same command may succeed in a moment. */
        NOT_NOW
    }
}
