package bootcamp.gateway.feed;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A session that takes place.
 *
 * @param day on which it begins, by the clock of its zone
 * @param moduleId null: it is of none
 * @param instructorId null: nobody is said to teach in it
 */
public record Taught(LocalDate day, @Nullable String moduleId, @Nullable String instructorId) {}
