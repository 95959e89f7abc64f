package bootcamp.enrollment.notice;

import java.time.Instant;

/** A letter as far as it has to be known which one it is: so that it is sent once. */
interface Posted {

    String studentId();

    /** What makes it this one among all letters to the student. */
    String secret();

    /** It is good for nothing from then on. */
    Instant validUntil();
}
