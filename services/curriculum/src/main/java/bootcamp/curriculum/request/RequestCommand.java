package bootcamp.curriculum.request;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.attendance.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of an attendance request. */
public sealed interface RequestCommand {

    /**
     * @param excuse of one to be excused; null: of a correction
     * @param cameAt on the clock of the cohort; null: not said; so of {@code leftAt}
     * @param decideBy the last day on which staff are to decide
     */
    record AskForDay(
            String cohortId,
            String studentId,
            LocalDate date,
            RequestKind kind,
            String reason,
            @Nullable Excuse excuse,
            @Nullable LocalTime cameAt,
            @Nullable LocalTime leftAt,
            LocalDate decideBy,
            Instant at)
            implements RequestCommand {}

    /** Adds the file, or puts it in the place of the one before. */
    record AttachEvidence(Evidence evidence) implements RequestCommand {}

    record TakeRequestBack(Instant at) implements RequestCommand {}

    /**
     * @param marks that the day is to have, as far as can be told before it is entered
     */
    record AcceptRequest(List<Mark> marks, @Nullable String note, Stamp stamp)
            implements RequestCommand {}

    record RefuseRequest(@Nullable String note, Stamp stamp) implements RequestCommand {}

    /**
     * The day has what was accepted.
     *
     * @param marks that it came to
     */
    record NoteEntered(List<Mark> marks, Instant at) implements RequestCommand {}

    /** Who asked was erased. */
    record EraseRequester(Instant at) implements RequestCommand {}
}
