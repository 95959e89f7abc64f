package bootcamp.competition.team;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be scored in this process. Competitions take turns, and within each its teams: who
 * sends much waits for itself, and nobody else does. Of a team one is at work at a time, in the
 * order in which its submissions were taken, whichever of them stood in line first.
 */
final class FairQueue {

    /** Ids of a team's submissions are numbered as its ledger took them. */
    private static final Comparator<Job> TAKEN = Comparator.comparing(Job::submissionId);

    /** Competitions, and teams in each, that have something waiting; whose turn it is is first. */
    private final Map<String, Map<String, NavigableSet<Job>>> waiting = new LinkedHashMap<>();

    /** Teams by what is at work of them. */
    private final Map<String, String> atWork = new HashMap<>();

    private final Map<String, Job> known = new HashMap<>();

    record Job(String competitionId, String teamId, String submissionId) {}

    /** Puts one into its team's line, unless it waits or is at work. */
    synchronized void add(Job job) {
        if (known.putIfAbsent(job.submissionId(), job) == null) {
            waiting.computeIfAbsent(job.competitionId(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(job.teamId(), _ -> new TreeSet<>(TAKEN))
                    .add(job);
        }
    }

    /** Whose turn it is; null: nobody's. It is at work until {@link #done}. */
    synchronized @Nullable Job next() {
        for (var competition : waiting.entrySet()) {
            for (var team : competition.getValue().entrySet()) {
                if (!atWork.containsValue(team.getKey())) {
                    return begin(competition.getKey(), team.getKey());
                }
            }
        }
        return null;
    }

    /**
     * How many have their turn before each that is known here, if each takes as long and nothing
     * else comes, by submission: 0 is at work, 1 is next.
     */
    synchronized Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        known.keySet().forEach(atWork -> places.put(atWork, 0));
        Map<String, Map<String, NavigableSet<Job>>> rest = new LinkedHashMap<>();
        waiting.forEach(
                (competitionId, teams) -> {
                    Map<String, NavigableSet<Job>> copy = new LinkedHashMap<>();
                    teams.forEach((teamId, jobs) -> copy.put(teamId, new TreeSet<>(jobs)));
                    rest.put(competitionId, copy);
                });
        for (int place = 1; !rest.isEmpty(); place++) {
            var competition = rest.entrySet().iterator().next();
            String teamId = competition.getValue().keySet().iterator().next();
            places.put(turn(rest, competition.getKey(), teamId).submissionId(), place);
        }
        return places;
    }

    private Job begin(String competitionId, String teamId) {
        Job job = turn(waiting, competitionId, teamId);
        atWork.put(job.submissionId(), teamId);
        return job;
    }

    /** Both go to the end of their lines. */
    private static Job turn(
            Map<String, Map<String, NavigableSet<Job>>> waiting,
            String competitionId,
            String teamId) {
        Map<String, NavigableSet<Job>> teams =
                Objects.requireNonNull(waiting.remove(competitionId));
        NavigableSet<Job> jobs = Objects.requireNonNull(teams.remove(teamId));
        Job job = Objects.requireNonNull(jobs.pollFirst());
        if (!jobs.isEmpty()) {
            teams.put(teamId, jobs);
        }
        if (!teams.isEmpty()) {
            waiting.put(competitionId, teams);
        }
        return job;
    }

    /**
     * Told in which team that of a job is by now: what waits of both is one line from then on.
     *
     * @param job at work
     * @param teamId its own, or of the team that its own went into
     * @return whether it goes on; else another of that team is at work, and it waits again
     */
    synchronized boolean goesOn(Job job, String teamId) {
        String before = atWork.get(job.submissionId());
        if (teamId.equals(before)) {
            return true;
        }
        boolean isFree = !atWork.containsValue(teamId);
        if (isFree) {
            atWork.put(job.submissionId(), teamId);
        } else {
            atWork.remove(job.submissionId());
        }
        Map<String, NavigableSet<Job>> teams =
                waiting.computeIfAbsent(job.competitionId(), _ -> new LinkedHashMap<>());
        NavigableSet<Job> moved = teams.remove(job.teamId());
        NavigableSet<Job> line = teams.computeIfAbsent(teamId, _ -> new TreeSet<>(TAKEN));
        if (moved != null) {
            line.addAll(moved);
        }
        if (!isFree) {
            line.add(job);
        }
        if (line.isEmpty()) {
            teams.remove(teamId);
        }
        if (teams.isEmpty()) {
            waiting.remove(job.competitionId());
        }
        return isFree;
    }

    /** It is over, well or not; of one that waits again nothing changes. */
    synchronized void done(Job job) {
        if (atWork.remove(job.submissionId()) != null) {
            known.remove(job.submissionId());
        }
    }
}
