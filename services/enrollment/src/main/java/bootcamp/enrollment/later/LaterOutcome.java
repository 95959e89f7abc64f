package bootcamp.enrollment.later;

import java.time.Instant;
import java.util.List;

/**
 * What became of somebody who completed.
 *
 * @param months after the day as of which the cohort was closed, one of {@link #MONTHS}
 * @param by name of the account that noted it
 */
record LaterOutcome(int months, Kind outcome, String by, Instant at) {

    static final List<Integer> MONTHS = List.of(3, 6);

    enum Kind {
        EMPLOYED,
        STUDYING,
        SEARCHING,
        /** Asked, and nobody could tell: counts as no answer. */
        UNKNOWN;

        static final List<Kind> KNOWN = List.of(EMPLOYED, STUDYING, SEARCHING);
    }
}
