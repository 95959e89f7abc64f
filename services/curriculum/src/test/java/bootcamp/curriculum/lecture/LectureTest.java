package bootcamp.curriculum.lecture;

import static bootcamp.curriculum.Plans.COHORT;
import static bootcamp.curriculum.Plans.ENDS;
import static bootcamp.curriculum.Plans.NOW;
import static bootcamp.curriculum.Plans.STARTS;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.AttendanceMarked;
import bootcamp.curriculum.CurriculumEvent.LectureCancelled;
import bootcamp.curriculum.CurriculumEvent.LectureDrafted;
import bootcamp.curriculum.CurriculumEvent.LectureEdited;
import bootcamp.curriculum.CurriculumEvent.LectureHeld;
import bootcamp.curriculum.CurriculumEvent.LecturePublished;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.QueueLeft;
import bootcamp.curriculum.CurriculumEvent.SeatBecameFirm;
import bootcamp.curriculum.CurriculumEvent.SeatConfirmed;
import bootcamp.curriculum.CurriculumEvent.SeatGivenUp;
import bootcamp.curriculum.CurriculumEvent.SeatOffered;
import bootcamp.curriculum.CurriculumEvent.SeatTaken;
import bootcamp.curriculum.CurriculumEvent.StudentQueued;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.CancelLecture;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.HoldLecture;
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureCommand.RemoveStudent;
import bootcamp.platform.aggregate.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LectureTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static Story<Lecture, LectureCommand, OfLecture> drafted(LecturePlan plan) {
        return Story.of(Lecture.TYPE, "lecture").given(new DraftLecture(plan, Plans.staff(NOW)));
    }

    private static Story<Lecture, LectureCommand, OfLecture> published(int capacity) {
        return published(Plans.seats(capacity));
    }

    private static Story<Lecture, LectureCommand, OfLecture> published(LecturePlan plan) {
        return drafted(plan).given(new PublishLecture(Plans.staff(NOW)));
    }

    private static Register register(String student, Instant at) {
        return new Register(student, Set.of(COHORT), Set.of(COHORT), at);
    }

    private static EditLecture capacity(
            Story<Lecture, LectureCommand, OfLecture> story, int capacity, Instant at) {
        LecturePlan plan = story.state().planned();
        return new EditLecture(plan, Plans.with(plan, capacity), Plans.staff(at));
    }

    // ---- how far it comes

    @Test
    void draftIsPublishedOnceAndHeldOnce() {
        drafted(Plans.seats(2))
                .when(new PublishLecture(Plans.staff(NOW)))
                .yields(LecturePublished.class)
                .when(new PublishLecture(Plans.staff(NOW)))
                .staysQuiet()
                .when(new HoldLecture(Plans.staff(STARTS.minusSeconds(1))))
                .refuses("LECTURE_NOT_BEGUN")
                .when(new HoldLecture(Plans.staff(STARTS)))
                .yields(LectureHeld.class)
                .when(new HoldLecture(Plans.staff(STARTS)))
                .staysQuiet()
                .when(new CancelLecture(null, null, Plans.staff(STARTS)))
                .refuses("LECTURE_HELD");
    }

    @Test
    void draftIsDraftedOnce() {
        Story.of(Lecture.TYPE, "lecture")
                .when(new DraftLecture(Plans.seats(2), Plans.staff(NOW)))
                .yields(LectureDrafted.class)
                .when(new DraftLecture(Plans.seats(2), Plans.staff(NOW)))
                .refuses("LECTURE_EXISTS");
    }

    @Test
    void nothingIsDoneToALectureThatIsNotThere() {
        Story.of(Lecture.TYPE, "lecture")
                .when(new PublishLecture(Plans.staff(NOW)))
                .refuses("LECTURE_NOT_FOUND")
                .when(register("a", NOW))
                .refuses("LECTURE_NOT_FOUND")
                .when(new ApplyDue(NOW))
                .refuses("LECTURE_NOT_FOUND");
    }

    @Test
    void lectureThatHasBegunIsNotPublished() {
        drafted(Plans.seats(2))
                .when(new PublishLecture(Plans.staff(STARTS)))
                .refuses("LECTURE_BEGUN");
    }

    @Test
    void lectureIsHeldWhenItsEndHasPassed() {
        published(2)
                .when(new ApplyDue(ENDS.minusSeconds(1)))
                .staysQuiet()
                .when(new ApplyDue(ENDS))
                .yields(LectureHeld.class)
                .when(new ApplyDue(ENDS))
                .staysQuiet();
    }

    @Test
    void cancelledLectureTakesNobodyMore() {
        var story = published(1).given(register("b", NOW)).given(register("a", NOW));
        assertThat(story.state().publicState().registeredStudentIds()).isEmpty();

        story.when(
                        new CancelLecture(
                                CancellationReason.SPEAKER_UNAVAILABLE, "ill", Plans.staff(NOW)))
                .yields(LectureCancelled.class)
                .when(new CancelLecture(null, null, Plans.staff(NOW)))
                .staysQuiet()
                .when(register("c", NOW))
                .refuses("LECTURE_CANCELLED")
                .when(new PublishLecture(Plans.staff(NOW)))
                .refuses("LECTURE_CANCELLED");
        assertThat(story.state().publicState().removed()).isFalse();
        // The seat first, then the line: so that they can be told.
        assertThat(story.state().publicState().registeredStudentIds()).containsExactly("b", "a");
    }

    @Test
    void draftThatIsCancelledIsRemoved() {
        var story = drafted(Plans.seats(1)).given(new CancelLecture(null, null, Plans.staff(NOW)));

        assertThat(story.state().publicState().removed()).isTrue();
        story.when(register("a", NOW)).refuses("LECTURE_NOT_FOUND");
    }

    // ---- edits

    @Test
    void editIsMadeOnThePlanThatItWasMeantFor() {
        var story = published(1);
        EditLecture first = capacity(story, 2, NOW);
        EditLecture second = capacity(story, 3, NOW);

        story.when(first)
                .yields(LectureEdited.class)
                .when(first)
                .staysQuiet()
                .when(second)
                .refuses("PLAN_CHANGED");
    }

    @Test
    void onlyTextsOfALectureThatIsOverChange() {
        var story = published(1).given(new ApplyDue(ENDS));
        LecturePlan plan = story.state().planned();

        story.when(capacity(story, 2, ENDS)).refuses("LECTURE_HELD");
        story.when(
                        new EditLecture(
                                plan,
                                Plans.with(plan, plan.cohortIds(), "New", plan.startsAt(), 1),
                                Plans.staff(ENDS)))
                .yields(LectureEdited.class);
    }

    @Test
    void lectureIsNotMovedIntoThePast() {
        var story = published(1);
        LecturePlan plan = story.state().planned();
        LecturePlan past =
                Plans.with(
                        plan,
                        plan.cohortIds(),
                        plan.title(),
                        LocalDateTime.parse("2024-03-14T18:00"),
                        1);

        story.when(new EditLecture(plan, past, Plans.staff(STARTS.minus(HOUR))))
                .refuses("LECTURE_UNSOUND");
    }

    @Test
    void whoWasRegisteredBeforeItWasMovedIsToldAndWhoCameLaterIsNot() {
        var story = published(1).given(register("b", NOW)).given(register("a", NOW));
        LecturePlan plan = story.state().planned();
        LecturePlan moved =
                Plans.with(
                        plan, plan.cohortIds(), plan.title(), plan.startsAt().plusMinutes(30), 2);
        Instant at = NOW.plusSeconds(60);

        story.given(new EditLecture(plan, moved, Plans.staff(at)))
                .given(register("c", at.plusMillis(1)));

        // The one in line got a seat by the same edit, and was there before it.
        assertThat(story.state().hasSeat("a")).isTrue();
        assertThat(story.state().publicState().registeredStudentIds()).containsExactly("b", "a");
        story.given(new ApplyDue(ENDS.plusSeconds(1_800)));
        assertThat(story.state().publicState().registeredStudentIds()).isEmpty();
    }

    @Test
    void cohortThatIsNamedNoMoreIsAFormerOneAndThePartitionStays() {
        var story = published(1);
        LecturePlan plan = story.state().planned();

        story.given(
                new EditLecture(
                        plan,
                        Plans.with(
                                plan, List.of("cohort-second"), plan.title(), plan.startsAt(), 1),
                        Plans.staff(NOW)));

        assertThat(story.state().publicState().formerCohortIds()).containsExactly(COHORT);
        assertThat(Lecture.TYPE.partitionKey().apply(story.state())).isEqualTo(COHORT);
    }

    // ---- registration

    @Test
    void seatsAreTakenInTurnAndTheNextOnesWait() {
        var story = published(1);

        story.when(register("a", NOW))
                .yields(SeatTaken.class)
                .when(register("a", NOW))
                .staysQuiet()
                .when(register("b", NOW))
                .yields(StudentQueued.class)
                .when(register("b", NOW))
                .staysQuiet();
        assertThat(story.state().seats().positionOf("b")).isEqualTo(1);
    }

    @Test
    void registrationIsOpenInItsWindow() {
        var story =
                published(
                        Plans.seats(
                                1,
                                LocalDateTime.parse("2024-03-05T09:00"),
                                LocalDateTime.parse("2024-03-10T18:00")));

        story.when(register("a", Instant.parse("2024-03-04T23:59:59Z")))
                .refuses("REGISTRATION_NOT_OPEN")
                .when(register("a", Instant.parse("2024-03-05T00:00:00Z")))
                .yields(SeatTaken.class)
                .when(register("b", Instant.parse("2024-03-10T09:00:00Z")))
                .refuses("REGISTRATION_CLOSED");
    }

    @Test
    void registrationWithoutAWindowEndsWhenTheLectureBegins() {
        published(1)
                .when(register("a", STARTS))
                .refuses("REGISTRATION_CLOSED")
                .when(register("a", STARTS.minusSeconds(1)))
                .yields(SeatTaken.class);
    }

    @Test
    void onlyStudentsOfItsCohortsRegister() {
        published(1)
                .when(new Register("a", Set.of("other"), Set.of("other"), NOW))
                .refuses("LECTURE_NOT_FOUND")
                .when(new Register("a", Set.of(COHORT), Set.of("other"), NOW))
                .refuses("NOT_ENROLLED_HERE");
        drafted(Plans.seats(1)).when(register("a", NOW)).refuses("LECTURE_NOT_FOUND");
    }

    @Test
    void whatFreesASeatGivesItToTheFirstAtOnce() {
        var story =
                published(1)
                        .given(register("a", NOW))
                        .given(register("b", NOW))
                        .given(register("c", NOW));

        story.when(new GiveUp("a", NOW)).yields(SeatGivenUp.class, SeatOffered.class);
        assertThat(story.state().seats().seatOf("b")).isNotNull();
        story.when(new RemoveStudent("b", Plans.staff(NOW)))
                .yields(SeatGivenUp.class, SeatOffered.class);
        assertThat(story.state().seats().seatOf("c")).isNotNull();
        story.when(new GiveUp("a", NOW)).staysQuiet();
    }

    @Test
    void nobodyNewGetsASeatWhileAnybodyWaits() {
        var story = published(2).given(register("a", NOW)).given(register("b", NOW));
        story.given(register("c", NOW)).given(capacity(story, 1, NOW));
        story.given(new GiveUp("a", NOW));

        story.when(register("d", NOW)).yields(StudentQueued.class);
        story.when(capacity(story, 3, NOW))
                .yields(LectureEdited.class, SeatOffered.class, SeatOffered.class);
    }

    @Test
    void loweringCapacityThrowsNobodyOutAndStopsNewOnes() {
        var story = published(3);
        story.given(register("a", NOW)).given(register("b", NOW)).given(register("c", NOW));

        story.when(capacity(story, 1, NOW)).yields(LectureEdited.class);

        assertThat(story.state().seats().taken()).hasSize(3);
        assertThat(story.state().overCapacity()).isEqualTo(2);
        story.when(register("d", NOW)).yields(StudentQueued.class);
        story.when(new GiveUp("a", NOW)).yields(SeatGivenUp.class);
        story.when(new GiveUp("b", NOW)).yields(SeatGivenUp.class);
        story.when(new GiveUp("c", NOW)).yields(SeatGivenUp.class, SeatOffered.class);
    }

    @Test
    void whoWaitsMayLeaveTheQueue() {
        var story = published(1).given(register("a", NOW)).given(register("b", NOW));

        story.when(new GiveUp("b", NOW)).yields(QueueLeft.class);
        assertThat(story.state().seats().positionOf("b")).isZero();
    }

    @Test
    void seatIsNotGivenUpOnceTheLectureHasBegun() {
        published(1)
                .given(register("a", NOW))
                .when(new GiveUp("a", STARTS))
                .refuses("LECTURE_BEGUN")
                .when(new GiveUp("a", STARTS.minusSeconds(1)))
                .yields(SeatGivenUp.class);
    }

    @Test
    void whoWithdrewLosesTheSeatInALectureToComeOnly() {
        var story = published(1).given(register("a", NOW)).given(register("b", NOW));

        story.when(new ReleaseStudents(Set.of("a", "z"), NOW))
                .yields(SeatGivenUp.class, SeatOffered.class)
                .when(new ReleaseStudents(Set.of("a"), NOW))
                .staysQuiet()
                .when(new ReleaseStudents(Set.of("b"), STARTS))
                .yields(SeatBecameFirm.class);
        assertThat(story.state().seats().seatOf("b")).isNotNull();
    }

    // ---- confirmation

    @Test
    void timeToConfirmShrinksNearTheStart() {
        assertThat(Lecture.confirmBy(STARTS, STARTS.minus(Duration.ofDays(9))))
                .isEqualTo(STARTS.minus(Duration.ofDays(8)));
        assertThat(Lecture.confirmBy(STARTS, STARTS.minus(Duration.ofHours(8))))
                .isEqualTo(STARTS.minus(Duration.ofHours(6)));
        assertThat(Lecture.confirmBy(STARTS, STARTS.minus(Duration.ofMinutes(61))))
                .isEqualTo(STARTS.minus(Duration.ofSeconds(61 * 45)));
        assertThat(Lecture.confirmBy(STARTS, STARTS.minus(Duration.ofMinutes(60)))).isNull();
        assertThat(Lecture.confirmBy(STARTS, STARTS.plusSeconds(1))).isNull();
    }

    private static Story<Lecture, LectureCommand, OfLecture> offered() {
        return published(1)
                .given(register("a", NOW))
                .given(register("b", NOW))
                .given(register("c", NOW))
                .given(new GiveUp("a", NOW));
    }

    @Test
    void registeringAgainDoesNotConfirmAndConfirmingDoes() {
        offered()
                .when(register("b", NOW))
                .staysQuiet()
                .when(new ConfirmSeat("b", NOW))
                .yields(SeatConfirmed.class)
                .when(new ConfirmSeat("b", NOW))
                .staysQuiet()
                .when(new ConfirmSeat("c", NOW))
                .refuses("NO_SEAT_YET")
                .when(new ConfirmSeat("a", NOW))
                .refuses("NOT_REGISTERED");
    }

    @Test
    void seatThatIsNotConfirmedInTimeGoesOnWhereSomebodyWaits() {
        Instant late = NOW.plus(Duration.ofHours(24));
        var story = offered();

        story.when(new ApplyDue(late.minusSeconds(1))).staysQuiet();
        story.when(new ConfirmSeat("b", late)).refuses("NOT_REGISTERED");
        story.when(new ApplyDue(late)).yields(SeatGivenUp.class, SeatOffered.class);
        assertThat(story.state().seats().seatOf("c")).isNotNull();
        story.when(new ApplyDue(late.plus(Duration.ofHours(24)))).yields(SeatBecameFirm.class);
        assertThat(story.state().seats().taken()).containsOnlyKeys("c");
    }

    @Test
    void whoDeclinesPassesTheSeatOn() {
        var story = offered();

        story.when(new GiveUp("b", NOW)).yields(SeatGivenUp.class, SeatOffered.class);
        assertThat(story.facts().getFirst()).isEqualTo(new SeatGivenUp("b", Because.DECLINED, NOW));
    }

    @Test
    void lectureThatIsEarlierNowWaitsForNobodyBeyondItsStart() {
        Instant eve = Instant.parse("2024-03-13T12:00:00Z");
        var story =
                published(1)
                        .given(register("a", NOW))
                        .given(register("b", NOW))
                        .given(new GiveUp("a", eve));
        assertThat(story.state().seats().nextConfirmBy())
                .isEqualTo(Instant.parse("2024-03-13T17:30:00Z"));
        LecturePlan plan = story.state().planned();
        LocalDateTime earlier = LocalDateTime.parse("2024-03-13T22:00");

        story.given(
                new EditLecture(
                        plan,
                        Plans.with(plan, plan.cohortIds(), plan.title(), earlier, 1),
                        Plans.staff(eve)));

        assertThat(story.state().seats().nextConfirmBy())
                .isEqualTo(Instant.parse("2024-03-13T13:00:00Z"));
    }

    // ---- attendance

    @Test
    void attendanceIsMarkedOnceItHasBegun() {
        published(1)
                .given(register("a", NOW))
                .when(new MarkAttendance("a", false, Plans.staff(NOW)))
                .refuses("LECTURE_NOT_BEGUN")
                .when(new MarkAttendance("a", false, Plans.staff(STARTS)))
                .yields(AttendanceMarked.class)
                .when(new MarkAttendance("a", false, Plans.staff(STARTS)))
                .staysQuiet()
                .when(new MarkAttendance("a", true, Plans.staff(ENDS)))
                .yields(LectureHeld.class, AttendanceMarked.class)
                .when(new MarkAttendance("z", true, Plans.staff(ENDS)))
                .refuses("NOT_REGISTERED");
    }

    /** Once it was held, everybody who had a seat is in exactly one of three lists. */
    @Test
    void whoHadASeatIsToldOnceItWasHeld() {
        var story =
                published(3)
                        .given(register("c", NOW))
                        .given(register("b", NOW))
                        .given(register("a", NOW))
                        .given(register("waits", NOW))
                        .given(new MarkAttendance("a", false, Plans.staff(STARTS)));
        assertThat(story.state().publicState().unmarkedStudentIds()).isEmpty();

        story.given(new ApplyDue(ENDS));
        assertThat(story.state().publicState().unmarkedStudentIds()).containsExactly("b", "c");
        assertThat(story.state().publicState().missedStudentIds()).containsExactly("a");

        story.given(new MarkAttendance("a", true, Plans.staff(ENDS)))
                .given(new MarkAttendance("b", false, Plans.staff(ENDS)));
        Lecture.Public told = story.state().publicState();
        assertThat(told.unmarkedStudentIds()).containsExactly("c");
        assertThat(told.cameStudentIds()).containsExactly("a");
        assertThat(told.missedStudentIds()).containsExactly("b");
        assertThat(told.registeredStudentIds()).isEmpty();
    }

    // ---- what is published

    @Test
    void factsArePublishedWithoutSpeakerAndTexts() {
        Object said =
                Lecture.TYPE
                        .publicChange()
                        .apply(new LectureDrafted(Plans.seats(2), Plans.staff(NOW)));

        assertThat(said.toString())
                .contains("한 주의 NLP", "2024-03-14T19:00:00+09:00")
                .doesNotContain("Thornby", "papers", "Room");
        assertThat(
                        Lecture.TYPE
                                .publicChange()
                                .apply(new LectureCancelled(null, "ill", Plans.staff(NOW)))
                                .toString())
                .doesNotContain("ill");
    }
}
