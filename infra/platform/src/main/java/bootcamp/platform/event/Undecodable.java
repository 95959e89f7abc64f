package bootcamp.platform.event;

/**
 * Says that a record is no event this reader understands. Trying again does not help, so the record
 * is parked by itself.
 */
public final class Undecodable extends RuntimeException {

    private final Code code;
    private final String reason;

    /**
     * @param reason for the log and the list of dead letters: names and sizes, never a value of the
     *     record
     */
    public Undecodable(Code code, String reason) {
        super(code + ": " + reason);
        this.code = code;
        this.reason = reason;
    }

    public Code code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** What is wrong with the record; stable, shown in the list of dead letters. */
    public enum Code {
        /** The topic is not one of events. */
        NOT_A_TOPIC_OF_EVENTS,
        NO_KEY,
        NO_VALUE,
        TOO_LARGE,
        /** A header that CloudEvents or this platform demands is missing, doubled or unreadable. */
        BAD_HEADER,
        /** Written by a service to which the topic does not belong. */
        FOREIGN_SOURCE,
        /** The headers contradict each other or the key. */
        CONTRADICTION,
        /** An aggregate this reader was never told of. */
        UNKNOWN_TYPE,
        /** A version of the state newer than this reader knows. */
        UNKNOWN_VERSION,
        NOT_JSON,
        /** JSON, but not of the shape of an event. */
        NOT_AN_EVENT,
        /** An event whose state lacks what the reader needs, or has it in another shape. */
        STATE_DOES_NOT_FIT,
        /** The state could not be brought to the newest version. */
        UPCAST_FAILED
    }
}
