package bootcamp.enrollment.roster;

import org.jspecify.annotations.Nullable;

/**
 * Somebody to be enrolled, cleaned: a student who is known by id, or what is said about who it is.
 *
 * @param studentId null: to be recognised by the rest
 */
record Newcomer(
        @Nullable String studentId,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String externalId) {

    /** Whether nothing tells this person from another. */
    boolean isNameless() {
        return externalId == null && email == null;
    }
}
