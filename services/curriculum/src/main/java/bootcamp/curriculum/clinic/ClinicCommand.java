package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.SessionPlan;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of a clinic. */
public sealed interface ClinicCommand {

    /** Its time is taken already, by a session of the same id. */
    record OpenClinic(String cohortId, ClinicPlan plan, Stamp stamp) implements ClinicCommand {}

    /**
     * @param before on which the edit was made: refused where that is not the plan any more
     * @param reason what its students read; null: nothing
     */
    record EditClinic(ClinicPlan before, ClinicPlan after, @Nullable String reason, Stamp stamp)
            implements ClinicCommand {}

    /** Its session is elsewhere or at another time now. */
    record FollowSession(SessionPlan session, Instant at) implements ClinicCommand {}

    /**
     * @param slotId null: all of it
     * @param reason what its students read; null: not said
     * @param by name of the account; null: its session was cancelled
     */
    record CancelClinic(
            @Nullable String slotId, @Nullable String reason, Instant at, @Nullable String by)
            implements ClinicCommand {}

    /**
     * Books a place, or moves to it from another of the same clinic.
     *
     * @param byStaff when students may, and whether one may be given up, is not asked then
     */
    record BookPlace(String slotId, String studentId, boolean byStaff, Instant at)
            implements ClinicCommand {}

    /** As above. */
    record GiveUpPlace(String studentId, boolean byStaff, Instant at) implements ClinicCommand {}

    /** They have left the cohort: places that have not begun are free. */
    record ReleaseStudents(Set<String> studentIds, Instant at) implements ClinicCommand {

        public ReleaseStudents {
            studentIds = Set.copyOf(studentIds);
        }
    }

    /** Tells a student something, or something else. */
    record GiveFeedback(String studentId, String text, Stamp stamp) implements ClinicCommand {}

    /** What was told to a student is told no more. */
    record TakeFeedbackBack(String studentId, Instant at) implements ClinicCommand {}
}
