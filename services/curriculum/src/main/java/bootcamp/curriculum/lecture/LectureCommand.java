package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of a lecture. Whatever is asked, what time has brought is applied first. */
public sealed interface LectureCommand {

    /** When it is asked. */
    Instant at();

    /** What staff ask. */
    sealed interface OfStaff extends LectureCommand {
        Stamp stamp();

        @Override
        default Instant at() {
            return stamp().at();
        }
    }

    record DraftLecture(LecturePlan plan, Stamp stamp) implements OfStaff {}

    /**
     * @param before on which the edit was made: refused where that is not the plan any more
     */
    record EditLecture(LecturePlan before, LecturePlan after, Stamp stamp) implements OfStaff {}

    record PublishLecture(Stamp stamp) implements OfStaff {}

    /**
     * @param reason null: not said
     * @param note null: nothing
     */
    record CancelLecture(@Nullable CancellationReason reason, @Nullable String note, Stamp stamp)
            implements OfStaff {}

    record HoldLecture(Stamp stamp) implements OfStaff {}

    record RemoveStudent(String studentId, Stamp stamp) implements OfStaff {}

    record MarkAttendance(String studentId, boolean attended, Stamp stamp) implements OfStaff {}

    /**
     * @param cohortIds those that the student belongs to or did
     * @param enrolledIn those of them in which the student is enrolled now
     */
    record Register(String studentId, Set<String> cohortIds, Set<String> enrolledIn, Instant at)
            implements LectureCommand {}

    record ConfirmSeat(String studentId, Instant at) implements LectureCommand {}

    /** Gives up a seat or a place in the queue, whichever there is. */
    record GiveUp(String studentId, Instant at) implements LectureCommand {}

    /** These students are in none of its cohorts any more. */
    record ReleaseStudents(Set<String> studentIds, Instant at) implements LectureCommand {}

    /** Nothing but what time has brought. */
    record ApplyDue(Instant at) implements LectureCommand {}
}
