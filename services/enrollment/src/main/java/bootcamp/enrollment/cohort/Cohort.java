package bootcamp.enrollment.cohort;

import bootcamp.enrollment.EnrollmentEvent.CohortClosed;
import bootcamp.enrollment.EnrollmentEvent.CohortEdited;
import bootcamp.enrollment.EnrollmentEvent.CohortOpened;
import bootcamp.enrollment.EnrollmentEvent.CohortReopened;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentsListed;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.PlacesClaimed;
import bootcamp.enrollment.EnrollmentEvent.PlacesSettled;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.EnrollmentEvent.VerdictsSettled;
import bootcamp.enrollment.cohort.CohortCommand.ClaimPlace;
import bootcamp.enrollment.cohort.CohortCommand.ClaimSeats;
import bootcamp.enrollment.cohort.CohortCommand.CloseCohort;
import bootcamp.enrollment.cohort.CohortCommand.EditCohort;
import bootcamp.enrollment.cohort.CohortCommand.ListEnrollments;
import bootcamp.enrollment.cohort.CohortCommand.NoteVerdictsSettled;
import bootcamp.enrollment.cohort.CohortCommand.OpenCohort;
import bootcamp.enrollment.cohort.CohortCommand.ReopenCohort;
import bootcamp.enrollment.cohort.CohortCommand.SettlePlaces;
import bootcamp.enrollment.cohort.Ledger.Seats;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a programme: its plan, whether it is open, and the ledger of its places, which alone
 * decides who gets a seat.
 *
 * <p>Capacity may be set below what is taken: nobody loses a seat, nobody new gets one. A closed
 * cohort changes in nothing but being opened again and in what settles earlier claims. It is
 * closed, or opened again, only once everybody was told of the time before.
 *
 * @param plan null: nobody has opened a cohort of this id
 * @param closedOn null while it is open
 * @param settling who closed or reopened it, as long as not every enrollment has said what that
 *     means for it; null: all have
 * @param reopenings the last {@value #REOPENINGS_MAX}, oldest first
 */
public record Cohort(
        String cohortId,
        @Nullable CohortPlan plan,
        @Nullable LocalDate closedOn,
        @Nullable Stamp settling,
        Ledger ledger,
        List<Reopening> reopenings) {

    static final int REOPENINGS_MAX = 50;

    /** How long a claim stands before anybody may ask what became of it. */
    public static final Duration HOLD = Duration.ofSeconds(60);

    /**
     * That a closed cohort was opened again.
     *
     * @param remarkId why; null: it was not said
     */
    public record Reopening(@Nullable String remarkId, Stamp stamp) {}

    public Cohort {
        // Written before anybody was asked why.
        reopenings = reopenings == null ? List.of() : List.copyOf(reopenings);
    }

    public static final AggregateType<Cohort, CohortCommand, OfCohort> TYPE =
            new AggregateType<>(
                    "Cohort",
                    1,
                    Cohort.class,
                    Map.of(
                            "CohortOpened", CohortOpened.class,
                            "CohortEdited", CohortEdited.class,
                            "CohortClosed", CohortClosed.class,
                            "CohortReopened", CohortReopened.class,
                            "PlacesClaimed", PlacesClaimed.class,
                            "EnrollmentsListed", EnrollmentsListed.class,
                            "PlacesSettled", PlacesSettled.class,
                            "VerdictsSettled", VerdictsSettled.class),
                    Cohort::initial,
                    Cohort::decide,
                    Cohort::evolve,
                    Cohort::publicState,
                    Cohort::cohortId);

    public static Cohort initial(String cohortId) {
        return new Cohort(cohortId, null, null, null, Ledger.EMPTY, List.of());
    }

    // ---- decide

    public Decision<OfCohort> decide(CohortCommand command) {
        return switch (command) {
            case OpenCohort open -> open(open);
            case EditCohort edit -> whileOpen(present -> edit(present, edit));
            case CloseCohort close -> close(close);
            case ReopenCohort reopen -> reopen(reopen);
            case ClaimPlace claim -> whileOpen(present -> claim(present, claim));
            case ClaimSeats claims -> whileOpen(present -> claim(present, claims));
            case ListEnrollments list -> whileOpen(_ -> list(list));
            case SettlePlaces settle -> settle(settle);
            case NoteVerdictsSettled noted ->
                    noted.of().equals(settling)
                            ? Decision.yields(new VerdictsSettled(noted.of()))
                            : Decision.staysQuiet();
        };
    }

    private interface OnPlan {
        Decision<OfCohort> decide(CohortPlan present);
    }

    private Decision<OfCohort> whileOpen(OnPlan then) {
        if (plan == null) {
            return Decision.refuses(new CohortRefusal.CohortNotFound());
        }
        return closedOn == null
                ? then.decide(plan)
                : Decision.refuses(new CohortRefusal.CohortClosed());
    }

    private Decision<OfCohort> open(OpenCohort open) {
        if (plan != null) {
            return Decision.refuses(new CohortRefusal.CohortExists());
        }
        return ifSound(open.plan(), new CohortOpened(open.plan(), open.stamp()));
    }

    private static Decision<OfCohort> edit(CohortPlan present, EditCohort edit) {
        CohortPlan edited = edited(present, edit);
        return edited.equals(present)
                ? Decision.staysQuiet()
                : ifSound(edited, new CohortEdited(edited, edit.stamp()));
    }

    private static CohortPlan edited(CohortPlan plan, EditCohort edit) {
        List<DayOfWeek> weekdays = edit.trainingWeekdays();
        List<LocalDate> holidays = edit.holidays();
        return new CohortPlan(
                Objects.requireNonNullElse(edit.programme(), plan.programme()),
                Objects.requireNonNullElse(edit.name(), plan.name()),
                Objects.requireNonNullElse(edit.startDate(), plan.startDate()),
                Objects.requireNonNullElse(edit.endDate(), plan.endDate()),
                Objects.requireNonNullElse(edit.timeZone(), plan.timeZone()),
                Objects.requireNonNullElse(edit.capacity(), plan.capacity()),
                weekdays == null ? plan.trainingWeekdays() : weekdays,
                holidays == null ? plan.holidays() : holidays);
    }

    private static Decision<OfCohort> ifSound(CohortPlan plan, OfCohort fact) {
        Optional<CohortRefusal> flaw = plan.flaw();
        return flaw.isPresent() ? Decision.refuses(flaw.get()) : Decision.yields(fact);
    }

    private Decision<OfCohort> close(CloseCohort close) {
        if (plan == null) {
            return Decision.refuses(new CohortRefusal.CohortNotFound());
        }
        if (closedOn != null) {
            return Decision.staysQuiet();
        }
        return flawOfClosing(plan, close)
                .<Decision<OfCohort>>map(Decision::refuses)
                .orElseGet(() -> onceSettled(new CohortClosed(close.on(), close.stamp())));
    }

    /** A day of the cohort, or today: one may be closed late, and one that never began. */
    private static Optional<CohortRefusal> flawOfClosing(CohortPlan plan, CloseCohort close) {
        LocalDate on = close.on();
        LocalDate today = LocalDate.ofInstant(close.stamp().at(), plan.zone());
        LocalDate from = today.isBefore(plan.startDate()) ? today : plan.startDate();
        LocalDate until = today.isAfter(plan.endDate()) ? today : plan.endDate();
        return on.isBefore(from) || on.isAfter(until)
                ? Optional.of(new CohortRefusal.ClosedOutsideDates(from, until))
                : Optional.empty();
    }

    private Decision<OfCohort> reopen(ReopenCohort reopen) {
        if (plan == null) {
            return Decision.refuses(new CohortRefusal.CohortNotFound());
        }
        return closedOn == null
                ? Decision.staysQuiet()
                : onceSettled(new CohortReopened(reopen.remarkId(), reopen.stamp()));
    }

    /** Else nobody could tell who was not told yet of the one before. */
    private Decision<OfCohort> onceSettled(OfCohort turn) {
        return settling == null
                ? Decision.yields(turn)
                : Decision.refuses(new CohortRefusal.CohortSettling());
    }

    private Decision<OfCohort> claim(CohortPlan present, ClaimPlace claim) {
        String id = claim.enrollmentId();
        Place place = ledger.placeFor(id, claim.wish(), present.capacity());
        if (place == Place.NONE) {
            return Decision.refuses(new CohortRefusal.CohortFull(present.capacity()));
        }
        boolean says = claim.transferFrom() == null || ledger.tellsOfTransfer(id);
        return says && ledger.isHeld(id, place, claim.at())
                ? Decision.staysQuiet()
                : Decision.yields(
                        new PlacesClaimed(place, List.of(id), claim.at(), claim.transferFrom()));
    }

    private Decision<OfCohort> claim(CohortPlan present, ClaimSeats claims) {
        int free = present.capacity() - ledger.seats().taken();
        List<String> got = new ArrayList<>();
        for (String id : claims.enrollmentIds()) {
            boolean seated = ledger.placeOf(id) == Place.SEAT;
            if (seated || free > 0) {
                free -= seated ? 0 : 1;
                got.add(id);
            }
        }
        got.removeIf(id -> ledger.isHeld(id, Place.SEAT, claims.at()));
        return got.isEmpty()
                ? Decision.staysQuiet()
                : Decision.yields(new PlacesClaimed(Place.SEAT, got, claims.at(), null));
    }

    private Decision<OfCohort> list(ListEnrollments list) {
        List<String> unknown =
                list.enrollmentIds().stream().filter(id -> !ledger.names(id)).distinct().toList();
        return unknown.isEmpty()
                ? Decision.staysQuiet()
                : Decision.yields(new EnrollmentsListed(unknown));
    }

    private Decision<OfCohort> settle(SettlePlaces settle) {
        if (plan == null) {
            return Decision.refuses(new CohortRefusal.CohortNotFound());
        }
        var news = settle.settlements().stream().filter(ledger::isNews).toList();
        return news.isEmpty() ? Decision.staysQuiet() : Decision.yields(new PlacesSettled(news));
    }

    // ---- evolve

    public Cohort evolve(OfCohort fact) {
        return switch (fact) {
            case CohortOpened opened -> with(opened.plan(), null, null);
            case CohortEdited edited -> with(edited.plan(), closedOn, settling);
            case CohortClosed closed -> with(plan, closed.on(), closed.stamp());
            case CohortReopened(var remarkId, var stamp) ->
                    with(plan, null, stamp).and(new Reopening(remarkId, stamp));
            case VerdictsSettled _ -> with(plan, closedOn, null);
            case PlacesClaimed claimed -> with(ledger.claimed(claimed));
            case EnrollmentsListed listed -> with(ledger.listed(listed.enrollmentIds()));
            case PlacesSettled settled -> with(ledger.settled(settled.settlements()));
        };
    }

    private Cohort with(Ledger next) {
        return new Cohort(cohortId, plan, closedOn, settling, next, reopenings);
    }

    private Cohort with(
            @Nullable CohortPlan other, @Nullable LocalDate closed, @Nullable Stamp by) {
        return new Cohort(cohortId, other, closed, by, ledger, reopenings);
    }

    private Cohort and(Reopening next) {
        List<Reopening> all = new ArrayList<>(reopenings);
        all.add(next);
        int from = Math.max(0, all.size() - REOPENINGS_MAX);
        return new Cohort(
                cohortId, plan, closedOn, settling, ledger, all.subList(from, all.size()));
    }

    // ---- queries

    public boolean closed() {
        return closedOn != null;
    }

    /** Of a cohort that somebody has opened. */
    public CohortPlan planned() {
        return Objects.requireNonNull(plan, "nobody has opened this cohort");
    }

    /** What the world may see of a cohort: counts of the ledger, no ids. */
    public record Public(
            String cohortId,
            String programme,
            String name,
            LocalDate startDate,
            LocalDate endDate,
            String timeZone,
            int capacity,
            List<DayOfWeek> trainingWeekdays,
            List<LocalDate> holidays,
            String status,
            @Nullable LocalDate closedOn,
            Seats seats) {}

    public Public publicState() {
        CohortPlan present = planned();
        return new Public(
                cohortId,
                present.programme(),
                present.name(),
                present.startDate(),
                present.endDate(),
                present.timeZone(),
                present.capacity(),
                present.trainingWeekdays(),
                present.holidays(),
                closed() ? "CLOSED" : "OPEN",
                closedOn,
                ledger.seats());
    }
}
