package bootcamp.curriculum.week;

import java.time.LocalDate;

/**
 * What a module sets out to be.
 *
 * @param name title that staff publish
 * @param from its first day
 * @param until its last day, never before the first
 */
public record ModulePlan(String name, LocalDate from, LocalDate until) {

    public static final int NAME_CHARS_MAX = 200;

    boolean isSound() {
        return !name.isBlank()
                && name.codePointCount(0, name.length()) <= NAME_CHARS_MAX
                && !until.isBefore(from);
    }
}
