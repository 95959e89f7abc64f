package bootcamp.enrollment.roster;

import bootcamp.platform.aggregate.Refusal;
import java.time.LocalDate;
import java.util.Map;

/** Why an enrollment says no. */
public sealed interface EnrollmentRefusal extends Refusal {

    record EnrollmentNotFound() implements EnrollmentRefusal {
        @Override
        public String code() {
            return "ENROLLMENT_NOT_FOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }
    }

    record AlreadyEnrolled() implements Conflict {
        @Override
        public String code() {
            return "ALREADY_ENROLLED";
        }
    }

    record NotEnrolled(Status status) implements Conflict {
        @Override
        public String code() {
            return "NOT_ENROLLED";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("status", status);
        }
    }

    record AlreadyWithdrawn(LocalDate on) implements Conflict {
        @Override
        public String code() {
            return "ALREADY_WITHDRAWN";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("on", on);
        }
    }

    record NotWithdrawn() implements Conflict {
        @Override
        public String code() {
            return "NOT_WITHDRAWN";
        }
    }

    record AlreadyTransferred(String cohortId) implements Conflict {
        @Override
        public String code() {
            return "ALREADY_TRANSFERRED";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("cohortId", cohortId);
        }
    }

    record SameCohort() implements Never {
        @Override
        public String code() {
            return "SAME_COHORT";
        }
    }

    record StatusNotAllowed(Status from, Status to) implements Conflict {
        @Override
        public String code() {
            return "STATUS_NOT_ALLOWED";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("from", from, "to", to);
        }
    }

    record OverlappingLeave(LocalDate from) implements Conflict {
        @Override
        public String code() {
            return "OVERLAPPING_LEAVE";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("from", from);
        }
    }

    record NotOnLeave() implements Conflict {
        @Override
        public String code() {
            return "NOT_ON_LEAVE";
        }
    }

    record TooManyLeaves(int max) implements Never {
        @Override
        public String code() {
            return "TOO_MANY_LEAVES";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }

    record LeaveEndsBeforeItBegins() implements Never {
        @Override
        public String code() {
            return "LEAVE_ENDS_BEFORE_IT_BEGINS";
        }
    }

    record OutsideCohortDates(LocalDate from, LocalDate until) implements Never {
        @Override
        public String code() {
            return "OUTSIDE_COHORT_DATES";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("from", from, "until", until);
        }
    }

    /**
     * Any day up to the cohort's last will do.
     *
     * @param until the last day that can be said
     */
    record AfterCohort(LocalDate until) implements Never {
        @Override
        public String code() {
            return "AFTER_COHORT";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("until", until);
        }
    }

    /**
     * What holds at once can't be dated ahead.
     *
     * @param until the last day that can be said
     */
    record DayAhead(LocalDate until) implements Never {
        @Override
        public String code() {
            return "DAY_AHEAD";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("until", until);
        }
    }

    /** Who left would silently become one who never started. */
    record EntryAfterWithdrawal(LocalDate on) implements Never {
        @Override
        public String code() {
            return "ENTRY_AFTER_WITHDRAWAL";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("on", on);
        }
    }

    /**
     * A transfer is taken back as if it had not been, so nothing may lie between.
     *
     * @param on the only day on which it can be
     */
    record BackOnAnotherDay(LocalDate on) implements Never {
        @Override
        public String code() {
            return "BACK_ON_ANOTHER_DAY";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("on", on);
        }
    }

    record BeforeLastChange(LocalDate on) implements Never {
        @Override
        public String code() {
            return "BEFORE_LAST_CHANGE";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("on", on);
        }
    }

    /** The seat was claimed, but somebody used the claim or let it lapse; claiming anew may do. */
    record ClaimLapsed() implements EnrollmentRefusal {
        @Override
        public String code() {
            return "CLAIM_LAPSED";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_NOW;
        }
    }

    /** The present state does not allow it. */
    sealed interface Conflict extends EnrollmentRefusal {
        @Override
        default Kind kind() {
            return Kind.CONFLICT;
        }
    }

    /** Well-formed, but never allowed like this. */
    sealed interface Never extends EnrollmentRefusal {
        @Override
        default Kind kind() {
            return Kind.NOT_ALLOWED;
        }
    }
}
