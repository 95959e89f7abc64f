package bootcamp.gateway.retention;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One student's time in one cohort, as dates; who was never enrolled has none.
 *
 * @param enrolledOn null where it was not said: the cohort's start
 * @param withdrawnOn null where the student has not left
 * @param reason a code; null where the student has not left or nobody said why
 * @param turns what else became of the student, ascending by date; before the first: {@code ACTIVE}
 */
public record Stay(
        @Nullable LocalDate enrolledOn,
        @Nullable LocalDate withdrawnOn,
        @Nullable String reason,
        List<Turn> turns) {

    /** Moving to another cohort: it ends what is known of a student here without being a loss. */
    static final String TRANSFER = "TRANSFER";

    static final String OTHER = "OTHER";

    public Stay {
        turns = List.copyOf(turns);
    }

    public static Stay of(
            @Nullable LocalDate enrolledOn,
            @Nullable LocalDate withdrawnOn,
            @Nullable String reason) {
        return new Stay(enrolledOn, withdrawnOn, reason, List.of());
    }

    /** What a student is from a day on, unless withdrawn. */
    public enum Standing {
        ACTIVE,
        ON_LEAVE,
        COMPLETED,
        NOT_COMPLETED
    }

    public record Turn(LocalDate on, Standing standing) {}

    boolean isTransfer() {
        return withdrawnOn != null && TRANSFER.equals(reason);
    }

    /** Whether somebody enrolled and not gone is away on that day. */
    public boolean isOnLeave(LocalDate day) {
        return standingOn(day) == Standing.ON_LEAVE;
    }

    /** Whether the student has started and not left, by a day of a cohort with these dates. */
    public boolean isHere(LocalDate start, LocalDate end, LocalDate asOf) {
        return Fate.of(this, Window.of(start, end, asOf), asOf).isHere();
    }

    /** The standing on a day, leaving a withdrawal aside. */
    Standing standingOn(LocalDate day) {
        Standing standing = Standing.ACTIVE;
        for (Turn turn : turns) {
            if (turn.on().isAfter(day)) {
                break;
            }
            standing = turn.standing();
        }
        return standing;
    }
}
