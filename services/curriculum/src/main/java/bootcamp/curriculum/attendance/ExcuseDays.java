package bootcamp.curriculum.attendance;

import bootcamp.curriculum.attendance.AmendmentDesk.Allowance;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For which days of a student in one cohort requests to be excused were accepted, and which of them
 * the policy takes. What was decided of a request once stays so, however often it is asked.
 */
record ExcuseDays(List<Day> days) {

    static final ExcuseDays NONE = new ExcuseDays(List.of());

    ExcuseDays {
        days = List.copyOf(days);
    }

    /**
     * The day of an accepted request.
     *
     * @param taken whether the policy takes it; else it was over the cap
     * @param hold of who asked last: nobody else may give it back
     */
    record Day(String requestId, LocalDate date, Excuse excuse, boolean taken, String hold) {}

    Allowance allowance(Excuse excuse, LocalDate date, PolicyTerms terms) {
        int used = used(excuse, date, terms.scope());
        Integer cap = terms.excuseCaps().get(excuse);
        return new Allowance(used, cap, terms.scope(), cap != null && used >= cap);
    }

    /** A day that two requests were accepted for is one day. */
    private int used(Excuse excuse, LocalDate date, Scope scope) {
        return (int)
                days.stream()
                        .filter(day -> day.taken() && day.excuse() == excuse)
                        .map(Day::date)
                        .filter(each -> !each.equals(date))
                        .filter(each -> scope.periodOf(each).equals(scope.periodOf(date)))
                        .distinct()
                        .count();
    }

    /** With the day of a request, held by who asks. */
    ExcuseDays with(
            String requestId, LocalDate date, Excuse excuse, PolicyTerms terms, String hold) {
        Day before = of(requestId);
        boolean taken = before == null ? !allowance(excuse, date, terms).over() : before.taken();
        return new ExcuseDays(
                Stream.concat(
                                others(requestId),
                                Stream.of(new Day(requestId, date, excuse, taken, hold)))
                        .toList());
    }

    /** Without the day, unless somebody else asked for it since. */
    ExcuseDays without(Day given) {
        return given.equals(of(given.requestId()))
                ? new ExcuseDays(others(given.requestId()).toList())
                : this;
    }

    /** Null: none. */
    @Nullable Day of(String requestId) {
        return days.stream()
                .filter(day -> day.requestId().equals(requestId))
                .findFirst()
                .orElse(null);
    }

    private Stream<Day> others(String requestId) {
        return days.stream().filter(day -> !day.requestId().equals(requestId));
    }
}
