package bootcamp.enrollment.person;

import bootcamp.platform.aggregate.Refusal;

/** Why something about a person is refused; never says who it is about. */
public enum PersonRefusal implements Refusal {
    STUDENT_NOT_FOUND(Kind.NOT_FOUND),
    /** All that is personal was erased; an admin may allow the person to come again. */
    ERASED(Kind.CONFLICT),
    NOT_ERASED(Kind.CONFLICT),
    /** The external id is one person's and the e-mail another's. */
    TWO_PEOPLE(Kind.CONFLICT),
    /** The person of that e-mail has another external id. */
    OTHER_EXTERNAL_ID(Kind.CONFLICT),
    /**
     * Who is to be enrolled is known under another name; a name is corrected, never overwritten.
     */
    OTHER_NAME(Kind.CONFLICT),
    OTHER_EMAIL(Kind.CONFLICT),
    OTHER_PHONE(Kind.CONFLICT),
    /** The external id or the e-mail is another person's. */
    IDENTITY_TAKEN(Kind.CONFLICT),
    TOO_MANY_REMARKS(Kind.NOT_ALLOWED),
    /** Others changed the same person again and again. */
    PERSON_CONTENDED(Kind.NOT_NOW);

    private final Kind kind;

    PersonRefusal(Kind kind) {
        this.kind = kind;
    }

    /** Of what {@link Who.Nobody} says. */
    public static PersonRefusal of(Who.Nobody nobody) {
        return valueOf(nobody.code());
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
