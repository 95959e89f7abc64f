package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.Competition;
import bootcamp.gateway.feed.CompetitionTeam;
import bootcamp.gateway.retention.Stay;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A competition with who of the cohort takes part. Submissions are those that count, scored or
 * waiting, by days of the competition's zone; they are of the cohort whose student sent them and
 * was here on the day. Nothing of scores is known.
 *
 * @param teams that have a student who is here
 * @param n students who are here
 * @param inTeams of {@code n}, who are in a team
 * @param tookPart of {@code n}, those of whose team anything counts
 * @param submissions in all
 * @param submittedToday on the cohort's present day
 * @param daysSinceLast whole days from the last submission to the present day, from 0; null: there
 *     is none
 * @param days those with a submission, ascending
 * @param neverSubmitted ids of those of {@code n} of whose team nothing counts, ascending; null: it
 *     has not begun
 * @param students of {@code n}, who sent something that counts, by id
 * @param sent by student and day
 */
record CompetitionRow(
        @JsonUnwrapped Competition competition,
        int teams,
        int n,
        int inTeams,
        int tookPart,
        int submissions,
        int submittedToday,
        @Nullable Integer daysSinceLast,
        List<Day> days,
        @Nullable List<String> neverSubmitted,
        List<Student> students,
        // Too much for every message of a stream; asked for as a table of its own.
        @JsonIgnore List<Sent> sent) {

    /**
     * @param students how many sent them
     * @param teams for how many they sent them
     */
    record Day(LocalDate date, int submissions, int students, int teams) {}

    /**
     * @param submissions from 1
     * @param lastOn day of the last one
     */
    record Student(String studentId, int submissions, LocalDate lastOn) {}

    /** What one student of a team sent on a day. */
    record Sent(String studentId, String teamId, LocalDate day, int submissions) {

        private static final Comparator<Sent> ORDER =
                Comparator.comparing(Sent::studentId)
                        .thenComparing(Sent::day)
                        .thenComparing(Sent::teamId);
    }

    /** By their start. */
    static List<CompetitionRow> of(Snapshot state, LocalDate today) {
        Map<String, List<CompetitionTeam>> teams =
                state.teams().stream()
                        .collect(Collectors.groupingBy(CompetitionTeam::competitionId));
        Set<String> here =
                state.students().entrySet().stream()
                        .filter(each -> isHere(each.getValue(), state, today))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        return state.competitions().stream()
                .sorted(Competition.BY_START)
                .map(
                        competition ->
                                of(
                                        competition,
                                        teams.getOrDefault(competition.competitionId(), List.of()),
                                        here,
                                        state,
                                        today))
                .toList();
    }

    private static CompetitionRow of(
            Competition competition,
            List<CompetitionTeam> all,
            Set<String> here,
            Snapshot state,
            LocalDate today) {
        Set<String> inTeams = new HashSet<>();
        Set<String> tookPart = new HashSet<>();
        int teams = 0;
        for (CompetitionTeam team : all) {
            List<String> own = team.students().stream().filter(here::contains).toList();
            teams += own.isEmpty() ? 0 : 1;
            inTeams.addAll(own);
            if (team.submitted()) {
                tookPart.addAll(own);
            }
        }
        List<Sent> sent = sent(all, state);
        LocalDate last = sent.stream().map(Sent::day).max(Comparator.naturalOrder()).orElse(null);
        return new CompetitionRow(
                competition,
                teams,
                here.size(),
                inTeams.size(),
                tookPart.size(),
                total(sent),
                total(sent.stream().filter(each -> each.day().equals(today)).toList()),
                // A day may have begun in the competition's zone that has not in the cohort's.
                last == null ? null : (int) Math.max(0, ChronoUnit.DAYS.between(last, today)),
                days(sent),
                competition.startsAt().toLocalDate().isAfter(today)
                        ? null
                        : here.stream().filter(each -> !tookPart.contains(each)).sorted().toList(),
                students(sent, here),
                sent);
    }

    private static List<Sent> sent(List<CompetitionTeam> teams, Snapshot state) {
        List<Sent> sent = new ArrayList<>();
        for (CompetitionTeam team : teams) {
            for (CompetitionTeam.Author author : team.authors()) {
                Stay stay = state.students().get(author.studentId());
                if (stay != null) {
                    author.sent().stream()
                            .filter(each -> isHere(stay, state, each.day()))
                            .map(
                                    each ->
                                            new Sent(
                                                    author.studentId(),
                                                    team.teamId(),
                                                    each.day(),
                                                    each.submissions()))
                            .forEach(sent::add);
                }
            }
        }
        sent.sort(Sent.ORDER);
        return sent;
    }

    private static boolean isHere(Stay stay, Snapshot state, LocalDate day) {
        return stay.isHere(state.cohort().startDate(), state.cohort().endDate(), day);
    }

    private static List<Day> days(List<Sent> sent) {
        return sent.stream()
                .collect(Collectors.groupingBy(Sent::day, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(
                        each ->
                                new Day(
                                        each.getKey(),
                                        total(each.getValue()),
                                        (int)
                                                each.getValue().stream()
                                                        .map(Sent::studentId)
                                                        .distinct()
                                                        .count(),
                                        (int)
                                                each.getValue().stream()
                                                        .map(Sent::teamId)
                                                        .distinct()
                                                        .count()))
                .toList();
    }

    private static List<Student> students(List<Sent> sent, Set<String> here) {
        return sent.stream()
                .filter(each -> here.contains(each.studentId()))
                .collect(Collectors.groupingBy(Sent::studentId, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(
                        each ->
                                new Student(
                                        each.getKey(),
                                        total(each.getValue()),
                                        // In the order of days.
                                        each.getValue().getLast().day()))
                .toList();
    }

    private static int total(List<Sent> sent) {
        return sent.stream().mapToInt(Sent::submissions).sum();
    }
}
