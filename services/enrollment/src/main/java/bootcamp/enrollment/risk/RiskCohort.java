package bootcamp.enrollment.risk;

import java.util.List;

/**
 * What early warning may know of a cohort. All days count from the cohort's first day, which is 0.
 *
 * @param horizon the last day, positive
 * @param tasks the schedule, which is known from the first day, in any order
 */
public record RiskCohort(int horizon, List<Task> tasks, List<Participant> participants) {

    public RiskCohort {
        tasks = List.copyOf(tasks);
        participants = List.copyOf(participants);
    }

    /** Something to hand in by the day {@code due}. */
    public record Task(String id, int due) {}

    /** A task handed in on a day; the day may lie before the first. */
    public record Submission(String task, int day) {}

    /**
     * @param enrolled the day of enrolling; negative before the first day
     * @param exit the day of leaving, {@link #STAYS} for who does not leave
     * @param moved whether the exit leads into another cohort: no withdrawal
     */
    public record Participant(
            String id, int enrolled, int exit, boolean moved, List<Submission> submissions) {

        public static final int STAYS = Integer.MAX_VALUE;

        public Participant {
            submissions = List.copyOf(submissions);
        }

        /** Entered by {@code day} and not gone by then. */
        public boolean isAtRisk(int day) {
            int entry = Math.max(0, enrolled);
            return entry <= day && exit > day && exit > entry;
        }

        /** Withdraws in (day, day + 14] for another reason than a transfer. */
        public boolean leavesAfter(int day) {
            return !moved && exit > day && exit <= day + RiskModel.FORTNIGHT;
        }
    }
}
