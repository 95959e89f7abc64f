package bootcamp.curriculum.attendance;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a cohort's policy.
 *
 * @param version from 1, in the order of adoption
 * @param from the first day that it is for
 */
public record PolicyVersion(int version, LocalDate from, PolicyTerms terms) {

    /**
     * Flat, as it is published, and as it is shown.
     *
     * @param excuseCaps empty where it is published: kinds of excuse are in no event
     * @param stamps null: there are none
     */
    public record Public(
            int version,
            LocalDate from,
            Preset preset,
            Keeping record,
            int thresholdPerMille,
            @Nullable Integer marksPerAbsence,
            Scope scope,
            Map<Excuse, Integer> excuseCaps,
            StampTerms.@Nullable Public stamps) {}

    /** For all readers of the topic. */
    Public published() {
        return flat(Map.of());
    }

    /** For staff of the cohort. */
    Public shown() {
        return flat(terms.excuseCaps());
    }

    private Public flat(Map<Excuse, Integer> excuseCaps) {
        StampTerms stamps = terms.stamps();
        return new Public(
                version,
                from,
                terms.preset(),
                terms.record(),
                terms.thresholdPerMille(),
                terms.marksPerAbsence(),
                terms.scope(),
                excuseCaps,
                stamps == null ? null : stamps.published());
    }
}
