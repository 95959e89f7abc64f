package bootcamp.curriculum.checkin;

import bootcamp.platform.source.KeyedHash;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The codes that show who is in the room: six digits for one day of one cohort, another every
 * {@value #STEP_SECONDS} seconds, good for their step and for the one after it. All processes with
 * the same secret have the same codes, and nothing is kept of them.
 *
 * <p>A code is the HMAC-SHA256 of cohort, day and step under the service's secret, its first 60
 * bits modulo a million (after RFC 4226, HOTP, and RFC 6238, TOTP). Somebody who guesses is right
 * with 2 in a million.
 */
public final class CheckInCodes {

    static final int STEP_SECONDS = 15;

    /** Of so many steps before, a code is told to be one that was right. */
    static final int EXPIRED_STEPS = 20;

    private static final String PURPOSE = "check-in code";
    private static final int HEX_DIGITS = 15;
    private static final long CODES = 1_000_000;

    private final KeyedHash hash;

    public CheckInCodes(KeyedHash hash) {
        this.hash = hash;
    }

    /**
     * @param changesAt when the next one is shown
     */
    record Code(String digits, Instant changesAt) {}

    /** What is to be shown now. */
    Code at(String cohortId, LocalDate day, Instant now) {
        long step = step(now);
        return new Code(
                digits(cohortId, day, step), Instant.ofEpochSecond((step + 1) * STEP_SECONDS));
    }

    /** What can be said of a code that somebody enters. */
    enum Verdict {
        RIGHT,
        /** It was right a few minutes ago. */
        EXPIRED,
        WRONG
    }

    Verdict judge(String cohortId, LocalDate day, String digits, Instant now) {
        long step = step(now);
        Verdict verdict = Verdict.WRONG;
        // All of them, so that the time tells nothing.
        for (int age = EXPIRED_STEPS; age >= 0; age--) {
            if (KeyedHash.same(digits, digits(cohortId, day, step - age))) {
                verdict = age <= 1 ? Verdict.RIGHT : Verdict.EXPIRED;
            }
        }
        return verdict;
    }

    private static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    private String digits(String cohortId, LocalDate day, long step) {
        String hex = hash.of(PURPOSE, cohortId, day.toString(), Long.toString(step));
        return "%06d".formatted(Long.parseLong(hex.substring(0, HEX_DIGITS), 16) % CODES);
    }
}
