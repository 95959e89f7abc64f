package bootcamp.enrollment.notice;

import java.time.Duration;
import java.time.Instant;

/**
 * A letter that is due to a student because of a notice.
 *
 * @param at since when what it tells is so
 */
record NoticeLetter(String studentId, String noticeId, Instant at) implements Posted {

    /** What is older is read of at the pages alone: a letter would come too late to be of use. */
    static final Duration AGE_MAX = Duration.ofDays(1);

    private static final Duration PAUSE_MIN = Duration.ofSeconds(5);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);

    /** From so many on the pause is the longest. */
    private static final int DOUBLINGS_MAX = 7;

    static NoticeLetter of(String studentId, Notice notice) {
        return new NoticeLetter(studentId, notice.noticeId(), notice.at());
    }

    String id() {
        return studentId + "~" + noticeId;
    }

    boolean isTooLate(Instant now) {
        return !now.isBefore(at.plus(AGE_MAX));
    }

    /**
     * How long to wait before it is tried again: each time twice as long, so that a mail server
     * that is away is not asked for every letter all the time.
     *
     * @param tries how often it was tried in vain before this time, from 0
     */
    static Duration pauseAfter(int tries) {
        Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(tries, DOUBLINGS_MAX));
        return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }

    @Override
    public String secret() {
        return noticeId;
    }

    @Override
    public Instant validUntil() {
        return at.plus(AGE_MAX);
    }
}
