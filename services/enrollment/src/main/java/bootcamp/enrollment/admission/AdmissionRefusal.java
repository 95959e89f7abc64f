package bootcamp.enrollment.admission;

import bootcamp.platform.aggregate.Refusal;

/** Why something about applying is refused. */
public enum AdmissionRefusal implements Refusal {
    /** Nobody has said what is asked. */
    FORM_NOT_FOUND(Kind.NOT_FOUND),
    APPLICATION_NOT_FOUND(Kind.NOT_FOUND),
    /** To this question none was sent. */
    APPLICATION_FILE_NOT_FOUND(Kind.NOT_FOUND),
    /** There is nothing in the form to which a file would be the answer. */
    NO_FILE_ASKED(Kind.CONFLICT),
    /** So much was sent to the cohort and named by no application that no more is taken for now. */
    TOO_MANY_FILES_WAITING(Kind.NOT_NOW),
    /** There is nobody to decide about: staff look at why it led to no enrollment. */
    APPLICATION_WITHOUT_ENROLLMENT(Kind.CONFLICT),
    TOO_MANY_DECISIONS(Kind.CONFLICT),
    /** What was answered is not what is asked any more: it is to be read again. */
    FORM_CHANGED(Kind.CONFLICT),
    /** Not yet, not any more, or the cohort is closed. */
    APPLICATIONS_NOT_OPEN(Kind.CONFLICT);

    private final Kind kind;

    AdmissionRefusal(Kind kind) {
        this.kind = kind;
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
