package bootcamp.curriculum.lecture;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** Why a lecture says no. */
public sealed interface LectureRefusal extends Refusal {

    /** There is none, or none that the caller may know of. */
    record LectureNotFound() implements LectureRefusal {
        @Override
        public String code() {
            return "LECTURE_NOT_FOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }
    }

    /** There is one, but the student was in none of its cohorts as far as is known. */
    record LectureOfOthers() implements LectureRefusal {
        @Override
        public String code() {
            return "LECTURE_NOT_FOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }
    }

    /** The student was in one of its cohorts, and is not now as far as is known. */
    record NotEnrolled() implements LectureRefusal {
        @Override
        public String code() {
            return "NOT_ENROLLED_HERE";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }
    }

    /**
     * @param field as a request names it
     */
    record LectureUnsound(String field) implements LectureRefusal {
        @Override
        public String code() {
            return "LECTURE_UNSOUND";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("field", field);
        }
    }

    record RegistrationNotOpen(String opensAt) implements Conflict {
        @Override
        public String code() {
            return "REGISTRATION_NOT_OPEN";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("opensAt", opensAt);
        }
    }

    record RegistrationClosed(String closedAt) implements Conflict {
        @Override
        public String code() {
            return "REGISTRATION_CLOSED";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("closedAt", closedAt);
        }
    }

    record ListFull(int max) implements Conflict {
        @Override
        public String code() {
            return "LECTURE_LIST_FULL";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }

    record LectureNotBegun(String startsAt) implements Conflict {
        @Override
        public String code() {
            return "LECTURE_NOT_BEGUN";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("startsAt", startsAt);
        }
    }

    /** What the present state does not allow, whatever the lecture's particulars. */
    enum Now implements Conflict {
        LECTURE_EXISTS,
        LECTURE_NOT_PUBLISHED,
        LECTURE_CANCELLED,
        LECTURE_HELD,
        LECTURE_BEGUN,
        NOT_REGISTERED,
        NO_SEAT_YET,
        /** Somebody else edited it in between; the caller decides again on what is there. */
        PLAN_CHANGED;

        @Override
        public String code() {
            return name();
        }
    }

    /** The present state does not allow it. */
    sealed interface Conflict extends LectureRefusal {
        @Override
        default Kind kind() {
            return Kind.CONFLICT;
        }
    }
}
