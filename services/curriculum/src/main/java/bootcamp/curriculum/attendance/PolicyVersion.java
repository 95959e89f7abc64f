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
     * As it is published: flat.
     *
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
            Map<String, Integer> excuseCaps,
            StampTerms.@Nullable Public stamps) {}

    Public published() {
        StampTerms stamps = terms.stamps();
        return new Public(
                version,
                from,
                terms.preset(),
                terms.record(),
                terms.thresholdPerMille(),
                terms.marksPerAbsence(),
                terms.scope(),
                terms.excuseCaps(),
                stamps == null ? null : stamps.published());
    }
}
