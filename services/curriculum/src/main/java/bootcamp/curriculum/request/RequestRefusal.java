package bootcamp.curriculum.request;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** Why an attendance request says no. */
sealed interface RequestRefusal extends Refusal {

    /** One whose code says all. */
    enum Plain implements RequestRefusal {
        /** There is none, or none that the caller may know of. */
        REQUEST_NOT_FOUND(Kind.NOT_FOUND),
        /** The student asks for the same of the same day already. */
        REQUEST_OPEN(Kind.CONFLICT),
        /** This one is over: another can be made. Never seen outside. */
        REQUEST_OVER(Kind.CONFLICT),
        /** It was decided, or taken back. */
        REQUEST_DECIDED(Kind.CONFLICT),
        /** By the roster as it is now the student was not there on that day. */
        REQUESTER_NOT_IN_COURSE(Kind.CONFLICT),
        /** Among several: accepted, it would be over the cap of its kind, and so an absence. */
        EXCUSE_OVER_CAP(Kind.CONFLICT),
        /** It has no file. */
        EVIDENCE_NOT_FOUND(Kind.NOT_FOUND);

        private final Kind kind;

        Plain(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String code() {
            return name();
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }

    /**
     * @param max of one student in one cohort, or for one day
     */
    record TooManyRequests(int max) implements RequestRefusal {
        @Override
        public String code() {
            return "TOO_MANY_ATTENDANCE_REQUESTS";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }
}
