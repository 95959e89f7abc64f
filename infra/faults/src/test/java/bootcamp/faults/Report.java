package bootcamp.faults;

import bootcamp.faults.Invariant.Violation;
import java.util.List;

/**
 * What a row of faults came to.
 *
 * @param runs how often the fault was done to the platform
 * @param answered commands that were answered with 2xx
 * @param notes what else was measured, in words
 */
record Report(String row, int runs, long answered, List<Violation> violations, List<String> notes) {

    Report {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }

    /** The claim, no more and no less. */
    String sentence() {
        String claim =
                violations.isEmpty() && runs > 0
                        ? "bounds the failure rate at about 3/%d = %s (95 %%)"
                                .formatted(runs, share(3.0 / runs))
                        : "FAILED";
        return "%s: %d runs, %,d commands answered, %d violations; %s%s"
                .formatted(
                        row,
                        runs,
                        answered,
                        violations.size(),
                        claim,
                        notes.isEmpty() ? "" : " · " + String.join(" · ", notes));
    }

    private static String share(double share) {
        return share >= 1 ? "nothing yet" : "%.2g".formatted(share);
    }
}
