package bootcamp.enrollment.roster;

import bootcamp.platform.source.KeyedHash;
import java.util.function.BinaryOperator;

/** Makes the id of an enrollment from its cohort and student: there is one for both, for good. */
public final class EnrollmentIds implements BinaryOperator<String> {

    private static final int CHARS = 32;

    private final KeyedHash hash;

    /**
     * @param hash under the service's secret, which must stay the same
     */
    public EnrollmentIds(KeyedHash hash) {
        this.hash = hash;
    }

    @Override
    public String apply(String cohortId, String studentId) {
        return hash.of("enrollment", cohortId, studentId).substring(0, CHARS);
    }
}
