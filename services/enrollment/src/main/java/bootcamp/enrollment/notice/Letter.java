package bootcamp.enrollment.notice;

import java.time.Instant;

/**
 * A letter with a one-time link, as the gateway asks for it.
 *
 * @param username by which the student signs in
 * @param link a secret of the student
 * @param validUntil the link is good for nothing from then on
 */
record Letter(String studentId, String username, Purpose purpose, String link, Instant validUntil)
        implements Posted {

    /** What the link is for. */
    enum Purpose {
        INVITATION,
        RESET
    }

    /** What makes the link this one, at whatever address it was made. */
    @Override
    public String secret() {
        return link.substring(link.indexOf('#') + 1);
    }

    /** Never the link. */
    @Override
    public String toString() {
        return "Letter[]";
    }
}
