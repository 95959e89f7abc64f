package bootcamp.curriculum.week;

import bootcamp.platform.aggregate.Versioned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as whoever may see it sees it.
 *
 * @param instructor name of who teaches; null: nobody is named
 * @param teamIds the teams that it is for; empty: for the whole cohort
 * @param version for {@code If-Match}
 */
record SessionView(
        String sessionId,
        String cohortId,
        SessionKind kind,
        String title,
        @Nullable String moduleId,
        @Nullable String instructorId,
        @Nullable String instructor,
        String startsAt,
        String endsAt,
        String timeZone,
        @Nullable String place,
        List<String> teamIds,
        Status status,
        long version) {

    enum Status {
        PLANNED,
        CANCELLED
    }

    /**
     * @param instructor who teaches; null: nobody is named
     */
    static SessionView of(Versioned<Session> session, @Nullable Instructor instructor) {
        Session state = session.state();
        SessionPlan plan = state.planned();
        return new SessionView(
                session.id(),
                state.cohortId(),
                plan.kind(),
                plan.title(),
                plan.moduleId(),
                plan.instructorId(),
                instructor == null ? null : instructor.name(),
                plan.written(plan.startsAt()),
                plan.written(plan.endsAt()),
                plan.timeZone(),
                plan.place(),
                plan.teamIds(),
                state.cancelled() ? Status.CANCELLED : Status.PLANNED,
                session.version());
    }
}
