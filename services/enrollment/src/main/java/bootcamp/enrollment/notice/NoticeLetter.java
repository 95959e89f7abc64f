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

    static NoticeLetter of(String studentId, Notice notice) {
        return new NoticeLetter(studentId, notice.noticeId(), notice.at());
    }

    String id() {
        return studentId + "~" + noticeId;
    }

    boolean isTooLate(Instant now) {
        return !now.isBefore(at.plus(AGE_MAX));
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
