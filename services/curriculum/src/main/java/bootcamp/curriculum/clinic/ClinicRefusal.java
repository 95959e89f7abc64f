package bootcamp.curriculum.clinic;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** Why a clinic says no. */
sealed interface ClinicRefusal extends Refusal {

    /** Students can't book the slot any more. */
    record BookingClosed(String closedAt) implements ClinicRefusal {
        @Override
        public String code() {
            return "CLINIC_BOOKING_CLOSED";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("closedAt", closedAt);
        }
    }

    /** The student can't give up the place any more, nor move from it. */
    record CancellingClosed(String closedAt) implements ClinicRefusal {
        @Override
        public String code() {
            return "CLINIC_CANCELLING_CLOSED";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("closedAt", closedAt);
        }
    }

    /** What needs no particulars. */
    enum Now implements ClinicRefusal {
        /** There is none, or none that the caller may know of. */
        CLINIC_NOT_FOUND(Kind.NOT_FOUND),
        CLINIC_SLOT_UNKNOWN(Kind.NOT_ALLOWED),
        CLINIC_EXISTS(Kind.CONFLICT),
        CLINIC_UNSOUND(Kind.NOT_ALLOWED),
        /** All of it, or the slot. */
        CLINIC_CANCELLED(Kind.CONFLICT),
        /** As many students are booked as there are places in the slot. */
        CLINIC_SLOT_FULL(Kind.CONFLICT),
        /** Feedback is for who has, or had, a place. */
        CLINIC_NOT_BOOKED(Kind.CONFLICT),
        /** As many have feedback as a document may hold. */
        CLINIC_FEEDBACK_FULL(Kind.CONFLICT),
        /** Only who is enrolled in the cohort has a place. */
        CLINIC_OF_OTHERS(Kind.NOT_ALLOWED),
        /** Somebody else edited it in between; the caller decides again on what is there. */
        PLAN_CHANGED(Kind.CONFLICT);

        private final Kind kind;

        Now(Kind kind) {
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
}
