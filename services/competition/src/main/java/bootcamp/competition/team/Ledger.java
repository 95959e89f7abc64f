package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.Generations;
import bootcamp.competition.contest.Generations.Numbers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
 * @param generation of which {@code best}, {@code picks} and {@code steps} are
 * @param prepared the same of a generation that is proposed, or that took its place since; null:
 *     there is none, or it is not made yet
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
        List<Step> steps,
        Integer generation,
        @Nullable Scores prepared) {

    static final Ledger EMPTY =
            new Ledger(
                    0,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    null,
                    0,
                    Map.of(),
                    List.of(),
                    Generations.FIRST,
                    null);

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
        // A ledger that was stored before there were generations is of the first.
        generation = Objects.requireNonNullElse(generation, Generations.FIRST);
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
                steps,
                generation,
                prepared);
    }

    /** The file was refused at first, and the attempt is given back. */
    Ledger refusing(String submissionId, Numbers numbers) {
        Attempt attempt = attempt(submissionId);
        Ledger turned = turned(numbers);
        return new Ledger(
                numbered,
                counted(taken, attempt.day(), -1),
                counted(refused, attempt.day(), 1),
                waitingWithout(submissionId),
                recent,
                turned.best,
                turned.picks,
                scored,
                sent(attempt, -1),
                turned.steps,
                turned.generation,
                turned.prepared);
    }

    private Attempt attempt(String submissionId) {
        return Objects.requireNonNull(waiting.get(submissionId), "waits");
    }

    private Map<String, Attempt> waitingWithout(String submissionId) {
        Map<String, Attempt> rest = new TreeMap<>(waiting);
        rest.remove(submissionId);
        return rest;
    }

    /**
     * @param entry null: it was scored, and does not fit what has become the present generation
     * @param proposed null: it has no score in the proposed generation, or there is none
     */
    Ledger settling(
            String submissionId,
            Numbers numbers,
            @Nullable Entry entry,
            @Nullable Entry proposed,
            Standing standing) {
        Ledger turned = turned(numbers);
        Scores own = turned.own();
        Scores present = entry == null ? own : own.plus(entry, standing);
        Scores next = turned.prepared;
        return new Ledger(
                numbered,
                taken,
                refused,
                waitingWithout(submissionId),
                recent,
                present.best(),
                present.picks(),
                scored + 1,
                submittedBy,
                present.steps(),
                present.generation(),
                next == null || proposed == null ? next : next.plus(proposed, standing));
    }

    /**
     * @param chosen empty: none, so that the best count
     * @param proposed those of them that have a score in the proposed generation, by it
     */
    Ledger choosing(Numbers numbers, List<Entry> chosen, List<Entry> proposed) {
        Ledger turned = turned(numbers);
        Scores next = turned.prepared;
        return turned.with(
                turned.own().choosing(chosen), next == null ? null : next.choosing(proposed));
    }

    /** With all that the team has of a proposed generation. */
    Ledger preparing(Numbers numbers, Scores scores) {
        Ledger turned = turned(numbers);
        return turned.with(turned.own(), scores);
    }

    // ---- generations

    /**
     * As the competition has come to it: what was prepared takes its place once it is the present
     * one, and what was discarded is gone. Who has scored nothing has nothing to be prepared.
     */
    private Ledger turned(Numbers numbers) {
        Scores next = prepared;
        Scores present = own();
        if (next != null && next.generation() == numbers.present()) {
            present = next;
            next = null;
        }
        Integer proposed = numbers.proposed();
        if (next != null && (proposed == null || proposed != next.generation())) {
            next = null;
        }
        if (next == null && proposed != null && scored == 0) {
            next = Scores.none(proposed);
        }
        return with(present.numbered(numbers.present()), next);
    }

    private Ledger with(Scores present, @Nullable Scores next) {
        return new Ledger(
                numbered,
                taken,
                refused,
                waiting,
                recent,
                present.best(),
                present.picks(),
                scored,
                submittedBy,
                present.steps(),
                present.generation(),
                next);
    }

    private Scores own() {
        return new Scores(generation, best, picks, steps);
    }

    /**
     * What is shown of a generation. Where none was prepared for it, that is what there is: nothing
     * was scored, or another took its place a moment ago.
     */
    Scores in(int shown) {
        return prepared != null && prepared.generation() == shown ? prepared : own();
    }

    /** Whether it may be shown on a board of that generation. */
    boolean has(int shown) {
        return generation == shown || prepared != null && prepared.generation() == shown;
    }

    /** Whether there was a generation to be scored by when scores were made without it. */
    boolean isAhead(Numbers numbers) {
        return Math.max(generation, prepared == null ? 0 : prepared.generation())
                > numbers.numbered();
    }

    /** Whether it has its scores of every generation that counts, and of none that came since. */
    boolean isPrepared(Numbers numbers) {
        Scores next = turned(numbers).prepared;
        Integer proposed = numbers.proposed();
        return !isAhead(numbers)
                && (proposed == null || next != null && next.generation() == proposed);
    }

    /** How many submissions have become anything: one more each time. */
    int settled() {
        return numbered - waiting.size();
    }

    /**
     * What two teams have submitted, as if one had.
     *
     * @param numbers for which both are {@link #isPrepared prepared}
     * @param picksMax of what both have picked, this one's first, so many stay
     */
    Ledger merging(Numbers numbers, Ledger other, Standing standing, int picksMax) {
        Map<String, Attempt> bothWaiting = new TreeMap<>(waiting);
        bothWaiting.putAll(other.waiting);
        Map<String, Sent> bothRecent = new TreeMap<>(recent);
        bothRecent.putAll(other.recent);
        Map<String, Map<String, Integer>> bySender = new TreeMap<>(submittedBy);
        other.submittedBy.forEach(
                (studentId, days) -> bySender.merge(studentId, days, Ledger::added));
        Ledger mine = turned(numbers);
        Ledger theirs = other.turned(numbers);
        Scores both = mine.own().merging(theirs.own(), standing, picksMax);
        Scores next =
                mine.prepared == null || theirs.prepared == null
                        ? null
                        : mine.prepared.merging(theirs.prepared, standing, picksMax);
        return new Ledger(
                numbered + other.numbered,
                added(taken, other.taken),
                added(refused, other.refused),
                bothWaiting,
                bothRecent,
                both.best(),
                both.picks(),
                scored + other.scored,
                bySender,
                both.steps(),
                both.generation(),
                next);
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

    /** How many ever count, by every day. */
    long attempts() {
        return taken.values().stream().mapToLong(Integer::longValue).sum();
    }
}
