package bootcamp.enrollment.later;

import bootcamp.platform.aggregate.Refusal;
import java.time.LocalDate;
import java.util.Map;

/** Why what became of somebody is not noted. */
sealed interface LaterRefusal extends Refusal {

    @Override
    default Kind kind() {
        return Kind.CONFLICT;
    }

    /** The cohort is open, or its closing says that the student did not complete. */
    record DidNotComplete() implements LaterRefusal {
        @Override
        public String code() {
            return "DID_NOT_COMPLETE";
        }
    }

    /**
     * @param from the first day on which it can be noted
     */
    record TooEarly(LocalDate from) implements LaterRefusal {
        @Override
        public String code() {
            return "OUTCOME_TOO_EARLY";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("from", from);
        }
    }
}
