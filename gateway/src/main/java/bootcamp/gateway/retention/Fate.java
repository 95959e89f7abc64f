package bootcamp.gateway.retention;

import bootcamp.gateway.retention.Stay.Standing;
import java.time.LocalDate;

/** What has become of one student by a day: exactly one of these holds for each. */
enum Fate {
    /** The day of enrolling is still to come. */
    NOT_YET,
    /** Withdrew on or before the day of entry: in no figure but its own. */
    NEVER_STARTED,
    ACTIVE,
    ON_LEAVE,
    WITHDRAWN,
    TRANSFERRED,
    COMPLETED,
    NOT_COMPLETED;

    /**
     * A withdrawal counts while the cohort runs; one dated after its end changes nothing that the
     * cohort measures.
     */
    static Fate of(Stay stay, Window window, LocalDate asOf) {
        int exit = window.exit(stay);
        if (exit <= Math.min(window.asOf(), window.entry(stay))) {
            return NEVER_STARTED;
        }
        if (window.enrolled(stay) > window.asOf()) {
            return NOT_YET;
        }
        if (exit <= window.limit()) {
            return stay.isTransfer() ? TRANSFERRED : WITHDRAWN;
        }
        return of(stay.standingOn(asOf));
    }

    private static Fate of(Standing standing) {
        return switch (standing) {
            case ACTIVE -> ACTIVE;
            case ON_LEAVE -> ON_LEAVE;
            case COMPLETED -> COMPLETED;
            case NOT_COMPLETED -> NOT_COMPLETED;
        };
    }

    /** Enrolled, started, and has not left. */
    boolean isHere() {
        return switch (this) {
            case ACTIVE, ON_LEAVE, COMPLETED, NOT_COMPLETED -> true;
            case NOT_YET, NEVER_STARTED, WITHDRAWN, TRANSFERRED -> false;
        };
    }
}
