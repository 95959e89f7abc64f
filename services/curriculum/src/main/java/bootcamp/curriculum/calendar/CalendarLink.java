package bootcamp.curriculum.calendar;

import java.time.Instant;

/**
 * A way to one calendar that needs no sign-in, as it is kept: without the secret that opens it.
 *
 * @param owner whose calendar it opens
 * @param madeAt to the millisecond
 * @param madeBy name of the account
 */
record CalendarLink(String linkId, Owner owner, Instant madeAt, String madeBy) {

    /** Whose calendar it is; written {@code cohort/ai-lab-3}, {@code student/77aa…}. */
    record Owner(Kind kind, String id) {

        enum Kind {
            COHORT,
            STUDENT
        }

        static Owner cohort(String cohortId) {
            return new Owner(Kind.COHORT, cohortId);
        }

        static Owner student(String studentId) {
            return new Owner(Kind.STUDENT, studentId);
        }
    }
}
