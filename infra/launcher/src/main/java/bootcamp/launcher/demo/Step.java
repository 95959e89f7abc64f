package bootcamp.launcher.demo;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happens to one invented student on a day, as a command of the API. */
sealed interface Step {

    String cohortId();

    String externalId();

    LocalDate on();

    /** Name of the fact in the enrollment's history by which it is seen to have happened. */
    String fact();

    /** The day that fact bears; null: none. */
    default @Nullable LocalDate factOn() {
        return on();
    }

    /**
     * Puts somebody's name down.
     *
     * @param person entering on the day of the application
     */
    record Apply(String cohortId, Person person) implements Step {

        @Override
        public String externalId() {
            return person.externalId();
        }

        @Override
        public LocalDate on() {
            return person.enrolledOn();
        }

        @Override
        public String fact() {
            return "StudentApplied";
        }
    }

    /** A command on an enrollment that is there. */
    sealed interface OnEnrollment extends Step {

        /** Behind {@code /api/enrollments/ID/}. */
        String path();

        /** Null: the command is a DELETE. */
        @Nullable Map<String, Object> body();
    }

    /**
     * Moves an applicant on.
     *
     * @param to SELECTED, WAITING or REJECTED
     */
    record Move(
            String cohortId,
            String externalId,
            LocalDate on,
            String to,
            double score,
            @Nullable String note)
            implements OnEnrollment {

        Move on(LocalDate day) {
            return new Move(cohortId, externalId, day, to, score, note);
        }

        @Override
        public String fact() {
            return switch (to) {
                case "SELECTED" -> "StudentSelected";
                case "WAITING" -> "StudentPutOnWaitingList";
                case "REJECTED" -> "StudentRejected";
                default -> throw new IllegalArgumentException(to);
            };
        }

        @Override
        public String path() {
            return "status";
        }

        @Override
        public Map<String, Object> body() {
            return with(Map.of("to", to, "on", on, "score", score), "note", note);
        }
    }

    record Withdraw(
            String cohortId, String externalId, LocalDate on, String reason, @Nullable String note)
            implements OnEnrollment {

        @Override
        public String fact() {
            return "StudentWithdrew";
        }

        @Override
        public String path() {
            return "withdrawal";
        }

        @Override
        public Map<String, Object> body() {
            return with(Map.of("on", on, "reason", reason), "note", note);
        }
    }

    /** Takes a withdrawal back that was somebody else's. */
    record Revert(String cohortId, String externalId, LocalDate on) implements OnEnrollment {

        @Override
        public String fact() {
            return "WithdrawalReverted";
        }

        @Override
        public @Nullable LocalDate factOn() {
            return null;
        }

        @Override
        public String path() {
            return "withdrawal";
        }

        @Override
        public @Nullable Map<String, Object> body() {
            return null;
        }
    }

    /**
     * @param until null: open
     */
    record TakeLeave(String cohortId, String externalId, LocalDate on, @Nullable LocalDate until)
            implements OnEnrollment {

        @Override
        public String fact() {
            return "LeaveTaken";
        }

        @Override
        public String path() {
            return "leave";
        }

        @Override
        public Map<String, Object> body() {
            return with(Map.of("from", on), "until", until);
        }
    }

    /**
     * @param on the first day back
     * @param from the first day of the leave that ends
     */
    record Return(String cohortId, String externalId, LocalDate on, LocalDate from)
            implements OnEnrollment {

        @Override
        public String fact() {
            return "LeaveEnded";
        }

        @Override
        public LocalDate factOn() {
            return from;
        }

        @Override
        public String path() {
            return "leave?from=%s&on=%s".formatted(from, on);
        }

        @Override
        public @Nullable Map<String, Object> body() {
            return null;
        }
    }

    record Transfer(String cohortId, String externalId, LocalDate on, String toCohortId)
            implements OnEnrollment {

        @Override
        public String fact() {
            return "StudentTransferred";
        }

        @Override
        public String path() {
            return "transfer";
        }

        @Override
        public Map<String, Object> body() {
            return Map.of("toCohortId", toCohortId, "on", on);
        }
    }

    private static Map<String, Object> with(
            Map<String, Object> body, String name, @Nullable Object value) {
        Map<String, Object> all = new HashMap<>(body);
        if (value != null) {
            all.put(name, value);
        }
        return all;
    }
}
