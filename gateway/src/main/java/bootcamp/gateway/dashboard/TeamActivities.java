package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.TeamActivity;
import bootcamp.gateway.feed.TeamActivity.Participants;
import bootcamp.gateway.retention.Stay;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Activities of teams up to a day, and who took part. Only what is confirmed counts; an activity of
 * which nothing is confirmed yet is in no share.
 *
 * @param held activities up to the day that took place
 * @param told of these, those of which it is confirmed who took part
 * @param waiting proposals of teams that nobody confirmed yet, of these activities; null for a past
 *     day
 * @param share of all {@code n}, how many took part; null where n is 0
 * @param n over the activities that are told the sum of their {@code n}
 * @param activities those that are held, by day and id
 * @param students of those who are here on the day who was here for an activity that is told, by
 *     id: a cohort in which nothing is told pays nothing for it
 */
record TeamActivities(
        int held,
        int told,
        @Nullable Integer waiting,
        @Nullable Double share,
        int n,
        List<Activity> activities,
        List<Student> students) {

    /**
     * @param told whether it is confirmed who took part
     * @param tookPart of {@code n}; 0 where it is not told
     * @param n students who were here on its day, and in a team that it was for
     */
    record Activity(String sessionId, LocalDate day, boolean told, int tookPart, int n) {}

    /**
     * @param held activities that are told, that were for the student, and of days on which the
     *     student was here; at least 1
     * @param share of these, in how many the student took part
     */
    record Student(String studentId, int held, int tookPart, double share) {}

    /** An activity with who was here and who of them took part. */
    private record Held(
            TeamActivity activity, boolean told, Set<String> here, Set<String> tookPart) {

        Activity row() {
            return new Activity(
                    activity.sessionId(), activity.day(), told, tookPart.size(), here.size());
        }
    }

    /**
     * @param here ids of the students who are here on the day
     * @param asOf today or before
     */
    static TeamActivities of(Snapshot state, Set<String> here, LocalDate today, LocalDate asOf) {
        Map<String, Participants> said =
                state.participants().stream()
                        .collect(Collectors.toMap(Participants::sessionId, Function.identity()));
        List<Held> held =
                state.activities().stream()
                        .filter(activity -> !activity.day().isAfter(asOf))
                        .sorted(
                                Comparator.comparing(TeamActivity::day)
                                        .thenComparing(TeamActivity::sessionId))
                        .map(
                                activity ->
                                        held(
                                                activity,
                                                said.get(activity.sessionId()),
                                                state.cohort(),
                                                state.students()))
                        .toList();
        List<Held> told = held.stream().filter(Held::told).toList();
        int waiting =
                held.stream()
                        .mapToInt(each -> waiting(said.get(each.activity().sessionId())))
                        .sum();
        int n = told.stream().mapToInt(each -> each.here().size()).sum();
        return new TeamActivities(
                held.size(),
                told.size(),
                asOf.equals(today) ? waiting : null,
                share(told.stream().mapToInt(each -> each.tookPart().size()).sum(), n),
                n,
                held.stream().map(Held::row).toList(),
                here.stream()
                        .sorted()
                        .map(studentId -> student(studentId, told))
                        .filter(student -> student.held() > 0)
                        .toList());
    }

    private static int waiting(@Nullable Participants said) {
        return said == null ? 0 : said.waiting();
    }

    private static Held held(
            TeamActivity activity,
            @Nullable Participants said,
            CohortStands cohort,
            Map<String, Stay> students) {
        Set<String> here =
                students.entrySet().stream()
                        .filter(
                                each ->
                                        each.getValue()
                                                .isHere(
                                                        cohort.startDate(),
                                                        cohort.endDate(),
                                                        activity.day()))
                        .map(Map.Entry::getKey)
                        .filter(studentId -> said == null || said.asks(studentId))
                        .collect(Collectors.toSet());
        if (said == null || !said.said()) {
            return new Held(activity, false, here, Set.of());
        }
        Set<String> tookPart =
                said.studentIds().stream().filter(here::contains).collect(Collectors.toSet());
        return new Held(activity, true, here, tookPart);
    }

    private static Student student(String studentId, List<Held> told) {
        int held = (int) told.stream().filter(each -> each.here().contains(studentId)).count();
        int tookPart =
                (int) told.stream().filter(each -> each.tookPart().contains(studentId)).count();
        return new Student(studentId, held, tookPart, held == 0 ? 0 : (double) tookPart / held);
    }

    private static @Nullable Double share(int part, int whole) {
        return whole == 0 ? null : (double) part / whole;
    }
}
