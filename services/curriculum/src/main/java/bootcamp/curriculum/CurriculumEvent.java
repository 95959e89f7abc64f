package bootcamp.curriculum;

import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.attendance.PolicyVersion;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.StampKind;
import bootcamp.curriculum.clinic.ClinicPlan;
import bootcamp.curriculum.imports.Counts;
import bootcamp.curriculum.imports.Plan;
import bootcamp.curriculum.imports.Step;
import bootcamp.curriculum.lecture.Because;
import bootcamp.curriculum.lecture.CancellationReason;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.curriculum.question.Standing;
import bootcamp.curriculum.request.Evidence;
import bootcamp.curriculum.request.RequestKind;
import bootcamp.curriculum.team.Team;
import bootcamp.curriculum.week.Affiliation;
import bootcamp.curriculum.week.Booking;
import bootcamp.curriculum.week.ModulePlan;
import bootcamp.curriculum.week.SessionPlan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All this service ever says: facts in the past tense, under the simple names of these records.
 * What is published of them holds ids, times, figures and titles that staff publish; who speaks,
 * and what else staff wrote, stays here.
 */
public sealed interface CurriculumEvent {

    /**
     * When a command was accepted and whose it was.
     *
     * @param by name of the account
     */
    record Stamp(Instant at, String by) {}

    /** Facts of a special lecture. */
    sealed interface OfLecture extends CurriculumEvent {}

    /** Published without the texts of its plan but the title. */
    record LectureDrafted(LecturePlan plan, Stamp stamp) implements OfLecture {}

    /** Published as {@link LectureDrafted}. */
    record LectureEdited(LecturePlan plan, Stamp stamp) implements OfLecture {}

    record LecturePublished(Stamp stamp) implements OfLecture {}

    /**
     * Published without the note.
     *
     * @param reason null: not said
     * @param note what those read who had a seat; null: nothing
     */
    record LectureCancelled(@Nullable CancellationReason reason, @Nullable String note, Stamp stamp)
            implements OfLecture {}

    /**
     * @param by null: its end had passed
     */
    record LectureHeld(Instant at, @Nullable String by) implements OfLecture {}

    record SeatTaken(String studentId, Instant at) implements OfLecture {}

    record StudentQueued(String studentId, Instant at) implements OfLecture {}

    /**
     * The first of the queue has a seat.
     *
     * @param confirmBy null: the seat is firm, since the lecture is near
     */
    record SeatOffered(String studentId, Instant at, @Nullable Instant confirmBy)
            implements OfLecture {}

    record SeatConfirmed(String studentId, Instant at) implements OfLecture {}

    /** The time to confirm passed, and nobody waited for the seat. */
    record SeatBecameFirm(String studentId, Instant at) implements OfLecture {}

    record SeatGivenUp(String studentId, Because because, Instant at) implements OfLecture {}

    record QueueLeft(String studentId, Because because, Instant at) implements OfLecture {}

    record AttendanceMarked(String studentId, boolean attended, Stamp stamp) implements OfLecture {}

    /** Facts of a question; nothing of who asked, voted or reported, and no text, is published. */
    sealed interface OfQuestion extends CurriculumEvent {}

