package bootcamp.review.school;

import java.time.Instant;
import java.util.Set;

/**
 * A target with its window.
 *
 * @param title that staff gave it; of an instructor the id, for names are not known here; of a week
 *     its id
 * @param from when it may be reviewed first
 * @param until when no more
 * @param eligible the students who may
 */
public record Due(Target target, String title, Instant from, Instant until, Set<String> eligible) {

    public Due {
        eligible = Set.copyOf(eligible);
    }

    public boolean isOpen(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }
}
