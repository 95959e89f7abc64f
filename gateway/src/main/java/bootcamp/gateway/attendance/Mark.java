package bootcamp.gateway.attendance;

import java.util.Collection;

/** What is written down of a student's training day; a day's marks are one byte, 0 for none. */
public enum Mark {
    PRESENT,
    LATE,
    EARLY_LEAVE,
    OUTING,
    ABSENT,
    EXCUSED;

    private byte bit() {
        return (byte) (1 << ordinal());
    }

    boolean isIn(byte marks) {
        return (marks & bit()) != 0;
    }

    /**
     * @throws IllegalArgumentException where a code is unknown, there is none, or they exclude each
     *     other: only {@code LATE}, {@code EARLY_LEAVE} and {@code OUTING} go together
     */
    public static byte marks(Collection<String> codes) {
        int marks = 0;
        for (String code : codes) {
            marks |= valueOf(code).bit();
        }
        boolean alone = Integer.bitCount(marks) == 1;
        int together = LATE.bit() | EARLY_LEAVE.bit() | OUTING.bit();
        if (!alone && (marks == 0 || (marks & ~together) != 0)) {
            throw new IllegalArgumentException("marks");
        }
        return (byte) marks;
    }

    /**
     * One byte for what a day comes to by now and for what it comes to if nothing more happens,
     * which is an absence.
     *
     * @param soFar of which no code is {@code ABSENT}
     * @throws IllegalArgumentException as {@link #marks(Collection)}
     */
    public static byte unless(Collection<String> soFar) {
        byte marks = marks(soFar);
        if (ABSENT.isIn(marks)) {
            throw new IllegalArgumentException("marks");
        }
        return (byte) (marks | ABSENT.bit());
    }

    /** What the day comes to once it is over. */
    static byte inTheEnd(byte marks) {
        return ABSENT.isIn(marks) ? ABSENT.bit() : marks;
    }

    /** What the day comes to while it is not over. */
    static byte soFar(byte marks) {
        return marks == ABSENT.bit() ? marks : (byte) (marks & ~ABSENT.bit());
    }
}
