package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.CohortHistory.Student;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Withdrawals of students whom staff reached against those of students whom they did not. It is an
 * association and not what a call does: who is called was at higher risk, and who is about to leave
 * may be harder to reach.
 *
 * <p>Of whom: of students who were to be called for the first time on some day, absent or with a
 * chance to leave that rose. Who is reached later has stayed until then, so that comparing by any
 * call would favour calls (immortal time; Suissa 2008). Therefore a landmark (Anderson, Cain,
 * Gelber 1983): a week after that day everybody who is still there is put into a group by what
 * happened by then, and whoever withdraws in the four weeks after it counts. All of the four weeks
 * are over.
 *
 * @param listed who were to be called
 * @param leftBefore those of them who had left by the landmark, for whatever reason
 * @param moved those who moved to another cohort within the four weeks
 * @param notYetKnown those whose four weeks are not over
 * @param reached by staff within the week; null: one of the groups is smaller than five
 * @param others null: as {@code reached}
 * @param difference of the shares, reached less others; null: as {@code reached}
 */
public record ContactComparison(
        int listed,
        int leftBefore,
        int moved,
        int notYetKnown,
        @Nullable Group reached,
        @Nullable Group others,
        @Nullable Difference difference) {

    public static final int LANDMARK_DAYS = 7;
    public static final int FOLLOWED_DAYS = 28;
    static final int GROUP_MIN = 5;

    private static final int WEEK = 7;

    /**
     * Who was to be called for the first time on {@code day}; days as in {@link CohortHistory}.
     *
     * @param reachedOn days on which staff reached the student, in any order
     */
    public record Listed(int day, int exit, boolean moved, List<Integer> reachedOn) {

        public Listed {
            reachedOn = List.copyOf(reachedOn);
        }

        private int landmark() {
            return day + LANDMARK_DAYS;
        }

        private boolean isFollowedUntil(int known) {
            return landmark() + FOLLOWED_DAYS <= known;
        }

        private boolean leavesWithinFollowed() {
            return exit <= landmark() + FOLLOWED_DAYS;
        }

        private boolean wasReached() {
            return reachedOn.stream().anyMatch(on -> on >= day && on <= landmark());
        }
    }

    /**
     * @param students at least five
     * @param withdrew those of them who withdrew within the four weeks
     */
    public record Group(int students, int withdrew, Share share) {}

    /**
     * With an interval of 95 % (Newcombe, <i>Interval estimation for the difference between
     * independent proportions</i>, 1998, method 10).
     *
     * @param value −1 to 1
     */
    public record Difference(double value, double lower, double upper) {

        static Difference of(Share one, Share other) {
            double value = one.value() - other.value();
            return new Difference(
                    value,
                    value - Math.hypot(one.value() - one.lower(), other.upper() - other.value()),
                    value + Math.hypot(one.upper() - one.value(), other.value() - other.lower()));
        }
    }

    /**
     * @param known the last day of which is known who left
     */
    public static ContactComparison of(List<Listed> listed, int known) {
        int leftBefore = 0;
        int moved = 0;
        int notYetKnown = 0;
        int[] students = new int[2];
        int[] withdrew = new int[2];
        for (Listed each : listed) {
            if (each.exit() <= each.landmark()) {
                leftBefore++;
            } else if (!each.isFollowedUntil(known)) {
                notYetKnown++;
            } else if (each.moved() && each.leavesWithinFollowed()) {
                moved++;
            } else {
                int group = each.wasReached() ? 1 : 0;
                students[group]++;
                withdrew[group] += each.leavesWithinFollowed() ? 1 : 0;
            }
        }
        if (Math.min(students[0], students[1]) < GROUP_MIN) {
            return new ContactComparison(
                    listed.size(), leftBefore, moved, notYetKnown, null, null, null);
        }
        Group reached = group(students[1], withdrew[1]);
        Group others = group(students[0], withdrew[0]);
        return new ContactComparison(
                listed.size(),
                leftBefore,
                moved,
                notYetKnown,
                reached,
                others,
                Difference.of(reached.share(), others.share()));
    }

    private static Group group(int students, int withdrew) {
        return new Group(students, withdrew, Share.of(withdrew, students));
    }

    /**
     * The first day on which a student was to be called, by what is known of that day now: absent
     * on so many held days in a row, or with a chance that rose. Days on leave are none.
     *
     * @param absentMin days absent in a row from which a student is called
     * @param known the last day that is looked at
     * @return empty: there was none
     */
    public static OptionalInt firstDay(
            CohortHistory cohort, Student student, WarningModel model, int absentMin, int known) {
        double[] chances = new double[Math.max(0, known) + 1];
        for (int day = student.entered(); day <= known && student.isAtRisk(day); day++) {
            WarningModel.Score score = model.score(cohort, student, day);
            chances[day] = score.chance();
            boolean rose = student.isAtRisk(day - WEEK) && score.isRisenFrom(chances[day - WEEK]);
            if (!student.isAway(day) && (rose || Signals.absentInARow(student, day) >= absentMin)) {
                return OptionalInt.of(day);
            }
        }
        return OptionalInt.empty();
    }
}
