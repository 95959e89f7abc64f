package bootcamp.enrollment.outreach;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach a student, or what was agreed about the next one. What is written stays; a
 * mistake is put right by another entry.
 *
 * @param on the day, where the one who called is
 * @param note as it was written; null: none
 * @param outcome null: it is not known what came of it
 * @param followUpOn nobody needs to call before that day; null: nothing was agreed
 * @param handedTo username of whoever goes on with it; empty: whoever wants, from now on; null:
 *     nothing was said of it
 * @param by username of whoever wrote it down
 * @param at when that was
 */
public record Contact(
        String contactId,
        LocalDate on,
        Channel channel,
        @Nullable String note,
        @Nullable Outcome outcome,
        @Nullable LocalDate followUpOn,
        @Nullable String handedTo,
        String by,
        Instant at) {

    /** By what a student was looked for. */
    public enum Channel {
        PHONE,
        MESSAGE,
        EMAIL,
        TALK,
        /** Nobody was looked for: it was only agreed who does it, or when. */
        NONE
    }

    /** What came of it. */
    public enum Outcome {
        REACHED,
        NOT_REACHED
    }
}
