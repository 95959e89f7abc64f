package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionPlan;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a team has submitted, and what became of it.
 *
 * @param numbered submissions that were ever taken
 * @param taken by day: those that count, scored or waiting
 * @param refused by day
 * @param waiting by id
 * @param recent by the key of the sending, those of two days
 * @param best of all that were scored, the best on the public board first; as many as may be picked
 *     at most
 * @param picks null: the team has chosen none, and its best count
 * @param scored how many were
 * @param submittedBy by student and day: of those taken, which the student sent; no zeros
 * @param steps what was told of public scores where a ladder tells them, the best last; empty where
 *     there is none
 */
public record Ledger(
        int numbered,
        Map<String, Integer> taken,
        Map<String, Integer> refused,
        Map<String, Attempt> waiting,
        Map<String, Sent> recent,
        List<Entry> best,
        @Nullable List<Entry> picks,
        int scored,
        Map<String, Map<String, Integer>> submittedBy,
        List<Step> steps) {

    static final Ledger EMPTY =
            new Ledger(
                    0, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), null, 0, Map.of(),
                    List.of());

    /** Days for which a sending is known again. */
    private static final int RECENT_DAYS = 1;

    /** What a sending became. */
    public record Sent(String submissionId, String day) {}

    /**
     * A score that was told as better than all before.
     *
     * @param at when its submission had arrived
     */
    public record Step(String submissionId, double score, Instant at) {}

    public Ledger {
        taken = Collections.unmodifiableMap(new TreeMap<>(taken));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        waiting = Collections.unmodifiableMap(new TreeMap<>(waiting));
        recent = Collections.unmodifiableMap(new TreeMap<>(recent));
        best = List.copyOf(best);
        picks = picks == null ? null : List.copyOf(picks);
        // A ledger that was stored before it kept them knows those of days alone.
        submittedBy =
                Collections.unmodifiableMap(
                        new TreeMap<>(Objects.requireNonNullElse(submittedBy, Map.of())));
        // A ledger that was stored before there were ladders has none.
        steps = List.copyOf(Objects.requireNonNullElse(steps, List.of()));
    }

    // ---- evolve

    Ledger taking(String key, Attempt attempt) {
        Map<String, Attempt> nextWaiting = new TreeMap<>(waiting);
        nextWaiting.put(attempt.submissionId(), attempt);
        Map<String, Sent> nextRecent = new TreeMap<>(recent);
        String oldest = LocalDate.parse(attempt.day()).minusDays(RECENT_DAYS).toString();
        nextRecent.values().removeIf(sent -> sent.day().compareTo(oldest) < 0);
        nextRecent.put(key, new Sent(attempt.submissionId(), attempt.day()));
        return new Ledger(
                numbered + 1,
                counted(taken, attempt.day(), 1),
                refused,
                nextWaiting,
                nextRecent,
                best,
                picks,
                scored,
                sent(attempt, 1),
                steps);
    }

    /**
     * @param entry null: the file was refused, and the attempt is given back
     */
    Ledger settling(String submissionId, @Nullable Entry entry, Standing standing) {
        Attempt attempt = Objects.requireNonNull(waiting.get(submissionId), "waits");
        Map<String, Attempt> rest = new TreeMap<>(waiting);
        rest.remove(submissionId);
        if (entry == null) {
            return new Ledger(
                    numbered,
                    counted(taken, attempt.day(), -1),
                    counted(refused, attempt.day(), 1),
                    rest,
                    recent,
                    best,
                    picks,
                    scored,
                    sent(attempt, -1),
                    steps);
        }
        List<Entry> next = new ArrayList<>(best);
        next.add(entry);
        next.sort(Comparator.comparing(Entry::onPublic, standing.order()));
        return new Ledger(
                numbered,
                taken,
                refused,
                rest,
                recent,
                next.subList(0, Math.min(next.size(), CompetitionPlan.PICKS_MAX)),
                picks,
                scored + 1,
                submittedBy,
                climbing(entry, standing.ladder()));
    }

    private List<Step> climbing(Entry entry, @Nullable Ladder ladder) {
        if (ladder == null) {
            return steps;
        }
        Double told =
                ladder.climbed(
                        steps.isEmpty() ? null : (Double) steps.getLast().score(),
                        entry.publicScore());
        if (told == null) {
            return steps;
        }
        List<Step> next = new ArrayList<>(steps);
        next.add(new Step(entry.submissionId(), told, entry.at()));
        return next;
    }

    /**
     * @param chosen empty: none, so that the best count
     */
    Ledger choosing(List<Entry> chosen) {
        return new Ledger(
                numbered,
                taken,
                refused,
                waiting,
                recent,
                best,
                chosen.isEmpty() ? null : chosen,
                scored,
                submittedBy,
                steps);
    }

    /**
     * What two teams have submitted, as if one had.
     *
     * @param picksMax of what both have picked, this one's first, so many stay
     */
    Ledger merging(Ledger other, Standing standing, int picksMax) {
        Map<String, Attempt> bothWaiting = new TreeMap<>(waiting);
        bothWaiting.putAll(other.waiting);
        Map<String, Sent> bothRecent = new TreeMap<>(recent);
        bothRecent.putAll(other.recent);
        Map<String, Map<String, Integer>> bySender = new TreeMap<>(submittedBy);
        other.submittedBy.forEach(
                (studentId, days) -> bySender.merge(studentId, days, Ledger::added));
        List<Entry> bothBest =
                Stream.concat(best.stream(), other.best.stream())
                        .sorted(Comparator.comparing(Entry::onPublic, standing.order()))
                        .limit(CompetitionPlan.PICKS_MAX)
                        .toList();
        List<Entry> bothPicks =
                Stream.of(picks, other.picks)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .limit(picksMax)
                        .toList();
        // Each climbed by itself, so the order of scores is also that of both.
        List<Step> bothSteps =
                Stream.concat(steps.stream(), other.steps.stream())
                        .sorted(
                                Comparator.comparing(
                                                (Step step) ->
                                                        new Standing.Result(
                                                                step.score(),
                                                                null,
                                                                step.at(),
                                                                step.submissionId()),
                                                standing.order())
                                        .reversed())
                        .toList();
        return new Ledger(
                numbered + other.numbered,
                added(taken, other.taken),
                added(refused, other.refused),
                bothWaiting,
                bothRecent,
                bothBest,
                bothPicks.isEmpty() ? null : bothPicks,
                scored + other.scored,
                bySender,
                bothSteps);
    }

    /** The day on which both have more than any team may have; null: there is none. */
    @Nullable TeamRefusal tooManyWith(Ledger other) {
        return added(taken, other.taken).entrySet().stream()
                .filter(day -> day.getValue() > CompetitionPlan.DAILY_LIMIT_MAX)
                .findFirst()
                .map(
                        day ->
                                new TeamRefusal.TooManyOnADay(
                                        day.getKey(),
                                        day.getValue(),
                                        CompetitionPlan.DAILY_LIMIT_MAX))
                .orElse(null);
    }

    private static Map<String, Integer> added(
            Map<String, Integer> some, Map<String, Integer> more) {
        Map<String, Integer> sum = new TreeMap<>(some);
        more.forEach((day, count) -> sum.merge(day, count, Integer::sum));
        return Collections.unmodifiableMap(sum);
    }

    private Map<String, Map<String, Integer>> sent(Attempt attempt, int more) {
        Map<String, Integer> days =
                new TreeMap<>(submittedBy.getOrDefault(attempt.studentId(), Map.of()));
        int count = days.getOrDefault(attempt.day(), 0) + more;
        // Below 0: it was taken before they were kept.
        if (count > 0) {
            days.put(attempt.day(), count);
        } else {
            days.remove(attempt.day());
        }
        Map<String, Map<String, Integer>> next = new TreeMap<>(submittedBy);
        if (days.isEmpty()) {
            next.remove(attempt.studentId());
        } else {
            next.put(attempt.studentId(), Collections.unmodifiableMap(days));
        }
        return next;
    }

    private static Map<String, Integer> counted(Map<String, Integer> days, String day, int more) {
        Map<String, Integer> next = new TreeMap<>(days);
        next.merge(day, more, Integer::sum);
        return next;
    }

    // ---- queries

    /** How many of a day count. */
    int takenOn(String day) {
        return taken.getOrDefault(day, 0);
    }

    /** How many files of a day were refused. */
    int refusedOn(String day) {
        return refused.getOrDefault(day, 0);
    }

    /** The step that a submission was; null: it was none. */
    @Nullable Step stepOf(String submissionId) {
        return steps.stream()
                .filter(step -> step.submissionId().equals(submissionId))
                .findFirst()
                .orElse(null);
    }

    /**
     * What a submission left the public score at: its own step or the last one before it, also of a
     * team that went into this one; null: there is none.
     */
    @Nullable Double toldAfter(Submission submission) {
        Double told = null;
        for (Step step : steps) {
            if (told == null || isBefore(step, submission)) {
                told = step.score();
            }
        }
        return told;
    }

    /** Those of one team are numbered in the order in which they were taken. */
    private static boolean isBefore(Step step, Submission submission) {
        String id = submission.submissionId();
        return step.submissionId().startsWith(id.substring(0, id.lastIndexOf('-') + 1))
                ? step.submissionId().compareTo(id) <= 0
                : !step.at().isAfter(submission.at());
    }

    /** How many ever count, by every day. */
    long attempts() {
        return taken.values().stream().mapToLong(Integer::longValue).sum();
    }

    /**
     * Those that count in the end.
     *
     * @param finalPicks how many do, where the team has chosen none
     */
    List<Entry> counting(int finalPicks) {
        return picks == null ? best.subList(0, Math.min(finalPicks, best.size())) : picks;
    }
}
