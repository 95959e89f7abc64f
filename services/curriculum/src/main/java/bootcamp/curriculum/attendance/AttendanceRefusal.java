package bootcamp.curriculum.attendance;

import bootcamp.platform.aggregate.Refusal;
import java.time.LocalDate;
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
