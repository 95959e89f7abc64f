package bootcamp.curriculum.question;

import bootcamp.platform.aggregate.Refusal;

/** Why a question says no. */
enum QuestionRefusal implements Refusal {
    /** There is none, or none that the caller may know of. */
    QUESTION_NOT_FOUND(Kind.NOT_FOUND),
    QUESTION_EXISTS(Kind.CONFLICT),
    /** Staff hold it back or have hidden it. */
    QUESTION_NOT_OPEN(Kind.CONFLICT),
    /** It was merged into another: that one is voted for, answered and merged with. */
    QUESTION_MERGED(Kind.CONFLICT),
    /** Others were merged into it: they would be two steps from where their votes count. */
    QUESTION_HOLDS_OTHERS(Kind.CONFLICT),
    /** It is that question itself. */
    SAME_QUESTION(Kind.NOT_ALLOWED),
    /** Nobody votes for, or reports, what they asked themselves. */
    OWN_QUESTION(Kind.CONFLICT),
    /** It was signed: who asked it is no secret of which to take note. */
    QUESTION_SIGNED(Kind.CONFLICT),
    /** The lecture is not published, or it is over. */
    QUESTIONS_CLOSED(Kind.CONFLICT),
    /** As many as there may be of one student, or for one lecture. */
    TOO_MANY_QUESTIONS(Kind.CONFLICT),
    /** As many votes, reports or looks at its author as a document may hold. */
    QUESTION_FULL(Kind.CONFLICT);

    private final Kind kind;

    QuestionRefusal(Kind kind) {
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
