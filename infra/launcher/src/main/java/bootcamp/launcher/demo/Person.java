package bootcamp.launcher.demo;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An invented student in one cohort, as a roster has them.
 *
 * @param externalId by which the demo finds them again, such as {@code AIL4-017}
 * @param withdrawnOn on the day of entry: never came; null: the roster knows of no withdrawal
 * @param reason a code of the API; null without {@code withdrawnOn}
 */
record Person(
        String externalId,
        String name,
        String email,
        LocalDate enrolledOn,
        @Nullable LocalDate withdrawnOn,
        @Nullable String reason) {

    Person withdrawn(LocalDate on, String why) {
        return new Person(externalId, name, email, enrolledOn, on, why);
    }

    Person entering(LocalDate on) {
        return new Person(externalId, name, email, on, withdrawnOn, reason);
    }
}
