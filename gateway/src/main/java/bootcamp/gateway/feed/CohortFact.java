package bootcamp.gateway.feed;

import bootcamp.gateway.retention.Stay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one entity of a cohort stands after its newest write: all that dashboards need of it, ids and
 * dates only.
 */
public sealed interface CohortFact {

    /** The cohort that the entity belongs to now. */
    String cohortId();

    /**
     * The cohort itself.
     *
     * @param status {@code OPEN} or {@code CLOSED}
     * @param closedOn null while it is open
     */
    record CohortStands(
            String cohortId,
            String programme,
            String name,
            LocalDate startDate,
            LocalDate endDate,
            ZoneId timeZone,
            int capacity,
            String status,
            @Nullable LocalDate closedOn)
            implements CohortFact {}

    /** The cohort is no more; what belongs to it is shown nowhere. */
    record CohortEnded(String cohortId) implements CohortFact {}

    /**
     * One enrollment.
     *
     * @param stay null where the student was never enrolled or the row was undone
     * @param waiting stands on the waiting list
     * @param formerCohortIds cohorts that this enrollment belonged to before
     */
    record StudentStands(
            String enrollmentId,
            String cohortId,
            @Nullable Stay stay,
            boolean waiting,
            List<String> formerCohortIds)
            implements CohortFact {

        public StudentStands {
            formerCohortIds = List.copyOf(formerCohortIds);
        }
    }
}
