package bootcamp.curriculum.attendance;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The version of the policy that is for a day, as far as its sheet has to know it.
 *
 * @param hours null: stamps make no marks under it
 */
public record DayPolicy(int version, @Nullable StampHours hours) {

    /**
     * @param zone where the cohort is
     */
    public static DayPolicy of(PolicyVersion version, LocalDate day, ZoneId zone) {
        StampTerms stamps = version.terms().stamps();
        return new DayPolicy(
                version.version(),
                version.terms().record() == Keeping.STAMPS && stamps != null
                        ? StampHours.of(stamps, day, zone)
                        : null);
    }

    /** One under which staff keep a sheet. */
    public static DayPolicy ofSheet(int version) {
        return new DayPolicy(version, null);
    }
}
