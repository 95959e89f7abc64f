package bootcamp.curriculum.attendance;

import bootcamp.platform.aggregate.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Why attendance says no. */
public sealed interface AttendanceRefusal extends Refusal {

    record CohortNotFound() implements AttendanceRefusal {
        @Override
        public String code() {
            return "COHORT_NOT_FOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }
    }

    record DayOutsideCohort(LocalDate start, LocalDate end) implements AttendanceRefusal {
        @Override
        public String code() {
            return "DAY_OUTSIDE_COHORT";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("start", start, "end", end);
        }
    }

    record NotATrainingDay() implements AttendanceRefusal {
        @Override
        public String code() {
            return "NOT_A_TRAINING_DAY";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }
    }

    /**
     * @param today in the cohort's zone
     */
    record DayToCome(LocalDate today) implements AttendanceRefusal {
        @Override
        public String code() {
            return "DAY_TO_COME";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("today", today);
        }
    }

    record SheetClosedAlready() implements Conflict {
        @Override
        public String code() {
            return "SHEET_CLOSED";
        }
    }

    /**
     * @param studentIds who has no mark, ascending; never empty
     */
    record UnmarkedLeft(List<String> studentIds) implements Conflict {

        /** So many are named; the count is of all. */
        static final int NAMED_MAX = 100;

        @Override
        public String code() {
            return "UNMARKED_LEFT";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of(
                    "count",
                    studentIds.size(),
                    "students",
                    String.join(", ", studentIds.stream().limit(NAMED_MAX).toList()));
        }
    }

    record SheetFull(int max) implements Conflict {
        @Override
        public String code() {
            return "SHEET_FULL";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }

    /**
     * @param zone where the cohort is
     */
    record StampTooEarly(Instant opensAt, ZoneId zone) implements Conflict {
        @Override
        public String code() {
            return "STAMP_TOO_EARLY";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of(
                    "time",
                    clock(opensAt, zone),
                    "zone",
                    zone,
                    OPENS_AT,
                    opensAt.atZone(zone).toOffsetDateTime());
        }
    }

    /**
     * @param zone where the cohort is
     */
    record StampTooLate(Instant closedAt, ZoneId zone) implements Conflict {
        @Override
        public String code() {
            return "STAMP_TOO_LATE";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("time", clock(closedAt, zone), "zone", zone);
        }
    }

    /** What a stamp can meet that says nothing but its code. */
    enum StampRefusal implements Conflict {
        /** Staff keep a sheet on that day. */
        NO_STAMPS,
        /** No stamp can be taken any more. */
        DAY_OVER,
        NOT_STAMPED_IN,
        /** Back without having gone out. */
        NO_OUTING,
        /** Has left for the day. */
        STAMPED_OUT,
        /** On leave, not yet there, or there no more. */
        NOT_IN_COURSE;

        @Override
        public String code() {
            return name();
        }
    }

    /** The code is of no moment, day or cohort that would do. */
    enum CodeRefusal implements AttendanceRefusal {
        WRONG_CODE,
        /** It was right a few minutes ago. */
        CODE_EXPIRED;

        @Override
        public String code() {
            return name();
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }
    }

    /**
     * @param studentIds who stamped in and may still stamp out, ascending; never empty
     */
    record StillIn(List<String> studentIds) implements Conflict {
        @Override
        public String code() {
            return "STILL_IN";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of(
                    "count",
                    studentIds.size(),
                    "students",
                    String.join(", ", studentIds.stream().limit(UnmarkedLeft.NAMED_MAX).toList()));
        }
    }

    private static String clock(Instant at, ZoneId zone) {
        return LocalTime.ofInstant(at, zone).truncatedTo(ChronoUnit.MINUTES).toString();
    }

    record TooManyPolicies(int max) implements Conflict {
        @Override
        public String code() {
            return "TOO_MANY_POLICIES";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }

    /** The present state does not allow it. */
    sealed interface Conflict extends AttendanceRefusal {
        @Override
        default Kind kind() {
            return Kind.CONFLICT;
        }
    }
}
