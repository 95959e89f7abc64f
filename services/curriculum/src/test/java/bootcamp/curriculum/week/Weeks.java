package bootcamp.curriculum.week;

import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.Booking.Hold;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions as tests plan them: on a Thursday in Seoul. */
public final class Weeks {

    public static final String INSTRUCTOR = "instructor-first";

    private Weeks() {}

    public static SessionPlan at(int hour, int hours) {
        return at(hour, hours, INSTRUCTOR, null);
    }

    /**
     * @param hour of the day, 0 to 23
     */
    public static SessionPlan at(
            int hour, int hours, @Nullable String instructorId, @Nullable String place) {
        LocalDateTime starts = LocalDateTime.parse("2024-03-14T00:00").plusHours(hour);
        return new SessionPlan(
                SessionKind.LECTURE,
                "Gradients",
                null,
                instructorId,
                starts,
                starts.plusHours(hours),
                "Asia/Seoul",
                place,
                List.of());
    }

    /** Of the one time that the plan takes. */
    static Hold hold(String sessionId, SessionPlan plan, Instant since) {
        return new Hold(sessionId, Plans.COHORT, plan.starts(), plan.ends(), since);
    }

    static String bookingOf(SessionPlan plan) {
        return plan.slots().iterator().next().bookingId();
    }
}
