package bootcamp.curriculum.attendance;

import java.time.LocalTime;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How marks become a figure.
 *
 * @param thresholdPerMille share of all course days that is asked for, 0 to 1000
 * @param marksPerAbsence so many of LATE, EARLY_LEAVE and OUTING, added together, are one absence;
 *     at least {@value #MARKS_PER_ABSENCE_MIN}, for a day can have three, and a day missed in part
 *     is never worse than a day missed; null: they count for nothing
 * @param excuseCaps how many days of a kind of excuse are accepted within the scope, 0 to {@value
 *     #EXCUSE_DAYS_MAX}; what is accepted after them, in the order of acceptance, is an absence. A
 *     kind that is not named has no cap. A request that was accepted before keeps what it got
 * @param stamps how stamps become marks; null: there are none
 */
public record PolicyTerms(
        Preset preset,
        Keeping record,
        int thresholdPerMille,
        @Nullable Integer marksPerAbsence,
        Scope scope,
        Map<Excuse, Integer> excuseCaps,
        @Nullable StampTerms stamps) {

    static final int PER_MILLE = 1_000;
    static final int MARKS_PER_ABSENCE_MIN = 3;
    static final int MARKS_PER_ABSENCE_MAX = 30;
    static final int EXCUSE_DAYS_MAX = 366;

    /**
     * Three days of illness in the course. Sources disagree how many there are; the preset has a
     * number to begin with, and a school whose rules have another adopts one of its own.
     */
    public static final PolicyTerms KDT =
            new PolicyTerms(
                    Preset.KDT, Keeping.SHEET, 800, 3, Scope.COURSE, Map.of(Excuse.SICK, 3), null);

    public static final PolicyTerms SIMPLE =
            new PolicyTerms(Preset.SIMPLE, Keeping.SHEET, 800, null, Scope.COURSE, Map.of(), null);

    public PolicyTerms {
        excuseCaps = Collections.unmodifiableMap(new TreeMap<>(excuseCaps));
    }

    /** The same, recorded by stamps. */
    PolicyTerms stamped(StampTerms stamps) {
        return new PolicyTerms(
                preset,
                Keeping.STAMPS,
                thresholdPerMille,
                marksPerAbsence,
                scope,
                excuseCaps,
                stamps);
    }

    /** The preset KDT, by stamps within these hours. */
    public static PolicyTerms stampedKdt(LocalTime startsAt, LocalTime endsAt) {
        return KDT.stamped(StampTerms.ofKdt(startsAt, endsAt, StampTerms.OPENS_MINUTES));
    }
}
