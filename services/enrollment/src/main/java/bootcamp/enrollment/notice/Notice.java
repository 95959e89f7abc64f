package bootcamp.enrollment.notice;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a student is to know, as a code with what it is about: the page has the words.
 *
 * @param at since when it is so
 * @param startsAt of the lecture, as it is now, with the offset of {@code timeZone}
 * @param confirmBy until when the seat is to be confirmed; null: nothing is to be confirmed
 */
record Notice(
        Code code,
        Instant at,
        String lectureId,
        String title,
        String startsAt,
        String timeZone,
        @Nullable Instant confirmBy) {

    static final Comparator<Notice> NEWEST_FIRST =
            Comparator.comparing(Notice::at).reversed().thenComparing(Notice::noticeId);

    enum Code {
        SEAT_OFFERED(Kind.SEAT),
        SEAT_GIVEN(Kind.SEAT),
        LECTURE_MOVED(Kind.MOVED),
        LECTURE_CANCELLED(Kind.CANCELLED);

        private final Kind kind;

        Code(Kind kind) {
            this.kind = kind;
        }
    }

    /** A seat that was confirmed is the notice that it was when it was offered. */
    private enum Kind {
        SEAT,
        MOVED,
        CANCELLED
    }

    /** The same whenever it is the same thing that is told. */
    String noticeId() {
        return "%s~%s~%d"
                .formatted(lectureId, code.kind.name().toLowerCase(Locale.ROOT), at.toEpochMilli());
    }
}
