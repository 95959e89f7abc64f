package bootcamp.enrollment.cohort;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.NOON;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.CohortClosed;
import bootcamp.enrollment.EnrollmentEvent.CohortEdited;
import bootcamp.enrollment.EnrollmentEvent.CohortOpened;
import bootcamp.enrollment.EnrollmentEvent.CohortReopened;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentsListed;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.PlacesClaimed;
import bootcamp.enrollment.EnrollmentEvent.PlacesSettled;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.Plans;
import bootcamp.enrollment.cohort.CohortCommand.ClaimPlace;
import bootcamp.enrollment.cohort.CohortCommand.ClaimSeats;
import bootcamp.enrollment.cohort.CohortCommand.CloseCohort;
import bootcamp.enrollment.cohort.CohortCommand.EditCohort;
import bootcamp.enrollment.cohort.CohortCommand.ListEnrollments;
import bootcamp.enrollment.cohort.CohortCommand.NoteVerdictsSettled;
import bootcamp.enrollment.cohort.CohortCommand.OpenCohort;
import bootcamp.enrollment.cohort.CohortCommand.ReopenCohort;
import bootcamp.enrollment.cohort.CohortCommand.SettlePlaces;
import bootcamp.enrollment.cohort.CohortCommand.Wish;
import bootcamp.platform.aggregate.Story;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CohortTest {

    private final Story<Cohort, CohortCommand, OfCohort> cohort = Story.of(Cohort.TYPE, "ai-lab-3");

    private Story<Cohort, CohortCommand, OfCohort> withSeats(int capacity) {
        return cohort.given(new OpenCohort(Plans.seats(capacity), staff()));
    }

    private static ClaimPlace claim(String id, Wish wish) {
        return new ClaimPlace(id, wish, NOON, null);
    }

    private static SettlePlaces settle(
            String id, long version, Place place, @Nullable Instant used) {
        return new SettlePlaces(List.of(new Settlement(id, version, place, used)));
    }

    private static EditCohort capacity(int capacity) {
        return new EditCohort(null, null, null, null, null, capacity, null, null, staff());
    }

    // ---- opening and editing

    @Test
    void openingYieldsACohortWithNobodyInIt() {
        withSeats(30).yields(CohortOpened.class);

        assertThat(cohort.state().publicState().seats()).isEqualTo(new Ledger.Seats(0, 0));
        assertThat(cohort.state().publicState().status()).isEqualTo("OPEN");
    }

    @Test
    void openingIsRefusedWhereThereIsACohortAlready() {
        withSeats(30).when(new OpenCohort(Plans.seats(30), staff())).refuses("COHORT_EXISTS");
    }

    @Test
    void aCohortMayLastASingleDay() {
        openWith(plan -> dates(plan, START, START, List.of())).yields(CohortOpened.class);
    }

    @Test
    void impossiblePlansAreRefusedByName() {
        openWith(plan -> named(plan, " ")).refuses("TEXT_OUT_OF_RANGE");
        openWith(plan -> named(plan, "x".repeat(201))).refuses("TEXT_OUT_OF_RANGE");
        openWith(plan -> zone(plan, "Asia/Soul")).refuses("UNKNOWN_TIME_ZONE");
        openWith(plan -> zone(plan, "+09:00")).refuses("UNKNOWN_TIME_ZONE");
        openWith(plan -> Plans.seats(0)).refuses("CAPACITY_OUT_OF_RANGE");
        openWith(plan -> Plans.seats(20_001)).refuses("CAPACITY_OUT_OF_RANGE");
        openWith(plan -> dates(plan, START, START.minusDays(1), List.of()))
                .refuses("END_BEFORE_START");
        openWith(plan -> dates(plan, START, START.plusDays(1_831), List.of()))
                .refuses("COHORT_TOO_LONG");
        openWith(plan -> dates(plan, START, END, List.of(END.plusDays(1))))
                .refuses("HOLIDAY_OUTSIDE_COHORT");
        openWith(CohortTest::withoutTraining).refuses("NO_TRAINING_WEEKDAY");
    }

    private static Story<Cohort, CohortCommand, OfCohort> openWith(UnaryOperator<CohortPlan> edit) {
        return Story.of(Cohort.TYPE, "ai-lab-3")
                .when(new OpenCohort(edit.apply(Plans.seats(30)), staff()));
    }

    private static CohortPlan named(CohortPlan plan, String name) {
        return new CohortPlan(
                plan.programme(),
                name,
                plan.startDate(),
                plan.endDate(),
                plan.timeZone(),
                plan.capacity(),
                plan.trainingWeekdays(),
                plan.holidays());
    }

    private static CohortPlan zone(CohortPlan plan, String zone) {
        return new CohortPlan(
                plan.programme(),
                plan.name(),
                plan.startDate(),
                plan.endDate(),
                zone,
                plan.capacity(),
                plan.trainingWeekdays(),
                plan.holidays());
    }

    private static CohortPlan dates(
            CohortPlan plan, LocalDate start, LocalDate end, List<LocalDate> holidays) {
        return new CohortPlan(
                plan.programme(),
                plan.name(),
                start,
                end,
                plan.timeZone(),
                plan.capacity(),
                plan.trainingWeekdays(),
                holidays);
    }

    private static CohortPlan withoutTraining(CohortPlan plan) {
        return new CohortPlan(
                plan.programme(),
                plan.name(),
                plan.startDate(),
                plan.endDate(),
                plan.timeZone(),
                plan.capacity(),
                List.of(),
                plan.holidays());
    }

    @Test
    void editingChangesOnlyWhatIsNamed() {
        var weekend = List.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        var edit = new EditCohort(null, "AI Lab 3", null, null, null, null, weekend, null, staff());

        withSeats(30).when(edit).yields(CohortEdited.class);

        CohortPlan plan = cohort.state().planned();
        assertThat(plan.name()).isEqualTo("AI Lab 3");
        assertThat(plan.trainingWeekdays()).containsExactly(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(plan.holidays()).isEqualTo(Plans.seats(30).holidays());
    }

    @Test
    void editingIsRefusedWhereItMakesAnImpossiblePlan() {
        var edit =
                new EditCohort(
                        null,
                        null,
                        null,
                        LocalDate.of(2024, 3, 1),
                        null,
                        null,
                        null,
                        null,
                        staff());

        withSeats(30).when(edit).refuses("HOLIDAY_OUTSIDE_COHORT");
    }

    @Test
    void editingStaysQuietWhereNothingIsNew() {
        withSeats(30).when(capacity(30)).staysQuiet();
    }

    @Test
    void editingIsRefusedWhereThereIsNoCohort() {
        cohort.when(capacity(30)).refuses("COHORT_NOT_FOUND");
    }

    // ---- closing

    @Test
    void aClosedCohortTakesNoEditAndNoClaim() {
        withSeats(30).when(new CloseCohort(END, staff())).yields(CohortClosed.class);

        cohort.when(capacity(31)).refuses("COHORT_CLOSED");
        cohort.when(claim("a", Wish.SEAT)).refuses("COHORT_CLOSED");
        cohort.when(new CloseCohort(END, staff())).staysQuiet();
        assertThat(cohort.state().publicState().closedOn()).isEqualTo(END);
    }

    @Test
    void aCohortIsClosedOnOneOfItsDaysOrToday() {
        withSeats(30);
        Stamp before = new Stamp(NOON.minus(Duration.ofDays(30)), "account-of-staff");
        Stamp after = new Stamp(NOON.plus(Duration.ofDays(300)), "account-of-staff");

        cohort.when(new CloseCohort(LocalDate.of(1, 1, 1), staff()))
                .refuses("OUTSIDE_COHORT_DATES");
        cohort.when(new CloseCohort(START.minusDays(1), staff())).refuses("OUTSIDE_COHORT_DATES");
        cohort.when(new CloseCohort(END.plusDays(1), staff())).refuses("OUTSIDE_COHORT_DATES");
        cohort.when(new CloseCohort(START.minusDays(31), before)).refuses("OUTSIDE_COHORT_DATES");
        cohort.when(new CloseCohort(START.plusDays(301), after)).refuses("OUTSIDE_COHORT_DATES");
        cohort.given(new CloseCohort(START.minusDays(30), before))
                .given(new NoteVerdictsSettled(before))
                .given(new ReopenCohort("why", staff()))
                .given(new NoteVerdictsSettled(staff()))
                .given(new CloseCohort(START, staff()))
                .given(new NoteVerdictsSettled(staff()))
                .given(new ReopenCohort("why", staff()))
                .given(new NoteVerdictsSettled(staff()))
                .given(new CloseCohort(START.plusDays(300), after));
    }

    @Test
    void aClosedCohortStillLearnsWhatBecameOfClaims() {
        withSeats(30).given(claim("a", Wish.SEAT)).given(new CloseCohort(END, staff()));

        cohort.when(settle("a", 1, Place.SEAT, NOON)).yields(PlacesSettled.class);
    }

    @Test
    void reopeningYieldsAnOpenCohortOnce() {
        withSeats(30).given(new CloseCohort(END, staff())).given(new NoteVerdictsSettled(staff()));

        cohort.when(new ReopenCohort("why", staff())).yields(CohortReopened.class);
        cohort.when(new ReopenCohort("why", staff())).staysQuiet();
    }

    @Test
    void aCohortTurnsOnlyOnceEverybodyWasToldOfTheTimeBefore() {
        Stamp later = new Stamp(secondsLater(60), "account-of-staff");
        withSeats(30).given(new CloseCohort(END, staff()));

        cohort.when(new ReopenCohort("why", later)).refuses("COHORT_SETTLING");
        cohort.when(new CloseCohort(END, later)).staysQuiet();
        cohort.given(new NoteVerdictsSettled(later));
        cohort.when(new ReopenCohort("why", later)).refuses("COHORT_SETTLING");
        cohort.given(new NoteVerdictsSettled(staff())).given(new ReopenCohort("why", later));
        cohort.when(new ReopenCohort("why", later)).staysQuiet();
        cohort.when(new CloseCohort(END, staff())).refuses("COHORT_SETTLING");
        cohort.given(new NoteVerdictsSettled(later)).given(new CloseCohort(END, staff()));
    }

    @Test
    void aCohortKnowsWhenItWasOpenedAgainAndWhy() {
        withSeats(30);
        for (int i = 0; i < Cohort.REOPENINGS_MAX + 2; i++) {
            cohort.given(new CloseCohort(END, staff()))
                    .given(new NoteVerdictsSettled(staff()))
                    .given(new ReopenCohort("why-" + i, staff()))
                    .given(new NoteVerdictsSettled(staff()));
        }

        assertThat(cohort.state().reopenings())
                .hasSize(Cohort.REOPENINGS_MAX)
                .last()
                .isEqualTo(new Cohort.Reopening("why-51", staff()));
    }

    @Test
    void whatNobodyOpenedIsNotClosed() {
        cohort.when(new CloseCohort(END, staff())).refuses("COHORT_NOT_FOUND");
        cohort.when(new ReopenCohort("why", staff())).refuses("COHORT_NOT_FOUND");
        cohort.when(settle("a", 1, Place.SEAT, null)).refuses("COHORT_NOT_FOUND");
    }

    // ---- places

    @Test
    void whoIsOnTheWayHereIsSaidByEveryLaterClaim() {
        var moving = new ClaimPlace("a", Wish.SEAT, secondsLater(1), "a-elsewhere");
        withSeats(2).given(claim("a", Wish.SEAT));

        cohort.when(moving).yields(PlacesClaimed.class);
        cohort.when(moving).staysQuiet();
        cohort.when(new ClaimPlace("a", Wish.SEAT, secondsLater(2), null)).staysQuiet();
        cohort.when(new ClaimPlace("a", Wish.SEAT, secondsLater(90), null))
                .yields(PlacesClaimed.class);

        assertThat(cohort.state().ledger().holdOf("a"))
                .isEqualTo(new Ledger.Hold(secondsLater(90), "a-elsewhere"));
        assertThat(cohort.state().ledger().seats().taken()).isEqualTo(1);
    }

    @Test
    void theLastSeatIsGivenOnce() {
        withSeats(1).when(claim("a", Wish.SEAT)).yields(PlacesClaimed.class);

        cohort.when(claim("b", Wish.SEAT)).refuses("COHORT_FULL");
        cohort.when(claim("b", Wish.SEAT_OR_QUEUE)).yields(PlacesClaimed.class);
        assertThat(cohort.state().ledger().placeOf("b")).isEqualTo(Place.QUEUE);
        assertThat(cohort.state().ledger().seats()).isEqualTo(new Ledger.Seats(1, 1));
    }

    @Test
    void whoClaimsAgainFindsTheOwnClaim() {
        withSeats(1).given(claim("a", Wish.SEAT));

        cohort.when(new ClaimPlace("a", Wish.SEAT, secondsLater(59), null)).staysQuiet();
        assertThat(cohort.state().ledger().holdOf("a")).isEqualTo(new Ledger.Hold(NOON, null));
    }

    @Test
    void aClaimThatStoodTooLongIsRenewedByTheSameClaimant() {
        withSeats(1).given(claim("a", Wish.SEAT));

        cohort.when(new ClaimPlace("a", Wish.SEAT, secondsLater(60), null))
                .yields(PlacesClaimed.class);
        cohort.when(claim("b", Wish.SEAT)).refuses("COHORT_FULL");
    }

    @Test
    void aWithdrawalFreesTheSeatForWhoeverStaffLetIn() {
        withSeats(1).given(claim("a", Wish.SEAT)).given(settle("a", 1, Place.SEAT, NOON));
        cohort.given(claim("b", Wish.QUEUE)).given(settle("b", 1, Place.QUEUE, NOON));

        cohort.when(settle("a", 2, Place.NONE, NOON)).yields(PlacesSettled.class);

        assertThat(cohort.state().ledger().seats()).isEqualTo(new Ledger.Seats(0, 1));
        assertThat(cohort.state().ledger().waiting()).containsExactly("b");
        cohort.when(new ClaimPlace("b", Wish.SEAT, secondsLater(5), null))
                .yields(PlacesClaimed.class);
    }

    @Test
    void capacityBelowWhatIsTakenStopsOnlyNewOnes() {
        withSeats(2).given(claim("a", Wish.SEAT)).given(claim("b", Wish.SEAT));

        cohort.when(capacity(1)).yields(CohortEdited.class);

        assertThat(cohort.state().ledger().seats().taken()).isEqualTo(2);
        cohort.when(claim("c", Wish.SEAT)).refuses("COHORT_FULL");
    }

    @Test
    void aRosterGetsAsManySeatsAsThereAre() {
        withSeats(3).given(claim("b", Wish.SEAT)).given(settle("b", 1, Place.SEAT, NOON));

        cohort.when(new ClaimSeats(List.of("a", "b", "c", "d"), NOON)).yields(PlacesClaimed.class);

        assertThat(cohort.state().ledger().placeOf("c")).isEqualTo(Place.SEAT);
        assertThat(cohort.state().ledger().placeOf("d")).isEqualTo(Place.NONE);
        assertThat(cohort.state().ledger().names("d")).isFalse();
        cohort.when(new ClaimSeats(List.of("a", "b", "c", "d"), NOON)).staysQuiet();
    }

    @Test
    void whoeverTakesNoPlaceIsListedOnce() {
        withSeats(1)
                .when(new ListEnrollments(List.of("a", "b", "a")))
                .yields(EnrollmentsListed.class);

        assertThat(cohort.state().ledger().enrollmentIds()).containsExactly("a", "b");
        cohort.when(new ListEnrollments(List.of("b"))).staysQuiet();
    }

    @Test
    void anOlderSettlementIsIgnored() {
        withSeats(1).given(claim("a", Wish.SEAT)).given(settle("a", 3, Place.SEAT, NOON));

        cohort.when(settle("a", 2, Place.NONE, null)).staysQuiet();
        cohort.when(settle("a", 3, Place.SEAT, NOON)).staysQuiet();
    }

    @Test
    void aSettlementOfAnotherWriteDoesNotTakeAHeldSeatAway() {
        withSeats(1).given(settle("a", 2, Place.NONE, null)).given(claim("a", Wish.SEAT));

        cohort.when(settle("a", 3, Place.NONE, null)).yields(PlacesSettled.class);

        assertThat(cohort.state().ledger().placeOf("a")).isEqualTo(Place.SEAT);
        assertThat(cohort.state().ledger().holdOf("a")).isNotNull();
    }

    @Test
    void aLapsedClaimGivesTheSeatBack() {
        withSeats(1).given(claim("a", Wish.SEAT));
        assertThat(cohort.state().ledger().heldSince(NOON)).containsExactly("a");

        cohort.when(settle("a", 1, Place.NONE, NOON)).yields(PlacesSettled.class);

        assertThat(cohort.state().ledger().seats()).isEqualTo(new Ledger.Seats(0, 0));
        assertThat(cohort.state().ledger().heldSince(NOON)).isEmpty();
    }
}
