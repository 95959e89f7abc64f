package bootcamp.curriculum.clinic;

import static bootcamp.curriculum.Plans.COHORT;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.ClinicCancelled;
import bootcamp.curriculum.CurriculumEvent.ClinicEdited;
import bootcamp.curriculum.CurriculumEvent.ClinicFeedbackGiven;
import bootcamp.curriculum.CurriculumEvent.ClinicFeedbackTakenBack;
import bootcamp.curriculum.CurriculumEvent.ClinicOpened;
import bootcamp.curriculum.CurriculumEvent.ClinicPlaceBooked;
import bootcamp.curriculum.CurriculumEvent.ClinicPlaceGivenUp;
import bootcamp.curriculum.CurriculumEvent.OfClinic;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.clinic.ClinicCommand.BookPlace;
import bootcamp.curriculum.clinic.ClinicCommand.CancelClinic;
import bootcamp.curriculum.clinic.ClinicCommand.EditClinic;
import bootcamp.curriculum.clinic.ClinicCommand.FollowSession;
import bootcamp.curriculum.clinic.ClinicCommand.GiveFeedback;
import bootcamp.curriculum.clinic.ClinicCommand.GiveUpPlace;
import bootcamp.curriculum.clinic.ClinicCommand.OpenClinic;
import bootcamp.curriculum.clinic.ClinicCommand.ReleaseStudents;
import bootcamp.curriculum.clinic.ClinicCommand.TakeFeedbackBack;
import bootcamp.platform.aggregate.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClinicTest {

    private static final Instant NOW = Plans.NOW;
    private static final Instant STARTS = Instant.parse("2024-03-14T05:00:00Z");

    private Story<Clinic, ClinicCommand, OfClinic> story = Story.of(Clinic.TYPE, "clinic");

    private static OpenClinic open(ClinicPlan plan) {
        return new OpenClinic(COHORT, plan, Plans.staff(NOW));
    }

    private static BookPlace book(String slotId, String student) {
        return book(slotId, student, NOW);
    }

    private static BookPlace book(String slotId, String student, Instant at) {
        return new BookPlace(slotId, student, false, at);
    }

    private static CancelClinic cancel(String slotId) {
        return new CancelClinic(slotId, "ill", NOW, "staff");
    }

    private static GiveFeedback tell(String student, String text) {
        return new GiveFeedback(student, text, Plans.staff(NOW));
    }

    static Stream<ClinicCommand> commands() {
        return Stream.of(
                new EditClinic(
                        ClinicExamples.plan(1), ClinicExamples.plan(2), null, Plans.staff(NOW)),
                new FollowSession(ClinicExamples.plan(1).session(), NOW),
                new CancelClinic(null, null, NOW, null),
                book("1", "s"),
                new GiveUpPlace("s", true, NOW),
                new ReleaseStudents(Set.of("s"), NOW),
                tell("s", "x"),
                new TakeFeedbackBack("s", NOW));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingIsDoneToWhatNobodyOpened(ClinicCommand command) {
        story.when(command).refuses("CLINIC_NOT_FOUND");
    }

    @Test
    void clinicIsOpenedOnce() {
        story.when(open(ClinicExamples.plan(1)))
                .yields(ClinicOpened.class)
                .when(open(ClinicExamples.plan(1)))
                .refuses("CLINIC_EXISTS");
        assertThat(story.state().slots()).hasSize(4);
    }

    static Stream<ClinicPlan> unsound() {
        return Stream.of(
                plan(" ", 30, 4, 1),
                plan("x".repeat(201), 30, 4, 1),
                plan("t", 4, 4, 1),
                plan("t", 481, 1, 1),
                plan("t", 30, 0, 1),
                plan("t", 5, 41, 1),
                plan("t", 30, 4, 0),
                plan("t", 30, 4, 26),
                plan("t", 480, 4, 1));
    }

    private static ClinicPlan plan(String title, int minutes, int slots, int capacity) {
        return new ClinicPlan(
                ClinicKind.MENTORING,
                title,
                "i",
                LocalDateTime.parse("2024-03-14T14:00"),
                minutes,
                slots,
                capacity,
                "Asia/Seoul",
                null,
                null,
                null);
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void whatCanNotBeAClinicIsRefused(ClinicPlan plan) {
        story.when(open(plan)).refuses("CLINIC_UNSOUND");
    }

    @Test
    void placeIsBookedOnceAndFullIsFull() {
        story.given(open(ClinicExamples.plan(1)))
                .when(book("1", "a"))
                .yields(ClinicPlaceBooked.class)
                .when(book("1", "a"))
                .staysQuiet()
                .when(book("1", "b"))
                .refuses("CLINIC_SLOT_FULL")
                .when(book("5", "b"))
                .refuses("CLINIC_SLOT_UNKNOWN")
                .when(book("0", "b"))
                .refuses("CLINIC_SLOT_UNKNOWN");
    }

    @Test
    void whoMovesHasOnePlaceAndKeepsItWhereTheOtherIsTaken() {
        story.given(open(ClinicExamples.plan(1)))
                .given(book("1", "a"))
                .given(book("2", "b"))
                .when(book("2", "a"))
                .refuses("CLINIC_SLOT_FULL");
        assertThat(story.state().slotOf("a")).isZero();

        story.when(book("3", "a")).yields(ClinicPlaceBooked.class);

        assertThat(story.state().slotOf("a")).isEqualTo(2);
        assertThat(story.state().slots().getFirst().booked()).isEmpty();
    }

    @Test
    void bookingClosesWhenTheSlotBeginsOrEarlierWhereStaffSaySo() {
        story.given(open(ClinicExamples.plan(1)))
                .when(book("1", "a", STARTS.minusMillis(1)))
                .yields(ClinicPlaceBooked.class)
                .when(book("1", "b", STARTS))
                .refuses("CLINIC_BOOKING_CLOSED")
                .when(book("2", "b", STARTS))
                .yields(ClinicPlaceBooked.class);
        story = Story.of(Clinic.TYPE, "other");
        Instant closes = STARTS.minus(Duration.ofHours(5));
        story.given(open(ClinicExamples.plan(2, "2024-03-14T14:00", "2024-03-14T09:00", null)))
                .when(book("4", "a", closes))
                .refuses("CLINIC_BOOKING_CLOSED")
                .when(new BookPlace("4", "a", true, closes))
                .yields(ClinicPlaceBooked.class);
    }

    @Test
    void placeIsGivenUpOrMovedUpToTheStatedTimeAndByStaffAlways() {
        Instant closes = STARTS.minus(Duration.ofHours(20));
        story.given(open(ClinicExamples.plan(1, "2024-03-14T14:00", null, "2024-03-13T18:00")))
                .given(book("1", "a"))
                .given(book("2", "b"))
                .when(new GiveUpPlace("a", false, closes))
                .refuses("CLINIC_CANCELLING_CLOSED")
                .when(book("3", "a", closes))
                .refuses("CLINIC_CANCELLING_CLOSED")
                .when(new BookPlace("3", "a", true, closes))
                .yields(ClinicPlaceBooked.class)
                .when(new GiveUpPlace("a", true, closes))
                .yields(ClinicPlaceGivenUp.class)
                .when(new GiveUpPlace("a", false, closes))
                .staysQuiet()
                .when(new GiveUpPlace("b", false, closes.minusMillis(1)))
                .yields(ClinicPlaceGivenUp.class);
    }

    @Test
    void whoLeavesTheCohortFreesWhatHasNotBegun() {
        Instant amid = STARTS.plus(Duration.ofMinutes(10));
        story.given(open(ClinicExamples.plan(1)))
                .given(book("1", "a"))
                .given(book("2", "b"))
                .when(new ReleaseStudents(Set.of("a", "b", "c"), amid))
                .yields(ClinicPlaceGivenUp.class)
                .when(new ReleaseStudents(Set.of("a", "b", "c"), amid))
                .staysQuiet();
        assertThat(story.state().slotOf("a")).isZero();
        assertThat(story.state().slotOf("b")).isEqualTo(-1);
    }

    @Test
    void cancelledSlotIsNobodysPlaceAndIsToldToWhoHadIt() {
        story.given(open(ClinicExamples.plan(1)))
                .given(book("1", "a"))
                .when(cancel("1"))
                .yields(ClinicCancelled.class)
                .when(cancel("1"))
                .staysQuiet()
                .when(book("1", "b"))
                .refuses("CLINIC_CANCELLED")
                .when(cancel("9"))
                .refuses("CLINIC_SLOT_UNKNOWN");
        assertThat(story.state().slotOf("a")).isEqualTo(-1);
        assertThat(story.state().lostSlotOf("a")).isZero();
        story.when(book("2", "a")).yields(ClinicPlaceBooked.class);
        story.when(new CancelClinic(null, "ill", NOW, "staff")).yields(ClinicCancelled.class);
        assertThat(story.state().slotOf("a")).isEqualTo(-1);
        story.when(new CancelClinic("3", "ill", NOW, "staff")).staysQuiet();
        story.when(
                        new EditClinic(
                                ClinicExamples.plan(1),
                                ClinicExamples.plan(2),
                                null,
                                Plans.staff(NOW)))
                .refuses("CLINIC_CANCELLED");
    }

    @Test
    void loweredCapacityThrowsNobodyOut() {
        ClinicPlan two = ClinicExamples.plan(2);
        ClinicPlan one = ClinicExamples.plan(1);
        story.given(open(two))
                .given(book("1", "a"))
                .given(book("1", "b"))
                .when(new EditClinic(two, one, "smaller", Plans.staff(NOW)))
                .yields(ClinicEdited.class)
                .when(new EditClinic(two, one, "smaller", Plans.staff(NOW)))
                .staysQuiet()
                .when(new EditClinic(two, ClinicExamples.plan(3), null, Plans.staff(NOW)))
                .refuses("PLAN_CHANGED")
                .given(new GiveUpPlace("a", false, NOW))
                .when(book("1", "c"))
                .refuses("CLINIC_SLOT_FULL");
        assertThat(story.state().note()).isEqualTo(new Clinic.Note(NOW, "smaller"));
    }

    @Test
    void clinicIsWhereItsSessionIs() {
        ClinicPlan moved = ClinicExamples.plan(1, "2024-03-15T09:00", null, null);
        story.given(open(ClinicExamples.plan(1)))
                .when(new FollowSession(ClinicExamples.plan(1).session(), NOW))
                .staysQuiet()
                .when(new FollowSession(moved.session(), NOW))
                .yields(ClinicEdited.class)
                .when(new FollowSession(moved.session(), NOW))
                .staysQuiet();
        assertThat(story.state().planned()).isEqualTo(moved);
    }

    @Test
    void feedbackIsForWhoHasOrHadAPlace() {
        story.given(open(ClinicExamples.plan(1)))
                .when(tell("a", "x"))
                .refuses("CLINIC_NOT_BOOKED")
                .given(book("1", "a"))
                .when(tell("a", "x"))
                .yields(ClinicFeedbackGiven.class)
                .when(tell("a", "x"))
                .staysQuiet()
                .given(new GiveUpPlace("a", true, NOW))
                .when(tell("a", "y"))
                .yields(ClinicFeedbackGiven.class)
                .when(new TakeFeedbackBack("a", NOW))
                .yields(ClinicFeedbackTakenBack.class)
                .when(new TakeFeedbackBack("a", NOW))
                .staysQuiet()
                .when(tell("a", "z"))
                .refuses("CLINIC_NOT_BOOKED");
    }

    @Test
    void feedbackHasAMaximum() {
        story.given(open(ClinicExamples.plan(1)));
        for (int i = 0; i < Clinic.FEEDBACK_MAX; i++) {
            story.given(book("1", "s" + i))
                    .given(tell("s" + i, "x"))
                    .given(new GiveUpPlace("s" + i, true, NOW));
        }
        story.given(book("1", "last")).when(tell("last", "x")).refuses("CLINIC_FEEDBACK_FULL");
        story.when(tell("s0", "other")).yields(ClinicFeedbackGiven.class);
    }

    private Map<String, Clinic.StaffChange> changes() {
        return story.state().staffChanges();
    }

    @Test
    void whatStaffDidToAPlaceIsKnownUntilItsStudentDoesSomething() {
        ClinicPlan before = ClinicExamples.plan(1);
        ClinicPlan later = ClinicExamples.plan(1, "2024-03-14T15:00", null, null);
        Instant then = NOW.plusSeconds(60);
        story.given(open(before))
                .given(book("1", "a"))
                .given(book("2", "b"))
                .given(new BookPlace("3", "c", true, NOW));
        assertThat(changes()).isEmpty();

        story.given(new EditClinic(before, later, null, Plans.staff(then)));

        assertThat(changes())
                .containsOnly(
                        Map.entry("a", new Clinic.StaffChange("1", false, then)),
                        Map.entry("b", new Clinic.StaffChange("2", false, then)),
                        Map.entry("c", new Clinic.StaffChange("3", false, then)));
        Instant last = then.plusSeconds(60);
        story.given(book("4", "a", last))
                .given(new GiveUpPlace("b", true, last))
                .given(new BookPlace("1", "c", true, last));
        assertThat(changes())
                .containsOnly(
                        Map.entry("b", new Clinic.StaffChange("2", true, last)),
                        Map.entry("c", new Clinic.StaffChange("1", false, last)));
        story.given(cancel("1"));
        assertThat(changes()).containsOnlyKeys("b");
        assertThat(story.state().publicState().slots())
                .extracting(Clinic.PublicSlot::cancelledAt)
                .containsExactly(NOW, null, null, null);

        story.given(new BookPlace("3", "c", true, last)).given(book("2", "b", last));

        assertThat(changes())
                .containsOnly(Map.entry("c", new Clinic.StaffChange("3", false, last)));
    }

    @Test
    void whatChangesNoTimeMovesNobodyAndOnlySoManyChangesAreKnown() {
        story.given(open(ClinicExamples.plan(1))).given(book("1", "a"));
        story.given(
                new EditClinic(
                        ClinicExamples.plan(1), ClinicExamples.plan(2), null, Plans.staff(NOW)));
        assertThat(changes()).isEmpty();

        for (int i = 0; i <= Clinic.STAFF_CHANGES_MAX; i++) {
            story.given(book("2", "s" + i)).given(new GiveUpPlace("s" + i, true, NOW));
        }

        assertThat(changes()).hasSize(Clinic.STAFF_CHANGES_MAX).doesNotContainKey("s0");
    }

    @Test
    void noTextIsPublished() {
        String secret = "canary-of-feedback";
        story.given(open(ClinicExamples.plan(1)))
                .given(book("1", "a"))
                .when(tell("a", secret))
                .when(cancel("1"));
        Clinic clinic = story.state();
        assertThat(clinic.publicState().toString())
                .doesNotContain(secret, "ill", "Room 4")
                .contains("toldStudentIds=[a]");
        List<OfClinic> facts =
                List.of(
                        new ClinicFeedbackGiven("a", secret, Plans.staff(NOW)),
                        new ClinicCancelled("1", secret, NOW, "staff"),
                        new ClinicOpened(COHORT, ClinicExamples.plan(1), Plans.staff(NOW)),
                        new ClinicEdited(ClinicExamples.plan(1), secret, NOW, "staff"));
        assertThat(facts.stream().map(Clinic::publicChange).map(Object::toString))
                .noneMatch(shown -> shown.contains(secret) || shown.contains("Room 4"));
    }

    /** Whatever is asked in whatever order: no slot is overbooked, and nobody is in two. */
    @Test
    void noSlotIsOverbookedAndNobodyIsInTwo() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            story = Story.of(Clinic.TYPE, "clinic");
            story.given(open(ClinicExamples.plan(2)));
            for (int step = 0; step < 60; step++) {
                String student = "s" + random.nextInt(9);
                story.when(
                        switch (random.nextInt(8)) {
                            case 0 -> new GiveUpPlace(student, false, NOW);
                            case 1 -> new ReleaseStudents(Set.of(student), NOW);
                            case 2 ->
                                    random.nextInt(6) == 0
                                            ? cancel("" + (1 + random.nextInt(4)))
                                            : tell(student, "x");
                            default ->
                                    new BookPlace(
                                            "" + (1 + random.nextInt(4)),
                                            student,
                                            random.nextBoolean(),
                                            NOW);
                        });
                Clinic clinic = story.state();
                Set<String> seen = new HashSet<>();
                for (int slot = 0; slot < clinic.slots().size(); slot++) {
                    Set<String> booked = clinic.slots().get(slot).booked().keySet();
                    assertThat(booked).as("seed %d", seed).hasSizeLessThanOrEqualTo(2);
                    if (clinic.takesPlace(slot)) {
                        assertThat(booked).as("seed %d", seed).allMatch(seen::add);
                    }
                }
            }
        }
    }
}
