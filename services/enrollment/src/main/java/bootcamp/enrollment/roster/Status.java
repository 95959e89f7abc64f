package bootcamp.enrollment.roster;

import bootcamp.enrollment.cohort.Place;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How far an enrollment has come. */
public enum Status {
    APPLIED,
    SELECTED,
    WAITING,
    REJECTED,
    ENROLLED,
    ON_LEAVE,
    WITHDRAWN,
    COMPLETED,
    NOT_COMPLETED;

    /** Where staff may move an applicant; all else has a command of its own. */
    private static final Map<Status, Set<Status>> MOVES =
            Map.of(
                    APPLIED, Set.of(SELECTED, WAITING, REJECTED, ENROLLED),
                    SELECTED, Set.of(WAITING, REJECTED, ENROLLED),
                    WAITING, Set.of(SELECTED, REJECTED, ENROLLED),
                    REJECTED, Set.of(SELECTED, WAITING));

    /** Where an enrollment may begin. */
    static final Set<Status> BEGINNINGS =
            Collections.unmodifiableSet(EnumSet.of(APPLIED, SELECTED, WAITING, ENROLLED));

    /** Where staff may move somebody, from one state or another. */
    static final Set<Status> AIMS =
            Collections.unmodifiableSet(EnumSet.of(SELECTED, WAITING, REJECTED, ENROLLED));

    boolean mayMoveTo(Status to) {
        return MOVES.getOrDefault(this, Set.of()).contains(to);
    }

    /** Still on the way to a seat. */
    public boolean beforeEnrollment() {
        return switch (this) {
            case APPLIED, SELECTED, WAITING, REJECTED -> true;
            case ENROLLED, ON_LEAVE, WITHDRAWN, COMPLETED, NOT_COMPLETED -> false;
        };
    }

    /** In the cohort now, at work or on leave. */
    public boolean present() {
        return this == ENROLLED || this == ON_LEAVE;
    }

    public Place place() {
        return switch (this) {
            case ENROLLED, ON_LEAVE, COMPLETED, NOT_COMPLETED -> Place.SEAT;
            case WAITING -> Place.QUEUE;
            case APPLIED, SELECTED, REJECTED, WITHDRAWN -> Place.NONE;
        };
    }
}
