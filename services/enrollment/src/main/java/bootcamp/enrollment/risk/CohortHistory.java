package bootcamp.enrollment.risk;

import java.util.Comparator;
import java.util.List;

/**
 * What the platform knows of a cohort for early warning: what happened on which day. All days count
 * from the cohort's first day, which is 0. Nothing in it says who anybody is.
 *
 * @param horizon the last day, positive
 * @param contests the competitions, whose times are known from their publication on
 */
public record CohortHistory(int horizon, List<Contest> contests, List<Student> students) {

    public CohortHistory {
        contests = List.copyOf(contests);
        students = List.copyOf(students);
    }

    /**
     * Whether at least half of the students were ever seen to do something: a cohort of which only
     * a roster came teaches nothing about it, though its competitions ended without them.
     */
    public boolean isSeen() {
        long seen = students.stream().filter(Student::isSeen).count();
        return seen > 0 && 2 * seen >= students.size();
    }

    /** A competition that one can submit to from the day {@code opens} to the day {@code ends}. */
    public record Contest(int opens, int ends) {}

    /** What can happen to a student on a day. */
    public enum Kind {
        PRESENT,
        /** There, but late, gone early, or out in between. */
        PARTLY_PRESENT,
        ABSENT,
        TOOK_PART,
        MISSED_ACTIVITY,
        SUBMITTED,
        /** A competition was over to which the student had submitted. */
        ENDED_WITH_SUBMISSION,
        ENDED_WITHOUT_SUBMISSION,
        CAME_TO_LECTURE,
        /** Had a seat in a special lecture and did not come. */
        MISSED_LECTURE,
        CLINIC;

        /** Whether the student did something. */
        boolean isActive() {
            return switch (this) {
                case PRESENT, PARTLY_PRESENT, TOOK_PART, SUBMITTED, CAME_TO_LECTURE, CLINIC -> true;
                case ABSENT,
                        MISSED_ACTIVITY,
                        ENDED_WITH_SUBMISSION,
                        ENDED_WITHOUT_SUBMISSION,
                        MISSED_LECTURE ->
                        false;
            };
        }
    }

    public record Happening(int day, Kind kind) {}

    /** Both days away; {@link Student#STAYS} where the end is open. */
    public record Away(int from, int until) {}

    /**
     * @param entered the day of entering, 0 or later
     * @param exit the day of leaving, {@link #STAYS} for who has not left
     * @param moved whether the exit leads into another cohort: no withdrawal
     * @param happenings in any order; kept ascending by day
     */
    public record Student(
            String id,
            int entered,
            int exit,
            boolean moved,
            List<Happening> happenings,
            List<Away> leaves) {

        public static final int STAYS = Integer.MAX_VALUE;

        public Student {
            happenings =
                    happenings.stream()
                            .sorted(
                                    Comparator.comparingInt(Happening::day)
                                            .thenComparing(Happening::kind))
                            .toList();
            leaves = List.copyOf(leaves);
        }

        private boolean isSeen() {
            return happenings.stream().anyMatch(each -> each.kind().isActive());
        }

        /** Entered by {@code day} and not gone by then. */
        public boolean isAtRisk(int day) {
            return entered <= day && exit > day && exit > entered;
        }

        boolean isAway(int day) {
            return leaves.stream().anyMatch(each -> each.from() <= day && each.until() >= day);
        }

        /** Withdraws in (day, day + 14] for another reason than a transfer. */
        public boolean leavesAfter(int day) {
            return !moved && exit > day && exit <= day + RiskModel.FORTNIGHT;
        }
    }
}
