package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.RiskCohort.Participant;
import bootcamp.enrollment.risk.RiskCohort.Submission;
import bootcamp.enrollment.risk.RiskCohort.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of each participant on a day: the schedule, and what happened by the end of that
 * day. Nothing later is read.
 */
final class RiskFeatures {

    /** The order of {@link #of}; a constant term is not among them. */
    static final List<String> NAMES =
            List.of(
                    "missedShare",
                    "missedLatest",
                    "missedLatestTwo",
                    "missedWhatOthersHandedIn",
                    "handedInNothing",
                    "lateShare",
                    "daysSinceSubmission",
                    "aheadOfNext",
                    "leadOfLast",
                    "missedLatestFresh",
                    "missedOnceOnly",
                    "dueWithinFortnight",
                    "missedAndDueSoon",
                    "enrolledEarly",
                    "enrolledLate",
                    "week",
                    "weekSquared",
                    "cohortLeftLately");

    private final RiskCohort cohort;
    private final int day;
    private final List<Task> past;
    private final List<Task> ahead;
    private final Map<String, Integer> handedIn = new HashMap<>();
    private final int present;
    private final double leftLately;

    RiskFeatures(RiskCohort cohort, int day) {
        this.cohort = cohort;
        this.day = day;
        List<Task> tasks = new ArrayList<>(cohort.tasks());
        tasks.sort(Comparator.comparingInt(Task::due).thenComparing(Task::id));
        past = tasks.stream().filter(task -> task.due() <= day).toList();
        ahead = tasks.stream().filter(task -> task.due() > day).toList();
        int here = 0;
        int left = 0;
        for (Participant participant : cohort.participants()) {
            if (participant.isAtRisk(day)) {
                here++;
                for (Submission submission : participant.submissions()) {
                    if (submission.day() <= day) {
                        handedIn.merge(submission.task(), 1, Integer::sum);
                    }
                }
            } else if (!participant.moved()
                    && participant.exit() > Math.max(0, participant.enrolled())
                    && participant.exit() > day - 2 * RiskModel.FORTNIGHT
                    && participant.exit() <= day) {
                left++;
            }
        }
        present = here;
        leftLately = (left + 1.0) / (here + left + 50.0);
    }

    /** Of somebody at risk on that day. */
    double[] of(Participant participant) {
        Map<String, Integer> done = new HashMap<>();
        int last = Integer.MIN_VALUE;
        String lastTask = null;
        for (Submission submission : participant.submissions()) {
            if (submission.day() <= day) {
                done.merge(submission.task(), submission.day(), Math::min);
                if (submission.day() > last) {
                    last = submission.day();
                    lastTask = submission.task();
                }
            }
        }
        int entry = Math.max(0, participant.enrolled());
        int counted = 0;
        int missed = 0;
        int late = 0;
        double weight = 0;
        double lead = 0;
        boolean latest = false;
        boolean before = false;
        int latestDue = entry;
        for (Task task : past) {
            Integer on = done.get(task.id());
            if (task.due() < entry && on == null) {
                continue;
            }
            counted++;
            before = latest;
            latest = on == null;
            latestDue = task.due();
            if (on == null) {
                missed++;
                weight += handedIn.getOrDefault(task.id(), 0) / (double) Math.max(1, present);
            } else if (on > task.due()) {
                late++;
            }
            if (task.id().equals(lastTask) && on != null) {
                lead = Math.clamp((task.due() - on) / 14.0, -1, 1);
            }
        }
        int since = day - (last == Integer.MIN_VALUE ? entry : Math.max(0, last));
        boolean soon = !ahead.isEmpty() && ahead.getFirst().due() <= day + RiskModel.FORTNIGHT;
        boolean prepared = !ahead.isEmpty() && done.containsKey(ahead.getFirst().id());
        double week = day / 140.0;
        return new double[] {
            missed / (counted + 1.0),
            flag(latest),
            flag(latest && before),
            weight / (counted + 1.0),
            flag(done.isEmpty() && counted > 0),
            late / (counted + 1.0),
            Math.log1p(Math.max(0, since)),
            flag(prepared),
            lead,
            latest ? Math.exp((latestDue - day) / 14.0) : 0,
            flag(missed == 1),
            flag(soon),
            flag(soon) * missed / (counted + 1.0),
            Math.log1p(Math.max(0, -participant.enrolled())),
            flag(participant.enrolled() > -14),
            week,
            week * week,
            Math.log(leftLately)
        };
    }

    /** Days since the last submission, since entry where there is none. */
    static double idle(Participant participant, int day) {
        int last = Math.max(0, participant.enrolled());
        for (Submission submission : participant.submissions()) {
            if (submission.day() <= day) {
                last = Math.max(last, submission.day());
            }
        }
        return day - last;
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }
}
