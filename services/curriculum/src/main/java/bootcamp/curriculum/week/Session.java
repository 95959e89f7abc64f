package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.CurriculumEvent.SessionCancelled;
import bootcamp.curriculum.CurriculumEvent.SessionClaimsLapsed;
import bootcamp.curriculum.CurriculumEvent.SessionEdited;
import bootcamp.curriculum.CurriculumEvent.SessionPlanned;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.EditSession;
import bootcamp.curriculum.week.SessionCommand.LapseClaims;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something at a time in a cohort's week. Whether the time of its instructor, its place and its
 * teams is free is decided by their {@link Booking}s: it is claimed there first, and a plan that
 * takes time is accepted with a claim alone. A claim is used once: each use, and each lapse, ends
 * all that were made before.
 *
 * @param cohortId empty where nobody has planned or claimed anything
 * @param plan null: nobody has planned a session of this id
 * @param claimsEndedUpTo no claim made up to then can be used any more; null: none was made
 * @param changedAt when staff last planned, edited or cancelled it; null: never, or by a process of
 *     before this was kept
 */
public record Session(
        String sessionId,
        String cohortId,
        @Nullable SessionPlan plan,
        boolean cancelled,
        @Nullable Instant claimsEndedUpTo,
        @Nullable Instant changedAt) {

    public static final AggregateType<Session, SessionCommand, OfSession> TYPE =
            new AggregateType<>(
                    "Session",
                    1,
                    Session.class,
                    Map.of(
                            "SessionPlanned", SessionPlanned.class,
                            "SessionEdited", SessionEdited.class,
                            "SessionCancelled", SessionCancelled.class,
                            "SessionClaimsLapsed", SessionClaimsLapsed.class),
                    Session::initial,
                    Session::decide,
                    Session::evolve,
                    Session::publicState,
                    Session::publicChange,
                    Session::cohortId);

    public static Session initial(String sessionId) {
        return new Session(sessionId, "", null, false, null, null);
    }

    // ---- decide

    public Decision<OfSession> decide(SessionCommand command) {
        return switch (command) {
            case PlanSession asked -> plan(asked);
            case EditSession edit -> edit(edit);
            case CancelSession cancel -> cancel(cancel);
            case LapseClaims lapse -> lapse(lapse);
        };
    }

    private Decision<OfSession> plan(PlanSession asked) {
        if (plan != null) {
            return Decision.refuses(WeekRefusal.SESSION_EXISTS);
        }
        if (!asked.plan().isSound()) {
            return Decision.refuses(WeekRefusal.SESSION_UNSOUND);
        }
        boolean takes = !asked.plan().slots().isEmpty();
        return takes && !stands(asked.claimedAt())
                ? Decision.refuses(WeekRefusal.TIME_CLAIM_LAPSED)
                : Decision.yields(
                        new SessionPlanned(
                                asked.cohortId(), asked.plan(), asked.claimedAt(), asked.stamp()));
    }

    private Decision<OfSession> edit(EditSession edit) {
        if (plan == null) {
            return Decision.refuses(WeekRefusal.SESSION_NOT_FOUND);
        }
        if (cancelled) {
            return Decision.refuses(WeekRefusal.SESSION_CANCELLED);
        }
        if (plan.equals(edit.after())) {
            return Decision.staysQuiet();
        }
        if (!plan.equals(edit.before())) {
            return Decision.refuses(WeekRefusal.PLAN_CHANGED);
        }
        if (!edit.after().isSound()) {
            return Decision.refuses(WeekRefusal.SESSION_UNSOUND);
        }
        return !newSlots(edit.after()).isEmpty() && !stands(edit.claimedAt())
                ? Decision.refuses(WeekRefusal.TIME_CLAIM_LAPSED)
                : Decision.yields(new SessionEdited(edit.after(), edit.claimedAt(), edit.stamp()));
    }

    private boolean stands(@Nullable Instant claimedAt) {
        return claimedAt != null && (claimsEndedUpTo == null || claimedAt.isAfter(claimsEndedUpTo));
    }

    private Decision<OfSession> cancel(CancelSession cancel) {
        if (plan == null) {
            return Decision.refuses(WeekRefusal.SESSION_NOT_FOUND);
        }
        return cancelled
                ? Decision.staysQuiet()
                : Decision.yields(new SessionCancelled(cancel.stamp()));
    }

    private Decision<OfSession> lapse(LapseClaims lapse) {
        return stands(lapse.upTo())
                ? Decision.yields(new SessionClaimsLapsed(lapse.cohortId(), lapse.upTo()))
                : Decision.staysQuiet();
    }

    // ---- evolve

    public Session evolve(OfSession fact) {
        return switch (fact) {
            case SessionPlanned planned ->
                    new Session(
                            sessionId,
                            planned.cohortId(),
                            planned.plan(),
                            false,
                            later(planned.claimedAt()),
                            planned.stamp().at());
            case SessionEdited edited ->
                    new Session(
                            sessionId,
                            cohortId,
                            edited.plan(),
                            cancelled,
                            later(edited.claimedAt()),
                            edited.stamp().at());
            case SessionCancelled gone ->
                    new Session(
                            sessionId, cohortId, plan, true, claimsEndedUpTo, gone.stamp().at());
            case SessionClaimsLapsed lapsed ->
                    new Session(
                            sessionId,
                            cohortId.isEmpty() ? lapsed.cohortId() : cohortId,
                            plan,
                            cancelled,
                            later(lapsed.upTo()),
                            changedAt);
        };
    }

    private @Nullable Instant later(@Nullable Instant ended) {
        return ended == null || claimsEndedUpTo != null && claimsEndedUpTo.isAfter(ended)
                ? claimsEndedUpTo
                : ended;
    }

    // ---- queries

    /** Of a session that somebody has planned. */
    public SessionPlan planned() {
        return Objects.requireNonNull(plan, "nobody has planned this session");
    }

    /** The time that it takes now. */
    Set<Slot> slots() {
        return plan == null || cancelled ? Set.of() : plan.slots();
    }

    /** The time that it would take beside what it has. */
    Set<Slot> newSlots(SessionPlan after) {
        Set<Slot> added = new HashSet<>(after.slots());
        added.removeAll(slots());
        return added;
    }

    /** What the world may see of a session; of one that was never planned, that it is not there. */
    public record Public(
            String sessionId,
            String cohortId,
            @Nullable SessionKind kind,
            @Nullable String title,
            @Nullable String moduleId,
            @Nullable String instructorId,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone,
            boolean cancelled,
            boolean removed) {}

    public Public publicState() {
        if (plan == null) {
            return new Public(
                    sessionId, cohortId, null, null, null, null, null, null, null, false, true);
        }
        SessionPlan.Public shown = plan.published();
        return new Public(
                sessionId,
                cohortId,
                shown.kind(),
                shown.title(),
                shown.moduleId(),
                shown.instructorId(),
                shown.startsAt(),
                shown.endsAt(),
                shown.timeZone(),
                cancelled,
                false);
    }

    /** A fact that tells of a plan, as it is published. */
    record PublicPlan(SessionPlan.Public plan, Stamp stamp) {}

    /** Without the place, and without claims, which are nobody else's. */
    static Object publicChange(OfSession fact) {
        return switch (fact) {
            case SessionPlanned(var _, var planned, var _, var stamp) ->
                    new PublicPlan(planned.published(), stamp);
            case SessionEdited(var edited, var _, var stamp) ->
                    new PublicPlan(edited.published(), stamp);
            case SessionCancelled _, SessionClaimsLapsed _ -> fact;
        };
    }
}
