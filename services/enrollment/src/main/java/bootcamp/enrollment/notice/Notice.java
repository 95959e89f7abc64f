package bootcamp.enrollment.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a student is to know, as a code with what it is about: the page has the words.
 *
 * @param at since when it is so
 * @param sourceId of what it is about
 * @param title of it; null: it has none
 * @param startsAt of it, as it is now, with the offset of {@code timeZone}; null: it has no time
 * @param timeZone null: it has no time
 * @param date the day that it is about; null: of no day
 * @param confirmBy until when the seat is to be confirmed; null: nothing is to be confirmed
 * @param reason as staff gave it; null: none is told
 */
record Notice(
        Code code,
        Instant at,
        String sourceId,
        @Nullable String title,
        @Nullable String startsAt,
        @Nullable String timeZone,
        @Nullable LocalDate date,
        @Nullable Instant confirmBy,
        @Nullable String reason) {

    static final Comparator<Notice> NEWEST_FIRST =
            Comparator.comparing(Notice::at).reversed().thenComparing(Notice::noticeId);

    enum Source {
        LECTURE,
        CLINIC,
        /** A request to have a day of attendance set right. */
        REQUEST,
        COMPETITION,
        /** A team of a competition. */
        TEAM
    }

    enum Code {
        SEAT_OFFERED(Source.LECTURE, Kind.SEAT),
        SEAT_GIVEN(Source.LECTURE, Kind.SEAT),
        LECTURE_MOVED(Source.LECTURE, Kind.MOVED),
        LECTURE_CANCELLED(Source.LECTURE, Kind.CANCELLED),
        CLINIC_MOVED(Source.CLINIC, Kind.MOVED),
        CLINIC_CANCELLED(Source.CLINIC, Kind.CANCELLED),
        /** Staff took the place away. */
        CLINIC_PLACE_REMOVED(Source.CLINIC, Kind.REMOVED),
        REQUEST_ACCEPTED(Source.REQUEST, Kind.DECIDED),
        REQUEST_REFUSED(Source.REQUEST, Kind.DECIDED),
        /** Another team asks to become one with the student's. */
        MERGE_ASKED(Source.TEAM, Kind.ASKED),
        MERGE_DECLINED(Source.TEAM, Kind.DECLINED),
        TEAMS_MERGED(Source.TEAM, Kind.MERGED),

        /** All of it was scored anew, and ranks may be others. */
        COMPETITION_RESCORED(Source.COMPETITION, Kind.RESCORED);

        private final Source source;
        private final Kind kind;

        Code(Source source, Kind kind) {
            this.source = source;
            this.kind = kind;
        }
    }

    /** A seat that was confirmed is the notice that it was when it was offered. */
    private enum Kind {
        SEAT,
        MOVED,
        CANCELLED,
        REMOVED,
        DECIDED,
        RESCORED,
        ASKED,
        DECLINED,
        MERGED
    }

    /** The same whenever it is the same thing that is told. */
    String noticeId() {
        return "%s~%s~%d"
                .formatted(sourceId, code.kind.name().toLowerCase(Locale.ROOT), at.toEpochMilli());
    }

    /** Null: it is about something of another kind. */
    @Nullable String idIfAbout(Source wanted) {
        return code.source == wanted ? sourceId : null;
    }
}
