package bootcamp.enrollment.later;

import bootcamp.enrollment.later.LaterOutcome.Kind;
import bootcamp.enrollment.risk.Share;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of those of a cohort who completed, as shares of those of whom it is known.
 *
 * @param months after the closing
 * @param from the first day on which it can be noted; null: the cohort is open
 * @param completed who could have been asked
 * @param known of whom it is known
 * @param responseRate {@code known} of {@code completed}; null: nobody completed
 * @param hidden fewer than {@value #KNOWN_MIN} are known, so nothing is said of shares
 * @param shares of {@code known}, one of each known kind; empty where they are hidden
 */
record LaterFigures(
        int months,
        @Nullable LocalDate from,
        int completed,
        int known,
        @Nullable Share responseRate,
        boolean hidden,
        List<OfKind> shares) {

    static final int KNOWN_MIN = 5;

    /**
     * @param share of those who are known, with its interval of 95 %
     */
    record OfKind(Kind outcome, int count, Share share) {}

    /**
     * @param completed how many; none of {@code noted} is of anybody else
     * @param noted at most one of each who completed, for this number of months
     */
    static LaterFigures of(
            int months, @Nullable LocalDate from, int completed, Collection<Kind> noted) {
        List<Kind> told = noted.stream().filter(Kind.KNOWN::contains).toList();
        int known = told.size();
        boolean hidden = known < KNOWN_MIN;
        return new LaterFigures(
                months,
                from,
                completed,
                known,
                completed == 0 ? null : Share.of(known, completed),
                hidden,
                hidden
                        ? List.of()
                        : Kind.KNOWN.stream().map(kind -> share(kind, told, known)).toList());
    }

    private static OfKind share(Kind kind, List<Kind> told, int known) {
        int count = Math.toIntExact(told.stream().filter(kind::equals).count());
        return new OfKind(kind, count, Share.of(count, known));
    }
}
