package bootcamp.enrollment.person;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to change about a person, cleaned; null leaves it as it is.
 *
 * @param cleared names of fields to empty
 */
public record PersonEdit(
        @Nullable String externalId,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        Set<String> cleared) {

    public PersonEdit {
        cleared = Set.copyOf(cleared);
    }

    public boolean saysNothing() {
        return externalId == null
                && name == null
                && email == null
                && phone == null
                && cleared.isEmpty();
    }
}
