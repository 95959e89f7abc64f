package bootcamp.gateway.retention;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The risk set of one cohort, day by day: how many could leave, how many left, how many moved on.
 *
 * <p>A student is in it where {@code entry < min(exit, limit)}, and is at risk on the days {@code
 * entry < t ≤ min(exit, limit)}. All of it is whole numbers, so the order of the students changes
 * no bit of what is computed from it.
 */
public final class RiskDays {

    static final int DAYS_OF_WEEK = 7;

    private final int horizon;
    private final int limit;
    private final int[] entered;
    private final int[] ended;
    private final int[] withdrawn;
    private final int[] moved;
    private int students;

    RiskDays(int horizon, int limit) {
        this.horizon = horizon;
        this.limit = limit;
        int size = Math.max(0, limit) + 1;
        entered = new int[size];
        ended = new int[size];
        withdrawn = new int[size];
        moved = new int[size];
    }

    public static RiskDays of(
            Collection<Stay> stays, LocalDate start, LocalDate end, LocalDate asOf) {
        return of(stays, Window.of(start, end, asOf));
    }

    static RiskDays of(Collection<Stay> stays, Window window) {
        RiskDays days = new RiskDays(window.horizon(), window.limit());
        for (Stay stay : stays) {
            days.add(window.entry(stay), window.exit(stay), stay.isTransfer());
        }
        return days;
    }

    /** A day of {@link Window#NEVER} as exit: has not left. */
    void add(int entry, int exit, boolean transfer) {
        int until = Math.min(exit, limit);
        if (entry >= until) {
            return;
        }
        students++;
        entered[entry]++;
        ended[until]++;
        if (exit <= limit) {
            (transfer ? moved : withdrawn)[exit]++;
        }
    }

    /** How many are in the risk set on any day. */
    public int students() {
        return students;
    }

    boolean isEmpty() {
        return students == 0;
    }

    int horizon() {
        return horizon;
    }

    int limit() {
        return limit;
    }

    int withdrawn(int day) {
        return withdrawn[day];
    }

    int moved(int day) {
        return moved[day];
    }

    /**
     * How many are at risk on each day from 0 to the limit; on day 0, of which nobody is at risk in
     * the strict sense, those who begin with the cohort.
     */
    int[] atRisk() {
        int[] atRisk = new int[entered.length];
        int present = 0;
        for (int day = 1; day < atRisk.length; day++) {
            present += entered[day - 1] - ended[day - 1];
            atRisk[day] = present;
        }
        atRisk[0] = entered[0];
        return atRisk;
    }

    /**
     * The risk set by week, the first being 0.
     *
     * @param exposed days at risk of all students together
     * @param withdrawn as many left
     */
    record OfWeek(long exposed, int withdrawn) {}

    List<OfWeek> byWeek() {
        int size = limit < 0 ? 0 : limit / DAYS_OF_WEEK + 1;
        long[] exposed = new long[size];
        int[] left = new int[size];
        int[] atRisk = atRisk();
        // Of day 0 nobody is at risk: who leaves on the day of entry never started.
        for (int day = 1; day <= limit; day++) {
            exposed[day / DAYS_OF_WEEK] += atRisk[day];
            left[day / DAYS_OF_WEEK] += withdrawn[day];
        }
        return IntStream.range(0, size).mapToObj(i -> new OfWeek(exposed[i], left[i])).toList();
    }
}
