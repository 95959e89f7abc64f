package bootcamp.gateway.signin;

import java.time.Instant;

/**
 * A secret that was given out, as it is kept: without the secret.
 *
 * @param id hash of the secret, behind the day on which it ends
 * @param epoch of the account when it was given out; another one ends it
 * @param expiresAt it is good for nothing from then on
 * @param seenAt when it was last used, to the minute
 */
record Ticket(
        String id,
        Purpose purpose,
        String username,
        long epoch,
        Instant expiresAt,
        Instant seenAt) {

    /** What it opens. */
    enum Purpose {
        /** A browser's session, in a cookie. */
        SESSION,
        /** A program's access, in a header. */
        BEARER,
        /** One password, for an account that has none. */
        INVITATION,
        /** One password, in the place of another. */
        RESET;

        boolean isLink() {
            return this == INVITATION || this == RESET;
        }
    }

    /** Whether it still opens something for the account as it is now. */
    boolean fits(Account account) {
        return account.epoch() == epoch && account.username().equals(username);
    }
}
