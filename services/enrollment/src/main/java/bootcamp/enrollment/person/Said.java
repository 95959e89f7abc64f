package bootcamp.enrollment.person;

import org.jspecify.annotations.Nullable;

/**
 * What somebody says about who a person is, cleaned (composed, without blanks around, e-mail in
 * small letters). {@code null} is not said. At least one of {@code externalId} and {@code email}
 * is.
 *
 * @param key tells it apart from others in one question, such as the row of a file
 */
public record Said(
        int key,
        @Nullable String externalId,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone) {}