    /**
     * Published without the author and the text.
     *
     * @param cohortIds those that the lecture was for; at least one
     */
    record QuestionAsked(
            String lectureId,
            List<String> cohortIds,
            String studentId,
            String text,
            boolean signed,
            Instant at)
            implements OfQuestion {

        public QuestionAsked {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    record VoteCast(String studentId, Instant at) implements OfQuestion {}

    record VoteTakenBack(String studentId, Instant at) implements OfQuestion {}

    record QuestionReported(String studentId, Instant at) implements OfQuestion {}

    record QuestionAnswered(String text, Stamp stamp) implements OfQuestion {}

    /**
     * Published without the reason.
     *
     * @param reason null: not said
     * @param by name of the account; null: so many reported it
     */
    record QuestionModerated(
            Standing standing, @Nullable String reason, Instant at, @Nullable String by)
            implements OfQuestion {}

    record QuestionTakenBack(Instant at) implements OfQuestion {}

    /** Staff learned who asked; published without the reason. */
    record AuthorRevealed(String reason, Stamp stamp) implements OfQuestion {}

    /** Its lecture is for these cohorts now. */
    record QuestionFollowed(List<String> cohortIds, Instant at) implements OfQuestion {

        public QuestionFollowed {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    record AuthorErased(Instant at) implements OfQuestion {}

    /**
     * It asks the same as another of the lecture, which has its votes from now on.
     *
     * @param into id of the other
     */
    record QuestionMerged(String into, Stamp stamp) implements OfQuestion {}

    /** It stands for itself again. */
    record QuestionSeparated(Instant at) implements OfQuestion {}

    /**
     * Another one was merged into this one; published without the voters.
     *
     * @param questionId of the other
     * @param voters who asked it or voted for it
     */
    record VotesTakenOver(String questionId, Set<String> voters, Instant at) implements OfQuestion {

        public VotesTakenOver {
            voters = Collections.unmodifiableSet(voters);
        }
    }

    /** The other one is not merged into this one any more. */
    record VotesGivenBack(String questionId, Instant at) implements OfQuestion {}

    /** Facts of the attendance of a day. */
    sealed interface OfSheet extends CurriculumEvent {}

    /**
     * @param markings what is new, each student once; without marks: taken back
     * @param policyVersion the one that was for this day then
     */
    record StudentsMarked(List<Marking> markings, int policyVersion, Stamp stamp)
            implements OfSheet {

        public StudentsMarked {
            markings = List.copyOf(markings);
        }
    }

    /**
     * @param marking what the stamps come to now; null: what staff set stands
     * @param policyVersion the one that was for this day then
     */
    record StudentStamped(
            String studentId,
            StampKind kind,
            Instant at,
            @Nullable Marking marking,
            int policyVersion)
            implements OfSheet {}

    /**
     * Another version of the policy is for this day.
     *
     * @param markings what is new by it
     */
    record StampsJudgedAgain(List<Marking> markings, int policyVersion, Instant at)
            implements OfSheet {

        public StampsJudgedAgain {
            markings = List.copyOf(markings);
        }
    }

    /**
     * @param policyVersion the one that the day keeps
     */
    record SheetClosed(int policyVersion, Stamp stamp) implements OfSheet {}

    record SheetReopened(Stamp stamp) implements OfSheet {}

    /** Facts of the attendance policy of a cohort. */
    sealed interface OfAttendancePolicy extends CurriculumEvent {}

    record AttendancePolicyAdopted(PolicyVersion version, Stamp stamp)
            implements OfAttendancePolicy {}

    /**
     * Facts of a student's request to have a day set right. Of them is published whose it is, of
     * which day, and that it was made or is over: no kind, text, time of the day or file, for these
     * may tell of an excuse (ruling 31).
     */
    sealed interface OfAttendanceRequest extends CurriculumEvent {}

    /**
     * @param decideBy until when staff are to decide, that day included
     */
    record AttendanceRequested(
            String cohortId,
            String studentId,
            LocalDate date,
            RequestKind kind,
            String reason,
            @Nullable Excuse excuse,
            @Nullable LocalTime cameAt,
            @Nullable LocalTime leftAt,
            LocalDate decideBy,
            Instant at)
            implements OfAttendanceRequest {}

    record EvidenceAttached(Evidence evidence) implements OfAttendanceRequest {}

    record RequestTakenBack(Instant at) implements OfAttendanceRequest {}

    /**
     * @param marks that the day is to have
     * @param note what the student reads; null: nothing
     */
    record RequestAccepted(List<Mark> marks, @Nullable String note, Stamp stamp)
            implements OfAttendanceRequest {

        public RequestAccepted {
            marks = List.copyOf(marks);
        }
    }

    /**
     * @param note as {@link RequestAccepted}
     */
    record RequestRefused(@Nullable String note, Stamp stamp) implements OfAttendanceRequest {}

    /** The sheet of the day says what was accepted, or what staff set since. */
    record AcceptanceEntered(List<Mark> marks, Instant at) implements OfAttendanceRequest {}

    record RequesterErased(Instant at) implements OfAttendanceRequest {}

    /** Facts of an instructor; published without the name. */
    sealed interface OfInstructor extends CurriculumEvent {}

    record InstructorAdded(String name, Affiliation affiliation, Stamp stamp)
            implements OfInstructor {}

    record InstructorEdited(String name, Affiliation affiliation, Stamp stamp)
            implements OfInstructor {}

    /** Facts of a module. */
    sealed interface OfModule extends CurriculumEvent {}

    record ModulePlanned(String cohortId, ModulePlan plan, Stamp stamp) implements OfModule {}

    record ModuleEdited(ModulePlan plan, Stamp stamp) implements OfModule {}

    /** Facts of a session. */
    sealed interface OfSession extends CurriculumEvent {}

    /**
     * Published without the place and the claim.
     *
     * @param claimedAt null: it takes nobody's time
     */
    record SessionPlanned(
            String cohortId, SessionPlan plan, @Nullable Instant claimedAt, Stamp stamp)
            implements OfSession {}

    /** Published as {@link SessionPlanned}. */
    record SessionEdited(SessionPlan plan, @Nullable Instant claimedAt, Stamp stamp)
            implements OfSession {}

    record SessionCancelled(Stamp stamp) implements OfSession {}

    /** Claims that were made up to then can't be used any more. */
    record SessionClaimsLapsed(String cohortId, Instant upTo) implements OfSession {}

    /** Facts of a clinic; published without what staff wrote. */
    sealed interface OfClinic extends CurriculumEvent {}

    record ClinicOpened(String cohortId, ClinicPlan plan, Stamp stamp) implements OfClinic {}

    /**
     * Published without the reason.
     *
     * @param reason null: not said
     * @param by name of the account; null: its session had been moved
     */
    record ClinicEdited(ClinicPlan plan, @Nullable String reason, Instant at, @Nullable String by)
            implements OfClinic {}

    /**
     * Published without the reason.
     *
     * @param slotId null: all of it
     * @param reason null: not said
     * @param by name of the account; null: its session had been cancelled
     */
    record ClinicCancelled(
            @Nullable String slotId, @Nullable String reason, Instant at, @Nullable String by)
            implements OfClinic {}

    /**
     * @param from the slot that was given up for it; null: none
     * @param byStaff false: by the student
     */
    record ClinicPlaceBooked(
            String slotId, String studentId, @Nullable String from, boolean byStaff, Instant at)
            implements OfClinic {}

    record ClinicPlaceGivenUp(String slotId, String studentId, Because because, Instant at)
            implements OfClinic {}

    /** Published without the text. */
    record ClinicFeedbackGiven(String studentId, String text, Stamp stamp) implements OfClinic {}

    record ClinicFeedbackTakenBack(String studentId, Instant at) implements OfClinic {}

    /** Facts of the teams of a cohort; published without any name. */
    sealed interface OfTeams extends CurriculumEvent {}

    /** Published with the ids of its members alone. */
    record TeamFormed(String teamId, String name, List<Team.Member> members, Stamp stamp)
            implements OfTeams {

        public TeamFormed {
            members = List.copyOf(members);
        }
    }

    /**
     * Published as {@link TeamFormed}.
     *
     * @param members all of them after it
     */
    record TeamChanged(String teamId, String name, List<Team.Member> members, Stamp stamp)
            implements OfTeams {

        public TeamChanged {
            members = List.copyOf(members);
        }
    }

    record TeamDissolved(String teamId, Stamp stamp) implements OfTeams {}

    /** These are in no team any more, since they left the cohort. */
    record TeamMembersLeft(List<String> studentIds, Instant at) implements OfTeams {

        public TeamMembersLeft {
            studentIds = List.copyOf(studentIds);
        }
    }

    /** Facts of who took part in a team activity. */
    sealed interface OfParticipation extends CurriculumEvent {}

    /**
     * @param participantIds who took part, as {@code studentId} says
     * @param askedIds whom the activity was for; null: everybody in the cohort
     */
    record ParticipantsProposed(
            String cohortId,
            String teamId,
            List<String> participantIds,
            @Nullable List<String> askedIds,
            String studentId,
            Instant at)
            implements OfParticipation {

        public ParticipantsProposed {
            participantIds = List.copyOf(participantIds);
        }
    }

    /**
     * @param participantIds who took part
     * @param studentId who confirmed it; null: staff
     */
    record ParticipantsConfirmed(
            String teamId, List<String> participantIds, @Nullable String studentId, Stamp stamp)
            implements OfParticipation {

        public ParticipantsConfirmed {
            participantIds = List.copyOf(participantIds);
        }
    }

    /**
     * Staff said who took part, whatever was proposed.
     *
     * @param askedIds whom the activity was for; null: everybody in the cohort
     */
    record ParticipantsSet(
            String cohortId,
            List<String> participantIds,
            @Nullable List<String> askedIds,
            Stamp stamp)
            implements OfParticipation {

        public ParticipantsSet {
            participantIds = List.copyOf(participantIds);
        }
    }

    /** Facts of a booking. */
    sealed interface OfBooking extends CurriculumEvent {}

    record TimeClaimed(List<Booking.Hold> holds) implements OfBooking {}

    record TimeSettled(List<Booking.Settlement> settlements) implements OfBooking {}

    /**
     * Facts of what came of a piece of an imported attendance sheet. Of them is published how many
     * rows there are and which step it was; what the rows say is on the sheets.
     */
    sealed interface OfAttendanceImportOutcome extends CurriculumEvent {}

    record RowsPlanned(Plan plan) implements OfAttendanceImportOutcome {}

    /**
     * @param request version of the piece that asked for it
     */
    record StepCarriedOut(long request, Step step, Counts counts, List<Problem> problems)
            implements OfAttendanceImportOutcome {

        public StepCarriedOut {
            problems = List.copyOf(problems);
        }
    }
}
