package bootcamp.enrollment.roster;

import bootcamp.platform.source.KeyedHash;

/**
 * Makes the id of an enrollment from its cohort and student: there is one for both, for good.
 *
 * <p>Not a {@code java.util.function} type: Spring Cloud Stream would take the bean for a reader
 * and bind a topic to it.
 */
public final class EnrollmentIds {

    private static final int CHARS = 32;

    private final KeyedHash hash;

    /**
     * @param hash under the service's secret, which must stay the same
     */
    public EnrollmentIds(KeyedHash hash) {
        this.hash = hash;
    }

    public String of(String cohortId, String studentId) {
        return hash.of("enrollment", cohortId, studentId).substring(0, CHARS);
    }
}
