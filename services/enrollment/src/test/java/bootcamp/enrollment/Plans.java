package bootcamp.enrollment;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A cohort of seven months, and the moments of those who look after it. */
public final class Plans {

    public static final LocalDate START = LocalDate.of(2024, 1, 2);
    public static final LocalDate END = LocalDate.of(2024, 7, 31);
    public static final Term TERM = new Term(START, END);
    public static final Instant NOON = Instant.parse("2024-01-02T03:00:00Z");

    private Plans() {}

    public static CohortPlan seats(int capacity) {
        return new CohortPlan(
                "AI Lab",
                "AI Lab 3기",
                START,
                END,
                "Asia/Seoul",
                capacity,
                CohortPlan.WORKING_WEEK,
                List.of(LocalDate.of(2024, 2, 9), LocalDate.of(2024, 5, 6)));
    }

    public static Stamp staff() {
        return new Stamp(NOON, "account-of-staff");
    }

    public static Instant secondsLater(long seconds) {
        return NOON.plusSeconds(seconds);
    }
}
