package bootcamp.platform.school;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * To which cohorts a student belongs, as far as is known here.
 *
 * @param cohortIds of every enrollment that is one, whatever its status
 * @param enrolledIn where the student is enrolled now, on leave or not
 * @param goneFrom where the student has left, was rejected or was entered by mistake; after an
 *     erasure all that was ever heard of
 */
public record Membership(
        String studentId, Set<String> cohortIds, Set<String> enrolledIn, Set<String> goneFrom) {

    public Membership {
        cohortIds = Set.copyOf(cohortIds);
        enrolledIn = Set.copyOf(enrolledIn);
        goneFrom = Set.copyOf(goneFrom);
    }

    public boolean isIn(Collection<String> cohorts) {
        return !Collections.disjoint(cohortIds, cohorts);
    }

    public boolean isEnrolledIn(Collection<String> cohorts) {
        return !Collections.disjoint(enrolledIn, cohorts);
    }

    /** Whether the student was in one of these cohorts and is in none of them any more. */
    public boolean hasLeft(Collection<String> cohorts) {
        Set<String> stillIn = new HashSet<>(cohortIds);
        stillIn.removeAll(goneFrom);
        return !Collections.disjoint(goneFrom, cohorts) && Collections.disjoint(stillIn, cohorts);
    }

    /** Every cohort that was ever heard of. */
    public Set<String> everIn() {
        Set<String> all = new HashSet<>(cohortIds);
        all.addAll(goneFrom);
        return all;
    }
}
