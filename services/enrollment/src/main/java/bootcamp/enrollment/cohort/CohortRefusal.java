package bootcamp.enrollment.cohort;

import bootcamp.platform.aggregate.Refusal;
import java.time.LocalDate;
import java.util.Map;

/** Why a cohort says no. */
public sealed interface CohortRefusal extends Refusal {

    record CohortNotFound() implements CohortRefusal {
        @Override
        public String code() {
            return "COHORT_NOT_FOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }
    }

    record CohortExists() implements CohortRefusal {
        @Override
        public String code() {
            return "COHORT_EXISTS";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }
    }

    record CohortClosed() implements CohortRefusal {
        @Override
        public String code() {
            return "COHORT_CLOSED";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }
    }

    /** Not every enrollment has said yet what the last closing, or reopening, means for it. */
    record CohortSettling() implements CohortRefusal {
        @Override
        public String code() {
            return "COHORT_SETTLING";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_NOW;
        }
    }

    record CohortFull(int capacity) implements CohortRefusal {
        @Override
        public String code() {
            return "COHORT_FULL";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("capacity", capacity);
        }
    }

    record TextOutOfRange(String field, int charsMax) implements NeverAllowed {
        @Override
        public String code() {
            return "TEXT_OUT_OF_RANGE";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("field", field, "max", charsMax);
        }
    }

    record UnknownTimeZone() implements NeverAllowed {
        @Override
        public String code() {
            return "UNKNOWN_TIME_ZONE";
        }
    }

    record CapacityOutOfRange(int min, int max) implements NeverAllowed {
        @Override
        public String code() {
            return "CAPACITY_OUT_OF_RANGE";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("min", min, "max", max);
        }
    }

    record EndBeforeStart() implements NeverAllowed {
        @Override
        public String code() {
            return "END_BEFORE_START";
        }
    }

    record CohortTooLong(int daysMax) implements NeverAllowed {
        @Override
        public String code() {
            return "COHORT_TOO_LONG";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", daysMax);
        }
    }

    record NoTrainingWeekday() implements NeverAllowed {
        @Override
        public String code() {
            return "NO_TRAINING_WEEKDAY";
        }
    }

    record HolidayOutsideCohort(LocalDate holiday, LocalDate from, LocalDate until)
            implements NeverAllowed {
        @Override
        public String code() {
            return "HOLIDAY_OUTSIDE_COHORT";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("holiday", holiday, "from", from, "until", until);
        }
    }

    record ClosedOutsideDates(LocalDate from, LocalDate until) implements NeverAllowed {
        @Override
        public String code() {
            return "OUTSIDE_COHORT_DATES";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("from", from, "until", until);
        }
    }

    /** Well-formed, but no cohort can be like that. */
    sealed interface NeverAllowed extends CohortRefusal {
        @Override
        default Kind kind() {
            return Kind.NOT_ALLOWED;
        }
    }
}
