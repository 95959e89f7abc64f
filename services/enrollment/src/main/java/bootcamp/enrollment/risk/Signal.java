package bootcamp.enrollment.risk;

import org.jspecify.annotations.Nullable;

/**
 * Something that speaks for or against staying, as far as it can be put in words.
 *
 * @param count as {@link Code} says
 * @param of as {@link Code} says; null where it says nothing of it
 */
public record Signal(Code code, int count, @Nullable Integer of) {

    /** What it is about. */
    public enum Code {
        /** Absent on {@code count} of {@code of} days held in the last fortnight. */
        ABSENT_LATELY,
        /** Absent on {@code count} days of the last fortnight, {@code of} of the one before. */
        ABSENT_MORE_THAN_BEFORE,
        /** Late, gone early or out on {@code count} of {@code of} days of the last fortnight. */
        LATE_LATELY,
        /** Absent on the last {@code count} days that were held. */
        ABSENT_IN_A_ROW,
        /** Not in {@code count} of {@code of} team activities of the last four weeks. */
        ACTIVITIES_MISSED,
        /** A competition runs, and nothing was submitted for {@code count} days. */
        SILENT_IN_COMPETITION,
        /** No submission to {@code count} of the {@code of} competitions that are over. */
        COMPETITIONS_MISSED,
        /** Did not come to {@code count} of {@code of} special lectures with a seat. */
        LECTURES_MISSED,
        /** Came to {@code count} special lectures. */
        FEW_LECTURES,
        /** In {@code count} clinics in the last four weeks. */
        FEW_CLINICS,
        /** Nothing seen for {@code count} days. */
        SILENT,
        /** On leave now, for {@code count} days. */
        ON_LEAVE,
        /** On leave on {@code count} of the last 28 days. */
        LEAVE_LATELY,
        /** It is week {@code count} of the programme. */
        WEEK,
        /** Entered {@code count} days after the start. */
        ENTERED_LATE
    }
}
