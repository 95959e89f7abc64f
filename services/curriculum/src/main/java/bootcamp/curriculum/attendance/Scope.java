package bootcamp.curriculum.attendance;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Within what late, early leave and outing are added up, and excused days of a kind are counted.
 */
public enum Scope {
    COURSE,
    /** A calendar month: what is left over of one is not taken into the next. */
    MONTH;

    /** Equal for days that are within the same. */
    Object periodOf(LocalDate day) {
        return switch (this) {
            case COURSE -> COURSE;
            case MONTH -> YearMonth.from(day);
        };
    }
}
