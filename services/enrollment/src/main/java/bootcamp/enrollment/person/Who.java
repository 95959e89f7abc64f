package bootcamp.enrollment.person;

import org.jspecify.annotations.Nullable;

/** Who is meant, as an id, for those who may not see more. */
public sealed interface Who {

    /**
     * @param changes whether something was said that is not noted of this person
     */
    record Known(String studentId, boolean changes) implements Who {}

    /** Somebody who is not known. */
    record Stranger() implements Who {}

    /**
     * Nobody can tell, or nobody may know.
     *
     * @param field that does not fit; null: none in particular
     * @param code TWO_PEOPLE: the external id is one person's and the e-mail another's;
     *     OTHER_EXTERNAL_ID: the person of that e-mail has another; ERASED, with a field where only
     *     one of what was said is the erased person's
     * @param conflict a person has to look; else it is simply not allowed
     */
    record Nobody(@Nullable String field, String code, boolean conflict) implements Who {}
}
